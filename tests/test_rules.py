"""Rules over tables: each has cases that break it, at the very cells they name, and near misses that do not.

A case is ``breaks`` or ``holds`` (what it shows), ``edits`` of the rows of the mini seeds, and for
a breach ``at``: the table, key and column of each problem. An edit names a table and a row (by key,
or by a mapping of cells) and sets cells, replaces text in cells, drops the row, or adds a copy of
another row under a key. ``reshape`` changes Arrow tables.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from samples import CASES, built, mini_rows, raw_table, raw_tables

from nkdata.checks import RULES, check_rows, check_tables, shape
from nkdata.checks.registry import View
from nkdata.content import content_hash
from nkdata.packages.tabular import tabulate, withhold
from nkdata.quality import validate
from nkdata.rulebook import stage
from nkdata.schema import arrow_schema, fields, primary_key

FILES = sorted((CASES / "rules").glob("*.yaml"))


def _cases(names):
    found = []
    for file in FILES:
        for rule, cases in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            found += [
                pytest.param(rule, case, id=f"{rule}: {case.get('breaks') or case.get('holds')}")
                for case in cases
                if rule in names
            ]
    return found


def _row(rows, table, key):
    wanted = key if isinstance(key, dict) else {primary_key(table): key}
    return next(row for row in rows[table] if wanted.items() <= row.items())


def _edit(rows, edit):
    table, key = edit["table"], edit["key"]
    if "copy" in edit:
        row = {**_row(rows, table, edit["copy"]), primary_key(table): key}
        rows[table].append(row)
    else:
        row = _row(rows, table, key)
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
    """Return a cell as its column's type: YAML takes an EDTF day for a date."""
    return (
        value.isoformat()
        if isinstance(value, date) and fields(table)[column]["type"] == "string"
        else value
    )


def _edited(case):
    rows = mini_rows()
    for edit in case.get("edits", []):
        _edit(rows, edit)
    return rows


def _reshape(tables, change):
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


def _judge(case, problems):
    assert _places(problems) == sorted(case.get("at", []), key=str)
    assert {p.severity for p in problems} <= {case.get("severity", "error")}
    assert all(case.get("says", "") in p.message for p in problems)


def test_folder_of_cases_is_not_empty():
    """The folder of cases holds a file for each module of rules."""
    modules = {rule.find.__module__.rpartition(".")[2] for rule in RULES.values()}
    assert {file.stem for file in FILES} == modules | {"shape"}


def test_every_rule_has_both_kinds_of_cases():
    """Every rule has a case that breaks it and a near miss that holds, and no case is for a rule that does not exist."""
    known = {**RULES, **stage("shape")}
    kinds = {}
    for file in FILES:
        for rule, cases in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            assert rule not in kinds, f"{rule} stands in two files"
            kinds[rule] = {kind for case in cases for kind in ("breaks", "holds") if kind in case}
            assert all(("breaks" in case) == bool(case.get("at")) for case in cases), rule
    assert kinds == {rule: {"breaks", "holds"} for rule in known}


def test_cases_stand_beside_their_module():
    """The cases of a rule stand in the file named like the rule's module."""
    for file in FILES:
        for rule in yaml.safe_load(file.read_text(encoding="utf-8")):
            home = RULES[rule].find.__module__ if rule in RULES else "nkdata.checks.shape"
            assert home == f"nkdata.checks.{file.stem}", rule


@pytest.mark.parametrize(("name", "case"), _cases(RULES))
def test_rule_of_meaning(name, case):
    """A rule finds exactly the breaches its case names, of a severity that it declares, and nothing in a near miss."""
    found = list(RULES[name].find(View(_edited(case))))
    _judge(case, found)
    assert {p.severity for p in found} <= set(RULES[name].about.severities)


@pytest.mark.parametrize(("name", "case"), _cases(stage("shape")))
def test_rule_of_shape(name, case):
    """A rule of shape finds exactly the breaches its case names, and nothing in a near miss."""
    tables = raw_tables(_edited(case))
    for change in case.get("reshape", []):
        _reshape(tables, change)
    about = {change["table"] for change in [*case.get("edits", []), *case.get("reshape", [])]}
    found = [
        p
        for p in shape.check_shape({name: tables[name] for name in about & tables.keys()})
        if p.table in about
    ]
    broken = {p.table for p in found}
    found += shape.check_keys(
        View({table: data for table, data in tables.items() if table not in broken})
    )
    assert {p.rule for p in found} <= stage("shape").keys()
    _judge(case, [p for p in found if p.rule == name])


def test_mini_seeds_break_no_rule():
    """The unchanged tables break no rule, and every rule is run on them."""
    report = check_tables(tabulate(mini_rows()))
    assert not report.problems
    assert not report.skipped
    assert report.rows == {table: len(rows) for table, rows in mini_rows().items()}


