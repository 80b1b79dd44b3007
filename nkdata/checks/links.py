"""Links: the table that a foreign key, or a path of them, leads to."""

from __future__ import annotations

from nkdata.schema import foreign_keys

FIRST_HOP, LAST_HOP = "first_hop", "last_hop"
"""What leads from a claim to its first or last attribution, as a foreign key leads to a row."""


def target_of(table: str, link: str) -> str:
    """Return the table that a link of a table leads to."""
    if link in (FIRST_HOP, LAST_HOP):
        return "attributions"
    return next(key.table for key in foreign_keys(table) if key.column == link)


def along(table: str, path: str) -> str:
    """Return the table at the end of a path of links, joined by dots."""
    for link in path.split("."):
        table = target_of(table, link)
    return table
