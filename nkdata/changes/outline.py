"""What there is to say of two releases, as lines of marked pieces that each printer renders."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING

from nkdata.changes.schema_words import sentence
from nkdata.changes.words import cut, narrowed, pieces, shown
from nkdata.schema import CURATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.changes.model import Cell, Changes, TableChanges

Pieces = list[tuple[str, str]]
"""Texts, each after a mark that says how it is meant.

``=`` is plain text; ``-`` and ``+`` are what went and what came within it. ``old`` and ``new`` are
a value that was replaced whole. ``code`` is an id or a name; ``added``, ``removed`` and ``edited``
are ids of such rows. ``more`` is how many lines are left out.
"""
Line = tuple[int, Pieces]
"""A depth and the pieces: a title has the depth 0, what stands under it a greater one."""
ALL = sys.maxsize
"""Instead of a number of rows: as many as there are, and every cell whole."""

_NAMING = ("title", "statement", "name", "quote", "text")
"""Columns that tell people which row it is, the best first."""
_LONGEST = 100
"""Characters shown of what a row is called: with its id two lines of a terminal."""


def summary(changes: Changes) -> Iterator[str]:
    """Yield what asks for the bump, and which tables did not move."""
    since = f"since {changes.old.version or 'a release without a version'}"
    if changes.level:
        yield f"{changes.bump.capitalize()} change {since}: {'; '.join(changes.reasons)}."
    else:
        yield f"No change {since}."
    if same := [table.table for table in changes.tables if not table.moved]:
        yield f"Unchanged: {', '.join(same)}."


def counts(changes: Changes) -> list[tuple[str, ...]]:
    """Return a header and a row of numbers for each table that moved, nothing where none did."""
    rows: list[tuple[str, ...]] = [("table", "old", "new", "added", "removed", "changed")]
    for table in changes.tables:
        if table.moved:
            name = table.table + ("" if table.status == "kept" else f" (table {table.status})")
            numbers = (*table.rows, len(table.added), len(table.removed), table.n_changed)
            rows.append((name, *(f"{number:,}" for number in numbers)))
    return rows if len(rows) > 1 else []


def lines(changes: Changes, most: int = ALL, *, derived: bool = True) -> Iterator[Line]:
    """Yield what changed: schemas, rows added, changed and removed, ids retired.

    Of each kind ``most`` rows are listed for a table. Where that is not `ALL`, what is left out is
    counted, and long cells are cut. Tables that are derived are listed where ``derived``.
    """
    tables = [table for table in changes.tables if derived or table.table in CURATED]
    parts = {
        "Schema": _schemas(changes, most),
        "Added": _rows(tables, "added", most),
        "Changed": _changed(tables, most),
        "Removed": _rows(tables, "removed", most),
        "Retired ids, never to be used again": _stones(changes, most),
    }
    for title, part in parts.items():
        for number, line in enumerate(part):
            if number == 0:
                yield 0, [("title", title)]
            yield line


def _more(count: int, most: int, depth: int) -> Iterator[Line]:
    if count > most:
        yield depth, [("more", f"{count - most:,}")]


def _schemas(changes: Changes, most: int) -> Iterator[Line]:
    tables = ((table.table, table.schema) for table in changes.tables)
    for name, listed in (("package", changes.metadata), *tables):
        for change in sorted(listed, key=lambda change: -change.bump)[:most]:
            words = sentence(change, whole=most == ALL)
            yield 1, [("=", f"{change.bump.word}: "), ("code", name), ("=", f" {words}")]
        yield from _more(len(listed), most, 1)


def _rows(tables: Iterable[TableChanges], kind: str, most: int) -> Iterator[Line]:
    for table in tables:
        rows = getattr(table, kind)
        if len(rows):
            yield 1, [("=", f"{table.table} ({len(rows):,})")]
        for row in rows.slice(0, most).to_pylist():
            names = (str(row[name]) for name in _NAMING if name != table.key and row.get(name))
            name = next((f": {name if most == ALL else cut(name, _LONGEST)}" for name in names), "")
            yield 2, [(kind, shown(row[table.key])), ("=", name)]
        yield from _more(len(rows), most, 2)


def _changed(tables: Iterable[TableChanges], most: int) -> Iterator[Line]:
    for table in tables:
        if table.edits:
            yield 1, [("=", f"{table.table} ({table.n_changed:,})")]
        for keys, cells in _alike(table, most):
            yield 2, [("edited", ", ".join(keys))]
            yield from ((3, cell) for cell in cells)
        yield from _more(table.n_changed, most, 2)
        for what in ("filled", "dropped"):
            for column in getattr(table, what):
                rows = "1 row" if len(column) == 1 else f"{len(column):,} rows"
                yield 1, [("=", f"{table.table}: {column.column} {what} in {rows}")]


def _alike(table: TableChanges, most: int) -> Iterator[tuple[Sequence[str], Sequence[Pieces]]]:
    """Yield the keys of edited rows and their cells; rows that changed alike stand together.

    Where all are listed each row stands alone, so that no number of them takes memory.
    """
    rows = ((shown(key), [_cell(cell, most) for cell in cells]) for key, cells in table.changed())
    if most == ALL:
        yield from (([key], cells) for key, cells in rows)
        return
    alike: dict[str, tuple[list[str], list[Pieces]]] = {}
    for key, cells in islice(rows, most):
        alike.setdefault(repr(cells), ([], cells))[0].append(key)
    yield from alike.values()


def _cell(cell: Cell, most: int) -> Pieces:
    parts = pieces(cell.old, cell.new)
    return [("=", f"{cell.column}: "), *(parts if most == ALL else narrowed(parts))]


def _stones(changes: Changes, most: int) -> Iterator[Line]:
    for table, key, version in changes.tombstones[:most]:
        yield 1, [("code", f"{table} {key}"), ("=", f" retired in {version}")]
    yield from _more(len(changes.tombstones), most, 1)
