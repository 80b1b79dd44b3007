"""Rules of time. A comparison fires only when no reading of both ranges satisfies it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nkdata import edtf
from nkdata.checks.registry import breach, clash, rule
from nkdata.schema import date_stems
from nkdata.timewords import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nkdata.checks.registry import View
    from nkdata.records import Record
    from nkdata.report import Cell, Problem

TOLERANCE = timedelta(days=1)
"""What comparisons with publication allow: Korea's Wednesday is America's Tuesday."""

_NEAR = timedelta(days=6)
"""How far from publication a bare weekday can lie: the same weekday a week away would need another word."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_DAYS)})\b", re.IGNORECASE)
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
_BARE = re.compile(
    rf"(?:(?:on|by|from|until|since|for)\s+)?(?:{'|'.join(_DAYS)})(?:[’']s)?(?:\s+(?:morning|afternoon|evening|night))?", re.IGNORECASE
)


@rule("articles", "claims", "events")
def edtf_gives_bounds(view: View) -> Iterator[Problem]:
    """The first and last day of a date are the strict bounds of its EDTF string, and null with it."""
    for table in ("articles", "claims", "events"):
        for row in view.rows[table]:
            for stem in date_stems(table):
                message = _bounds_fault(row, stem)
                if message:
                    yield breach(table, row, f"{stem}_edtf", message)


def _bounds_fault(row: Record, stem: str) -> str:
    found = (row[f"{stem}_earliest"], row[f"{stem}_latest"])
    text = row[f"{stem}_edtf"]
    if text is None:
        return "" if found == (None, None) else "bounds without a date"
    try:
        interval = edtf.parse(text)
    except edtf.EdtfError as error:
        return str(error)
    expected = (interval.earliest, interval.latest)
    return "" if found == expected else f"its bounds are {expected[0]} and {expected[1]}, not {found[0]} and {found[1]}"


def _interval(text: str | None) -> edtf.Interval | None:
    try:
        return edtf.parse(text) if text else None
    except edtf.EdtfError:
        return None  # another rule's problem


@rule("events")
def date_precision_follows(view: View) -> Iterator[Problem]:
    """An event's date precision follows from the width of its date in days."""
    for event in view.rows["events"]:
        interval = _interval(event["date_edtf"])
        if interval and event["date_precision"] != (expected := edtf.precision(interval)):
            yield breach("events", event, "date_precision", f"{event['date_edtf']} has precision {expected}")


@rule("articles")
def published_unless_unknown(view: View) -> Iterator[Problem]:
    """An article has a publication date unless the basis is unknown."""
    for article in view.rows["articles"]:
        if (article["published_edtf"] is None) != (article["published_basis"] == "unknown"):
            yield breach("articles", article, "published_edtf", f"the basis is {article['published_basis']}")


@rule("events")
def date_basis_is_shown(view: View) -> Iterator[Problem]:
    """A date with basis calendar or inferred has a note, and one counted from another event, and no other, has its anchor."""
    for event in view.rows["events"]:
        if event["date_basis"] in ("calendar", "inferred") and event["date_note"] is None:
            yield breach("events", event, "date_note", f"the basis {event['date_basis']} wants a note that says how")
        if (event["anchor_event_id"] is not None) != (event["date_basis"] == "relative_event"):
            yield breach("events", event, "anchor_event_id", f"the basis is {event['date_basis']}")


def dated(view: View, mentions: Iterable[Record] | None = None) -> Iterator[tuple[Record, edtf.Interval]]:
    """Yield the mentions that have a date and are not printed wrongly, each with its interval; all mentions by default."""
    for row in view.rows["mentions"] if mentions is None else mentions:
        interval = _interval(row["normalized"])
        if interval and not row["sic"]:
            yield row, interval


def _printed(view: View) -> Iterator[tuple[str, str, Record, str, edtf.Interval]]:
    """Yield table, column, row, printed words and interval of each date that words show: mentions, answers, and cues of assertions."""
    for row, interval in dated(view):
        yield "mentions", "normalized", row, row["quote"], interval
    for claim in view.rows["claims"]:
        chain = view.chains.get(claim["claim_id"], [])
        cue = view.get("mentions", chain[0]["cue_mention_id"]) if chain else None
        for column, words in (("value_date_edtf", claim["value_text"]), ("asserted_edtf", cue and cue["quote"])):
            told = _interval(claim[column])
            if told and words:
                yield "claims", column, claim, words, told


@rule("attributions", "claims", "mentions")
def weekday_as_printed(view: View) -> Iterator[Problem]:
    """A date that prints a weekday falls on that weekday; every member of a set does."""
    for table, column, row, words, interval in _printed(view):
        found = {day.lower() for day in _WEEKDAY.findall(words)}
        if len(found) == 1 and not all(_may_fall_on(found.copy().pop(), member) for member in interval.members):
            yield breach(table, row, column, f"the text prints {found.pop().capitalize()}, and no such day lies in it")


