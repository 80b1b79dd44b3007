"""Mistakes of actors and their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mutants.model import add, both, circles, drop, kind, put, stale
from nkdata.ids import digest, link_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutants.model import Row, Rows, World


@kind
def actors_exchanged(world: World) -> Iterator[Rows]:
    """Two actors have each other's ids, in their own rows alone."""
    rows = world.rows["actors"]
    for one in rows:
        two = world.rng.choice([row for row in rows if row is not one])
        yield stale(
            both(
                put("actors", one, actor_id=two["actor_id"]),
                put("actors", two, actor_id=one["actor_id"]),
            )
        )


@kind
def actor_nobody_leads_to(world: World) -> Iterator[Rows]:
    """A leftover actor stands in the register."""
    for row in world.rows["actors"]:
        new = {**row, "actor_id": f"{row['actor_id']}-2", "parent_id": None, "wikidata_id": None}
        name = next(
            n
            for n in world.rows["actor_names"]
            if n["actor_id"] == row["actor_id"] and n["kind"] == "canonical"
        )
        yield both(
            add("actors", new),
            add(
                "actor_names",
                {
                    **name,
                    "actor_id": new["actor_id"],
                    "name_id": link_id(new["actor_id"], digest(name["name"])),
                },
            ),
        )


@kind
def canonical_name_lost(world: World) -> Iterator[Rows]:
    """An actor has no canonical name, or one that it does not have in the other table."""
    for row in world.rows["actor_names"]:
        if row["kind"] == "canonical":
            yield drop("actor_names", row)
            yield put("actor_names", row, kind="alias")


@kind
def second_canonical_name(world: World) -> Iterator[Rows]:
    """An actor has two canonical names."""
    yield from (
        put("actor_names", row, kind="canonical")
        for row in world.rows["actor_names"]
        if row["kind"] != "canonical"
    )


@kind
def name_misspelt_in_register(world: World) -> Iterator[Rows]:
    """An actor's name has a slip, in one of the two tables that hold it."""
    for row in world.rows["actors"]:
        yield put("actors", row, name=row["name"][:-1] + world.other("aeiouy", row["name"][-1]))


@kind
def printed_name_missing(world: World) -> Iterator[Rows]:
    """A name that articles print is not in the register."""
    printed = {(m["actor_id"], m["quote"]) for m in world.rows["mentions"] if m["kind"] == "name"}
    yield from (
        drop("actor_names", row)
        for row in world.rows["actor_names"]
        if (row["actor_id"], row["name"]) in printed
    )


@kind
def name_of_another(world: World) -> Iterator[Rows]:
    """A name that articles print, or the canonical one, was given to another actor."""
    printed = {(m["actor_id"], m["quote"]) for m in world.rows["mentions"] if m["kind"] == "name"}
    for row in (
        n
        for n in world.rows["actor_names"]
        if n["kind"] == "canonical" or (n["actor_id"], n["name"]) in printed
    ):
        yield put("actor_names", row, actor_id=world.other(world.by_id("actors"), row["actor_id"]))


@kind
def misspelling_taken_for_name(world: World) -> Iterator[Rows]:
    """A misspelling is filed as a name, or a printed name as a misspelling."""
    printed = {(m["actor_id"], m["quote"]) for m in world.rows["mentions"] if m["kind"] == "name"}
    for row in world.rows["actor_names"]:
        if (row["actor_id"], row["name"]) in printed and row["kind"] != "canonical":
            yield put(
                "actor_names", row, kind="alias" if row["kind"] == "misspelling" else "misspelling"
            )


@kind
def name_mention_of_another(world: World) -> Iterator[Rows]:
    """A printed name is taken for that of somebody else."""
    for row in world.rows["mentions"]:
        if row["kind"] == "name":
            namesakes = {
                n["actor_id"] for n in world.rows["actor_names"] if n["name"] == row["quote"]
            }
            yield put("mentions", row, actor_id=world.other(world.by_id("actors"), *namesakes))


