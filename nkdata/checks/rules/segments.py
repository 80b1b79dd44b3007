"""Rules of segments: they tile the text, a line each, and what repeats says so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, pl, say
from nkdata.checks.registry import rule
from nkdata.checks.rules.spans import text_beside, texts_of
from nkdata.document import Document, Segment
from nkdata.reports.problems import LineStarts
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nkdata.checks.engine import Tables
    from nkdata.reports.problems import Problem

    Run = tuple[str, ...]

_LINE_END = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r"[^\W_]+")


def documents(tables: Tables) -> dict[int, tuple[str | None, str | None]]:
    """Return title and body as the segments give them; for `Tables.once`.

    The keys are the positions of the articles with a text.
    """
    segment = tables.segments
    cells = ("start", "end", "line", "label", "rule", "segment_id", "duplicate_of")
    rows: dict[str, list[tuple[int, int, int, str, str, str, str | None]]] = defaultdict(list)
    articles = segment.series("article_id")
    for article, row in zip(articles, segment.frame(*cells).iter_rows(), strict=True):
        rows[article].append(row)
    made = {}
    keys = tables.articles.series("article_id")
    for place, (key, text) in enumerate(zip(keys, tables.once(texts_of), strict=True)):
        if text is not None:
            document = _document(text, sorted(rows[key], key=itemgetter(0)))
            made[place] = (document.title, document.body or None)
    return made


def _document(
    text: str, rows: Sequence[tuple[int, int, int, str, str, str, str | None]]
) -> Document:
    numbers = {row[5]: number for number, row in enumerate(rows)}
    segments = (Segment(*row[:5], numbers.get(row[6] or "")) for row in rows)
    return Document(text, tuple(segments))


@rule("articles", "segments", dimension="completeness")
def segments_tile(tables: Tables) -> Iterator[Problem]:
    """The segments of an article tile its text, from the first character to the last.

    Characters in no segment are lost to a reader who works by segments, and characters in two are
    counted twice.

    Each segment begins where the one before ends.
    """
    article, segment = tables.articles, tables.segments
    place = segment.via("article_id").position.alias("place")
    ordered = segment.frame(place, "start", "end", segment.position.alias("at")).sort(
        "place", "start", "at"
    )
    before = pl.col("end").shift(1, fill_value=0).over("place")
    gaps = (
        ordered.drop_nulls("place")
        .with_columns(before=before)
        .filter((pl.col("start") != pl.col("before")) | (pl.col("end") <= pl.col("start")))
    )
    faults = [Fault("start", f"expected a segment that begins at {end}") for end in gaps["before"]]
    yield from segment.problems(gaps["at"], faults)
    last = ordered.drop_nulls("place").unique("place", keep="last").select("place", ends="end")
    own = article.find(article.series("article_id")).alias("place")  # the first of two with a key
    ends = own.to_frame().join(last, on="place", how="left", maintain_order="left")["ends"]
    lengths = article.frame(article.text.str.len_chars()).to_series()
    short = {
        row: Fault(None, f"the segments end at {end}, the text at {length}")
        for row, (end, length) in enumerate(zip(ends.fill_null(0), lengths, strict=True))
        if length is not None and end != length
    }
    yield from article.problems(list(short), list(short.values()))


@rule("articles", "segments", dimension="consistency", needs_text=True)
def segment_line(tables: Tables) -> Iterator[Problem]:
    """A segment's line is the line of its first visible character, lines ending at LF, CRLF or CR.

    People who look the line up in the page, or correct its label there, would land on other words.
    """
    segment, texts = tables.segments, tables.once(texts_of)
    lines: dict[int, LineStarts] = {}
    stated = segment.series("line")
    for row, ((place, start, end), line) in enumerate(
        zip(text_beside(segment), stated, strict=True)
    ):
        text = "" if place is None else texts[place] or ""
        stretch = text[start:end]
        if place is None or not stretch.strip():
            continue
        if place not in lines:
            lines[place] = LineStarts(text)
        number = lines[place].number(start + len(stretch) - len(stretch.lstrip()))
        if number != line:
            message = f"the segment's first visible character stands on line {number}"
            yield from segment.problems([row], [Fault("line", message)])


@rule("articles", "segments", dimension="conformity", needs_text=True)
def segment_is_line(tables: Tables) -> Iterator[Problem]:
    """A segment is one line with its line end and the blank lines after it.

    Half a line would have one label and its rest another, or an advertisement would share the label
    of the paragraph above it.

    Blank lines at the top of a page belong to the first segment.
    """
    segment, texts = tables.segments, tables.once(texts_of)
    for row, (place, start, end) in enumerate(text_beside(segment)):
        fault = _line_fault("" if place is None else texts[place] or "", start, end)
        if fault:
            yield from segment.problems([row], [fault])


def _line_fault(text: str, start: int, end: int) -> Fault | None:
    lines = _LINE_END.split(text[start:end])
    if 0 < start < len(text) and (text[start - 1] not in "\r\n" or not lines[0].strip()):
        return Fault("start", "no visible line begins there")
    several = sum(bool(line.strip()) for line in lines) > 1
    return Fault("end", "the segment holds several lines") if several else None


@rule("segments", dimension="consistency")
def label_of_rule(tables: Tables) -> Iterator[Problem]:
    """A segment's label is the one that its rule gives; a curator gives any.

    The table would say of a line that it is an advertisement because of a rule that finds
    paragraphs. One of the two misleads.
    """
    segment = tables.segments
    given = {name: code["gives"] for name, code in codes("segments", "rule").items()}
    label = segment.rule.replace_strict(given, return_dtype=pl.String)
    message = say("the rule {} gives {}", segment.rule, label)
    yield from segment.breaks(segment.label != label, "label", message)


@rule("segments", dimension="consistency")
def duplicate_is_earlier(tables: Tables) -> Iterator[Problem]:
    """A segment repeats an earlier segment of the same article.

    A reader who leaves out repeats would drop a text that stands nowhere before, and lose it.
    """
    segment, other = tables.segments, tables.segments.via("duplicate_of")
    odd = (other.article_id != segment.article_id) | (other.start >= segment.start)
    message = "the segment it repeats is not an earlier one of the same article"
    yield from segment.breaks(odd, "duplicate_of", message)


@rule("articles", "segments", dimension="consistency", needs_text=True)
def repeat_says_the_same(tables: Tables) -> Iterator[Problem]:
    """A segment that repeats another shares at least half of its runs of words.

    A reader who leaves out repeats would lose words that stand nowhere else. One who does not see a
    repeat would count a sentence twice.

    A segment that shares nearly all runs of an earlier one says that it repeats it.
    """
    segment, texts = tables.segments, tables.once(texts_of)
    of_page: dict[int, list[tuple[int, int, int, str, str | None]]] = defaultdict(list)
    ids = segment.frame("segment_id", "duplicate_of").iter_rows()
    for row, ((place, start, end), (key, same)) in enumerate(
        zip(text_beside(segment), ids, strict=True)
    ):
        if place is not None:
            of_page[place].append((start, row, end, key, same))
    for place, segments in of_page.items():
        text = texts[place] or ""
        ordered = [
            (row, key, same, _runs(text[start:end]))
            for start, row, end, key, same in sorted(segments)
        ]
        for row, message in _repeats(ordered):
            yield from segment.problems([row], [Fault("duplicate_of", message)])


def _repeats(
    segments: Sequence[tuple[int, str, str | None, frozenset[Run]]],
) -> Iterator[tuple[int, str]]:
    """Yield the row of each faulty segment of an article, and what is wrong with it.

    The segments are in order; each is its row, its id, what it repeats, and its runs.
    """
    runs = {key: own for _, key, _, own in segments}
    first: dict[Run, str] = {}
    for row, key, same, own in segments:
        other = runs.get(same or "")
        if other is not None and 2 * len(own & other) < min(len(own), len(other)):
            yield row, "the two say different things"
        if same is None and (twin := _twin(own, first, runs)):
            yield row, f"{twin} says the same"
        first.update(dict.fromkeys(own.difference(first), key))


_RUN = 3
"""Words of a run; a segment of fewer is one run, and too short to say anything again."""
_MANY, _NEARLY = 8, 0.9
"""With so many runs, a repeat shares nearly all of them; with fewer, all of both."""


def _runs(text: str) -> frozenset[Run]:
    words = _WORD.findall(text.lower())
    return frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False)) or frozenset(
        [tuple(words)]
    )


def _twin(
    own: frozenset[Run], first: Mapping[Run, str], runs: Mapping[str, frozenset[Run]]
) -> str | None:
    """Return the earlier segment that says what these runs say, None where none does."""
    shared = own & first.keys()
    for key, hits in Counter(first[run] for run in shared).most_common(1) if shared else ():
        fewest = min(len(own), len(runs[key]))
        same = own == runs[key] and len(min(own)) == _RUN
        if same or (fewest >= _MANY and hits >= _NEARLY * fewest):
            return key
    return None
