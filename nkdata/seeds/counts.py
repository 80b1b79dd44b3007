"""The expected counts of rows: ``counts.csv``, a line for an article and a table."""

from __future__ import annotations

import csv

from nkdata.reports.problems import Location, Problem

HEADER = ["article", "table", "rows"]


def parse_counts(
    text: str, file: str, problems: list[Problem]
) -> dict[tuple[str, str], tuple[int, Location]]:
    """Return the rows expected of each article and table, each number with its place.

    Lines that cannot be read are added to ``problems``.
    """
    counts: dict[tuple[str, str], tuple[int, Location]] = {}
    lines = text.removeprefix("\ufeff").rstrip("\n").split("\n")
    for number, line in enumerate(lines if any(lines) else (), 1):
        where = Location(file, number, 1, max(1, len(line)))
        match next(csv.reader([line]), []):
            case cells if number == 1:
                message = "" if cells == HEADER else f"the first line is {','.join(HEADER)}"
            case [article, table, _] if (article, table) in counts:
                first = counts[article, table][1].line
                message = f"{table} of {article or 'the whole'} already stands on line {first}"
            case [article, table, rows] if rows.isascii() and rows.isdigit():
                counts[article, table] = (int(rows), where)
                message = ""
            case _:
                message = "a line of the counts is `article,table,rows`"
        if message:
            problems.append(Problem("counts-line", message, where=where))
    return counts
