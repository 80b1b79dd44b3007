"""The changes for a terminal: a summary by table, then schemas, then rows. Nothing is cut without a word."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from nkdata.changes.schema_words import sentence
from nkdata.changes.words import cut, narrowed, pieces, shown
from nkdata.versions import Bump

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.changes.model import Cell, Changes, SchemaChange, TableChanges

ROWS = 20
"""Rows of a kind that are listed a table."""
_NAMING = ("title", "statement", "name", "quote", "text")
"""Columns that tell people which row it is, the best first."""
_WHOLE = 10**9
_RED, _GREEN, _BOLD, _DIM = "31", "32", "1", "2"


def lines(changes: Changes, *, whole: bool = False, colour: bool = False) -> Iterator[str]:
    """Yield the changes as lines: what was compared, a row a table, the bump, schemas, rows, ids.

    Args:
        changes: what `compare` found.
        whole: every row and every cell in full; otherwise some of each kind a table, long cells cut, and how much was left out.
        colour: mark what went and what came with colours too.
    """
    paint = _Paint(whole=whole, colour=colour)
    old, new = changes.old, changes.new
    yield paint.bold(
        f"{old.source} ({old.name} {old.version}) -> {new.source} ({new.name} {new.version})"
    )
    yield from _summary(changes)
    yield f"{changes.bump}: {_meaning(changes)}"
    yield from _schemas(changes, paint)
    for table in changes.tables:
        yield from _rows(table, paint)
    yield from _stones(changes, paint)


def _summary(changes: Changes) -> Iterator[str]:
    moved = [table for table in changes.tables if table.moved]
    if moved:
        width = max(len(table.table) for table in moved)
        yield f"{'':<{width}}  {'old':>9}  {'new':>9}  {'added':>9}  {'removed':>9}  {'changed':>9}"
        for table in moved:
            numbers = (*table.rows, len(table.added), len(table.removed), table.n_changed)
            state = "" if table.status == "kept" else f"  table {table.status}"
            yield (
                f"{table.table:<{width}}  "
                + "  ".join(f"{number:>9,}" for number in numbers)
                + state
            )
    same = [table.table for table in changes.tables if not table.moved]
    if same:
        yield f"unchanged: {', '.join(same)}"


def _meaning(changes: Changes) -> str:
    """Return what asks for the bump."""
    return "; ".join(reasons(changes)) or "nothing changed"


def reasons(changes: Changes) -> list[str]:
    """Return in words what asks for the bump, each with where it is."""
    level = changes.level
    if level < Bump.MINOR:
        return ["files or words about the data changed, and no row"] if level else []
    found = {
        "rows removed": [
            t
            for t in changes.tables
            if level is Bump.MAJOR and len(t.removed) and t.status == "kept"
        ],
        "rows edited": [t for t in changes.tables if level is Bump.MAJOR and t.edits],
        "rows added": [
            t for t in changes.tables if level is Bump.MINOR and len(t.added) and t.status == "kept"
        ],
        "tables removed": [
            t for t in changes.tables if level is Bump.MAJOR and t.status == "removed"
        ],
        "tables added": [t for t in changes.tables if level is Bump.MINOR and t.status == "added"],
        "schema broken" if level is Bump.MAJOR else "schema widened": [
            t for t in changes.tables if any(change.bump is level for change in t.schema)
        ],
    }
    named = (
        ["the package has another name"]
        if any(change.bump is level for change in changes.metadata)
        else []
    )
    return named + [
        f"{what}: {', '.join(table.table for table in where)}"
        for what, where in found.items()
        if where
    ]


# -- schemas


def _schemas(changes: Changes, paint: _Paint) -> Iterator[str]:
    said = [
        ("package", changes.metadata),
        *((table.table, table.schema) for table in changes.tables),
    ]
    for name, listed in said:
        if listed:
            yield ""
            yield paint.bold(f"{name}: schema" if name != "package" else "package")
            yield from _sentences(listed, paint)


def _sentences(listed: Sequence[SchemaChange], paint: _Paint) -> Iterator[str]:
    for change in sorted(listed, key=lambda change: -change.bump):
        yield paint.line(f"  {change.bump.word:<5}  {sentence(change, whole=paint.whole)}")


# -- rows


def _rows(table: TableChanges, paint: _Paint) -> Iterator[str]:
    kinds = [
        (len(table.added), "added"),
        (len(table.removed), "removed"),
        (table.n_changed, "changed"),
    ]
    said = [f"{count:,} {word}" for count, word in kinds if count]
    filled = [f"{len(cells):,} cells of {cells.column} filled" for cells in table.filled]
    dropped = [f"{len(cells):,} cells of {cells.column} dropped" for cells in table.dropped]
    if not (said or filled or dropped):
        return
    yield ""
    yield paint.bold(f"{table.table}: {', '.join([*said, *filled, *dropped])}")
    for mark, side, colour in (("-", table.removed, _RED), ("+", table.added, _GREEN)):
        for row in side.slice(0, paint.most(len(side))).to_pylist():
            yield paint.colour(
                paint.line(f"  {mark} {shown(row[table.key])}{_name(table, row, paint)}"), colour
            )
        yield from _more(len(side) - paint.most(len(side)), "added" if mark == "+" else "removed")
    most = paint.most(table.n_changed)
    for number, (key, cells) in enumerate(table.changed()):
        if number == most:
            break
        yield from _changed(key, cells, paint)
    yield from _more(table.n_changed - most, "changed")


def _more(count: int, kind: str) -> Iterator[str]:
    if count > 0:
        yield f"  [... {count:,} more {kind}: --all shows them]"


def name_of(row: dict[str, Any], key: str) -> str:
    """Return the words of a row that tell people which one it is, or an empty text."""
    return next((str(row[column]) for column in _NAMING if column != key and row.get(column)), "")


def _name(table: TableChanges, row: dict[str, Any], paint: _Paint) -> str:
    name = name_of(row, table.key)
    return f"  {name if paint.whole else cut(name, 100)}" if name else ""


def _changed(key: object, cells: Sequence[Cell], paint: _Paint) -> Iterator[str]:
    yield paint.line(f"  ~ {shown(key)}")
    for cell in cells:
        yield f"      {cell.column}: {paint.cell(cell)}"


def _stones(changes: Changes, paint: _Paint) -> Iterator[str]:
    if changes.tombstones:
        yield ""
        yield paint.bold(f"{len(changes.tombstones):,} ids retired, never to be used again")
        most = paint.most(len(changes.tombstones))
        for stone in changes.tombstones[:most]:
            yield paint.line(f"  {stone.table} {stone.id} retired {stone.retired}")
        yield from _more(len(changes.tombstones) - most, "retired")


class _Paint:
    """How much is shown, and with what marks."""

    def __init__(self, *, whole: bool, colour: bool) -> None:
        self.whole = whole
        self._coloured = colour

    def most(self, count: int) -> int:
        return count if self.whole else min(count, ROWS)

    def bold(self, text: str) -> str:
        return self.colour(self.line(text), _BOLD)

    def colour(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._coloured and text else text

    def line(self, text: str) -> str:
        """Return a text on one line, with control characters escaped: no cell steers the terminal."""
        return "".join(_visible(character) for character in text)

    def cell(self, cell: Cell) -> str:
        parts = pieces(cell.old, cell.new)
        parts = parts if self.whole else narrowed(parts)
        if [mark for mark, _ in parts] == ["-", "+"]:
            old, new = (self.line(text) for _, text in parts)
            return f"{self.colour(old, _RED)} -> {self.colour(new, _GREEN)}"
        return "".join(self._piece(mark, self.line(text)) for mark, text in parts)

    def _piece(self, mark: str, text: str) -> str:
        if mark == "=":
            return text
        opened, closed, code = ("[-", "-]", _RED) if mark == "-" else ("{+", "+}", _GREEN)
        return self.colour(f"{opened}{text}{closed}", code)


def _visible(character: str) -> str:
    if character.isprintable() or character == "\u00a0":
        return character
    return (
        "\\n"
        if character == "\n"
        else repr(character)[1:-1]
        if unicodedata.category(character)[0] == "C"
        else character
    )
