"""Rules: named, documented, and each a generator of problems that never raises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from nkdata.checks.columns import Row, as_table, distinct, objects
from nkdata.relations import Sources
from nkdata.report import About, Problem, declared
from nkdata.schema import foreign_keys, primary_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from nkdata.checks.columns import Coded, Numbers, Table
    from nkdata.records import Record, Rows
    from nkdata.report import Cell, Dimension, Severity

LINKS = {"first_hop": "attributions", "last_hop": "attributions"}
"""Links of a claim that are no column: the ends of its chain. A path may lead over them as over a foreign key."""


class View:
    """The tables, with the indexes that rules share; each is made on first use.

    A rule reads rows, or better columns. A *path* names a column of a table, or over foreign keys one of a row that it leads
    to, as ``event_id.date_latest`` and ``question_id.event_id.date_earliest`` do; where no row is, the cell is None.
    """

    def __init__(self, tables: Mapping[str, pa.Table | Sequence[Record] | Table]) -> None:
        """Take the tables by name: Arrow tables of the schema, or records that have every column."""
        self.tables = {name: as_table(name, data) for name, data in tables.items()}
        self.rows: Rows = {name: one.rows for name, one in self.tables.items()}
        self._by_id: dict[str, Mapping[str, Record]] = {}
        self._groups: dict[tuple[str, str, str | None], Mapping[str, Sequence[Record]]] = {}
        self._parents: dict[tuple[str, str], Numbers] = {}
        self._coded: dict[tuple[str, str], Coded] = {}

    def where(self, table: str, test: Callable[..., object], *paths: str) -> Iterator[Record]:
        """Yield the rows of a table whose cells pass a test, which is run once for each distinct combination of them.

        Missing cells are None. Rows come in their order, and each is made only when it is yielded.
        """
        return self.at(table, np.flatnonzero(self.each(table, test, *paths).astype(bool)))

    def each(self, table: str, make: Callable[..., object], *paths: str) -> Numbers:
        """Return what a function makes of the cells of each row, run once for each distinct combination of them."""
        coded = [self.coded(table, path) for path in paths]
        sample, numbers = distinct(coded)
        cells = ([one.values[code] for code in one.codes[sample].tolist()] for one in coded)
        return objects([make(*combination) for combination in zip(*cells, strict=True)])[numbers]

    def at(self, table: str, positions: Numbers) -> Iterator[Record]:
        """Yield the rows at some positions."""
        rows = self.rows[table]
        return (rows[position] for position in positions.tolist())

    def cells(self, table: str, *paths: str) -> Iterator[tuple[Any, ...]]:
        """Yield for each row of a table its cells on some paths; for loops over what hardly repeats, as spans do."""
        return zip(*(self.column(table, path) for path in paths), strict=True)

    def column(self, table: str, path: str) -> list[Any]:
        """Return the cells on a path as a list; equal cells share one object."""
        if "." not in path:
            return self.tables[table].cells(path)
        coded = self.coded(table, path)
        found: list[Any] = objects(coded.values)[coded.codes].tolist()
        return found

    def coded(self, table: str, path: str) -> Coded:
        """Return the cells on a path as codes and values."""
        link, _, rest = path.partition(".")
        if not rest:
            return self.tables[table].coded(path)
        if (table, path) not in self._coded:
            self._coded[table, path] = self.coded(self._target(table, link), rest).at(self.parents(table, link))
        return self._coded[table, path]

    def parents(self, table: str, link: str) -> Numbers:
        """Return for each row of a table the position of the row that a foreign key leads to, -1 where it leads to none."""
        if (table, link) not in self._parents:
            if link in LINKS:
                self._parents |= self._hops()
            else:
                coded = self.tables[table].coded(link)
                self._parents[table, link] = self.tables[self._target(table, link)].find(coded)[coded.codes]
        return self._parents[table, link]

    def _target(self, table: str, link: str) -> str:
        return LINKS.get(link) or next(key.table for key in foreign_keys(table) if key.column == link)

    def _hops(self) -> dict[tuple[str, str], Numbers]:
        starts, ends, order = self.chain_bounds
        full = ends > starts
        first, last = np.full(len(starts), -1), np.full(len(starts), -1)
        first[full], last[full] = order[starts[full]], order[ends[full] - 1]
        return {("claims", "first_hop"): first, ("claims", "last_hop"): last}

    @cached_property
    def chain_bounds(self) -> tuple[Numbers, Numbers, Numbers]:
        """For each claim where its chain starts and ends in the third array, which holds the positions of attributions by hop."""
        claims = self.parents("attributions", "claim_id")
        order = np.lexsort((np.array(self.column("attributions", "hop"), np.int64), claims))
        every = np.arange(len(self.rows["claims"]))
        return np.searchsorted(claims[order], every), np.searchsorted(claims[order], every, side="right"), order

    def by_id(self, table: str) -> Mapping[str, Record]:
        """Return a table's rows by primary key."""
        if table not in self._by_id:
            self._by_id[table] = self.tables[table].by_id()
        return self._by_id[table]

    def get(self, table: str, key: str | None) -> Record | None:
        """Return a row by its primary key, None where there is none."""
        return None if key is None else self.by_id(table).get(key)

    def grouped(self, table: str, column: str, by: str | None = None) -> Mapping[str, Sequence[Record]]:
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
        """Who stands behind each claim."""
        return Sources(self.rows)

    @cached_property
    def withheld(self) -> bool:
        """True for the edition that carries no article text."""
        texts = self.column("articles", "text")
        return bool(texts) and all(text is None for text in texts)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it holds and why, and the generator that finds breaches.

    ``reads`` are the tables it needs in good shape. A rule that ``needs_text`` is skipped, and named in the report, on the
    edition without article text; one that ``needs_all`` concludes from what is absent, and is skipped where rows are missing.
    """

    name: str
    about: About
    reads: tuple[str, ...]
    needs_text: bool
    needs_all: bool
    find: Callable[[View], Iterator[Problem]]


RULES: dict[str, Rule] = {}
"""Every rule over published tables, by name."""


def breach(table: str, row: Record, column: str | None, message: str, severity: Severity = "error") -> Problem:
    """Return the problem of a cell, or of a row where ``column`` is None. The runner fills in the rule's name."""
    value = None if column is None else row[column]
    position = row.position if isinstance(row, Row) else None
    return Problem("", message, table=table, key=row[primary_key(table)], column=column, value=value, severity=severity, row=position)


