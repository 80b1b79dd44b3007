"""JUnit XML: a suite for each dimension, a case for each rule: a green rule is seen to have run."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from nkdata.printing import one_line, visible
from nkdata.reports.text import sentence
from nkdata.reports.verdict import FAIL_ON, counted, outcomes

if TYPE_CHECKING:
    from nkdata.reports.problems import Problem, Report
    from nkdata.reports.verdict import Outcome

_COUNTS = {
    "tests": "testcase",
    "failures": "failure",
    "errors": "error",
    "skipped": "skipped",
}


def junit(report: Report, fail_on: str = "error") -> str:
    """Return the report as JUnit XML, as Jenkins, GitLab and others read it.

    A case fails if one of its problems makes the run fail. Lesser problems stand in the
    ``system-out`` of a case that passed. A rule that was not run is skipped, with the reason.
    """
    root = ET.Element("testsuites", {"name": "nkdata"})
    suites: dict[str, ET.Element] = {}
    for outcome in outcomes(report):
        name = one_line(f"nkdata.{outcome.about.dimension}")
        if name not in suites:
            suites[name] = ET.SubElement(root, "testsuite", {"name": name})
        _add_case(suites[name], outcome, fail_on)
    for node in (root, *root):
        for count, tag in _COUNTS.items():
            node.set(count, str(sum(1 for _ in node.iter(tag))))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_case(suite: ET.Element, outcome: Outcome, fail_on: str) -> None:
    names = {"classname": suite.get("name", ""), "name": one_line(outcome.rule)}
    case = ET.SubElement(suite, "testcase", names)
    number = counted(len(outcome.problems), "problem")
    head = visible(f"{outcome.about.holds} {number}:").strip()
    listed = "\n".join([head, *map(_line, outcome.problems)])
    if any(problem.severity in FAIL_ON[fail_on] for problem in outcome.problems):
        message = f"{number}: {one_line(sentence(outcome.problems[0]))}"
        ET.SubElement(case, "failure", {"message": message, "type": "problem"}).text = listed
    elif outcome.problems:
        ET.SubElement(case, "system-out").text = listed
    elif outcome.skipped is not None:
        ET.SubElement(case, "skipped", {"message": one_line(outcome.skipped)})


def _line(problem: Problem) -> str:
    place = f"{one_line(problem.where)}: " if problem.where else ""
    return f"{place}{problem.severity}: {sentence(problem)}"
