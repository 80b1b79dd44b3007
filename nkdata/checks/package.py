"""The package: descriptor, files, hashes and counts; then frictionless on the descriptor."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from nkdata.content import content_hash, file_hash, package_hash
from nkdata.errors import MissingExtraError, NkdataError
from nkdata.paths import DESCRIPTOR
from nkdata.reports.problems import Problem
from nkdata.schema import TABLES, table_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sized
    from pathlib import Path

    import pyarrow as pa


def check_package(
    folder: Path, descriptor: Mapping[str, Any], tables: Mapping[str, Sized]
) -> Iterator[Problem]:
    """Yield the problems of a data package in a folder.

    ``descriptor`` is its datapackage.json, ``tables`` the tables that could be read.
    Raises MissingExtraError where frictionless is not installed.
    """
    resources = _resources(descriptor)
    names = [str(r.get("name")) for r in resources]
    if sorted(names) != sorted(TABLES):
        missing = ", ".join(sorted(set(TABLES) - set(names))) or "none"
        extra = ", ".join(sorted(set(names) - set(TABLES))) or "none"
        difference = f"missing: {missing}; unknown: {extra}"
        message = f"the descriptor's resources are not the tables, each once ({difference})"
        yield Problem("package-tables", message, value=len(names))
        return
    sound = True
    for resource in resources:
        for problem in _resource_problems(folder, resource, tables):
            sound = False
            yield problem
    if sound:
        yield from _frictionless(folder, descriptor)


def _resources(descriptor: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = descriptor.get("resources")
    return (
        [resource for resource in listed if isinstance(resource, dict)]
        if isinstance(listed, list)
        else []
    )


def _resource_problems(
    folder: Path, resource: Mapping[str, Any], tables: Mapping[str, Sized]
) -> Iterator[Problem]:
    name = resource["name"]
    for problem in _file_problems(folder / f"{name}.parquet", resource, name):
        yield problem
        if problem.rule == "file-missing":  # nothing more can be said of it
            return
    yield from count_problems(resource, tables)
    if resource.get("schema") != table_schema(name):
        yield Problem(
            "package-schema",
            "the descriptor's schema is not this version's; "
            "rebuild, or use the nkdata that built it",
            table=name,
        )


def count_problems(resource: Mapping[str, Any], tables: Mapping[str, Sized]) -> Iterator[Problem]:
    """Yield a problem where a table has not as many rows as its resource declares."""
    name = resource["name"]
    if name in tables and resource.get("rows") != len(tables[name]):
        yield Problem(
            "row-count",
            f"the file has {len(tables[name])} rows",
            table=name,
            value=resource.get("rows"),
        )


def _frictionless(folder: Path, descriptor: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what frictionless finds wrong with the descriptor.

    It reads no rows: the checks here find what it would find in them.
    """
    try:
        import frictionless
    except ImportError as error:
        raise MissingExtraError("frictionless", "checks") from error
    try:
        frictionless.Package.from_descriptor(dict(descriptor), basepath=str(folder))
    except frictionless.FrictionlessException as refusal:
        for fault in refusal.reasons or [refusal.error]:
            yield Problem("frictionless", fault.message)


def check_integrity(
    folder: Path, descriptor: Mapping[str, Any], tables: Mapping[str, pa.Table]
) -> Iterator[Problem]:
    """Yield a problem for each file or table that is not, by its hash, the published one."""
    resources = {str(resource.get("name")): resource for resource in _resources(descriptor)}
    found: dict[str, str] = {}
    for table in TABLES:
        yield from _file_problems(folder / f"{table}.parquet", resources.get(table, {}), table)
        if table in tables:
            yield from _content_problems(table, resources.get(table, {}), tables[table], found)
    if descriptor.get("contentHash") != package_hash(found):
        yield Problem(
            "package-hash",
            f"the tables' content hashes give {package_hash(found)}",
            value=descriptor.get("contentHash"),
        )


def _file_problems(file: Path, resource: Mapping[str, Any], table: str) -> Iterator[Problem]:
    if resource.get("path") != file.name or not file.is_file():
        yield Problem(
            "file-missing",
            f"expected {file.name} beside the descriptor",
            table=table,
            value=resource.get("path"),
        )
    elif resource.get("hash") != (digest := _digest(file)):
        yield Problem(
            "file-hash",
            f"the file's hash is {digest}: it was changed after the build",
            table=table,
            value=resource.get("hash"),
        )


def _digest(file: Path) -> str:
    with file.open("rb") as raw:
        return f"sha256:{hashlib.file_digest(raw, 'sha256').hexdigest()}"


def _content_problems(
    table: str, resource: Mapping[str, Any], data: pa.Table, found: dict[str, str]
) -> Iterator[Problem]:
    try:
        found[table] = content_hash(data)
    except NkdataError as error:
        yield Problem("content-hash", str(error), table=table)
        return
    if resource.get("contentHash") != found[table]:
        yield Problem(
            "content-hash",
            f"the content's hash is {found[table]}",
            table=table,
            value=resource.get("contentHash"),
        )


def compare_builds(
    published: Mapping[str, Any], files: Mapping[str, bytes], folder: Path
) -> Iterator[Problem]:
    """Yield a problem for each table or file that a build from the seeds gives otherwise.

    Tables are compared by their rows. Where these are the same, files are compared by their bytes.

    Args:
        published: the descriptor of the package in ``folder``.
        files: every file of the build, by name.
        folder: where the published files are.
    """
    before, after = map(_content_hashes, (published, json.loads(files[DESCRIPTOR])))
    moved = {table for table in after if before.get(table) != after[table]}
    for table in sorted(moved):
        message = (
            f"the rows differ: the seeds give {after[table]}; `nkdata diff` shows what changed"
        )
        yield Problem("rebuilt-content", message, table=table, value=before.get(table))
    for name, data in files.items():
        table, _, suffix = name.partition(".")
        if not (folder / name).is_file():
            yield Problem("rebuilt-file", f"{name} is missing")
        elif (folder / name).read_bytes() != data and table not in moved:
            message = f"{name} has other bytes: the seeds give {file_hash(data)}"
            is_table = suffix == "parquet"
            same = "; its rows are the same: another version of nkdata or pyarrow wrote it"
            message += same if is_table else ""
            yield Problem("rebuilt-file", message, table=table if is_table else None)


def _content_hashes(descriptor: Mapping[str, Any]) -> dict[str, str]:
    return {resource["name"]: resource["contentHash"] for resource in descriptor["resources"]}
