"""Mistakes of events, places and participations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutants.model import add, both, circles, drop, kind, put
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutants.model import Row, Rows, World


@kind
def type_of_another_subtype(world: World) -> Iterator[Rows]:
    """An event's type is not that of its subtype."""
    for row in world.rows["events"]:
        if row["event_subtype"]:
            yield put(
                "events",
                row,
                event_type=world.other(codes("events", "event_type"), row["event_type"]),
            )


@kind
def subtype_of_another_type(world: World) -> Iterator[Rows]:
    """An event's subtype belongs to another type or mode."""
    subtypes = codes("events", "event_subtype")
    for row in world.rows["events"]:
        others = [
            s
            for s, code in subtypes.items()
            if (code["type"], code["mode"]) != (row["event_type"], row["event_mode"])
        ]
        yield put("events", row, event_subtype=world.rng.choice(others))


@kind
def mode_of_another_type(world: World) -> Iterator[Rows]:
    """An event's mode belongs to another type."""
    for row in world.rows["events"]:
        others = [
            m
            for m, code in codes("events", "event_mode").items()
            if row["event_type"] not in code["types"]
        ]
        yield put("events", row, event_mode=world.rng.choice(others))


@kind
def recipient_lost(world: World) -> Iterator[Rows]:
    """Aid, cooperation or a sanction has no recipient: it takes part in another role."""
    types = codes("events", "event_type")
    for row in world.rows["events"]:
        got = [
            p
            for p in world.rows["event_participants"]
            if p["event_id"] == row["event_id"] and p["role"] == "recipient"
        ]
        if types[row["event_type"]]["needs_recipient"]:
            yield both(*(put("event_participants", p, role="attendee") for p in got))


@kind
def event_without_claims(world: World) -> Iterator[Rows]:
    """An event stands in the register on which no claim bears."""
    for row in world.rows["events"]:
        yield add(
            "events",
            {**row, "event_id": f"{row['event_id']}-2", "parent_event_id": row["event_id"]},
        )


@kind
def claims_of_event_lost(world: World) -> Iterator[Rows]:
    """The claims about an event are about none."""
    for row in world.rows["events"]:
        yield both(
            *(
                put("claims", c, event_id=None)
                for c in world.rows["claims"]
                if c["event_id"] == row["event_id"]
            )
        )


@kind
def occurred_on_hearsay(world: World) -> Iterator[Rows]:
    """An event counts as having happened though no article commits itself to it."""
    for row in world.rows["events"]:
        certain = [
            c
            for c in world.rows["claims"]
            if c["event_id"] == row["event_id"]
            and c["factuality_article"] == "CT+"
            and c["rank"] == "normal"
        ]
        if row["occurrence"] != "occurred" and not certain:
            yield put("events", row, occurrence="occurred")
        elif row["occurrence"] == "occurred" and certain:
            yield both(
                *(
                    put("claims", c, factuality_article="PR+", factuality_claimant="PR+")
                    for c in certain
                )
            )


@kind
def participation_by_another_claim(world: World) -> Iterator[Rows]:
    """A participation rests on a claim about another event."""
    for row in world.rows["event_participants"]:
        others = [c["claim_id"] for c in world.rows["claims"] if c["event_id"] != row["event_id"]]
        yield put("event_participants", row, claim_id=world.rng.choice(others))


@kind
def participation_in_another_event(world: World) -> Iterator[Rows]:
    """Somebody takes part in an event that the claim is not about."""
    for row in world.rows["event_participants"]:
        yield put(
            "event_participants", row, event_id=world.other(world.by_id("events"), row["event_id"])
        )


@kind
def stranger_takes_part(world: World) -> Iterator[Rows]:
    """A person takes part of whom the article of the claim knows nothing."""
    people = [row["actor_id"] for row in world.rows["actors"] if row["actor_type"] == "person"]
    for row in world.rows["event_participants"]:
        text = world.text(world.by_id("claims")[row["claim_id"]])
        strangers = [
            p
            for p in people
            if not any(n["name"] in text for n in world.rows["actor_names"] if n["actor_id"] == p)
        ]
        if strangers:
            yield put("event_participants", row, actor_id=world.rng.choice(strangers))


@kind
def title_not_as_printed(world: World) -> Iterator[Rows]:
    """A title of office is not as the article prints it."""
    for row in world.rows["event_participants"]:
        title = row["title_as_stated"]
        for wrong in (
            (title.upper(), title.replace("Defense", "Defence"), f"the former {title}", title[1:])
            if title
            else ()
        ):
            if wrong != title:
                yield put("event_participants", row, title_as_stated=wrong)


@kind
def event_part_of_itself(world: World) -> Iterator[Rows]:
    """An event is part of itself, or of its own part."""
    yield from circles(world, "events", "parent_event_id")


