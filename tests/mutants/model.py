"""What kinds are made of: changes of rows, Arrow tables, files in a package, and text of seeds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import pyarrow as pa

from nkdata.ids import digest, link_id
from nkdata.schema import TABLES, arrow_schema, columns, foreign_keys, primary_key
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Row = dict[str, object]

ID_OF = {
    "segments": lambda r: link_id(r["article_id"], r["start"]),
    "actor_names": lambda r: link_id(r["actor_id"], digest(r["name"])),
    "event_participants": lambda r: link_id(r["event_id"], r["role"], r["actor_id"]),
    "attributions": lambda r: link_id(r["claim_id"], r["hop"]),
    "mentions": lambda r: link_id(
        r["article_id"],
        f"{r['start']}-{r['end']}",
        r["kind"],
        r["actor_id"],
        r["event_id"],
        r["claim_id"],
    ),
    "claim_relations": lambda r: link_id(r["from_claim_id"], r["relation"], r["to_claim_id"]),
}
"""How the id of a link row follows from its parents: a mistake in these changes it too."""


class World:
    """The sound rows that kinds look for places in, and never change; and how they draw."""

    def __init__(self, rows: Mapping[str, list[Row]]) -> None:
        """Take the rows of every table."""
        self.rows = rows
        self.rng = Random()
        self._ids: dict[str, dict[object, Row]] = {}

    def by_id(self, table: str) -> dict[object, Row]:
        """Return a table's rows by key."""
        if table not in self._ids:
            self._ids[table] = {row[primary_key(table)]: row for row in self.rows[table]}
        return self._ids[table]

    def get(self, table: str, key: object) -> Row | None:
        """Return a row, None where there is none."""
        return self.by_id(table).get(key)

    def text(self, row: Row) -> str:
        """Return the text of the article of a row."""
        return self.by_id("articles")[row["article_id"]]["text"]

    def chain(self, claim: Row) -> list[Row]:
        """Return the hops of a claim in order."""
        return sorted(
            (h for h in self.rows["attributions"] if h["claim_id"] == claim["claim_id"]),
            key=lambda h: h["hop"],
        )

    def other(self, values: object, *taken: object) -> object:
        """Draw one of the values that are not taken."""
        return self.rng.choice([value for value in values if value not in taken])


@dataclass(frozen=True)
class Change:
    """A row as it becomes: changed, dropped (``new`` is None) or added (``old`` is None)."""

    table: str
    old: Row | None
    new: Row | None


@dataclass(frozen=True)
class Rows:
    """A mutant of rows; ``fresh`` tells whether ids and hashes of changed cells are made anew."""

    changes: tuple[Change, ...]
    fresh: bool = True

    def rows(self, world: World) -> dict[str, list[Row]]:
        """Return the rows of the tables that the mistake touches."""
        changes = list(_refreshed(world, self.changes) if self.fresh else self.changes)
        made = {}
        for table in dict.fromkeys(change.table for change in changes):
            mine = [c for c in changes if c.table == table]
            news = {id(c.old): c.new for c in mine if c.old is not None}
            kept = [news.get(id(row), row) for row in world.rows[table]]
            made[table] = [
                row for row in [*kept, *(c.new for c in mine if c.old is None)] if row is not None
            ]
        return made

    def tables(self, world: World) -> dict[str, pa.Table]:
        """Return the Arrow tables that the mistake touches, in the schema's types."""
        return {table: arrow(table, rows) for table, rows in self.rows(world).items()}


@dataclass(frozen=True)
class Arrow:
    """A mutant of whole tables: what each becomes, None where it is lost."""

    reshaped: Mapping[str, Callable[[pa.Table], pa.Table] | None]
    what: str = ""

    def tables(self, world: World) -> dict[str, pa.Table | None]:
        """Return the tables that the mistake touches."""
        return {
            name: change and change(arrow(name, world.rows[name]))
            for name, change in self.reshaped.items()
        }


@dataclass(frozen=True)
class Files:
    """A mutant of the folder of a package, whose files may be changed at will."""

    harm: Callable[[Path], None]
    what: str = ""


@dataclass(frozen=True)
class Seeds:
    """A mutant of seeds: stretches that are replaced, and files with a new text, None if lost."""

    edits: tuple[tuple[str, int, int, str], ...] = ()
    files: Mapping[str, bytes | None] = field(default_factory=dict)


Mutant = Rows | Arrow | Files | Seeds


@dataclass(frozen=True)
class Kind:
    """A mistake: where it can be made, and what the checks have to say."""

    name: str
    subject: str
    doc: str
    places: Callable[..., Iterator[Mutant]]
    expected: str = "caught"
    reason: str = ""


