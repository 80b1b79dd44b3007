"""The writer: the files it renders, and the folder it puts them in, whatever happens meanwhile."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import math
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from nkdata.errors import BusyError, NkdataError
from nkdata.packages import writer
from nkdata.packages.tabular import arrow_table, tabulate
from nkdata.packages.writer import system
from nkdata.schema import (
    TABLES,
    codes,
    columns,
    fields,
    foreign_keys,
    is_required,
    primary_key,
    table_schema,
)

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

DATASET = {
    "name": "sample",
    "title": "A sample | with a pipe",
    "description": "Two rows a table.",
    "version": "2026.1.0",
    "released": "2026-01-31",
    "homepage": "",
    "contributors": [{"title": "The curators", "role": "author"}],
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons",
            "path": "https://creativecommons.org/licenses/by/4.0/",
            "scope": "the annotations",
        }
    ],
    "keywords": ["sample"],
}
WORDS = {
    "text_sha256": "0" * 64,
    "language": "en",
    "country_code": "PRK",
    "url": "https://example.org/1",
    "wikidata_id": "Q1",
}
VALUES = {
    "string": '“Ünïcode”\t"quoted" \\ 김\u2028',
    "integer": 7,
    "number": 0.1,
    "boolean": False,
    "date": dt.date(2025, 8, 22),
    "datetime": dt.datetime(2025, 8, 22, 1, 2, 3, 40, tzinfo=dt.UTC),
}


def cell(table, name, row):
    """Return a cell that the schema allows: in the first row only what is required."""
    field = fields(table)[name]
    targets = {key.column: key.table for key in foreign_keys(table)}
    if name in targets:
        # A row may refer to the one before it, not to itself; the first row refers to nothing
        # unless it must.
        lonely = not is_required(table, name) or targets[name] == table
        return None if row == 0 and lonely else f"{targets[name].replace('_', '-')}-0"
    if name == primary_key(table):
        return f"{table.replace('_', '-')}-{row}"
    if row == 0 and not is_required(table, name):
        return None
    if codes(table, name):
        return list(codes(table, name))[-row]
    return "2025-08" if name.endswith("_edtf") else WORDS.get(name, VALUES[field["type"]])


def sample_rows():
    """Return two rows of every table, with sound keys."""
    rows = {
        table: [{name: cell(table, name, row) for name in columns(table)} for row in (0, 1)]
        for table in TABLES
    }
    for row, dispute in enumerate(rows["disputes"]):
        dispute["question_id"] = f"questions-{row}"
    return rows


@pytest.fixture(scope="module")
def tables():
    """Return the Arrow tables of the sample."""
    return tabulate(sample_rows())


@pytest.fixture(scope="module")
def files(tables):
    """Return the files of the sample package."""
    return writer.render(tables, DATASET)


def listed(folder):
    """Return the names in a folder, in order."""
    return sorted(path.name for path in folder.iterdir())


def snapshot(out):
    """Return the folder's files by name, or None where there is no folder."""
    return {path.name: path.read_bytes() for path in out.iterdir()} if out.exists() else None


def package(word):
    """Return three small files of the package, told apart by a word."""
    return {
        name: f"{word} {name}\n".encode() * 50
        for name in ("claims.parquet", "README.md", "datapackage.json")
    }


OLD, NEW = package("old") | {"actors.parquet": b"only in the old one"}, package("new")


# What is rendered


def test_render_makes_a_file_for_each_table_and_the_descriptor_last(files):
    """The package is one Parquet file a table, the card, croissant.json and the descriptor."""
    assert list(files) == [
        *(f"{table}.parquet" for table in TABLES),
        "README.md",
        "croissant.json",
        "datapackage.json",
    ]


def test_parquet_holds_the_rows_with_the_declared_types(tables, files):
    """What is read back equals what was rendered, schema and metadata of the fields included."""
    for table, data in tables.items():
        back = pq.ParquetFile(pa.BufferReader(files[f"{table}.parquet"])).read()
        assert back.equals(data)
        assert back.schema.equals(data.schema, check_metadata=False)
        assert [field.metadata for field in back.schema] == [
            field.metadata for field in data.schema
        ]


