"""Rules of dates, whichever table holds them, and what the rules of time share.

A comparison of dates fires only when no reading of both ranges satisfies it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nkdata.checks.engine import Against, each, pl
from nkdata.checks.links import FIRST_HOP
from nkdata.checks.registry import rule
from nkdata.schema import date_stems
from nkdata.words import edtf
from nkdata.words.calendar import MONTHS, WEEKDAY, month_number, weekday_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nkdata.checks.engine import Table, Tables
    from nkdata.reports.problems import Problem

    Member = tuple[date | None, date | None]

TOLERANCE = timedelta(days=1)
"""What comparisons with publication allow: Korea's Wednesday is America's Tuesday."""

_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
_WEEKDAY = re.compile(rf"\b({WEEKDAY})\b", re.IGNORECASE)


def after(later: pl.Expr, earlier: pl.Expr) -> pl.Expr:
    """Return the condition that a day certainly lies after another, beyond the tolerance."""
    return later - earlier > TOLERANCE


def page_date(article: pl.Expr) -> Against:
    """Return the cell of an article's publication date, by the article's id."""
    return Against("articles", article, "published_edtf")


def event_date(event: pl.Expr) -> Against:
    """Return the cell of an event's date, by the event's id."""
    return Against("events", event, "date_edtf")


def interval(text: str | None) -> edtf.Interval | None:
    """Return the days of an EDTF string, None where it is none: that is another rule's problem."""
    try:
        return edtf.parse(text) if text else None
    except edtf.EdtfError:
        return None


def dated(mention: Table) -> pl.Expr:
    """Return the condition that a mention has a date, which is not printed wrongly."""
    return is_date(mention.normalized) & ~mention.sic


def is_date(cell: pl.Expr) -> pl.Expr:
    """Return the condition that a cell is an EDTF string."""
    return each(lambda text: interval(text) is not None, cell, gives=pl.Boolean)


def beyond(later: date | None, earlier: date | None, reach: timedelta = timedelta(0)) -> bool:
    """Tell whether a day certainly lies more than ``reach`` after another."""
    return later is not None and earlier is not None and later - earlier > reach


def may_overlap(text: str | None, first: date | None, last: date | None) -> bool:
    """Tell whether every member of a date may overlap the days from a first to a last.

    An open end overlaps any day.
    """
    read = interval(text)
    members = read.members if read else ()
    return not any(beyond(start, last) or beyond(first, end) for start, end in members)


@rule("articles", "claims", "events", dimension="consistency", apart=True)
def edtf_gives_bounds(tables: Tables) -> Iterator[Problem]:
    """The first and last day of a date are the strict bounds of its EDTF string, and null with it.

    People read the EDTF string; filters and joins use the two days. If they differ, a query finds
    events at times that their dates do not give.
    """
    for name in ("articles", "claims", "events"):
        table: Table = getattr(tables, name)
        for stem in date_stems(name):
            cells = (getattr(table, f"{stem}_{part}") for part in ("edtf", "earliest", "latest"))
            fault = each(_bounds_fault, *cells, gives=pl.String)
            yield from table.breaks(fault.is_not_null(), f"{stem}_edtf", fault)


def _bounds_fault(text: str | None, earliest: date | None, latest: date | None) -> str | None:
    bounds = (earliest, latest)
    if text is None:
        return None if bounds == (None, None) else "bounds without a date"
    try:
        read = edtf.parse(text)
    except edtf.EdtfError as error:
        return str(error)
    if bounds == (read.earliest, read.latest):
        return None
    return f"its bounds are {read.earliest} and {read.latest}, not {earliest} and {latest}"


def _misprints(tables: Tables, fault: Callable[[str, str], str | None]) -> Iterator[Problem]:
    """Yield what is wrong with dates whose words are printed.

    These are the dates of mentions and answers, and those of assertions that have a cue.
    """
    mention, claim = tables.mentions, tables.claims
    cue = claim.via(FIRST_HOP, "cue_mention_id")
    shown = (
        (mention, "normalized", mention.quote, dated(mention)),
        (claim, "value_date_edtf", claim.value_text, claim.value_text.is_not_null()),
        (claim, "asserted_edtf", cue.quote, cue.quote.is_not_null()),
    )
    for table, column, words, worded in shown:
        day: pl.Expr = getattr(table, column)
        told = each(fault, day, words, gives=pl.String)
        among = day.is_not_null() & worded
        yield from table.breaks(told.is_not_null(), column, told, among=among)


@rule("attributions", "claims", "mentions", dimension="consistency")
def weekday_as_printed(tables: Tables) -> Iterator[Problem]:
    """A date that prints a weekday falls on that weekday; every member of a set does.

    A date with the wrong weekday lies on another day, often in another week or year, and puts its
    event there on every timeline.
    """

    def fault(text: str, words: str) -> str | None:
        days = {day.lower() for day in _WEEKDAY.findall(words)}
        return _printed(text, days, lambda day, member: _may_fall_on(weekday_number(day), member))

    yield from _misprints(tables, fault)


@rule("attributions", "claims", "mentions", dimension="consistency")
def month_and_year_as_printed(tables: Tables) -> Iterator[Problem]:
    """A date that prints one month, or one year in four digits, may fall in it.

    A June of last year that is dated into this year moves an event by twelve months, past what
    followed from it.

    Every member of a set may fall in it.
    """

    def fault(text: str, words: str) -> str | None:
        months = {month.lower() for month in _MONTH.findall(words)}
        years = set(_YEAR.findall(words))
        faults = (
            _printed(text, months, lambda month, member: _may_fall_in(month_number(month), member)),
            _printed(text, years, lambda year, member: _overlaps_year(int(year), member)),
        )
        return "; ".join(filter(None, faults)) or None

    yield from _misprints(tables, fault)


def _printed(text: str, names: set[str], fits: Callable[[str, Member], bool]) -> str | None:
    """Return what is wrong if a date does not fit the one weekday, month or year it prints.

    Every member of the date has to fit.
    """
    read = interval(text)
    if read is None or len(names) != 1:
        return None
    (name,) = names
    if all(fits(name, member) for member in read.members):
        return None
    return f"the text prints {name.capitalize()}, and no such day lies in it"


def _may_fall_on(weekday: int, member: Member) -> bool:
    earliest, latest = member
    if earliest is None or latest is None:
        return True
    return (weekday - earliest.weekday()) % 7 <= (latest - earliest).days


def _may_fall_in(month: int, member: Member) -> bool:
    earliest, latest = member
    if earliest is None or latest is None:
        return True
    ahead = (month - earliest.month) % 12
    return ahead <= (latest.year - earliest.year) * 12 + latest.month - earliest.month


def _overlaps_year(year: int, member: Member) -> bool:
    earliest, latest = member
    return not ((earliest and earliest.year > year) or (latest and latest.year < year))
