"""Rows of two releases compared: applying the changes gives the new rows."""

from __future__ import annotations

import pyarrow as pa
import pytest
from compared import (
    MINI,
    changed,
    single,
    written,
)
from counting import calls
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import raw_table
from strategies import releases, rows

from nkdata.changes import Bump
from nkdata.changes.rows import compare_rows
from nkdata.changes.words import plain
from nkdata.schema import TABLES, primary_key


def applied(old, key, table):
    """Return rows, by key, after the changes of their table as JSON."""
    made = {row[key]: dict(row) for row in old}
    for row in table["removed"]:
        assert made.pop(row[key]) == row
    for row in table["added"]:
        assert row[key] not in made
        made[row[key]] = row
    for row in table["changed"]:
        for cell in row["cells"]:
            assert made[row["key"]][cell["column"]] == cell["old"]
            made[row["key"]][cell["column"]] = cell["new"]
    return made


def as_json(found):
    """Return rows as JSON holds them."""
    return [{name: plain(value) for name, value in row.items()} for row in found]


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=20)
@given(st.data())
def test_applying_the_changes_gives_the_new_rows(table, data):
    """OLD's rows and the file of changes give NEW's rows, whatever was edited, removed or added."""
    old, new = data.draw(releases(table))
    found = changed(single(table, old), single(table, new))
    key = primary_key(table)
    (made,) = written(found)["tables"]
    assert applied(as_json(old), key, made) == {row[key]: row for row in as_json(new)}
    edited = {row[key] for row in new if row in old} != {row[key] for row in new}
    assert bool(found.level >= Bump.MINOR) == (edited or len(old) != len(new))


@settings(max_examples=30)
@given(st.sampled_from(TABLES).flatmap(lambda table: st.tuples(st.just(table), releases(table))))
def test_swapping_swaps(drawn):
    """With OLD and NEW swapped, added and removed are swapped, and so is each edited cell."""
    table, (old, new) = drawn
    one, other = (raw_table(table, side) for side in (old, new))
    there, back = (
        compare_rows(one, other, primary_key(table)),
        compare_rows(other, one, primary_key(table)),
    )
    assert (there.added, there.removed) == (back.removed, back.added)
    assert [(c.column, c.keys, c.old, c.new) for c in there.edits] == [
        (c.column, c.keys, c.new, c.old) for c in back.edits
    ]


@settings(max_examples=30)
@given(
    st.sampled_from(TABLES).flatmap(lambda table: st.tuples(st.just(table), rows(table, 6))),
    st.randoms(),
)
def test_nothing_changes_between_a_table_and_itself(drawn, random):
    """A table compared with itself, in another order and in other chunks, has no changes."""
    table, found = drawn
    mixed = random.sample(found, len(found))
    chunks = [raw_table(table, mixed[:2]), raw_table(table, mixed[2:])]
    same = compare_rows(raw_table(table, found), pa.concat_tables(chunks), primary_key(table))
    assert (len(same.added), len(same.removed), same.edits, same.filled, same.dropped) == (
        0,
        0,
        (),
        (),
        (),
    )


def test_nothing_changes_between_a_package_and_itself():
    """A package compared with itself has no changes of any kind."""
    found = changed(MINI, MINI)
    assert (found.bump, found.ok, found.smallest, found.metadata) == ("none", True, "1.0.0", [])
    assert all(table.bump is Bump.NONE and not table.schema for table in found.tables)
    assert "\nNo change since 1.0.0.\n" in str(found)


@pytest.mark.parametrize(
    ("before", "after", "differing"),
    [
        (
            pa.array([1.0, float("nan"), None, 0.0]),
            pa.array([1.0, float("nan"), float("nan"), -0.0]),
            [2],
        ),
        (pa.array(["a", None, ""]), pa.array(["a", "", None]), [1, 2]),
        (pa.array([1, 2]), pa.array([1.0, 2.5]), [1]),
        (pa.array(["1", "2"]), pa.array([1, 3]), [1]),
        (pa.array(["x", None]), pa.array([1, None], pa.int64()), [0]),
        (pa.array([[1], [2], None]), pa.array([[1], [3], None]), [1]),
        (pa.array(["a", "b"], pa.large_string()), pa.array(["a", "c"]), [1]),
        (pa.array([True, None]), pa.array([None, True]), [0, 1]),
    ],
)
def test_cells_of_any_type(before, after, differing):
    """Cells are compared by value: NaN is itself, an empty cell is not an empty text."""
    keys = pa.array([f"k{n}" for n in range(len(before))])
    found = compare_rows(pa.table({"k": keys, "x": before}), pa.table({"k": keys, "x": after}), "k")
    assert [key.as_py() for cells in found.edits for key in cells.keys] == [
        f"k{n}" for n in differing
    ]


def test_keys_of_other_types():
    """Keys that are read as each other match, and where they cannot be every row is another."""
    numbers, words = pa.table({"k": [1, 2]}), pa.table({"k": ["2", "3"]})
    assert compare_rows(numbers, words, "k").added.to_pylist() == [{"k": "3"}]
    strange = compare_rows(pa.table({"k": ["x"]}), numbers, "k")
    assert (len(strange.added), len(strange.removed)) == (2, 1)


def test_the_work_grows_with_the_changes():
    """Ten times the unchanged rows take no more calls, for one edited row among them."""

    def tables(count):
        old = pa.table(
            {"k": [f"k{n}" for n in range(count)], "x": ["x"] * count, "y": range(count)}
        )
        return old, old.set_column(1, "x", pa.array(["x"] * (count - 1) + ["z"]))

    compare_rows(*tables(10), "k")  # what is imported once
    small, large = (calls(compare_rows, *tables(count), "k") for count in (1_000, 10_000))
    assert large <= small + 5