def test_parquet_is_packed_as_promised(files):
    """A file has one row group, snappy columns, sorted metadata, and the Arrow schema."""
    for table in TABLES:
        parquet = pq.ParquetFile(pa.BufferReader(files[f"{table}.parquet"]))
        group = parquet.metadata.row_group(0)
        assert parquet.num_row_groups == 1
        assert {group.column(i).compression for i in range(group.num_columns)} == {"SNAPPY"}
        assert b"ARROW:schema" in parquet.metadata.metadata
        own = {key.decode(): value.decode() for key, value in parquet.schema_arrow.metadata.items()}
        assert list(own) == ["content_hash", "dataset", "dataset_version", "description", "title"]
        assert own["dataset_version"] == "2026.1.0"
        assert own["title"] == table_schema(table)["title"]
        assert own["content_hash"] == writer.content_hash(parquet.read())


def test_a_flipped_bit_is_noticed(files):
    """Pages carry checksums: a damaged cell fails to read where checksums are asked for."""
    data = files["segments.parquet"]
    at = data.index(b"segments-1") + 3
    damaged = data[:at] + b"X" + data[at + 1 :]
    with pytest.raises(OSError, match="CRC"):
        pq.ParquetFile(pa.BufferReader(damaged), page_checksum_verification=True).read()


def test_render_ignores_order_of_tables_metadata_and_chunks(tables, files):
    """The order of tables and of metadata and the chunks of a table show in no byte."""
    shuffled = {}
    for name in reversed(TABLES):
        data = tables[name]
        turned = [
            field.with_metadata(dict(reversed(field.metadata.items()))) for field in data.schema
        ]
        schema = pa.schema(
            turned, metadata={"stray": "x", **dict(reversed(data.schema.metadata.items()))}
        )
        shuffled[name] = pa.concat_tables([data.slice(0, 1), data.slice(1)]).cast(schema)
    assert writer.render(shuffled, dict(reversed(DATASET.items()))) == files


def test_render_ignores_chunks_where_they_shift_pages(tables):
    """A table of several pages is packed alike whatever its chunks, which would move page ends."""
    draw = random.Random(3)
    row = tables["articles"].to_pylist()[1]
    many = [row | {"article_id": f"a-{n:05}", "text": str(draw.random()) * 40} for n in range(3000)]
    whole = arrow_table("articles", many)
    pieces = pa.concat_tables([whole.slice(0, 701), whole.slice(701)])
    name = "articles.parquet"
    assert (
        writer.render({**tables, "articles": pieces}, DATASET)[name]
        == writer.render({**tables, "articles": whole}, DATASET)[name]
    )


def test_render_is_the_same_in_another_process(files):
    """Another process with another hash seed renders the same bytes."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import hashlib, test_writer as t\n"
        "from nkdata.packages import writer\n"
        "from nkdata.packages.tabular import tabulate\n"
        "files = writer.render(tabulate(t.sample_rows()), t.DATASET)\n"
        "print(hashlib.sha256(b''.join(files.values())).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "7"},
    )
    assert run.stdout.strip() == hashlib.sha256(b"".join(files.values())).hexdigest()


def test_an_empty_required_cell_is_refused_by_name(tables):
    """A null in a required column stops the build with table, column and primary key."""
    rows = sample_rows()["claims"]
    for row in rows:
        row["statement"] = None if row["claim_id"] == "claims-1" else row["statement"]
    loose = pa.schema([pa.field(field.name, field.type) for field in tables["claims"].schema])
    bad = pa.table({name: [row[name] for row in rows] for name in columns("claims")}, schema=loose)
    with pytest.raises(NkdataError, match=r"claims\.statement \[claims-1\]: the cell is empty"):
        writer.render({**tables, "claims": bad}, DATASET)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda t: {k: v for k, v in t.items() if k != "events"}, "the table events is missing"),
        (lambda t: {**t, "event": t["events"]}, "did you mean 'events'"),
        (
            lambda t: {**t, "events": t["events"].drop_columns(["title"])},
            r"events: its columns .*\['title'\]",
        ),
        (
            lambda t: {**t, "events": t["events"].select(t["events"].column_names[::-1])},
            "look at their order",
        ),
        (lambda t: {**t, "disputes": with_low(t["disputes"], math.nan)}, "must be finite"),
    ],
)
def test_tables_that_are_no_package_are_refused(tables, spoil, message):
    """A missing, unknown or misshapen table, and a number that is none, are named in an error."""
    with pytest.raises(NkdataError, match=message):
        writer.render(spoil(tables), DATASET)


def with_low(disputes, value):
    """Return the disputes with another value in the column low."""
    return arrow_table("disputes", [row | {"low": value} for row in disputes.to_pylist()])


# Content hashes


def canonical(value):
    """Return a cell for json.dumps, as the card says: written anew here, as a check."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def hash_of(names, rows):
    """Return the content hash of rows as another engine gives them."""
    lines = [
        json.dumps(
            [canonical(value) for value in row], ensure_ascii=False, separators=(",", ":")
        ).encode()
        for row in rows
    ]
    text = b"".join(
        line + b"\n"
        for line in [json.dumps(list(names), separators=(",", ":")).encode(), *sorted(lines)]
    )
    return "sha256:" + hashlib.sha256(text).hexdigest()


