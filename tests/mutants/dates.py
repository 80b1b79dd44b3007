"""Mistakes of dates: triples out of step, wrong weekdays, months and years, time turned round."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from mutants.model import both, dated, kind, put
from nkdata.schema import date_stems
from nkdata.words import edtf
from nkdata.words.calendar import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mutants.model import Row, Rows, World

TABLES = ("articles", "claims", "events")


def _dates(world: World) -> Iterator[tuple[str, str, Row]]:
    for table in TABLES:
        for stem in date_stems(table):
            yield from (
                (table, stem, row) for row in world.rows[table] if row[f"{stem}_edtf"] is not None
            )


def shifted(text: str, days: int) -> str:
    """Return an EDTF date that lies some days later and is as wide."""
    interval = edtf.parse(text)
    first, last = (
        end and (end + timedelta(days=days)).isoformat()
        for end in (interval.earliest, interval.latest)
    )
    if first == last:
        return str(first)
    return f"{first or '..'}/{last or '..'}" if interval.whole else f"[{first or ''}..{last or ''}]"


@kind
def bounds_out_of_step(world: World) -> Iterator[Rows]:
    """The first or last day of a date is not what its string says."""
    for table, stem, row in _dates(world):
        for end in ("earliest", "latest"):
            if row[f"{stem}_{end}"]:
                yield put(
                    table,
                    row,
                    **{
                        f"{stem}_{end}": row[f"{stem}_{end}"]
                        + timedelta(days=world.rng.choice([-1, 1, 365]))
                    },
                )


@kind
def string_out_of_step(world: World) -> Iterator[Rows]:
    """The string of a date was changed and its days were not."""
    for table, stem, row in _dates(world):
        yield put(
            table,
            row,
            **{f"{stem}_edtf": shifted(row[f"{stem}_edtf"], world.rng.choice([-30, -1, 1, 30]))},
        )


@kind
def bounds_lost(world: World) -> Iterator[Rows]:
    """A date lost one of its days, or its string."""
    for table, stem, row in _dates(world):
        part = world.rng.choice([p for p in ("edtf", "earliest", "latest") if row[f"{stem}_{p}"]])
        if (table, part) != ("events", "edtf"):
            yield put(table, row, **{f"{stem}_{part}": None})


@kind
def no_edtf(world: World) -> Iterator[Rows]:
    """A date is written as people write it, or lies in no calendar."""
    for table, stem, row in _dates(world):
        day = row[f"{stem}_latest"] or row[f"{stem}_earliest"]
        wrong = [
            f"{day:%d.%m.%Y}",
            f"{day:%Y-%m}-32",
            f"{day.year}-{day.month}-{day.day}T",
            f"{day.year}-13",
            f"[{day}",
            f"{day:%Y-%d-}40",
            f"{day} {day}",
        ]
        yield put(table, row, **{f"{stem}_edtf": world.rng.choice(wrong)})


@kind
def precision_wrong(world: World) -> Iterator[Rows]:
    """The precision of an event's date is not that of the date."""
    for row in world.rows["events"]:
        yield put("events", row, date_precision=world.other(range(1, 7), row["date_precision"]))


@kind
def day_of_mention_off(world: World) -> Iterator[Rows]:
    """A date that the text prints was read a day early or late."""
    yield from _moved_mentions(world, lambda: world.rng.choice([-1, 1]), _fixed)


@kind
def weekday_a_week_off(world: World) -> Iterator[Rows]:
    """A bare weekday was read as that of another week."""
    yield from _moved_mentions(
        world,
        lambda: world.rng.choice([-7, 7]),
        lambda row: any(day in row["quote"] for day in WEEKDAYS),
    )


@kind
def year_of_mention_off(world: World) -> Iterator[Rows]:
    """A date that the text prints was read in another year: "in June" of the year before."""
    yield from _moved_mentions(world, lambda: world.rng.choice([-365, 365]), _fixed)


@kind
def month_of_mention_off(world: World) -> Iterator[Rows]:
    """A date that prints its month was read in another month."""
    yield from _moved_mentions(
        world,
        lambda: world.rng.choice([-61, 61]),
        lambda row: any(month in row["quote"] for month in MONTHS),
    )


