"""Rows compared: matched by a hash of their key, then column by column in Arrow.

Python sees only what changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkdata.changes.model import Cells

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Column: TypeAlias = pa.ChunkedArray

_LONGEST = 2**31 - 1
"""Bytes that one Arrow array of strings holds; what is longer takes the type with wide offsets."""


class RowChanges(NamedTuple):
    """Rows that only one side has, and cells that differ in rows of both."""

    added: pa.Table
    removed: pa.Table
    edits: tuple[Cells, ...] = ()
    filled: tuple[Cells, ...] = ()
    dropped: tuple[Cells, ...] = ()


def compare_rows(old: pa.Table, new: pa.Table, key: str) -> RowChanges:
    """Compare two tables whose rows have a primary key in a column of the same name.

    The key is filled and unique. Rows may stand in any order. Where OLD's keys cannot be read as
    the type of NEW's, no row is in both.
    """
    old_keys = _as(old.column(key), new.schema.field(key).type)
    if old_keys is None:
        return RowChanges(new.sort_by(key), old.sort_by(key))
    new_keys = new.column(key).combine_chunks()
    at = pc.index_in(new_keys, value_set=old_keys.combine_chunks())
    gone = pc.invert(pc.is_in(old_keys, value_set=new_keys))
    added, removed = new.filter(pc.is_null(at)), old.filter(gone)
    return RowChanges(added.sort_by(key), removed.sort_by(key), *_cell_changes(old, new, key, at))


def _cell_changes(old: pa.Table, new: pa.Table, key: str, at: pa.Array) -> list[tuple[Cells, ...]]:
    """Return edited, filled and dropped cells; ``at`` has the row of OLD for each row of NEW."""
    there = pc.is_valid(at)
    keys = new.column(key).combine_chunks().filter(there)
    before, after = _picker(old, at.drop_null()), _picker(new, pc.indices_nonzero(there))
    names = dict.fromkeys([*new.column_names, *old.column_names])
    columns = (_cells(name, keys, before(name), after(name)) for name in names if name != key)
    changed = [cells for cells in columns if len(cells)]
    return [
        tuple(c for c in changed if c.old is not None and c.new is not None),
        tuple(c for c in changed if c.old is None),
        tuple(c for c in changed if c.new is None),
    ]


def _picker(table: pa.Table, rows: pa.Array) -> Callable[[str], Column | None]:
    """Return a function that gives the cells of a column in these rows, None without the column."""
    # most releases keep the order, and a column that is taken as it stands costs no copy
    in_place = np.array_equal(rows.to_numpy(), np.arange(len(table)))

    def pick(name: str) -> Column | None:
        if name not in table.column_names:
            return None
        column = _roomy(table.column(name))
        return column if in_place else column.take(rows)

    return pick


def _cells(name: str, keys: pa.Array, before: Column | None, after: Column | None) -> Cells:
    """Return the cells that differ, or that are filled where one side has no such column."""
    if before is None or after is None:
        rows = pc.indices_nonzero(pc.is_valid(before if after is None else after))
    else:
        rows = _differing(before, after)
    rows = rows.take(pc.sort_indices(keys.take(rows)))
    old, new = (
        None if side is None else side.take(rows).combine_chunks() for side in (before, after)
    )
    return Cells(name, keys.take(rows), old, new)


def _roomy(column: Column) -> Column:
    is_long = pa.types.is_string(column.type) and column.nbytes > _LONGEST
    return column.cast(pa.large_string()) if is_long else column


def _as(column: Column, wanted: pa.DataType) -> Column | None:
    """Return a column in another type, or None where some value has no such form."""
    if column.type == wanted:
        return column
    try:
        return column.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        return None


def _differing(before: Column, after: Column) -> pa.Array:
    """Return the numbers of the rows in which two columns differ.

    An empty cell equals an empty one, and NaN equals NaN.
    """
    same_type = _as(before, after.type)
    if same_type is None:
        return pc.indices_nonzero(pc.or_(pc.is_valid(before), pc.is_valid(after)))
    same = pc.fill_null(_equal(same_type, after), fill_value=False)
    alike = [pc.is_null, pc.is_nan] if pa.types.is_floating(after.type) else [pc.is_null]
    for holds in alike:
        both = pc.and_(holds(same_type), holds(after))
        same = pc.or_(same, pc.fill_null(both, fill_value=False))
    return pc.indices_nonzero(pc.invert(same))


def _equal(before: Column, after: Column) -> Column:
    try:
        return pc.equal(before, after)
    except pa.ArrowNotImplementedError:  # lists and structures, which no kernel compares
        pairs = zip(before.to_pylist(), after.to_pylist(), strict=True)
        return pa.chunked_array([pa.array([old == new for old, new in pairs], pa.bool_())])
