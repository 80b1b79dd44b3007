"""Two releases compared: rows, schemas, versions, ids, and the files that are written."""

from __future__ import annotations

import copy
import io
import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from counting import calls
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import mini_rows, raw_table
from strategies import releases, rows

import nkdata
from nkdata.changes import Bump, Package, compare, read_ledger
from nkdata.changes.changelog import ROWS, entry, updated
from nkdata.changes.machine import document
from nkdata.changes.rows import compare_rows
from nkdata.changes.schema_words import KINDS
from nkdata.changes.text import lines
from nkdata.changes.words import cut, narrowed, pieces, plain, shown
from nkdata.errors import BrokenPackageError, NkdataError
from nkdata.packages.writer import render
from nkdata.rulebook import stage
from nkdata.schema import TABLES, primary_key, table_schema
from nkdata.versions import parse_version, raised

ABOUT = {
    "name": "mini",
    "title": "Mini",
    "version": "1.0.0",
    "released": "2031-03-01",
    "licenses": [{"name": "CC0-1.0"}],
}


def files(data=None, **about):
    """Return the files of a package of these rows by table, the mini seeds' by default."""
    tables = {table: raw_table(table, found) for table, found in (data or mini_rows()).items()}
    return render(tables, {**ABOUT, **about})


def single(table, found):
    """Return the files of a package of one table, which is made faster than a whole one."""
    buffer = io.BytesIO()
    pq.write_table(raw_table(table, found), buffer)
    about = {"name": table, "path": f"{table}.parquet", "schema": table_schema(table)}
    descriptor = {"name": "mini", "version": "1.0.0", "resources": [about]}
    return {
        "datapackage.json": json.dumps(descriptor).encode(),
        f"{table}.parquet": buffer.getvalue(),
    }


def package(found, name="here"):
    """Return files as a package."""

    def read(path):
        if path not in found:
            raise BrokenPackageError(f"{path}: there is no such file")
        return found[path]

    return Package(name, read)


def changed(old, new, **options):
    """Compare the files of two packages."""
    return compare(package(old, "OLD"), package(new, "NEW"), **options)


def reworked(found, work):
    """Return files whose descriptor was worked on."""
    descriptor = json.loads(found["datapackage.json"])
    work(descriptor, {about["name"]: about for about in descriptor["resources"]})
    return {**found, "datapackage.json": json.dumps(descriptor).encode()}


def written(changes):
    """Return the changes as the JSON document that is written."""
    return json.loads("".join(document(changes)))


def table_of(changes, name):
    """Return the changes of one table."""
    return next(table for table in changes.tables if table.table == name)


MINI = files()


# -- rows


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
    """OLD's rows and the file of changes give NEW's rows, whatever was edited, removed and added."""
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
    assert str(found).endswith("none: nothing changed")


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
    """Cells are compared by what they say: NaN is itself, an empty cell is no empty text, a number is itself in another type."""
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


# -- schemas


def fields(table, name):
    """Return a descriptor's field."""
    return next(field for field in table["schema"]["fields"] if field["name"] == name)


def set_limit(name, limit, value):
    """Return work on a descriptor that sets a constraint of a column of claims, or removes it."""

    def work(_, tables):
        limits = fields(tables["claims"], name).setdefault("constraints", {})
        limits.pop(limit, None) if value is None else limits.__setitem__(limit, value)

    return work


def described(key, value, column=None):
    """Return work on a descriptor that sets a property of claims or of a column of it."""

    def work(_, tables):
        schema = tables["claims"]["schema"]
        (schema if column is None else fields(tables["claims"], column))[key] = value

    return work


def codes(change):
    """Return work on a descriptor that changes the codes of claims.rank."""

    def work(_, tables):
        change(fields(tables["claims"], "rank")["categories"])

    return work


def package_property(key, value):
    """Return work on a descriptor that sets one of its own properties."""
    return lambda descriptor, _: descriptor.__setitem__(key, value)