def clash(against: Iterable[Cell], table: str, row: Record, column: str, message: str) -> Problem:
    """Return the problem of a cell that does not go with other cells, one of which may be the faulty one."""
    return replace(breach(table, row, column, message), against=tuple(dict.fromkeys(against)))


def rule(
    *reads: str,
    dimension: Dimension,
    severities: tuple[Severity, ...] = ("error",),
    needs_text: bool = False,
    needs_all: bool = False,
) -> Callable[[Callable[[View], Iterator[Problem]]], Rule]:
    """Register a generator as the rule named like it, with dashes.

    The first paragraph of its docstring says what the rule holds, the second what goes wrong for a reader of the data where it
    does not hold; others add to the first.
    """

    def register(find: Callable[[View], Iterator[Problem]]) -> Rule:
        name = find.__name__.replace("_", "-")
        holds, why, *more = [" ".join(text.split()) for text in (find.__doc__ or "").split("\n\n")] + ["", ""]
        about = About(" ".join([holds, *more]).strip(), why, dimension, severities)
        made = Rule(name, about, reads, needs_text, needs_all, find)
        if name in RULES or not holds or not why:
            raise TypeError(f"the rule {name} is registered twice, or its docstring does not say what it holds and why")
        declared({name: about})
        RULES[name] = made
        return made

    return register
