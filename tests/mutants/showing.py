"""Showing a mutant: as the example of a rule, and in a line for whoever looks why it was not caught."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mutants.judge import seeds_folder
from mutants.model import Arrow, Rows, Seeds
from nkdata.schema import primary_key

if TYPE_CHECKING:
    from mutants.model import Kind, Mutant
    from nkdata.reports.problems import Problem


def example(kind: Kind, mutant: Mutant, problem: Problem) -> dict[str, object]:
    """Return one failing example of a rule: what was changed where, and what is said of it."""
    made: dict[str, object] = {
        "kind": kind.name,
        "mistake": kind.doc,
        "table": problem.table,
        "key": problem.key,
        "column": problem.column,
    }
    if isinstance(mutant, Rows):
        change = _telling(mutant, problem)
        old, new = change.old or {}, change.new or {}
        columns = [c for c in (old or new) if old.get(c) != new.get(c)]
        column = (
            next((c for c in (problem.column, *columns) if c in columns), None)
            if old and new
            else None
        )
        key = primary_key(change.table)
        made["changed"] = {"table": change.table, "key": (old or new)[key], "column": column}
        made["before"], made["after"] = (
            _cell(row.get(column)) if column else ("the row" if row else "no row")
            for row in (old, new)
        )
    elif isinstance(mutant, Arrow):
        table = next(iter(mutant.reshaped))
        made["changed"] = {"table": table, "key": None, "column": mutant.what or None}
        made["before"], made["after"] = "the table", kind.doc
    elif isinstance(mutant, Seeds):
        made |= _example_of_seeds(mutant)
    else:
        made["changed"] = {"file": mutant.what}
        made["before"], made["after"] = "the package", kind.doc
    return made | {"message": _plain(problem.message)}


def _telling(mutant: Rows, problem: Problem) -> object:
    at = [
        c
        for c in mutant.changes
        if c.table == problem.table
        and problem.key in [(row or {}).get(primary_key(c.table)) for row in (c.old, c.new)]
    ]
    return [*at, *mutant.changes][0]


def _example_of_seeds(mutant: Seeds) -> dict[str, object]:
    if mutant.edits:
        name, start, end, text = mutant.edits[0]
        old = seeds_folder().texts[name]
        line = old.count("\n", 0, start) + 1
        return {
            "changed": {"file": f"seeds/{name}", "line": line},
            "before": _short(old[start:end]),
            "after": _short(text),
        }
    name, raw = next(iter(mutant.files.items()))
    return {
        "changed": {"file": f"seeds/{name}"},
        "before": "the file",
        "after": "no file" if raw is None else _short(repr(raw[:60])),
    }


def _cell(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}…"


def _plain(message: str) -> str:
    """Return a message without the folders of one run."""
    return _short(re.sub(r"\S*/tmp[^/\s]*/[^\s:;]*?(seeds|data)/", r"\1/", message))


def shown(mutant: Mutant) -> str:
    """Return a mutant in a line, for whoever looks why it was not caught."""
    if isinstance(mutant, Rows):
        return "; ".join(
            f"{c.table}[{(c.old or c.new)[primary_key(c.table)]}] "
            + (
                ", ".join(
                    f"{k}: {c.old[k]!r} -> {c.new[k]!r}" for k in c.old if c.old[k] != c.new[k]
                )
                if c.old and c.new
                else "lost"
                if c.old
                else "added"
            )
            for c in mutant.changes[:3]
        )
    if isinstance(mutant, Seeds):
        return str(
            [(n, seeds_folder().texts[n][s:e], t) for n, s, e, t in mutant.edits] or mutant.files
        )
    return (
        f"{next(iter(mutant.reshaped))} {mutant.what}" if isinstance(mutant, Arrow) else mutant.what
    )
