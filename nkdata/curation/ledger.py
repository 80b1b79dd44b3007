"""The ledger beside the dataset: each id stands in it, none is lost, and none is used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.ledger import ledger_text
from nkdata.reports.problems import Location, Problem
from nkdata.schema import CURATED, primary_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.ledger import Ledger
    from nkdata.records import Dataset


def _ids(dataset: Dataset) -> set[tuple[str, str]]:
    return {(table, row[primary_key(table)]) for table in CURATED for row in dataset.rows[table]}


def check_ledger(
    dataset: Dataset, ledger: Ledger, file: str, *, register: bool
) -> Iterator[Problem]:
    """Yield a problem for each id that is used though it was retired.

    Unless the ledger is about to ``register`` them, an id that it does not know and one that the
    dataset has lost are problems too.
    """
    used = _ids(dataset)
    if used and not ledger and not register:
        message = (
            "the ledger is missing or empty: bring it back; "
            "`nkdata build --register` makes one where nothing is published yet"
        )
        yield Problem("ledger-missing", message, where=Location(file, 1))
        return
    for table, key in sorted(used):
        where, line = dataset.origin(table, key, None), ledger.get((table, key))
        if line and line.retired:
            message = f"the id was retired in {line.retired}; choose another"
            yield Problem("ledger-reused", message, table, key, where=where)
        elif not (line or register):
            message = f"{file} does not have it yet; `nkdata build --register` adds it"
            yield Problem("ledger-missing", message, table, key, where=where)
    for (table, key), line in sorted(ledger.items()) if not register else ():
        if not line.retired and (table, key) not in used:
            message = (
                "the id was published and is gone; "
                "bring it back, or mark it as retired with `nkdata build --register`"
            )
            yield Problem("ledger-lost", message, table, key, where=line.where)


def registered(dataset: Dataset, ledger: Ledger, version: str) -> str:
    """Return the ledger's text with new ids, and lost ones marked as retired in this version."""
    used = _ids(dataset)
    kept = {key: line.retired or (None if key in used else version) for key, line in ledger.items()}
    return ledger_text(dict.fromkeys(used) | kept)
