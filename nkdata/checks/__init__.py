"""Checks: tables to problems. Shape first, then keys across tables, then the rules of meaning."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nkdata.checks import (  # importing them registers their rules
    attribution,  # noqa: F401
    dates,  # noqa: F401
    derived,  # noqa: F401
    events,  # noqa: F401
    figures,  # noqa: F401
    moments,  # noqa: F401
    registers,  # noqa: F401
    spans,  # noqa: F401
    tracing,  # noqa: F401
)
from nkdata.checks.fold import fold
from nkdata.checks.package import check_integrity, check_package, compare_builds
from nkdata.checks.plain import check_rows_shape
from nkdata.checks.registry import RULES, Rule, View
from nkdata.checks.shape import check_by_pandera, check_keys, check_shape
from nkdata.reports.problems import Problem, Report
from nkdata.rulebook import published
from nkdata.schema import TABLES, arrow_schema, foreign_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nkdata.checks.columns import Data
    from nkdata.records import Rows

__all__ = [
    "ALL_RULES",
    "RULES",
    "Rule",
    "Scope",
    "check_by_pandera",
    "check_integrity",
    "check_package",
    "check_rows",
    "check_tables",
    "check_traces",
    "compare_builds",
    "fold",
    "with_parents",
]

ALL_RULES = published()
"""Every rule over a published package: files first, then shape, then meaning, and last how problems are shown."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What to check: all of every table, or less of it.

    Attributes:
        given: the tables that are checked; the others are what their references lead to, taken for sound. None for all.
        chosen: the rules that are run; the others are named as skipped. None for all.
        before: problems found while the tables were read; a table that has one is not in good shape.
    """

    given: frozenset[str] | None = None
    chosen: frozenset[str] | None = None
    before: tuple[Problem, ...] = ()

    def covers(self, problem: Problem) -> bool:
        """Tell whether a problem is one of a rule and a table that are checked."""
        return (self.chosen is None or problem.rule in self.chosen) and (
            self.given is None or problem.table in self.given
        )

    def why_not(self, rule: Rule) -> str | None:
        """Return why a rule is not run, None where it is."""
        if self.chosen is not None and rule.name not in self.chosen:
            return "left out on request"
        strange = sorted(set(rule.reads) - self.known)
        if strange and not (rule.apart and self.given and self.given & set(rule.reads)):
            return f"{', '.join(strange)} not given"
        return None

    @property
    def known(self) -> frozenset[str]:
        """The tables that may be read: those given, and what their references lead to over any steps."""
        return frozenset(TABLES) if self.given is None else with_parents(self.given)


def with_parents(tables: Iterable[str]) -> frozenset[str]:
    """Return tables and those that their references lead to, over any steps."""
    reached = set(tables)
    while more := {key.table for table in reached for key in foreign_keys(table)} - reached:
        reached |= more
    return frozenset(reached)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector off: rules make millions of objects and no circles, and it would go over all of them time and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
def check_tables(
    tables: Mapping[str, Data], scope: Scope = Scope()
) -> Report:  # frozen, so that all calls may share it
    """Run every check on Arrow tables by name, or on what reads their columns, and return a report with all problems found.

    A rule of meaning runs where the tables it reads are in good shape; otherwise it is named as
    skipped.
    """
    checked = TABLES if scope.given is None else sorted(scope.given)
    problems = [*scope.before, *_not_said_before(check_shape(tables, checked), scope.before)]
    broken = {p.table for p in problems if p.rule not in HARMLESS}
    known = {name: table for name, table in tables.items() if name in TABLES and name not in broken}
    view = View({**known, **{name: [] for name in TABLES if name not in scope.known}})
    skipped: dict[str, str] = {}
    found = [*problems, *check_keys(view), *_run(view, broken, skipped, scope)]
    counts = {
        name: len(tables[name]) for name in tables if scope.given is None or name in scope.given
    }
    left_out = {
        name: "left out on request"
        for name in ALL_RULES
        if scope.chosen is not None and name not in scope.chosen
    }
    return Report([p for p in found if scope.covers(p)], counts, {**left_out, **skipped})


_TRACES = frozenset({"quote-is-span", "text-hash"})


def check_traces(tables: Mapping[str, Data]) -> Report:
    """Check that every quote is the text it points at, and every text the one that was read; needs no library but pyarrow.

    A table whose columns are not the schema's is a problem, and the rules over it are named as
    skipped.
    """
    needed = {table for name in _TRACES for table in RULES[name].reads}
    odd: set[str | None] = {
        table
        for table in needed & tables.keys()
        if not tables[table].schema.equals(arrow_schema(table))
    }
    sound = sorted(needed & tables.keys() - odd)
    problems = [
        Problem("column-type", "the columns are not the schema's", table=table)
        for table in needed & odd
    ]
    skipped: dict[str, str] = {}
    problems += _run(
        View({table: tables[table] for table in sound}), odd, skipped, Scope(chosen=_TRACES)
    )
    kept = {name: why for name, why in skipped.items() if name in _TRACES}
    return Report(problems, {table: len(data) for table, data in tables.items()}, kept)


def _not_said_before(problems: Iterable[Problem], before: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems of cells that have none yet: a cell that could not be read is null, and may not be."""
    said = {
        (p.table, p.column, place) for p in before for place in (p.key, p.row) if place is not None
    }
    return (
        p
        for p in problems
        if not said.intersection([(p.table, p.column, p.key), (p.table, p.column, p.row)])
    )


HARMLESS = frozenset(
    {"control-character", "empty-string", "encoding-slip", "unique", "empty-table"}
)
"""Rules of shape whose breaches no rule of meaning stumbles over."""


def check_rows(rows: Rows, *, partial: bool = False) -> Report:
    """Run every check on rows of built-in types, as curation makes them, without Arrow: in a fraction of a second.

    Args:
        rows: every table of the schema, each row with every column.
        partial: whether rows were left out; rules that conclude from what is absent are then named as skipped.
    """
    problems = [p for p in check_rows_shape(rows) if not (partial and p.rule == "empty-table")]
    broken = {p.table for p in problems if p.rule not in HARMLESS}
    skipped: dict[str, str] = {}
    whole = View({table: records for table, records in rows.items() if table not in broken})
    found = list(_run(whole, broken, skipped, Scope(), partial=partial))
    return Report(
        [*problems, *check_keys(whole), *found],
        {name: len(records) for name, records in rows.items()},
        skipped,
    )


def _run(
    view: View,
    broken: set[str | None],
    skipped: dict[str, str],
    scope: Scope,
    *,
    partial: bool = False,
) -> Iterator[Problem]:
    for name, rule in RULES.items():
        faulty = sorted(set(rule.reads) & {table for table in broken if table})
        absent = sorted(set(rule.reads) - view.rows.keys() - set(faulty))
        if reason := scope.why_not(rule):
            skipped[name] = reason
        elif faulty or absent:
            skipped[name] = f"{', '.join([*faulty, *absent])} not in good shape"
        elif partial and rule.needs_all:
            skipped[name] = "until what is faulty is mended"
        elif rule.needs_text and view.withheld:
            skipped[name] = "the article text is withheld"
        else:
            yield from (replace(problem, rule=name) for problem in rule.find(view))
