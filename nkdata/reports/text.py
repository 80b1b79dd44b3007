"""Text for people: each problem as a compiler would print it, and a line of totals."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nkdata.printing import one_line, visible
from nkdata.reports.problems import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nkdata.reports.problems import Problem, Report
    from nkdata.rulebook import About


def text(report: Report, _rules: Mapping[str, About] | None = None, _fail_on: str = "error") -> str:
    """Return every problem with its place, its rule and the offending text underlined, then the totals."""
    return "\n".join([*map(paragraph, report.problems), quiet(report.summary())]) + "\n"


def paragraph(problem: Problem) -> str:
    """Return one problem, as printed: nothing in it can steer a terminal or command a CI service."""
    key = None if problem.key is None else one_line(problem.key)
    return quiet(
        render(
            replace(problem, rule=one_line(problem.rule), message=visible(problem.message), key=key)
        )
    )


def quiet(lines: str) -> str:
    r"""Return lines that GitHub's runner takes for no command of a workflow: these begin with ``::``, or hold ``##[``.

    >>> print(quiet("::add-mask::a"))
    \::add-mask::a
    """
    return re.sub(r"^([ \t]*)::", r"\1\\::", visible(lines), flags=re.MULTILINE).replace(
        "##[", "##\\["
    )
