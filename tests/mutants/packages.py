"""Mistakes of the package: its files and its descriptor."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from mutants.model import Files, kind
from nkdata.content import content_hash, file_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mutants.model import World


def describe(folder: Path, *tables: str) -> None:
    """Make the descriptor say what the files are: hashes anew, counts as they were."""
    import pyarrow.parquet as pq

    def change(document: dict) -> None:
        for resource in document["resources"]:
            if resource["name"] in tables:
                file = folder / f"{resource['name']}.parquet"
                with pq.ParquetFile(file) as parquet:
                    resource["contentHash"] = content_hash(parquet.read())
                resource["hash"] = file_hash(file.read_bytes())

    _descriptor(folder, change)


def _descriptor(folder: Path, change: Callable[[dict], object]) -> None:
    file = folder / "datapackage.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    change(document)
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def _resource(document: dict, name: str) -> dict:
    return next(resource for resource in document["resources"] if resource["name"] == name)


def _edited(table: str, change: Callable[[dict], object], what: str) -> Files:
    return Files(
        lambda folder: _descriptor(folder, lambda d: change(_resource(d, table))), f"{table} {what}"
    )


@kind
def file_cut_off(world: World) -> Iterator[Files]:
    """A file broke off while it was copied."""
    for table in world.rows:
        for share in (0, 0.3, 0.9, 0.999):
            yield Files(
                lambda folder, t=table, s=share: _cut(folder / f"{t}.parquet", s),
                f"{table} {share}",
            )


def _cut(file: Path, share: float) -> None:
    raw = file.read_bytes()
    file.write_bytes(raw[: int(len(raw) * share)])


@kind
def byte_flipped(world: World) -> Iterator[Files]:
    """A bit of a file changed on the disk."""
    for table in world.rows:
        for share in (world.rng.random() for _ in range(3)):
            yield Files(lambda folder, t=table, s=share: _flip(folder / f"{t}.parquet", s), table)


def _flip(file: Path, share: float) -> None:
    raw = bytearray(file.read_bytes())
    raw[int(len(raw) * share)] ^= 1
    file.write_bytes(bytes(raw))


@kind
def file_missing(world: World) -> Iterator[Files]:
    """A file is not there."""
    yield from (
        Files(lambda folder, t=table: (folder / f"{t}.parquet").unlink(), table)
        for table in world.rows
    )


@kind
def files_exchanged(world: World) -> Iterator[Files]:
    """Two files have each other's names, and the descriptor their hashes."""

    def swap(folder: Path, one: str, two: str) -> None:
        files = [folder / f"{name}.parquet" for name in (one, two)]
        raw = [file.read_bytes() for file in files]
        for file, data in zip(files, raw[::-1], strict=True):
            file.write_bytes(data)
        describe(folder, one, two)

    for one in world.rows:
        two = world.other(world.rows, one)
        yield Files(lambda folder, a=one, b=two: swap(folder, a, b), one)


@kind
def file_of_another_format(world: World) -> Iterator[Files]:
    """A file is CSV or JSON under the name of a Parquet file."""
    for table in world.rows:
        yield Files(
            lambda folder, t=table: (folder / f"{t}.parquet").write_text(
                "a,b\n1,2\n", encoding="utf-8"
            ),
            table,
        )


@kind
def hash_in_descriptor_wrong(world: World) -> Iterator[Files]:
    """The descriptor has another hash than the file."""
    for table in world.rows:
        yield _edited(table, lambda r: r.update(hash="sha256:" + "0" * 64), "hash")
        yield _edited(
            table,
            lambda r: r.update(hash=r["hash"].removeprefix("sha256:")),
            "hash without its name",
        )
        yield _edited(table, lambda r: r.pop("hash"), "no hash")


@kind
def content_hash_in_descriptor_wrong(world: World) -> Iterator[Files]:
    """The descriptor has another content hash than the table."""
    for table in world.rows:
        yield _edited(table, lambda r: r.update(contentHash="sha256:" + "0" * 64), "content hash")
        yield _edited(table, lambda r: r.pop("contentHash"), "no content hash")


