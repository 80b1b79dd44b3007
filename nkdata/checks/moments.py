"""Rules of moments: when a thing was said, counted, answered and put online. Only what no reading satisfies is a breach."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from nkdata import edtf
from nkdata.checks.dates import TOLERANCE, beyond, date_of, dated, may_overlap, publication, published
from nkdata.checks.registry import breach, clash, rule
from nkdata.checks.tracing import wholes
from nkdata.timewords import find, settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from nkdata.checks.registry import View
    from nkdata.records import Record
    from nkdata.report import Problem


@rule("articles")
def published_basis_is_shown(view: View) -> Iterator[Problem]:
    """A publication date concluded from text or events has a note that says how; one that is only a bound is open before it."""
    for article in view.rows["articles"]:
        basis = article["published_basis"]
        if basis in ("inferred_from_text", "inferred_from_event") and article["published_note"] is None:
            yield breach("articles", article, "published_note", f"the basis {basis} wants a note that says how")
        if basis in ("page_render_date", "retrieval_bound") and article["published_earliest"] is not None:
            yield breach("articles", article, "published_edtf", f"the basis {basis} is an upper bound: write [..DAY]")


@rule("articles", "mentions", needs_all=True)
def published_as_stated(view: View) -> Iterator[Problem]:
    """A publication date that the page states overlaps the date of a mention that shows it."""
    shown = {article: [m for m, _ in dated(view, rows) if m["kind"] == "published"] for article, rows in _mentions(view).items()}
    for article in view.rows["articles"]:
        mentions = shown.get(article["article_id"], [])
        bounds = (article["published_earliest"], article["published_latest"])
        if article["published_basis"] == "stated" and mentions and not any(may_overlap(m["normalized"], bounds) for m in mentions):
            against = [("mentions", m["mention_id"], "normalized") for m in mentions]
            yield clash(against, "articles", article, "published_edtf", f"the page states {mentions[0]['normalized']}")


def _mentions(view: View) -> dict[str, list[Record]]:
    return dict(view.grouped("mentions", "article_id"))


@rule("articles")
def retrieved_after_publication(view: View) -> Iterator[Problem]:
    """A page was not fetched before it was published."""
    for article in view.rows["articles"]:
        moment = article["retrieved_at"]
        if moment is not None and beyond(article["published_earliest"], moment.date(), TOLERANCE):
            yield clash(publication(article), "articles", article, "retrieved_at", f"the page was published {article['published_edtf']}")


@rule("claims", "mentions", needs_all=True)
def answer_as_dated(view: View) -> Iterator[Problem]:
    """A day or period that answers a question overlaps the date mention on the same words."""
    groups = _mentions(view)
    for claim in view.rows["claims"]:
        text = claim["value_text"]
        if claim["value_date_edtf"] is None or text is None:
            continue
        inside = [m for m in groups.get(claim["article_id"], []) if claim["start"] <= m["start"] and m["end"] <= claim["end"]]
        same = [m for m, _ in dated(view, inside) if m["kind"] == "date" and (m["quote"] in text or text in m["quote"])]
        bounds = (claim["value_date_earliest"], claim["value_date_latest"])
        if same and not any(may_overlap(m["normalized"], bounds) for m in same):
            against = [("mentions", m["mention_id"], "normalized") for m in same]
            message = f"the mention of {same[0]['quote']!r} is dated {same[0]['normalized']}"
            yield clash(against, "claims", claim, "value_date_edtf", message)


@rule("articles", "claims", "events", "questions")
def as_of_fits(view: View) -> Iterator[Problem]:
    """A figure holds for no time after publication unless it is of the future, and a total for none before its event began."""
    for claim in view.rows["claims"]:
        if claim["time_reference"] != "future" and beyond(claim["as_of_earliest"], published(view, claim)[1], TOLERANCE):
            yield clash(publication(claim), "claims", claim, "as_of_edtf", "it lies after publication")
        question = view.get("questions", claim["question_id"])
        event = view.get("events", question["event_id"]) if question and question["temporal_semantics"] == "cumulative" else None
        if event and beyond(event["date_earliest"], claim["as_of_latest"], TOLERANCE):
            yield clash(date_of(event), "claims", claim, "as_of_edtf", f"{event['event_id']} is dated {event['date_edtf']}")


@rule("claims", "events")
def asserted_after_event(view: View) -> Iterator[Problem]:
    """What a claim reports as past was not asserted before its event began; promises and forecasts are made before."""
    for claim in view.rows["claims"]:
        event = view.get("events", claim["event_id"])
        told = claim["time_reference"] == "past" and claim["claim_type"] not in ("prediction", "commitment", "motive")
        if event and told and beyond(event["date_earliest"], claim["asserted_latest"], TOLERANCE):
            yield clash(date_of(event), "claims", claim, "asserted_edtf", f"{event['event_id']} is dated {event['date_edtf']}")


@rule("claims")
def prediction_looks_ahead(view: View) -> Iterator[Problem]:
    """A prediction is not about the past."""
    for claim in view.rows["claims"]:
        if claim["claim_type"] == "prediction" and claim["time_reference"] == "past":
            yield breach("claims", claim, "time_reference", "a prediction says what will or may be")


@rule("articles", "claims", "events", "mentions", needs_all=True)
def date_has_ground(view: View) -> Iterator[Problem]:
    """Each end of an event's date is, to a day, an end of a date that its note prints, or that stands with it in an article.

    That is: a date mention, the publication, or another event or answer of an article that reports the event, its parts, or what
    it is part of or counts from.
    """
    told = _told(view)
    articles: dict[str, set[str]] = {}
    for claim in view.rows["claims"]:
        for whole in wholes(view, claim["event_id"]):
            articles.setdefault(whole, set()).add(claim["article_id"])
    for event in view.rows["events"]:
        kin = [event["event_id"], event["parent_event_id"], event["anchor_event_id"]]
        grounds = [told[article] for one in kin for article in articles.get(one or "", ())]
        near = _printed_in(event["date_note"] or "")
        for end in ("date_earliest", "date_latest"):
            day = event[end]
            if day is not None and not any(_given(day, event["event_id"], ground, near) for ground in grounds or [{}]):
                yield breach("events", event, "date_edtf", f"no note, mention or other event gives {day}")


def _given(day: date, event: str, ground: Mapping[date, set[str]], printed: set[date]) -> bool:
    days = (day, day - TOLERANCE, day + TOLERANCE)
    return any(one in printed or ground.get(one, set()) - {event} for one in days)


def _told(view: View) -> dict[str, dict[date, set[str]]]:
    """Return for each article the ends of the dates that it gives, each with the events, or nothing, of whose own date it is an end."""
    found: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for article in view.rows["articles"]:
        _note(found[article["article_id"]], article, "published", "")
    for mention, interval in dated(view):
        for day in (interval.earliest, interval.latest):
            if day:
                found[mention["article_id"]][day].add("")
    for claim in view.rows["claims"]:
        for stem in ("value_date", "as_of", "asserted"):
            _note(found[claim["article_id"]], claim, stem, "")
        for event in wholes(view, claim["event_id"]):
            row = view.get("events", event)
            if row:
                _note(found[claim["article_id"]], row, "date", event)
    return found


def _note(found: dict[date, set[str]], row: Record, stem: str, owner: str) -> None:
    for end in ("earliest", "latest"):
        if row[f"{stem}_{end}"]:
            found[row[f"{stem}_{end}"]].add(owner)


def _printed_in(note: str) -> set[date]:
    dates = [edtf.parse(text) for word in find(note) if (text := settled(word))]
    return {day for interval in dates for day in (interval.earliest, interval.latest) if day}
