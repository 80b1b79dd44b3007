"""Ids that vanish get a tombstone; ids that come back are a fault."""

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

    import pyarrow as pa

    from nkdata.changes.model import TableChanges

    Ledger = Mapping[tuple[str, str], str | None]
    """(table, id) to the version that retired it, None while it is in use."""

FORMAT = "nkdata-changes/1"
"""The format of a file of changes, as the file itself states it."""
_LOST = (
    "the id is gone, and the ledger beside the new release does not mark it as retired; "
    "`nkdata build --register` does"
)


def read_ledger(text: str, name: str) -> dict[tuple[str, str], str | None]:
    """Return the ids of a ledger: an ids.txt, or a file that `nkdata diff --changes` wrote.

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
            )
        for stone in [*document["tombstones"], *document["buried"]]:
            yield (str(stone["table"]), str(stone["id"])), str(stone["retired"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        fault = f"not a file that `nkdata diff --changes` wrote ({type(error).__name__}: {error})"
        raise NkdataError(f"{name}: {fault}") from error


def tombstones(tables: Sequence[TableChanges], version: str, kept: Ledger) -> Iterator[Tombstone]:
    """Yield a tombstone for each id that people wrote and NEW no longer has.

    The version that retired it is that of the ledger beside NEW, or NEW's own.
    """
    for table in tables:
        for key in _ids(table, table.removed):
            yield Tombstone(table.table, key, kept.get((table.table, key)) or version)


def buried(ledgers: Sequence[Ledger]) -> dict[tuple[str, str], str]:
    """Return every id that some ledger has retired, with the version; the first ledger counts."""
    every = (item for ledger in reversed(ledgers) for item in ledger.items())
    return {key: version for key, version in every if version is not None}


def check_ids(
    tables: Sequence[TableChanges], retired: Mapping[tuple[str, str], str], kept: Ledger
) -> Iterator[Problem]:
    """Yield a problem for each new id that was retired before, and for each lost one that was not.

    A lost id is only asked for where a ledger lies beside NEW.
    """
    for table in tables:
        for key in _ids(table, table.added):
            if (version := retired.get((table.table, key))) is not None:
                message = f"the id was retired in {version}, and is there again; choose another"
                yield Problem("id-reused", message, table.table, key)
        for key in _ids(table, table.removed) if kept else ():
            if kept.get((table.table, key)) is None:
                yield Problem("tombstone-missing", _LOST, table.table, key)


def _ids(table: TableChanges, rows: pa.Table) -> list[str]:
    """Return the ids of rows, none where the build makes them and not people."""
    return list(map(str, rows.column(table.key).to_pylist())) if table.table in CURATED else []
