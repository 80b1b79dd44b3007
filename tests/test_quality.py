"""Rules over other people's tables: frames, files, archives, some tables, some rules."""

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import MINI, built, mini_rows, raw_table, raw_tables

import nkdata
from nkdata.checks import check_tables
from nkdata.cli import main
from nkdata.errors import BrokenPackageError, NkdataError, UnknownTableError
from nkdata.schema import TABLES, primary_key

KINDS = {
    "pyarrow": lambda table: table,
    "batch": lambda table: table.combine_chunks().to_batches()[0],
    "pandas": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "pandas-numpy": lambda table: table.to_pandas(),
    "polars": pl.from_arrow,
}


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Return the mini package, built once."""
    return built(tmp_path_factory.mktemp("package"))


def arrow(table, rows=None):
    """Return a mini table as Arrow, or the rows given as such a table."""
    return raw_table(table, mini_rows()[table] if rows is None else rows)


def found(report):
    """Return what a report says of rows, in a form that is easily compared."""
    return sorted(
        (p.rule, p.table, str(p.key), p.column or "", -1 if p.row is None else p.row)
        for p in report.problems
    )


# -- frames


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("table", TABLES)
def test_a_sound_frame_of_any_kind_passes(package, table, kind):
    """Tables pass as frames of every kind, and rules that need others are named as skipped."""
    report = nkdata.validate(KINDS[kind](arrow(table)), table, against=package)
    assert not report.problems
    assert report.rows == {table: len(mini_rows()[table])}
    assert all(reason.endswith("not given") for reason in report.skipped.values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_found_at_its_row(package, kind):
    """A faulty cell is named by rule, key, column, value and row in frames of every kind."""
    rows = mini_rows()["claims"]
    place = next(n for n, row in enumerate(rows) if row["claim_id"] == "a-forty")
    rows[place]["quote"] = "“We counted 41 envoys on deck,”"
    report = nkdata.validate(KINDS[kind](arrow("claims", rows)), "claims", against=package)
    assert {(p.key, p.row) for p in report.problems} == {("a-forty", place)}
    assert "quote-is-span" in {p.rule for p in report.problems}


@pytest.mark.parametrize("kind", KINDS)
def test_split_parts_bad_rows_from_good(package, kind):
    """Good and bad rows together are the frame's own, each in its order; the good ones pass."""
    rows = mini_rows()["claims"]
    for row in rows[::3]:
        row["claim_type"] = "song"
    frame = KINDS[kind](arrow("claims", rows))
    good, bad = nkdata.split(frame, "claims", against=package)
    if kind in ("pandas", "pandas-numpy", "polars"):
        assert type(good) is type(bad) is type(frame)
    keys = [row["claim_id"] for row in rows]
    assert [str(k) for k in list(_column(bad, "claim_id"))] == keys[::3]
    assert [str(k) for k in list(_column(good, "claim_id"))] == [
        k for n, k in enumerate(keys) if n % 3
    ]
    assert nkdata.validate(good, "claims", against=package).ok


def _column(frame, name):
    cells = frame[name] if not isinstance(frame, pa.RecordBatch) else frame.column(name)
    return cells.to_pylist() if isinstance(cells, pa.Array | pa.ChunkedArray) else cells


@settings(deadline=None, max_examples=25, derandomize=True)
@given(st.sets(st.integers(0, 40)), st.sampled_from(["claim_type", "rank", "evidentiality"]))
def test_split_is_a_partition(package_rows, bad_places, column):
    """Whichever rows are spoilt, exactly those are bad."""
    package, rows = package_rows
    made = [dict(row) for row in rows]
    spoilt = {place for place in bad_places if place < len(made)}
    for place in spoilt:
        made[place][column] = "?"
    good, bad = nkdata.split(arrow("claims", made), "claims", against=package)
    assert bad.column("claim_id").to_pylist() == [
        row["claim_id"] for n, row in enumerate(made) if n in spoilt
    ]
    assert len(good) + len(bad) == len(made)


@pytest.fixture(scope="module")
def package_rows(package):
    """Return the package and the rows of its claims."""
    return package, mini_rows()["claims"]


