"""Rules of tracing: every row points at the characters it came from."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from nkdata.checks.registry import breach, breaches, rule
from nkdata.checks.tracing import whole
from nkdata.document import Document, Segment
from nkdata.reports.problems import LineStarts
from nkdata.schema import codes
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from nkdata.checks.columns import Numbers
    from nkdata.checks.registry import Faults, View
    from nkdata.records import Record
    from nkdata.reports.problems import Problem

_SPANNED = ("claims", "mentions")
_TARGETS = ("actor_id", "event_id", "claim_id")
_CLAIMING = ("cue", "support", "duplicate", "place")
"""Kinds of mentions that lie where claims lie."""


@rule("articles", "claims", "mentions", dimension="consistency", needs_text=True, apart=True)
def quote_is_span(view: View) -> Iterator[Problem]:
    """The quote of a claim or mention is the text of its article from start to end, character for character.

    Who follows the offsets would find other words than the quote, and could not verify that anybody
    wrote it.
    """
    for table in _SPANNED:
        cells = view.cells(table, "article_id.text", "start", "end", "quote")
        odd = [
            place
            for place, (text, start, end, quote) in enumerate(cells)
            if text is not None and text[start:end] != quote
        ]
        for row in view.at(table, np.array(odd, np.int64)):
            found = (view.text(row["article_id"]) or "")[row["start"] : row["end"]]
            yield breach(
                table, row, "quote", f"the span {row['start']}-{row['end']} reads {found[:80]!r}"
            )


@rule("claims", "mentions", dimension="consistency", apart=True)
def span_is_not_empty(view: View) -> Iterator[Problem]:
    """A span ends after it starts and is as long as its quote.

    Cutting the span out of the text would give too much, too little or nothing of what is quoted.
    """
    for table in _SPANNED:
        width = view.numbers(table, "end") - view.numbers(table, "start")
        for row in view.at(table, np.flatnonzero(width != view.coded(table, "quote").lengths)):
            yield breach(
                table,
                row,
                "end",
                f"the span starts at {row['start']} and the quote has {len(row['quote'])} characters",
            )


@rule("articles", "claims", "mentions", "segments", dimension="consistency")
def span_in_label(view: View) -> Iterator[Problem]:
    """Claims, cues, places and restatements lie in titles, decks, paragraphs, subheads and captions.

    Words of an advertisement, a comment or another page's headline would be cited as what the
    article says.

    Names, dates and evidence may also lie where an article says who and when it is.
    """
    labels = codes("segments", "label")
    ground = view.once(_Ground)
    for table in _SPANNED:
        for row in view.at(table, ground.doubtful(view, table)):
            names = table == "mentions" and row["kind"] not in _CLAIMING
            fact = "holds_names" if names else "holds_claims"
            for segment in _touched(view, row):
                if not labels[segment["label"]][fact]:
                    yield breach(
                        table,
                        row,
                        "start",
                        f"the span lies in a segment labelled {segment['label']} (line {segment['line']})",
                    )


_FARTHEST = 2**31
"""No text is as long; an offset beyond it is another rule's problem, and would overflow here."""


class _Ground:
    """The segments of all articles in one row, in which a search finds where the spans of a table lie, all at once."""

    def __init__(self, view: View) -> None:
        article = view.parents("segments", "article_id")
        start, end = (
            np.clip(view.numbers("segments", edge), 0, _FARTHEST) for edge in ("start", "end")
        )
        order = np.lexsort((start, article))
        self.width = int(max(start.max(initial=0), end.max(initial=0))) + 2
        self.starts, self.ends = (
            article[order] * self.width + edge[order] for edge in (start, end)
        )
        self.tiled = bool((np.diff(self.ends) >= 0).all())
        labels = codes("segments", "label")
        self.bad = {
            fact: np.append(
                0,
                np.cumsum(
                    ~view.each("segments", lambda label: labels[label][fact], "label").astype(bool)[  # noqa: B023
                        order
                    ]
                ),
            )
            for fact in ("holds_claims", "holds_names")
        }

    def doubtful(self, view: View, table: str) -> Numbers:
        """Return the positions of spans that may touch a segment which must not hold them."""
        article, start, end = (
            view.parents(table, "article_id"),
            *(view.numbers(table, edge) for edge in ("start", "end")),
        )
        if not self.tiled:
            return np.arange(len(article))
        start, end = (
            article * self.width + np.clip(edge, 0, self.width - 1) for edge in (start, end)
        )
        first, last = (
            np.searchsorted(self.ends, start, side="right"),
            np.searchsorted(self.starts, end),
        )
        claims, names = (bad[np.maximum(first, last)] > bad[first] for bad in self.bad.values())
        if table == "claims":
            return np.flatnonzero(claims)
        return np.flatnonzero(
            np.where(
                view.each(table, lambda kind: kind in _CLAIMING, "kind").astype(bool), claims, names
            )
        )


