"""The ledger ``ids.txt``: each id that was ever published, and the version that retired it.

A retired id stays in the ledger as a tombstone, so that it is never given to something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nkdata.reports.problems import Location, Problem


class LedgerLine(NamedTuple):
    """What a line says of its id: the version that retired it, None while it is in use."""

    retired: str | None
    where: Location


Ledger = Mapping[tuple[str, str], LedgerLine]
"""By table and id."""

_HEAD = (
    "# Every id ever published: `table id`, or `table id retired VERSION`. "
    "`nkdata build --register` keeps it."
)


def parse_ledger(
    text: str, file: str, problems: list[Problem]
) -> dict[tuple[str, str], LedgerLine]:
    """Return what the lines of a ledger say; those that cannot be read are added to ``problems``.

    A line that repeats an id is a problem too: it could bring back what the first one buried.
    """
    ledger: dict[tuple[str, str], LedgerLine] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        where = Location(file, number, 1, max(1, len(line.rstrip())))
        match line.split():
            case [] | ["#", *_]:
                continue
            case [table, key, *_] if (table, key) in ledger:
                first = ledger[table, key].where.line
                message = f"{table} {key} already stands on line {first}"
            case [table, key]:
                ledger[table, key] = LedgerLine(None, where)
                continue
            case [table, key, "retired", version]:
                ledger[table, key] = LedgerLine(version, where)
                continue
            case _:
                message = "a ledger line is `table id`, or `table id retired VERSION`"
        problems.append(Problem("ledger-line", message, where=where))
    return ledger


def ledger_text(ledger: Mapping[tuple[str, str], str | None]) -> str:
    """Return a ledger as its file holds it, sorted."""
    lines = (
        f"{table} {key} retired {version}" if version else f"{table} {key}"
        for (table, key), version in sorted(ledger.items())
    )
    return "\n".join([_HEAD, *lines]) + "\n"
