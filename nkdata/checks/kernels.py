"""Constraints as Arrow kernels: a column in, the rows that break it out. And what a text or number by itself may break."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from nkdata.checks.columns import Numbers

Fault = tuple[str, str]
"""A rule of shape and what the cell is told."""


def constraint_faults(
    constraints: Mapping[str, Any], column: pa.ChunkedArray[Any]
) -> Iterator[tuple[str, Numbers]]:
    """Yield each rule that a column breaks with the rows that break it; of a key that stands twice, the first of its rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if constraints.get("required") and column.null_count:
        yield "required", _true(column.is_null())
    if constraints.get("unique"):
        yield from _repeated(column)
    if "enum" in constraints:
        known = pa.array([*constraints["enum"], None], column.type)
        yield from _breaking("code", pc.invert(pc.is_in(column, value_set=known)))
    if "pattern" in constraints:  # anchored here: `a|b` is not by itself
        yield from _breaking(
            "pattern",
            pc.invert(pc.match_substring_regex(column, rf"\A(?:{constraints['pattern']})\z")),
        )
    if "minimum" in constraints:
        yield from _breaking("range", pc.less(column, constraints["minimum"]))
    if "maximum" in constraints:
        yield from _breaking("range", pc.greater(column, constraints["maximum"]))


def _breaking(rule: str, mask: pa.ChunkedArray[Any]) -> Iterator[tuple[str, Numbers]]:
    import pyarrow.compute as pc

    if pc.any(mask).as_py():
        yield rule, _true(mask.fill_null(False))  # Arrow takes the value so  # noqa: FBT003  # Arrow takes the value so


def _repeated(column: pa.ChunkedArray[Any]) -> Iterator[tuple[str, Numbers]]:
    """Yield the rows whose cell stands again below. Published tables are sorted by their key, which proves it at a glance."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not column.null_count and pc.all(pc.less(column[:-1], column[1:])).as_py() is not False:
        return
    present = np.flatnonzero(column.is_valid().to_numpy())
    codes = (
        pa.concat_arrays(column.drop_null().chunks).dictionary_encode().indices.to_numpy()
        if len(present)
        else present
    )
    _, first, times = np.unique(codes, return_index=True, return_counts=True)
    if (times > 1).any():
        yield "unique", np.sort(present[first[times > 1]])


def text_faults(
    column: pa.ChunkedArray[Any], kind: str, *, free: bool, optional: bool
) -> tuple[Numbers, list[Fault]]:
    """Return the rows of a column of strings or numbers whose cell breaks what no constraint names, and what each is told."""
    suspects = _suspects(column, kind, free=free, optional=optional)
    if not len(suspects):  # for Arrow takes no row in as long a time as some
        return suspects, []
    cells = column.take(suspects).to_pylist()
    known = {
        cell: text_problem(cell, free=free, optional=optional)
        if kind == "string"
        else number_problem(cell)
        for cell in set(cells)
    }
    told = [known[cell] for cell in cells]
    faults = [fault for fault in told if fault]
    return suspects[np.array([fault is not None for fault in told], bool)], faults


def _suspects(column: pa.ChunkedArray[Any], kind: str, *, free: bool, optional: bool) -> Numbers:
    """Return the rows that need another look; Arrow tells in no time that a cell is plain ASCII and printable."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if kind == "number":
        return _true(pc.invert(pc.is_finite(column)).fill_null(False))  # noqa: FBT003
    if kind != "string":
        return np.array([], np.int64)
    empty = pc.equal(pc.binary_length(column), 0)
    if free:
        return _true(empty.fill_null(False))  # noqa: FBT003
    plain = pc.and_(
        pc.ascii_is_printable(column), pc.equal(column, pc.ascii_trim_whitespace(column))
    )
    doubtful = pc.or_(
        empty, pc.or_(pc.invert(plain), pc.match_substring_regex(column, r"&|\?\?\?"))
    )
    if optional:
        doubtful = pc.or_(
            doubtful, pc.is_in(column, value_set=pa.array(sorted(_NO_WORDS), column.type))
        )
    return _true(doubtful.fill_null(False))  # noqa: FBT003


def _true(mask: pa.ChunkedArray[Any]) -> Numbers:
    return np.flatnonzero(mask.to_numpy())


def text_problem(value: str | None, *, free: bool, optional: bool) -> Fault | None:
    """Return the rule that a text breaks and what is wrong, None where nothing is.

    A ``free`` text is a page's own, whatever it is; an ``optional`` one may be null.
    """
    if value == "":
        return "empty-string", "an empty string; write null"
    if value is None or free:
        return None
    if not value.replace("\u00a0", "").isprintable():
        return "control-character", "holds a control character"
    if value != value.strip():
        return "control-character", "begins or ends with white space"
    return (
        ("empty-string", "a word for null; write null")
        if optional and value in _NO_WORDS
        else _slip(value)
    )


_NO_WORDS = frozenset(
    {"None", "nan", "NaN", "null", "NULL", "N/A", "NA", "n/a", "<NA>", "NaT", "-", "--"}
)
"""What programs write for a missing cell; in a column that must be filled it may be somebody's name."""

_LOST = re.compile(
    r"(?<!\S)\?{3,}(?!\S)"
)  # a word of another script in an encoding without its letters
_ESCAPE = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z]+[0-9]*);")


def _slip(value: str) -> Fault | None:
    if "&" in value and _ESCAPE.search(value):
        return "encoding-slip", "holds an escape of HTML; write the character"
    spoilt = _LOST.search(value) or (
        not value.isascii() and ("\ufffd" in value or "â€" in value or _reads_as_utf8(value))
    )
    return (
        (
            "encoding-slip",
            "holds letters that were lost or read in a wrong encoding; save the source as UTF-8",
        )
        if spoilt
        else None
    )


def _reads_as_utf8(value: str) -> bool:
    try:
        value.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return False
    return True


def number_problem(value: float | None) -> Fault | None:
    """Return the rule that a number breaks and what is wrong, None where nothing is."""
    finite = value is None or value - value == 0
    return None if finite else ("range", "is not a finite number")
