"""Columns: how checks read a table, Arrow's or a list of records alike: by row, by cell, and once per distinct value.

A million rows as dictionaries are gigabytes, and a rule that walks them takes minutes. What rules
ask of a table are here its codes, which are numbers, and its distinct values; a row is made for the
few that are at fault.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

import numpy as np

from nkdata.schema import columns, foreign_keys, primary_key

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from nkdata.records import Record

    Numbers = NDArray[Any]

_PATIENCE = 256
"""Cells of a column that are fetched one by one, before the whole column is made a list."""

BLOCK = 65_536
"""Rows that are decoded at once where a loop goes over all of them."""

_SAMPLE = 8192
"""Rows from which it is judged whether the cells of a column repeat."""


class Coded:
    """A column as codes into its values, of which the last is None, the cell that is missing.

    Equal cells have one code where the column's cells repeat; where they hardly do, each row has
    its own.
    """

    __slots__ = ("_objects", "_values", "codes", "words")

    def __init__(
        self, codes: Numbers, values: list[Any] | None = None, words: pa.Array | None = None
    ) -> None:
        """Take the codes and the values, or an Arrow array of the values without the last."""
        self.codes = codes
        self.words = words
        self._values = values
        self._objects: Numbers | None = None

    @property
    def values(self) -> list[Any]:
        """The values as Python has them."""
        if self._values is None:
            assert self.words is not None  # one of the two is given  # noqa: S101  # one of the two is given
            self._values = [*_python(self.words), None]
        return self._values

    def decoded(self, codes: Numbers) -> list[Any]:
        """Return the cells that some codes stand for; equal codes share one object where values repeat."""
        if self._values is None and self.words is not None and len(codes) <= len(self.words):
            return _taken(
                self.words, codes
            )  # of a few cells, or of a column that hardly repeats, the rest is not decoded
        if self._objects is None:
            self._objects = objects(self.values)
        found: list[Any] = self._objects[codes].tolist()
        return found

    @property
    def lengths(self) -> Numbers:
        """How many characters each cell has, 0 where it is missing."""
        if self.words is None:
            return np.array([len(value or "") for value in self.values], np.int64)[self.codes]
        import pyarrow.compute as pc

        return np.append(pc.utf8_length(self.words).fill_null(0).to_numpy(), 0)[self.codes]

    @property
    def null(self) -> int:
        """The code of a missing cell."""
        return len(self._values or ()) - 1 if self.words is None else len(self.words)

    def find(self, other: Coded) -> Numbers:
        """Return for each value of another column its code here, -1 where no row has it; a missing cell is found as such."""
        if self.words is None or other.words is None:
            known = {value: code for code, value in enumerate(self.values)}
            return np.array([known.get(value, -1) for value in other.values], np.int64)
        return np.append(_found(other.words, self.words), self.null)

    def at(self, positions: Numbers) -> Coded:
        """Return the cells at some rows; a negative row has none."""
        if not len(self.codes):
            return Coded(
                np.full(len(positions), self.null, self.codes.dtype), self._values, self.words
            )
        return Coded(
            np.where(positions < 0, self.null, self.codes[positions]), self._values, self.words
        )


class Data(Protocol):
    """Arrow columns of the schema, in memory or in a file: a `pyarrow.Table`, or what reads one piece by piece."""

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema."""

    def column(self, name: str) -> pa.ChunkedArray[Any]:
        """Return a column."""

    def __len__(self) -> int:
        """Return the number of rows."""


@runtime_checkable
class Batched(Protocol):
    """Columns that are read piece by piece."""

    def batches(self, names: Sequence[str], rows: int) -> Iterator[pa.RecordBatch]:
        """Yield some columns, so many rows at once."""


class Table(Protocol):
    """What checks ask of a table, whatever holds its rows."""

    rows: Sequence[Record]

    def coded(self, column: str) -> Coded:
        """Return a column as codes and values."""

    def cells(self, column: str) -> list[Any]:
        """Return a column as a list; equal cells share one object."""

    def find(self, keys: Coded) -> Numbers:
        """Return for each value of a column the row whose primary key it is, -1 where there is none."""

    def unlike(self, column: str, parts: Sequence[str]) -> Numbers:
        """Return the rows in which a column may not be others joined by dots; some of them may be right all the same."""

    def by_id(self) -> Mapping[str, Record]:
        """Return the rows by primary key."""

    def grouped(self, column: str, by: str | None = None) -> Mapping[str, Sequence[Record]]:
        """Return the rows by the value of a column, in their order or that of another column; rows without one are left out."""


