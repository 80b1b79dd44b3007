"""The ledger of ids: every id ever published stays in it, a missing one is a tombstone, none is used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.ledger import ledger_text
from nkdata.reports.problems import About, Location, Problem, declared
from nkdata.schema import CURATED, primary_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nkdata.nodes import Text
    from nkdata.records import Dataset

    Ledger = Mapping[tuple[str, Text], str | None]

RULES = declared(
    {
        "ledger-missing": About(
            "An id that is published stands in the ledger.",
            "An id that is written down nowhere could vanish, or be given to something else, and nobody would notice.",
            "completeness",
        ),
        "ledger-lost": About(
            "An id in the ledger is published, or marked as retired.",
            "Notebooks and papers that cite the id would find nothing, and no word about why.",
            "completeness",
        ),
        "ledger-reused": About(
            "A retired id is never used again.",
            "Work that cites the old row would be led to another thing under the same id, without a word.",
            "uniqueness",
        ),
    }
)


def _ids(dataset: Dataset) -> Iterator[tuple[str, str]]:
    for table in CURATED:
        for record in dataset.rows[table]:
            yield table, record[primary_key(table)]


def check_ledger(
    dataset: Dataset, ledger: Ledger, file: str, *, register: bool
) -> Iterator[Problem]:
    """Yield a problem for each id that the ledger has buried, and unless it is about to ``register``, does not know or has lost."""
    used = set(_ids(dataset))
    if used and not ledger and not register:
        message = "the ledger is missing or empty: bring it back; `nkdata build --register` makes one where nothing is published yet"
        yield Problem("ledger-missing", message, where=Location(file, 1))
        return
    retired = dict[tuple[str, str], str | None](ledger.items())
    for table, key in sorted(used):
        where = dataset.origin(table, key, None)
        if (table, key) not in retired and not register:
            yield Problem(
                "ledger-missing",
                f"{file} does not have it yet; `nkdata build --register` adds it",
                table,
                key,
                where=where,
            )
        elif retired.get((table, key)) is not None:
            yield Problem(
                "ledger-reused",
                f"the id was retired in {retired[table, key]}; choose another",
                table,
                key,
                where=where,
            )
    for (table, lost), version in sorted(ledger.items()) if not register else ():
        if version is None and (table, lost) not in used:
            message = "the id was published and is gone; bring it back, or mark it as retired with `nkdata build --register`"
            yield Problem("ledger-lost", message, table, str(lost), where=lost.at)


def registered(dataset: Dataset, ledger: Ledger, version: str) -> str:
    """Return the ledger's text with new ids added and lost ones marked as retired in this version."""
    used = set(_ids(dataset))
    known: dict[tuple[str, str], str | None] = dict.fromkeys(used)
    for (table, key), retired in ledger.items():
        known[table, key] = retired or (None if (table, key) in used else version)
    return ledger_text(known)