KINDS: dict[str, Kind] = {}


def _register(
    places: Callable[..., Iterator[Mutant]], expected: str = "caught", reason: str = ""
) -> Callable[..., Iterator[Mutant]]:
    name = places.__name__.replace("_", "-")
    assert name not in KINDS, f"the kind {name} is there twice"
    assert places.__doc__, f"the kind {name} has no docstring"
    KINDS[name] = Kind(
        name,
        places.__module__.rpartition(".")[2],
        " ".join(places.__doc__.split()),
        places,
        expected,
        reason,
    )
    return places


def kind(places: Callable[..., Iterator[Mutant]]) -> Callable[..., Iterator[Mutant]]:
    """Register a mistake that changes meaning at every place: it has to be caught at each."""
    return _register(places)


def harmless(places: Callable[..., Iterator[Mutant]]) -> Callable[..., Iterator[Mutant]]:
    """Register a change that changes no meaning: it must not be caught."""
    return _register(places, "harmless")


def beyond(reason: str) -> Callable[..., Callable[..., Iterator[Mutant]]]:
    """Register a mistake that no rule over one package can tell, with the reason."""
    return lambda places: _register(places, "beyond", reason)


def arrow(table: str, rows: list[Row]) -> pa.Table:
    """Return rows as an Arrow table of the schema exactly as they are, forbidden nulls included."""
    return pa.table(
        {name: [row[name] for row in rows] for name in columns(table)}, schema=arrow_schema(table)
    )


def put(table: str, row: Row, **cells: object) -> Rows:
    """Return the mutant with other cells in a row."""
    return Rows((Change(table, row, {**row, **cells}),))


def drop(table: str, *rows: Row) -> Rows:
    """Return the mutant without these rows."""
    return Rows(tuple(Change(table, row, None) for row in rows))


def add(table: str, row: Row) -> Rows:
    """Return the mutant with one more row."""
    return Rows((Change(table, None, row),))


def both(*mutants: Rows) -> Rows:
    """Return the mutant that has the changes of all."""
    return Rows(
        tuple(change for mutant in mutants for change in mutant.changes),
        all(m.fresh for m in mutants),
    )


def stale(mutant: Rows) -> Rows:
    """Return the mutant with ids and hashes as they were."""
    return Rows(mutant.changes, fresh=False)


def circles(world: World, table: str, column: str) -> Iterator[Rows]:
    """Yield mutants in which a row is its own parent by a column, or that of its parent."""
    key = primary_key(table)
    for row in world.rows[table]:
        yield put(table, row, **{column: row[key]})
        parent = world.get(table, row[column])
        if parent:
            yield put(table, parent, **{column: row[key]})


def dated(stem: str, text: str, *, event: bool = False) -> Row:
    """Return the cells of a date: its string, the two days, and for an event the precision."""
    interval = edtf.parse(text)
    made = {
        f"{stem}_edtf": text,
        f"{stem}_earliest": interval.earliest,
        f"{stem}_latest": interval.latest,
    }
    return made | ({"date_precision": edtf.precision(interval)} if event else {})


def _refreshed(world: World, changes: tuple[Change, ...]) -> Iterator[Change]:
    renamed: dict[str, dict[object, object]] = {}
    for change in changes:
        new = _rehashed(change)
        made = ID_OF.get(change.table)
        key = primary_key(change.table)
        if (
            made
            and new
            and change.old
            and new[key] == change.old[key]
            and made(new) != new[key]
            and made(change.old) == new[key]
        ):
            renamed.setdefault(change.table, {})[new[key]] = made(new)
            new = {**new, key: made(new)}
        yield Change(change.table, change.old, new)
    touched = {id(change.old) for change in changes}
    yield from (change for change in _followers(world, renamed) if id(change.old) not in touched)


def _rehashed(change: Change) -> Row | None:
    if (
        change.table != "articles"
        or not change.old
        or not change.new
        or change.old["text"] == change.new["text"]
    ):
        return change.new
    return {
        **change.new,
        "text_sha256": hashlib.sha256(str(change.new["text"]).encode()).hexdigest(),
    }


def _followers(world: World, renamed: Mapping[str, Mapping[object, object]]) -> Iterator[Change]:
    """Yield the changes of rows that refer to a link row whose id was made anew."""
    for table in TABLES if renamed else ():
        for foreign in foreign_keys(table):
            names = renamed.get(foreign.table, {})
            for row in world.rows[table] if names else ():
                if row[foreign.column] in names:
                    yield Change(table, row, {**row, foreign.column: names[row[foreign.column]]})
