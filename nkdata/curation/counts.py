"""The counts under review: how many rows each article and each table gives is checked in.

A rule of meaning says whether rows are right, never whether they are all there. A claim that is
lost, a mention that a parser's new label swallows, a relation that an edited figure sets off: each
moves a line of ``counts.csv``, which people look at.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nkdata.reports.problems import Location, Problem
from nkdata.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nkdata.records import Dataset

    Counts = Mapping[tuple[str, str], tuple[int, Location]]


def check_counts(dataset: Dataset, counts: Counts, file: str) -> Iterator[Problem]:
    """Yield a problem for each article and table that has another number of rows than expected.

    Args:
        dataset: whose rows are counted.
        counts: article and table to the number and its place; "" for rows of no one article.
        file: where the counts stand.
    """
    nowhere = Location(file, 1)
    if not counts:
        message = "there are no expected counts; `nkdata build --register` writes them"
        yield Problem("counts-missing", message, where=nowhere)
        return
    counter = _count(dataset)
    for article, table in sorted({*counts, *counter}):
        expected, where = counts.get((article, table), (0, nowhere))
        number = counter[article, table]
        if number != expected:
            remedy = "if that is meant, `nkdata build --register` writes it there"
            message = f"expected {expected} rows, found {number}; {remedy}"
            yield Problem("row-count", message, table=table, key=article or None, where=where)


def counted(dataset: Dataset) -> str:
    """Return the text of counts.csv for a dataset: article, table and rows, sorted."""
    lines = (f"{article},{table},{n}" for (article, table), n in sorted(_count(dataset).items()))
    return "\n".join(["article,table,rows", *lines]) + "\n"


def _count(dataset: Dataset) -> Counter[tuple[str, str]]:
    """Count the rows of each article and table; a row that names no article is its claim's."""
    homes = {claim["claim_id"]: claim["article_id"] for claim in dataset.rows["claims"]}
    counter: Counter[tuple[str, str]] = Counter()
    for table in TABLES:
        for row in dataset.rows[table]:
            claim = row.get("claim_id") or row.get("from_claim_id")
            article = row.get("article_id") or homes.get(claim, "")
            # that an article is there, the ledger says
            counter["" if table == "articles" else str(article), table] += 1
    return counter
