"""The counts under review: how many rows each article and each table gives is checked in, so that no change goes unseen.

A rule of meaning says whether rows are right, never whether they are all there. A claim that is
lost, a mention that a parser's
new label swallows, a relation that an edited figure sets off: each moves a line of ``counts.csv``, which people look at.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from nkdata.reports.problems import Location, Problem
from nkdata.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nkdata.records import Dataset, Record

    Counts = Mapping[tuple[str, str], tuple[int, Location]]
_AGREE = "if that is meant, `nkdata build --register` writes it there"
_CLAIM = ("claim_id", "from_claim_id")
"""The columns by which a row that names no article belongs to that of a claim."""


def check_counts(dataset: Dataset, counts: Counts, file: str) -> Iterator[Problem]:
    """Yield a problem for each article and table whose rows are not as many as expected; one where nothing is expected.

    ``counts`` leads from article (nothing for what no one article gives) and table to the number and where it stands.
    """
    if not counts:
        yield Problem(
            "counts-missing",
            "there are no expected counts; `nkdata build --register` writes them",
            where=Location(file, 1),
        )
        return
    found = _count(dataset)
    for article, table in sorted({*counts, *found}):
        expected, where = counts.get((article, table), (0, Location(file, 1)))
        number = found[article, table]
        if number != expected:
            message = f"expected {expected} rows, found {number}; {_AGREE}"
            yield Problem("row-count", message, table=table, key=article or None, where=where)


def counted(dataset: Dataset) -> str:
    """Return the text of counts.csv for a dataset: article, table and rows, sorted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["article", "table", "rows"])
    writer.writerows([*pair, rows] for pair, rows in sorted(_count(dataset).items()))
    return text.getvalue()


def _count(dataset: Dataset) -> Counter[tuple[str, str]]:
    homes = {claim["claim_id"]: str(claim["article_id"]) for claim in dataset.rows["claims"]}
    return Counter(
        (_article(table, row, homes), table) for table in TABLES for row in dataset.rows[table]
    )


def _article(table: str, row: Record, homes: Mapping[str, str]) -> str:
    if table == "articles":
        return ""  # that an article is there, the ledger says
    claim = next((row[column] for column in _CLAIM if row.get(column)), "")
    return str(row.get("article_id") or homes.get(claim, ""))
