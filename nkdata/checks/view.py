"""The view: what rules see of the tables, by column, by path, by row, and once per distinct value."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from nkdata.checks.columns import BLOCK, Coded, as_table, distinct, objects, sequences
from nkdata.relations import ACTOR, Sources
from nkdata.schema import foreign_keys, primary_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from nkdata.checks.columns import Data, Numbers, Table
    from nkdata.records import Record, Rows

    Made = TypeVar("Made")

CHAIN, FIRST = "chain", "first_hop"
"""What a path of claims may begin with beside its columns: the hops of a claim, as a tuple, and its first attribution."""


class Hop(NamedTuple):
    """A link of a claim's chain."""

    hop: int
    actor_id: str
    stated: bool


class View:
    """The tables, with the indexes that rules share; each is made on first use.

    A rule reads rows, or better columns. A *path* names a column of a table, or over foreign keys
    one of a row that it leads to, as ``event_id.date_latest`` and
    ``question_id.event_id.date_earliest`` do; where no row is, the cell is None. One that ends in a
    question mark asks whether the cell is filled. Claims also have their ``chain``, a tuple of
    `Hop`, and ``first_hop.``.
    """

    def __init__(self, tables: Mapping[str, Data | Sequence[Record] | Table]) -> None:
        """Take the tables by name: Arrow tables of the schema, or records that have every column."""
        self.tables = {name: as_table(name, data) for name, data in tables.items()}
        self.rows: Rows = {name: one.rows for name, one in self.tables.items()}
        self._by_id: dict[str, Mapping[str, Record]] = {}
        self._groups: dict[tuple[str, str, str | None], Mapping[str, Sequence[Record]]] = {}
        self._parents: dict[tuple[str, str], Numbers] = {}
        self._coded: dict[tuple[str, str], Coded] = {}
        self._astray: dict[str, dict[Any, int]] = defaultdict(dict)
        self._made: dict[Callable[[View], Any], Any] = {}

    def once(self, make: Callable[[View], Made]) -> Made:
        """Return what a function makes of this view; it is run once, for all the rules that ask."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    # by distinct value

    def where(self, table: str, test: Callable[..., object], *paths: str) -> Iterator[Record]:
        """Yield the rows of a table whose cells pass a test, which is run once for each combination of them, in their order."""
        return self.at(table, self.which(table, test, *paths))

    def which(self, table: str, test: Callable[..., object], *paths: str) -> Numbers:
        """Return the positions of the rows whose cells pass a test, which is run once for each combination of them."""
        return np.flatnonzero(self.each(table, test, *paths).astype(bool))

    def each(
        self, table: str, make: Callable[..., object], *paths: str, among: Numbers | None = None
    ) -> Numbers:
        """Return what a function makes of the cells of each row, run once for each combination of them; missing ones are None."""
        found, numbers = self._combinations(table, paths, among)
        return objects([make(*cells) for cells in found])[numbers]

    def combinations(
        self, table: str, *paths: str, among: Numbers | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Yield each combination of cells that occurs in a table, in no order."""
        return self._combinations(table, paths, among)[0]

    def _combinations(
        self, table: str, paths: Sequence[str], among: Numbers | None
    ) -> tuple[Iterator[tuple[Any, ...]], Numbers]:
        coded = [self.coded(table, path) for path in paths]
        if among is not None:
            coded = [one.at(among) for one in coded]
        sample, numbers = distinct(coded)
        return zip(*(one.decoded(one.codes[sample]) for one in coded), strict=True), numbers

    # by column

    def cells(
        self, table: str, *paths: str, among: Numbers | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Yield for each row of a table its cells on some paths; for loops over what hardly repeats, as spans do."""
        coded = [self.coded(table, path) for path in paths]
        rows = len(self.rows[table]) if among is None else len(among)
        for start in range(0, rows, BLOCK):
            block = slice(start, start + BLOCK)
            codes = [
                one.codes[block] if among is None else one.codes[among[block]] for one in coded
            ]
            yield from zip(
                *(one.decoded(some) for one, some in zip(coded, codes, strict=True)), strict=True
            )

    def records(self, table: str, *columns: str, among: Numbers | None = None) -> Iterator[Record]:
        """Yield the rows of a table as records of some columns, for what is derived from them."""
        return (
            dict(zip(columns, cells, strict=True))
            for cells in self.cells(table, *columns, among=among)
        )

    def values(self, table: str, path: str, among: Numbers | None = None) -> set[Any]:
        """Return the distinct cells on a path, without the missing ones."""
        return {cell for (cell,) in self.combinations(table, path, among=among)} - {None}

    def numbers(self, table: str, path: str) -> Numbers:
        """Return a column of whole numbers as an array; a missing one is -1."""
        coded = self.coded(table, path)
        return np.array([-1 if value is None else value for value in coded.values], np.int64)[
            coded.codes
        ]

    def days(self, table: str, path: str) -> Numbers:
        """Return a column of dates as numbers that count days; a missing one is -1."""
        coded = self.coded(table, path)
        return np.array(
            [-1 if value is None else value.toordinal() for value in coded.values], np.int64
        )[coded.codes]

    def coded(self, table: str, path: str) -> Coded:
        """Return the cells on a path as codes and values."""
        if (table, path) not in self._coded:
            self._coded[table, path] = self._code(table, path)
        return self._coded[table, path]

    def _code(self, table: str, path: str) -> Coded:
        if path.endswith("?"):
            asked = self.coded(table, path[:-1])
            return Coded((asked.codes != asked.null).astype(np.int8), [False, True, None])
        link, _, rest = path.partition(".")
        if rest:
            return self.coded(self._target(table, link), rest).at(self.parents(table, link))
        return self._chains() if path == CHAIN else self.tables[table].coded(path)

    # by foreign key

    def parents(self, table: str, link: str) -> Numbers:
        """Return for each row of a table the position of the row that a foreign key leads to, -1 where it leads to none."""
        if (table, link) not in self._parents:
            self._parents[table, link] = (
                self._first_hops() if link == FIRST else self._find(table, link)
            )
        return self._parents[table, link]

    def _find(self, table: str, link: str) -> Numbers:
        coded = self.tables[table].coded(link)
        return self.tables[self._target(table, link)].find(coded)[coded.codes]

    def identities(self, table: str, column: str) -> Numbers:
        """Return a foreign key or the primary key as numbers, the same for one id in whatever table; a missing one is -1.

        That is the position of the row whose key it is, and where there is none a number beyond the
        rows.
        """
        target = table if column == primary_key(table) else self._target(table, column)
        coded = self.tables[table].coded(column)
        found = self.tables[target].find(coded)[coded.codes].astype(np.int64)
        astray = np.flatnonzero((found < 0) & (coded.codes != coded.null))
        known = self._astray[target]
        found[astray] = [
            known.setdefault(key, len(self.rows[target]) + len(known))
            for key in coded.decoded(coded.codes[astray])
        ]
        return found

    def _target(self, table: str, link: str) -> str:
        return (
            "attributions"
            if link == FIRST
            else next(key.table for key in foreign_keys(table) if key.column == link)
        )

    def linked(self, table: str, link: str) -> Numbers:
        """Return the positions of the rows of a table whose foreign key leads to a row."""
        return np.flatnonzero(self.parents(table, link) >= 0)

    def referred(self, table: str, link: str) -> Numbers:
        """Return for each row of the table that a foreign key leads to whether it leads there from any row."""
        target = self._target(table, link)
        marked = np.zeros(len(self.rows[target]) + 1, bool)
        marked[self.parents(table, link)] = True
        return marked[self.identities(target, primary_key(target))]

    def differs(self, table: str, path: str, other: str) -> Numbers:
        """Return for each row of a table whether its cells on two paths, which hold keys, are not the same."""
        one, two = self.coded(table, path), self.coded(table, other)
        apart: Numbers = one.codes != one.find(two)[two.codes]
        return apart

    # chains

    @cached_property
    def chain_bounds(self) -> tuple[Numbers, Numbers, Numbers]:
        """For each claim where its chain starts and ends in the third array, which holds the positions of attributions by hop."""
        claims = self.parents("attributions", "claim_id")
        order = np.lexsort((self.numbers("attributions", "hop"), claims))
        own = self.identities("claims", "claim_id")
        return (
            np.searchsorted(claims[order], own),
            np.searchsorted(claims[order], own, side="right"),
            order,
        )

    def _first_hops(self) -> Numbers:
        starts, ends, order = self.chain_bounds
        return np.append(order, -1)[np.where(ends > starts, starts, len(order))]

    def _chains(self) -> Coded:
        starts, ends, order = self.chain_bounds
        links = [self.coded("attributions", column) for column in Hop._fields]
        sample, numbers = distinct(links)
        hops = [
            Hop(*cells)
            for cells in zip(*(one.decoded(one.codes[sample]) for one in links), strict=True)
        ]
        codes, chains = np.zeros(len(starts), np.int64), list[Any]()
        for length in np.unique(ends - starts).tolist():
            claims = np.flatnonzero(ends - starts == length)
            linked = numbers[order[starts[claims, None] + np.arange(length)]]
            first, codes[claims] = sequences(linked, len(hops))
            codes[claims] += len(chains)
            chains += [tuple(hops[number] for number in chain) for chain in linked[first].tolist()]
        return Coded(codes, [*chains, None])

    # by row

    def at(self, table: str, positions: Numbers) -> Iterator[Record]:
        """Yield the rows at some positions."""
        rows = self.rows[table]
        return (rows[position] for position in positions.tolist())

    def by_id(self, table: str) -> Mapping[str, Record]:
        """Return a table's rows by primary key."""
        if table not in self._by_id:
            self._by_id[table] = self.tables[table].by_id()
        return self._by_id[table]

    def get(self, table: str, key: str | None) -> Record | None:
        """Return a row by its primary key, None where there is none."""
        return None if key is None else self.by_id(table).get(key)

    def grouped(
        self, table: str, column: str, by: str | None = None
    ) -> Mapping[str, Sequence[Record]]:
        """Return a table's rows by the value of a column, in key order or that of another column; rows without one are left out."""
        if (table, column, by) not in self._groups:
            self._groups[table, column, by] = self.tables[table].grouped(column, by)
        return self._groups[table, column, by]

    def text(self, article_id: str) -> str | None:
        """Return an article's text, None where there is none."""
        article = self.get("articles", article_id)
        return article["text"] if article else None

    @property
    def chains(self) -> Mapping[str, Sequence[Record]]:
        """The attributions of each claim, by hop."""
        return self.grouped("attributions", "claim_id", by="hop")

    @property
    def segments(self) -> Mapping[str, Sequence[Record]]:
        """The segments of each article, in the order of the text."""
        return self.grouped("segments", "article_id", by="start")

    @cached_property
    def sources(self) -> Sources:
        """Who stands behind each claim that answers a question."""
        return Sources(list(self.records("actors", *ACTOR)), self._behind)

    def _behind(self) -> dict[str, set[str]]:
        answering = self.which("claims", bool, "question_id?")
        chains = self.cells("claims", "claim_id", CHAIN, among=answering)
        return {claim: {hop.actor_id for hop in chain} for claim, chain in chains}

    @cached_property
    def withheld(self) -> bool:
        """True for the edition that carries no article text."""
        return len(self.rows["articles"]) > 0 and not self.values("articles", "text?") - {False}
