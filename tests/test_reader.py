"""Reading the published tables in every backend, with declared types, and what is refused."""

from __future__ import annotations

import datetime as dt
import shutil

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from samples import built

import nkdata
from nkdata.errors import BrokenPackageError, NkdataError, UnknownTableError
from nkdata.packages.reader import BACKENDS, TableFile, descriptor, read_arrow
from nkdata.schema import TABLES, arrow_schema, columns, fields, primary_key

POLARS = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "datetime": pl.Datetime("us", "UTC"),
}
DUCKDB = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP WITH TIME ZONE",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Return the mini package, built once and not to be changed."""
    return built(tmp_path_factory.mktemp("reader"))


def _types(table):
    return [field["type"] for field in fields(table).values()]


ROWS = {
    "pandas": lambda frame: pa.Table.from_pandas(frame, preserve_index=False).to_pylist(),
    "polars": pl.DataFrame.to_dicts,
    "pyarrow": pa.Table.to_pylist,
    "duckdb": lambda relation: [
        dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()
    ],
}
"""How to get a list of rows, each a mapping, from what a backend gives."""


def _rows(table, backend, package, names=None):
    return ROWS[backend](nkdata.load(table, names, backend=backend, where=package))


@pytest.mark.parametrize("table", TABLES)
def test_pyarrow_types(table, package):
    """Arrow tables have the declared schema, descriptions included."""
    found, expected = (
        nkdata.load(table, backend="pyarrow", where=package).schema,
        arrow_schema(table),
    )
    assert found.names == expected.names
    assert all(
        found.field(name).equals(expected.field(name), check_metadata=True)
        for name in expected.names
    )
    assert expected.metadata.items() <= found.metadata.items()


@pytest.mark.parametrize("table", TABLES)
def test_pandas_types(table, package):
    """Pandas frames have Arrow-backed columns of the declared types."""
    frame = nkdata.load(table, where=package)
    assert list(frame.columns) == list(columns(table))
    assert [t.pyarrow_dtype for t in frame.dtypes] == [f.type for f in arrow_schema(table)]


@pytest.mark.parametrize("table", TABLES)
def test_polars_types(table, package):
    """Polars frames have the declared types, loaded or read from the file."""
    expected = dict(zip(columns(table), (POLARS[t] for t in _types(table)), strict=True))
    assert dict(nkdata.load(table, backend="polars", where=package).schema) == expected
    assert dict(pl.read_parquet(nkdata.path(table, package)).schema) == expected


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_types(table, package):
    """Duckdb relations have the declared types, loaded or read from the file."""
    expected = dict(zip(columns(table), (DUCKDB[t] for t in _types(table)), strict=True))
    loaded = nkdata.load(table, backend="duckdb", where=package)
    assert dict(zip(loaded.columns, map(str, loaded.types), strict=True)) == expected
    described = duckdb.sql(
        f"describe select * from '{nkdata.path(table, package)}'"  # noqa: S608  # a path of ours
    ).fetchall()
    assert {name: kind for name, kind, *_ in described} == expected


@pytest.mark.parametrize("table", TABLES)
def test_plain_pandas_reads_every_file(table, package):
    """Pandas by itself reads every file with all its rows and columns."""
    frame = pd.read_parquet(nkdata.path(table, package))
    assert list(frame.columns) == list(columns(table))
    assert len(frame) == len(read_arrow(table, where=package))


@pytest.mark.parametrize("table", TABLES)
def test_backends_agree(table, package):
    """Every backend gives the same rows, in the order of the primary key."""
    expected = _rows(table, "pyarrow", package)
    keys = [row[primary_key(table)] for row in expected]
    assert keys == sorted(keys)
    for backend in BACKENDS:
        assert _rows(table, backend, package) == expected, backend


@pytest.mark.parametrize("backend", BACKENDS)
def test_columns_in_the_order_given(backend, package):
    """Columns are loaded as they are named, in that order."""
    (first, *_) = _rows("claims", backend, package, ["quote", "claim_id", "start"])
    assert list(first) == ["quote", "claim_id", "start"]
    assert first["claim_id"] == "a-first-ferry"


@pytest.mark.parametrize("backend", BACKENDS)
def test_missing_stays_missing_and_dates_stay_dates(backend, package):
    """A missing number is no NaN, a missing boolean no False, and a date is a date, everywhere."""
    rows = {row["claim_id"]: row for row in _rows("claims", backend, package)}
    assert rows["a-grain"]["value_best"] is None
    assert rows["a-grain"]["value_boolean"] is None
    assert rows["a-no-soldiers"]["value_boolean"] is False
    assert rows["a-landing"]["value_date_earliest"] == dt.date(2031, 3, 4)


