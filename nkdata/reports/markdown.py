"""Markdown for the summary of a step: the verdict, a table of every problem, and what was not checked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from nkdata.printing import one_line, visible
from nkdata.reports.verdict import fails, outcomes, totals
from nkdata.reports.words import cell, short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nkdata.reports.problems import Problem, Report
    from nkdata.rulebook import About

ROOM = 1_000_000
"""Bytes that a summary may take: GitHub refuses a step's whole summary above 1 MiB."""

_HEAD = ("", "rule", "where", "row", "problem", "value")


def markdown(
    report: Report, rules: Mapping[str, About], fail_on: str = "error", room: int = ROOM
) -> str:
    """Return the report as Markdown of at most ``room`` bytes; problems that have no room are counted, and in the log.

    The table is HTML, in which cells cannot be mistaken for markup.
    """
    verdict = "failed" if fails(report, fail_on) else "passed"
    checked = (
        f"{sum(report.rows.values())} rows in {len(report.rows)} tables checked. "
        if report.rows
        else ""
    )
    ran = [outcome for outcome in outcomes(report, rules) if outcome.skipped is None]
    head = f"### nkdata: {verdict}, {totals(report)}\n\n{checked}{len(ran)} rules ran.\n"
    tail = _skipped(report)
    rows = [_row(problem) for problem in report.problems]
    shown = _fitting(rows, room - len((head + tail).encode()) - len(_table([], 0).encode()) - 100)
    return head + (_table(rows[:shown], len(rows)) if rows else "") + tail


def _fitting(rows: list[str], room: int) -> int:
    for number, row in enumerate(rows):
        room -= len(row.encode())
        if room < 0:
            return number
    return len(rows)


def _table(rows: list[str], total: int) -> str:
    head = "".join(f"<th>{name}</th>" for name in _HEAD)
    cut = (
        ""
        if len(rows) == total
        else f"\n{len(rows)} of {total} problems shown; all of them are in the log.\n"
    )
    return f"\n<table>\n<tr>{head}</tr>\n{''.join(rows)}</table>\n{cut}"


def _row(problem: Problem) -> str:
    place = (
        f"{problem.where.file}:{problem.where.line}:{problem.where.column}" if problem.where else ""
    )
    value = "" if problem.value is None else short(problem.value)
    cells = (
        problem.severity,
        problem.rule,
        place,
        cell(problem),
        visible(problem.message).replace("\n", "\0"),
        value,
    )
    return f"<tr>{''.join(f'<td>{_html(text)}</td>' for text in cells)}</tr>\n"


def _html(text: str) -> str:
    return "<br>".join(escape(one_line(line)) for line in text.split("\0"))


def _skipped(report: Report) -> str:
    lines = [
        f"<li><code>{_html(rule)}</code>: {_html(why)}</li>\n"
        for rule, why in report.skipped.items()
    ]
    return (
        f"\n<details><summary>{len(lines)} rules not checked</summary>\n<ul>\n{''.join(lines)}</ul>\n</details>\n"
        if lines
        else ""
    )
