"""Records: the rows of a table before they are columns, and where in the seeds each was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nkdata.schema import TABLES, primary_key

if TYPE_CHECKING:
    from nkdata.reports.problems import Location

Record = dict[str, Any]
Rows = Mapping[str, Sequence[Record]]
"""Rows by table name; absent columns are null."""


@dataclass
class Dataset:
    """The records of every table, and the place in the seeds that each was read from."""

    rows: dict[str, list[Record]] = field(default_factory=lambda: {table: [] for table in TABLES})
    origins: dict[tuple[str, str], Mapping[str, Location]] = field(default_factory=dict)

    def add(self, table: str, record: Record, origin: Mapping[str, Location]) -> None:
        """Add a record with the places of its columns; the empty name stands for the row."""
        self.rows[table].append(record)
        self.origins.setdefault((table, str(record[primary_key(table)])), origin)

    def origin(self, table: str, key: str | None, column: str | None) -> Location | None:
        """Return where the cell, or else its row, was written; None for rows that nobody wrote."""
        places = self.origins.get((table, key or ""), {})
        return places.get(column or "") or places.get("")
