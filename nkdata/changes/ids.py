"""Ids that vanish, and ids that come back: the first get a tombstone, the second are a fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nkdata.changes.model import Tombstone
from nkdata.errors import NkdataError
from nkdata.ledger import parse_ledger
from nkdata.reports.problems import Problem
from nkdata.schema import CURATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nkdata.changes.model import TableChanges

    Ledger = Mapping[tuple[str, str], str | None]
    """(table, id) to the version that retired it, None while it is in use."""

FORMAT = "nkdata-changes/1"
"""The format of a file of changes, as the file itself states it."""


def read_ledger(text: str, name: str) -> dict[tuple[str, str], str | None]:
    """Return the ids of a ledger, which is a seeds folder's ids.txt or a file that `nkdata diff --changes` wrote.

    Raises:
        NkdataError: the text is neither.
    """
    if text.lstrip().startswith("{"):
        return dict(_from_changes(text, name))
    problems: list[Problem] = []
    ledger = parse_ledger(text, name, problems)
    if problems:
        raise NkdataError(f"{problems[0].where}: {problems[0].message}")
    return {key: line.retired for key, line in ledger.items()}


def _from_changes(text: str, name: str) -> Iterator[tuple[tuple[str, str], str | None]]:
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            raise ValueError(  # noqa: TRY301  # one answer to all that is wrong with it
                f"its format is {document['format']!r}, and not {FORMAT}"
            )  # one answer to all that is wrong with it
        stones = [*document["tombstones"], *document["buried"]]
        yield from {
            (str(stone["table"]), str(stone["id"])): str(stone["retired"]) for stone in stones
        }.items()
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NkdataError(
            f"{name}: not a file that `nkdata diff --changes` wrote ({type(error).__name__}: {error})"
        ) from error


def tombstones(tables: Sequence[TableChanges], version: str, kept: Ledger) -> Iterator[Tombstone]:
    """Yield a tombstone for each id that people wrote and NEW no longer has, with the version that the ledger kept beside it gives."""
    for table in tables:
        for key in _ids(table, added=False):
            yield Tombstone(table.table, key, kept.get((table.table, key)) or version)


def buried(ledgers: Sequence[Ledger]) -> dict[tuple[str, str], str]:
    """Return every id that some ledger has retired, with the version that did; the first ledger's word counts."""
    found: dict[tuple[str, str], str] = {}
    for ledger in ledgers:
        for key, version in ledger.items():
            if version is not None:
                found.setdefault(key, version)
    return found


def check_ids(
    tables: Sequence[TableChanges], retired: Mapping[tuple[str, str], str], kept: Ledger
) -> Iterator[Problem]:
    """Yield a problem for each new id that was retired before, and for each lost one that the ledger beside NEW does not bury."""
    for table in tables:
        for key in _ids(table, added=True):
            version = retired.get((table.table, key))
            if version is not None:
                yield Problem(
                    "id-reused",
                    f"the id was retired in {version}, and is there again; choose another",
                    table.table,
                    key,
                )
        for key in _ids(table, added=False) if kept else ():
            if kept.get((table.table, key)) is None:
                message = "the id is gone, and the ledger beside the new release does not mark it as retired; `nkdata build --register` does"
                yield Problem("tombstone-missing", message, table.table, key)


def _ids(table: TableChanges, *, added: bool) -> list[str]:
    rows = table.added if added else table.removed
    return (
        [str(key) for key in rows.column(table.key).to_pylist()] if table.table in CURATED else []
    )
