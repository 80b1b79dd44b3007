"""A summary in Markdown and HTML, for CI and notebooks: the verdict, and a table of problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.printing import html_row, html_table, html_text, one_line
from nkdata.reports.text import cell, short
from nkdata.reports.verdict import counted, fails, outcomes, totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nkdata.reports.problems import Problem, Report

ROOM = 1_000_000
"""Bytes that a summary may take: GitHub refuses a step's whole summary above 1 MiB."""
_HEAD = ("", "rule", "where", "row", "problem", "value")
_NOTE = 100
"""Bytes kept free for the line that counts the problems left out."""


def summary(report: Report, fail_on: str = "error", room: int = ROOM) -> str:
    """Return the report as Markdown of at most ``room`` bytes.

    The table is HTML, in which no cell can be mistaken for markup; problems that have no room are
    counted.
    """
    verdict = "failed" if fails(report, fail_on) else "passed"
    ran = sum(outcome.skipped is None for outcome in outcomes(report))
    checked = f"{report.checked} checked. " if report.rows else ""
    head = f"### nkdata: {verdict}, {totals(report)}\n\n{checked}{ran} rules ran.\n"
    tail = _skipped(report)
    left = room - len((head + tail).encode())
    return f"{head}{problems_table(report.problems, left)}{tail}"


def problems_table(
    problems: Sequence[Problem], room: int = ROOM, rest: str = "all of them are in the log"
) -> str:
    """Return problems as an HTML table of at most ``room`` bytes, empty where there are none.

    Where some have no room, a line counts them and says where the ``rest`` is.
    """
    room -= len(html_table(_HEAD, []).encode()) + _NOTE
    shown: list[tuple[str, ...]] = []
    for cells in map(_cells, problems):
        room -= len(html_row(cells).encode())
        if room < 0:
            break
        shown.append(cells)
    note = f"\n{len(shown)} of {len(problems)} problems shown; {rest}.\n"
    table = f"\n{html_table(_HEAD, shown)}{note if len(shown) < len(problems) else ''}"
    return table if problems else ""


def _cells(problem: Problem) -> tuple[str, ...]:
    return (
        problem.severity,
        one_line(problem.rule),
        one_line(problem.where or ""),
        cell(problem),
        problem.message,
        "" if problem.value is None else short(problem.value),
    )


def _skipped(report: Report) -> str:
    lines = [
        f"<li><code>{html_text(one_line(rule))}</code>: {html_text(one_line(why))}</li>\n"
        for rule, why in report.skipped.items()
    ]
    if not lines:
        return ""
    head = f"<details><summary>{counted(len(lines), 'rule')} not checked</summary>"
    return f"\n{head}\n<ul>\n{''.join(lines)}</ul>\n</details>\n"
