"""What docs/checks.md says of the mutants, made from the matrix."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from mutants.judge import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Line = Mapping[str, str]

README = ROOT / "docs" / "checks.md"
BEGIN, END = "<!-- mutants: made by `make mutants` -->\n", "<!-- /mutants -->"
NAMES = {
    "keys": "keys and rows",
    "cells": "cells",
    "shapes": "whole tables",
    "spans": "quotes and spans",
    "pages": "pages and their segments",
    "figures": "figures and answers",
    "dates": "dates",
    "sources": "sources and chains",
    "actors": "actors and names",
    "events": "events and places",
    "links": "relations and disputes",
    "packages": "files and descriptor",
    "seeds": "the curators' files",
}


def told(matrix: Path) -> str:
    """Return the summary as Markdown: by subject how many kinds, places, and who caught how many; then what nobody can."""
    with matrix.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    real = [row for row in rows if row["expected"] == "caught"]
    lines = [
        "| mistakes in | kinds | places tried | nkdata | pandera alone | Table Schema alone |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        _line(name, [row for row in real if row["subject"] == subject])
        for subject, name in NAMES.items()
    ]
    lines.append(_line("**all**", real))
    harmless = [row for row in rows if row["expected"] == "harmless"]
    caught = f"{_sum(harmless, 'killed')} of {_sum(harmless, 'tried')} are caught"
    lines += [
        "",
        f"{len(harmless)} kinds of changes that change no meaning, such as rows in another order, are tried as well: {caught}.",
        "",
    ]
    lines += [
        "What no rule over one package can tell, and a green report therefore does not say:",
        "",
    ]
    lines += [
        f"- *{row['mistake']}* {row['reason'][0].upper()}{row['reason'][1:]}."
        for row in rows
        if row["expected"] == "beyond"
    ]
    return "\n".join(lines) + "\n"


def _line(name: str, rows: Iterable[Line]) -> str:
    rows = list(rows)
    cells = [_share(rows, column) for column in ("pandera", "table_schema")]
    return f"| {name} | {len(rows)} | {_sum(rows, 'tried')} | {_percent(_sum(rows, 'killed'), _sum(rows, 'tried'))} | {' | '.join(cells)} |"


def _sum(rows: Iterable[Line], column: str) -> int:
    return sum(int(row[column] or 0) for row in rows)


def _share(rows: Iterable[Line], column: str) -> str:
    """Return the share of the places at which a tool was asked; a tool that cannot be asked has none."""
    asked = [row for row in rows if row[column]]
    return _percent(_sum(asked, column), _sum(asked, "asked_others")) if asked else ""


def _percent(found: int, of: int) -> str:
    return f"{100 * found // of} %"  # rounded down: all is said of nothing less


def readme(matrix: Path) -> str:
    """Return the document with a fresh summary in it."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    return before + BEGIN + told(matrix) + END + rest.split(END, 1)[1]
