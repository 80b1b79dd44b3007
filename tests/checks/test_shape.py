"""Shape: each rule has cases that break it and near misses, and pandera agrees."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from rule_cases import cases, edited, judge, reshape
from samples import CASES, mini_rows, raw_table, raw_tables

from nkdata.checks import shape
from nkdata.checks.engine import Tables
from nkdata.checks.shape import check_keys
from nkdata.rulebook import stage
from nkdata.schema import arrow_schema


@pytest.mark.parametrize(("name", "case"), cases(stage("shape")))
def test_rule_of_shape(name, case):
    """A rule of shape finds exactly the breaches its case names, and nothing in a near miss."""
    tables = raw_tables(edited(case))
    for change in case.get("reshape", []):
        reshape(tables, change)
    about = {change["table"] for change in [*case.get("edits", []), *case.get("reshape", [])]}
    known = {name: tables[name] for name in about & tables.keys()}
    found = [p for p in shape.check_shape(known, Tables(known)) if p.table in about]
    broken = {p.table for p in found}
    found += shape.check_keys(
        Tables({table: data for table, data in tables.items() if table not in broken})
    )
    assert {p.rule for p in found} <= stage("shape").keys()
    judge(case, [p for p in found if p.rule == name])


@pytest.mark.parametrize("how", ["required", "unique", "code", "pattern", "range"])
def test_shape_agrees_with_pandera(how):
    """Pandera, derived from the same files, passes and fails the same tables as the checks."""
    tables = raw_tables(mini_rows())
    assert not list(shape.check_by_pandera(tables))
    rows = mini_rows()
    cell = {
        "required": ("statement", None),
        "unique": ("claim_id", rows["claims"][1]["claim_id"]),
        "code": ("rank", "best"),
        "pattern": ("claim_id", "two words"),
        "range": ("start", -1),
    }
    rows["claims"][0][cell[how][0]] = cell[how][1]
    broken = raw_table("claims", rows["claims"])
    assert {(p.rule, p.table, p.column) for p in shape.check_by_pandera({"claims": broken})} == {
        ("pandera", "claims", cell[how][0])
    }
    assert [
        (p.rule, p.column)
        for p in shape.check_shape({"claims": broken}, Tables({"claims": broken}))
        if p.table == "claims"
    ] == [(how, cell[how][0])]


def test_environment_cannot_switch_checks_off(tmp_path):
    """Pandera's switches in the environment leave every check on."""
    script = tmp_path / "script.py"
    script.write_text(
        "from samples import mini_rows, raw_tables\n"
        "from nkdata.checks import check_tables\n"
        "rows = mini_rows()\n"
        "rows['actors'][0]['actor_type'] = 'human'\n"
        "print([p.rule for p in check_tables(raw_tables(rows)).problems])\n",
        encoding="utf-8",
    )
    paths = os.pathsep.join([str(CASES.parent), str(CASES.parent.parent)])
    off = {
        **os.environ,
        "PANDERA_VALIDATION_ENABLED": "False",
        "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY",
        "PYTHONPATH": paths,
    }
    done = subprocess.run(
        [sys.executable, str(script)],
        env=off,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.strip() == "['code']", done.stderr


def test_missing_table_does_not_fail_other_checks():
    """Keys into a table that is not there are passed over, for its absence is already a problem."""
    rows = mini_rows()
    del rows["actors"]
    assert not list(shape.check_keys(Tables(raw_tables(rows))))


def test_suggestions_end_with_patience(monkeypatch):
    """The key that was meant is looked for up to a limit of comparisons; the problems stay."""
    rows = mini_rows()
    for row in rows["claims"]:
        row["claimant_id"] += "x"
    every = [p.message for p in check_keys(Tables(raw_tables(rows))) if p.column == "claimant_id"]
    monkeypatch.setattr(shape, "_COMPARISONS", len(rows["actors"]))
    first = [p.message for p in check_keys(Tables(raw_tables(rows))) if p.column == "claimant_id"]
    assert len(first) == len(every) == len(rows["claims"])
    assert all("did you mean" in message for message in every)
    assert 0 < sum("did you mean" in message for message in first) < len(first)


def test_schema_of_arrow_is_that_of_the_files():
    """The raw tables have the published Arrow schema: only what a case changes is wrong."""
    assert all(
        data.schema.equals(arrow_schema(table), check_metadata=True)
        for table, data in raw_tables(mini_rows()).items()
    )