def test_a_row_that_stands_twice_is_bad_twice(package):
    """Both rows of a key that is not unique are bad, for nobody knows which is right."""
    rows = mini_rows()["claims"]
    _, bad = nkdata.split(arrow("claims", [*rows, rows[2]]), "claims", against=package)
    assert bad.column("claim_id").to_pylist() == [rows[2]["claim_id"]] * 2


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("which", [0, -1])
def test_a_row_that_stands_twice_breaks_no_rule_of_use(table, which):
    """A row that stands twice breaks uniqueness, and otherwise only the rules in DOUBLED."""
    rows = mini_rows()
    again = rows[table][which]
    report = check_tables(raw_tables({**rows, table: [*rows[table], again]}))
    assert ("unique", again[primary_key(table)]) in {(p.rule, p.key) for p in report.problems}
    assert {p.rule for p in report.problems} <= {"unique"} | DOUBLED.get(table, set())


DOUBLED = {
    "actor_names": {"canonical-name"},
    "attributions": {"actor-once-in-chain", "hops-without-gaps", "named-sources-first"},
    "claim_relations": {"relations-are-derived"},
    "claims": {"disputes-are-derived", "relations-are-derived"},
    "disputes": {"disputes-are-derived"},
    "segments": {"body-of-segments", "repeat-says-the-same", "segments-tile"},
}
"""What a row that stands twice breaks beside the uniqueness of its key, by table."""


@pytest.mark.parametrize("table", ["actors", "articles", "events", "mentions", "questions"])
@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0), (0, -1)])
def test_a_key_of_another_row_means_the_first(table, first, second):
    """If two rows have one key, references mean the first, whatever the second says."""
    rows = mini_rows()
    key = primary_key(table)
    again = {**rows[table][second], key: rows[table][first][key]}
    report = check_tables(raw_tables({**rows, table: [*rows[table], again]}))
    assert "unique" in {p.rule for p in report.problems}
    assert {p.table for p in report.problems} == {table}


def test_a_frame_without_a_column_has_no_good_row(package):
    """Where a column is missing, no row is good, and the problem names the column."""
    frame = arrow("claims").drop_columns(["quote"])
    report = nkdata.validate(frame, "claims", against=package)
    assert [(p.rule, p.column) for p in report.problems] == [("column-type", "quote")]
    good, bad = nkdata.split(frame, "claims", against=package)
    assert (len(good), len(bad)) == (0, len(frame))
    good, bad = nkdata.split(arrow("claims").drop_columns(["claim_id"]), "claims", against=package)
    assert (len(good), len(bad)) == (0, len(frame))


@pytest.mark.parametrize(
    ("table", "column", "made"),
    [
        ("claims", "start", lambda c: c.cast(pa.int32())),
        ("claims", "start", lambda c: c.cast(pa.float64())),
        ("claims", "quote", lambda c: c.cast(pa.large_string())),
        ("claims", "quote", lambda c: c.dictionary_encode()),
        ("claims", "quote", lambda c: c.cast(pa.string_view())),
        ("articles", "published_earliest", lambda c: c.cast(pa.timestamp("ns"))),
        ("articles", "published_earliest", lambda c: c.cast(pa.date64())),
    ],
)
def test_another_packing_of_the_same_values_passes(package, table, column, made):
    """Widths, string kinds, dictionaries and days as midnights are no faults."""
    data = arrow(table)
    place = data.column_names.index(column)
    data = data.set_column(place, column, made(data.column(column)))
    assert not nkdata.validate(data, table, against=package).problems


@pytest.mark.parametrize(
    ("table", "column", "made"),
    [
        ("claims", "start", lambda c: c.cast(pa.string())),
        ("claims", "start", lambda c: pa.array([n + 0.5 for n in c.to_pylist()])),
        ("articles", "published_earliest", lambda c: c.cast(pa.string())),
        ("articles", "retrieved_at", lambda c: c.cast(pa.timestamp("us"))),
        (
            "articles",
            "published_earliest",
            lambda c: pa.array([None] * (len(c) - 1) + [1], pa.timestamp("us")),
        ),
    ],
)
def test_what_could_be_another_value_is_a_fault(package, table, column, made):
    """A value of another type is a fault and is never converted by guessing."""
    data = arrow(table)
    data = data.set_column(data.column_names.index(column), column, made(data.column(column)))
    report = nkdata.validate(data, table, against=package)
    assert [(p.rule, p.column) for p in report.problems] == [("column-type", column)]


def test_order_of_columns_is_no_fault_of_a_frame(package):
    """Columns may stand in any order; a column that the schema lacks is a fault."""
    data = arrow("claims")
    assert not nkdata.validate(
        data.select(data.column_names[::-1]), "claims", against=package
    ).problems
    report = nkdata.validate(
        data.append_column("mood", pa.array(["grim"] * len(data))), "claims", against=package
    )
    assert [(p.rule, p.column) for p in report.problems] == [("column-type", "mood")]


