"""Rows compared: matched by a hash of their key, then column by column in Arrow. Python sees only what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nkdata.changes.model import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

_LONGEST = 2**31 - 1
"""Bytes that one Arrow array of type string can hold; what is longer takes the type with wide offsets."""


@dataclass(frozen=True, slots=True)
class RowChanges:
    """Rows that only one side has, and cells that differ in rows of both."""

    added: pa.Table
    removed: pa.Table
    edits: tuple[Cells, ...]
    filled: tuple[Cells, ...]
    dropped: tuple[Cells, ...]


def compare_rows(old: pa.Table, new: pa.Table, key: str) -> RowChanges:
    """Compare two tables whose rows have a primary key in a column of the same name, filled and unique.

    Rows may stand in any order. Where the keys have types of which neither is read as the other, no
    row is in both.
    """
    import pyarrow.compute as pc

    old_keys = _as(old.column(key), new.schema.field(key).type)
    if old_keys is None:
        return RowChanges(_sorted(new, key), _sorted(old, key), (), (), ())
    new_keys = new.column(key).combine_chunks()
    found = pc.index_in(new_keys, value_set=old_keys.combine_chunks())
    there = pc.is_valid(found)
    gone = pc.invert(pc.is_in(old_keys, value_set=new_keys))
    kept = _Kept(old, new, new_keys.filter(there), found.drop_null(), there)
    columns = [name for name in new.column_names if name != key]
    both = [name for name in columns if name in old.column_names]
    return RowChanges(
        _sorted(new.filter(pc.invert(there)), key),
        _sorted(old.filter(gone), key),
        tuple(_some(kept.edited(name) for name in both)),
        tuple(_some(kept.only(name, new) for name in columns if name not in both)),
        tuple(
            _some(
                kept.only(name, old)
                for name in old.column_names
                if name not in both and name != key
            )
        ),
    )


def _some(cells: Iterator[Cells]) -> Iterator[Cells]:
    return (made for made in cells if len(made))


def _sorted(table: pa.Table, key: str) -> pa.Table:
    return table.sort_by(key) if len(table) else table.slice(0, 0)


class _Kept:
    """The rows that both tables have, in the order of the new one."""

    def __init__(
        self, old: pa.Table, new: pa.Table, keys: pa.Array, at: pa.Array, there: pa.Array
    ) -> None:
        import numpy as np

        self._old, self._new, self._keys, self._at, self._there = old, new, keys, at, there
        # most releases keep the order, and a column that is taken as it stands costs no copy
        self._in_place = len(at) == len(old) and bool((at.to_numpy() == np.arange(len(at))).all())
        self._all_there = len(keys) == len(new)

    def _before(self, name: str) -> pa.ChunkedArray:
        column = _roomy(self._old.column(name))
        return column if self._in_place else column.take(self._at)

    def _after(self, name: str) -> pa.ChunkedArray:
        column = self._new.column(name)
        return column if self._all_there else column.filter(self._there)

    def edited(self, name: str) -> Cells:
        before, after = self._before(name), self._after(name)
        return self._cells(name, _differing(before, after), before, after)

    def only(self, name: str, side: pa.Table) -> Cells:
        """Return the cells that are not empty of a column that one table has."""
        import pyarrow.compute as pc

        is_new = side is self._new
        values = self._after(name) if is_new else self._before(name)
        return self._cells(
            name,
            pc.indices_nonzero(pc.is_valid(values)),
            None if is_new else values,
            values if is_new else None,
        )

    def _cells(
        self,
        name: str,
        rows: pa.Array,
        before: pa.ChunkedArray | None,
        after: pa.ChunkedArray | None,
    ) -> Cells:
        import pyarrow.compute as pc

        keys = self._keys.take(rows)
        order = pc.sort_indices(keys)
        rows = rows.take(order)
        old, new = (
            None if side is None else side.take(rows).combine_chunks() for side in (before, after)
        )
        return Cells(name, keys.take(order), old, new)


def _roomy(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return (
        column.cast(pa.large_string())
        if pa.types.is_string(column.type) and column.nbytes > _LONGEST
        else column
    )


def _as(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray | None:
    """Return a column in another type, or None where some value has no such form."""
    import pyarrow as pa

    if column.type == wanted:
        return column
    try:
        return column.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        return None


def _differing(before: pa.ChunkedArray, after: pa.ChunkedArray) -> pa.Array:
    """Return the numbers of the rows in which two columns differ; an empty cell equals an empty one, NaN equals NaN."""
    import pyarrow as pa
    import pyarrow.compute as pc

    one_empty = pc.xor(pc.is_null(before), pc.is_null(after))
    same_type = _as(before, after.type)
    if same_type is None:
        return pc.indices_nonzero(pc.or_(pc.is_valid(before), pc.is_valid(after)))
    try:
        unequal = pc.fill_null(pc.not_equal(same_type, after), fill_value=False)
    except pa.ArrowNotImplementedError:  # lists and structures, which no kernel compares
        pairs = zip(same_type.to_pylist(), after.to_pylist(), strict=True)
        unequal = pa.chunked_array([pa.array([one != other for one, other in pairs], pa.bool_())])
    if pa.types.is_floating(after.type):
        both_nan = pc.fill_null(pc.and_(pc.is_nan(same_type), pc.is_nan(after)), fill_value=False)
        unequal = pc.and_not(unequal, both_nan)
    return pc.indices_nonzero(pc.or_(unequal, one_empty))
