"""SARIF 2.1.0: what code scanning and editors read. Rules with help, results with a place and a fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from nkdata import __version__
from nkdata.printing import one_line, visible
from nkdata.reports.verdict import dimension, outcomes
from nkdata.reports.words import dump, scalar, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nkdata.reports.problems import Location, Problem, Report
    from nkdata.reports.verdict import Outcome
    from nkdata.rulebook import About

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(report: Report, rules: Mapping[str, About], _fail_on: str = "error") -> str:
    """Return the report as a SARIF log of one run; rules that were not run are notifications of its invocation."""
    ran = outcomes(report, rules)
    index = {outcome.rule: number for number, outcome in enumerate(ran)}
    results = [
        _result(problem, index[problem.rule], mark, rules)
        for problem, mark in zip(report.problems, _marks(report.problems), strict=True)
    ]
    driver = {
        "name": "nkdata",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(outcome) for outcome in ran],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_skipped(o) for o in ran if o.skipped is not None],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(outcome: Outcome) -> dict[str, Any]:
    holds = visible(outcome.about.holds) or one_line(outcome.rule)
    help_text = "\n\n".join(part for part in (holds, visible(outcome.about.why)) if part)
    return {
        "id": outcome.rule,
        "shortDescription": {"text": holds},
        "fullDescription": {"text": help_text},
        "help": {"text": help_text, "markdown": help_text},
        "properties": {"tags": [outcome.about.dimension], "status": outcome.status},
    }


def _skipped(outcome: Outcome) -> dict[str, Any]:
    message = f"not checked: {visible(outcome.skipped)}"
    return {"level": "note", "message": {"text": message}, "associatedRule": {"id": outcome.rule}}


def _result(problem: Problem, index: int, mark: str, rules: Mapping[str, About]) -> dict[str, Any]:
    facts = {
        "table": problem.table,
        "key": problem.key,
        "row": problem.row,
        "column": problem.column,
        "value": scalar(problem.value),
    }
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": _LEVELS[problem.severity],
        "message": {"text": sentence(problem)},
        "locations": list(_locations(problem)),
        "partialFingerprints": {"nkdataProblem/v1": mark},
        "properties": {name: fact for name, fact in facts.items() if fact is not None}
        | {"dimension": dimension(problem, rules)},
    }


def _locations(problem: Problem) -> Iterator[dict[str, Any]]:
    parts = [str(part) for part in (problem.table, problem.key, problem.column) if part is not None]
    kind = "cell" if problem.column else "row" if problem.key else "table"
    logical = (
        {
            "logicalLocations": [
                {"fullyQualifiedName": "/".join(parts), "name": parts[-1], "kind": kind}
            ]
        }
        if parts
        else {}
    )
    physical = {"physicalLocation": _physical(problem.where)} if problem.where else {}
    if logical or physical:
        yield physical | logical


def _physical(where: Location) -> dict[str, Any]:
    line, column = max(where.line, 1), max(where.column, 1)
    region = {"startLine": line, "startColumn": column, "endColumn": column + max(where.width, 1)}
    return {"artifactLocation": _artifact(where.file), "region": region}


def _artifact(file: str) -> dict[str, str]:
    path = PurePath(file)
    address = quote(one_line(path.as_posix()))
    return (
        {"uri": f"file://{address}"}
        if path.is_absolute()
        else {"uri": address, "uriBaseId": "%SRCROOT%"}
    )


def _marks(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield a fingerprint for each problem: the same on every run, wherever the row moved to; of equal ones none is the other's."""
    seen: Counter[tuple[str | None, ...]] = Counter()
    for problem in problems:
        told = () if problem.key is not None else (problem.message,)
        identity = (problem.rule, problem.table, problem.key, problem.column, *told)
        seen[identity] += 1
        words = repr((*identity, seen[identity])).encode("utf-8", "backslashreplace")
        yield hashlib.sha256(words).hexdigest()
