"""Rules of spans: every claim and mention points at the characters it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.engine import ROW, Fault, pl
from nkdata.checks.registry import rule
from nkdata.checks.traces import SHOWN, misquoted
from nkdata.document import splits_word
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.engine import Table, Tables
    from nkdata.reports.problems import Problem

CLAIMING = ("cue", "support", "duplicate", "place")
"""Kinds of mentions that lie where claims lie."""

_FARTHEST = 2**31
"""No text is as long. An offset beyond it is another rule's problem, and would overflow here."""


def _spanned(tables: Tables) -> Iterator[Table]:
    return (getattr(tables, name) for name in ("claims", "mentions") if name in tables)


def texts_of(tables: Tables) -> list[str | None]:
    """Return the texts of the articles, by position; for `Tables.once`."""
    texts: list[str | None] = tables.articles.series("text").to_list()
    return texts


def text_beside(table: Table, at: pl.Series | None = None) -> Iterator[tuple[int | None, int, int]]:
    """Yield for each row the position of its article, and its span's start and end.

    ``at`` limits the rows to some positions.
    """
    article = table.via("article_id").position
    yield from table.frame(article, "start", "end", at=at).iter_rows()


@rule("articles", "claims", "mentions", dimension="consistency", needs_text=True, apart=True)
def quote_is_span(tables: Tables) -> Iterator[Problem]:
    """A quote is the text of its article from start to end, character for character.

    A reader who follows the offsets would find other words than the quote, and could not verify
    that anybody wrote it.
    """
    texts = tables.once(texts_of)
    for table in _spanned(tables):
        spans = zip(text_beside(table), table.series("quote").to_list(), strict=True)
        odd = dict(misquoted(texts, ((*span, quote) for span, quote in spans)))
        found = table.records("start", "end", at=pl.Series(list(odd), dtype=pl.UInt32))
        faults = [
            Fault("quote", f"the span {row['start']}-{row['end']} reads {stretch[:SHOWN]!r}")
            for row, stretch in zip(found, odd.values(), strict=True)
        ]
        yield from table.problems(list(odd), faults)


@rule("claims", "mentions", dimension="consistency", apart=True)
def span_is_not_empty(tables: Tables) -> Iterator[Problem]:
    """A span ends after it starts and is as long as its quote.

    Cutting the span out of the text would give too much, too little or nothing of what is quoted.
    """
    for table in _spanned(tables):
        message = pl.format(
            "the span starts at {} and the quote has {} characters",
            table.start,
            table.quote.str.len_chars(),
        )
        yield from table.breaks(
            table.end - table.start != table.quote.str.len_chars(), "end", message
        )


@rule("articles", "claims", "mentions", dimension="conformity", needs_text=True, apart=True)
def span_on_words(tables: Tables) -> Iterator[Problem]:
    """A span begins and ends with a visible character, and not inside a word.

    A quote cut inside a word or a number, such as 10 out of 100, says what the page does not.
    """
    texts = tables.once(texts_of)
    for table in _spanned(tables):
        faults = list(_cut_spans(texts, table))
        yield from table.problems([row for row, _ in faults], [fault for _, fault in faults])


def _cut_spans(texts: list[str | None], table: Table) -> Iterator[tuple[int, Fault]]:
    # by the two characters at an edge: few pairs occur
    seen: dict[str, tuple[str, str]] = {}
    for row, (place, start, end) in enumerate(text_beside(table)):
        text = None if place is None else texts[place]
        if text is None or not 0 <= start < end <= len(text):
            continue  # the others are another rule's problem
        for column, edge, verb in (("start", start, "begins"), ("end", end, "ends")):
            pair = text[max(edge - 1, 0) : edge + 1]
            if pair not in seen:
                seen[pair] = _edge_faults(pair)
            # at the very edge of a text there is one character, and no word is split
            fault = seen[pair][column == "end"]
            if fault:
                yield row, Fault(column, f"the span {verb} {fault}")


def _edge_faults(pair: str) -> tuple[str, str]:
    """Return what is wrong with a span that starts, or ends, between two characters."""
    inside = "inside a word" if len(pair) > 1 and splits_word(pair, 1) else ""
    space = "with white space"
    return (space if pair[-1].isspace() else inside), (space if pair[0].isspace() else inside)


@rule("articles", "claims", "mentions", "segments", dimension="consistency")
def span_in_label(tables: Tables) -> Iterator[Problem]:
    """A claim, cue, place or restatement lies in a title, deck, paragraph, subhead or caption.

    Words of an advertisement, a comment or another page's headline would be cited as what the
    article says.

    Names, dates and evidence may also lie where an article says who and when it is.
    """
    ground = tables.once(_Ground)
    claims, mentions = tables.claims, tables.mentions
    yield from ground.faults(claims, "holds_claims", claims.series(ROW))
    claiming = mentions.kind.is_in(CLAIMING)
    yield from ground.faults(mentions, "holds_claims", mentions.rows(claiming))
    yield from ground.faults(mentions, "holds_names", mentions.rows(~claiming))


class _Ground:
    """The segments of all articles in one row, searched at once for those that spans touch."""

    def __init__(self, tables: Tables) -> None:
        segments = tables.segments
        self.pages = pl.Enum(segments.series("article_id").unique())
        page = segments.article_id.cast(self.pages).to_physical().cast(pl.Int64)
        frame = segments.frame("start", "end", "label", "line", page=page)
        clipped = [pl.col(edge).clip(0, _FARTHEST) for edge in ("start", "end")]
        self.frame = frame.with_columns(clipped).sort("page", "start", maintain_order=True)
        self.width = (
            int(self.frame.select(pl.max_horizontal(pl.max("start", "end"))).item() or 0) + 2
        )
        at = pl.col("page") * self.width
        self.starts = self.frame.select(at + pl.col("start")).to_series()
        # the search needs sorted ends; without the maximum, segments that do not tile give none
        self.ends = self.frame.select((at + pl.col("end")).cum_max()).to_series()

    def faults(self, table: Table, fact: str, at: pl.Series) -> Iterator[Problem]:
        """Yield a problem for each segment that lacks a fact and that some of the spans touch."""
        lacking = [name for name, code in codes("segments", "label").items() if not code[fact]]
        odd = self.frame["label"].is_in(lacking)
        # the odd segments before each
        before = pl.concat([pl.Series([0]), odd.cast(pl.Int64).cum_sum()])
        page = table.series("article_id", at).cast(self.pages, strict=False).to_physical()
        at, base = at.filter(page.is_not_null()), page.drop_nulls().cast(pl.Int64) * self.width
        start, end = (
            base + table.series(edge, at).clip(0, self.width - 1) for edge in ("start", "end")
        )
        first = self.ends.search_sorted(start, side="right").cast(pl.Int64)
        last = self.starts.search_sorted(end, side="left").cast(pl.Int64)
        count = before.gather(last) - before.gather(first)
        for number in ((last > first) & (count > 0)).arg_true():
            touched = self.frame.slice(first[number], last[number] - first[number])
            beyond = pl.col("end") > table.series("start", at.gather([number])).item()
            faults = [
                Fault("start", f"the span lies in a segment labelled {label} (line {line})")
                for label, line in touched.filter(pl.col("label").is_in(lacking) & beyond)
                .select("label", "line")
                .iter_rows()
            ]
            yield from table.problems([at[number]] * len(faults), faults)
