"""The engine under the rules: tables as polars columns, cells by name, and each fault at its row.

A rule writes down a condition over cells, ``claim.asserted_earliest > article.published_latest``,
and says what is wrong with the rows that satisfy it. The engine reads the columns that the
condition names, follows foreign keys to those of other tables, and makes a `Problem` for each
faulty row. As in SQL, a comparison with a missing cell is neither true nor false, and so is no
fault.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from nkdata.checks.columns import ROW, Data, each, is_ascending, pl, read, say
from nkdata.checks.faults import Against, Fault, RowCells
from nkdata.checks.links import FIRST_HOP, LAST_HOP, along, target_of
from nkdata.reports.problems import Problem
from nkdata.schema import columns, primary_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from nkdata.records import Record

    Shared = TypeVar("Shared")

__all__ = ["ROW", "Against", "Data", "Fault", "RowCells", "each", "pl", "say"]

_HELD = 400_000_000
"""Bytes of columns that are held between two rules; those of a million claims take 1.2 GB."""


class Tables:
    """The tables that rules read, each an attribute: ``tables.claims``."""

    def __init__(self, tables: Mapping[str, Data]) -> None:
        """Take the tables by name; their columns are the schema's."""
        self._tables = {name: Table(name, data, self) for name, data in tables.items()}
        self._shared: dict[Callable[[Tables], Any], Any] = {}

    def __getattr__(self, name: str) -> Table:
        """Return a table. Raises AttributeError where it is not among those given."""
        try:
            return self._tables[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the tables."""
        return iter(self._tables)

    def leave_out(self, names: Iterable[str]) -> None:
        """Drop tables that are out of shape."""
        for name in names:
            self._tables.pop(name, None)

    def trim(self) -> None:
        """Forget the columns read so far if they take much memory; they can be read again."""
        tables = self._tables.values()
        if sum(one.estimated_size() for table in tables for one in table.held.values()) > _HELD:
            for table in tables:
                table.held.clear()
                table.__dict__.pop("_index", None)

    def once(self, make: Callable[[Tables], Shared]) -> Shared:
        """Return what a function makes of these tables; it runs once for all the rules that ask."""
        if make not in self._shared:
            self._shared[make] = make(self)
        shared: Shared = self._shared[make]
        return shared

    @property
    def withheld(self) -> bool:
        """True for the edition that carries no article text."""
        return (
            self.articles.height > 0
            and self.articles.series("text").null_count() == self.articles.height
        )


class Linked:
    """The row that foreign keys lead to: its columns are attributes, which are expressions."""

    def __init__(self, table: str, path: str) -> None:
        """Take the table that the row stands in, and the path of foreign keys to it."""
        self._table = table
        self._path = path

    def __getattr__(self, column: str) -> pl.Expr:
        """Return the expression of a column. Raises AttributeError where there is none."""
        if column not in columns(self._table):
            raise AttributeError(f"{self._table} has no column {column!r}")
        return pl.col(f"{self._path}{column}")

    @property
    def position(self) -> pl.Expr:
        """The position of the row in its table, counted from 0."""
        return pl.col(f"{self._path}{ROW}")


class Table(Linked):
    """A table whose columns are attributes, which are expressions: ``claim.rank == "normal"``."""

    def __init__(self, name: str, data: Data, among: Tables) -> None:
        """Take the table's name, its columns, and the tables that its foreign keys lead into."""
        super().__init__(name, "")
        self._data = data
        self._among = among
        self.held: dict[str, pl.Series] = {}
        self._links: dict[str, pl.Series] = {}
        self.height = len(data)

    def via(self, *links: str) -> Linked:
        """Return the row that foreign keys lead to: ``claim.via("question_id", "event_id")``.

        The keys are followed one after the other. Where they lead to no row, all of its cells are
        missing.
        """
        table = self._table
        for link in links:
            table = target_of(table, link)
        return Linked(table, "".join(f"{link}." for link in links))

    def frame(
        self, *cells: pl.Expr | str, at: pl.Series | None = None, **named: pl.Expr | str
    ) -> pl.DataFrame:
        """Return some cells of each row, or of the rows at some positions, as a frame."""
        wanted = [pl.col(cell) if isinstance(cell, str) else cell for cell in cells]
        wanted += [
            (pl.col(cell) if isinstance(cell, str) else cell).alias(name)
            for name, cell in named.items()
        ]
        paths = dict.fromkeys(path for cell in wanted for path in cell.meta.root_names())
        made = pl.DataFrame([self.series(path, at).alias(path) for path in paths or [ROW]])
        return made.select(wanted)

    def rows(
        self, when: pl.Expr | pl.Series, among: pl.Expr | pl.Series | None = None
    ) -> pl.Series:
        """Return the positions of the rows, all or ``among`` others, that satisfy a condition."""
        if isinstance(when, pl.Series):
            return when
        if among is None:
            return self.frame(when=when)["when"].arg_true()
        at = self.rows(among)
        return at if at.is_empty() else at.filter(self.frame(at=at, when=when)["when"])

    def cells(self, cell: pl.Expr, at: pl.Series | None = None) -> list[Any]:
        """Return a cell of each row, or of the rows at some positions."""
        return self.frame(cell, at=at).to_series().to_list()

    def series(self, path: str, at: pl.Series | None = None) -> pl.Series:
        """Return a column, along a path of foreign keys if need be, of all rows or of some."""
        link, _, column = path.rpartition(".")
        if link:
            places = self.places(link)
            target: Table = getattr(self._among, along(self._table, link))
            return target.series(column, places if at is None else places.gather(at))
        found = self._own(column)
        return found if at is None else found.gather(at)

    def _own(self, column: str) -> pl.Series:
        if column == ROW:
            return pl.int_range(self.height, eager=True, dtype=pl.UInt32)
        if column not in self.held:
            self.held[column] = read(self._data, column)
        return self.held[column]

    def places(self, path: str) -> pl.Series:
        """Return for each row the position of the row that foreign keys lead to, or null."""
        if path not in self._links:
            self._links[path] = self._follow(path)
        return self._links[path]

    def _follow(self, path: str) -> pl.Series:
        first, _, rest = path.partition(".")
        target: Table = getattr(self._among, target_of(self._table, first))
        if rest:
            return target.places(rest).gather(self.places(first))
        if first in (FIRST_HOP, LAST_HOP):
            return self._hops(target, "first" if first == FIRST_HOP else "last")
        return target.find(self._own(first))

    def _hops(self, attributions: Table, which: Literal["first", "last"]) -> pl.Series:
        """Return for each claim the position of its first or last hop, by the claim's id."""
        hops = attributions.frame("hop", ROW).with_columns(at=attributions.places("claim_id"))
        ends = hops.drop_nulls("at").sort("at", "hop", ROW).unique("at", keep=which)
        own = self.find(self._own(primary_key(self._table))).to_frame("at")
        return own.join(ends, on="at", how="left", maintain_order="left")[ROW]

    def find(self, keys: pl.Series) -> pl.Series:
        """Return for each key the position of the first row with it, null where there is none."""
        own = self._own(primary_key(self._table))
        if keys is own and is_ascending(own):
            return self._own(ROW)
        asked = keys.to_frame("key")
        return asked.join(self._index, on="key", how="left", maintain_order="left")["place"]

    @cached_property
    def _index(self) -> pl.DataFrame:
        """The primary keys, each with the position of the first row that has it."""
        key = self._own(primary_key(self._table))
        index = pl.DataFrame({"key": key, "place": self._own(ROW)})
        return index if is_ascending(key) else index.unique("key", keep="first")

    def breaks(
        self,
        when: pl.Expr | pl.Series,
        column: str | None,
        message: str | pl.Expr,
        against: Sequence[Against] = (),
        among: pl.Expr | pl.Series | None = None,
    ) -> Iterator[Problem]:
        """Yield a problem for each row for which a condition is true.

        The condition is evaluated only for the rows ``among`` others. The message, and the keys of
        the cells compared with, are evaluated only for the faulty rows.
        """
        at = self.rows(when, among)
        if at.is_empty():
            return
        messages = [message] * len(at) if isinstance(message, str) else self.cells(message, at)
        cells = [
            [(cell.table, key, cell.column) for key in self.cells(cell.key, at)] for cell in against
        ]
        others = list(zip(*cells, strict=True)) or [()] * len(at)
        yield from self.problems(
            at, [Fault(column, text, other) for text, other in zip(messages, others, strict=True)]
        )

    def tell(
        self,
        function: Callable[[RowCells], Iterable[Fault]],
        among: pl.Expr | pl.Series | None = None,
        **cells: pl.Expr,
    ) -> Iterator[Problem]:
        """Yield the faults that a function tells from cells; each combination is asked once."""
        at = None if among is None else self.rows(among)
        if at is not None and at.is_empty():
            return
        rows = pl.Series(ROW, self._own(ROW) if at is None else at)
        seen = self.frame(at=at, **cells).with_columns(rows)
        distinct = seen.drop(ROW).unique(maintain_order=True)
        told = [tuple(function(RowCells(**row))) for row in distinct.iter_rows(named=True)]
        number = pl.Series("?", range(len(told)), pl.UInt32)
        faulty = distinct.with_columns(number).filter(pl.Series(map(bool, told), dtype=pl.Boolean))
        met = seen.join(faulty, on=distinct.columns, nulls_equal=True).sort(ROW)
        pairs = [
            (row, fault) for row, place in met.select(ROW, "?").iter_rows() for fault in told[place]
        ]
        yield from self.problems([row for row, _ in pairs], [fault for _, fault in pairs])

    def problems(
        self, rows: Sequence[int] | pl.Series, faults: Sequence[Fault]
    ) -> Iterator[Problem]:
        """Yield a problem for each fault, at the row of that position."""
        if not faults:
            return
        at = pl.Series(rows, dtype=pl.UInt32)
        keys = self.series(primary_key(self._table), at).to_list()
        values = {
            column: self.series(column, at).to_list()
            for column in dict.fromkeys(fault.column for fault in faults)
            if column is not None
        }
        for number, (row, key, fault) in enumerate(zip(at.to_list(), keys, faults, strict=True)):
            value = None if fault.column is None else values[fault.column][number]
            cell = Problem("", fault.message, self._table, key, fault.column, value, row=row)
            yield replace(cell, severity=fault.severity, against=fault.against)

    def records(self, *names: str, at: pl.Series | None = None) -> list[Record]:
        """Return the rows, or those at some positions, as records of some columns."""
        return self.frame(*names, at=at).to_dicts()

    def by_key(self, cell: str) -> dict[str, Any]:
        """Return a cell of each row by primary key; of two rows with one key that of the first."""
        keys, cells = self.series(primary_key(self._table)), self.series(cell)
        return dict(zip(keys.reverse(), cells.reverse(), strict=True))

    def values(self, cell: pl.Expr, among: pl.Expr | pl.Series | None = None) -> set[Any]:
        """Return the distinct values of a cell, over all rows or those that satisfy a condition."""
        at = None if among is None else self.rows(among)
        return set(self.frame(cell, at=at).to_series().unique()) - {None}
