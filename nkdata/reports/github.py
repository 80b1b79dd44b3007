"""GitHub annotations: workflow commands that GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.printing import cut, one_line, visible
from nkdata.reports.text import sentence
from nkdata.reports.verdict import SEVERITIES

if TYPE_CHECKING:
    from nkdata.reports.problems import Problem, Report

SHOWN = 10
"""Annotations of a kind that GitHub shows of a step; it drops the further ones without a word."""
_KINDS = {"error": "error", "warning": "warning", "info": "notice"}
_LONGEST = 4000
"""Characters of a message; GitHub refuses annotations of 64 KB."""


def github(report: Report, _fail_on: str = "error") -> str:
    """Return a command a line: of each kind as many as GitHub shows, and a count of the rest."""
    lines: list[str] = []
    left: list[str] = []
    for severity in SEVERITIES:
        problems = [p for p in report.problems if p.severity == severity]
        room = SHOWN - (severity == "info")  # the count is a notice too
        lines += map(_command, problems[:room])
        if len(problems) > room:
            left.append(f"{room} of {len(problems)} {severity}s are annotated")
    if left:
        text = f"{'; '.join(left)}. All of them are in the log and in the summary of the step."
        lines.append(f"::notice title=nkdata::{_data(text)}")
    return "".join(f"{line}\n" for line in lines)


def _command(problem: Problem) -> str:
    properties: dict[str, object] = {}
    if place := problem.where:
        end = place.column + max(place.width, 1)
        properties = {"file": place.file, "line": place.line, "col": place.column, "endColumn": end}
    properties["title"] = f"nkdata {problem.rule}"
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_KINDS[problem.severity]} {listed}::{_data(cut(sentence(problem), _LONGEST))}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\n", "%0A")


def _property(value: object) -> str:
    return one_line(value).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
