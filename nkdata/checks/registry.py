"""Rules: named, documented, and each a generator of problems that never raises."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from nkdata.relations import Sources
from nkdata.report import About, Problem, declared
from nkdata.schema import primary_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from nkdata.records import Record, Rows
    from nkdata.report import Cell, Dimension, Severity


class View:
    """The rows of every table, with the indexes that rules share; each is made on first use."""

    def __init__(self, rows: Rows) -> None:
        """Take the rows by table name."""
        self.rows = rows
        self._by_id: dict[str, dict[str, Record]] = {}
        self._groups: dict[tuple[str, str], dict[str, list[Record]]] = {}

    def by_id(self, table: str) -> Mapping[str, Record]:
        """Return a table's rows by primary key."""
        if table not in self._by_id:
            self._by_id[table] = {row[primary_key(table)]: row for row in self.rows[table]}
        return self._by_id[table]

    def get(self, table: str, key: str | None) -> Record | None:
        """Return a row by its primary key, None where there is none."""
        return None if key is None else self.by_id(table).get(key)

    def grouped(self, table: str, column: str) -> Mapping[str, list[Record]]:
        """Return a table's rows grouped by the value of a column, in key order; rows without one are left out."""
        if (table, column) not in self._groups:
            groups: dict[str, list[Record]] = defaultdict(list)
            for row in self.rows[table]:
                if row[column] is not None:
                    groups[row[column]].append(row)
            self._groups[table, column] = dict(groups)
        return self._groups[table, column]

    def text(self, article_id: str) -> str | None:
        """Return an article's text, None where there is none."""
        article = self.get("articles", article_id)
        return article["text"] if article else None

    @cached_property
    def chains(self) -> Mapping[str, Sequence[Record]]:
        """The attributions of each claim, by hop."""
        return {claim: sorted(hops, key=lambda h: h["hop"]) for claim, hops in self.grouped("attributions", "claim_id").items()}

    @cached_property
    def segments(self) -> Mapping[str, Sequence[Record]]:
        """The segments of each article, in the order of the text."""
        groups = self.grouped("segments", "article_id")
        return {article: sorted(rows, key=lambda s: s["start"]) for article, rows in groups.items()}

    @cached_property
    def sources(self) -> Sources:
        """Who stands behind each claim."""
        return Sources(self.rows)

    @property
    def withheld(self) -> bool:
        """True for the edition that carries no article text."""
        articles = self.rows["articles"]
        return bool(articles) and all(article["text"] is None for article in articles)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it holds and why, and the generator that finds breaches.

    ``reads`` are the tables it needs in good shape. A rule that ``needs_text`` is skipped, and named in the report, on the
    edition without article text; one that ``needs_all`` concludes from what is absent, and is skipped where rows are missing;
    one that looks at its tables ``apart``, each beside what its references lead to, is run where only some are given.
    """

    name: str
    about: About
    reads: tuple[str, ...]
    needs_text: bool
    needs_all: bool
    apart: bool
    find: Callable[[View], Iterator[Problem]]


RULES: dict[str, Rule] = {}
"""Every rule over published tables, by name."""


def breach(table: str, row: Record, column: str | None, message: str, severity: Severity = "error") -> Problem:
    """Return the problem of a cell, or of a row where ``column`` is None. The runner fills in the rule's name."""
    value = None if column is None else row[column]
    return Problem("", message, table=table, key=row[primary_key(table)], column=column, value=value, severity=severity)


def clash(against: Iterable[Cell], table: str, row: Record, column: str, message: str) -> Problem:
    """Return the problem of a cell that does not go with other cells, one of which may be the faulty one."""
    return replace(breach(table, row, column, message), against=tuple(dict.fromkeys(against)))


def rule(
    *reads: str,
    dimension: Dimension,
    severities: tuple[Severity, ...] = ("error",),
    needs_text: bool = False,
    needs_all: bool = False,
    apart: bool = False,
) -> Callable[[Callable[[View], Iterator[Problem]]], Rule]:
    """Register a generator as the rule named like it, with dashes.

    The first paragraph of its docstring says what the rule holds, the second what goes wrong for a reader of the data where it
    does not hold; others add to the first.
    """

    def register(find: Callable[[View], Iterator[Problem]]) -> Rule:
        name = find.__name__.replace("_", "-")
        holds, why, *more = [" ".join(text.split()) for text in (find.__doc__ or "").split("\n\n")] + ["", ""]
        about = About(" ".join([holds, *more]).strip(), why, dimension, severities)
        made = Rule(name, about, reads, needs_text, needs_all, apart, find)
        if name in RULES or not holds or not why:
            raise TypeError(f"the rule {name} is registered twice, or its docstring does not say what it holds and why")
        declared({name: about})
        RULES[name] = made
        return made

    return register
