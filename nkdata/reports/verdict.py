"""What a report comes to: counts of problems, what became of each rule, whether the run fails."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nkdata.rulebook import About, published

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nkdata.reports.problems import Problem, Report
    from nkdata.rulebook import Dimension

SEVERITIES = ("error", "warning", "info")
FAIL_ON: dict[str, frozenset[str]] = {
    "error": frozenset({"error"}),
    "warning": frozenset({"error", "warning"}),
    "never": frozenset(),
}
"""By the name on the command line: the severities of which one problem makes a run fail."""


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
    by_severity = Counter[str](problem.severity for problem in report.problems)
    return {severity: by_severity[severity] for severity in SEVERITIES}


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is not one.

    >>> counted(1, "rule"), counted(0, "rule")
    ('1 rule', '0 rules')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def totals(report: Report) -> str:
    """Return the counts in words.

    >>> from nkdata.reports.problems import Problem, Report
    >>> totals(Report([Problem("code", "no such code")]))
    '1 error, 0 warnings'
    """
    errors, warnings, notes = counts(report).values()
    shown = [counted(errors, "error"), counted(warnings, "warning")]
    return ", ".join([*shown, *([f"{notes} info"] if notes else [])])


def outcomes(report: Report) -> list[Outcome]:
    """Return what became of every rule of published tables, then of others in the report."""
    by_rule: dict[str, list[Problem]] = defaultdict(list)
    for problem in report.problems:
        by_rule[problem.rule].append(problem)
    rules = published()
    names = dict.fromkeys([*rules, *report.skipped, *by_rule])
    return [
        Outcome(
            name,
            rules.get(name) or About("", dimension=dimension(*by_rule[name])),
            by_rule[name],
            report.skipped.get(name),
        )
        for name in names
    ]


def dimension(*problems: Problem) -> Dimension:
    """Return the dimension of quality at stake; of a rule that nobody knows, consistency."""
    known = (problem.dimension for problem in problems if problem.dimension)
    return next(known, About("").dimension)
