"""Releases to compare: packages of the mini seeds, and what can be changed in them."""

from __future__ import annotations

import copy
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
from samples import mini_rows, raw_table

from nkdata.changes import Package, compare
from nkdata.changes.machine import document
from nkdata.errors import BrokenPackageError
from nkdata.packages.writer import render
from nkdata.schema import table_schema

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


def with_column(data, column, cells, *, required=False):
    """Return files with one more column of text in questions, filled with these cells by key."""
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


def many(count):
    """Return the mini rows with many questions more, each with a long text."""
    data = mini_rows()
    first = data["questions"][0]
    data["questions"] += [
        first | {"question_id": f"q-{n:04d}", "text": "long " * 80} for n in range(count)
    ]
    return data
