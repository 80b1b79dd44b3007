"""Agreement: two independent readings of the same articles, row by row and column by column.

Rows of the two readings are paired one-to-one within an article, by where they stand in it and
never by the columns that are then compared. Rows without a counterpart are counted as such, per
article and reader, and enter no coefficient.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nkdata.agreement.columns import COMPARED, compared, values
from nkdata.agreement.measures import Agreed, agreed
from nkdata.agreement.pairing import Pairs, pair_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nkdata.records import Rows

__all__ = ["Agreed", "Agreement", "Count", "measure"]


@dataclass(frozen=True, slots=True)
class Count:
    """The rows of one table in one article: how many each reader has, and how many of them are paired."""

    article: str
    table: str
    first: int
    second: int
    pairs: int


@dataclass(frozen=True)
class Agreement:
    """How far two readings of each article agree.

    ``readers`` tells who has read each article, ``counts`` what is paired, and ``columns`` how the paired rows compare, over
    all articles. Of an article that two have not read nothing is counted.
    """

    readers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    counts: Sequence[Count] = ()
    columns: Sequence[Agreed] = ()


def measure(
    readings: Mapping[str, Mapping[str, Rows]], readers: tuple[str, str] = ("reader-1", "reader-2")
) -> Agreement:
    """Return the agreement of the readings: article id to reader to the rows that this reader's file gives.

    Raises:
        MissingExtraError: an article has two readings, and the library that computes alpha is not installed.
    """
    first, second = readers
    twice = {
        stem: (by[first], by[second])
        for stem, by in sorted(readings.items())
        if first in by and second in by
    }
    paired = {stem: pair_rows(stem, *both) for stem, both in twice.items()}
    return Agreement(
        readers={
            stem: [reader for reader in readers if reader in by]
            for stem, by in sorted(readings.items())
        },
        counts=[
            _count(stem, table, by_table[table])
            for stem, by_table in paired.items()
            for table in COMPARED
        ],
        columns=[_column(table, column, paired) for table in COMPARED for column in compared(table)]
        if paired
        else [],
    )


def _count(stem: str, table: str, found: Pairs) -> Count:
    return Count(stem, table, len(found.first), len(found.second), len(found.pairs))


def _column(table: str, column: str, paired: Mapping[str, Mapping[str, Pairs]]) -> Agreed:
    both = [
        values(table, column, pair, by_table["events"].names)
        for by_table in paired.values()
        for pair in by_table[table].pairs
    ]
    return agreed(table, column, both)
