"""Checks: tables to problems. Shape first, then keys across tables, then the rules of meaning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nkdata.checks import attribution, dates, derived, events, figures, moments, registers, spans, tracing  # noqa: F401  # importing them registers their rules
from nkdata.checks.fold import RULES as FOLD_RULES
from nkdata.checks.fold import fold
from nkdata.checks.package import RULES as PACKAGE_RULES
from nkdata.checks.package import check_package
from nkdata.checks.plain import check_rows_shape
from nkdata.checks.registry import RULES, Rule, View
from nkdata.checks.shape import RULES as SHAPE_RULES
from nkdata.checks.shape import check_keys, check_shape
from nkdata.report import Report
from nkdata.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from nkdata.records import Rows
    from nkdata.report import Problem

__all__ = ["ALL_RULES", "RULES", "Rule", "check_package", "check_rows", "check_tables", "fold"]

ALL_RULES: dict[str, str] = {**PACKAGE_RULES, **SHAPE_RULES, **{name: rule.holds for name, rule in RULES.items()}, **FOLD_RULES}
"""Every rule over a published package, with what it holds: files first, then shape, then meaning, and last how problems are shown."""


def check_tables(tables: Mapping[str, pa.Table]) -> Report:
    """Run every check on Arrow tables by name and return a report with all problems found.

    A rule of meaning runs where the tables it reads are in good shape; otherwise it is named as skipped.
    Raises MissingExtraError where pandera is not installed.
    """
    problems = list(check_shape(tables))
    broken = {p.table for p in problems}
    rows = {name: table.to_pylist() for name, table in tables.items() if name in TABLES and name not in broken}
    skipped: dict[str, str] = {}
    found = list(_run(View(rows), broken, skipped))
    return Report([*problems, *check_keys(rows), *found], {name: len(table) for name, table in tables.items()}, skipped)


_HARMLESS = frozenset({"control-character", "empty-string", "unique", "empty-table"})
"""Rules of shape whose breaches no rule of meaning stumbles over."""


def check_rows(rows: Rows, *, partial: bool = False) -> Report:
    """Run every check on rows of built-in types, as curation makes them, without pandera: in a fraction of a second.

    Args:
        rows: every table of the schema, each row with every column.
        partial: whether rows were left out; rules that conclude from what is absent are then named as skipped.
    """
    problems = [p for p in check_rows_shape(rows) if not (partial and p.rule == "empty-table")]
    broken = {p.table for p in problems if p.rule not in _HARMLESS}
    skipped: dict[str, str] = {}
    whole = View({table: records for table, records in rows.items() if table not in broken})
    found = list(_run(whole, broken, skipped, partial=partial))
    return Report([*problems, *check_keys(whole.rows), *found], {name: len(records) for name, records in rows.items()}, skipped)


def _run(view: View, broken: set[str | None], skipped: dict[str, str], *, partial: bool = False) -> Iterator[Problem]:
    for name, rule in RULES.items():
        faulty = sorted(set(rule.reads) & {table for table in broken if table})
        absent = sorted(set(rule.reads) - view.rows.keys() - set(faulty))
        if faulty or absent:
            skipped[name] = f"{', '.join([*faulty, *absent])} not in good shape"
        elif partial and rule.needs_all:
            skipped[name] = "until what is faulty is mended"
        elif rule.needs_text and view.withheld:
            skipped[name] = "the article text is withheld"
        else:
            yield from (replace(problem, rule=name) for problem in rule.find(view))