def _may_fall_on(weekday: str, member: tuple[date | None, date | None]) -> bool:
    earliest, latest = member
    if earliest is None or latest is None:
        return True
    ahead = (_DAYS.index(weekday) - earliest.weekday()) % 7
    return ahead <= (latest - earliest).days


@rule("attributions", "claims", "mentions")
def month_and_year_as_printed(view: View) -> Iterator[Problem]:
    """A date that prints one month, or one year in four digits, may fall in it; every member of a set may."""
    for table, column, row, words, interval in _printed(view):
        months = {name.lower() for name in _MONTH.findall(words)}
        years = set(_YEAR.findall(words))
        if len(months) == 1 and not all(_may_fall_in(_MONTHS.index(months.copy().pop()) + 1, member) for member in interval.members):
            yield breach(table, row, column, f"the text prints {months.pop().capitalize()}, and no such day lies in it")
        if len(years) == 1 and not all(_overlaps_year(int(years.copy().pop()), member) for member in interval.members):
            yield breach(table, row, column, f"the text prints {years.pop()}, and no such day lies in it")


def _may_fall_in(month: int, member: tuple[date | None, date | None]) -> bool:
    earliest, latest = member
    if earliest is None or latest is None:
        return True
    ahead = (month - earliest.month) % 12
    return ahead <= (latest.year - earliest.year) * 12 + latest.month - earliest.month


def _overlaps_year(year: int, member: tuple[date | None, date | None]) -> bool:
    earliest, latest = member
    return not ((earliest and earliest.year > year) or (latest and latest.year < year))


@rule("articles", "claims", "events", "mentions")
def bare_weekday_near_publication(view: View) -> Iterator[Problem]:
    """A bare weekday lies within six days of publication: before it for the past, after it for the future."""
    for row, interval in dated(view):
        if row["kind"] != "date" or not _BARE.fullmatch(row["quote"].strip()):
            continue
        known = published(view, row)
        before, after = _reach(view, row)
        for earliest, latest in interval.members if known else ():
            if beyond(earliest, known[1], after) or beyond(known[0], latest, before):
                message = f"publication is {known[0]} to {known[1]}: a weekday alone is nearer"
                yield clash(publication(row), "mentions", row, "normalized", message)


def _reach(view: View, row: Record) -> tuple[timedelta, timedelta]:
    """Return how far before and after publication a weekday may lie, by whether it speaks of the past or the future."""
    event, claim = view.get("events", row["event_id"]), view.get("claims", row["claim_id"])
    if (event and event["occurrence"] in ("planned", "expected")) or (claim and claim["time_reference"] == "future"):
        return TOLERANCE, _NEAR
    return (_NEAR, TOLERANCE) if event or claim else (_NEAR, _NEAR)


def beyond(later: date | None, earlier: date | None, reach: timedelta) -> bool:
    """Tell whether ``later`` certainly lies more than ``reach`` after ``earlier``."""
    return later is not None and earlier is not None and later - earlier > reach


def date_of(event: Record) -> tuple[Cell, ...]:
    """Return the cell of an event's date, for the breaches that were compared with it."""
    return (("events", event["event_id"], "date_edtf"),)


def may_overlap(text: str | None, bounds: tuple[date | None, date | None]) -> bool:
    """Tell whether a date may overlap the given first and last day; every member of a set does."""
    interval, none = _interval(text), timedelta(0)
    members = interval.members if interval else ()
    return all(not (beyond(first, bounds[1], none) or beyond(bounds[0], last, none)) for first, last in members)


def published(view: View, row: Record) -> tuple[date | None, date | None]:
    """Return the first and last day on which a row's article may have been published."""
    article = view.get("articles", row["article_id"])
    return (article["published_earliest"], article["published_latest"]) if article else (None, None)


def publication(row: Record) -> tuple[Cell, ...]:
    """Return the cell of a row's publication date, for the breaches that were compared with it."""
    return (("articles", row["article_id"], "published_edtf"),)


@rule("events", "mentions")
def mention_overlaps_event(view: View) -> Iterator[Problem]:
    """A date mention of an event overlaps the event's dates; every member of a set does."""
    for row, interval in dated(view):
        event = view.get("events", row["event_id"])
        for earliest, latest in interval.members if event else ():
            if event and (beyond(earliest, event["date_latest"], timedelta(0)) or beyond(event["date_earliest"], latest, timedelta(0))):
                yield clash(date_of(event), "mentions", row, "normalized", f"{row['event_id']} is dated {event['date_edtf']}")


