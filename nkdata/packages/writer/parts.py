"""What the documents of a package are made of: properties that have a value, tables in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    Facts = Mapping[str, Any]  # what is known of a thing by name, such as a JSON object
    ArrowTables = Mapping[str, pa.Table]


def given(properties: Facts) -> Facts:
    """Return the properties that have a value."""
    return {name: value for name, value in properties.items() if value not in (None, "", [], {})}


def thing(kind: str, **properties: object) -> Facts:
    """Return a node of JSON-LD, of a type and with the properties that have a value."""
    return given({"@type": kind, **properties})


def grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows of cells as a table in Markdown; a cell is one line, whatever it holds."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(_escape(cell) for cell in line)} |" for line in lines)


def _escape(cell: str) -> str:
    return " ".join(cell.split()).replace("|", "\\|")