def _fixed(row: Row) -> bool:
    """Tell whether the words fix a date by themselves: a weekday, a month, a year, a week."""
    words = (*WEEKDAYS, *MONTHS, "last week", "next week", "this week", "last year")
    return not row["sic"] and (
        any(word in row["quote"] for word in words)
        or re.search(r"\b(?:19|20)\d\d\b", row["quote"]) is not None
    )


def _moved_mentions(
    world: World, days: Callable[[], int], wanted: Callable[[Row], bool]
) -> Iterator[Rows]:
    for row in world.rows["mentions"]:
        if row["normalized"] and wanted(row):
            yield put("mentions", row, normalized=shifted(row["normalized"], days()))


@kind
def mention_and_event_off_together(world: World) -> Iterator[Rows]:
    """A printed day was read wrongly, and the event was dated by it."""
    for row in world.rows["mentions"]:
        event = world.get("events", row["event_id"])
        if (
            row["normalized"]
            and event
            and _fixed(row)
            and row["normalized"] == event["date_edtf"]
            and edtf.parse(row["normalized"]).days in (1, 7)
        ):
            text = shifted(row["normalized"], world.rng.choice([-7, -1, 1, 7]))
            yield both(
                put("mentions", row, normalized=text),
                put("events", event, **dated("date", text, event=True)),
            )


@kind
def printed_event_moved(world: World) -> Iterator[Rows]:
    """An event whose day the text prints is dated otherwise."""
    shown = {
        (m["event_id"], m["normalized"])
        for m in world.rows["mentions"]
        if m["kind"] == "date" and not m["sic"]
    }
    for row in world.rows["events"]:
        width = edtf.parse(row["date_edtf"]).days
        if (row["event_id"], row["date_edtf"]) in shown and width:
            yield put(
                "events",
                row,
                **dated(
                    "date",
                    shifted(row["date_edtf"], world.rng.choice([-1, 1]) * (width + 1)),
                    event=True,
                ),
            )


@kind
def unprinted_event_moved(world: World) -> Iterator[Rows]:
    """An event whose date rests on a note, or on another event, is dated otherwise."""
    shown = {m["event_id"] for m in world.rows["mentions"] if m["kind"] == "date"}
    for row in world.rows["events"]:
        if row["event_id"] not in shown:
            yield put(
                "events",
                row,
                **dated(
                    "date",
                    shifted(row["date_edtf"], world.rng.choice([-400, -33, 33, 400])),
                    event=True,
                ),
            )


@kind
def event_after_publication(world: World) -> Iterator[Rows]:
    """An event that occurred is dated after the articles that report it."""
    for row in world.rows["events"]:
        ends = [
            world.by_id("articles")[c["article_id"]]["published_latest"]
            for c in world.rows["claims"]
            if c["event_id"] == row["event_id"]
        ]
        if row["occurrence"] == "occurred":
            day = max(ends) + timedelta(days=world.rng.randint(3, 90))
            yield put("events", row, **dated("date", day.isoformat(), event=True))


@kind
def coming_event_before_publication(world: World) -> Iterator[Rows]:
    """An event that is announced is dated before the announcement."""
    for row in world.rows["events"]:
        told = [
            c
            for c in world.rows["claims"]
            if c["event_id"] == row["event_id"] and c["time_reference"] == "future"
        ]
        if told:
            day = min(
                world.by_id("articles")[c["article_id"]]["published_earliest"] for c in told
            ) - timedelta(days=world.rng.randint(3, 90))
            yield put("events", row, **dated("date", day.isoformat(), event=True))


@kind
def part_outside_its_whole(world: World) -> Iterator[Rows]:
    """An event lies outside the extent of what it is part of."""
    for row in world.rows["events"]:
        whole = world.get("events", row["parent_event_id"])
        if whole:
            edge = (
                whole["date_earliest"] - timedelta(days=9)
                if whole["date_earliest"]
                else whole["date_latest"] + timedelta(days=9)
            )
            yield put("events", row, **dated("date", edge.isoformat(), event=True))


@kind
def published_at_another_time(world: World) -> Iterator[Rows]:
    """An article's publication date is off by a week, a month or a year."""
    for row in world.rows["articles"]:
        for days in (-365, -30, -7, 7, 30, 365):
            yield put("articles", row, **dated("published", shifted(row["published_edtf"], days)))


