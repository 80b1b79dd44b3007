"""SARIF 2.1.0, for code scanning and editors: rules with help, results with a place and a mark."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from nkdata import __version__
from nkdata.printing import one_line, visible
from nkdata.reports.json import Json, dump, facts
from nkdata.reports.text import sentence
from nkdata.reports.verdict import outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.reports.problems import Location, Problem, Report
    from nkdata.reports.verdict import Outcome

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FACTS = ("table", "key", "row", "column", "value", "dimension")
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(report: Report, _fail_on: str = "error") -> str:
    """Return the report as a SARIF log of one run.

    Rules that were not run are notifications of its invocation.
    """
    ran = outcomes(report)
    index = {outcome.rule: number for number, outcome in enumerate(ran)}
    driver = {
        "name": "nkdata",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(outcome) for outcome in ran],
    }
    skipped = [_skipped(outcome) for outcome in ran if outcome.skipped is not None]
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": skipped}],
        "columnKind": "unicodeCodePoints",
        "results": [
            {"ruleId": problem.rule, "ruleIndex": index[problem.rule], **_result(problem, mark)}
            for problem, mark in zip(report.problems, _fingerprints(report.problems), strict=True)
        ],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(outcome: Outcome) -> Json:
    holds = visible(outcome.about.holds) or one_line(outcome.rule)
    help_text = "\n\n".join(part for part in (holds, visible(outcome.about.why)) if part)
    return {
        "id": outcome.rule,
        "shortDescription": {"text": holds},
        "fullDescription": {"text": help_text},
        "help": {"text": help_text, "markdown": help_text},
        "properties": {"tags": [outcome.about.dimension], "status": outcome.status},
    }


def _skipped(outcome: Outcome) -> Json:
    message = f"not checked: {visible(outcome.skipped)}"
    return {"level": "note", "message": {"text": message}, "associatedRule": {"id": outcome.rule}}


def _result(problem: Problem, mark: str) -> Json:
    said = facts(problem)
    return {
        "level": _LEVELS[problem.severity],
        "message": {"text": sentence(problem)},
        "locations": list(_locations(problem)),
        "partialFingerprints": {"nkdataProblem/v1": mark},
        "properties": {name: said[name] for name in _FACTS if said[name] is not None},
    }


def _locations(problem: Problem) -> Iterator[Json]:
    location: Json = {}
    if problem.where:
        location["physicalLocation"] = _physical(problem.where)
    cell = (problem.table, problem.key, problem.column)
    if parts := [str(part) for part in cell if part is not None]:
        kind = "cell" if problem.column else "row" if problem.key else "table"
        name = {"fullyQualifiedName": "/".join(parts), "name": parts[-1], "kind": kind}
        location["logicalLocations"] = [name]
    if location:
        yield location


def _physical(where: Location) -> Json:
    line, column = max(where.line, 1), max(where.column, 1)
    region = {"startLine": line, "startColumn": column, "endColumn": column + max(where.width, 1)}
    path = PurePath(where.file)
    address = quote(one_line(path.as_posix()))
    relative = {"uri": address, "uriBaseId": "%SRCROOT%"}
    file = {"uri": f"file://{address}"} if path.is_absolute() else relative
    return {"artifactLocation": file, "region": region}


def _fingerprints(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield a fingerprint for each problem: the same on every run, wherever the row moved to.

    Equal problems are numbered, so that no two have the same one.
    """
    seen: Counter[tuple[str | None, ...]] = Counter()
    for problem in problems:
        message = () if problem.key is not None else (problem.message,)
        identity = (problem.rule, problem.table, problem.key, problem.column, *message)
        seen[identity] += 1
        words = repr((*identity, seen[identity])).encode("utf-8", "backslashreplace")
        yield hashlib.sha256(words).hexdigest()