CLAIMS = single("claims", mini_rows()["claims"])
SCHEMA_CASES = [
    ("constraint-tightened", "major", set_limit("start", "minimum", 5)),
    ("constraint-loosened", "minor", set_limit("start", "minimum", -5)),
    ("constraint-loosened", "minor", set_limit("start", "minimum", None)),
    ("constraint-tightened", "major", set_limit("start", "maximum", 5)),
    ("constraint-tightened", "major", set_limit("quote", "pattern", "x+")),
    ("constraint-loosened", "minor", set_limit("quote", "required", None)),
    ("constraint-tightened", "major", set_limit("rank_note", "required", value=True)),
    ("constraint-tightened", "major", set_limit("rank_note", "enum", ["a"])),
    ("column-retyped", "major", described("type", "any", "quote")),
    ("column-reformatted", "major", described("format", "uri", "quote")),
    ("described", "patch", described("description", "Other words.", "quote")),
    ("described", "patch", described("description", "Other words.")),
    ("code-added", "minor", codes(lambda c: c.append({"value": "new", "label": "New."}))),
    ("code-removed", "major", codes(lambda c: c.pop())),
    ("code-explained", "patch", codes(lambda c: c[0].update(label="Other."))),
    ("code-bound", "major", codes(lambda c: c[0].update(legal=["x"]))),
    ("codes-unexplained", "patch", codes(list.clear)),
    ("key-added", "major", described("uniqueKeys", [["quote"]])),
    ("key-removed", "minor", described("foreignKeys", [])),
    ("key-changed", "major", described("missingValues", ["", "-"])),
    ("key-changed", "major", described("primaryKey", ["quote"])),
    ("described", "patch", package_property("title", "Other")),
    ("renamed", "major", package_property("name", "other")),
]


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
    assert f"{bump:<5}  " in str(found)


def with_column(data, column, cells, *, required=False):
    """Return files with another column of text at the end of questions, filled with these cells by key."""
    made = files(data)
    table = pq.read_table(io.BytesIO(made["questions.parquet"]))
    table = table.append_column(
        column, pa.array([cells.get(key) for key in table["question_id"].to_pylist()], pa.string())
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer)

    def work(_, tables):
        tables["questions"]["schema"]["fields"].append(
            {"name": column, "type": "string", "constraints": {"required": required}}
        )

    return {**reworked(made, work), "questions.parquet": buffer.getvalue()}


def test_columns_added_and_removed():
    """An optional column is minor and a required one major, its cells are listed, and its removal is major and lists them too."""
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
    assert "1 cells of hint filled" in str(there)
    assert changed(MINI, with_column(None, "hint", {}, required=True)).bump == "major"
    assert [change.kind for change in table_of(there, "questions").schema] == ["column-added"]
    assert [change.kind for change in table_of(back, "questions").schema] == ["column-removed"]


def stored(work, columns):
    """Return the mini files with claims or questions written anew, its columns in an order and worked on."""
    table = work(pq.read_table(io.BytesIO(MINI["questions.parquet"])))
    table = table.select(columns(table.column_names))
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")

    def order(_, tables):
        found = {field["name"]: field for field in tables["questions"]["schema"]["fields"]}
        tables["questions"]["schema"]["fields"] = [found[name] for name in table.column_names]

    return {**reworked(MINI, order), "questions.parquet": buffer.getvalue()}


def test_files_written_anew():
    """The same rows in other bytes, another order or with wider offsets are a patch; columns in another order are major."""
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
    assert "table `disputes` removed" in entry(gone)


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


# -- versions


def edited():
    """Return the mini rows with one statement edited."""
    data = mini_rows()
    data["claims"][0]["statement"] += " Indeed."
    return data


def grown():
    """Return the mini rows with one question more."""
    data = mini_rows()
    data["questions"].append(copy.deepcopy(data["questions"][0]) | {"question_id": "another"})
    return data


def lost():
    """Return the mini rows without their last claim."""
    data = mini_rows()
    data["claims"].pop()
    return data


@pytest.mark.parametrize(
    ("data", "version", "bump", "smallest", "ok"),
    [
        (mini_rows, "1.0.0", "none", "1.0.0", True),
        (mini_rows, "0.9.9", "patch", "1.0.1", False),
        (mini_rows, "1.0.1", "patch", "1.0.1", True),
        (grown, "1.0.0", "minor", "1.1.0", False),
        (grown, "1.0.9", "minor", "1.1.0", False),
        (grown, "1.1.0", "minor", "1.1.0", True),
        (edited, "1.10.0", "major", "2.0.0", False),
        (edited, "2.0.0", "major", "2.0.0", True),
        (lost, "1.1.0", "major", "2.0.0", False),
        (lost, "10.0.0", "major", "2.0.0", True),
    ],
)
def test_version_says_what_changed(data, version, bump, smallest, ok):
    """A version that is too small for what changed is a problem that names the smallest that would do; a greater one is none."""
    found = changed(MINI, files(data(), version=version))
    assert (found.bump, found.smallest, found.ok) == (bump, smallest, ok)
    assert [problem.rule for problem in found.problems] == ([] if ok else ["version-too-small"])
    if not ok:
        assert f"the smallest version that would do is {smallest}" in found.problems[0].message


