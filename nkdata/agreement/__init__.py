"""Agreement: two independent readings of the same articles, row by row and column by column.

Rows of the two readings are paired one-to-one within an article, by where they stand in it and
never by the columns that are then compared. Rows without a counterpart are counted as such, per
article and reader, and enter no coefficient.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from nkdata.agreement.columns import COMPARED, compared, values
from nkdata.agreement.measures import Agreed, agreed
from nkdata.agreement.pairing import pair_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nkdata.agreement.pairing import Pairs
    from nkdata.records import Rows

__all__ = ["READERS", "Agreed", "Agreement", "Count", "measure"]

READERS = ("reader-1", "reader-2")
"""The two who read an article, and their folders in ``readings/``; neither knows of the other."""


class Count(NamedTuple):
    """The rows of one table in one article: how many each reader has, and how many are paired."""

    article: str
    table: str
    first: int
    second: int
    pairs: int


@dataclass(frozen=True)
class Agreement:
    """How far two readings of each article agree.

    ``readers`` tells who has read each article, ``counts`` what is paired, and ``columns`` how the
    paired rows compare, over all articles. An article that two have not read is not counted.
    """

    readers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    counts: Sequence[Count] = ()
    columns: Sequence[Agreed] = ()


def measure(readings: Mapping[str, Mapping[str, Rows]]) -> Agreement:
    """Return the agreement of two readings of each article.

    Args:
        readings: article id to reader to the rows that this reader's file gives.

    Raises:
        MissingExtraError: an article has two readings, and krippendorff is not installed.
    """
    read = {stem: [name for name in READERS if name in readings[stem]] for stem in sorted(readings)}
    paired = {
        stem: pair_rows(stem, *(readings[stem][reader] for reader in READERS))
        for stem, names in read.items()
        if len(names) == len(READERS)
    }
    counts = [
        Count(stem, table, len(rows.first), len(rows.second), len(rows.pairs))
        for stem, tables in paired.items()
        for table, rows in tables.items()
    ]
    columns = [(table, column) for table in COMPARED for column in compared(table)]
    return Agreement(read, counts, [_column(*of, paired.values()) for of in columns if paired])


def _column(table: str, column: str, articles: Iterable[Mapping[str, Pairs]]) -> Agreed:
    both = [
        values(table, column, pair, pairs["events"].names)
        for pairs in articles
        for pair in pairs[table].pairs
    ]
    return agreed(table, column, both)
