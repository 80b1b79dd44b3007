"""Rules: named, documented, and each a generator of problems that never raises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from nkdata.checks.columns import Row
from nkdata.checks.view import View
from nkdata.reports.problems import Problem
from nkdata.rulebook import register
from nkdata.schema import primary_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nkdata.checks.columns import Numbers
    from nkdata.records import Record
    from nkdata.reports.problems import Cell
    from nkdata.rulebook import About, Dimension, Severity

    Faults = Iterator[tuple[Any, ...]]

__all__ = ["RULES", "Rule", "View", "breach", "breaches", "clash", "rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it holds and why, and the generator that finds breaches.

    ``reads`` are the tables it needs in good shape. A rule that ``needs_text`` is skipped, and named in the report, on the
    edition without article text; one that ``needs_all`` concludes from what is absent, and is
    skipped where rows are missing; one that looks at its tables ``apart``, each beside what its
    references lead to, is run where only some are given.
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


def breach(
    table: str, row: Record, column: str | None, message: str, severity: Severity = "error"
) -> Problem:
    """Return the problem of a cell, or of a row where ``column`` is None. The runner fills in the rule's name."""
    value = None if column is None else row[column]
    position = row.position if isinstance(row, Row) else None
    return Problem(
        "",
        message,
        table=table,
        key=row[primary_key(table)],
        column=column,
        value=value,
        severity=severity,
        row=position,
    )


def clash(against: Iterable[Cell], table: str, row: Record, column: str, message: str) -> Problem:
    """Return the problem of a cell that does not go with other cells, one of which may be the faulty one."""
    return replace(breach(table, row, column, message), against=tuple(dict.fromkeys(against)))


def breaches(
    view: View, table: str, tell: Callable[..., Faults], *paths: str, among: Numbers | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with the rows of a table, told from their cells on some paths, once for each combination of them.

    ``tell`` takes the cells and yields a tuple for each fault: the column, or None for the row as a whole; the message; and, for a
    comparison, the cells that it was compared with. ``among`` are the positions of the rows that
    are looked at, all by default.
    """
    told = view.each(table, lambda *cells: tuple(tell(*cells)), *paths, among=among)
    faulty = np.flatnonzero(told.astype(bool))
    for row, faults in zip(
        view.at(table, faulty if among is None else among[faulty]),
        told[faulty].tolist(),
        strict=True,
    ):
        for column, message, *against in faults:
            yield (
                clash(against, table, row, column, message)
                if against
                else breach(table, row, column, message)
            )


def rule(
    *reads: str,
    dimension: Dimension,
    severities: tuple[Severity, ...] = ("error",),
    needs_text: bool = False,
    needs_all: bool = False,
    apart: bool = False,
) -> Callable[[Callable[[View], Iterator[Problem]]], Rule]:
    """Register a generator as a rule, which `nkdata.rulebook.register` names and describes by its docstring."""

    def decorated(find: Callable[[View], Iterator[Problem]]) -> Rule:
        entry = register(find, reads, dimension, severities)
        made = Rule(entry.name, entry.about, reads, needs_text, needs_all, apart, find)
        RULES[made.name] = made
        return made

    return decorated