def as_table(name: str, data: Data | Sequence[Record] | Table) -> Table:
    """Return a table as checks read it."""
    if isinstance(data, RecordTable | ArrowTable):
        return data
    return (
        RecordTable(name, data)
        if isinstance(data, Sequence)
        else ArrowTable(name, cast("Data", data))
    )


class RecordTable:
    """A table that is a list of records: the curator's, of a few hundred rows."""

    def __init__(self, name: str, rows: Sequence[Record]) -> None:
        """Take the table's name and its records."""
        self.name = name
        self.rows = rows
        self._coded: dict[str, Coded] = {}

    def coded(self, column: str) -> Coded:
        """Return a column as codes and values."""
        if column not in self._coded:
            known: dict[Any, int] = {}
            codes = [known.setdefault(cell, len(known)) for cell in self.cells(column)]
            null = known.get(None, -1)
            found = np.array(codes, np.int64)
            # the missing cell takes the last code, whether one is missing or not
            found = np.where(found == null, len(known), found) if null >= 0 else found
            self._coded[column] = Coded(found, [*known, None])
        return self._coded[column]

    def cells(self, column: str) -> list[Any]:
        """Return a column as a list."""
        return [row[column] for row in self.rows]

    def find(self, keys: Coded) -> Numbers:
        """Return for each value of a column the row whose primary key it is, -1 where there is none."""
        return np.array([self._positions.get(value, -1) for value in keys.values], np.int64)

    def unlike(
        self,
        column: str,  # noqa: ARG002  # the rule looks at all of these few rows
        parts: Sequence[str],  # noqa: ARG002
    ) -> Numbers:  # the rule looks at all of these few rows
        """Return all rows."""
        return np.arange(len(self.rows))

    def by_id(self) -> Mapping[str, Record]:
        """Return the rows by primary key."""
        return {key: self.rows[at] for key, at in self._positions.items()}

    @cached_property
    def _positions(self) -> dict[Any, int]:
        return _first_places(self.cells(primary_key(self.name)))

    def grouped(self, column: str, by: str | None = None) -> Mapping[str, Sequence[Record]]:
        """Return the rows by the value of a column."""
        groups: dict[str, list[Record]] = defaultdict(list)
        for row in self.rows:
            if row[column] is not None:
                groups[row[column]].append(row)
        return (
            {key: sorted(rows, key=lambda row: row[by]) for key, rows in groups.items()}
            if by
            else dict(groups)
        )


