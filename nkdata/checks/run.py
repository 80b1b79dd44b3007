"""One run of the checks: shape first, then keys across tables, then the rules of meaning, each once."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import nkdata.checks.rules  # noqa: F401  # registers the rules of meaning
from nkdata.checks.engine import Tables, pl
from nkdata.checks.registry import RULES, Rule
from nkdata.checks.shape import check_keys, check_shape
from nkdata.errors import MissingExtraError
from nkdata.reports.problems import Problem, Report
from nkdata.rulebook import published
from nkdata.schema import TABLES, arrow_schema, foreign_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nkdata.checks.engine import Data


HARMLESS = frozenset(
    {"control-character", "empty-string", "encoding-slip", "unique", "empty-table"}
)
"""Rules of shape whose breaches no rule of meaning stumbles over."""

_LEFT_OUT = "left out on request"


@dataclass(frozen=True, slots=True)
class Scope:
    """What to check: all of every table, or less of it.

    Attributes:
        given: the tables that are checked; the others are what their references lead to, taken for sound. None for all.
        chosen: the rules that are run; the others are named as skipped. None for all.
        before: problems found while the tables were read; a table that has one is not in good shape.
        partial: whether rows are known to be missing; rules that conclude from what is absent are then skipped.
    """

    given: frozenset[str] | None = None
    chosen: frozenset[str] | None = None
    before: tuple[Problem, ...] = ()
    partial: bool = False

    def covers(self, problem: Problem) -> bool:
        """Tell whether a problem is one of a rule and a table that are checked."""
        return (self.chosen is None or problem.rule in self.chosen) and (
            self.given is None or problem.table in self.given
        )

    def why_not(self, rule: Rule, broken: set[str], read: Tables) -> str | None:
        """Return why a rule is not run, None where it is."""
        if self.chosen is not None and rule.name not in self.chosen:
            return _LEFT_OUT
        strange = sorted(set(rule.reads) - self.known)
        if strange and not (rule.apart and self.given and self.given & set(rule.reads)):
            return f"{', '.join(strange)} not given"
        faulty = sorted(set(rule.reads) & broken)
        absent = sorted(set(rule.reads) - set(read) - broken)
        if faulty or absent:
            return f"{', '.join([*faulty, *absent])} not in good shape"
        if self.partial and rule.needs_all:
            return "until what is faulty is mended"
        return "the article text is withheld" if rule.needs_text and read.withheld else None

    @property
    def left_out(self) -> dict[str, str]:
        """The rules of every kind that were not chosen, each with the reason."""
        if self.chosen is None:
            return {}
        return {name: _LEFT_OUT for name in published() if name not in self.chosen}

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


_EVERYTHING = Scope()


def check_tables(tables: Mapping[str, Data], scope: Scope = _EVERYTHING) -> Report:
    """Run every check on Arrow tables, or on what reads their columns, and report all problems.

    A rule of meaning runs where the tables that it reads are in good shape; otherwise the report
    names it as skipped. Raises MissingExtraError where polars is not installed.
    """
    if pl is None:
        raise MissingExtraError("polars", "checks")
    strange = {name: arrow_schema(name).empty_table() for name in TABLES if name not in scope.known}
    read = Tables({**strange, **{name: tables[name] for name in tables if name in TABLES}})
    checked = [name for name in TABLES if scope.given is None or name in scope.given]
    problems = [*scope.before, *_news(check_shape(tables, read, checked), scope)]
    broken = {p.table for p in problems if p.table and p.rule not in HARMLESS}
    read.leave_out(broken)
    reasons = {name: scope.why_not(rule, broken, read) for name, rule in RULES.items()}
    skipped = {name: why for name, why in reasons.items() if why}
    problems += check_keys(read)
    with _uncollected():
        for name in (name for name in RULES if name not in skipped):
            problems += [replace(problem, rule=name) for problem in RULES[name].find(read)]
            read.trim()
    rows = {
        name: len(tables[name]) for name in tables if scope.given is None or name in scope.given
    }
    return Report([p for p in problems if scope.covers(p)], rows, {**scope.left_out, **skipped})


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector off: rules make millions of objects and no circles, and it would go over them all."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _news(problems: Iterable[Problem], scope: Scope) -> Iterator[Problem]:
    """Yield the problems of cells that have none yet: one that could not be read is null, and may not be.

    Where rows are known to be missing, a table without any is no news.
    """
    said = {(p.table, p.column, place) for p in scope.before for place in (p.key, p.row)}
    for problem in problems:
        cell = {
            (problem.table, problem.column, place)
            for place in (problem.key, problem.row)
            if place is not None
        }
        if said.isdisjoint(cell) and not (scope.partial and problem.rule == "empty-table"):
            yield problem