@pytest.mark.parametrize(
    "version", ["1.0", "v1.0.0", "1.0.0-rc.1", "01.0.0", "", "1.0.0\n", "٣.0.0"]
)
def test_version_that_is_none(version):
    """What is no version MAJOR.MINOR.PATCH is a problem, in either release, and never passes."""
    bad = reworked(MINI, package_property("version", version))
    for pair in ((MINI, bad), (bad, MINI), (bad, bad)):
        found = changed(*pair)
        assert {problem.rule for problem in found.problems} == {"version-malformed"}
        assert "MAJOR.MINOR.PATCH" in found.problems[0].message
    assert changed(bad, MINI).smallest is None


def test_a_version_never_goes_back():
    """A smaller version is a problem even where nothing changed in the tables."""
    found = changed(reworked(MINI, package_property("version", "1.0.1")), MINI)
    assert [problem.rule for problem in found.problems] == ["version-too-small"]


@given(st.tuples(*[st.integers(0, 999)] * 3), st.sampled_from(Bump))
def test_raised_versions(numbers, bump):
    """A raised version is greater, ends in zeros after what was raised, and a greater bump gives a greater version."""
    version = ".".join(map(str, numbers))
    higher = [parse_version(raised(version, each)) for each in Bump]
    assert higher == sorted(set(higher))
    assert higher[0] == numbers
    zeros = max(bump - 1, 0)
    assert raised(version, bump).split(".")[3 - zeros :] == ["0"] * zeros


# -- ids


def test_lost_ids_get_tombstones():
    """An id that people wrote and that vanished has a tombstone; rows that are derived vanish without one."""
    data = lost()
    data["mentions"].pop()
    gone = mini_rows()["claims"][-1]["claim_id"]
    found = changed(MINI, files(data, version="2.0.0"))
    assert [(stone.table, stone.id, stone.retired) for stone in found.tombstones] == [
        ("claims", gone, "2.0.0")
    ]
    assert table_of(found, "mentions").removed.num_rows == 1
    assert f"claims {gone} retired 2.0.0" in str(found)
    assert found.ok


def test_retired_ids_never_come_back():
    """An id that some ledger retired and that NEW has anew is a problem; one that OLD has too is none of this comparison's."""
    ledger = {
        ("questions", "another"): "0.9.0",
        ("claims", mini_rows()["claims"][0]["claim_id"]): "0.9.0",
    }
    found = changed(MINI, files(grown(), version="1.1.0"), ledgers=[ledger])
    assert [(problem.rule, problem.table, problem.key) for problem in found.problems] == [
        ("id-reused", "questions", "another")
    ]
    assert "retired in 0.9.0" in found.problems[0].message
    assert not changed(
        MINI, files(grown(), version="1.1.0"), ledgers=[{("questions", "another"): ""}]
    ).ok


def test_the_ledger_beside_the_new_release_has_the_tombstones():
    """Where a ledger lies beside NEW, each lost id has to be retired in it, and its version is that of the tombstone."""
    gone = mini_rows()["claims"][-1]["claim_id"]
    new = files(lost(), version="2.0.0")
    missing = changed(MINI, new, kept={("claims", gone): None})
    assert [problem.rule for problem in missing.problems] == ["tombstone-missing"]
    kept = changed(MINI, new, kept={("claims", gone): "1.9.0"})
    assert (kept.ok, [stone.retired for stone in kept.tombstones]) == (True, ["1.9.0"])


