"""What users hand over (frames, files) as Arrow tables of the schemas, however it is packed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from nkdata.errors import BrokenPackageError, NkdataError, UnknownTableError
from nkdata.files import read_text
from nkdata.reports.problems import Problem
from nkdata.schema import TABLES, arrow_schema, primary_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

SUFFIXES = (".parquet", ".csv")


def arrow_of(frame: object) -> pa.Table:
    """Return a frame as Arrow.

    A frame is a pandas or polars DataFrame, an Arrow table or batch, or what has Arrow's C stream.
    A pandas index is left out; what pandas calls missing (NaN, NaT, None) is null.

    Raises:
        NkdataError: it is no frame, or has no Arrow form.
    """
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        return frame
    try:
        if hasattr(frame, "iloc"):  # pandas, whose own stream would carry its index
            return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
        if hasattr(frame, "__arrow_c_stream__") or isinstance(frame, pa.RecordBatch):
            return pa.table(frame)
    except (pa.ArrowException, AttributeError, TypeError, ValueError) as error:
        raise NkdataError(f"the frame has no Arrow form: {error}") from error
    remedy = "give a pandas or polars DataFrame, an Arrow table, or a file's path"
    raise NkdataError(f"a {type(frame).__name__} is no frame: {remedy}")


def table_of(file: Path) -> str:
    """Return the table that a file is named after.

    Raises:
        NkdataError: it is neither Parquet nor CSV.
        UnknownTableError: there is no such table.
    """
    if file.suffix.lower() not in SUFFIXES:
        kinds = "a folder with a datapackage.json, a .zip of one, or a .parquet or .csv of a table"
        raise NkdataError(f"{file}: give {kinds}")
    if file.stem not in TABLES:
        raise UnknownTableError(file.stem, TABLES)
    return file.stem


def read_csv(file: Path, table: str) -> tuple[pa.Table, list[Problem]]:
    """Return a CSV file as a table, with a problem for each cell that is not of its column's type.

    The file has a header line, is UTF-8, and leaves a missing cell empty; times need their zone.

    Raises:
        BrokenPackageError: the file is not so; the message names the line.
    """
    import pyarrow as pa

    header, *lines = _lines(file)
    if len(set(header)) != len(header):
        raise BrokenPackageError(f"{file}:1: a column's name stands twice in the header")
    texts = {name: [line[place] or None for line in lines] for place, name in enumerate(header)}
    keys = texts.get(primary_key(table)) or [None] * len(lines)
    expected, columns, problems = arrow_schema(table), {}, []
    for name, cells in texts.items():
        kind = expected.field(name).type if name in expected.names else pa.string()
        columns[name], bad = _typed(cells, kind)
        problems += [
            Problem("column-type", f"is not {kind}", table, keys[row], name, cells[row], row=row)
            for row in bad
        ]
    return fit(pa.table(columns), table), problems


def _lines(file: Path) -> list[list[str]]:
    """Return the cells of each line, the header first; all lines have as many."""
    text = read_text(file)
    # The limit is the process's own, and others read CSV too: it is put back.
    limit = csv.field_size_limit(max(len(text), csv.field_size_limit()))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise BrokenPackageError(f"{file}:{reader.line_num}: {error}") from error
    finally:
        csv.field_size_limit(limit)
    if not lines:
        raise BrokenPackageError(f"{file}: empty; its first line has to name the columns")
    width = len(lines[0][1])
    for number, cells in lines:
        if len(cells) != width:
            raise BrokenPackageError(f"{file}:{number}: {len(cells)} cells under {width} columns")
    return [cells for _, cells in lines]


def _typed(cells: Sequence[str | None], kind: pa.DataType) -> tuple[pa.Array, list[int]]:
    """Return the cells as an array of a type, and the places of those that cannot be read as it.

    These are null in the array.
    """
    import pyarrow as pa

    texts = pa.array(cells, pa.string())
    try:
        return texts.cast(kind), []
    except pa.ArrowInvalid:
        distinct = texts.unique().drop_null().to_pylist()
    bad = {text for text in distinct if not _is_readable(text, kind)}
    kept = pa.array([None if text in bad else text for text in cells], pa.string())
    return kept.cast(kind), [row for row, text in enumerate(cells) if text in bad]


def _is_readable(text: str, kind: pa.DataType) -> bool:
    import pyarrow as pa

    try:
        pa.scalar(text).cast(kind)
    except pa.ArrowInvalid:
        return False
    return True


def fit(data: pa.Table, table: str) -> pa.Table:
    """Return the same values in the schema's packing: order of columns, widths, kinds of strings.

    Nothing is converted that could change a value. A number printed as text, a time without its
    zone, or a column that the schema does not have stay as they are, for the checks to find.
    """
    import pyarrow as pa

    expected = arrow_schema(table)
    known = [name for name in expected.names if data.column_names.count(name) == 1]
    others = [place for place, name in enumerate(data.column_names) if name not in known]
    columns = [_packed(data.column(name), expected.field(name).type) for name in known]
    # The schema's own field says what is required; whether it is filled is for the checks.
    fields = [expected.field(n).with_type(c.type) for n, c in zip(known, columns, strict=True)]
    columns += [data.column(place) for place in others]
    fields += [data.schema.field(place) for place in others]
    return pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=expected.metadata))


def _packed(column: pa.ChunkedArray[Any], wanted: pa.DataType) -> pa.ChunkedArray[Any]:
    """Return a column as another type, or as it is where that could change a value."""
    import pyarrow as pa
    from pyarrow import types

    kind = column.type.value_type if types.is_dictionary(column.type) else column.type
    # A day as pandas has it is a midnight; a time of day must not be lost.
    is_midnight = types.is_timestamp(kind) and kind.tz is None and types.is_date(wanted)
    is_zoned = types.is_timestamp(kind) and kind.tz is not None and types.is_timestamp(wanted)
    is_alike = _family(kind) == _family(wanted) != "other"
    if not (is_alike or is_zoned or is_midnight or types.is_null(kind)):
        return column
    try:
        packed = column.cast(wanted)
    except pa.ArrowInvalid:  # a fraction among whole numbers: the values say more than the type
        return column
    return packed if not is_midnight or packed.cast(column.type).equals(column) else column


def _family(kind: pa.DataType) -> str:
    """Return the family of a type; a cast within a family, but for "other", changes no value."""
    from pyarrow import types

    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return "text"
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return "number"
    return "boolean" if types.is_boolean(kind) else "date" if types.is_date(kind) else "other"
