"""JSON: the whole report, every field of every problem, versioned and described by schemas/report.json."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nkdata import __version__
from nkdata.reports.problems import Location, Problem, Report
from nkdata.reports.verdict import counts, dimension, fails, outcomes
from nkdata.reports.words import dump, scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nkdata.reports.verdict import Outcome
    from nkdata.rulebook import About

VERSION = 1
"""Raised when a field is removed or changes its meaning; a field more raises nothing."""


def document(report: Report, rules: Mapping[str, About], fail_on: str = "error") -> str:
    """Return the report as JSON; `read_document` reads it back."""
    return dump(
        {
            "format": "nkdata-report",
            "version": VERSION,
            "nkdata": __version__,
            "ok": report.ok,
            "fail_on": fail_on,
            "failed": fails(report, fail_on),
            "counts": counts(report),
            "rows": report.rows,
            "problems": [_problem(problem, rules) for problem in report.problems],
            "rules": [_rule(outcome) for outcome in outcomes(report, rules)],
        }
    )


def _problem(problem: Problem, rules: Mapping[str, About]) -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "rule": problem.rule,
        "dimension": dimension(problem, rules),
        "table": problem.table,
        "key": None if problem.key is None else str(problem.key),
        "row": problem.row,
        "column": problem.column,
        "value": scalar(problem.value),
        "message": problem.message,
        "where": asdict(problem.where) if problem.where else None,
        "against": [
            dict(zip(("table", "key", "column"), end, strict=True)) for end in problem.against
        ],
    }


def _rule(outcome: Outcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule,
        "status": outcome.status,
        "problems": len(outcome.problems),
        "skipped": outcome.skipped,
        "holds": outcome.about.holds,
        "why": outcome.about.why,
        "dimension": outcome.about.dimension,
    }


def read_document(text: str) -> Report:
    """Return the report that `document` wrote; a value that JSON has no type for stays the text it was written as.

    Raises:
        ValueError: the text is no such document, or one of a later version.
    """
    made = json.loads(text)
    if (
        not isinstance(made, dict)
        or made.get("format") != "nkdata-report"
        or made.get("version") != VERSION
    ):
        raise ValueError(f"this is no nkdata-report of version {VERSION}")
    skipped = {
        rule["rule"]: rule["skipped"] for rule in made["rules"] if rule["skipped"] is not None
    }
    return Report([_read(problem) for problem in made["problems"]], made["rows"], skipped)


def _read(told: dict[str, Any]) -> Problem:
    where = Location(**told.pop("where")) if told["where"] else told.pop("where")
    against = tuple((end["table"], end["key"], end["column"]) for end in told.pop("against"))
    return Problem(**told, where=where, against=against)
