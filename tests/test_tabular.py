"""Records to Arrow to Parquet and back: nothing is lost, and order plays no part."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import mini_rows
from strategies import rows, tables

from nkdata.packages.tabular import arrow_table, tabulate, withhold
from nkdata.packages.writer import content_hash, render
from nkdata.schema import TABLES, arrow_schema, columns, primary_key

ABOUT = {
    "name": "made-up",
    "title": "Made up",
    "description": "Rows that a strategy drew.",
    "version": "1.0.0",
    "released": "2031-03-10",
    "contributors": [{"title": "The testers"}],
    "licenses": [{"name": "CC-BY-4.0"}],
}


def _read(data):
    with pq.ParquetFile(io.BytesIO(data)) as file:
        return file.read()


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=6)
@given(data=st.data())
def test_records_survive_arrow(table, data):
    """Records become an Arrow table of the declared schema, and the same records again."""
    records = data.draw(rows(table))
    made = arrow_table(table, records)
    made.validate(full=True)
    assert made.schema.equals(arrow_schema(table), check_metadata=True)
    assert made.to_pylist() == sorted(records, key=lambda row: row[primary_key(table)])


@settings(max_examples=8)
@given(made=tables())
def test_tables_survive_parquet(made):
    """Arrow tables become Parquet files and the same tables again, descriptions included."""
    before = tabulate(made)
    files = render(before, ABOUT)
    for table in TABLES:
        after = _read(files[f"{table}.parquet"])
        assert after.equals(before[table])
        assert all(
            after.schema.field(n).equals(before[table].schema.field(n), check_metadata=True)
            for n in columns(table)
        )
        assert content_hash(after) == content_hash(before[table])


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=4)
@given(data=st.data())
def test_order_of_records_plays_no_part(table, data):
    """Shuffled records give the same table, sorted by primary key."""
    records = data.draw(rows(table))
    made = arrow_table(table, records)
    assert arrow_table(table, data.draw(st.permutations(records))).equals(made)
    keys = made[primary_key(table)].to_pylist()
    assert keys == sorted(keys)


def test_order_of_columns_and_absent_columns_play_no_part():
    """Columns are put into the schema's order, and those a record lacks are null."""
    record = {"kind": "alias", "name_id": "a.1", "name": "A", "actor_id": "a"}
    assert arrow_table("actor_names", [record]).to_pylist() == [
        {"name_id": "a.1", "actor_id": "a", "name": "A", "kind": "alias"}
    ]
    actor = {"actor_id": "a", "name": "A", "actor_type": "person", "is_anonymous": False}
    (row,) = arrow_table("actors", [actor]).to_pylist()
    assert row == dict.fromkeys(columns("actors")) | actor


def test_empty_strings_are_null_and_other_nothings_are_not():
    """An empty string becomes null; false and zero stay."""
    actor = {
        "actor_id": "a",
        "name": "A",
        "actor_type": "person",
        "is_anonymous": False,
        "description": "",
    }
    (row,) = arrow_table("actors", [actor]).to_pylist()
    assert row["description"] is None
    assert row["is_anonymous"] is False
    (dispute,) = arrow_table(
        "disputes", [{"question_id": "q", "low": 0.0, "n_claims": 0}]
    ).to_pylist()
    assert (dispute["low"], dispute["n_claims"]) == (0.0, 0)


def test_every_table_is_made():
    """No records give every table, empty and typed."""
    made = tabulate({})
    assert tuple(made) == TABLES
    assert all(
        len(data) == 0 and data.schema.equals(arrow_schema(table)) for table, data in made.items()
    )


def test_integral_floats_and_large_numbers():
    """An integer for a number is that number, and one that no float holds is not rounded."""
    made = arrow_table("disputes", [{"question_id": "q", "low": 600}])
    assert made["low"].to_pylist() == [600.0]
    with pytest.raises(pa.ArrowInvalid):
        arrow_table("disputes", [{"question_id": "q", "low": 2**53 + 1}])


def test_withhold_leaves_its_argument_alone():
    """Withholding makes new tables; the ones it was given keep their text."""
    whole = tabulate(mini_rows())
    withhold(whole)
    assert whole["articles"]["text"].null_count == 0
