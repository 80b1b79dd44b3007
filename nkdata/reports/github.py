"""GitHub annotations: workflow commands that GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from nkdata.printing import cut, one_line, visible
from nkdata.reports.verdict import SEVERITIES
from nkdata.reports.words import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nkdata.reports.problems import Problem, Report
    from nkdata.rulebook import About

SHOWN = 10
"""Annotations of a kind that GitHub shows of a step; it drops the further ones without a word."""

_KINDS = {"error": "error", "warning": "warning", "info": "notice"}
_LONGEST = 4000
"""Characters of a message; GitHub refuses annotations of 64 KB."""


def github(
    report: Report, _rules: Mapping[str, About] | None = None, _fail_on: str = "error"
) -> str:
    """Return a workflow command a line: as many of each kind as GitHub shows, and a notice that counts those left over."""
    by_kind: dict[str, list[Problem]] = defaultdict(list)
    for problem in report.problems:
        by_kind[problem.severity].append(problem)
    room = {"error": SHOWN, "warning": SHOWN, "info": SHOWN - 1}  # the count is a notice too
    lines = [
        _command(problem)
        for severity in SEVERITIES
        for problem in by_kind[severity][: room[severity]]
    ]
    left = list(_left(by_kind, room))
    if left:
        lines.append(
            f"::notice title=nkdata::{_data('; '.join(left) + '. All of them are in the log and in the summary of the step.')}"
        )
    return "".join(f"{line}\n" for line in lines)


def _left(by_kind: Mapping[str, Sequence[Problem]], room: Mapping[str, int]) -> Iterator[str]:
    for severity in SEVERITIES:
        number = len(by_kind.get(severity, ()))
        if number > room[severity]:
            yield f"{room[severity]} of {number} {severity}s are annotated"


def _command(problem: Problem) -> str:
    place = problem.where
    properties: dict[str, object] = {}
    if place is not None:
        end = place.column + max(place.width, 1)
        properties = {"file": place.file, "line": place.line, "col": place.column, "endColumn": end}
    properties["title"] = f"nkdata {problem.rule}"
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_KINDS[problem.severity]} {told}::{_data(cut(sentence(problem), _LONGEST))}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\n", "%0A")


def _property(value: object) -> str:
    return one_line(value).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