@kind
def name_cut_out_of_a_longer_one(world: World) -> Iterator[Rows]:
    """Of a printed name only a part is marked, which is a name of somebody else."""
    owners: dict[object, set[object]] = {}
    for row in world.rows["actor_names"]:
        owners.setdefault(row["name"], set()).add(row["actor_id"])
    for row in world.rows["mentions"]:
        for name, actors in owners.items() if row["kind"] == "name" else ():
            part = re.search(rf"(?<!\S){re.escape(name)}(?!\S)", row["quote"])
            others = actors - owners.get(row["quote"], set())
            if part and part[0] != row["quote"] and others:
                start, end = (row["start"] + at for at in part.span())
                yield put("mentions", row, quote=name, start=start, end=end, actor_id=min(others))


@kind
def sic_on_a_sound_name(world: World) -> Iterator[Rows]:
    """A name that is printed rightly is marked as a misprint."""
    yield from (
        put("mentions", row, sic=True)
        for row in world.rows["mentions"]
        if row["kind"] == "name" and not row["sic"]
    )


@kind
def actor_controls_itself(world: World) -> Iterator[Rows]:
    """An actor is its own parent, or the parent of its parent."""
    yield from circles(world, "actors", "parent_id")


@kind
def controlled_from_another_country(world: World) -> Iterator[Rows]:
    """An actor is put under the state of another country."""
    states = [row for row in world.rows["actors"] if row["actor_type"] == "state"]
    for row in world.rows["actors"]:
        if row["country_code"] and row["parent_id"]:
            yield put(
                "actors",
                row,
                parent_id=world.rng.choice(
                    [s["actor_id"] for s in states if s["country_code"] != row["country_code"]]
                ),
            )


@kind
def country_of_the_neighbour(world: World) -> Iterator[Rows]:
    """An actor under a state has the code of another country: KOR for PRK."""
    for row in world.rows["actors"]:
        if row["country_code"] and row["parent_id"]:
            yield put(
                "actors",
                row,
                country_code=world.other(["KOR", "PRK", "RUS", "CHN"], row["country_code"]),
            )


@kind
def no_such_country(world: World) -> Iterator[Rows]:
    """A country has a code of two letters, or one that nobody assigned."""
    for table in ("actors", "events"):
        for row in world.rows[table]:
            if row["country_code"]:
                yield put(
                    table,
                    row,
                    country_code=world.rng.choice(
                        ["KP", "NKO", "ROK", "UDSSR", "EUR", "prk", "XXX", "SUN"]
                    ),
                )


@kind
def one_wikidata_item_for_two(world: World) -> Iterator[Rows]:
    """Two actors have one item of Wikidata."""
    known = [row for row in world.rows["actors"] if row["wikidata_id"]]
    for row in world.rows["actors"]:
        if not row["is_anonymous"]:
            yield put(
                "actors",
                row,
                wikidata_id=world.other([k["wikidata_id"] for k in known], row["wikidata_id"]),
            )


@kind
def wikidata_address_for_id(world: World) -> Iterator[Rows]:
    """An item of Wikidata is given by its address, its number, or that of a property."""
    for row in world.rows["actors"]:
        if row["wikidata_id"]:
            wrong = ["https://www.wikidata.org/wiki/{}", "wd:{}", "{} ", "P{}"]
            yield put("actors", row, wikidata_id=world.rng.choice(wrong).format(row["wikidata_id"]))


@kind
def anonymous_with_identity(world: World) -> Iterator[Rows]:
    """A known actor is marked as anonymous, or an anonymous one has an identity."""
    for row in world.rows["actors"]:
        if row["wikidata_id"] or row["actor_type"] == "state":
            yield put("actors", row, is_anonymous=True)
        elif row["is_anonymous"]:
            yield put("actors", row, wikidata_id="Q1234567")


