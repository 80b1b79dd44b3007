"""Builds from seeds to data and back to a report, and what stays on disk after a failure."""

from __future__ import annotations

import hashlib
import json
import runpy
import shutil

import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import MINI, built, copy_of_mini, mini_rows, raw_table

import nkdata
from nkdata.errors import BrokenPackageError, NkdataError
from nkdata.flows import build
from nkdata.packages.reader import read_arrow
from nkdata.packages.writer import render
from nkdata.quality import validate
from nkdata.reports.problems import LineStarts, Location
from nkdata.schema import TABLES, columns, primary_key


def _bytes(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def _tree(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Return the mini package, built once and not to be changed."""
    return built(tmp_path_factory.mktemp("flows"))


@pytest.fixture
def data(package, tmp_path):
    """Return a copy of the mini package to break."""
    return shutil.copytree(package, tmp_path / "data")


def test_build_reports_rows(tmp_path):
    """A build reports the rows of each table and writes tables, descriptors and card."""
    report = build(MINI, tmp_path / "data")
    assert report.ok
    assert report.rows == {table: len(rows) for table, rows in mini_rows().items()}
    assert {f.name for f in (tmp_path / "data").iterdir()} == {
        "README.md",
        "croissant.json",
        "datapackage.json",
        *(f"{t}.parquet" for t in TABLES),
    }


def test_build_is_the_same_twice(package, tmp_path):
    """A second build gives the same bytes."""
    assert _bytes(built(tmp_path)) == _bytes(package)


def _strings(file):
    """Return a YAML file whose every scalar is a string."""
    return yaml.load(
        file.read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,  # noqa: S506  # it makes nothing but strings
    )


def _shuffled(node, random):
    """Return a mapping in another order; lists keep theirs, because it means something."""
    keys = list(node)
    random.shuffle(keys)
    return {key: node[key] for key in keys}


@settings(max_examples=4)
@given(random=st.randoms(use_true_random=False))
def test_build_is_the_same_under_shuffled_inputs(package, tmp_path_factory, random):
    """The order of ids, claims, names, mentions and lines of the ledger changes no byte."""
    folder = copy_of_mini(tmp_path_factory.mktemp("shuffled"))
    for file in folder.rglob("*.yaml"):
        made = _shuffled(_strings(file), random)
        for section in ("claims", "names"):
            if section in made:
                made[section] = _shuffled(made[section], random)
        if file.name in ("actors.yaml", "events.yaml", "questions.yaml"):
            made = {key: _shuffled(value, random) for key, value in made.items()}
        random.shuffle(made.get("mentions", []))
        file.write_text(
            yaml.safe_dump(made, allow_unicode=True, sort_keys=False, default_style='"'),
            encoding="utf-8",
        )
    lines = (folder / "ids.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    random.shuffle(lines)
    (folder / "ids.txt").write_text("".join(lines), encoding="utf-8")
    out = folder.parent / "data"
    report = build(folder, out)
    assert report.ok, str(report)
    assert _bytes(out) == _bytes(package)


def test_articles_are_read_in_any_order(package, tmp_path):
    """Files that were made in another order give the same bytes."""
    folder = tmp_path / "seeds"
    for file in sorted(MINI.rglob("*.*"), reverse=True):
        if file.is_file():
            (folder / file.relative_to(MINI)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, folder / file.relative_to(MINI))
    build(folder, tmp_path / "data")
    assert _bytes(tmp_path / "data") == _bytes(package)


# -- build --check


def test_check_passes_after_build(data):
    """After a build, a check finds nothing to do and writes nothing."""
    before = _bytes(data)
    assert not build(MINI, data, check=True).problems
    assert _bytes(data) == before


@pytest.mark.parametrize(
    "name", ["README.md", "croissant.json", "datapackage.json", "claims.parquet"]
)
def test_check_fails_after_one_byte_changes(data, name):
    """One changed byte in one file is one problem that names the file, and nothing is repaired."""
    raw = bytearray((data / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (data / name).write_bytes(bytes(raw))
    before = _bytes(data)
    (problem,) = build(MINI, data, check=True).problems
    assert problem.rule == "stale"
    assert name in problem.message
    assert _bytes(data) == before


def test_check_names_missing_and_superfluous_files(data):
    """A file too few and a file too many are a problem each."""
    (data / "events.parquet").unlink()
    (data / "notes.txt").write_text("x", encoding="utf-8")
    messages = [p.message for p in build(MINI, data, check=True).problems]
    assert len(messages) == 2
    assert "events.parquet: missing" in messages[0]
    assert "notes.txt: superfluous" in messages[1]


def test_check_writes_nothing_where_nothing_is(tmp_path):
    """A check against a folder that does not exist reports every file and makes none."""
    report = build(MINI, tmp_path / "data", check=True)
    assert len(report.problems) == len(TABLES) + 3
    assert not list(tmp_path.iterdir())


# -- problems


def test_nothing_is_written_when_there_are_problems(data, tmp_path):
    """A build with a problem leaves the folder and everything beside it as it was."""
    seeds = copy_of_mini(tmp_path)
    file = seeds / "events.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("date: 2031-02\n", "date: February\n"),
        encoding="utf-8",
    )
    before = _tree(tmp_path)
    assert not build(seeds, data).ok
    assert not build(seeds, data, register=True).ok
    assert _tree(tmp_path) == before


def test_a_warning_does_not_keep_from_writing(tmp_path):
    """A build with nothing worse than a warning writes, and reports the warning at its line."""
    seeds = copy_of_mini(tmp_path)
    file = seeds / "articles" / "b_coast.yaml"
    text = file.read_text(encoding="utf-8").replace("value: 41..\n", "value: ..41\n")
    file.write_text(text, encoding="utf-8")
    report = build(seeds, tmp_path / "data")
    assert [(p.rule, p.severity, p.key) for p in report.problems] == [
        ("bounded-by-holds", "warning", "b-sixty")
    ]
    assert report.problems[0].where.file == str(file)
    assert report.ok
    assert (tmp_path / "data" / "datapackage.json").is_file()


def test_seeds_that_do_not_exist(tmp_path):
    """If the seeds folder is missing, the error says how to name one, and nothing is written."""
    with pytest.raises(NkdataError, match="--seeds DIR"):
        build(tmp_path / "none", tmp_path / "data")
    assert not list(tmp_path.iterdir())


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path):
    """A folder that holds a file the build does not make is left alone."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(NkdataError, match=r"thesis\.docx"):
        build(MINI, tmp_path / "data")
    assert _tree(tmp_path) == {"data/thesis.docx": b"years of work"}


def test_out_below_a_file(tmp_path):
    """An output folder that cannot be made is an error that names it."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NkdataError, match="file"):
        build(MINI, tmp_path / "file" / "data")


# -- the ledger


def test_register_writes_the_ledger(tmp_path):
    """Registering adds every id to an empty ledger, after which the build passes without it."""
    seeds = copy_of_mini(tmp_path)
    (seeds / "ids.txt").unlink()
    assert {p.rule for p in build(seeds, tmp_path / "data").problems} == {"ledger-missing"}
    assert not (tmp_path / "data").exists()
    assert build(seeds, tmp_path / "data", register=True).ok
    assert (seeds / "ids.txt").read_bytes() == (MINI / "ids.txt").read_bytes()
    assert build(seeds, tmp_path / "data", check=True).ok


def test_register_keeps_tombstones(tmp_path):
    """A lost id is retired in this version and stays so; registering again changes nothing."""
    seeds = copy_of_mini(tmp_path)
    ledger = seeds / "ids.txt"
    ledger.write_text(
        ledger.read_text(encoding="utf-8") + "actors bygone\nactors olden retired 0.3.0\n",
        encoding="utf-8",
    )
    assert build(seeds, tmp_path / "data", register=True).ok
    lines = ledger.read_text(encoding="utf-8").splitlines()
    assert "actors bygone retired 1.0.0" in lines
    assert "actors olden retired 0.3.0" in lines
    before = ledger.read_bytes()
    assert build(seeds, tmp_path / "data", register=True).ok
    assert ledger.read_bytes() == before
    assert sorted(p.name for p in seeds.iterdir()) == [
        "actors.yaml",
        "articles",
        "counts.csv",
        "dataset.yaml",
        "events.yaml",
        "ids.txt",
        "questions.yaml",
        "readings",
    ]


def test_register_does_not_bring_back_a_retired_id(tmp_path):
    """Using a retired id is a problem, with or without registering, and nothing is written."""
    seeds = copy_of_mini(tmp_path)
    ledger = seeds / "ids.txt"
    text = ledger.read_text(encoding="utf-8").replace(
        "events grain\n", "events grain retired 0.9.0\n"
    )
    ledger.write_text(text, encoding="utf-8")
    for register in (False, True):
        assert [p.rule for p in build(seeds, tmp_path / "data", register=register).problems] == [
            "ledger-reused"
        ]
    assert ledger.read_text(encoding="utf-8") == text
    assert not (tmp_path / "data").exists()


def test_check_does_not_register(tmp_path):
    """A check with registering writes neither data nor ledger."""
    seeds = copy_of_mini(tmp_path)
    (seeds / "ids.txt").write_text("", encoding="utf-8")
    build(seeds, tmp_path / "data", check=True, register=True)
    assert (seeds / "ids.txt").read_bytes() == b""
    assert not (tmp_path / "data").exists()


# -- the counts of rows


def test_register_writes_the_counts(tmp_path):
    """Registering writes the counts, after which a build passes; a check never writes them."""
    seeds = copy_of_mini(tmp_path)
    (seeds / "counts.csv").unlink()
    assert [p.rule for p in build(seeds, tmp_path / "data", check=True).problems] == [
        "counts-missing"
    ]
    build(seeds, tmp_path / "data", check=True, register=True)
    assert not (seeds / "counts.csv").exists()
    assert build(seeds, tmp_path / "data", register=True).ok
    assert (seeds / "counts.csv").read_bytes() == (MINI / "counts.csv").read_bytes()
    assert build(seeds, tmp_path / "data", check=True).ok


def test_counts_sum_up_to_the_tables():
    """Over articles, the expected counts of a table sum up to its rows."""
    totals = dict.fromkeys(TABLES, 0)
    for line in (MINI / "counts.csv").read_text(encoding="utf-8").splitlines()[1:]:
        _, table, rows = line.split(",")
        totals[table] += int(rows)
    assert totals == {table: len(rows) for table, rows in mini_rows().items()}


def test_lost_row_is_a_problem_a_table_and_article(tmp_path):
    """A lost mention, which breaks no rule, is one problem naming table, article and numbers."""
    seeds = copy_of_mini(tmp_path)
    file = seeds / "articles" / "b_coast.yaml"
    line = "  - {kind: date, quote: on Tuesday, normalized: 2031-03-04, claim: b-thirty-eight}\n"
    text = file.read_text(encoding="utf-8")
    assert line in text
    file.write_text(text.replace(line, ""), encoding="utf-8")
    (problem,) = build(seeds, tmp_path / "data").problems
    assert (problem.rule, problem.table, problem.key) == ("row-count", "mentions", "b_coast")
    assert "expected 4 rows, found 3" in problem.message
    assert problem.where.file == str(seeds / "counts.csv")
    assert not (tmp_path / "data").exists()
    assert build(seeds, tmp_path / "data", register=True).ok
    assert build(seeds, tmp_path / "data", check=True).ok


# -- editions and other people's data


def test_withheld_edition(package, tmp_path):
    """The edition without text differs in text and body alone, not in spans, quotes or hashes."""
    bare = built(tmp_path, withhold_text=True)
    for table in TABLES:
        whole, held = read_arrow(table, where=package), read_arrow(table, where=bare)
        kept = [
            c
            for c in columns(table)
            if (table, c) not in (("articles", "text"), ("articles", "body"))
        ]
        assert held.select(kept).equals(whole.select(kept))
    held = read_arrow("articles", where=bare)
    assert held["text"].null_count == held["body"].null_count == len(held)
    pages = [file.read_text(encoding="utf-8") for file in (MINI / "articles").glob("*.txt")]
    everything = b"".join(_bytes(bare).values())
    assert not any(page[-120:].encode() in everything for page in pages)


def test_two_datasets_with_the_same_code(package, tmp_path):
    """Other seeds give a package with its own name and identity and leave the first as it is."""
    before = _bytes(package)
    seeds = copy_of_mini(tmp_path)
    for file in (
        seeds / "dataset.yaml",
        seeds / "actors.yaml",
        *(seeds / "articles").glob("*.yaml"),
    ):
        text = (
            file.read_text(encoding="utf-8")
            .replace("name: mini", "name: other")
            .replace("bo-lind", "bo-lund")
            .replace("2.0.0", "3.0.0")
        )
        file.write_text(text, encoding="utf-8")
    events = seeds / "events.yaml"
    events.write_text(
        events.read_text(encoding="utf-8").replace("bo-lind", "bo-lund"), encoding="utf-8"
    )
    report = build(seeds, tmp_path / "other", register=True)
    assert report.ok, str(report)
    mine, theirs = (
        json.loads((d / "datapackage.json").read_text(encoding="utf-8"))
        for d in (package, tmp_path / "other")
    )
    assert (mine["name"], theirs["name"]) == ("mini", "other")
    assert mine["id"] != theirs["id"]
    assert not validate(tmp_path / "other").problems
    assert _bytes(package) == before


# -- validate


def test_validate_takes_text_and_path(package):
    """A folder may be given as text or as a path, and the door's validate is this one."""
    assert validate(str(package)).ok
    assert nkdata.validate is validate


def test_validate_without_a_package(tmp_path):
    """A folder without a package is an error and no report."""
    with pytest.raises(BrokenPackageError, match="no data package"):
        validate(tmp_path)
    (tmp_path / "datapackage.json").write_text("[]", encoding="utf-8")
    with pytest.raises(BrokenPackageError, match="not a JSON object"):
        validate(tmp_path)
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(BrokenPackageError, match="not JSON"):
        validate(tmp_path)
    (tmp_path / "datapackage.json").write_bytes(b'{"name": "\xff"}')
    with pytest.raises(BrokenPackageError):
        validate(tmp_path)


DESCRIPTORS = [
    {},
    {"resources": None},
    {"resources": 5},
    {"resources": {"a": 1}},
    {"resources": ["claims"]},
    {"resources": [{"name": []}]},
    {"resources": [{"name": None}, {"path": 5}]},
    {"resources": [{"name": table, "path": None} for table in TABLES]},
    {
        "resources": [
            {"name": table, "path": f"../{table}.parquet", "schema": 5} for table in TABLES
        ]
    },
]


@pytest.mark.parametrize("document", DESCRIPTORS, ids=map(str, range(len(DESCRIPTORS))))
def test_validate_never_raises_on_a_strange_descriptor(data, document):
    """A descriptor that is JSON but no data package is a problem of the package and no crash."""
    (data / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    report = validate(data)
    assert not report.ok
    assert {p.rule for p in report.problems} <= {"package-tables", "file-missing"}


def test_validate_reports_a_frictionless_refusal(data):
    """A descriptor that frictionless cannot read is a problem of rule frictionless, no crash."""
    file = data / "datapackage.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(document | {"profile": 5, "contributors": 7}), encoding="utf-8")
    assert {p.rule for p in validate(data).problems} == {"frictionless"}


@pytest.mark.parametrize("harm", ["missing", "truncated", "text", "empty"])
@pytest.mark.parametrize("table", ["articles", "claims"])
def test_validate_with_an_unreadable_table(data, harm, table):
    """A table that cannot be read is a problem, and rules over it are named as skipped."""
    rows = mini_rows()["mentions"]
    rows[0]["quote"] = "Another"
    pq.write_table(raw_table("mentions", rows), data / "mentions.parquet")
    file = data / f"{table}.parquet"
    raw = file.read_bytes()
    file.unlink()
    if harm != "missing":
        file.write_bytes(
            {"truncated": raw[: len(raw) // 2], "text": b"not Parquet", "empty": b""}[harm]
        )
    report = validate(data)
    assert {"file-unreadable", "table-missing", "file-hash"} <= {
        p.rule for p in report.problems
    } | ({"file-hash"} if harm == "missing" else set())
    assert table in report.skipped["quote-is-span"]


def test_validate_with_a_broken_column(data):
    """A table without the columns of its schema is a problem naming table and column."""
    table = raw_table("claims", mini_rows()["claims"])
    for broken in (
        table.drop_columns(["claim_id"]),
        table.drop_columns(["article_id"]),
        table.select(["start", "article_id"]),
    ):
        pq.write_table(broken, data / "claims.parquet")
        assert "column-type" in {p.rule for p in validate(data).problems}


def test_problems_of_published_rows_have_a_line(data):
    """The problem of a row with a span names the article and the line where the span begins."""
    rows = mini_rows()["claims"]
    wanted = next(row for row in rows if row["claim_id"] == "a-no-soldiers")
    wanted["quote"] = wanted["quote"].upper()
    pq.write_table(raw_table("claims", rows), data / "claims.parquet")
    (problem,) = (p for p in validate(data).problems if p.rule == "quote-is-span")
    assert (problem.key, problem.where.file, problem.where.line, problem.where.column) == (
        "a-no-soldiers",
        "a_harbour.txt",
        12,
        46,
    )


def test_rendering_does_not_depend_on_the_order_of_tables():
    """The same tables in another order give the same files."""
    about = _strings(MINI / "dataset.yaml")
    rows = {
        table: sorted(rows, key=lambda r, t=table: r[primary_key(t)])
        for table, rows in mini_rows().items()
    }
    tables = {table: raw_table(table, rows[table]) for table in rows}
    digest = {
        name: hashlib.sha256(data).hexdigest() for name, data in render(tables, about).items()
    }
    again = render(dict(reversed(tables.items())), about)
    assert {name: hashlib.sha256(data).hexdigest() for name, data in again.items()} == digest


def test_validate_of_a_broken_page(data):
    """A file with a page that does not fit its checksum is unreadable and causes no crash."""
    file = data / "claims.parquet"
    with pq.ParquetFile(file) as parquet:
        place = (
            parquet.metadata.row_group(0)
            .column(columns("claims").index("statement"))
            .dictionary_page_offset
        )
    raw = bytearray(file.read_bytes())
    raw[place + 60] ^= 1
    file.write_bytes(bytes(raw))
    assert {("file-unreadable", "claims"), ("file-hash", "claims")} <= {
        (p.rule, p.table) for p in validate(data).problems
    }


@given(text=st.text(alphabet="ab\n\r", max_size=12), offset=st.integers(-1, 13))
def test_lines_are_those_that_are_counted(text, offset):
    """A place is what counting lines gives, except between the two characters of a CRLF."""
    expected = Location.after("f", text[:offset]) if 0 <= offset <= len(text) else None
    if text[offset - 1 : offset + 1] != "\r\n" or offset < 1:
        assert LineStarts(text).place("f", offset) == expected


def test_replicated_package_holds(tmp_path):
    """What the bench of validation replicates has no problem, and as many rows as it says."""
    module = runpy.run_path(str(MINI.parent / "bench" / "validate.py"))
    rows = module["package"](tmp_path / "data", 2 * len(read_arrow("claims")))
    report = validate(tmp_path / "data")
    assert not report.problems
    assert sum(report.rows.values()) == rows == 2 * sum(len(read_arrow(table)) for table in TABLES)