class ArrowTable:
    """A table of Arrow columns, of which each is decoded when a check first asks for it."""

    def __init__(self, name: str, data: Data) -> None:
        """Take the table's name and its columns, which are of the schema."""
        self.name = name
        self.data = data
        self.rows: Sequence[Record] = cast(
            "Sequence[Record]", Rows(self)
        )  # a row reads as a record does
        self._coded: dict[str, Coded] = {}
        self._lists: dict[str, list[Any]] = {}
        self._asked: Counter[str] = Counter()

    def coded(self, column: str) -> Coded:
        """Return a column as codes and values."""
        if column not in self._coded:
            self._coded[column] = self._encode(column)
        return self._coded[column]

    def _encode(self, column: str) -> Coded:
        whole = self.array(column)
        if not self._repeats(column):
            codes = np.arange(len(whole), dtype=np.int32)
            return Coded(
                codes if not whole.null_count else np.where(whole.is_null(), len(whole), codes),
                words=whole,
            )
        return _dictionary(whole)

    def _repeats(self, column: str) -> bool:
        if column in {key.column for key in foreign_keys(self.name)}:
            return True
        start = self.array(column)[:_SAMPLE]
        return (
            column != primary_key(self.name)
            and len(start.unique()) * 2 <= len(start) - start.null_count
        )

    def array(self, column: str) -> pa.Array:
        """Return a column as one Arrow array."""
        import pyarrow as pa

        found = self.data.column(column)
        return pa.concat_arrays(found.chunks) if found.num_chunks != 1 else found.chunk(0)

    def cells(self, column: str) -> list[Any]:
        """Return a column as a list; equal cells share one object."""
        if column not in self._lists:
            coded = self.coded(column)
            self._lists[column] = objects(coded.values)[coded.codes].tolist()
        return self._lists[column]

    def cell(self, column: str, position: int) -> Any:  # a cell of any type  # noqa: ANN401
        """Return one cell."""
        if column in self._lists:
            return self._lists[column][position]
        self._asked[column] += 1
        if self._asked[column] < _PATIENCE:
            coded = self.coded(column)
            return coded.decoded(coded.codes[position : position + 1])[0]
        return self.cells(column)[position]

    def find(self, keys: Coded) -> Numbers:
        """Return for each value of a column the row whose primary key it is, -1 where there is none."""
        import pyarrow as pa

        own = self.coded(primary_key(self.name)).words
        assert own is not None  # the columns of Arrow are coded by Arrow  # noqa: S101  # the columns of Arrow are coded by Arrow
        words = keys.words if keys.words is not None else pa.array(keys.values[:-1], own.type)
        return np.append(_found(words, own), -1)

    def unlike(self, column: str, parts: Sequence[str]) -> Numbers:
        """Return the rows in which a column is not others joined by dots."""
        import pyarrow.compute as pc

        names = [column, *dict.fromkeys(name for part in parts for name in part.split("-"))]
        odd = [np.zeros(0, bool)]
        for batch in _batches(self.data, names):
            texts = [
                pc.binary_join_element_wise(
                    *(batch[name].cast("string") for name in part.split("-")), "-"
                )
                for part in parts
            ]
            joined = pc.binary_join_element_wise(*texts, ".", null_handling="skip")
            odd.append(
                pc.not_equal(batch[column], joined).fill_null(True).to_numpy(zero_copy_only=False)  # noqa: FBT003
            )
        return np.flatnonzero(np.concatenate(odd))

    def by_id(self) -> Mapping[str, Record]:
        """Return the rows by primary key."""
        return ById(self)

    def grouped(self, column: str, by: str | None = None) -> Mapping[str, Sequence[Record]]:
        """Return the rows by the value of a column."""
        return Groups(self, _dictionary(self.array(column)), by)


class Row(Mapping[str, Any]):
    """A row of an Arrow table, which reads like a record."""

    __slots__ = ("_table", "position")

    def __init__(self, table: ArrowTable, position: int) -> None:
        """Take the table and the row's 0-based position."""
        self._table = table
        self.position = position

    def __getitem__(self, column: str) -> Any:  # a cell of any type  # noqa: ANN401
        """Return the cell of a column."""
        return self._table.cell(column, self.position)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the columns."""
        return iter(columns(self._table.name))

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(columns(self._table.name))


class Rows(Sequence[Row]):
    """The rows of an Arrow table, each made when it is asked for."""

    __slots__ = ("_table",)

    def __init__(self, table: ArrowTable) -> None:
        """Take the table."""
        self._table = table

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._table.data)

    def __getitem__(self, position: int) -> Row:  # type: ignore[override]  # no rule takes a slice
        """Return the row at a position."""
        if not 0 <= position < len(self):
            raise IndexError(position)
        return Row(self._table, position)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows."""
        return (Row(self._table, position) for position in range(len(self)))


