"""Content hashes: what the rows say, whichever engine wrote the file and however it packed them."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from nkdata.errors import NkdataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

ALGORITHM = """\
The content hash of a table is the SHA-256 of a text. It does not depend on the tool that wrote the
file:

1. One line a row: a JSON array of the cells in column order, as RFC 8785 writes it (UTF-8, no
   spaces, integral numbers without a fraction, only `"`, `\\` and control characters escaped). A
   missing cell is `null`, a date `"2025-08-22"`, a time `"2025-08-22T00:00:00.000000Z"`.
2. The lines are sorted by their bytes. The first column is the primary key.
3. Before them stands a line with the names of the columns, likewise a JSON array. Every line ends
   with a line feed.

The content hash of the package is the SHA-256 of one line a table, `["table","sha256:…"]`, sorted
by name.
"""
_EXACT, _LARGE = 1e-6, 1e21
"""From the first to below the second, RFC 8785 writes numbers without an exponent."""


def content_hash(table: pa.Table) -> str:
    """Return ``sha256:`` and the hexadecimal SHA-256 of a table's canonical rows.

    `ALGORITHM` says what is hashed. Neither the order of rows nor their packing into files, row
    groups or chunks plays a part. Columns count in their order, by name; their types only as far as
    JSON tells them apart.

    Raises:
        NkdataError: a cell has no canonical form: a number that is not finite, a nested value.
    """
    lines = sorted(_line(row.values()) for row in table.to_pylist())
    return _sha256([_line(table.column_names), *lines])


def package_hash(hashes: Mapping[str, str]) -> str:
    """Return the content hash of a package, from the content hashes of its tables by name."""
    return _sha256([_line(item) for item in sorted(hashes.items())])


def file_hash(data: bytes) -> str:
    """Return ``sha256:`` and the hexadecimal SHA-256 of a file's bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _sha256(lines: list[bytes]) -> str:
    return file_hash(b"".join(lines))


def _line(cells: Iterable[object]) -> bytes:
    return f"[{','.join(map(_cell, cells))}]\n".encode()


def _cell(value: object) -> str:
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    elif isinstance(value, date):
        value = value.isoformat()
    if value is not None and not isinstance(value, str | int):
        kinds = "tables hold text, numbers, dates and booleans"
        raise NkdataError(f"{type(value).__name__} cells have no canonical form: {kinds}")
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    # RFC 8785 takes over JavaScript's form of a number; repr gives the same digits, and writes the
    # exponent otherwise.
    if not math.isfinite(value):
        remedy = "numbers must be finite; leave the cell empty instead"
        raise NkdataError(f"{value} has no canonical form: {remedy}")
    if value == 0:
        return "0"
    if _EXACT <= abs(value) < _LARGE:
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    digits, exponent = repr(value).split("e")
    return f"{digits}e{int(exponent):+d}"