def test_ledgers_are_read_from_both_kinds_of_file():
    """An ids.txt and a file of changes give the same ids, those that were buried before included."""
    text = "# ids\nclaims a\nclaims b retired 1.0.0\n\n"
    assert read_ledger(text, "ids.txt") == {("claims", "a"): None, ("claims", "b"): "1.0.0"}
    found = changed(MINI, files(lost(), version="2.0.0"), ledgers=[read_ledger(text, "ids.txt")])
    again = read_ledger("".join(document(found)), "changes.json")
    assert again == {
        ("claims", "b"): "1.0.0",
        ("claims", mini_rows()["claims"][-1]["claim_id"]): "2.0.0",
    }


@pytest.mark.parametrize(
    "text",
    [
        "claims",
        "claims a b c d",
        "claims a\nclaims a",
        "{",
        "{}",
        '{"format": "other"}',
        "[" * 10_000 + "{",
    ],
)
def test_a_ledger_that_is_none(text):
    """A file that is no ledger is an error that names it."""
    with pytest.raises(NkdataError, match="the file"):
        read_ledger(text, "the file")


def test_every_rule_is_broken_somewhere_here():
    """Each rule of the comparison stands in a test of this file."""
    text = Path(__file__).read_text(encoding="utf-8")
    assert [rule for rule in stage("changes") if f'"{rule}"' not in text] == []


# -- what cannot be compared


def unreadable(name, data):
    """Return the mini files with one of them replaced, or left out."""
    return {
        **{key: value for key, value in MINI.items() if key != name},
        **({} if data is None else {name: data}),
    }


