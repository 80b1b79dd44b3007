"""The changes as JSON, described in ``schemas/changes.json``.

One row a line, written piece by piece: no size of a release takes memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from nkdata.changes.ids import FORMAT
from nkdata.changes.model import STATED, Cell, Tombstone
from nkdata.changes.schema_words import sentence
from nkdata.changes.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from nkdata.changes.model import Cells, Changes, Release, SchemaChange, TableChanges

_PROBLEM = ("rule", "message", "table", "key")
_BATCH = 4096
"""Rows that are turned from Arrow into Python at once."""


def document(changes: Changes) -> Iterator[str]:
    """Yield the JSON document in pieces: every row and every cell, whole."""
    about = {
        "format": FORMAT,
        "old": _release(changes.old),
        "new": _release(changes.new),
        **{name: getattr(changes, name) for name in ("bump", "reasons", "smallest", "ok")},
        "problems": [{name: getattr(p, name) for name in _PROBLEM} for p in changes.problems],
        "metadata": map(_schema_change, changes.metadata),
        "tombstones": map(Tombstone._asdict, changes.tombstones),
        "buried": map(Tombstone._asdict, changes.buried),
        "tables": map(_table, changes.tables),
    }
    yield from _written(about)
    yield "\n"


def _written(value: object) -> Iterator[str]:
    """Yield a value as JSON in pieces; an iterator is written as a list, an item a line."""
    if isinstance(value, Iterator):
        separator = "[\n"
        for item in value:
            yield separator
            yield from _written(item)
            separator = ",\n"
        yield "[]" if separator == "[\n" else "\n]"
    elif isinstance(value, dict) and any(isinstance(item, Iterator) for item in value.values()):
        separator = "{"
        for name, item in value.items():
            yield f"{separator}{json.dumps(name)}: "
            yield from _written(item)
            separator = ",\n"
        yield "}"
    else:
        yield json.dumps(plain(value), ensure_ascii=False, allow_nan=False)


def _release(release: Release) -> dict[str, str]:
    return dict(zip(STATED, release[1:], strict=True))


def _schema_change(change: SchemaChange) -> dict[str, Any]:
    return change._asdict() | {"bump": change.bump.word, "text": sentence(change, whole=True)}


def _table(table: TableChanges) -> dict[str, Any]:
    old, new = table.rows
    counts = {"added": len(table.added), "removed": len(table.removed), "changed": table.n_changed}
    return {
        "table": table.table,
        "status": table.status,
        "key": table.key,
        "bump": table.bump.word,
        "rows": {"old": old, "new": new},
        "counts": counts,
        "rewritten": table.rewritten,
        "schema": map(_schema_change, table.schema),
        **{name: _rows(getattr(table, name)) for name in ("added", "removed")},
        "changed": ({"key": k, "cells": [*map(Cell._asdict, row)]} for k, row in table.changed()),
        **{name: _values(getattr(table, name)) for name in ("filled", "dropped")},
    }


def _rows(rows: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in rows.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def _values(columns: Sequence[Cells]) -> Iterator[dict[str, Any]]:
    for cells in columns:
        for key, old, new in cells:
            yield {"key": key, "column": cells.column, "value": old if new is None else new}
