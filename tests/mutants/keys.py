"""Mistakes of keys: rows that lost what they refer to, came twice, or got another's name."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mutants.model import Arrow, both, drop, kind, put, stale
from nkdata.ids import digest
from nkdata.schema import TABLES, columns, foreign_keys, primary_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutants.model import Row, Rows, World


def _references(world: World) -> Iterator[tuple[str, str, Row, str]]:
    for table in TABLES:
        for foreign in foreign_keys(table):
            yield from (
                (table, foreign.column, row, foreign.table)
                for row in world.rows[table]
                if row[foreign.column] is not None
            )


@kind
def orphaned_key(world: World) -> Iterator[Rows]:
    """A letter of a reference is wrong."""
    for table, column, row, _ in _references(world):
        yield stale(put(table, row, **{column: _typo(world, row[column])}))


def _typo(world: World, key: str) -> str:
    at = world.rng.randrange(len(key) - 1)
    return (
        key[:at] + key[at + 1] + key[at] + key[at + 2 :]
        if key[at] != key[at + 1]
        else key[:at] + key[at + 1 :]
    )


@kind
def referred_row_lost(world: World) -> Iterator[Rows]:
    """A row is lost that another refers to."""
    seen = set()
    for _, column, row, target in _references(world):
        if (target, row[column]) not in seen:
            seen.add((target, row[column]))
            yield drop(target, world.by_id(target)[row[column]])


@kind
def row_twice(world: World) -> Iterator[Arrow]:
    """A row was appended a second time."""
    import pyarrow as pa

    for table in TABLES:
        for at in world.rng.sample(range(len(world.rows[table])), min(4, len(world.rows[table]))):
            yield Arrow({table: lambda t, at=at: pa.concat_tables([t, t.slice(at, 1)])})


@kind
def duplicated_key(world: World) -> Iterator[Rows]:
    """Two rows that say different things have one key."""
    for table in TABLES:
        key = primary_key(table)
        for one, two in pairwise(world.rows[table]):
            yield stale(put(table, two, **{key: one[key]}))


@kind
def keys_exchanged(world: World) -> Iterator[Rows]:
    """Two rows of a table exchanged their keys."""
    for table in TABLES:
        if table == "actors":
            continue  # `actors_exchanged` has them
        for one, two in pairwise(world.rows[table]):
            if table not in KIN and {**one, primary_key(table): None} != {
                **two,
                primary_key(table): None,
            }:
                yield keys_of_each_other(table, one, two)
    claims = sorted(
        world.rows["claims"], key=lambda row: (digest(row["claim_id"]), row["claim_id"])
    )
    yield from (
        keys_of_each_other("claims", one, two)
        for one, two in pairwise(claims)
        if one["article_id"] != two["article_id"]
    )


KIN = ("claims", "events", "questions")
"""Tables whose rows people named: of two that are alike nothing tells which name is whose.

See `keys_of_kin_exchanged`.
"""


def keys_of_each_other(table: str, one: Row, two: Row) -> Rows:
    """Return the mutant in which two rows have each other's keys."""
    key = primary_key(table)
    return stale(both(put(table, one, **{key: two[key]}), put(table, two, **{key: one[key]})))


@kind
def trailing_newline_on_id(world: World) -> Iterator[Rows]:
    """An id kept the line end of the file that it was read from."""
    for table in TABLES:
        for row in world.rows[table]:
            yield stale(put(table, row, **{primary_key(table): f"{row[primary_key(table)]}\n"}))


@kind
def space_on_reference(world: World) -> Iterator[Rows]:
    """A reference has a space at its end."""
    for table, column, row, _ in _references(world):
        yield stale(put(table, row, **{column: f"{row[column]} "}))


@kind
def id_in_capitals(world: World) -> Iterator[Rows]:
    """An id was written in capitals, in its own row alone."""
    for table in TABLES:
        for row in world.rows[table]:
            key = row[primary_key(table)]
            if key != key.upper():
                yield stale(put(table, row, **{primary_key(table): key.upper()}))


@kind
def id_numbered(world: World) -> Iterator[Rows]:
    """An id was replaced by the number of its row."""
    for table in TABLES:
        for number, row in enumerate(world.rows[table]):
            yield stale(put(table, row, **{primary_key(table): str(number)}))


@kind
def link_row_lost(world: World) -> Iterator[Rows]:
    """A row of a table that nothing refers to is lost."""
    targets = {foreign.table for table in TABLES for foreign in foreign_keys(table)}
    for table in TABLES:
        yield from (drop(table, row) for row in (world.rows[table] if table not in targets else ()))


@kind
def participation_lost(world: World) -> Iterator[Rows]:
    """Somebody who took part in an event is missing from it."""
    yield from (drop("event_participants", row) for row in world.rows["event_participants"])


@kind
def name_mention_lost(world: World) -> Iterator[Rows]:
    """A place where an article names somebody is missing."""
    yield from (drop("mentions", row) for row in world.rows["mentions"] if row["kind"] == "name")


@kind
def claim_lost_with_its_rows(world: World) -> Iterator[Rows]:
    """A claim is lost, and with it every row that is only about it."""
    for claim in world.rows["claims"]:
        own = [drop("claims", claim)]
        for table, columns_ in (
            ("attributions", ["claim_id"]),
            ("mentions", ["claim_id"]),
            ("claim_relations", ["from_claim_id", "to_claim_id"]),
        ):
            own += [
                drop(table, r)
                for r in world.rows[table]
                if claim["claim_id"] in [r[c] for c in columns_]
            ]
        own += [
            drop("event_participants", r)
            for r in world.rows["event_participants"]
            if r["claim_id"] == claim["claim_id"]
        ]
        yield both(*own)


@kind
def column_out_of_step(world: World) -> Iterator[Rows]:
    """One column slipped by a row against the others, as a spreadsheet sorts it alone."""
    for table in TABLES:
        rows = world.rows[table]
        for column in columns(table):
            slipped = [row[column] for row in rows[1:]] + [row[column] for row in rows[:1]]
            pairs = [
                (row, cell) for row, cell in zip(rows, slipped, strict=True) if row[column] != cell
            ]
            if pairs and (table, column) not in _WORDS:
                yield stale(both(*(put(table, row, **{column: cell}) for row, cell in pairs)))


_WORDS = frozenset(
    {
        ("events", "title"),
        ("events", "context"),
        ("questions", "text"),
        ("questions", "scope_note"),
        ("actors", "sector"),
    }
    | {
        ("articles", column)
        for column in ("rights", "derivation", "published_basis", "published_note")
    }
    | {("actors", "description"), ("claims", "subject_id"), ("claims", "coder")}
)
"""Columns in the curators' words or judgement: nothing tells whose row they are; see ``beyond``."""
