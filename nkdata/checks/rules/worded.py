"""Rules of dates as worded: a date is what its words say where they stand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, each, pl
from nkdata.checks.registry import rule
from nkdata.checks.rules.dates import (
    TOLERANCE,
    beyond,
    dated,
    interval,
    is_date,
)
from nkdata.checks.rules.spans import texts_of
from nkdata.words.calendar import WEEKDAY
from nkdata.words.times import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nkdata.checks.engine import RowCells, Tables
    from nkdata.reports.problems import Cell, Problem
    from nkdata.words import edtf

_NEAR = timedelta(days=6)
"""How far from publication a bare weekday can lie: a week away, it would need another word."""

_BARE = re.compile(
    rf"(?:(?:on|by|from|until|since|for)\s+)?(?:{WEEKDAY})(?:[’']s)?"
    r"(?:\s+(?:morning|afternoon|evening|night))?",
    re.IGNORECASE,
)


@rule("articles", "claims", "events", "mentions", dimension="timeliness")
def bare_weekday_near_publication(tables: Tables) -> Iterator[Problem]:
    """A bare weekday lies within six days of publication.

    The classic error of event coders is to read Wednesday, in an article of that same Wednesday, as
    a week earlier. The event gets ahead of its causes.

    The weekday lies before publication for the past, and after it for the future.
    """
    mention = tables.mentions
    article = mention.via("article_id")

    def faults(cells: RowCells) -> Iterator[Fault]:
        before, after = _reach(cells.occurrence, cells.tense)
        read = interval(cells.normalized)
        for earliest, latest in read.members if read else ():
            if beyond(earliest, cells.last, after) or beyond(cells.first, latest, before):
                message = f"publication is {cells.first} to {cells.last}: a weekday alone is nearer"
                yield Fault("normalized", message, (_page_date(cells.article),))

    bare = each(lambda quote: bool(_BARE.fullmatch(quote.strip())), mention.quote, gives=pl.Boolean)
    yield from mention.tell(
        faults,
        among=(mention.kind == "date") & dated(mention) & bare,
        normalized=mention.normalized,
        article=mention.article_id,
        first=article.published_earliest,
        last=article.published_latest,
        occurrence=mention.via("event_id").occurrence,
        tense=mention.via("claim_id").time_reference,
    )


def _reach(occurrence: str | None, tense: str | None) -> tuple[timedelta, timedelta]:
    """Return how far before and after publication a weekday of the past or future may lie."""
    if occurrence in ("planned", "expected") or tense == "future":
        return TOLERANCE, _NEAR
    return (_NEAR, TOLERANCE) if occurrence or tense else (_NEAR, _NEAR)


def _page_date(article: str) -> Cell:
    return ("articles", article, "published_edtf")


@rule("articles", "mentions", dimension="consistency", needs_text=True)
def date_as_worded(tables: Tables) -> Iterator[Problem]:
    """A date lies within what its words say, counted from publication.

    An event would be put into a week or a month of which the page does not speak, ahead of what
    caused it or long after.

    "Last week" is the week before, and no day of another.
    """
    mention = tables.mentions
    texts = tables.once(texts_of)

    def doubtful(quote: str, published: str | None, text: str) -> bool:
        # the words around only add to what these may mean
        read = _worded(quote, published)
        return read is None or _strays(text, quote, read)

    def faults(cells: RowCells) -> Iterator[Fault]:
        read = _worded_on(texts, cells)
        if read and _strays(cells.normalized, cells.quote, read):
            days = f"{read.earliest or '..'} to {read.latest or '..'}"
            message = f"{cells.quote!r} is {days}, seen from publication"
            yield Fault("normalized", message, (_page_date(cells.article),))

    published = mention.via("article_id").published_edtf
    unproved = each(doubtful, mention.quote, published, mention.normalized, gives=pl.Boolean)
    # first without the page: that clears most mentions
    at = mention.rows(unproved, among=dated(mention))
    yield from mention.tell(faults, at, **_where(tables))


def _where(tables: Tables) -> Mapping[str, pl.Expr]:
    """Return the cells from which the date of a mention is read."""
    mention = tables.mentions
    return {
        "quote": mention.quote,
        "normalized": mention.normalized,
        "article": mention.article_id,
        "published": mention.via("article_id").published_edtf,
        "place": mention.via("article_id").position,
        "start": mention.start,
        "end": mention.end,
    }


def _strays(text: str, quote: str, read: edtf.Interval) -> bool:
    """Tell whether a date begins before what its words say, or ends after it."""
    meant = interval(text)
    reach = TOLERANCE if _TODAY.search(quote) else timedelta(0)
    return meant is not None and (
        _outside(read.earliest, meant.earliest, reach, 1)
        or _outside(read.latest, meant.latest, reach, -1)
    )


_TODAY = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|(?:this|last) (?:morning|afternoon|evening|night))\b",
    re.IGNORECASE,
)


def _outside(bound: date | None, day: date | None, reach: timedelta, sign: int) -> bool:
    """Tell whether an end lies outside a bound: below it by sign 1, above it by -1.

    An open end lies outside any bound.
    """
    return bound is not None and (day is None or sign * (bound - day) > reach)


@rule("articles", "mentions", dimension="consistency", needs_text=True)
def sic_date_is_wrong(tables: Tables) -> Iterator[Problem]:
    """A date is marked as printed wrongly only where its words give another date than is meant.

    A page would be blamed for an error that it did not make, and its right date be passed over as a
    misprint.
    """
    mention = tables.mentions
    texts = tables.once(texts_of)

    def faults(cells: RowCells) -> Iterator[Fault]:
        meant, read = interval(cells.normalized), _worded_on(texts, cells)
        if meant and read and (meant.earliest, meant.latest) == (read.earliest, read.latest):
            yield Fault("sic", f"the words give {cells.normalized}, the date that is meant")

    at = mention.rows(is_date(mention.normalized), among=mention.sic)
    yield from mention.tell(faults, at, **_where(tables))


def _worded_on(texts: list[str | None], cells: RowCells) -> edtf.Interval | None:
    """Return what the words of a date say where they stand.

    Return None where they do not read, or where the page is not given.
    """
    page = None if cells.place is None else texts[cells.place]
    if not page:
        return None
    first = max(page.rfind(stop, 0, cells.start) for stop in ".\n") + 1
    last = page.find(".", cells.end) + 1 or len(page)
    return _worded(cells.quote, cells.published, page[first:last], page)


def _worded(
    quote: str, published: str | None, sentence: str = "", text: str = ""
) -> edtf.Interval | None:
    if published is None or not interval(published):
        return None
    return interval(resolve(quote, published, sentence=sentence, text=text))