@kind
def published_when_retrieved(world: World) -> Iterator[Rows]:
    """The day on which the page was fetched was taken for that of publication."""
    for row in world.rows["articles"]:
        for days in (60, 200, 700):
            yield put(
                "articles",
                row,
                **dated("published", (row["published_latest"] + timedelta(days=days)).isoformat()),
            )


@kind
def publication_basis_wrong(world: World) -> Iterator[Rows]:
    """How the publication date is known is not how it was got."""
    for row in world.rows["articles"]:
        for basis in ("stated", "page_render_date", "retrieval_bound", "unknown"):
            if basis not in (row["published_basis"], "stated"):
                yield put("articles", row, published_basis=basis)


@kind
def publication_note_lost(world: World) -> Iterator[Rows]:
    """A publication date that was concluded does not say from what."""
    yield from (
        put("articles", row, published_note=None)
        for row in world.rows["articles"]
        if row["published_basis"].startswith("inferred")
    )


@kind
def page_states_another_day(world: World) -> Iterator[Rows]:
    """An article's date is said to be printed, and the page prints another."""
    yield from _said_to_be_printed(world, printed=True)


@kind
def page_states_no_day(world: World) -> Iterator[Rows]:
    """An article's date is said to be printed, and the page prints none, or only its year."""
    yield from _said_to_be_printed(world, printed=False)


def _said_to_be_printed(world: World, *, printed: bool) -> Iterator[Rows]:
    """Yield mutants of articles whose words of publication name a day or week, or of others."""
    for row in world.rows["articles"]:
        dates = [
            edtf.parse(mention["normalized"]).days
            for mention in world.rows["mentions"]
            if mention["article_id"] == row["article_id"]
            and mention["kind"] == "published"
            and mention["normalized"]
        ]
        exact = bool(dates) and all(days is not None and days <= 7 for days in dates)
        for days in (-40, -20, 20, 40) if exact == printed else ():
            text = shifted(row["published_edtf"], days)
            yield put("articles", row, published_basis="stated", **dated("published", text))


@kind
def fetched_before_published(world: World) -> Iterator[Rows]:
    """A page was fetched before it was published."""
    from datetime import UTC, datetime, time

    for row in world.rows["articles"]:
        for days in (2, 30, 400):
            moment = datetime.combine(
                row["published_earliest"] - timedelta(days=days), time(12), UTC
            )
            yield put("articles", row, retrieved_at=moment)


def _after(world: World, claim: Row, stem: str, most: int) -> Rows:
    """Return the mutant in which a date of a claim lies up to ``most`` days after its article."""
    day = world.by_id("articles")[claim["article_id"]]["published_latest"] + timedelta(
        days=world.rng.randint(2, most)
    )
    return put("claims", claim, **dated(stem, day.isoformat()))


def _before(world: World, claim: Row, stem: str, event: Row) -> Rows:
    """Return the mutant in which a date of a claim lies before an event began."""
    return put(
        "claims",
        claim,
        **dated(
            stem, (event["date_earliest"] - timedelta(days=world.rng.randint(2, 90))).isoformat()
        ),
    )


@kind
def said_after_publication(world: World) -> Iterator[Rows]:
    """What an article reports was said after it appeared."""
    for row in world.rows["claims"]:
        if row["asserted_edtf"]:
            yield _after(world, row, "asserted", 400)


@kind
def reported_before_it_happened(world: World) -> Iterator[Rows]:
    """What a claim reports as past was said before it happened."""
    for row in world.rows["claims"]:
        event = world.get("events", row["event_id"])
        told = row["time_reference"] == "past" and row["claim_type"] not in (
            "prediction",
            "commitment",
            "motive",
        )
        if told and event and event["date_earliest"] and row["asserted_edtf"]:
            yield _before(world, row, "asserted", event)


@kind
def counted_after_publication(world: World) -> Iterator[Rows]:
    """A figure holds for a day after the article that gives it."""
    for row in world.rows["claims"]:
        if row["as_of_edtf"] and row["time_reference"] != "future":
            yield _after(world, row, "as_of", 90)


