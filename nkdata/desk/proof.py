"""A proof of an article: its lines as printed, each claim marked under the words it stands in, and what was read in them.

For a terminal of any kind: the marks are ASCII, colour is an extra, and no page can steer the terminal.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nkdata.printing import one_line
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from nkdata.records import Record, Rows

TABLES = ("articles", "segments", "claims", "attributions", "mentions", "questions")
"""The tables that a proof is made from."""

_GUTTER = 25  # of the lines, and the numbers behind the marks
_NARROWEST = 30
_BOLD, _DIM, _MARK = "1", "2", "36"


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text fills: two for a wide character, none for one that combines."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """Characters ``start`` to ``end`` of the article on one row of the terminal, with the column of each and of the end."""

    start: int
    end: int
    text: str
    columns: tuple[int, ...]


def proof(rows: Rows, article_id: str, width: int = 100, *, colour: bool = False) -> Iterator[str]:
    """Yield the lines of an article's proof.

    Args:
        rows: the tables of `TABLES`; others are passed over.
        article_id: the article, which has its text.
        width: columns of the terminal.
        colour: whether to set colours; the proof says the same without.
    """
    article = next(row for row in rows["articles"] if row["article_id"] == article_id)
    claims = sorted(
        (c for c in rows["claims"] if c["article_id"] == article_id),
        key=lambda c: (c["start"], -c["end"], c["claim_id"]),
    )
    numbered = dict(enumerate(claims, 1))
    told = _Told(rows, _painter(colour=colour), max(_NARROWEST, width - _GUTTER))
    yield from told.head(article)
    for segment in sorted(
        (s for s in rows["segments"] if s["article_id"] == article_id), key=lambda s: s["start"]
    ):
        yield from told.segment(str(article["text"]), segment, numbered)


def _painter(*, colour: bool) -> Callable[[str, str], str]:
    return (
        (lambda code, text: f"\x1b[{code}m{text}\x1b[0m" if text else "")
        if colour
        else (lambda _, text: text)
    )


class _Told:
    """What the tables say of the claims, in words."""

    def __init__(self, rows: Rows, paint: Callable[[str, str], str], width: int) -> None:
        self.paint, self.width = paint, width
        self.holding = {
            label for label, code in codes("segments", "label").items() if code["holds_claims"]
        }
        self.questions = {q["question_id"]: q for q in rows["questions"]}
        self.cues = {m["mention_id"]: m["quote"] for m in rows["mentions"]}
        self.chains: dict[str, list[Record]] = defaultdict(list)
        for hop in sorted(rows["attributions"], key=lambda h: h["hop"]):
            self.chains[hop["claim_id"]].append(hop)

    def head(self, article: Record) -> Iterator[str]:
        yield self.paint(_BOLD, article["article_id"])
        for fact in ("title", "author", "publisher", "origin_publisher", "published", "derivation"):
            value = article.get(fact) or article.get(f"{fact}_id") or article.get(f"{fact}_edtf")
            basis = article.get(f"{fact}_basis")
            yield one_line(
                f"  {fact.replace('_', ' ')}: {value or '-'}{f' ({basis})' if basis else ''}"
            )
        yield ""

    def segment(self, text: str, segment: Record, claims: Mapping[int, Record]) -> Iterator[str]:
        start = segment["start"]
        words = text[start : segment["end"]]
        start += len(words) - len(words.lstrip())
        holds = segment["label"] in self.holding
        rows = list(wrapped(text, start, start + len(words.strip()), self.width))
        for number, row in enumerate(rows if holds else rows[:1]):
            gutter = (
                f"{segment['line']:>4} {segment['label']:<12} | " if number == 0 else f"{'':<17} | "
            )
            more = "..." if not holds and len(rows) > 1 else ""
            yield gutter + row.text if holds else self.paint(_DIM, gutter + row.text + more)
            for marks in lanes(row, claims):
                yield f"{'':<17} | {self.paint(_MARK, marks)}"
        begun = {n: c for n, c in claims.items() if segment["start"] <= c["start"] < segment["end"]}
        for number, claim in begun.items():
            yield from self.claim(number, claim)
        if begun:
            yield ""

    def claim(self, number: int, claim: Record) -> Iterator[str]:
        lead, rest = f"{number:>4}  ", " " * 6
        sure = f"{claim['factuality_claimant']} for the claimant, {claim['factuality_article']} for the article"
        yield f"{lead}{self.paint(_BOLD, claim['claim_id'])}  {claim['claim_type']}, {claim['time_reference']}; {sure}"
        for fact in (claim["statement"], self.chain(claim), self.answer(claim), self.rank(claim)):
            yield from (f"{rest}{row.text}" for row in wrapped(fact, 0, len(fact), self.width))

    def chain(self, claim: Record) -> str:
        hops = [self.hop(hop) for hop in self.chains[claim["claim_id"]]]
        said = (
            "in its own voice"
            if claim["quotation"] == "none"
            else f"{claim['quotation']}, {claim['evidentiality']}"
        )
        return f"{' > '.join(hops)}  ({said}{'' if claim['author_stance'] == 'neutral' else ', ' + claim['author_stance']})"

    def hop(self, hop: Record) -> str:
        cue = self.cues.get(hop["cue_mention_id"])
        return f"{hop['actor_id']} “{cue}”" if cue else str(hop["actor_id"])

    def answer(self, claim: Record) -> str:
        if claim["question_id"] is None:
            return f"about {claim['event_id']}" if claim["event_id"] else ""
        figure = _figure(claim)
        boolean = (
            None if claim["value_boolean"] is None else ("yes" if claim["value_boolean"] else "no")
        )
        value = figure or claim["value_actor_id"] or claim["value_date_edtf"] or boolean or ""
        unit = self.questions.get(claim["question_id"], {}).get("unit") if figure else None
        printed = f"“{claim['value_text']}”" if claim["value_text"] else ""
        as_of = f"as of {claim['as_of_edtf']}" if claim["as_of_edtf"] else ""
        return f"{claim['question_id']} = {' '.join(filter(None, [value, unit, printed, as_of]))}"

    def rank(self, claim: Record) -> str:
        return (
            ""
            if claim["rank"] == "normal"
            else f"{claim['rank']}, {claim['rank_reason']}: {claim['rank_note']}"
        )


def _figure(claim: Record) -> str:
    """Return a figure as curators write it."""
    if claim["value_best"] is not None:
        return f"{'~' if claim['value_modifier'] == 'approx' else ''}{claim['value_best']:.15g}"
    low, high = (
        "" if claim[end] is None else f"{claim[end]:.15g}" for end in ("value_low", "value_high")
    )
    return f"{low}..{high}" if low or high else claim["value_modifier"] or ""


def wrapped(text: str, start: int, end: int, width: int) -> Iterator[_Row]:
    """Yield ``text[start:end]`` in rows of at most ``width`` columns, broken at spaces where there are any."""
    while start < end:
        stop, column, space = start, 0, 0
        while stop < end and (wider := column + _columns(one_line(text[stop]))) <= width:
            column = wider
            stop += 1
            if text[stop - 1] == " ":
                space = stop
        if stop < end and space:
            stop = space
        stop = max(stop, start + 1)
        yield _row(text, start, stop)
        start = stop


def _row(text: str, start: int, end: int) -> _Row:
    columns = [0]
    for character in text[start:end]:
        columns.append(columns[-1] + _columns(one_line(character)))
    return _Row(start, end, one_line(text[start:end]).rstrip(" "), tuple(columns))


def lanes(row: _Row, claims: Mapping[int, Record]) -> Iterator[str]:
    """Yield the marks under a row, claims that overlap below each other: ``[---] 3``, cut ends as ``[--> 3`` and ``>--] 3``."""
    made: list[str] = []
    for number, claim in claims.items():
        if claim["start"] >= row.end or claim["end"] <= row.start:
            continue
        first, last = (
            row.columns[min(max(claim[end], row.start), row.end) - row.start]
            for end in ("start", "end")
        )
        mark = f"{_mark(last - first, opens=claim['start'] >= row.start, closes=claim['end'] <= row.end)} {number}"
        lane = next(
            (n for n, line in enumerate(made) if len(line) + 1 < first or not line), len(made)
        )
        made[lane:] = made[lane:] or [""]
        made[lane] = made[lane].ljust(first) + mark
    yield from made


def _mark(width: int, *, opens: bool, closes: bool) -> str:
    ends = ("[" if opens else ">") + ("]" if closes else ">")
    return "^" * width if width < len(ends) else ends[0] + "-" * (width - len(ends)) + ends[1]
