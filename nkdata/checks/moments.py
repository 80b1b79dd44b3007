"""Rules of moments: when a thing was said, counted, answered and put online. Only what no reading satisfies is a breach."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nkdata.checks.dates import TOLERANCE, beyond, date_of, dated_at, may_overlap, page_date
from nkdata.checks.grounds import Grounds
from nkdata.checks.registry import breach, breaches, clash, rule
from nkdata.words import edtf
from nkdata.words.times import find, settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from nkdata.checks.registry import Faults, View
    from nkdata.reports.problems import Problem


class _Mention(NamedTuple):
    """A mention that has a date."""

    article_id: str
    mention_id: str
    start: int
    end: int
    quote: str
    normalized: str


def _dated(view: View, wanted: str) -> Mapping[str, Sequence[_Mention]]:
    """Return the mentions of a kind that have a date, by article."""
    kind = view.which("mentions", lambda kind: kind == wanted, "kind")
    found: dict[str, list[_Mention]] = defaultdict(list)
    for cells in view.cells(
        "mentions",
        *_Mention._fields,
        among=np.intersect1d(dated_at(view), kind, assume_unique=True),
    ):
        found[cells[0]].append(_Mention(*cells))
    return found


@rule("articles", dimension="completeness")
def published_basis_is_shown(view: View) -> Iterator[Problem]:
    """A publication date concluded from text or events has a note that says how; one that is only a bound is open before it.

    A date that somebody worked out would look printed, and the day on which a page was fetched like
    the day on which it was written.
    """

    def faults(basis: str, noted: bool, bounded: bool) -> Faults:
        if basis in ("inferred_from_text", "inferred_from_event") and not noted:
            yield "published_note", f"the basis {basis} wants a note that says how"
        if basis in ("page_render_date", "retrieval_bound") and bounded:
            yield "published_edtf", f"the basis {basis} is an upper bound: write [..DAY]"

    yield from breaches(
        view, "articles", faults, "published_basis", "published_note?", "published_earliest?"
    )


@rule("articles", "mentions", dimension="consistency", needs_all=True)
def published_as_stated(view: View) -> Iterator[Problem]:
    """A publication date that the page states overlaps the date of a mention that shows it.

    Every Friday and last week in the article would count from a day that its own page does not
    give.
    """
    shown = _dated(view, "published")
    for article in view.where("articles", lambda basis: basis == "stated", "published_basis"):
        mentions = shown.get(article["article_id"], [])
        bounds = (article["published_earliest"], article["published_latest"])
        if mentions and not any(may_overlap(mention.normalized, bounds) for mention in mentions):
            against = [("mentions", mention.mention_id, "normalized") for mention in mentions]
            yield clash(
                against,
                "articles",
                article,
                "published_edtf",
                f"the page states {mentions[0].normalized}",
            )


@rule("articles", dimension="timeliness")
def retrieved_after_publication(view: View) -> Iterator[Problem]:
    """A page was not fetched before it was published.

    One of the two days must be wrong, and all other dates of the article are reckoned from
    publication or held against it.
    """

    def faults(
        moment: datetime | None, first: date | None, text: str | None, article: str
    ) -> Faults:
        if moment is not None and beyond(first, moment.date(), TOLERANCE):
            yield "retrieved_at", f"the page was published {text}", page_date(article)

    yield from breaches(
        view,
        "articles",
        faults,
        "retrieved_at",
        "published_earliest",
        "published_edtf",
        "article_id",
    )


@rule("claims", "mentions", dimension="consistency", needs_all=True)
def answer_as_dated(view: View) -> Iterator[Problem]:
    """A day or period that answers a question overlaps the date mention on the same words.

    The same printed words would mean one day as an answer and another as a mention: which one a user gets depends on the table.
    """
    shown = _dated(view, "date")
    paths = ("article_id", "start", "end", "value_text", "value_date_earliest", "value_date_latest")
    among = view.which(
        "claims", lambda day, words: day and words, "value_date_edtf?", "value_text?"
    )
    for position, (article, start, end, text, *bounds) in zip(
        among.tolist(), view.cells("claims", *paths, among=among), strict=True
    ):
        inside = [m for m in shown.get(article, ()) if start <= m.start and m.end <= end]
        same = [m for m in inside if m.quote in text or text in m.quote]
        if same and not any(may_overlap(m.normalized, bounds) for m in same):
            against = [("mentions", m.mention_id, "normalized") for m in same]
            message = f"the mention of {same[0].quote!r} is dated {same[0].normalized}"
            yield clash(
                against, "claims", view.rows["claims"][position], "value_date_edtf", message
            )


@rule("articles", "claims", "events", "questions", dimension="timeliness")
def as_of_fits(view: View) -> Iterator[Problem]:
    """A figure holds for no time after publication unless it is of the future, and a total for none before its event began.

    A total for a time still to come, or from before its event began, would be taken for the latest
    or the earliest, and set against the wrong others.
    """

    def faults(
        tense: str,
        first: date | None,
        article: str,
        last: date | None,
        semantics: str | None,
        latest: date | None,
        event: str,
        begun: date | None,
        text: str | None,
    ) -> Faults:
        if tense != "future" and beyond(first, last, TOLERANCE):
            yield "as_of_edtf", "it lies after publication", page_date(article)
        if semantics == "cumulative" and beyond(begun, latest, TOLERANCE):
            yield "as_of_edtf", f"{event} is dated {text}", date_of(event)

    page = ("time_reference", "as_of_earliest", "article_id", "article_id.published_latest")
    event = (
        "question_id.event_id",
        "question_id.event_id.date_earliest",
        "question_id.event_id.date_edtf",
    )
    told = view.which(
        "claims", lambda first, last: first or last, "as_of_earliest?", "as_of_latest?"
    )
    yield from breaches(
        view,
        "claims",
        faults,
        *page,
        "question_id.temporal_semantics",
        "as_of_latest",
        *event,
        among=told,
    )


@rule("claims", "events", dimension="timeliness")
def asserted_after_event(view: View) -> Iterator[Problem]:
    """What a claim reports as past was not asserted before its event began; promises and forecasts are made before.

    Somebody would have reported a thing before it happened, and who knew could not be told from who
    foretold.
    """

    def faults(
        tense: str,
        kind: str,
        asserted: date | None,
        event: str,
        begun: date | None,
        text: str | None,
    ) -> Faults:
        told = tense == "past" and kind not in ("prediction", "commitment", "motive")
        if told and beyond(begun, asserted, TOLERANCE):
            yield "asserted_edtf", f"{event} is dated {text}", date_of(event)

    event = ("event_id", "event_id.date_earliest", "event_id.date_edtf")
    yield from breaches(
        view, "claims", faults, "time_reference", "claim_type", "asserted_latest", *event
    )


@rule("claims", dimension="consistency")
def prediction_looks_ahead(view: View) -> Iterator[Problem]:
    """A prediction is not about the past.

    A forecast that is marked as past reads like a report of what took place, and is selected with
    the facts.
    """

    def faults(kind: str, tense: str) -> Faults:
        if kind == "prediction" and tense == "past":
            yield "time_reference", "a prediction says what will or may be"

    yield from breaches(view, "claims", faults, "claim_type", "time_reference")


@rule("articles", "claims", "events", "mentions", dimension="consistency", needs_all=True)
def date_has_ground(view: View) -> Iterator[Problem]:
    """Each end of an event's date is, to a day, an end of a date that its note prints, or that stands with it in an article.

    A date that was mistyped, or that nobody printed, would stand on the timeline as firmly as one
    that a page gives.

    That is: a date mention, the publication, or another event or answer of an article that reports the event, its parts, or what
    it is part of or counts from.
    """
    grounds = Grounds(view)
    given = np.zeros((len(grounds.events), 2), bool)
    for kin in (
        grounds.events,
        view.identities("events", "parent_event_id"),
        view.identities("events", "anchor_event_id"),
    ):
        row, article = grounds.articles(kin)
        for end, days in enumerate(grounds.ends):
            given[row[grounds.give(article, days[row], grounds.events[row])], end] = True
    for position, end in np.argwhere(~given & (np.stack(grounds.ends, axis=1) > 0)).tolist():
        event = view.rows["events"][position]
        day = event[("date_earliest", "date_latest")[end]]
        if not {day, day - TOLERANCE, day + TOLERANCE} & _printed_in(event["date_note"] or ""):
            yield breach(
                "events", event, "date_edtf", f"no note, mention or other event gives {day}"
            )


@lru_cache(maxsize=256)
def _printed_in(note: str) -> frozenset[date]:
    dates = [edtf.parse(text) for word in find(note) if (text := settled(word))]
    return frozenset(
        day for interval in dates for day in (interval.earliest, interval.latest) if day
    )