def test_references_lead_where_they_are_told(package):
    """References are looked up in what was given, then in `against` or the shipped tables."""
    claims, articles = arrow("claims"), arrow("articles")
    assert "foreign-key" in {p.rule for p in nkdata.validate(claims, "claims").problems}
    fewer = articles.slice(1)
    lost = nkdata.validate({"claims": claims, "articles": fewer}, against=package)
    gone = articles.column("article_id")[0].as_py()
    assert {
        (p.rule, p.value) for p in lost.problems if p.table == "claims" and p.column == "article_id"
    } == {("foreign-key", gone)}
    others = {name: arrow(name) for name in TABLES}
    assert not nkdata.validate(claims, "claims", against=others).problems


def test_all_tables_as_frames_are_checked_as_a_package_is():
    """Given every table, every rule of meaning runs."""
    report = nkdata.validate({table: arrow(table) for table in TABLES})
    assert not report.problems
    assert not report.skipped


@pytest.mark.parametrize(
    ("data", "table", "error"),
    [
        ("claims.txt", None, NkdataError),
        ("claimz.csv", None, UnknownTableError),
        (pa.table({"a": [1]}), None, NkdataError),
        (pa.table({"a": [1]}), "claimz", UnknownTableError),
        ({"claimz": pa.table({"a": [1]})}, None, UnknownTableError),
        (3, "claims", NkdataError),
        (["claims.csv", "claims.parquet"], None, NkdataError),
        (pd.DataFrame({"claim_id": ["a", 1]}), "claims", NkdataError),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, monkeypatch, data, table, error):
    """What is no frame, file or table of ours is refused with a reason."""
    monkeypatch.chdir(tmp_path)
    pq.write_table(arrow("claims"), "claims.parquet")
    arrow("claims").to_pandas().to_csv("claims.csv", index=False)
    for name in ("claims.txt", "claimz.csv"):
        Path(name).write_text("x", encoding="utf-8")
    with pytest.raises(error):
        nkdata.validate(data, table)


# -- files


@pytest.mark.parametrize("table", TABLES)
def test_a_table_survives_csv(package, tmp_path, table):
    """Tables that Arrow or pandas writes as CSV pass, even with line breaks and quotes in cells."""
    file = tmp_path / f"{table}.csv"
    arrow(table).to_pandas(types_mapper=pd.ArrowDtype).to_csv(file, index=False)
    assert not nkdata.validate(file, against=package).problems
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert not nkdata.validate(str(file), against=package).problems


def test_cells_of_csv_that_are_not_of_their_type(package, tmp_path):
    """Each cell of a wrong type is a problem with key, value and row, all in one report."""
    rows = arrow("claims").to_pandas(types_mapper=pd.ArrowDtype).astype(object)
    rows.loc[1, "start"] = "twelve"
    rows.loc[3, "value_boolean"] = "perhaps"
    rows.loc[4, "asserted_earliest"] = "30 August"
    file = tmp_path / "claims.csv"
    rows.to_csv(file, index=False)
    report = nkdata.validate(file, against=package)
    keys = rows["claim_id"].tolist()
    told = {(p.rule, p.key, p.column, p.value, p.row) for p in report.problems}
    assert told == {
        ("column-type", keys[1], "start", "twelve", 1),
        ("column-type", keys[3], "value_boolean", "perhaps", 3),
        ("column-type", keys[4], "asserted_earliest", "30 August", 4),
    }
    assert "quote-is-span" in report.skipped


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"claim_id,claim_id\na,b\n",
        b"claim_id,quote\na\n",
        b'claim_id\n"a',
        b"claim_id\n\xff\n",
    ],
)
def test_csv_that_is_none(tmp_path, capsys, raw):
    """Files that are empty or not well-formed CSV in UTF-8 are faults that name the file."""
    file = tmp_path / "claims.csv"
    file.write_bytes(raw)
    assert main(["validate", str(file)]) == 2
    assert str(file) in capsys.readouterr().err