def _touched(view: View, row: Record) -> Sequence[Record]:
    ordered = view.segments.get(row["article_id"], [])
    first = bisect_right(ordered, row["start"], key=lambda s: s["end"])
    return [s for s in ordered[first:] if s["start"] < row["end"]]


def _tiles(view: View) -> dict[str, list[tuple[int, int, int]]]:
    """Return the position, start and end of the segments of each article, in the order of the text."""
    tiles: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, (article, start, end) in enumerate(
        view.cells("segments", "article_id", "start", "end")
    ):
        tiles[article].append((number, start, end))
    for spans in tiles.values():
        spans.sort(key=itemgetter(1))
    return tiles


@rule("articles", "segments", dimension="completeness")
def segments_tile(view: View) -> Iterator[Problem]:
    """The segments of an article tile its text: each begins where the one before ends, from the first character to the last.

    Characters in no segment are lost to whoever works by segments, and characters in two are
    counted twice.
    """
    for position, (article, text) in enumerate(view.cells("articles", "article_id", "text")):
        end = 0
        for number, start, until in view.once(_tiles).get(article, ()):
            if start != end or until <= start:
                yield breach(
                    "segments",
                    view.rows["segments"][number],
                    "start",
                    f"expected a segment that begins at {end}",
                )
            end = until
        if text is not None and end != len(text):
            yield breach(
                "articles",
                view.rows["articles"][position],
                None,
                f"the segments end at {end}, the text at {len(text)}",
            )


def _documents(view: View) -> list[tuple[Record, Document]]:
    """Return the articles that have a text, each with its document made from the segments."""
    segments: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for article, *cells in view.cells(
        "segments",
        "article_id",
        "start",
        "end",
        "line",
        "label",
        "rule",
        "segment_id",
        "duplicate_of",
    ):
        segments[article].append(tuple(cells))
    articles = view.at("articles", view.which("articles", bool, "text?"))
    return [
        (article, _document(article["text"], segments[article["article_id"]]))
        for article in articles
    ]


def _document(text: str, segments: list[tuple[Any, ...]]) -> Document:
    segments.sort(key=itemgetter(0))
    index = {segment[5]: number for number, segment in enumerate(segments)}
    made = (
        Segment(start, end, line, label, rule, index.get(same))
        for start, end, line, label, rule, _, same in segments
    )
    return Document(text, tuple(made))


@rule("articles", "segments", dimension="consistency", needs_text=True)
def title_of_segments(view: View) -> Iterator[Problem]:
    """An article's title is its first title segment, or null where there is none.

    The title column would show words that the page does not print as its title, and a search for
    the printed one would fail.
    """
    for article, document in view.once(_documents):
        if article["title"] != document.title:
            yield breach("articles", article, "title", f"the segments give {document.title!r}")


@rule("articles", "segments", dimension="consistency", needs_text=True)
def body_of_segments(view: View) -> Iterator[Problem]:
    """An article's body is its paragraphs and subheads joined by blank lines, or null where there are none.

    Who reads or searches the body would miss paragraphs of the story, or take menus and
    advertisements for part of it.
    """
    for article, document in view.once(_documents):
        if article["body"] != (document.body or None):
            yield breach("articles", article, "body", "the segments give another body")


@rule("articles", "segments", dimension="consistency", needs_text=True)
def segment_line(view: View) -> Iterator[Problem]:
    """A segment's line is the line of its first visible character, lines ending at LF, CRLF or CR.

    People who look the line up in the page, or correct its label there, would land on other words.
    """
    lines: dict[str, LineStarts] = {}
    cells = view.cells("segments", "article_id", "article_id.text", "start", "end", "line")
    for position, (article, text, start, end, line) in enumerate(cells):
        stretch = (text or "")[start:end]
        if not stretch.strip():
            continue
        if article not in lines:
            lines[article] = LineStarts(text)
        found = lines[article].number(start + len(stretch) - len(stretch.lstrip()))
        if found != line:
            segment = view.rows["segments"][position]
            yield breach(
                "segments",
                segment,
                "line",
                f"the segment's first visible character stands on line {found}",
            )