@kind
def count_in_descriptor_wrong(world: World) -> Iterator[Files]:
    """The descriptor has another number of rows than the table."""
    for table in world.rows:
        yield _edited(table, lambda r: r.update(rows=r["rows"] + 1), "rows + 1")
        yield _edited(table, lambda r: r.update(rows=str(r["rows"])), "rows as text")


@kind
def schema_in_descriptor_loosened(world: World) -> Iterator[Files]:
    """The descriptor's schema was changed so that wrong data would fit."""
    for table in world.rows:
        yield _edited(
            table,
            lambda r: (
                r["schema"]["fields"][1].pop("constraints", None) or r["schema"]["fields"].pop()
            ),
            "constraints",
        )
        yield _edited(table, lambda r: r["schema"].pop("primaryKey"), "primary key")
        yield _edited(table, lambda r: r["schema"]["fields"].pop(), "field")
        yield _edited(
            table,
            lambda r: r["schema"].update(foreignKeys=[]) or r["schema"]["fields"].reverse(),
            "foreign keys",
        )


@kind
def table_not_in_descriptor(world: World) -> Iterator[Files]:
    """The descriptor leaves a table out, or has one that does not exist."""
    for table in world.rows:
        yield Files(
            lambda f, t=table: _descriptor(f, lambda d: d["resources"].remove(_resource(d, t))),
            f"{table} lost",
        )
        yield _edited(table, lambda r: r.update(name=r["name"] + "s"), "renamed")
        yield Files(
            lambda f, t=table: _descriptor(f, lambda d: d["resources"].append({**_resource(d, t)})),
            f"{table} twice",
        )


@kind
def no_tables_in_descriptor(world: World) -> Iterator[Files]:
    """The descriptor has no resources, or none that can be read."""
    for resources in ([], None, {}, "claims", [1, 2], ["claims"]):
        yield Files(
            lambda folder, r=resources: _descriptor(folder, lambda d: d.update(resources=r)),
            str(resources),
        )


@kind
def path_in_descriptor_wrong(world: World) -> Iterator[Files]:
    """The descriptor leads to another file, or out of the folder."""
    for table in world.rows:
        for path in ("claims.csv", f"../{table}.parquet", f"/etc/{table}.parquet", None):
            yield _edited(table, lambda r, p=path: r.update(path=p), str(path))


@kind
def standard_broken(world: World) -> Iterator[Files]:
    """The descriptor has a property as the Data Package standard does not have it."""
    for broken in (
        {"licenses": "CC-BY-4.0"},
        {"sources": ["articles"]},
        {"keywords": "news"},
        {"contributors": {}},
        {"created": 2025},
    ):
        yield Files(
            lambda folder, b=broken: _descriptor(folder, lambda d: d.update(b)), str(broken)
        )


@kind
def descriptor_broken(world: World) -> Iterator[Files]:
    """The descriptor is missing or no JSON object."""
    yield Files(lambda folder: (folder / "datapackage.json").unlink(), "missing")
    for text in ("", "{", "[]", "null", "name: nkdata\n", '{"resources": '):
        yield Files(
            lambda folder, t=text: (
                (folder / "datapackage.json").write_text(t, encoding="utf-8") and None
            ),
            text,
        )


@kind
def reference_broken_in_file(world: World) -> Iterator[Files]:
    """A reference of a published file leads nowhere, and the hashes are those of that file."""
    import pyarrow.parquet as pq

    from mutants.model import arrow
    from nkdata.schema import foreign_keys

    def harm(folder: Path, table: str, column: str, at: int) -> None:
        rows = [dict(row) for row in world.rows[table]]
        rows[at][column] = "nobody"
        pq.write_table(arrow(table, rows), folder / f"{table}.parquet")
        describe(folder, table)

    for table in world.rows:
        for foreign in foreign_keys(table):
            at = world.rng.randrange(len(world.rows[table]))
            yield Files(
                lambda f, t=table, c=foreign.column, n=at: harm(f, t, c, n),
                f"{table}.{foreign.column}",
            )


def copied(package: Path, folder: Path) -> Path:
    """Return a copy of a package in a folder."""
    folder.mkdir()
    for file in package.iterdir():
        shutil.copyfile(file, folder / file.name)
    return folder
