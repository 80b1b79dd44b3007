"""JUnit XML: a suite for each dimension of quality, a case for each rule, so that a green rule is seen to have run."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from nkdata.printing import one_line, visible
from nkdata.reports.verdict import FAIL_ON, outcomes
from nkdata.reports.words import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nkdata.reports.problems import Problem, Report
    from nkdata.reports.verdict import Outcome
    from nkdata.rulebook import About


def junit(report: Report, rules: Mapping[str, About], fail_on: str = "error") -> str:
    """Return the report as JUnit XML, as Jenkins, GitLab and others read it.

    A case fails where one of its problems makes the run fail; all its problems are listed in it.
    Lesser problems stand in the ``system-out`` of a case that passed. A rule that was not run is
    skipped, with the reason.
    """
    suites: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes(report, rules):
        suites[outcome.about.dimension].append(outcome)
    root = ET.Element("testsuites", {"name": "nkdata"})
    for name, cases in suites.items():
        _suite(
            ET.SubElement(root, "testsuite", {"name": one_line(f"nkdata.{name}")}), cases, fail_on
        )
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, 0)) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(suite: ET.Element, cases: Sequence[Outcome], fail_on: str) -> None:
    for outcome in cases:
        case = ET.SubElement(
            suite, "testcase", {"classname": suite.get("name", ""), "name": one_line(outcome.rule)}
        )
        _case(case, outcome, fail_on)
    counts = {
        "tests": "testcase",
        "failures": "testcase/failure",
        "errors": "testcase/error",
        "skipped": "testcase/skipped",
    }
    for count, path in counts.items():
        suite.set(count, str(len(suite.findall(path))))


def _case(case: ET.Element, outcome: Outcome, fail_on: str) -> None:
    number = f"{len(outcome.problems)} problem{'' if len(outcome.problems) == 1 else 's'}"
    listed = "\n".join(
        [visible(f"{outcome.about.holds} {number}:").strip(), *map(_line, outcome.problems)]
    )
    if any(problem.severity in FAIL_ON[fail_on] for problem in outcome.problems):
        ET.SubElement(
            case,
            "failure",
            {"message": f"{number}: {one_line(sentence(outcome.problems[0]))}", "type": "problem"},
        ).text = listed
    elif outcome.problems:
        ET.SubElement(case, "system-out").text = listed
    elif outcome.skipped is not None:
        ET.SubElement(case, "skipped", {"message": one_line(outcome.skipped)})


def _line(problem: Problem) -> str:
    place = f"{one_line(problem.where)}: " if problem.where else ""
    return f"{place}{problem.severity}: {sentence(problem)}"
