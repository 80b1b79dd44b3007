"""A proof of an article: its lines as printed, each claim marked under its words and explained.

For a terminal of any kind: the marks are ASCII, colour is an extra, and no page can steer the
terminal.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from nkdata.printing import one_line
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nkdata.records import Record, Rows

TABLES = ("articles", "segments", "claims", "attributions", "mentions", "questions")
"""The tables that a proof is made from."""

_GUTTER = 25  # of the lines, and the numbers behind the marks
_NARROWEST = 30
_BOLD, _DIM, _MARK = "1", "2", "36"
_FACTS = ("title", "author", "publisher", "origin_publisher", "published", "derivation")


def proof(rows: Rows, article_id: str, width: int, *, colour: bool = False) -> Iterator[str]:
    """Yield the lines of an article's proof.

    Args:
        rows: the tables of `TABLES`; others are passed over.
        article_id: the article, which has its text.
        width: columns of the terminal.
        colour: whether to set colours; the proof says the same without.
    """
    here = {
        table: [row for row in rows[table] if row["article_id"] == article_id]
        for table in ("articles", "claims", "segments")
    }
    claims = sorted(here["claims"], key=lambda c: (c["start"], -c["end"], c["claim_id"]))
    numbered = dict(enumerate(claims, 1))
    printer = _Printer(rows, max(_NARROWEST, width - _GUTTER), colour=colour)
    (article,) = here["articles"]
    yield from printer.head(article)
    for segment in sorted(here["segments"], key=lambda s: s["start"]):
        yield from printer.segment(str(article["text"]), segment, numbered)


class _Printer:
    """Prints what the tables say of segments and claims."""

    def __init__(self, rows: Rows, width: int, *, colour: bool) -> None:
        self.width, self.colour = width, colour
        labels = codes("segments", "label").items()
        self.holding = {label for label, code in labels if code["holds_claims"]}
        self.units = {q["question_id"]: q["unit"] for q in rows["questions"]}
        cues = {m["mention_id"]: f" “{m['quote']}”" for m in rows["mentions"]}
        self.chains: dict[str, list[str]] = defaultdict(list)
        for hop in sorted(rows["attributions"], key=lambda h: h["hop"]):
            actor = f"{hop['actor_id']}{cues.get(hop['cue_mention_id'], '')}"
            self.chains[hop["claim_id"]].append(actor)

    def paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def head(self, article: Record) -> Iterator[str]:
        yield self.paint(_BOLD, article["article_id"])
        for fact in _FACTS:
            value = article.get(fact) or article.get(f"{fact}_id") or article.get(f"{fact}_edtf")
            basis = article.get(f"{fact}_basis")
            known = f"{value or '-'}{f' ({basis})' if basis else ''}"
            yield one_line(f"  {fact.replace('_', ' ')}: {known}")
        yield ""

    def segment(self, text: str, segment: Record, claims: Mapping[int, Record]) -> Iterator[str]:
        words = text[segment["start"] : segment["end"]]
        end = segment["start"] + len(words.rstrip())
        rows = list(wrapped(text, end - len(words.strip()), end, self.width))
        gutter = f"{segment['line']:>4} {segment['label']:<12}"
        if segment["label"] in self.holding:
            for row in rows:
                yield f"{gutter} | {row.text}"
                gutter = " " * len(gutter)
                for marks in lanes(row, claims):
                    yield f"{'':<17} | {self.paint(_MARK, marks)}"
        elif rows:
            cut = "..." if len(rows) > 1 else ""
            yield self.paint(_DIM, f"{gutter} | {rows[0].text}{cut}")
        begun = [n for n, c in claims.items() if segment["start"] <= c["start"] < segment["end"]]
        for number in begun:
            yield from self.claim(number, claims[number])
        yield from [""] * bool(begun)

    def claim(self, number: int, claim: Record) -> Iterator[str]:
        kind = f"{claim['claim_type']}, {claim['time_reference']}"
        claimant, article = claim["factuality_claimant"], claim["factuality_article"]
        sure = f"{claimant} for the claimant, {article} for the article"
        yield f"{number:>4}  {self.paint(_BOLD, claim['claim_id'])}  {kind}; {sure}"
        for fact in (claim["statement"], self.chain(claim), self.answer(claim), _rank(claim)):
            yield from (f"      {row.text}" for row in wrapped(fact, 0, len(fact), self.width))

    def chain(self, claim: Record) -> str:
        own_voice = claim["quotation"] == "none"
        manner = [
            "in its own voice" if own_voice else f"{claim['quotation']}, {claim['evidentiality']}"
        ]
        if claim["author_stance"] != "neutral":
            manner.append(claim["author_stance"])
        return f"{' > '.join(self.chains[claim['claim_id']])}  ({', '.join(manner)})"

    def answer(self, claim: Record) -> str:
        question, figure = claim["question_id"], _figure(claim)
        if question is None:
            return f"about {claim['event_id']}" if claim["event_id"] else ""
        parts = [
            figure or claim["value_actor_id"] or claim["value_date_edtf"],
            {True: "yes", False: "no"}.get(claim["value_boolean"]),
            figure and self.units.get(question),
            claim["value_text"] and f"“{claim['value_text']}”",
            claim["as_of_edtf"] and f"as of {claim['as_of_edtf']}",
        ]
        return f"{question} = {' '.join(filter(None, parts))}"


def _rank(claim: Record) -> str:
    if claim["rank"] == "normal":
        return ""
    return f"{claim['rank']}, {claim['rank_reason']}: {claim['rank_note']}"


def _figure(claim: Record) -> str:
    """Return a figure as curators write it."""
    if claim["value_best"] is not None:
        return f"{'~' if claim['value_modifier'] == 'approx' else ''}{claim['value_best']:.15g}"
    ends = [claim["value_low"], claim["value_high"]]
    low, high = ("" if end is None else f"{end:.15g}" for end in ends)
    return f"{low}..{high}" if low or high else claim["value_modifier"] or ""


# -- rows of the terminal


@dataclass(frozen=True, slots=True)
class _TerminalRow:
    """Characters ``start`` to ``end`` of a text, with the column of each and of the end."""

    start: int
    end: int
    text: str
    columns: list[int]


def _columns(character: str) -> int:
    """Return how many columns a character fills as it is shown; a wide one fills two."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in one_line(character)
    )