@kind
def medium_without_control(world: World) -> Iterator[Rows]:
    """A medium does not say who controls it, or somebody who is none does."""
    for row in world.rows["actors"]:
        yield put(
            "actors",
            row,
            media_control=None if row["media_control"] else world.rng.choice(["state", "private"]),
        )


@kind
def medium_of_another_type(world: World) -> Iterator[Rows]:
    """A medium is filed as something else, or somebody else as a medium."""
    for row in world.rows["actors"]:
        yield put(
            "actors",
            row,
            actor_type=world.rng.choice(["company", "government_body", "ngo"])
            if row["actor_type"] == "media"
            else "media",
        )


@kind
def unnamed_subject(world: World) -> Iterator[Rows]:
    """A claim is about a person of whom its article knows nothing."""
    people = [row["actor_id"] for row in world.rows["actors"] if row["actor_type"] == "person"]
    for claim in world.rows["claims"]:
        strangers = [p for p in people if not _printed(world, p, claim)]
        if claim["subject_id"] and strangers:
            yield put("claims", claim, subject_id=world.rng.choice(strangers))


def _printed(world: World, actor: str, claim: Row) -> bool:
    return any(
        n["name"] in world.text(claim) for n in world.rows["actor_names"] if n["actor_id"] == actor
    )


@kind
def mention_without_target(world: World) -> Iterator[Rows]:
    """A name names nobody, a cue belongs to no claim."""
    for row in world.rows["mentions"]:
        target = next((c for c in ("actor_id", "event_id", "claim_id") if row[c]), None)
        if target and row["kind"] not in ("date", "place"):
            yield put("mentions", row, **{target: None})


@kind
def mention_with_two_targets(world: World) -> Iterator[Rows]:
    """A mention has a target that its kind does not take."""
    for row in world.rows["mentions"]:
        column = world.other(
            ["actor_id", "event_id", "claim_id"],
            *(c for c in ("actor_id", "event_id", "claim_id") if row[c]),
        )
        table = {"actor_id": "actors", "event_id": "events", "claim_id": "claims"}[column]
        free = (row["kind"], column) in (
            ("date", "event_id"),
            ("date", "claim_id"),
            ("place", "event_id"),
        )
        if not free or row["event_id"] or row["claim_id"]:
            yield put("mentions", row, **{column: world.rng.choice(list(world.by_id(table)))})


@kind
def mention_of_another_kind(world: World) -> Iterator[Rows]:
    """A mention is filed as another kind."""
    for row in world.rows["mentions"]:
        alike = {"support": "duplicate", "duplicate": "support"}.get(row["kind"])
        kinds = ["name", "date", "place", "cue", "support", "publisher", "author"]
        if row["kind"] not in ("publisher", "author", "published"):
            yield put("mentions", row, kind=world.other(kinds, row["kind"], alike))


@kind
def restatement_of_another_article(world: World) -> Iterator[Rows]:
    """A cue, restatement or date belongs to a claim of another article."""
    for row in world.rows["mentions"]:
        if row["claim_id"]:
            others = [
                c["claim_id"] for c in world.rows["claims"] if c["article_id"] != row["article_id"]
            ]
            yield put("mentions", row, claim_id=world.rng.choice(others))


@kind
def value_on_a_mention_that_has_none(world: World) -> Iterator[Rows]:
    """A name has a date, or a date mention has none."""
    for row in world.rows["mentions"]:
        if row["kind"] != "published":
            yield put("mentions", row, normalized=None if row["normalized"] else "2025-08-29")


@kind
def mention_id_of_another(world: World) -> Iterator[Rows]:
    """A mention kept the id of another place."""
    for row in world.rows["mentions"]:
        yield stale(
            put(
                "mentions",
                row,
                mention_id=row["mention_id"].replace(f".{row['start']}-", f".{row['start'] + 1}-"),
            )
        )