@rule("articles", "claims")
def asserted_before_publication(view: View) -> Iterator[Problem]:
    """What an article reports was asserted by the time it was published."""
    for claim in view.rows["claims"]:
        if beyond(claim["asserted_earliest"], published(view, claim)[1], TOLERANCE):
            yield clash(publication(claim), "claims", claim, "asserted_edtf", "it lies after publication")


@rule("articles", "claims", "events")
def event_agrees_with_tense(view: View) -> Iterator[Problem]:
    """The event of a claim about the past does not lie after publication, nor that of a claim about the future before it."""
    for claim in view.rows["claims"]:
        event = view.get("events", claim["event_id"])
        first, last = published(view, claim)
        if event and claim["time_reference"] == "past" and beyond(event["date_earliest"], last, TOLERANCE):
            yield _tense_fault(claim, event, "after")
        if event and claim["time_reference"] == "future" and beyond(first, event["date_latest"], TOLERANCE):
            yield _tense_fault(claim, event, "before")


def _tense_fault(claim: Record, event: Record, side: str) -> Problem:
    message = f"{event['event_id']} is dated {event['date_edtf']}, {side} publication"
    return clash((*publication(claim), *date_of(event)), "claims", claim, "time_reference", message)


@rule("articles", "claims", "events", needs_all=True)
def occurred_before_publication(view: View) -> Iterator[Problem]:
    """An event that occurred does not lie after the publication of every article that reports it."""
    for event in view.rows["events"]:
        about = view.grouped("claims", "event_id").get(event["event_id"], [])
        latest = [published(view, claim)[1] for claim in about]
        if event["occurrence"] == "occurred" and latest and all(beyond(event["date_earliest"], end, TOLERANCE) for end in latest):
            against = [cell for claim in about for cell in publication(claim)]
            yield clash(against, "events", event, "date_edtf", "it lies after publication")


@rule("events")
def event_inside_parent(view: View) -> Iterator[Problem]:
    """An event lies inside the extent of the event it is part of."""
    for event in view.rows["events"]:
        parent = view.get("events", event["parent_event_id"])
        inner, outer = _interval(event["date_edtf"]), _interval(parent["date_edtf"] if parent else None)
        if inner and outer and not _may_lie_inside(inner, outer):
            message = f"{event['parent_event_id']} is dated {parent and parent['date_edtf']}"
            yield clash(date_of(parent) if parent else (), "events", event, "date_edtf", message)


def _may_lie_inside(inner: edtf.Interval, outer: edtf.Interval) -> bool:
    none = timedelta(0)
    if inner.whole:  # every day of it happened, so each end must fit
        return not (beyond(outer.earliest, inner.earliest, none) or beyond(inner.latest, outer.latest, none))
    return not (beyond(outer.earliest, inner.latest, none) or beyond(inner.earliest, outer.latest, none))


@rule("articles", "mentions", needs_text=True)
def date_as_worded(view: View) -> Iterator[Problem]:
    """A date lies within what its words say, counted from publication: "last week" is the week before, and no day of another."""
    for row, interval in dated(view):
        read = _worded(view, row)
        reach = TOLERANCE if _TODAY.search(row["quote"]) else timedelta(0)
        if read and (_outside(read.earliest, interval.earliest, reach, 1) or _outside(read.latest, interval.latest, reach, -1)):
            message = f"{row['quote']!r} is {read.earliest or '..'} to {read.latest or '..'}, seen from publication"
            yield clash(publication(row), "mentions", row, "normalized", message)


@rule("articles", "mentions", needs_text=True)
def sic_date_is_wrong(view: View) -> Iterator[Problem]:
    """A date is marked as printed wrongly only where its words give another date than is meant."""
    for row in view.rows["mentions"]:
        meant = _interval(row["normalized"]) if row["sic"] else None
        read = _worded(view, row) if meant else None
        if meant and read and (meant.earliest, meant.latest) == (read.earliest, read.latest):
            yield breach("mentions", row, "sic", f"the words give {row['normalized']}, as they should")


_TODAY = re.compile(r"\b(?:today|tonight|yesterday|tomorrow|(?:this|last) (?:morning|afternoon|evening|night))\b", re.IGNORECASE)


def _outside(bound: date | None, found: date | None, reach: timedelta, sign: int) -> bool:
    """Tell whether an end lies outside a bound, below it by sign 1 and above it by -1; an open end lies outside any."""
    return bound is not None and (found is None or sign * (bound - found) > reach)


def _worded(view: View, row: Record) -> edtf.Interval | None:
    """Return what the words of a date mention say by themselves, None where they do not read."""
    article = view.get("articles", row["article_id"])
    text = article["text"] if article else None
    if not article or not text or not _interval(article["published_edtf"]):
        return None
    start = max(text.rfind(stop, 0, row["start"]) for stop in ".\n") + 1
    end = text.find(".", row["end"]) + 1 or len(text)
    return _interval(resolve(row["quote"], article["published_edtf"], sentence=text[start:end], text=text))
