"""The expected counts of rows: ``counts.csv``, a line an article and table."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from nkdata.reports.problems import Location, Problem
from nkdata.seeds.text import decode

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ["article", "table", "rows"]


def read_counts(path: Path, problems: list[Problem]) -> dict[tuple[str, str], tuple[int, Location]]:
    """Return the rows expected of each article and table with their places; an absent file expects nothing."""
    text = decode(path, path.read_bytes(), problems) if path.is_file() else ""
    counts: dict[tuple[str, str], tuple[int, Location]] = {}
    lines = (text or "").removeprefix("\ufeff").rstrip("\n").split("\n")
    for number, line in enumerate(lines if any(lines) else (), 1):
        where = Location(str(path), number, 1, max(1, len(line)))
        cells = next(csv.reader([line]), [])
        if number == 1 and cells == HEADER:
            continue
        fault = _fault(cells, counts) if number > 1 else f"the first line is {','.join(HEADER)}"
        if fault:
            problems.append(Problem("counts-line", fault, where=where))
        else:
            counts[cells[0], cells[1]] = (int(cells[2]), where)
    return counts


def _fault(cells: list[str], counts: dict[tuple[str, str], tuple[int, Location]]) -> str:
    if len(cells) != len(HEADER) or not (cells[2].isascii() and cells[2].isdigit()):
        return "a line of the counts is `article,table,rows`"
    if (cells[0], cells[1]) in counts:
        return f"{cells[1]} of {cells[0] or 'the whole'} already stands on line {counts[cells[0], cells[1]][1].line}"
    return ""