def wrapped(text: str, start: int, end: int, width: int) -> Iterator[_TerminalRow]:
    """Yield ``text[start:end]`` in rows of at most ``width`` columns, broken at spaces."""
    edges = [0, *accumulate(map(_columns, text[start:end]))]
    first = start
    while start < end:
        left = edges[start - first]
        stop = max(start + 1, first + bisect_right(edges, left + width) - 1)
        if stop < end:
            stop = text.rfind(" ", start, stop) + 1 or stop
        shown = one_line(text[start:stop]).rstrip(" ")
        columns = [edge - left for edge in edges[start - first : stop - first + 1]]
        yield _TerminalRow(start, stop, shown, columns)
        start = stop


def lanes(row: _TerminalRow, claims: Mapping[int, Record]) -> list[str]:
    """Return the marks under a row, those of claims that overlap below each other.

    A mark is ``[---] 3``; where the claim goes on in another row, ``[--> 3`` or ``>--] 3``.
    """
    lines: list[str] = []
    for number, claim in claims.items():
        start, end = max(claim["start"], row.start), min(claim["end"], row.end)
        if start < end:
            first, last = row.columns[start - row.start], row.columns[end - row.start]
            ends = ("[" if start == claim["start"] else ">") + ("]" if end == claim["end"] else ">")
            mark = f"{_mark(last - first, ends)} {number}"
            free = (n for n, line in enumerate(lines) if len(line) + 1 < first)
            lane = next(free, len(lines))
            lines[lane:] = lines[lane:] or [""]
            lines[lane] = lines[lane].ljust(first) + mark
    return lines


def _mark(width: int, ends: str) -> str:
    return "^" * width if width < len(ends) else ends[0] + "-" * (width - len(ends)) + ends[1]
