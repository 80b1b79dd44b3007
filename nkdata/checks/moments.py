"""Rules of moments: when a thing was said, counted, answered and put online. Only what no reading satisfies is a breach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.dates import TOLERANCE, beyond, date_of, dated, may_overlap, publication, published
from nkdata.checks.registry import breach, clash, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nkdata.checks.registry import View
    from nkdata.records import Record
    from nkdata.report import Problem


@rule("articles", dimension="completeness")
def published_basis_is_shown(view: View) -> Iterator[Problem]:
    """A publication date concluded from text or events has a note that says how; one that is only a bound is open before it.

    A date that somebody worked out would look printed, and the day on which a page was fetched like the day on which it was written.
    """
    for article in view.rows["articles"]:
        basis = article["published_basis"]
        if basis in ("inferred_from_text", "inferred_from_event") and article["published_note"] is None:
            yield breach("articles", article, "published_note", f"the basis {basis} wants a note that says how")
        if basis in ("page_render_date", "retrieval_bound") and article["published_earliest"] is not None:
            yield breach("articles", article, "published_edtf", f"the basis {basis} is an upper bound: write [..DAY]")


@rule("articles", "mentions", dimension="consistency", needs_all=True)
def published_as_stated(view: View) -> Iterator[Problem]:
    """A publication date that the page states overlaps the date of a mention that shows it.

    Every Friday and last week in the article would count from a day that its own page does not give.
    """
    shown = {article: [m for m, _ in dated(view, rows) if m["kind"] == "published"] for article, rows in _mentions(view).items()}
    for article in view.rows["articles"]:
        mentions = shown.get(article["article_id"], [])
        bounds = (article["published_earliest"], article["published_latest"])
        if article["published_basis"] == "stated" and mentions and not any(may_overlap(m["normalized"], bounds) for m in mentions):
            against = [("mentions", m["mention_id"], "normalized") for m in mentions]
            yield clash(against, "articles", article, "published_edtf", f"the page states {mentions[0]['normalized']}")


def _mentions(view: View) -> Mapping[str, Sequence[Record]]:
    return view.grouped("mentions", "article_id")


@rule("articles", dimension="timeliness")
def retrieved_after_publication(view: View) -> Iterator[Problem]:
    """A page was not fetched before it was published.

    One of the two days must be wrong, and all other dates of the article are reckoned from publication or held against it.
    """
    for article in view.rows["articles"]:
        moment = article["retrieved_at"]
        if moment is not None and beyond(article["published_earliest"], moment.date(), TOLERANCE):
            yield clash(publication(article), "articles", article, "retrieved_at", f"the page was published {article['published_edtf']}")


@rule("claims", "mentions", dimension="consistency", needs_all=True)
def answer_as_dated(view: View) -> Iterator[Problem]:
    """A day or period that answers a question overlaps the date mention on the same words.

    The same printed words would mean one day as an answer and another as a mention: which one a user gets depends on the table.
    """
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


@rule("articles", "claims", "events", "questions", dimension="timeliness")
def as_of_fits(view: View) -> Iterator[Problem]:
    """A figure holds for no time after publication unless it is of the future, and a total for none before its event began.

    A total for a time still to come, or from before its event began, would be taken for the latest or the earliest, and set against the
    wrong others.
    """
    for claim in view.rows["claims"]:
        if claim["time_reference"] != "future" and beyond(claim["as_of_earliest"], published(view, claim)[1], TOLERANCE):
            yield clash(publication(claim), "claims", claim, "as_of_edtf", "it lies after publication")
        question = view.get("questions", claim["question_id"])
        event = view.get("events", question["event_id"]) if question and question["temporal_semantics"] == "cumulative" else None
        if event and beyond(event["date_earliest"], claim["as_of_latest"], TOLERANCE):
            yield clash(date_of(event), "claims", claim, "as_of_edtf", f"{event['event_id']} is dated {event['date_edtf']}")


@rule("claims", "events", dimension="timeliness")
def asserted_after_event(view: View) -> Iterator[Problem]:
    """What a claim reports as past was not asserted before its event began; promises and forecasts are made before.

    Somebody would have reported a thing before it happened, and who knew could not be told from who foretold.
    """
    for claim in view.rows["claims"]:
        event = view.get("events", claim["event_id"])
        told = claim["time_reference"] == "past" and claim["claim_type"] not in ("prediction", "commitment", "motive")
        if event and told and beyond(event["date_earliest"], claim["asserted_latest"], TOLERANCE):
            yield clash(date_of(event), "claims", claim, "asserted_edtf", f"{event['event_id']} is dated {event['date_edtf']}")


@rule("claims", dimension="consistency")
def prediction_looks_ahead(view: View) -> Iterator[Problem]:
    """A prediction is not about the past.

    A forecast that is marked as past reads like a report of what took place, and is selected with the facts.
    """
    for claim in view.rows["claims"]:
        if claim["claim_type"] == "prediction" and claim["time_reference"] == "past":
            yield breach("claims", claim, "time_reference", "a prediction says what will or may be")