@kind
def total_before_it_began(world: World) -> Iterator[Rows]:
    """A total holds for a day before what it counts began."""
    for row in world.rows["claims"]:
        question = world.get("questions", row["question_id"])
        event = (
            world.get("events", question["event_id"])
            if question and question["temporal_semantics"] == "cumulative"
            else None
        )
        if event and event["date_earliest"]:
            yield _before(world, row, "as_of", event)


@kind
def dated_answer_off(world: World) -> Iterator[Rows]:
    """A day that answers a question is not the one printed."""
    for row in world.rows["claims"]:
        if row["value_date_edtf"]:
            width = edtf.parse(row["value_date_edtf"]).days or 366
            yield put(
                "claims",
                row,
                **dated(
                    "value_date",
                    shifted(row["value_date_edtf"], world.rng.choice([-1, 1]) * (width + 1)),
                ),
            )


@kind
def tense_turned_round(world: World) -> Iterator[Rows]:
    """A claim about the past is filed as one about the future, or the other way round."""
    for row in world.rows["claims"]:
        event = world.get("events", row["event_id"])
        article = world.by_id("articles")[row["article_id"]]
        gone = (
            event
            and event["date_latest"]
            and article["published_earliest"] - event["date_latest"] > timedelta(days=1)
        )
        ahead = (
            event
            and event["date_earliest"]
            and event["date_earliest"] - article["published_latest"] > timedelta(days=1)
        )
        if (gone and row["time_reference"] == "past") or (
            ahead and row["time_reference"] == "future"
        ):
            yield put("claims", row, time_reference="future" if gone else "past")


@kind
def forecast_of_the_past(world: World) -> Iterator[Rows]:
    """A prediction is filed as being about the past."""
    yield from (
        put("claims", row, time_reference="past")
        for row in world.rows["claims"]
        if row["claim_type"] == "prediction"
    )


@kind
def date_note_lost(world: World) -> Iterator[Rows]:
    """A date that was looked up or concluded does not say how."""
    for row in world.rows["events"]:
        if row["date_basis"] in ("calendar", "inferred"):
            yield put("events", row, date_note=None)


@kind
def anchor_lost_or_given(world: World) -> Iterator[Rows]:
    """A date counted from another event lacks it, or one that is not has it."""
    for row in world.rows["events"]:
        anchor = (
            None if row["anchor_event_id"] else world.other(world.by_id("events"), row["event_id"])
        )
        yield put("events", row, anchor_event_id=anchor)


@kind
def date_basis_made_up(world: World) -> Iterator[Rows]:
    """A date is said to be printed that no word of any article shows."""
    shown = {m["event_id"] for m in world.rows["mentions"] if m["kind"] == "date"}
    shown |= {
        world.by_id("claims")[m["claim_id"]]["event_id"]
        for m in world.rows["mentions"]
        if m["kind"] == "date" and m["claim_id"]
    }
    for row in world.rows["events"]:
        whole, wholes = row, [row["event_id"]]
        while whole["parent_event_id"]:
            wholes.append(whole["parent_event_id"])
            whole = world.by_id("events")[whole["parent_event_id"]]
        if not shown & set(wholes):
            yield put(
                "events",
                row,
                date_basis=world.rng.choice(["explicit", "relative_publication"]),
                anchor_event_id=None,
            )


@kind
def date_mentions_lost(world: World) -> Iterator[Rows]:
    """The words that show an event's printed date are not pointed at."""
    from mutants.model import drop

    claims = world.by_id("claims")
    for row in world.rows["events"]:
        shows = [
            m
            for m in world.rows["mentions"]
            if m["kind"] == "date"
            and row["event_id"]
            in (m["event_id"], (claims.get(m["claim_id"]) or {}).get("event_id"))
        ]
        if shows:
            yield drop("mentions", *shows)


@kind
def sic_on_a_sound_date(world: World) -> Iterator[Rows]:
    """A date that is printed rightly is marked as a misprint, which spares it the rules."""
    for row in world.rows["mentions"]:
        if (
            row["kind"] in ("date", "published")
            and row["normalized"]
            and not row["sic"]
            and _fixed(row)
        ):
            yield put("mentions", row, sic=True)


@kind
def sic_taken_off_a_misspelling(world: World) -> Iterator[Rows]:
    """A misspelt name is not marked as one."""
    yield from (
        put("mentions", row, sic=False)
        for row in world.rows["mentions"]
        if row["sic"] and row["kind"] == "name"
    )