@rule("segments", dimension="consistency")
def duplicate_is_earlier(view: View) -> Iterator[Problem]:
    """A segment repeats an earlier segment of the same article.

    Who leaves out repeats would drop a text that stands nowhere before, and so lose it altogether.
    """
    for segment in view.at("segments", view.linked("segments", "duplicate_of")):
        other = view.get("segments", segment["duplicate_of"])
        if other and (
            other["article_id"] != segment["article_id"] or other["start"] >= segment["start"]
        ):
            yield breach(
                "segments",
                segment,
                "duplicate_of",
                "the segment it repeats is not an earlier one of the same article",
            )


@rule("articles", dimension="consistency", needs_text=True)
def text_hash(view: View) -> Iterator[Problem]:
    """The SHA-256 of an article is that of its text in UTF-8.

    All offsets count characters of one exact text; in another one each of them may point at other
    words.
    """

    def faults(text: str | None, stated: str) -> Faults:
        if (
            text is not None
            and hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != stated
        ):
            yield "text_sha256", "the text is not the one that was read"

    yield from breaches(view, "articles", faults, "text", "text_sha256")


@rule("mentions", dimension="conformity")
def mention_target(view: View) -> Iterator[Problem]:
    """A mention's kind fixes which target it has: a name an actor, a cue a claim, a date an event or a claim or neither.

    Words marked without a target lead to nothing, and with a wrong or a second one they are counted
    for somebody or something else.
    """
    kinds = codes("mentions", "kind")

    def faults(kind: str, *filled: bool) -> Faults:
        targets = [column for column, there in zip(_TARGETS, filled, strict=True) if there]
        allowed = kinds[kind]["targets"]
        if targets not in [[column] if column else [] for column in allowed]:
            expected = " or ".join(column or "no target" for column in allowed)
            yield "kind", f"it has {' and '.join(targets) or 'no target'}; expected {expected}"

    yield from breaches(view, "mentions", faults, "kind", *(f"{column}?" for column in _TARGETS))


@rule("mentions", dimension="completeness")
def mention_normalized(view: View) -> Iterator[Problem]:
    """A date mention has its value as EDTF, a mention of the publication date may, and no other has.

    A date without its value stands on no timeline, and none of the rules that compare dates would
    see it.
    """

    def faults(kind: str, text: str | None) -> Faults:
        if text is None:
            if kind == "date":
                yield "normalized", "a date mention needs its value"
        elif kind not in ("date", "published"):
            yield "normalized", "only dates have a normalised value"
        elif fault := _edtf_fault(text):
            yield "normalized", fault

    yield from breaches(view, "mentions", faults, "kind", "normalized")


def _edtf_fault(text: str) -> str:
    try:
        edtf.parse(text)
    except edtf.EdtfError as error:
        return str(error)
    return ""


@rule("actor_names", "mentions", dimension="consistency")
def name_is_of_actor(view: View) -> Iterator[Problem]:
    """A name mention's words are one of the actor's names, and sic if and only if that name is a misspelling.

    The words may mean somebody else, whose mentions this actor would be given; and misspellings
    would pass for names.
    """
    kinds = {
        (actor, name): kind
        for actor, name, kind in view.cells("actor_names", "actor_id", "name", "kind")
    }

    def faults(actor: str, quote: str, sic: bool) -> Faults:
        kind = kinds.get((actor, quote))
        if kind is None:
            yield "quote", f"{actor} has no such name"
        elif sic != (kind == "misspelling"):
            yield "sic", f"the name is of kind {kind}"

    among = view.which(
        "mentions", lambda kind, actor: kind == "name" and actor, "kind", "actor_id?"
    )
    yield from breaches(view, "mentions", faults, "actor_id", "quote", "sic", among=among)


