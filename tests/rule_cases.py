"""Cases of rules: rows of the mini seeds, changed as a YAML file in tests/cases/rules says.

A case is ``breaks`` or ``holds`` (what it shows), ``edits`` of the rows of the mini seeds, and for
a breach ``at``: the table, key and column of each problem. An edit names a table and a row (by key,
or by a mapping of cells) and sets cells, replaces text in cells, drops the row, or adds a copy of
another row under a key. ``reshape`` changes Arrow tables.
"""

from __future__ import annotations

import pyarrow as pa
import pytest
import yaml
from samples import CASES, mini_rows

from nkdata.schema import fields, primary_key

FILES = sorted((CASES / "rules").glob("*.yaml"))


def cases(names):
    """Return the cases of some rules as parameters: the rule's name and the case."""
    found = []
    for file in FILES:
        for rule, shown in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            found += [
                pytest.param(rule, case, id=f"{rule}: {case.get('breaks') or case.get('holds')}")
                for case in shown
                if rule in names
            ]
    return found


def row_of(rows, table, key):
    """Return the first row that a key, or a mapping of cells, leads to."""
    wanted = key if isinstance(key, dict) else {primary_key(table): key}
    return next(row for row in rows[table] if wanted.items() <= row.items())


def change(rows, edit):
    """Change the rows as an edit says."""
    table, key = edit["table"], edit["key"]
    if "copy" in edit:
        row = {**row_of(rows, table, edit["copy"]), primary_key(table): key}
        rows[table].append(row)
    else:
        row = row_of(rows, table, key)
    if edit.get("drop"):
        rows[table].remove(row)
    assert edit.get("set", {}).keys() <= row.keys(), "a case sets a column that does not exist"
    row.update(
        {column: _typed(table, column, value) for column, value in edit.get("set", {}).items()}
    )
    for column, (old, new) in edit.get("replace", {}).items():
        assert old in row[column], "a case replaces what is not there"
        row[column] = row[column].replace(old, new)
    for column in filter(None, [edit.get("upper")]):
        row[column] = row[column].upper()


def _typed(table, column, value):
    """Return a cell as its column's type: YAML takes a day for a date, a year for a number."""
    return str(value) if value is not None and fields(table)[column]["type"] == "string" else value


def edited(case):
    """Return the rows of the mini seeds as the edits of a case change them."""
    rows = mini_rows()
    for edit in case.get("edits", []):
        change(rows, edit)
    return rows


def reshape(tables, change):
    """Change an Arrow table as a case says."""
    name = change["table"]
    table = tables[name]
    if "remove" in change:
        del tables[name]
        return
    if "head" in change:
        table = table.slice(0, change["head"])
    if "without" in change:
        table = table.drop_columns([change["without"]])
    if "add" in change:
        table = table.append_column(change["add"], pa.nulls(len(table), pa.string()))
    if "order" in change:
        table = table.select(table.column_names[::-1])
    for column, kind in change.get("cast", {}).items():
        index = table.schema.get_field_index(column)
        field = table.schema.field(index).with_type(getattr(pa, kind)())
        table = table.set_column(index, field, table.column(index).cast(field.type))
    for key, changed in (
        ("nullable", lambda f: f.with_nullable(nullable=True)),
        ("describe", lambda f: f.with_metadata({"description": "another"})),
    ):
        if key in change:
            index = table.schema.get_field_index(change[key])
            table = table.set_column(index, changed(table.schema.field(index)), table.column(index))
    tables[name] = table


def _places(problems):
    return sorted(([p.table, p.key, p.column] for p in problems), key=str)


def judge(case, problems):
    """Hold the problems that were found against those that a case names."""
    assert _places(problems) == sorted(case.get("at", []), key=str)
    assert {p.severity for p in problems} <= {case.get("severity", "error")}
    assert all(case.get("says", "") in p.message for p in problems)