HALF = MINI["claims.parquet"][: len(MINI["claims.parquet"]) // 2]
BROKEN = [
    (unreadable("datapackage.json", None), "no such file"),
    (unreadable("datapackage.json", b"{"), "the descriptor is not JSON"),
    (unreadable("datapackage.json", b"\xff"), "the descriptor is not JSON"),
    (unreadable("datapackage.json", b"[" * 100_000), "the descriptor is not JSON"),
    (unreadable("datapackage.json", b"[]"), "not a JSON object"),
    (unreadable("datapackage.json", b"{}"), "lists no resources"),
    (unreadable("claims.parquet", None), "no such file"),
    (unreadable("claims.parquet", HALF), "claims.parquet: not a readable Parquet file"),
    (unreadable("claims.parquet", b""), "not a readable Parquet file"),
    (
        unreadable("claims.parquet", MINI["actors.parquet"]),
        "its columns are not those of its schema",
    ),
    (reworked(MINI, lambda d, _: d["resources"].append(5)), "a resource has no name"),
    (
        reworked(MINI, lambda d, _: d["resources"].append(d["resources"][0])),
        "two resources have the name 'articles'",
    ),
    (
        reworked(MINI, lambda _, t: t["claims"].update(path="../claims.parquet")),
        "climbs out of the package",
    ),
    (
        reworked(MINI, lambda _, t: t["claims"].update(path="/claims.parquet")),
        "climbs out of the package",
    ),
    (
        reworked(MINI, lambda _, t: t["claims"].update(path="https://x.example/claims.parquet")),
        "climbs out of the package",
    ),
    (reworked(MINI, lambda _, t: t["claims"].update(path=["a.parquet"])), "is no Parquet file"),
    (reworked(MINI, lambda _, t: t["claims"].update(path="claims.csv")), "is no Parquet file"),
    (reworked(MINI, lambda _, t: t["claims"].pop("schema")), "has no schema with named fields"),
    (reworked(MINI, lambda _, t: t["claims"]["schema"].pop("primaryKey")), "no single primary key"),
    (
        reworked(MINI, lambda _, t: t["claims"]["schema"].update(primaryKey=["claim_id", "quote"])),
        "no single primary key",
    ),
    (
        reworked(MINI, lambda _, t: t["claims"]["schema"].update(primaryKey="article_id")),
        "stands in",
    ),
    (
        reworked(MINI, lambda _, t: t["claims"]["schema"].update(primaryKey="rank_reason")),
        "is empty in",
    ),
]


@pytest.mark.parametrize(
    ("bad", "said"), BROKEN, ids=[f"{n}-{said}" for n, (_, said) in enumerate(BROKEN)]
)
def test_what_cannot_be_compared(bad, said):
    """A package that cannot be compared, as OLD or as NEW, is an error that says why."""
    for pair in ((MINI, bad), (bad, MINI)):
        with pytest.raises(BrokenPackageError, match=said):
            changed(*pair)


# -- words


texts = st.text(st.sampled_from("ab ,.é\n"), max_size=60)


@given(texts, texts)
def test_pieces_are_the_two_texts(old, new):
    """Without what came the pieces are the old text, and without what went the new one."""
    made = pieces(old, new)
    assert "".join(text for mark, text in made if mark != "+") == old
    assert "".join(text for mark, text in made if mark != "-") == new


def test_pieces_read_well():
    """A changed word stands between those that stayed; ids, numbers and texts without much in common are shown whole."""
    assert pieces("He sent 600 men there", "He sent 800 men there") == [
        ("=", "He sent "),
        ("-", "600"),
        ("+", "800"),
        ("=", " men there"),
    ]
    assert pieces("a-b-c", "a-b-d") == [("-", "a-b-c"), ("+", "a-b-d")]
    assert pieces(None, 3.0) == [("-", "(empty)"), ("+", "3")]
    assert pieces("one two three", "four five six") == [
        ("-", "one two three"),
        ("+", "four five six"),
    ]


def test_long_texts_stay_cheap():
    """Texts of many thousand different words are shown whole, and compared in time that grows with their length."""
    one, other = (" ".join(f"{letter}{n}" for n in range(20_000)) for letter in "ab")
    assert pieces(one, other) == [("-", one), ("+", other)]
    assert pieces(f"{one} x {one}", f"{one} y {one}")[1:3] == [("-", "x"), ("+", "y")]


@given(texts, texts, st.integers(0, 400))
def test_every_cut_is_said(old, new, length):
    """What is narrowed has as many characters as it says and shows, and what is not long stays whole."""
    for mark, text in narrowed([("=", old * length), ("-", old), ("+", new * length)]):
        whole = {"=": old * length, "-": old, "+": new * length}[mark]
        said = [int(n) for n in re.findall(r"\[\.\.\. (\d+) (?:more )?characters", text)]
        bare = re.sub(r"\[\.\.\. \d+ (?:more )?characters(?: \.\.\.)?\]", "", text)
        assert len(bare) + sum(said) == len(whole)
        assert said or text == whole
    assert cut("ab", 2) == "ab"


def test_cells_are_shown_as_they_are_written():
    """A cell is shown as the file of changes has it, strings without quotes."""
    from datetime import UTC, date, datetime

    day, time = date(2031, 3, 1), datetime(2031, 3, 1, 12, tzinfo=UTC)
    assert [shown(value) for value in (day, time, 2, 2.5, False, [1, None])] == [
        "2031-03-01", "2031-03-01T12:00:00.000000Z", "2", "2.5", "false", "[1, null]",
    ]  # fmt: skip
    assert [plain(value) for value in (float("nan"), float("-inf"), {"a": day}, b"x")] == [
        "nan",
        "-inf",
        {"a": "2031-03-01"},
        "b'x'",
    ]


# -- what is printed and written


def many(count):
    """Return the mini rows with many questions more, each with a long text."""
    data = mini_rows()
    first = data["questions"][0]
    data["questions"] += [
        first | {"question_id": f"q-{n:04d}", "text": "long " * 80} for n in range(count)
    ]
    return data


def test_text_cuts_nothing_without_a_word():
    """Of many rows some are listed and the others counted, long cells say what was cut, and with ``whole`` all is there."""
    found = changed(MINI, files(many(100), version="1.1.0"))
    short, whole = "\n".join(lines(found)), "\n".join(lines(found, whole=True))
    assert short.count("  + q-") == 20
    assert "[... 80 more added: --all shows them]" in short
    assert "[... 300 more characters]" in short
    assert whole.count("  + q-") == 100
    assert "[..." not in whole


def test_no_cell_steers_the_terminal():
    """Control characters of cells are escaped, in text with and without colour."""
    data = mini_rows()
    data["claims"][0]["statement"] = "a \x1b[31m red\nline and \u202e so"
    found = changed(MINI, files(data, version="2.0.0"))
    plain_text = "\n".join(lines(found))
    assert "\x1b" not in plain_text
    assert "\\x1b[31m red\\nline" in plain_text
    assert "\x1b[31m red" not in "\n".join(lines(found, colour=True))
    assert "\x1b[32m" in "\n".join(lines(found, colour=True))


def test_the_summary_has_a_row_a_table():
    """The first lines are the releases, then for each table that moved its rows before and after, and what changed."""
    data = edited()
    data["questions"] = grown()["questions"]
    text = str(changed(MINI, files(data, version="2.0.0"))).splitlines()
    assert text[0] == "OLD (mini 1.0.0) -> NEW (mini 2.0.0)"
    assert text[1].split() == ["old", "new", "added", "removed", "changed"]
    count, asked = len(data["claims"]), len(data["questions"])
    assert [line.split() for line in text[2:4]] == [
        ["claims", str(count), str(count), "0", "0", "1"],
        ["questions", str(asked - 1), str(asked), "1", "0", "0"],
    ]
    assert text[5] == "major: rows edited: claims"
    assert any(line.endswith("{+ Indeed.+}") for line in text)


def schema_of_changes():
    """Return the JSON Schema of the file of changes."""
    return json.loads(
        (Path(__file__).resolve().parents[1] / "schemas" / "changes.json").read_text(
            encoding="utf-8"
        )
    )


def test_the_file_of_changes_follows_its_schema():
    """What is written is valid under schemas/changes.json, for changes of every kind, and has the kinds and rules of the code."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = schema_of_changes()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    whole = [
        MINI,
        files(edited()),
        files(lost(), version="x"),
        with_column(grown(), "hint", {"another": "x"}),
    ]
    pairs = [(MINI, new) for new in whole] + [
        (CLAIMS, reworked(CLAIMS, work)) for *_, work in SCHEMA_CASES
    ]
    for old, new in pairs:
        validator.validate(written(changed(old, new)))
        validator.validate(written(changed(new, old)))
    assert schema["$defs"]["schemaChange"]["properties"]["kind"]["enum"] == list(KINDS)
    assert schema["$defs"]["problem"]["properties"]["rule"]["enum"] == list(stage("changes"))
    assert not validator.is_valid(written(changed(MINI, MINI)) | {"bump": "huge"})


def test_numbers_that_are_not_finite_are_written():
    """A cell that JSON has no number for is written as text."""
    nan = pa.table({"k": ["a"], "x": [float("nan")]})
    (cells,) = compare_rows(pa.table({"k": ["a"], "x": [1.0]}), nan, "k").edits
    assert plain(cells.new[0].as_py()) == "nan"


# -- the changelog


def test_entry_comes_first_and_is_renewed():
    """An entry comes before the others, what people wrote around it stays, and a second run changes nothing but the entry."""
    found = changed(MINI, files(grown(), version="1.1.0"))
    text = "# Mine\n\nA preamble.\n\n## [1.0.0] - 2031-01-01\n\nWords.\n"
    made = updated(text, found)
    assert (
        made.index("A preamble.")
        < made.index("## [1.1.0] - 2031-03-01")
        < made.index("## [1.0.0] - 2031-01-01")
    )
    assert updated(made, found) == made
    noted = made.replace(
        "## [1.1.0] - 2031-03-01\n", "## [1.1.0] - 2031-03-01\n\nA note of mine.\n"
    )
    again = updated(noted, changed(MINI, files(many(3), version="1.1.0")))
    assert (
        again.count("A note of mine.")
        == again.count("## [1.1.0]")
        == again.count("<!-- made by")
        == 1
    )
    assert "q-0002" in again
    assert "`another`" not in again


def test_entry_under_a_heading_that_people_wrote():
    """Under a heading of that version without an entry, the entry is put before the words."""
    found = changed(MINI, files(grown(), version="1.1.0"))
    made = updated("# Mine\n\n## [1.1.0]\n\nWords.\n\n## [1.0.0]\n", found)
    assert made.count("## [1.1.0] - 2031-03-01\n") == 1
    assert made.index("`another`") < made.index("Words.") < made.index("## [1.0.0]")
    assert updated(made, found) == made


def test_entry_is_unreleased_until_the_version_does():
    """With too small a version the entry is unreleased, and once the version does it takes that entry's place."""
    early = updated("", changed(MINI, files(grown())))
    assert "## [Unreleased]\n" in early
    late = updated(early, changed(MINI, files(grown(), version="1.1.0")))
    assert "Unreleased" not in late
    assert late.count("## [") == late.count("<!-- made by") == 1
    noted = early.replace("## [Unreleased]\n", "## [Unreleased]\n\nTo do.\n")
    kept = updated(noted, changed(MINI, files(grown(), version="1.1.0")))
    assert "## [Unreleased]" in kept
    assert kept.count("<!-- made by") == 1


def test_entry_lists_what_people_wrote():
    """Rows with ids that people wrote are listed with their words, derived ones counted, what many rows share is said once."""
    data = lost()
    data["mentions"].pop()
    for row in data["questions"]:
        row["scope_note"] = "A *new* note"
    text = entry(changed(MINI, files(data, version="2.0.0")))
    gone = mini_rows()["claims"][-1]
    assert f"  - `{gone['claim_id']}`: {gone['statement']}" in text
    assert f"- `claims {gone['claim_id']}` (retired in 2.0.0)" in text
    assert "mentions (" not in text
    assert text.count("A \\*new\\* note") == len(
        {row["scope_note"] for row in mini_rows()["questions"]}
    )


def test_entry_counts_what_it_leaves_out():
    """An entry of many rows lists some and says how many more there are."""
    text = entry(changed(MINI, files(many(100), version="1.1.0")))
    assert text.count("  - `q-") == ROWS
    assert f"  - … and {100 - ROWS} more" in text


# -- the whole way


@pytest.fixture
def folders(tmp_path):
    """Two folders with packages: the mini seeds', and the same without a claim, with the version that this asks for."""
    for name, made in (("old", MINI), ("new", files(lost(), version="2.0.0"))):
        (tmp_path / name).mkdir()
        for file, data in made.items():
            (tmp_path / name / file).write_bytes(data)
    return tmp_path


def test_diff_of_folders(folders):
    """Two folders are compared, and the two files are written beside, again without a change."""
    log, machine = folders / "log.md", folders / "changes.json"
    for _ in range(2):
        found = nkdata.diff(folders / "old", folders / "new", changes=machine, changelog=log)
        assert (found.bump, found.ok) == ("major", True)
        assert json.loads(machine.read_text(encoding="utf-8")) == written(found)
        assert log.read_text(encoding="utf-8") == updated("", found)
    assert sorted(path.name for path in folders.iterdir()) == [
        "changes.json",
        "log.md",
        "new",
        "old",
    ]


def test_a_file_of_changes_remembers(folders):
    """An id that an earlier comparison retired in the same file cannot come back, and stays buried in the next."""
    machine = folders / "changes.json"
    nkdata.diff(folders / "old", folders / "new", changes=machine)
    back = nkdata.diff(folders / "new", folders / "old", changes=machine)
    assert [problem.rule for problem in back.problems] == ["version-too-small", "id-reused"]
    assert json.loads(machine.read_text(encoding="utf-8"))["buried"] != []


def test_a_ledger_beside_or_named(folders):
    """A ledger is read beside a package's folder, or where it is named."""
    gone = mini_rows()["claims"][-1]["claim_id"]
    (folders / "named.txt").write_text(f"claims {gone} retired 1.5.0\n")
    named = nkdata.diff(folders / "new", folders / "old", ledgers=[folders / "named.txt"])
    assert "id-reused" in {problem.rule for problem in named.problems}
    (folders / "seeds").mkdir()
    (folders / "named.txt").rename(folders / "seeds" / "ids.txt")
    beside = nkdata.diff(folders / "old", folders / "new")
    assert [stone.retired for stone in beside.tombstones] == ["1.5.0"]


@pytest.mark.parametrize("text", ["claims a retired 1.0.0\n", "", "{}", "[]"])
def test_a_file_that_is_not_ours_is_not_overwritten(folders, text):
    """A file of changes that no comparison wrote is left as it is."""
    (folders / "mine").write_text(text)
    with pytest.raises(NkdataError, match="not a file that `nkdata diff --changes` wrote"):
        nkdata.diff(folders / "old", folders / "new", changes=folders / "mine")
    assert (folders / "mine").read_text() == text


def test_files_that_cannot_be_written(folders):
    """A file in a folder that is not there, and a changelog that is no text, are errors that name them."""
    for option in ("changes", "changelog"):
        with pytest.raises(NkdataError, match="none"):
            nkdata.diff(folders / "old", folders / "new", **{option: folders / "none" / "file"})
    (folders / "log.md").write_bytes(b"\xff")
    with pytest.raises(NkdataError, match="not UTF-8"):
        nkdata.diff(folders / "old", folders / "new", changelog=folders / "log.md")