def test_withheld_edition_names_what_it_skips():
    """The edition without text breaks no rule, and exactly the rules that need text are named as skipped, with the reason."""
    report = check_tables(withhold(tabulate(mini_rows())))
    assert not report.problems
    assert report.skipped == {
        name: "the article text is withheld" for name, rule in RULES.items() if rule.needs_text
    }


def test_withheld_edition_keeps_quotes_spans_and_hashes():
    """Withholding text nulls text and body, and changes nothing else."""
    whole = tabulate(mini_rows())
    bare = withhold(whole)
    for name, table in whole.items():
        kept = [
            c
            for c in table.column_names
            if (name, c) not in (("articles", "text"), ("articles", "body"))
        ]
        assert bare[name].schema.equals(table.schema, check_metadata=True)
        assert bare[name].select(kept).equals(table.select(kept))
    assert (
        bare["articles"]["text"].null_count
        == bare["articles"]["body"].null_count
        == len(whole["articles"])
    )


def test_runner_names_the_rule_and_the_value():
    """A problem found through check_tables carries its rule's name and the offending value."""
    rows = mini_rows()
    _edit(rows, {"table": "claims", "key": "a-forty", "set": {"value_text": "41"}})
    found = [
        (p.rule, p.table, p.key, p.column, p.value) for p in check_tables(raw_tables(rows)).problems
    ]
    assert found == [
        (rule, "claims", "a-forty", "value_text", "41")
        for rule in ("value-text-in-quote", "value-as-printed")
    ]


def test_rules_over_broken_tables_are_skipped_by_name():
    """A rule whose tables are out of shape is named as skipped, with the table; the others still run."""
    tables = tabulate(mini_rows())
    del tables["disputes"]
    rows = mini_rows()
    rows["questions"][0]["value_type"] = "colour"
    tables["questions"] = raw_table("questions", rows["questions"])
    report = check_tables(tables)
    assert [p.rule for p in report.problems] == ["code", "table-missing"]
    assert report.skipped.keys() == {
        n for n, r in RULES.items() if {"disputes", "questions"} & set(r.reads)
    }
    assert report.skipped["unit-iff-number"] == "questions not in good shape"


def test_every_rule_says_what_it_holds():
    """Every rule has a sentence, reads tables that exist, and a name of small letters and dashes."""
    for name, rule in RULES.items():
        assert rule.name == name
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert rule.about.holds.endswith(".")
        assert set(rule.reads) <= mini_rows().keys()
        assert not rule.needs_text or "articles" in rule.reads


@pytest.mark.parametrize("name", RULES)
def test_rule_reads_no_other_table(name):
    """A rule needs no table but those it says it reads."""
    rows = {table: rows for table, rows in mini_rows().items() if table in RULES[name].reads}
    assert not list(RULES[name].find(View(rows)))


def test_missing_table_does_not_fail_other_checks():
    """Keys into a table that is not there are passed over, for its absence is already a problem."""
    rows = mini_rows()
    del rows["actors"]
    assert not list(shape.check_keys(View(rows)))


def test_problems_name_their_rows():
    """A problem of an Arrow table, of shape or meaning or of keys, has the row's 0-based position; the frame shows it."""
    rows = mini_rows()
    number = next(
        number for number, row in enumerate(rows["claims"]) if row["claim_id"] == "a-forty"
    )
    rows["claims"][number] |= {"value_text": "41", "statement": "two\x07bells"}
    rows["mentions"][2]["actor_id"] = "nobody-at-all"
    report = check_tables(raw_tables(rows))
    assert {("control-character", number), ("foreign-key", 2), ("name-is-of-actor", 2)} <= {
        (p.rule, p.row) for p in report.problems
    }
    rows["claims"][number]["statement"] = "two bells"
    report = check_tables(raw_tables(rows))
    assert {p.row for p in report.problems if p.table == "claims"} == {number}
    assert report.to_frame()["row"].tolist() == [p.row for p in report.problems]
    assert {p.row for p in check_rows(rows).problems} == {None}


@pytest.mark.parametrize("how", ["required", "unique", "code", "pattern", "range"])
def test_shape_agrees_with_pandera(how):
    """Pandera, whose schema is derived from the same files, passes the sound tables and fails each kind of fault, as our kernels do."""
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
        (p.rule, p.column) for p in shape.check_shape({"claims": broken}) if p.table == "claims"
    ] == [(how, cell[how][0])]