def test_reading_csv_leaves_the_process_as_it_was(package, tmp_path):
    """Cells may exceed the limit of the csv module, and that limit is restored afterwards."""
    default = 131_072
    others = csv.field_size_limit(default)
    rows = mini_rows()["claims"]
    rows[0]["statement"] = "It is said. " * (default // 10)
    file = tmp_path / "claims.csv"
    arrow("claims", rows).to_pandas(types_mapper=pd.ArrowDtype).to_csv(file, index=False)
    nkdata.validate(file, against=package)
    file.write_text("claim_id\na\n", encoding="utf-8")
    nkdata.validate(file, against=package)
    assert csv.field_size_limit(others) == default


@pytest.mark.parametrize("cut", [0, 3, 0.5])
def test_a_parquet_file_cut_short(tmp_path, capsys, cut):
    """Half a Parquet file could not be checked, which is not the same as passing."""
    file = tmp_path / "claims.parquet"
    pq.write_table(arrow("claims"), file)
    raw = file.read_bytes()
    file.write_bytes(raw[: int(len(raw) * cut) if isinstance(cut, float) else cut])
    assert main(["validate", str(file)]) == 2
    assert "not a readable Parquet file" in capsys.readouterr().err


def test_several_files_are_checked_together(package, tmp_path, monkeypatch):
    """Claims and attributions given as files are checked by the rules that join them."""
    monkeypatch.chdir(tmp_path)
    pq.write_table(arrow("claims"), "claims.parquet")
    hops = mini_rows()["attributions"]
    pq.write_table(
        arrow("attributions", [row for row in hops if row["hop"] > 0]), "attributions.parquet"
    )
    report = nkdata.validate(["claims.parquet", "attributions.parquet"], against=package)
    assert "hops-without-gaps" in {p.rule for p in report.problems}
    assert main(["validate", "claims.parquet", "--against", str(package)]) == 0


# -- archives


def zipped(folder, archive, prefix=""):
    """Return a zip archive of a folder."""
    with zipfile.ZipFile(archive, "w") as out:
        for file in folder.iterdir():
            out.write(file, prefix + file.name)
    return archive


@pytest.mark.parametrize("prefix", ["", "data/", "nkdata/_data/"])
def test_an_archive_is_checked_as_its_folder_is(package, tmp_path, prefix):
    """Archives with a package at any depth pass and fail as the folder does."""
    assert main(["validate", str(zipped(package, tmp_path / "a.zip", prefix))]) == 0
    broken = Path(shutil.copytree(package, tmp_path / "broken"))
    (broken / "events.parquet").unlink()
    report = nkdata.validate(zipped(broken, tmp_path / "b.whl", prefix))
    assert {p.rule for p in report.problems} >= {"file-missing", "table-missing"}


def hostile(name):
    """Return an archive with one member of that name."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as out:
        out.writestr(name, b"{}")
    return raw.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        hostile("../datapackage.json"),
        hostile("/datapackage.json"),
        hostile("a/../../datapackage.json"),
        hostile("..\\datapackage.json"),
        hostile("C:/datapackage.json"),
        hostile("readme.txt"),
        hostile("datapackage.json")[:40],
        b"",
        b"PK",
    ],
    ids=["up", "root", "aside", "backslash", "drive", "other", "cut", "empty", "short"],
)
def test_an_archive_that_climbs_out_or_is_none(tmp_path, capsys, raw):
    """Archives that are unsafe, cut short or without a package fail, and nothing is written."""
    archive = tmp_path / "in" / "a.zip"
    archive.parent.mkdir()
    archive.write_bytes(raw)
    assert main(["validate", str(archive)]) == 2
    assert "a.zip" in capsys.readouterr().err
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_an_archive_of_two_packages(package, tmp_path):
    """Which of two packages is meant is not guessed."""
    archive = zipped(package, tmp_path / "a.zip", "one/")
    with zipfile.ZipFile(archive, "a") as out:
        out.writestr("two/datapackage.json", "{}")
    with pytest.raises(BrokenPackageError, match="holds 2 packages: one, two"):
        nkdata.validate(archive)


# -- a part of the rules


def spoilt():
    """Return claims that break three rules."""
    rows = mini_rows()["claims"]
    rows[0]["value_text"] = "4000"
    rows[1]["rank_note"] = ""
    rows[2]["quote"] = rows[2]["quote"][:-1]
    return arrow("claims", rows)


def test_rules_are_selected_and_skipped_by_name(package):
    """Selected rules alone run, skipped ones do not, and the report names all left out."""
    whole = nkdata.validate(spoilt(), "claims", against=package)
    rules = {p.rule for p in whole.problems}
    assert {"quote-is-span", "empty-string"} <= rules
    one = nkdata.validate(spoilt(), "claims", against=package, select=["quote-is-span"])
    assert {p.rule for p in one.problems} == {"quote-is-span"}
    assert one.skipped["empty-string"] == "left out on request"
    rest = nkdata.validate(spoilt(), "claims", against=package, skip=["quote-is-span"])
    assert {p.rule for p in rest.problems} == rules - {"quote-is-span"}
    assert rest.skipped["quote-is-span"] == "left out on request"
    assert sorted(found(one) + found(rest)) == found(whole)


def test_rules_are_selected_by_dimension(package):
    """A dimension stands for its rules."""
    report = nkdata.validate(spoilt(), "claims", against=package, select=["conformity"])
    assert {p.dimension for p in report.problems} == {"conformity"}


def test_an_unknown_rule_is_refused_with_the_nearest(capsys):
    """An unknown rule is an error, since a check without rules would always pass."""
    assert main(["validate", "--select", "quote-is-spam"]) == 2
    assert "'quote-is-span'" in capsys.readouterr().err
    with pytest.raises(NkdataError, match="take lists"):
        nkdata.validate(select="quote-is-span")


def test_skipped_rules_are_named_on_the_command_line(package, capsys):
    """What was left out stands in the totals."""
    assert (
        main(
            ["validate", str(package), "--skip", "quote-is-span,own-voice", "--skip", "timeliness"]
        )
        == 0
    )
    assert "not checked, left out on request: " in (out := capsys.readouterr().out)
    assert "quote-is-span" in out


# -- verify


@pytest.fixture
def copy(package, tmp_path):
    """Return a copy of the mini package to change."""
    return Path(shutil.copytree(package, tmp_path / "copy"))


def test_what_was_published_is_verified(package, tmp_path, capsys):
    """A fresh package is verified as folder and archive, without text, and against its seeds."""
    assert nkdata.verify(package).ok
    assert nkdata.verify(zipped(package, tmp_path / "a.zip")).ok
    assert main(["verify", str(package), "--rebuild", "--seeds", str(MINI)]) == 0
    bare = built(tmp_path, withhold_text=True)
    report = nkdata.verify(bare, seeds=MINI)
    assert report.ok
    assert report.skipped == dict.fromkeys(
        ["quote-is-span", "text-hash"], "the article text is withheld"
    )
    capsys.readouterr()


def rewritten(folder, table, change, *, refresh):
    """Change a table's rows, and on request what the descriptor says of its file."""
    rows = pq.ParquetFile(folder / f"{table}.parquet").read().to_pylist()
    change(rows)
    pq.write_table(raw_table(table, rows), folder / f"{table}.parquet")
    if refresh:
        document = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        resource = next(r for r in document["resources"] if r["name"] == table)
        resource["hash"] = nkdata.content.file_hash((folder / f"{table}.parquet").read_bytes())
        (folder / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")


def test_changed_rows_are_told_from_changed_bytes(copy):
    """A rewritten file with the same rows fails by its hash alone, with other rows by both."""
    rewritten(copy, "actors", list, refresh=False)
    assert {(p.rule, p.table) for p in nkdata.verify(copy).problems} == {("file-hash", "actors")}
    assert {p.rule for p in nkdata.verify(copy, seeds=MINI).problems} == {
        "file-hash",
        "rebuilt-file",
    }
    rewritten(
        copy, "actors", lambda rows: rows[0].update(description="somebody else"), refresh=True
    )
    assert {p.rule for p in nkdata.verify(copy).problems} == {"content-hash", "package-hash"}
    assert {p.rule for p in nkdata.verify(copy, seeds=MINI).problems} == {
        "content-hash",
        "package-hash",
    } | {"rebuilt-file"}


def test_a_quote_that_is_not_its_span_is_not_verified(copy):
    """Quotes are compared with the text even where every hash was made to fit."""
    rewritten(copy, "claims", lambda rows: rows[0].update(start=rows[0]["start"] + 1), refresh=True)
    assert "quote-is-span" in {p.rule for p in nkdata.verify(copy).problems}


def test_a_package_of_other_seeds_is_not_rebuilt(copy):
    """Where the seeds give other rows, the tables whose rows moved are named."""
    document = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    next(r for r in document["resources"] if r["name"] == "claims")["contentHash"] = "sha256:0"
    (copy / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    problems = nkdata.verify(copy, seeds=MINI).problems
    assert ("rebuilt-content", "claims") in {(p.rule, p.table) for p in problems}


def test_verify_without_a_package(tmp_path, capsys):
    """An empty folder, and seeds that are none, could not be verified."""
    assert main(["verify", str(tmp_path)]) == 2
    assert main(["verify", "--rebuild", "--seeds", str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err