@pytest.mark.parametrize("table", TABLES)
def test_other_engines_find_the_same_content_hash(tables, files, tmp_path, table):
    """Polars and DuckDB read rows from the Parquet file whose canonical hash is ours."""
    polars, duckdb = pytest.importorskip("polars"), pytest.importorskip("duckdb")
    file = tmp_path / f"{table}.parquet"
    file.write_bytes(files[file.name])
    expected = writer.content_hash(tables[table])
    frame = polars.read_parquet(file)
    relation = duckdb.read_parquet(str(file))
    assert hash_of(frame.columns, frame.rows()) == expected
    assert (
        hash_of(relation.columns, relation.order(f"{primary_key(table)} desc").fetchall())
        == expected
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1000.0, "1000"), (-12.5, "-12.5"), (0.1, "0.1"),
        (1e-6, "0.000001"), (1e-7, "1e-7"), (1.5e-9, "1.5e-9"),
        (5e-324, "5e-324"), (9007199254740992.0, "9007199254740992"),
        (295147905179352825856.0, "295147905179352830000"),
        (1e20, "100000000000000000000"), (1e21, "1e+21"), (1e23, "1e+23"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (333333333.33333329, "333333333.3333333"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_rfc_8785_writes_them(value, text):
    """A number's canonical text is JavaScript's, examples of RFC 8785 among them."""
    assert (
        writer.content_hash(pa.table({"x": [value]}))
        == "sha256:" + hashlib.sha256(f'["x"]\n[{text}]\n'.encode()).hexdigest()
    )


def test_content_hash_sees_cells_and_names_and_nothing_else(tables):
    """Order of rows, chunks and metadata change nothing; a cell, a name, a null for a text do."""
    data = tables["claims"]
    same = pa.concat_tables([data.slice(1), data.slice(0, 1)]).replace_schema_metadata({"x": "y"})
    assert writer.content_hash(same) == writer.content_hash(data)
    assert writer.content_hash(
        data.rename_columns(["id", *data.column_names[1:]])
    ) != writer.content_hash(data)
    assert writer.content_hash(data.slice(1)) != writer.content_hash(data)
    assert writer.content_hash(
        pa.table({"x": pa.array([None], pa.string())})
    ) != writer.content_hash(pa.table({"x": ["null"]}))


def test_content_hash_refuses_what_has_no_canonical_form():
    """A nested cell is an error, not an accident of its repr."""
    with pytest.raises(NkdataError, match="list cells have no canonical form"):
        writer.content_hash(pa.table({"x": [[1, 2]]}))


def test_package_hash_does_not_depend_on_the_order_of_tables():
    """The package's hash is that of its tables by name."""
    assert (
        writer.package_hash({"b": "2", "a": "1"})
        == "sha256:" + hashlib.sha256(b'["a","1"]\n["b","2"]\n').hexdigest()
    )


# The descriptor and the card


def test_descriptor_says_what_is_in_the_files(tables, files):
    """Each resource has its file's hash, row count, content hash and schema, and no bytes."""
    document = json.loads(files["datapackage.json"])
    assert [resource["name"] for resource in document["resources"]] == list(TABLES)
    for resource in document["resources"]:
        assert resource["hash"] == "sha256:" + hashlib.sha256(files[resource["path"]]).hexdigest()
        assert resource["rows"] == tables[resource["name"]].num_rows
        assert resource["contentHash"] == writer.content_hash(tables[resource["name"]])
        assert resource["schema"] == table_schema(resource["name"])
        assert (resource["format"], resource["type"], "bytes" in resource) == (
            "parquet",
            "table",
            False,
        )


def test_descriptor_is_deterministic_and_complete(tables, files):
    """Id and date follow from content and release, and an unset homepage is left out."""
    document = json.loads(files["datapackage.json"])
    assert document["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert document["created"] == "2026-01-31T00:00:00Z"
    assert document["contributors"] == [{"title": "The curators", "roles": ["author"]}]
    assert document["licenses"] == DATASET["licenses"]
    assert "homepage" not in document
    other = json.loads(
        writer.render({**tables, "disputes": with_low(tables["disputes"], 5.0)}, DATASET)[
            "datapackage.json"
        ]
    )
    assert other["id"] != document["id"]
    assert (
        json.loads(writer.render(tables, DATASET | {"released": "2026-02-01"})["datapackage.json"])[
            "id"
        ]
        == document["id"]
    )
    assert files["datapackage.json"].endswith(b"}\n")
    assert "김" in files["datapackage.json"].decode()


def test_each_article_is_a_source_with_its_rights(files):
    """The descriptor lists every article by title or id, with its address, if known, and rights."""
    sources = json.loads(files["datapackage.json"])["sources"]
    assert [source["articleId"] for source in sources] == ["articles-0", "articles-1"]
    assert sources[0]["title"] == "articles-0"
    assert sources[1]["title"] == VALUES["string"]
    assert "path" not in sources[0]
    assert sources[1]["path"] == WORDS["url"]
    assert all(source["rights"] for source in sources)


def test_card_explains_every_table_column_and_code(files):
    """The dictionary has a line for each column and code, and no pipe breaks its grids."""
    card = files["README.md"].decode()
    for table in TABLES:
        entry = card.split(f"\n### {table}\n")[1].split("\n### ")[0]
        lines = entry.split("\n")
        for name in columns(table):
            assert (
                sum(
                    line.startswith(f"| `{name}` | {fields(table)[name]['type']} |")
                    for line in lines
                )
                == 1
            )
            for value, code in codes(table, name).items():
                assert f"- `{value}`: {code['label']}" in entry
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in lines if line.startswith("|")}
        assert widths == {5}


def test_a_pipe_or_a_line_feed_does_not_break_a_grid(tables, monkeypatch):
    """A description with a pipe and a line feed stays in its cell."""
    monkeypatch.setitem(fields("claims")["claim_id"], "description", "one|two\nthree")
    card = writer.render(tables, DATASET)["README.md"].decode()
    assert "one\\|two three" in card


def test_card_states_terms_and_whether_text_is_carried(tables, files):
    """The card names both licences, and says that the articles are under neither."""
    card = files["README.md"].decode()
    assert "Apache-2.0" in card
    assert (
        "The annotations: [Creative Commons]"
        "(https://creativecommons.org/licenses/by/4.0/) (CC-BY-4.0)." in card
    )
    assert "third-party journalism" in card
    assert "leaves them out" not in card
    rows = [row | {"text": None, "body": None} for row in tables["articles"].to_pylist()]
    withheld = writer.render({**tables, "articles": arrow_table("articles", rows)}, DATASET)[
        "README.md"
    ].decode()
    assert "third-party journalism" in withheld
    assert "**This edition leaves them out**" in withheld


def test_code_on_the_card_runs(files, tmp_path, monkeypatch):
    """Each Python block of the card runs in the package's folder and loads the claims."""
    pytest.importorskip("polars")
    pytest.importorskip("duckdb")
    pytest.importorskip("mlcroissant")
    writer.install(files, tmp_path / "data")
    monkeypatch.chdir(tmp_path / "data")
    monkeypatch.setattr("nkdata.packages.reader.data_dir", lambda: tmp_path / "data")
    blocks = re.findall(r"```python\n(.*?)```", files["README.md"].decode(), re.DOTALL)
    assert len(blocks) == 5
    for block in blocks:
        names = {}
        exec(block, names)  # noqa: S102  # the card's own code
        assert len(names["claims"]) == 2


def frictionless(out):
    """Run the stock command on the package and return its exit code and report."""
    command = Path(sys.executable).with_name("frictionless")
    if not command.exists():
        pytest.skip("the frictionless command is not installed")
    run = subprocess.run(
        [command, "validate", "--json", str(out / "datapackage.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, json.loads(run.stdout)


def test_stock_frictionless_passes(files, tmp_path):
    """The stock command finds every table of the package valid."""
    writer.install(files, tmp_path / "data")
    code, report = frictionless(tmp_path / "data")
    assert (code, report["valid"], report["stats"]["errors"]) == (0, True, 0)
    assert [task["name"] for task in report["tasks"]] == list(TABLES)


def test_stock_frictionless_fails_on_broken_keys(tmp_path):
    """The stock command finds keys into another table and into the same one, and a wrong code."""
    rows = sample_rows()
    rows["claims"][0]["claimant_id"] = "nobody"
    rows["segments"][1]["duplicate_of"] = "nothing"
    rows["events"][0]["event_type"] = "PARTY"
    writer.install(writer.render(tabulate(rows), DATASET), tmp_path / "data")
    code, report = frictionless(tmp_path / "data")
    assert code == 1
    found = {(task["name"], error["type"]) for task in report["tasks"] for error in task["errors"]}
    assert found == {
        ("claims", "foreign-key"),
        ("segments", "foreign-key"),
        ("events", "constraint-error"),
    }


# The folder


@pytest.fixture(params=["exchange", "two renames"])
def way(request, monkeypatch):
    """Swap in both ways: in one step, and as on a system that has no such call."""
    if request.param == "two renames":
        monkeypatch.setattr(system, "exchange", lambda *_: False)
    elif not can_exchange():
        pytest.skip("this system cannot exchange two names in one step")
    return request.param


def can_exchange():
    """Tell whether the system has renameat2."""
    return system.renameat2() is not None


@pytest.mark.usefixtures("way")
def test_install_makes_and_replaces_the_folder(tmp_path):
    """The folder holds exactly the new files afterwards, and nothing is left beside it."""
    out = tmp_path / "deep" / "da ta"
    writer.install(OLD, out)
    assert snapshot(out) == OLD
    writer.install(NEW, out)
    assert snapshot(out) == NEW
    assert listed(out.parent) == ["da ta"]


@pytest.mark.usefixtures("way")
def test_install_takes_an_empty_folder_and_a_relative_one(tmp_path, monkeypatch):
    """An empty folder is filled, and a relative path means what it says."""
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    writer.install(NEW, Path("data"))
    assert snapshot(tmp_path / "data") == NEW


@pytest.mark.usefixtures("way")
def test_install_follows_a_symlink(tmp_path):
    """A symlink to a folder stays, and what it points to is replaced."""
    real, link = tmp_path / "elsewhere" / "real", tmp_path / "data"
    writer.install(OLD, real)
    link.symlink_to(real)
    writer.install(NEW, link)
    assert link.is_symlink()
    assert snapshot(real) == NEW


def test_modes_respect_the_umask(tmp_path):
    """Folder and files have the modes that any program would give them."""
    before = os.umask(0o027)
    try:
        writer.install(NEW, tmp_path / "data")
    finally:
        os.umask(before)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "data" / "README.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "README.md/", "index.html", "claims.csv"])
def test_a_folder_with_something_else_in_it_is_refused(tmp_path, name):
    """What the writer did not write is named and left as it is, with everything beside it."""
    out = tmp_path / "data"
    out.mkdir()
    (out / "claims.parquet").write_bytes(b"mine")
    (out / name).mkdir() if name.endswith("/") else (out / name).write_text("precious")
    with pytest.raises(NkdataError, match=re.escape(name.rstrip("/"))):
        writer.install(NEW, out)
    assert (out / "claims.parquet").read_bytes() == b"mine"
    assert len(list(out.iterdir())) == 2
    assert listed(tmp_path) == ["data"]


def test_a_file_and_a_circular_symlink_are_refused(tmp_path):
    """Where no folder can be, the error says so and nothing is touched."""
    (tmp_path / "data").write_text("precious")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("data", "loop"):
        with pytest.raises(NkdataError, match=name):
            writer.install(NEW, tmp_path / name)
    assert (tmp_path / "data").read_text() == "precious"
    assert listed(tmp_path) == ["data", "loop"]


def test_a_file_under_a_name_that_is_not_the_packages_is_refused(tmp_path):
    """Files are written under the package's names only, so that they can be replaced next time."""
    with pytest.raises(NkdataError, match=r"\.\./escape"):
        writer.install({"../escape": b""}, tmp_path / "data")
    assert listed(tmp_path) == []


def test_somebody_elses_folder_beside_it_is_left_alone(tmp_path):
    """A folder of somebody else under the name of the unfinished one stops the build."""
    aside = tmp_path / ".data.new"
    aside.mkdir()
    (aside / "precious.txt").write_text("mine")
    with pytest.raises(NkdataError, match=r"precious\.txt"):
        writer.install(NEW, tmp_path / "data")
    assert (aside / "precious.txt").read_text() == "mine"


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("call", ["mkdir", "fsync", "open"])
def test_a_failure_half_way_leaves_everything_as_it_was(tmp_path, monkeypatch, call):
    """A full disk or a refused call is one error with path and reason, and leaves no folder."""
    out = tmp_path / "data"
    writer.install(OLD, out)
    real, calls = getattr(os, call), []

    def full(*args, **kwargs):
        calls.append(args)
        # The parent is opened first, for the lock: the failure is to come later.
        if len(calls) == 2 or call == "mkdir":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, full)
    with pytest.raises(NkdataError, match=r"data.*: cannot be written \(No space left on device\)"):
        writer.install(NEW, out)
    monkeypatch.undo()
    assert snapshot(out) == OLD
    assert listed(tmp_path) == ["data"]


def test_a_write_that_the_system_refuses_names_the_file(tmp_path):
    """A real failed write (a limit on file size) names the file and leaves neither folder."""
    code = (
        CHILD
        + "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        + "install(NEW, out)"
    )
    run = child(code, tmp_path / "data")
    assert run.returncode == 1
    assert re.search(r"NkdataError: .*README\.md: cannot be written \(File too large\)", run.stderr)
    assert listed(tmp_path) == []


def test_a_second_rename_that_fails_is_undone(tmp_path, monkeypatch):
    """Where the folder is away from its place and the new one cannot follow, it is put back."""
    out = tmp_path / "data"
    writer.install(OLD, out)
    monkeypatch.setattr(system, "exchange", lambda *_: False)
    real = os.rename

    def stuck(source, target):
        if Path(source).name == ".data.new":
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(target))
        real(source, target)

    monkeypatch.setattr(os, "rename", stuck)
    with pytest.raises(NkdataError, match="data: cannot be written"):
        writer.install(NEW, out)
    assert snapshot(out) == OLD
    assert listed(tmp_path) == ["data"]


def test_a_protected_folder_is_refused(tmp_path, monkeypatch):
    """A folder that one may not write into is left alone, even where it could be renamed."""
    out = tmp_path / "data"
    writer.install(OLD, out)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(NkdataError, match=r"data: cannot be written \(Permission denied\)"):
        writer.install(NEW, out)
    assert snapshot(out) == OLD


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL, errno.EPERM])
def test_a_system_that_refuses_to_exchange_is_served_by_renames(tmp_path, monkeypatch, code):
    """Where the file system or a sandbox refuses the call, the folder is swapped all the same."""

    def refuse(*_):
        system.ctypes.set_errno(code)
        return -1

    monkeypatch.setattr(system, "renameat2", lambda: refuse)
    writer.install(OLD, tmp_path / "data")
    writer.install(NEW, tmp_path / "data")
    assert snapshot(tmp_path / "data") == NEW


def test_an_exchange_that_fails_for_another_reason_is_an_error(tmp_path, monkeypatch):
    """A folder that cannot be moved, as a mount point, is an error that names it."""

    def refuse(*_):
        system.ctypes.set_errno(errno.EBUSY)
        return -1

    writer.install(OLD, tmp_path / "data")
    monkeypatch.setattr(system, "renameat2", lambda: refuse)
    with pytest.raises(NkdataError, match=r"data: cannot be written \(Device or resource busy\)"):
        writer.install(NEW, tmp_path / "data")
    assert snapshot(tmp_path / "data") == OLD


# Killed


CHILD = """
import os, signal, sys
from pathlib import Path
from nkdata.packages.writer import install, recover, system
out = Path(sys.argv[1])
def package(word):
    names = ("claims.parquet", "README.md", "datapackage.json")
    return {name: f"{word} {name}\\n".encode() * 50 for name in names}
OLD, NEW = package("old") | {"actors.parquet": b"only in the old one"}, package("new")
"""
# Every call that changes the disk raises one of these events beforehand; so killed before each of
# them in turn, the child is seen in every state that it can leave behind.
KILLED = """
left = int(sys.argv[2])
def hook(event, args):
    global left
    touches = event in {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}
    if touches and str(out.parent) in str(args[0]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
"""
RENAMES = "system.exchange = lambda one, other: False\n"


def child(code, *args):
    """Run code in another process."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def killed_at_every_point(tmp_path, code, before, check):
    """Run the code, killed before its n-th call to the disk, for every n until it gets through."""
    for n in range(1, 200):
        out = tmp_path / str(n) / "data"
        out.parent.mkdir()
        if before:
            writer.install(before, out)
        run = child(CHILD + KILLED + code + "sys.addaudithook(hook); install(NEW, out)", out, n)
        if run.returncode == 0:
            assert snapshot(out) == NEW
            return n
        assert run.returncode == -signal.SIGKILL, run.stderr
        check(out)
        assert listed(out.parent) in (["data"], [])
    pytest.fail("the child never gets through")


def test_killed_at_any_point_the_exchanged_folder_is_old_or_new(tmp_path):
    """With the exchange the folder is whole before recovery, which leaves nothing beside it."""
    if not can_exchange():
        pytest.skip("this system cannot exchange two names in one step")
    seen = []

    def check(out):
        seen.append(snapshot(out) == NEW)
        assert snapshot(out) in (OLD, NEW)
        aside = snapshot(out.with_name(".data.new")) or {}
        assert "datapackage.json" not in aside or aside in (OLD, NEW), (
            "a part of a package has no descriptor"
        )
        writer.recover(out)
        assert snapshot(out) == (NEW if seen[-1] else OLD)

    assert killed_at_every_point(tmp_path, "", OLD, check) > 10
    assert set(seen) == {False, True}


def test_killed_at_any_point_the_renamed_folder_is_old_or_new_once_recovered(tmp_path):
    """With two renames the folder may be out of its place, and recovery puts it back whole."""
    seen = []

    def check(out):
        seen.append(out.exists())
        writer.recover(out)
        assert snapshot(out) in (OLD, NEW)

    assert killed_at_every_point(tmp_path, RENAMES, OLD, check) > 10
    assert set(seen) == {False, True}


def test_killed_at_any_point_the_first_folder_is_absent_or_whole(tmp_path):
    """Where there was no folder there is none afterwards, or the whole one."""

    def check(out):
        writer.recover(out)
        assert snapshot(out) in (None, NEW)

    assert killed_at_every_point(tmp_path, "", None, check) > 5


def test_killed_during_recovery_the_folder_is_recovered_next_time(tmp_path):
    """A recovery that is killed itself is taken up by the next one."""
    for n in range(1, 12):
        out = tmp_path / str(n) / "data"
        writer.install(OLD, out)
        out.rename(out.with_name(".data.old"))
        writer.install(NEW, out.with_name("new"))
        out.with_name("new").rename(out.with_name(".data.new"))
        code = CHILD + KILLED + "sys.addaudithook(hook); recover(out)"
        assert child(code, out, n).returncode in (0, -signal.SIGKILL)
        writer.recover(out)
        assert snapshot(out) == OLD
        assert listed(out.parent) == ["data"]


@pytest.mark.parametrize("code", ["", RENAMES])
def test_killed_at_random_moments_the_folder_is_old_or_new(tmp_path, code):
    """A process that builds over and over, killed at any moment, leaves one whole folder."""
    out, moments = tmp_path / "data", random.Random(5)
    writer.install(OLD, out)
    looping = CHILD + code + "print(flush=True)\nwhile True: install(NEW, out); install(OLD, out)"
    for _ in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", looping, str(out)], stdout=subprocess.PIPE
        ) as process:
            process.stdout.readline()
            time.sleep(moments.uniform(0, 0.03))
            process.kill()
        writer.recover(out)
        assert snapshot(out) in (OLD, NEW)
        assert listed(tmp_path) == ["data"]


# At once


@pytest.mark.usefixtures("way")
def test_a_second_build_is_told_to_wait(tmp_path, monkeypatch):
    """While one build writes, another raises BusyError, and a reader's recovery keeps quiet."""
    out, real = tmp_path / "data", os.fsync
    writer.install(OLD, out)

    def meanwhile(descriptor):
        monkeypatch.setattr(os, "fsync", real)
        with pytest.raises(BusyError, match="another build is writing"):
            writer.install(package("second"), out)
        writer.recover(out)
        assert (tmp_path / ".data.new").exists()
        real(descriptor)

    monkeypatch.setattr(os, "fsync", meanwhile)
    writer.install(NEW, out)
    assert snapshot(out) == NEW


def test_builds_at_once_end_in_one_whole_folder(tmp_path):
    """Processes that build into one folder get through or are told to wait, and none mixes."""
    out = tmp_path / "data"
    code = CHILD + (
        "from nkdata.errors import BusyError\n"
        "done = 0\n"
        "for _ in range(60):\n"
        "    try:\n        install(package(sys.argv[2]), out); done += 1\n"
        "    except BusyError: pass\n"
        "print(done)"
    )
    names = ["one", "two", "three"]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(out), name], stdout=subprocess.PIPE, text=True
        )
        for name in names
    ]
    done = [int(process.communicate(timeout=60)[0]) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert sum(done) > 0
    assert snapshot(out) in [package(name) for name in names]
    assert listed(tmp_path) == ["data"]


def test_a_reader_never_finds_the_folder_missing(tmp_path):
    """With the exchange every file that both packages have can be opened at any time."""
    if not can_exchange():
        pytest.skip("this system cannot exchange two names in one step")
    out, stop, missed = tmp_path / "data", threading.Event(), []
    writer.install(OLD, out)

    def read():
        while not stop.is_set():
            try:
                (out / "datapackage.json").read_bytes()
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for files in [NEW, OLD] * 30:
        writer.install(files, out)
    stop.set()
    reader.join()
    assert missed == []


def test_a_lock_that_cannot_be_had_is_done_without(tmp_path, monkeypatch):
    """On a file system without locks, and on a system without fcntl, the build goes on."""

    def refuse(*_):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(system.fcntl, "flock", refuse)
    writer.install(OLD, tmp_path / "data")
    monkeypatch.setattr(system, "fcntl", None)
    writer.install(NEW, tmp_path / "data")
    assert snapshot(tmp_path / "data") == NEW


def test_recover_leaves_what_is_not_ours(tmp_path):
    """A leftover that holds something else is neither deleted nor put in the folder's place."""
    for name in (".data.new", ".data.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "precious.txt").write_text("mine")
    with pytest.raises(NkdataError, match=r"precious\.txt"):
        writer.recover(tmp_path / "data")
    (tmp_path / "data").mkdir()
    writer.recover(tmp_path / "data")
    assert [
        (tmp_path / name / "precious.txt").read_text() for name in (".data.new", ".data.old")
    ] == ["mine", "mine"]


def test_recover_does_nothing_where_there_is_nothing(tmp_path):
    """Recovery of a sound folder, and of none, leaves the disk as it is."""
    writer.recover(tmp_path / "nowhere" / "data")
    writer.install(OLD, tmp_path / "data")
    writer.recover(tmp_path / "data")
    assert snapshot(tmp_path / "data") == OLD
    assert listed(tmp_path) == ["data"]


# What a rebuild would change


def test_no_differences_from_what_was_installed(files, tmp_path):
    """A folder that was just installed is what the build makes."""
    writer.install(files, tmp_path / "data")
    assert writer.differences(files, tmp_path / "data") == []


def test_every_difference_is_named_with_its_reason(tables, files, tmp_path):
    """Missing, superfluous and different files are told apart, and other rows from other bytes."""
    out = tmp_path / "data"
    writer.install(files, out)
    (out / "actors.parquet").unlink()
    (out / "notes.txt").write_text("x")
    (out / "README.md").write_text("x")
    (out / "events.parquet").write_bytes(b"PAR1")
    pq.write_table(tables["claims"], out / "claims.parquet", compression="none")
    pq.write_table(tables["segments"].slice(1), out / "segments.parquet")
    assert [re.sub(r" \(Parquet.*", "", line) for line in writer.differences(files, out)] == [
        "README.md: different",
        "actors.parquet: missing",
        "claims.parquet: same rows, only the file's bytes differ",
        "events.parquet: not a readable table",
        "notes.txt: superfluous, the build does not make it",
        "segments.parquet: different rows (1 there, 2 built)",
    ]


def test_a_missing_folder_differs_in_every_file(files, tmp_path):
    """Where nothing was built, everything is missing."""
    assert writer.differences(files, tmp_path / "data") == sorted(
        f"{name}: missing" for name in files
    )


def test_a_folder_under_a_files_name_is_a_difference(files, tmp_path):
    """A folder in the place of a file, and a file in that of the folder, are told plainly."""
    writer.install(files, tmp_path / "data")
    (tmp_path / "data" / "README.md").unlink()
    (tmp_path / "data" / "README.md").mkdir()
    assert writer.differences(files, tmp_path / "data") == ["README.md: not a file"]
    with pytest.raises(NkdataError, match="cannot be read"):
        writer.differences(files, tmp_path / "data" / "claims.parquet")
