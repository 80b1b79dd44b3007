"""JSON: the whole report, every field of every problem, as schemas/report.json describes it."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nkdata import __version__
from nkdata.reports.problems import FACTS
from nkdata.reports.verdict import counts, dimension, fails, outcomes

if TYPE_CHECKING:
    from nkdata.reports.problems import Problem, Report
    from nkdata.reports.verdict import Outcome

Json = dict[str, Any]
"""An object of JSON."""

VERSION = 1
"""Raised when a field is removed or changes its meaning; a new field does not raise it."""


def document(report: Report, fail_on: str = "error") -> str:
    """Return the report as JSON."""
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
            "problems": [_problem(problem) for problem in report.problems],
            "rules": [_rule(outcome) for outcome in outcomes(report)],
        }
    )


def _problem(problem: Problem) -> Json:
    cells = [dict(zip(("table", "key", "column"), end, strict=True)) for end in problem.against]
    where = problem.where and asdict(problem.where)
    return {**facts(problem), "where": where, "against": cells}


def facts(problem: Problem) -> Json:
    """Return all that a problem says, but for places, as JSON has it."""
    key = None if problem.key is None else str(problem.key)
    known = {"dimension": dimension(problem), "key": key, "value": scalar(problem.value)}
    return {name: known.get(name, getattr(problem, name)) for name in FACTS}


def _rule(outcome: Outcome) -> Json:
    return {
        "rule": outcome.rule,
        "status": outcome.status,
        "problems": len(outcome.problems),
        "skipped": outcome.skipped,
        "holds": outcome.about.holds,
        "why": outcome.about.why,
        "dimension": outcome.about.dimension,
    }


def scalar(value: Any) -> Any:  # noqa: ANN401  # a cell of any type
    """Return a value as JSON has it: what JSON has no type for becomes text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return value if isinstance(value, float) and math.isfinite(value) else str(value)


def dump(content: object) -> str:
    r"""Return built-in types as JSON that every reader takes.

    Surrogates are written as text, and what cannot be seen is escaped.

    >>> print(dump(["김정은 \u202e"]))
    [
      "김정은 \u202e"
    ]
    <BLANKLINE>
    """
    text = json.dumps(_encodable(content), ensure_ascii=False, indent=2, allow_nan=False)
    return re.sub(r"[^\n -~]", _escape, text) + "\n"


def _encodable(content: object) -> object:
    if isinstance(content, dict):
        return {_encodable(key): _encodable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_encodable(value) for value in content]
    if isinstance(content, str):
        # Half a surrogate pair, which UTF-8 does not have, is refused by most readers of JSON,
        # escaped or not.
        return content.encode("utf-8", "backslashreplace").decode("utf-8")
    return content


def _escape(match: re.Match[str]) -> str:
    return match[0] if match[0].isprintable() else json.dumps(match[0])[1:-1]
