"""Showing a mutant in a line, for whoever looks why it was not caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutants.judge import seeds_folder
from mutants.model import Arrow, Rows, Seeds
from nkdata.schema import primary_key

if TYPE_CHECKING:
    from mutants.model import Change, Mutant


def shown(mutant: Mutant) -> str:
    """Return a mutant in a line: what was changed where."""
    match mutant:
        case Rows():
            return "; ".join(map(_change, mutant.changes[:3]))
        case Seeds():
            texts = seeds_folder().texts
            edits = [(name, texts[name][start:end], new) for name, start, end, new in mutant.edits]
            return str(edits or mutant.files)
        case Arrow():
            return f"{next(iter(mutant.reshaped))} {mutant.what}"
        case _:
            return mutant.what


def _change(change: Change) -> str:
    row = change.old or change.new
    where = f"{change.table}[{row[primary_key(change.table)]}]"
    if not (change.old and change.new):
        return f"{where} {'lost' if change.old else 'added'}"
    cells = [
        f"{column}: {cell!r} -> {change.new[column]!r}"
        for column, cell in change.old.items()
        if cell != change.new[column]
    ]
    return f"{where} {', '.join(cells)}"
