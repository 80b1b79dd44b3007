"""The ledger ``ids.txt``: a line for each id that was ever published, and the version that retired it.

A retired id stays in the ledger as a tombstone, so that it is never given to something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.nodes import Text
from nkdata.reports.problems import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM = "a ledger line is `table id`, or `table id retired VERSION`"
_HEAD = (
    "# Every id ever published: `table id`, or `table id retired VERSION`. "
    "`nkdata build --register` keeps it."
)


def parse_ledger(text: str, file: str) -> tuple[dict[tuple[str, Text], str | None], list[Problem]]:
    """Read the lines of a ledger.

    Returns:
        (table, id) to the version that retired the id, None while it is in use; and a problem for
        each line that cannot be read or repeats an id.
    """
    ledger: dict[tuple[str, Text], str | None] = {}
    problems: list[Problem] = []
    first: dict[tuple[str, str], int] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        where = Location(file, number, 1, max(1, len(line.rstrip())))
        version: str | None = None
        match line.split():
            case [] | ["#", *_]:
                continue
            case [table, key]:
                pass
            case [table, key, "retired", version]:
                pass
            case _:
                problems.append(Problem("ledger-line", FORM, where=where))
                continue
        if (table, key) in first:  # a second line could bring back what the first one buried
            message = f"{table} {key} already stands on line {first[table, key]}"
            problems.append(Problem("ledger-line", message, where=where))
        else:
            first[table, key] = number
            ledger[table, Text(key, where)] = version
    return ledger, problems


def ledger_text(ledger: Mapping[tuple[str, str], str | None]) -> str:
    """Return a ledger as its file holds it, sorted."""
    lines = (
        f"{table} {key} retired {version}" if version else f"{table} {key}"
        for (table, key), version in sorted(ledger.items())
    )
    return "\n".join([_HEAD, *lines]) + "\n"
