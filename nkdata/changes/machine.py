"""The changes as JSON: ``schemas/changes.json`` describes it. One row a line, written piece by piece, so that size is no matter."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

from nkdata.changes.ids import FORMAT
from nkdata.changes.schema_words import sentence
from nkdata.changes.text import reasons
from nkdata.changes.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from nkdata.changes.model import Cells, Changes, Release, SchemaChange, TableChanges, Tombstone

_BATCH = 4096


def document(changes: Changes) -> Iterator[str]:
    """Yield the JSON document in pieces: every row and every cell, whole."""
    head = {
        "format": FORMAT,
        "old": _release(changes.old),
        "new": _release(changes.new),
        "bump": changes.bump,
        "reasons": reasons(changes),
        "smallest": changes.smallest,
        "ok": changes.ok,
        "problems": [
            {
                "rule": problem.rule,
                "message": problem.message,
                "table": problem.table,
                "key": problem.key,
            }
            for problem in changes.problems
        ],
    }
    yield "{\n"
    for name, value in head.items():
        yield f"{_json(name)}: {_json(value)},\n"
    yield from _list("metadata", map(_schema_change, changes.metadata))
    yield ",\n"
    yield from _list("tombstones", map(_stone, changes.tombstones))
    yield ",\n"
    yield from _list("buried", map(_stone, changes.buried))
    yield ',\n"tables": ['
    for number, table in enumerate(changes.tables):
        yield ",\n{" if number else "\n{"
        yield from _table(table)
        yield "}"
    yield "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _list(name: str, items: Iterable[Any]) -> Iterator[str]:
    yield f"{_json(name)}: ["
    separator, closing = "\n  ", "]"
    for item in items:
        yield f"{separator}{_json(item)}"
        separator, closing = ",\n  ", "\n]"
    yield closing


def _release(release: Release) -> dict[str, str]:
    return {
        "name": release.name,
        "version": release.version,
        "contentHash": release.content_hash,
        "created": release.day,
    }


def _stone(stone: Tombstone) -> dict[str, str]:
    return {"table": stone.table, "id": stone.id, "retired": stone.retired}


def _schema_change(change: SchemaChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "bump": change.bump.word,
        "column": change.column,
        "old": plain(change.old),
        "new": plain(change.new),
        "note": change.note,
        "text": sentence(change, whole=True),
    }


def _table(table: TableChanges) -> Iterator[str]:
    head = {
        "table": table.table,
        "status": table.status,
        "key": table.key,
        "bump": table.bump.word,
        "rows": {"old": table.rows[0], "new": table.rows[1]},
        "counts": {
            "added": len(table.added),
            "removed": len(table.removed),
            "changed": table.n_changed,
        },
        "rewritten": table.rewritten,
    }
    yield ", ".join(f"{_json(name)}: {_json(value)}" for name, value in head.items())
    parts: dict[str, Iterable[Any]] = {
        "schema": map(_schema_change, table.schema),
        "added": _rows(table.added),
        "removed": _rows(table.removed),
        "changed": _changed(table),
        "filled": chain.from_iterable(map(_cells, table.filled)),
        "dropped": chain.from_iterable(map(_cells, table.dropped)),
    }
    for name, items in parts.items():
        yield ",\n"
        yield from _list(name, items)


def _rows(rows: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in rows.to_batches(max_chunksize=_BATCH):
        for row in batch.to_pylist():
            yield {name: plain(value) for name, value in row.items()}


def _changed(table: TableChanges) -> Iterator[dict[str, Any]]:
    for key, cells in table.changed():
        yield {
            "key": plain(key),
            "cells": [
                {"column": cell.column, "old": plain(cell.old), "new": plain(cell.new)}
                for cell in cells
            ],
        }


def _cells(cells: Cells) -> Iterator[dict[str, Any]]:
    values = cells.old if cells.new is None else cells.new
    for key, value in zip(cells.keys, values or (), strict=True):
        yield {"key": plain(key.as_py()), "column": cells.column, "value": plain(value.as_py())}
