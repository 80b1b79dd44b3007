"""Schemas of two releases compared: every kind of change, its bump and its words."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from compared import (
    CLAIMS,
    MINI,
    SCHEMA_CASES,
    changed,
    codes,
    reworked,
    table_of,
    with_column,
    written,
)
from samples import mini_rows

from nkdata.changes.changelog import entry
from nkdata.changes.schema_words import KINDS
from nkdata.schema import TABLES


@pytest.mark.parametrize(
    ("kind", "bump", "work"),
    SCHEMA_CASES,
    ids=[f"{n}-{case[0]}" for n, case in enumerate(SCHEMA_CASES)],
)
def test_schema_change(kind, bump, work):
    """Each kind of change of a schema is found, alone, with its bump, and said in words."""
    found = changed(CLAIMS, reworked(CLAIMS, work))
    listed = [*found.metadata, *(change for table in found.tables for change in table.schema)]
    assert (
        [(change.kind, change.bump.word) for change in listed] == [(kind, bump)] * len(listed) != []
    )
    assert found.bump == bump
    assert f"\n  {bump}: " in str(found)


def test_columns_added_and_removed():
    """An optional column is minor, a required or removed one major, and their cells are listed."""
    key = mini_rows()["questions"][0]["question_id"]
    more = with_column(None, "hint", {key: "north"})
    there, back = changed(MINI, more), changed(more, MINI)
    assert (there.bump, back.bump) == ("minor", "major")
    assert written(there)["tables"][TABLES.index("questions")]["filled"] == [
        {"key": key, "column": "hint", "value": "north"}
    ]
    assert written(back)["tables"][TABLES.index("questions")]["dropped"] == [
        {"key": key, "column": "hint", "value": "north"}
    ]
    assert "questions: hint filled in 1 row" in str(there)
    assert changed(MINI, with_column(None, "hint", {}, required=True)).bump == "major"
    assert [change.kind for change in table_of(there, "questions").schema] == ["column-added"]
    assert [change.kind for change in table_of(back, "questions").schema] == ["column-removed"]


def stored(work, columns):
    """Return the mini files with questions written anew: other rows, columns in another order."""
    table = work(pq.read_table(io.BytesIO(MINI["questions.parquet"])))
    table = table.select(columns(table.column_names))
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")

    def order(_, tables):
        found = {field["name"]: field for field in tables["questions"]["schema"]["fields"]}
        tables["questions"]["schema"]["fields"] = [found[name] for name in table.column_names]

    return {**reworked(MINI, order), "questions.parquet": buffer.getvalue()}


def test_files_written_anew():
    """The same rows in another form of file are a patch; columns in another order are major."""
    assert changed(MINI, stored(lambda t: t, lambda names: names)).bump == "patch"
    assert (
        changed(MINI, stored(lambda t: t.take(list(range(len(t)))[::-1]), lambda names: names)).bump
        == "patch"
    )
    wide = changed(
        MINI,
        stored(
            lambda t: t.set_column(1, "text", t["text"].cast(pa.large_string())),
            lambda names: names,
        ),
    )
    assert (wide.bump, [c.kind for c in table_of(wide, "questions").schema]) == (
        "patch",
        ["column-stored"],
    )
    coded = changed(
        MINI,
        stored(
            lambda t: t.set_column(1, "text", t["text"].dictionary_encode()), lambda names: names
        ),
    )
    assert coded.bump == "patch"
    moved = changed(MINI, stored(lambda t: t, lambda names: [*names[:1], *names[:0:-1]]))
    assert (moved.bump, [c.kind for c in table_of(moved, "questions").schema]) == (
        "major",
        ["columns-reordered"],
    )


def test_a_file_written_anew_under_the_same_descriptor():
    """Other bytes of one file are a patch, though the descriptor is the same to the byte."""
    buffer = io.BytesIO()
    pq.write_table(pq.read_table(io.BytesIO(MINI["questions.parquet"])), buffer, compression="zstd")
    assert changed(MINI, {**MINI, "questions.parquet": buffer.getvalue()}).bump == "patch"


def test_tables_added_and_removed():
    """A table that comes is minor, one that goes is major, and each is listed with its rows."""

    def without(descriptor, _):
        descriptor["resources"] = [
            about for about in descriptor["resources"] if about["name"] != "disputes"
        ]

    fewer = reworked(MINI, without)
    assert changed(fewer, MINI).bump == "minor"
    gone = changed(MINI, fewer)
    assert gone.bump == "major"
    assert table_of(gone, "disputes").status == "removed"
    assert "tables removed: disputes" in str(gone)
    assert "| disputes (table removed) | " in entry(gone)


def test_foreign_keys_in_two_forms():
    """A key to the table itself is the same with and without its name."""

    def work(_, tables):
        for key in tables["articles"]["schema"]["foreignKeys"]:
            key["reference"].setdefault("resource", "articles")
            key["fields"] = key["fields"][0]

    assert changed(MINI, reworked(MINI, work)).bump == "patch"


def test_every_kind_of_change_has_a_case():
    """No kind of schema change is said in words that no test has read."""
    elsewhere = {
        "column-added",
        "column-removed",
        "columns-reordered",
        "column-stored",
        "codes-explained",
    }
    assert {kind for kind, *_ in SCHEMA_CASES} | elsewhere == set(KINDS)
    found = changed(reworked(MINI, codes(list.clear)), MINI)
    assert [change.kind for change in table_of(found, "claims").schema] == ["codes-explained"]
