"""What users hand over (frames, files) as Arrow tables of the schemas: any packing of the same values is taken."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from nkdata.errors import BrokenPackageError, NkdataError, UnknownTableError
from nkdata.reports.problems import Problem
from nkdata.schema import TABLES, arrow_schema, primary_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

SUFFIXES = (".parquet", ".csv")


def arrow_of(frame: object) -> pa.Table:
    """Return a frame as Arrow: a pandas or polars DataFrame, an Arrow table or batch, or whatever speaks Arrow's C stream.

    A pandas index is left out; what pandas calls missing (NaN, NaT, None) is null. Raises
    NkdataError where it is no frame.
    """
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        return frame
    try:
        if hasattr(frame, "columns") and hasattr(
            frame, "iloc"
        ):  # pandas, whose own stream would carry its index
            return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
        if hasattr(frame, "__arrow_c_stream__") or isinstance(frame, pa.RecordBatch):
            return pa.table(frame)
    except (
        pa.ArrowInvalid,
        pa.ArrowTypeError,
        pa.ArrowNotImplementedError,
        TypeError,
        ValueError,
    ) as error:
        raise NkdataError(f"the frame has no Arrow form: {error}") from error
    raise NkdataError(
        f"a {type(frame).__name__} is no frame: give a pandas or polars DataFrame, an Arrow table, or a file's path"
    )


def table_of(file: Path) -> str:
    """Return the table that a file is named after. Raises UnknownTableError, and NkdataError where it is no Parquet or CSV."""
    if file.suffix.lower() not in SUFFIXES:
        raise NkdataError(
            f"{file}: neither a folder with a datapackage.json, nor a .zip of one, nor a .parquet or .csv of one table"
        )
    if file.stem not in TABLES:
        raise UnknownTableError(file.stem, TABLES)
    return file.stem


def read_csv(file: Path, table: str) -> tuple[pa.Table, list[Problem]]:
    """Return a CSV file as a table of the schema, with a problem for each cell that is not of its column's type.

    It has a header line, is UTF-8, and leaves a missing cell empty; times need their zone. Raises
    BrokenPackageError where it is not so.
    """
    import pyarrow as pa

    header, *lines = _cells(file)
    texts = {name: [line[place] or None for line in lines] for place, name in enumerate(header)}
    if len(texts) != len(header):
        raise BrokenPackageError(f"{file}:1: a column's name stands twice in the header")
    types = {field.name: field.type for field in arrow_schema(table)}
    keys = texts.get(primary_key(table)) or [None] * len(lines)
    columns, problems = {}, []
    for name, cells in texts.items():
        columns[name], bad = _typed(cells, types.get(name, pa.string()))
        problems += [
            Problem(
                "column-type", f"is not {types[name]}", table, keys[row], name, cells[row], row=row
            )
            for row in bad
        ]
    return fit(pa.table(columns), table), problems


def _cells(file: Path) -> list[list[str]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BrokenPackageError(f"{file}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BrokenPackageError(
            f"{file}: byte 0x{error.object[error.start]:02x} at offset {error.start} is not UTF-8"
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[list[str]] = []
    limit = csv.field_size_limit(
        max(len(text), csv.field_size_limit())
    )  # it is the process's own: others read CSV too
    try:
        for cells in reader:
            if lines and len(cells) != len(lines[0]):
                raise BrokenPackageError(
                    f"{file}:{reader.line_num}: {len(cells)} cells under {len(lines[0])} columns"
                )
            lines.append(cells)
    except csv.Error as error:
        raise BrokenPackageError(f"{file}:{reader.line_num}: {error}") from error
    finally:
        csv.field_size_limit(limit)
    if not lines:
        raise BrokenPackageError(f"{file}: empty; its first line has to name the columns")
    return lines


def _typed(cells: Sequence[str | None], kind: pa.DataType) -> tuple[pa.Array, list[int]]:
    """Return the cells as an array of a type, null where one cannot be read as it, and the places of those."""
    import pyarrow as pa

    texts = pa.array(cells, pa.string())
    try:
        return texts.cast(kind), []
    except pa.ArrowInvalid:
        bad = {
            text
            for text in texts.unique().to_pylist()
            if text is not None and not _reads(text, kind)
        }
    kept = pa.array([None if text in bad else text for text in cells], pa.string())
    return kept.cast(kind), [row for row, text in enumerate(cells) if text in bad]


def _reads(text: str, kind: pa.DataType) -> bool:
    import pyarrow as pa

    try:
        pa.scalar(text).cast(kind)
    except pa.ArrowInvalid:
        return False
    return True


def fit(data: pa.Table, table: str) -> pa.Table:
    """Return the same values in the schema's packing: order of columns, widths of numbers, kinds of strings.

    Nothing is converted that could change a value: a number printed as text, a time without its zone, or a column that the
    schema does not have stay as they are, for the checks to find.
    """
    import pyarrow as pa

    expected = arrow_schema(table)
    places = [
        data.column_names.index(name)
        for name in expected.names
        if data.column_names.count(name) == 1
    ]
    fitted = [
        (_packed(data.column(place), wanted := expected.field(data.column_names[place])), wanted)
        for place in places
    ]
    # the schema's own field says what is required; whether it is filled is for the checks
    fields = [
        wanted if column.type == wanted.type else wanted.with_type(column.type)
        for column, wanted in fitted
    ]
    others = [place for place in range(data.num_columns) if place not in places]
    columns = [*(column for column, _ in fitted), *map(data.column, others)]
    return pa.Table.from_arrays(
        columns,
        schema=pa.schema([*fields, *map(data.schema.field, others)], metadata=expected.metadata),
    )


def _packed(column: pa.ChunkedArray[Any], wanted: pa.Field[Any]) -> pa.ChunkedArray[Any]:
    import pyarrow as pa
    from pyarrow import types

    kind = column.type.value_type if types.is_dictionary(column.type) else column.type
    same = any(
        of(kind) and of(wanted.type)
        for of in (_is_text, _is_number, types.is_boolean, types.is_date)
    )
    zoned = types.is_timestamp(kind) and types.is_timestamp(wanted.type) and kind.tz is not None
    midnights = types.is_timestamp(kind) and types.is_date(wanted.type) and kind.tz is None
    if not (same or zoned or midnights or types.is_null(kind)):
        return column
    try:
        packed = column.cast(wanted.type)
    except pa.ArrowInvalid:  # a fraction among whole numbers: the values say more than the type
        return column
    return (
        column if midnights and not packed.cast(column.type).equals(column) else packed
    )  # or a time of day would be lost


def _is_text(kind: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_number(kind: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind))