@rule(
    "articles", "actor_names", "mentions", dimension="consistency", needs_text=True, needs_all=True
)
def name_is_whole(view: View) -> Iterator[Problem]:
    """A name mention is no part of a longer name of somebody else that stands there.

    "Russia" in the name of a party would be counted for the country, and the party would not be
    named at all.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for name, actor in view.cells("actor_names", "name", "actor_id"):
        owners[name].add(actor)
    beside = _beside(owners)
    among = view.which(
        "mentions", lambda kind, quote: kind == "name" and quote in beside, "kind", "quote"
    )
    cells = view.cells(
        "mentions", "article_id.text", "start", "end", "quote", "actor_id", among=among
    )
    for position, (text, start, end, quote, actor) in zip(among.tolist(), cells, strict=True):
        printed = _wider(text or "", start, end, beside[quote], owners)
        others = [name for name in printed if actor not in owners[name]]
        if others:
            name = max(others, key=len)
            message = f"the text has {name!r} there, a name of {min(owners[name])}"
            yield breach("mentions", view.rows["mentions"][position], "quote", message)


_MARKS = ".,;:!?()[]\"'“”‘’"
_AROUND = 120
"""Characters on each side of a name in which a longer one is looked for; the longest of the shipped names has 79."""


def _beside(names: Collection[str]) -> dict[str, set[str]]:
    """Return for each name that is a part of others the words that stand beside it in them."""
    beside: dict[str, set[str]] = defaultdict(set)
    for name in names:
        words = list(re.finditer(r"\S+", name))
        for first, opening in enumerate(words):
            for last, closing in enumerate(words[first:], first):
                part = name[opening.start() : closing.end()]
                if part != name and part in names:
                    near = words[max(first - 1, 0) : first] + words[last + 1 : last + 2]
                    beside[part].update(word[0].strip(_MARKS) for word in near)
    return beside


def _wider(text: str, start: int, end: int, beside: set[str], names: Collection[str]) -> list[str]:
    """Return the names that have the words at a place in them and stand there, as far as a word beside these tells that one may."""
    before, after = text[max(start - _AROUND, 0) : max(start, 0)], text[end : end + _AROUND]
    if beside.isdisjoint(word.strip(_MARKS) for word in [*before.split()[-1:], *after.split()[:1]]):
        return []
    starts = [
        start,
        *(start - len(before) + found.start() for found in re.finditer(r"(?<!\w)\S", before)),
    ]
    ends = [end, *(end + found.end() for found in re.finditer(r"\S(?!\w)", after))]
    return [
        name
        for first in starts
        for last in ends
        if (name := text[first:last]) in names and (first, last) != (start, end)
    ]


@rule("actors", "actor_names", dimension="uniqueness")
def canonical_name(view: View) -> Iterator[Problem]:
    """An actor has one canonical name, the one in actors.

    A join of actors with their canonical names would double the actor or lose it, or show it under
    two names.
    """
    names: dict[str, list[str]] = defaultdict(list)
    canonical = view.which("actor_names", lambda kind: kind == "canonical", "kind")
    for actor, name in view.cells("actor_names", "actor_id", "name", among=canonical):
        names[actor].append(name)

    def faults(actor: str, name: str) -> Faults:
        known = names.get(actor, [])
        if known != [name]:
            yield "name", f"actor_names has as canonical: {', '.join(known) or 'none'}"

    yield from breaches(view, "actors", faults, "actor_id", "name")


@rule("articles", "claims", "event_participants", dimension="consistency", needs_text=True)
def title_as_printed(view: View) -> Iterator[Problem]:
    """A title as stated stands in the article of the claim that says so, as whole words.

    An article would be credited with an office that it does not print, and its own errors about
    titles be mended in silence.
    """

    def faults(title: str, article: str | None, text: str | None) -> Faults:
        if text is not None and not whole(title, text):
            yield "title_as_stated", f"it does not stand in {article}"

    among = view.which("event_participants", bool, "title_as_stated?")
    paths = ("title_as_stated", "claim_id.article_id", "claim_id.article_id.text")
    yield from breaches(view, "event_participants", faults, *paths, among=among)


@rule("claims", "mentions", dimension="consistency")
def mention_of_same_article(view: View) -> Iterator[Problem]:
    """A cue, restatement or date of a claim stands in the claim's article.

    The words cited for the claim would stand on another page, where its source says no such thing.
    """

    def faults(article: str, told: str) -> Faults:
        if article != told:
            yield "claim_id", f"the claim stands in {told}"

    yield from breaches(
        view,
        "mentions",
        faults,
        "article_id",
        "claim_id.article_id",
        among=view.linked("mentions", "claim_id"),
    )


@rule("articles", "mentions", dimension="completeness", needs_all=True)
def stated_facts_have_evidence(view: View) -> Iterator[Problem]:
    """A publisher, origin or date that the page states, and every author, has a mention that shows where; a named author is one.

    The table would say that the page prints its publisher, author or date, and nobody could point
    at the words.
    """
    shown: dict[str, dict[str, str]] = defaultdict(dict)
    evidence = view.which(
        "mentions", lambda kind: kind in ("author", "published", "publisher"), "kind"
    )
    for key, kind, quote in view.cells("mentions", "article_id", "kind", "quote", among=evidence):
        shown[key][kind] = quote

    def faults(
        article: str, publisher: str, origin: str, published: str, author: str | None
    ) -> Faults:
        kinds = shown.get(article, {})
        if publisher in ("stated", "byline", "source_attribution") and "publisher" not in kinds:
            yield "publisher_basis", "no mention of kind publisher shows where"
        if origin in ("stated", "byline", "source_attribution") and "publisher" not in kinds:
            yield "origin_publisher_basis", "no mention of kind publisher shows where"
        if author is None and "author" in kinds:
            yield "author", f"a mention shows {kinds['author']!r}"
        if published in ("stated", "page_render_date") and "published" not in kinds:
            yield "published_basis", "no mention of kind published shows where"
        if author is not None and kinds.get("author") != author:
            yield "author", "no mention of kind author with these words"

    bases = ("publisher_basis", "origin_publisher_basis", "published_basis")
    yield from breaches(view, "articles", faults, "article_id", *bases, "author")


@rule("articles", "segments", dimension="conformity", needs_text=True)
def segment_is_line(view: View) -> Iterator[Problem]:
    """A segment is one line with its line end and the blank lines after it; those at the top of a page belong to the first.

    Half a line would have one label and its rest another, or an advertisement share the label of
    the paragraph above it.
    """
    for position, (text, start, end) in enumerate(
        view.cells("segments", "article_id.text", "start", "end")
    ):
        fault = _line_fault(text or "", start, end)
        if fault:
            yield breach("segments", view.rows["segments"][position], *fault)


def _line_fault(text: str, start: int, end: int) -> tuple[str, str] | None:
    lines = _LINE_END.split(text[start:end])
    if 0 < start < len(text) and (text[start - 1] not in "\r\n" or not lines[0].strip()):
        return "start", "no visible line begins there"
    return (
        ("end", "the segment holds several lines")
        if sum(bool(line.strip()) for line in lines) > 1
        else None
    )


_LINE_END = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r"[^\W_]+")


@rule("segments", dimension="consistency")
def label_of_rule(view: View) -> Iterator[Problem]:
    """A segment's label is the one that its rule gives; a curator gives any.

    The table would say of a line that it is an advertisement because of a rule that finds paragraphs: one of the two misleads.
    """
    rules = codes("segments", "rule")

    def faults(name: str, label: str) -> Faults:
        given = rules[name]["gives"]
        if given is not None and label != given:
            yield "label", f"the rule {name} gives {given}"

    yield from breaches(view, "segments", faults, "rule", "label")


@rule("articles", "segments", dimension="consistency", needs_text=True)
def repeat_says_the_same(view: View) -> Iterator[Problem]:
    """A segment that repeats another shares half of its runs of words, and one that shares nearly all of an earlier one's says so.

    Who leaves out repeats would lose words that stand nowhere else, and who does not see one would
    count a sentence twice.
    """
    texts = dict(view.cells("articles", "article_id", "text"))
    segments: dict[str, list[tuple[int, int, int, str, str | None]]] = defaultdict(list)
    for number, (article, *cells) in enumerate(
        view.cells("segments", "article_id", "start", "end", "segment_id", "duplicate_of")
    ):
        segments[article].append((cells[0], number, *cells[1:]))
    for article, found in segments.items():
        text = texts.get(article) or ""
        for number, message in _repeats(
            [
                (number, key, same, _runs(text[start:end]))
                for start, number, end, key, same in sorted(found)
            ]
        ):
            yield breach("segments", view.rows["segments"][number], "duplicate_of", message)


def _repeats(
    segments: Sequence[tuple[int, str, str | None, frozenset[Run]]],
) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the segments of an article, given in order: each by its number, its id, what it repeats, and its runs."""
    runs = {key: mine for _, key, _, mine in segments}
    first: dict[Run, str] = {}
    for number, key, same, mine in segments:
        other = runs.get(same or "")
        if other is not None and 2 * len(mine & other) < min(len(mine), len(other)):
            yield number, "the two say different things"
        if same is None and (twin := _twin(mine, first, runs)):
            yield number, f"{twin} says the same"
        first.update(dict.fromkeys(mine.difference(first), key))


Run = tuple[str, ...]
_RUN = 3
"""Words of a run; a segment of fewer is one run, and too short to say anything again."""
_MANY, _NEARLY = 8, 0.9
"""Of that many runs and more nearly all make a repeat, of fewer all of both."""


def _runs(text: str) -> frozenset[Run]:
    words = _WORD.findall(text.lower())
    return frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False)) or frozenset(
        [tuple(words)]
    )


def _twin(
    mine: frozenset[Run], first: Mapping[Run, str], runs: Mapping[str, frozenset[Run]]
) -> str | None:
    """Return the earlier segment that says what these runs say, None where none does."""
    shared = mine & first.keys()
    for key, hits in Counter(first[run] for run in shared).most_common(1) if shared else ():
        fewest = min(len(mine), len(runs[key]))
        same = mine == runs[key] and len(min(mine)) == _RUN
        if same or (fewest >= _MANY and hits >= _NEARLY * fewest):
            return key
    return None