class ById(Mapping[str, "Record"]):
    """The rows of an Arrow table by primary key."""

    def __init__(self, table: ArrowTable) -> None:
        """Take the table."""
        self._rows = table.rows
        self._positions = _first_places(table.cells(primary_key(table.name)))

    def __getitem__(self, key: str) -> Record:
        """Return the row with a primary key."""
        return self._rows[self._positions[key]]

    def get(
        self,
        key: str | None,
        default: Any = None,  # noqa: ANN401
    ) -> Any:  # Mapping's own raises and catches, which takes longer  # noqa: ANN401
        """Return the row with a primary key."""
        position = self._positions.get(key)  # None is no key, and found as such
        return default if position is None else self._rows[position]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys."""
        return iter(self._positions)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._positions)


class Groups(Mapping[str, "list[Record]"]):
    """The rows of an Arrow table by the value of a column: their positions in one array, cut at each value."""

    def __init__(self, table: ArrowTable, coded: Coded, by: str | None = None) -> None:
        """Take the table, the column that groups it, whose equal cells have one code, and the column that orders a group."""
        codes = coded.codes
        ordered = (
            np.lexsort((np.array(table.cells(by)), codes))
            if by
            else np.argsort(codes, kind="stable")
        )
        self._rows = table.rows
        self._order = ordered[: np.count_nonzero(codes != coded.null)]
        self._starts = np.searchsorted(codes[self._order], np.arange(coded.null + 1))
        self._index = {value: number for number, value in enumerate(coded.values[:-1])}

    def __getitem__(self, key: str) -> list[Record]:
        """Return the rows with a value."""
        number = self._index[key]
        return [
            self._rows[position]
            for position in self._order[self._starts[number] : self._starts[number + 1]].tolist()
        ]

    def __iter__(self) -> Iterator[str]:
        """Yield the values."""
        return iter(self._index)

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self._index)


def distinct(coded: Sequence[Coded]) -> tuple[Numbers, Numbers]:
    """Return for each combination of cells that occurs a row with it, and for each row the number of its combination."""
    combined, size = coded[0].codes.astype(np.int64), coded[0].null + 1
    for other in coded[1:]:
        if size * (other.null + 1) >= 2**62:  # or the product would overflow
            combined, size = _renumbered(combined, size)
        combined = combined * (other.null + 1) + other.codes
        size *= other.null + 1
    return _sampled(*_renumbered(combined, size))


def sequences(codes: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Return the same for rows of codes below a size: a row for each sequence that occurs, and for each row its sequence's number."""
    numbers, count = np.zeros(len(codes), np.int64), 1
    for column in codes.T:
        numbers, count = _renumbered(numbers * size + column, count * size)
    return _sampled(numbers, count)


def _sampled(numbers: Numbers, count: int) -> tuple[Numbers, Numbers]:
    sample = np.zeros(count, np.int64)
    sample[numbers] = np.arange(len(numbers))
    return sample, numbers


def _renumbered(combined: Numbers, size: int) -> tuple[Numbers, int]:
    """Return numbers as numbers from 0 without gaps, and how many there are."""
    if size <= max(4 * len(combined), 1024):
        present = np.zeros(size, bool)
        present[combined] = True
        return (np.cumsum(present) - 1)[combined], int(np.count_nonzero(present))
    found, numbers = np.unique(combined, return_inverse=True)
    return numbers, len(found)


def _batches(data: Data, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    if isinstance(data, Batched):
        return data.batches(names, BLOCK)
    import pyarrow as pa

    return iter(pa.table({name: data.column(name) for name in names}).to_batches(BLOCK))


def _dictionary(array: pa.Array) -> Coded:
    encoded = array.dictionary_encode()
    return Coded(
        encoded.indices.fill_null(len(encoded.dictionary)).to_numpy(zero_copy_only=False),
        words=encoded.dictionary,
    )


def _first_places(keys: Iterable[Any]) -> dict[Any, int]:
    """Return where each key stands first, so that every way to a row leads to the same one of two that have its key."""
    places: dict[Any, int] = {}
    for place, key in enumerate(keys):
        if key is not None:
            places.setdefault(key, place)
    return places


def _found(words: pa.Array, among: pa.Array) -> Numbers:
    import pyarrow.compute as pc

    if words is not among and words.equals(
        among
    ):  # as where each claim has its hops, in order; a table's own key may stand twice
        return np.arange(len(words))
    positions: Numbers = (
        pc.index_in(words, value_set=among, skip_nulls=True).fill_null(-1).to_numpy()
    )
    return positions


def _taken(words: pa.Array, codes: Numbers) -> list[Any]:
    import pyarrow as pa

    return _python(words.take(pa.array(codes, mask=codes == len(words))))


def _python(words: pa.Array) -> list[Any]:
    import pyarrow as pa

    if pa.types.is_string(words.type):
        found: list[Any] = words.to_numpy(zero_copy_only=False).tolist()
        return found
    return cast("list[Any]", words.to_pylist())


def objects(values: Sequence[Any]) -> Numbers:
    """Return values as an array of objects, whatever they are."""
    made = np.empty(len(values), object)
    made[:] = values
    return made
