"""Reading the published tables: all that an installed user touches."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from nkdata.errors import (
    BrokenPackageError,
    MissingExtraError,
    NkdataError,
    UnknownTableError,
    suggestion,
    unknown,
)
from nkdata.paths import DESCRIPTOR, data_dir
from nkdata.schema import TABLES, codes, fields, is_required
from nkdata.schema import columns as columns_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    Where: TypeAlias = str | os.PathLike[str] | None
    Names: TypeAlias = Sequence[str] | None

Backend = Literal["pandas", "polars", "pyarrow", "duckdb"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)


def tables() -> tuple[str, ...]:
    """Return the names of the tables, the four core ones first."""
    return TABLES


def path(table: str, where: Where = None) -> Path:
    """Return the path of a table's Parquet file, among the shipped data or in the folder ``where``.

    Raises:
        UnknownTableError: there is no such table; the message names the nearest one.
        BrokenPackageError: the file is missing.
    """
    if table not in TABLES:
        raise UnknownTableError(table, TABLES)
    file = _folder(where) / f"{table}.parquet"
    if not file.is_file():
        raise BrokenPackageError(
            f"{file}: the table is not there; run `nkdata build`, or reinstall nkdata"
        )
    return file


def _folder(where: Where) -> Path:
    return data_dir() if where is None else Path(where)


def descriptor(where: Where = None) -> dict[str, Any]:
    """Return the data package descriptor of the shipped data, or of the folder ``where``.

    Raises:
        BrokenPackageError: it is missing, or no JSON object.
    """
    file = _folder(where) / DESCRIPTOR
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"{file}: there is no data package here ({error.strerror})"
        raise BrokenPackageError(message) from error
    except ValueError as error:
        raise BrokenPackageError(f"{file}: the descriptor is not JSON ({error})") from error
    if not isinstance(document, dict):
        raise BrokenPackageError(f"{file}: the descriptor is not a JSON object")
    return document


def read_arrow(table: str, columns: Names = None, where: Where = None) -> pa.Table:
    """Return a table as Arrow. Raises BrokenPackageError where the file is no Parquet file."""
    with parquet_file(path(table, where)) as parquet:
        return parquet.read(columns=None if columns is None else list(columns))


@contextmanager
def parquet_file(file: Path) -> Iterator[pq.ParquetFile]:
    """Yield a Parquet file whose page checksums are verified as it is read.

    Raises:
        BrokenPackageError: it is no Parquet file, or what is read of it is broken.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # pq.read_table takes twice the time: it imports pyarrow.dataset, and that pandas.
        with pq.ParquetFile(file, page_checksum_verification=True) as parquet:
            yield parquet
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> BrokenPackageError:
    return BrokenPackageError(f"{file}: not a readable Parquet file ({error})")


class TableFile:
    """A table that stays in its file: each column is read when it is asked for.

    A large table thus never takes memory as a whole. The class has what checks need of an Arrow
    table. Reading raises BrokenPackageError where the file, or the part that is read, is broken.
    """

    def __init__(self, table: str, where: Where = None) -> None:
        """Take the table's name and its folder, the shipped data by default."""
        self.file = path(table, where)
        with parquet_file(self.file) as parquet:
            self.schema: pa.Schema = parquet.schema_arrow
            self.num_rows: int = parquet.metadata.num_rows
        self.column_names: list[str] = self.schema.names
        self.hashed = False
        """Whether the file has the stated hash, so that no checksum of a page has to be read."""

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.num_rows

    def column(self, name: str) -> pa.ChunkedArray[Any]:
        """Return a column."""
        with parquet_file(self.file) as parquet:
            return parquet.read(columns=[name]).column(0)


@overload
def load(
    table: str, columns: Names = ..., backend: Literal["pandas"] = ..., where: Where = ...
) -> pd.DataFrame: ...
@overload
def load(
    table: str, columns: Names = ..., *, backend: Literal["polars"], where: Where = ...
) -> pl.DataFrame: ...
@overload
def load(
    table: str, columns: Names = ..., *, backend: Literal["pyarrow"], where: Where = ...
) -> pa.Table: ...
@overload
def load(
    table: str, columns: Names = ..., *, backend: Literal["duckdb"], where: Where = ...
) -> duckdb.DuckDBPyRelation: ...


def load(
    table: str, columns: Names = None, backend: Backend = "pandas", where: Where = None
) -> object:
    """Load one table.

    Args:
        table: its name, one of `nkdata.tables()`.
        columns: the columns to load, in the order given; all of them by default.
        backend: ``pandas`` (columns backed by Arrow, so that dates stay dates and missing stays
            missing), ``polars``, ``pyarrow``, or ``duckdb`` (a lazy relation).
        where: a folder with a data package; the shipped data by default.

    Returns:
        A pandas DataFrame, polars DataFrame, pyarrow Table or duckdb relation: one row a record,
        sorted by primary key.

    Raises:
        UnknownTableError: there is no such table; the message names the nearest one.
        NkdataError: there is no such column or backend.
        MissingExtraError: the backend's library is not installed.
        BrokenPackageError: the file is missing or unreadable.

    >>> import nkdata
    >>> nkdata.load("claims", columns=["claim_id", "quote"]).shape[1]
    2
    """
    if backend not in BACKENDS:
        raise NkdataError(unknown("backend", str(backend), BACKENDS))
    file = path(table, where)
    _check_columns(table, columns)
    if backend == "duckdb":
        return _duckdb(file, columns)
    arrow = read_arrow(table, columns, where)
    if backend == "pyarrow":
        return arrow
    if backend == "polars":
        return _polars(arrow)
    import pandas as pd

    return arrow.to_pandas(types_mapper=pd.ArrowDtype)


def _check_columns(table: str, wanted: Names) -> None:
    if isinstance(wanted, str):
        raise NkdataError(f"columns takes a list: write columns=[{wanted!r}]")
    known = columns_of(table)
    for name in wanted or ():
        if name not in known:
            message = f"{table} has no column {name!r}{suggestion(name, known)}"
            raise NkdataError(f"{message}; its columns are {', '.join(known)}")


def _polars(arrow: pa.Table) -> pl.DataFrame:
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtraError("polars", "polars") from error
    return pl.DataFrame(arrow)


def _duckdb(file: Path, columns: Names) -> duckdb.DuckDBPyRelation:
    try:
        import duckdb
        import pytz  # noqa: F401  # duckdb needs it to fetch UTC timestamps, and does not say so
    except ImportError as error:
        raise MissingExtraError("duckdb and pytz", "duckdb") from error
    if columns is not None and not columns:
        raise NkdataError("a duckdb relation has columns: name one, or leave columns out")
    try:
        relation = duckdb.read_parquet(str(file))
    except duckdb.Error as error:
        raise _unreadable(file, error) from error
    return relation if columns is None else relation.select(*columns)


def describe(table: str, where: Where = None) -> pd.DataFrame:
    """Return a table's columns, one row a column, with what the schema says of each.

    ``codes`` maps each allowed value to its explanation, or is None; ``filled`` counts the cells
    that are not null.
    """
    import pandas as pd

    arrow = read_arrow(table, where=where)
    rows = [
        {
            "column": name,
            "type": field["type"],
            "required": is_required(table, name),
            "title": field["title"],
            "description": field["description"],
            "codes": {value: code["label"] for value, code in codes(table, name).items()} or None,
            "filled": len(arrow) - arrow.column(name).null_count,
        }
        for name, field in fields(table).items()
    ]
    return pd.DataFrame(rows)
