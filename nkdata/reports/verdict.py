"""What a report comes to: how many problems of each severity, what became of each rule, and whether the run fails."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nkdata.rulebook import About

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nkdata.reports.problems import Problem, Report

SEVERITIES = ("error", "warning", "info")
FAIL_ON: dict[str, frozenset[str]] = {
    "error": frozenset({"error"}),
    "warning": frozenset({"error", "warning"}),
    "never": frozenset(),
}
"""What makes a run fail, by the name that the command line gives it: the severities of which one problem is enough."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a rule: its problems, or the reason why it was skipped."""

    rule: str
    about: About
    problems: Sequence[Problem]
    skipped: str | None

    @property
    def status(self) -> str:
        """``failed`` with an error, ``warned`` with lesser problems, ``skipped``, or ``passed``."""
        if any(problem.severity == "error" for problem in self.problems):
            return "failed"
        return "warned" if self.problems else "skipped" if self.skipped is not None else "passed"


def fails(report: Report, fail_on: str) -> bool:
    """Tell whether a run with this report fails."""
    return any(problem.severity in FAIL_ON[fail_on] for problem in report.problems)


def counts(report: Report) -> dict[str, int]:
    """Return how many problems there are of each severity."""
    found: Counter[str] = Counter(problem.severity for problem in report.problems)
    return {severity: found[severity] for severity in SEVERITIES}


def totals(report: Report) -> str:
    """Return the counts in words.

    >>> from nkdata.reports.problems import Problem, Report
    >>> totals(Report([Problem("code", "no such code")]))
    '1 error, 0 warnings'
    """
    found = counts(report)
    shown = [
        f"{number} {severity}{'' if number == 1 else 's'}"
        for severity, number in found.items()
        if number or severity != "info"
    ]
    return ", ".join(shown)


def outcomes(report: Report, rules: Mapping[str, About]) -> list[Outcome]:
    """Return what became of every rule: those that are known in their order, then those that only the report names."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in report.problems:
        found[problem.rule].append(problem)
    names = dict.fromkeys([*rules, *report.skipped, *found])
    return [
        Outcome(name, _about(name, rules, found[name]), found[name], report.skipped.get(name))
        for name in names
    ]


def _about(name: str, rules: Mapping[str, About], problems: Sequence[Problem]) -> About:
    if name in rules:
        return rules[name]
    told = next((problem.dimension for problem in problems if problem.dimension), None)
    return About("") if told is None else About("", dimension=told)


def dimension(problem: Problem, rules: Mapping[str, About]) -> str:
    """Return the dimension of quality that a problem belongs to: its own, or else that of its rule."""
    return problem.dimension or rules.get(problem.rule, About("")).dimension