@kind
def part_of_something_long_past(world: World) -> Iterator[Rows]:
    """An event is part of one at another time."""
    for row in world.rows["events"]:
        far = [
            e["event_id"]
            for e in world.rows["events"]
            if (
                e["date_latest"]
                and row["date_earliest"]
                and e["date_latest"] < row["date_earliest"]
            )
            or (
                row["date_latest"]
                and e["date_earliest"]
                and row["date_latest"] < e["date_earliest"]
            )
        ]
        if far:
            yield put("events", row, parent_event_id=world.rng.choice(far))


@kind
def counted_from_itself(world: World) -> Iterator[Rows]:
    """The date of an event counts from its own."""
    yield from (
        put("events", row, anchor_event_id=row["event_id"])
        for row in world.rows["events"]
        if row["anchor_event_id"]
    )


@kind
def bounded_by_itself(world: World) -> Iterator[Rows]:
    """A figure is bounded by itself."""
    yield from (
        put("questions", row, bounded_by_id=row["question_id"])
        for row in world.rows["questions"]
        if row["unit"]
    )


@kind
def longitude_for_latitude(world: World) -> Iterator[Rows]:
    """Latitude and longitude changed places."""
    for row in _placed(world):
        if abs(row["longitude"]) > 90 or _shared(world, row):
            yield put("events", row, latitude=row["longitude"], longitude=row["latitude"])


def _shared(world: World, row: Row) -> bool:
    return sum(e["place_name"] == row["place_name"] for e in world.rows["events"]) > 1


def _placed(world: World) -> list[Row]:
    return [row for row in world.rows["events"] if row["latitude"] is not None]


@kind
def half_a_position(world: World) -> Iterator[Rows]:
    """A position lacks one of its numbers."""
    for row in _placed(world):
        yield put("events", row, latitude=None)
        yield put("events", row, longitude=None)


@kind
def off_the_globe(world: World) -> Iterator[Rows]:
    """A position lies outside the globe: degrees times a hundred, or minutes taken for degrees."""
    for row in _placed(world):
        yield put("events", row, latitude=row["latitude"] * 100)
        yield put("events", row, longitude=row["longitude"] + 360)


@kind
def place_in_two_spots(world: World) -> Iterator[Rows]:
    """A place that several events have lies elsewhere in one of them."""
    for row in _placed(world):
        if _shared(world, row):
            yield put("events", row, latitude=-row["latitude"])
            yield put("events", row, longitude=-row["longitude"])
            yield put("events", row, latitude=row["latitude"] - 1)


@kind
def place_in_two_countries(world: World) -> Iterator[Rows]:
    """A spot that several events share lies in another country in one of them."""
    for row in _placed(world):
        if (
            sum(
                (e["latitude"], e["longitude"]) == (row["latitude"], row["longitude"])
                for e in world.rows["events"]
            )
            > 1
        ):
            yield put(
                "events",
                row,
                country_code=world.other(["KOR", "PRK", "RUS", "CHN", "JPN"], row["country_code"]),
            )


@kind
def precision_of_place_wrong(world: World) -> Iterator[Rows]:
    """A place is said to be known better than it is given, or not at all though it is given."""
    for row in world.rows["events"]:
        if row["latitude"] is None:
            yield put("events", row, where_precision=world.rng.choice([1, 2, 3, 4]))
        else:
            yield put("events", row, where_precision=8)
        if row["country_code"] is None and row["latitude"] is None:
            yield put("events", row, where_precision=6)


@kind
def place_of_another_event(world: World) -> Iterator[Rows]:
    """A printed place or day is that of an event of which the article does not tell."""
    about = {(c["event_id"], c["article_id"]) for c in world.rows["claims"]}
    for row in world.rows["mentions"]:
        parts = {e["parent_event_id"] for e in world.rows["events"]}
        others = [
            e
            for e in world.by_id("events")
            if (e, row["article_id"]) not in about and e not in parts
        ]
        if row["event_id"]:
            yield put("mentions", row, event_id=world.rng.choice(others))


@kind
def answer_about_another_event(world: World) -> Iterator[Rows]:
    """A claim answers a question about one event and is about another."""
    for row in world.rows["claims"]:
        question = world.get("questions", row["question_id"])
        if question and question["event_id"] and row["event_id"]:
            own = {*_wholes(world, question["event_id"])}
            others = [e for e in world.by_id("events") if not own & {*_wholes(world, e)}]
            yield put("claims", row, event_id=world.rng.choice(others))


def _wholes(world: World, event: object) -> Iterator[object]:
    while event is not None:
        yield event
        event = world.by_id("events")[event]["parent_event_id"]


@kind
def events_merged(world: World) -> Iterator[Rows]:
    """Two events were made one, and what referred to the second is lost with it."""
    for row in world.rows["events"]:
        yield both(
            drop("events", row),
            *(
                drop("event_participants", p)
                for p in world.rows["event_participants"]
                if p["event_id"] == row["event_id"]
            ),
        )


@kind
def participant_twice(world: World) -> Iterator[Rows]:
    """A participation stands there twice, under two ids."""
    for row in world.rows["event_participants"]:
        yield add("event_participants", {**row, "participant_id": f"{row['participant_id']}.2"})
