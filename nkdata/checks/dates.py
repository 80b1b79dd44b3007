"""Rules of time. A comparison fires only when no reading of both ranges satisfies it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from nkdata.checks.registry import breaches, clash, rule
from nkdata.schema import date_stems
from nkdata.words import edtf
from nkdata.words.calendar import MONTHS, WEEKDAY, month_number, weekday_number
from nkdata.words.times import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nkdata.checks.columns import Numbers
    from nkdata.checks.registry import Faults, View
    from nkdata.reports.problems import Cell, Problem

TOLERANCE = timedelta(days=1)
"""What comparisons with publication allow: Korea's Wednesday is America's Tuesday."""

PUBLISHED = ("article_id.published_earliest", "article_id.published_latest")
"""The first and last day on which a row's article may have been published."""

_NEAR = timedelta(days=6)
"""How far from publication a bare weekday can lie: the same weekday a week away would need another word."""

_WEEKDAY = re.compile(rf"\b({WEEKDAY})\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
_BARE = re.compile(
    rf"(?:(?:on|by|from|until|since|for)\s+)?(?:{WEEKDAY})(?:[’']s)?(?:\s+(?:morning|afternoon|evening|night))?",
    re.IGNORECASE,
)


@rule("articles", "claims", "events", dimension="consistency", apart=True)
def edtf_gives_bounds(view: View) -> Iterator[Problem]:
    """The first and last day of a date are the strict bounds of its EDTF string, and null with it.

    People read the EDTF string, filters and joins use the two days; where they differ, a query
    finds events at times that their dates do not give.
    """

    def faults(stems: Sequence[str], cells: Sequence[Any]) -> Faults:
        for number, stem in enumerate(stems):
            message = _bounds_fault(*cells[3 * number : 3 * number + 3])
            if message:
                yield f"{stem}_edtf", message

    for table in ("articles", "claims", "events"):
        stems = date_stems(table)
        paths = [f"{stem}_{part}" for stem in stems for part in ("edtf", "earliest", "latest")]
        yield from breaches(view, table, lambda *cells, stems=stems: faults(stems, cells), *paths)


def _bounds_fault(text: str | None, earliest: date | None, latest: date | None) -> str:
    found = (earliest, latest)
    if text is None:
        return "" if found == (None, None) else "bounds without a date"
    try:
        interval = edtf.parse(text)
    except edtf.EdtfError as error:
        return str(error)
    expected = (interval.earliest, interval.latest)
    return (
        ""
        if found == expected
        else f"its bounds are {expected[0]} and {expected[1]}, not {found[0]} and {found[1]}"
    )


def _interval(text: str | None) -> edtf.Interval | None:
    try:
        return edtf.parse(text) if text else None
    except edtf.EdtfError:
        return None  # another rule's problem


@rule("events", dimension="consistency")
def date_precision_follows(view: View) -> Iterator[Problem]:
    """An event's date precision follows from the width of its date in days.

    By this code users of event data drop dates too coarse for them; a wrong one keeps a vague date
    or loses an exact one.
    """

    def faults(text: str | None, precision: int) -> Faults:
        interval = _interval(text)
        if interval and precision != (expected := edtf.precision(interval)):
            yield "date_precision", f"{text} has precision {expected}"

    yield from breaches(view, "events", faults, "date_edtf", "date_precision")


@rule("articles", dimension="completeness")
def published_unless_unknown(view: View) -> Iterator[Problem]:
    """An article has a publication date unless the basis is unknown.

    Everything relative in an article, such as last week, counts from its publication; an
    unexplained gap cannot be told from an oversight.
    """

    def faults(dated: bool, basis: str) -> Faults:
        if dated == (basis == "unknown"):
            yield "published_edtf", f"the basis is {basis}"

    yield from breaches(view, "articles", faults, "published_edtf?", "published_basis")


@rule("events", dimension="completeness")
def date_basis_is_shown(view: View) -> Iterator[Problem]:
    """A date with basis calendar or inferred has a note, and one counted from another event, and no other, has its anchor.

    Such a day stands on no page, and without the note or the anchor nobody can repeat how it was
    found.
    """

    def faults(basis: str, noted: bool, anchored: bool) -> Faults:
        if basis in ("calendar", "inferred") and not noted:
            yield "date_note", f"the basis {basis} wants a note that says how"
        if anchored != (basis == "relative_event"):
            yield "anchor_event_id", f"the basis is {basis}"

    yield from breaches(view, "events", faults, "date_basis", "date_note?", "anchor_event_id?")


def dated_at(view: View) -> Numbers:
    """Return the positions of the mentions that have a date and are not printed wrongly."""
    return view.once(_dated)


def _dated(view: View) -> Numbers:
    return view.which(
        "mentions", lambda text, sic: _interval(text) and not sic, "normalized", "sic"
    )


def _date_mentions(view: View) -> Numbers:
    dates = view.which("mentions", lambda kind: kind == "date", "kind")
    return np.intersect1d(dated_at(view), dates, assume_unique=True)


def _misprints(
    view: View, fault: Callable[[str, edtf.Interval], Iterator[str]]
) -> Iterator[Problem]:
    """Yield what is wrong with the dates that words show: of mentions, of answers, and of assertions by the words of their cue."""

    def faults(*shown: str | None) -> Faults:
        for column, text, words in zip(shown[::3], shown[1::3], shown[2::3], strict=True):
            interval = _interval(text)
            for message in fault(words, interval) if interval and words else ():
                yield column, message

    def mentioned(text: str, quote: str) -> Faults:
        return faults("normalized", text, quote)

    def claimed(
        day: str | None, words: str | None, asserted: str | None, cue: str | None
    ) -> Faults:
        return faults("value_date_edtf", day, words, "asserted_edtf", asserted, cue)

    yield from breaches(view, "mentions", mentioned, "normalized", "quote", among=dated_at(view))
    told = view.which(
        "claims", lambda day, asserted: day or asserted, "value_date_edtf?", "asserted_edtf?"
    )
    paths = ("value_date_edtf", "value_text", "asserted_edtf", "first_hop.cue_mention_id.quote")
    yield from breaches(view, "claims", claimed, *paths, among=told)


@rule("attributions", "claims", "mentions", dimension="consistency")
def weekday_as_printed(view: View) -> Iterator[Problem]:
    """A date that prints a weekday falls on that weekday; every member of a set does.

    A date with the wrong weekday lies on another day, often in another week or year, and puts its
    event there on every timeline.
    """

    def fault(words: str, interval: edtf.Interval) -> Iterator[str]:
        found = {day.lower() for day in _WEEKDAY.findall(words)}
        if len(found) == 1 and not all(
            _may_fall_on(found.copy().pop(), member) for member in interval.members
        ):
            yield f"the text prints {found.pop().capitalize()}, and no such day lies in it"

    yield from _misprints(view, fault)


def _may_fall_on(weekday: str, member: tuple[date | None, date | None]) -> bool:
    earliest, latest = member
    if earliest is None or latest is None:
        return True
    ahead = (weekday_number(weekday) - earliest.weekday()) % 7
    return ahead <= (latest - earliest).days


@rule("attributions", "claims", "mentions", dimension="consistency")
def month_and_year_as_printed(view: View) -> Iterator[Problem]:
    """A date that prints one month, or one year in four digits, may fall in it; every member of a set may.

    A June of last year dated into this one moves an event by twelve months, past what followed from
    it.
    """

    def fault(words: str, interval: edtf.Interval) -> Iterator[str]:
        months = {name.lower() for name in _MONTH.findall(words)}
        years = set(_YEAR.findall(words))
        if len(months) == 1 and not all(
            _may_fall_in(month_number(months.copy().pop()), member) for member in interval.members
        ):
            yield f"the text prints {months.pop().capitalize()}, and no such day lies in it"
        if len(years) == 1 and not all(
            _overlaps_year(int(years.copy().pop()), member) for member in interval.members
        ):
            yield f"the text prints {years.pop()}, and no such day lies in it"

    yield from _misprints(view, fault)


def _may_fall_in(month: int, member: tuple[date | None, date | None]) -> bool:
    earliest, latest = member
    if earliest is None or latest is None:
        return True
    ahead = (month - earliest.month) % 12
    return ahead <= (latest.year - earliest.year) * 12 + latest.month - earliest.month


def _overlaps_year(year: int, member: tuple[date | None, date | None]) -> bool:
    earliest, latest = member
    return not ((earliest and earliest.year > year) or (latest and latest.year < year))


@rule("articles", "claims", "events", "mentions", dimension="timeliness")
def bare_weekday_near_publication(view: View) -> Iterator[Problem]:
    """A bare weekday lies within six days of publication: before it for the past, after it for the future.

    Wednesday in an article of that same Wednesday, read as a week earlier, is the classic error of event coders: the event gets ahead of
    its causes.
    """

    def faults(
        quote: str,
        text: str,
        article: str,
        first: date | None,
        last: date | None,
        *context: Any,  # noqa: ANN401
    ) -> Faults:
        before, after = _reach(*context)
        interval = _interval(text) if _BARE.fullmatch(quote.strip()) else None
        for earliest, latest in interval.members if interval else ():
            if beyond(earliest, last, after) or beyond(first, latest, before):
                yield (
                    "normalized",
                    f"publication is {first} to {last}: a weekday alone is nearer",
                    page_date(article),
                )

    context = ("event_id.occurrence", "claim_id.time_reference")
    paths = ("quote", "normalized", "article_id", *PUBLISHED, *context)
    yield from breaches(view, "mentions", faults, *paths, among=_date_mentions(view))


def _reach(occurrence: str | None, tense: str | None) -> tuple[timedelta, timedelta]:
    """Return how far before and after publication a weekday may lie, by whether it speaks of the past or the future."""
    if occurrence in ("planned", "expected") or tense == "future":
        return TOLERANCE, _NEAR
    return (_NEAR, TOLERANCE) if occurrence or tense else (_NEAR, _NEAR)


def beyond(later: date | None, earlier: date | None, reach: timedelta) -> bool:
    """Tell whether ``later`` certainly lies more than ``reach`` after ``earlier``."""
    return later is not None and earlier is not None and later - earlier > reach


def date_of(event: str) -> Cell:
    """Return the cell of an event's date, by the event's id, for the breaches that were compared with it."""
    return ("events", event, "date_edtf")


def may_overlap(text: str | None, bounds: Sequence[date | None]) -> bool:
    """Tell whether a date may overlap the given first and last day; every member of a set does."""
    interval, none = _interval(text), timedelta(0)
    members = interval.members if interval else ()
    return all(
        not (beyond(first, bounds[1], none) or beyond(bounds[0], last, none))
        for first, last in members
    )


def page_date(article: str) -> Cell:
    """Return the cell of an article's publication date, by the article's id, for the breaches that were compared with it."""
    return ("articles", article, "published_edtf")


@rule("events", "mentions", dimension="consistency")
def mention_overlaps_event(view: View) -> Iterator[Problem]:
    """A date mention of an event overlaps the event's dates; every member of a set does.

    The words shown as evidence for the event's date would speak of another time, and who follows
    the event to the page finds a different day.
    """

    def faults(
        text: str, event: str | None, first: date | None, last: date | None, dated: str
    ) -> Faults:
        interval, none = _interval(text), timedelta(0)
        for earliest, latest in interval.members if interval and event else ():
            if event and (beyond(earliest, last, none) or beyond(first, latest, none)):
                yield "normalized", f"{event} is dated {dated}", date_of(event)

    paths = (
        "normalized",
        "event_id",
        "event_id.date_earliest",
        "event_id.date_latest",
        "event_id.date_edtf",
    )
    yield from breaches(view, "mentions", faults, *paths, among=dated_at(view))


@rule("articles", "claims", dimension="timeliness")
def asserted_before_publication(view: View) -> Iterator[Problem]:
    """What an article reports was asserted by the time it was published.

    A statement would be dated after the page that reports it, and who said it first would come out
    in the wrong order.
    """

    def faults(asserted: date | None, article: str, last: date | None) -> Faults:
        if beyond(asserted, last, TOLERANCE):
            yield "asserted_edtf", "it lies after publication", page_date(article)

    yield from breaches(
        view, "claims", faults, "asserted_earliest", "article_id", "article_id.published_latest"
    )


@rule("articles", "claims", "events", dimension="timeliness")
def event_agrees_with_tense(view: View) -> Iterator[Problem]:
    """The event of a claim about the past does not lie after publication, nor that of a claim about the future before it.

    A plan would pass for a report: what was announced for next week could be counted as done, or what is over as still to come.
    """

    def faults(
        tense: str,
        article: str,
        event: str,
        first: date | None,
        last: date | None,
        begun: date | None,
        ended: date | None,
        text: str,
    ) -> Faults:
        after, before = (
            tense == "past" and beyond(begun, last, TOLERANCE),
            tense == "future" and beyond(first, ended, TOLERANCE),
        )
        if after or before:
            message = f"{event} is dated {text}, {'after' if after else 'before'} publication"
            yield "time_reference", message, page_date(article), date_of(event)

    paths = (
        "time_reference",
        "article_id",
        "event_id",
        *PUBLISHED,
        "event_id.date_earliest",
        "event_id.date_latest",
        "event_id.date_edtf",
    )
    yield from breaches(view, "claims", faults, *paths)


@rule("articles", "claims", "events", dimension="timeliness", needs_all=True)
def occurred_before_publication(view: View) -> Iterator[Problem]:
    """An event that occurred does not lie after the publication of every article that reports it.

    What no article could have seen yet would stand as a fact, though all there is may be an
    announcement.
    """

    def possible(begun: date | None, last: date | None) -> bool:
        return not beyond(begun, last, TOLERANCE)

    fitting = np.flatnonzero(
        view.each(
            "claims", possible, "event_id.date_earliest", "article_id.published_latest"
        ).astype(bool)
    )
    told = view.values("claims", "event_id") - view.values("claims", "event_id", among=fitting)
    for event in view.where(
        "events",
        lambda occurrence, key: occurrence == "occurred" and key in told,
        "occurrence",
        "event_id",
    ):
        against = [
            page_date(claim["article_id"])
            for claim in view.grouped("claims", "event_id")[event["event_id"]]
        ]
        yield clash(against, "events", event, "date_edtf", "it lies after publication")


@rule("events", dimension="consistency")
def event_inside_parent(view: View) -> Iterator[Problem]:
    """An event lies inside the extent of the event it is part of.

    Who counts the parts of a visit or a campaign would take in something from before it began or
    after it ended.
    """

    def faults(text: str | None, parent: str, extent: str | None) -> Faults:
        inner, outer = _interval(text), _interval(extent)
        if inner and outer and not _may_lie_inside(inner, outer):
            yield "date_edtf", f"{parent} is dated {extent}", date_of(parent)

    yield from breaches(
        view, "events", faults, "date_edtf", "parent_event_id", "parent_event_id.date_edtf"
    )


def _may_lie_inside(inner: edtf.Interval, outer: edtf.Interval) -> bool:
    none = timedelta(0)
    apart = beyond(outer.earliest, inner.latest, none) or beyond(inner.earliest, outer.latest, none)
    if inner.whole:  # every day of it happened, so each end must fit
        return not (
            apart
            or beyond(outer.earliest, inner.earliest, none)
            or beyond(inner.latest, outer.latest, none)
        )
    return not apart


@rule("articles", "mentions", dimension="consistency", needs_text=True)
def date_as_worded(view: View) -> Iterator[Problem]:
    """A date lies within what its words say, counted from publication: "last week" is the week before, and no day of another.

    An event would be put into a week or a month of which the page does not speak, ahead of what
    caused it or long after.
    """

    def doubtful(quote: str, published: str | None, text: str) -> bool:
        read = _worded(
            quote, published
        )  # by themselves; what stands around the words only adds to what they may mean
        return read is None or _strays(text, quote, read)

    def faults(
        page: str | None,
        quote: str,
        published: str | None,
        start: int,
        end: int,
        text: str,
        article: str,
    ) -> Faults:
        read = _worded_on(page, quote, published, start, end)
        if read and _strays(text, quote, read):
            message = f"{quote!r} is {read.earliest or '..'} to {read.latest or '..'}, seen from publication"
            yield "normalized", message, page_date(article)

    dated = dated_at(view)
    unproved = view.each(
        "mentions", doubtful, "quote", "article_id.published_edtf", "normalized", among=dated
    ).astype(bool)
    yield from breaches(
        view, "mentions", faults, *_WORDS, "normalized", "article_id", among=dated[unproved]
    )


def _strays(text: str, quote: str, read: edtf.Interval) -> bool:
    """Tell whether a date begins before what its words say, or ends after it."""
    meant = _interval(text)
    reach = TOLERANCE if _TODAY.search(quote) else timedelta(0)
    return meant is not None and (
        _outside(read.earliest, meant.earliest, reach, 1)
        or _outside(read.latest, meant.latest, reach, -1)
    )


@rule("articles", "mentions", dimension="consistency", needs_text=True)
def sic_date_is_wrong(view: View) -> Iterator[Problem]:
    """A date is marked as printed wrongly only where its words give another date than is meant.

    A page would be blamed for an error that it did not make, and its right date be passed over as a
    misprint.
    """

    def faults(
        page: str | None, quote: str, published: str | None, start: int, end: int, text: str
    ) -> Faults:
        meant, read = _interval(text), _worded_on(page, quote, published, start, end)
        if meant and read and (meant.earliest, meant.latest) == (read.earliest, read.latest):
            yield "sic", f"the words give {text}, as they should"

    among = view.which("mentions", lambda text, sic: sic and _interval(text), "normalized", "sic")
    yield from breaches(view, "mentions", faults, *_WORDS, "normalized", among=among)


_WORDS = ("article_id.text", "quote", "article_id.published_edtf", "start", "end")
"""What the date of a mention is read from; article by article, for what a whole text says is remembered for a while."""

_TODAY = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|(?:this|last) (?:morning|afternoon|evening|night))\b",
    re.IGNORECASE,
)


def _outside(bound: date | None, found: date | None, reach: timedelta, sign: int) -> bool:
    """Tell whether an end lies outside a bound, below it by sign 1 and above it by -1; an open end lies outside any."""
    return bound is not None and (found is None or sign * (bound - found) > reach)


def _worded_on(
    page: str | None, quote: str, published: str | None, start: int, end: int
) -> edtf.Interval | None:
    """Return what the words of a date mention say where they stand, None where they do not read or the page is not given."""
    if not page:
        return None
    first = max(page.rfind(stop, 0, start) for stop in ".\n") + 1
    last = page.find(".", end) + 1 or len(page)
    return _worded(quote, published, page[first:last], page)


def _worded(
    quote: str, published: str | None, sentence: str = "", text: str = ""
) -> edtf.Interval | None:
    if published is None or not _interval(published):
        return None
    return _interval(resolve(quote, published, sentence=sentence, text=text))