@pytest.mark.parametrize("backend", BACKENDS)
def test_no_columns(backend, package):
    """An empty list of columns gives as many rows of nothing, or an error of ours."""
    try:
        rows = _rows("claims", backend, package, [])
    except NkdataError:
        return
    assert not any(rows)


@pytest.mark.parametrize("backend", BACKENDS)
def test_unknown_names_name_the_nearest(backend, package):
    """An unknown table or column names the nearest known one."""
    with pytest.raises(UnknownTableError, match="did you mean 'claims'"):
        nkdata.load("claim", backend=backend, where=package)
    with pytest.raises(
        NkdataError, match=r"claims has no column 'qoute' \(did you mean 'quote'\?\)"
    ):
        nkdata.load("claims", ["qoute"], backend=backend, where=package)
    with pytest.raises(NkdataError, match=r"columns=\['quote'\]"):
        nkdata.load("claims", "quote", backend=backend, where=package)


def test_unknown_backend_names_the_nearest(package):
    """An unknown backend names the nearest known one."""
    with pytest.raises(NkdataError, match="did you mean 'polars'"):
        nkdata.load("claims", backend="polar", where=package)


def test_unknown_table_is_a_key_error():
    """An unknown table can be caught as a KeyError, and reads like a sentence."""
    with pytest.raises(KeyError) as caught:
        nkdata.path("qestions")
    assert str(caught.value).startswith(
        "there is no table 'qestions' (did you mean 'questions'?); the tables are articles, "
    )


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("harm", ["missing", "truncated", "empty", "text"])
def test_broken_file(backend, harm, package, tmp_path):
    """A missing, truncated, empty or foreign file is a BrokenPackageError that names it."""
    folder = shutil.copytree(package, tmp_path / "data")
    file = folder / "claims.parquet"
    raw = file.read_bytes()
    file.unlink()
    if harm != "missing":
        file.write_bytes({"truncated": raw[:-100], "empty": b"", "text": b"PAR1, or not"}[harm])
    with pytest.raises(BrokenPackageError, match=r"claims\.parquet"):
        _rows("claims", backend, folder)


def test_flipped_byte_in_a_page_is_noticed(package, tmp_path):
    """A byte that was flipped inside a page is noticed by its checksum, or by the decoder."""
    folder = shutil.copytree(package, tmp_path / "data")
    file = folder / "claims.parquet"
    raw = bytearray(file.read_bytes())
    at = raw.index(b"a-first-ferry") + 3
    raw[at] ^= 1
    file.write_bytes(bytes(raw))
    with pytest.raises(BrokenPackageError):
        read_arrow("claims", where=folder)


def test_paths_and_names(package):
    """The tables' names are the schema's, and each path is a file beside the descriptor."""
    assert nkdata.tables() == TABLES
    assert [nkdata.path(t, package) for t in TABLES] == [package / f"{t}.parquet" for t in TABLES]
    assert descriptor(package)["name"] == "mini"


@pytest.mark.parametrize("call", [nkdata.path, nkdata.load, nkdata.describe])
def test_where_may_be_text(call, package):
    """A folder may be given as text."""
    assert call("claims", where=str(package)) is not None


@pytest.mark.parametrize("table", TABLES)
def test_describe(table, package):
    """A description has a row a column: type, codes with explanations, number of filled cells."""
    frame = nkdata.describe(table, where=package)
    assert list(frame.columns) == [
        "column",
        "type",
        "required",
        "title",
        "description",
        "codes",
        "filled",
    ]
    assert list(frame["column"]) == list(columns(table))
    assert list(frame["type"]) == _types(table)
    filled = dict(zip(frame["column"], frame["filled"], strict=True))
    data = read_arrow(table, where=package)
    assert filled == {name: len(data) - data[name].null_count for name in columns(table)}
    assert all(codes is None or all(codes.values()) for codes in frame["codes"])


def test_table_file_is_the_table():
    """A table that stays in its file has rows, schema, columns and batches of the whole one."""
    for name in TABLES:
        whole, file = read_arrow(name), TableFile(name)
        assert (len(file), file.column_names, file.schema) == (
            len(whole),
            whole.column_names,
            whole.schema,
        )
        assert all(
            file.column(column).equals(whole.column(column)) for column in whole.column_names
        )