# -- the package


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Return the mini package, built once."""
    return built(tmp_path_factory.mktemp("package"))


@pytest.fixture
def folder(sound, tmp_path):
    """Return a copy of the mini package to break."""
    made = tmp_path / "data"
    made.mkdir()
    for file in sound.iterdir():
        (made / file.name).write_bytes(file.read_bytes())
    return made


def _descriptor(folder, change):
    file = folder / "datapackage.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    change(document)
    file.write_text(json.dumps(document), encoding="utf-8")


def _resource(document, name):
    return next(resource for resource in document["resources"] if resource["name"] == name)


def _missing_file(folder):
    (folder / "disputes.parquet").unlink()


def _flipped_byte(folder):
    file = folder / "actors.parquet"
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1  # of the magic number that ends every Parquet file
    file.write_bytes(bytes(raw))


def _wrong_hash(folder):
    _descriptor(folder, lambda d: _resource(d, "actors").update(hash="sha256:" + "0" * 64))


def _wrong_count(folder):
    _descriptor(folder, lambda d: _resource(d, "actors").update(rows=13))


def _altered_schema(folder):
    _descriptor(
        folder,
        lambda d: _resource(d, "actors")["schema"]["fields"][1]["constraints"].pop("required"),
    )


def _no_resources(folder):
    _descriptor(folder, lambda d: d.update(resources=[]))


def _resource_lost(folder):
    _descriptor(folder, lambda d: d["resources"].pop())


def _resource_twice(folder):
    _descriptor(folder, lambda d: d["resources"].append(copy.deepcopy(d["resources"][0])))


def _other_path(folder):
    _descriptor(folder, lambda d: _resource(d, "actors").update(path="claims.parquet"))


def _refused_descriptor(folder):
    _descriptor(folder, lambda d: d.update(contributors=7))


def _broken_reference(folder):
    """Break a foreign key and refresh what the descriptor says of the file, so that only the keys can tell."""
    file = folder / "actors.parquet"
    with pq.ParquetFile(file) as parquet:
        rows = parquet.read().to_pylist()
    next(row for row in rows if row["actor_id"] == "bo-lind")["parent_id"] = "southland"
    pq.write_table(raw_table("actors", rows), file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    content = content_hash(raw_table("actors", rows))
    _descriptor(
        folder,
        lambda d: _resource(d, "actors").update(hash=f"sha256:{digest}", contentHash=content),
    )


BROKEN = {
    "no-resources": (_no_resources, {("package-tables", None)}),
    "resource-lost": (_resource_lost, {("package-tables", None)}),
    "resource-twice": (_resource_twice, {("package-tables", None)}),
    "missing-file": (
        _missing_file,
        {("file-missing", "disputes"), ("file-unreadable", "disputes")},
    ),
    "other-path": (_other_path, {("file-missing", "actors")}),
    "wrong-hash": (_wrong_hash, {("file-hash", "actors")}),
    "flipped-byte": (_flipped_byte, {("file-hash", "actors"), ("file-unreadable", "actors")}),
    "wrong-count": (_wrong_count, {("row-count", "actors")}),
    "altered-schema": (_altered_schema, {("package-schema", "actors")}),
    "broken-reference": (_broken_reference, set()),
    "refused-descriptor": (_refused_descriptor, {("frictionless", None)}),
}


def test_sound_package_holds(sound):
    """A package as it was built breaks no rule of tables or packages."""
    report = validate(sound)
    assert not report.problems
    assert not report.skipped


def test_withheld_package_holds(tmp_path):
    """The edition without text is a sound package too."""
    report = validate(built(tmp_path, withhold_text=True))
    assert not report.problems
    assert len(report.skipped) == sum(rule.needs_text for rule in RULES.values())


@pytest.mark.parametrize("name", BROKEN)
def test_broken_package(folder, name):
    """A package broken in one way breaks the rule of packages that is about it, at its table."""
    harm, expected = BROKEN[name]
    harm(folder)
    problems = validate(folder).problems
    assert {(p.rule, p.table) for p in problems if p.rule in stage("package")} == expected
    lost = [("bo-lind", "parent_id", "southland")] if harm is _broken_reference else []
    assert [(p.key, p.column, p.value) for p in problems if p.rule == "foreign-key"] == lost


def test_every_package_rule_is_broken_by_some_case():
    """Every rule over packages has a case that breaks it, and every case is of such a rule; content has a test of its own."""
    assert {rule for _, expected in BROKEN.values() for rule, _ in expected} == stage(
        "package"
    ).keys() - {"content-hash"}


@pytest.mark.parametrize(
    ("harm", "status"), [(None, 0), (_broken_reference, 1)], ids=["sound", "broken-reference"]
)
def test_stock_frictionless_agrees(folder, harm, status):
    """The stock `frictionless validate` passes the package as built, and fails with a broken reference."""
    if harm:
        harm(folder)
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == status, done.stdout + done.stderr


def test_environment_cannot_switch_checks_off(tmp_path):
    """PANDERA_VALIDATION_ENABLED=False and PANDERA_VALIDATION_DEPTH in the environment leave every check on."""
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


def test_schema_of_arrow_is_that_of_the_files():
    """The raw tables of these cases have the published Arrow schema, so that only what a case changes is wrong."""
    assert all(
        data.schema.equals(arrow_schema(table), check_metadata=True)
        for table, data in raw_tables(mini_rows()).items()
    )
