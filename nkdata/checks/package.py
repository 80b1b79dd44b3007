"""The package: descriptor, files, hashes and counts, and the whole of it through frictionless with our own Parquet parser."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from nkdata.content import content_hash
from nkdata.errors import MissingExtraError, NkdataError
from nkdata.report import Problem
from nkdata.schema import TABLES, table_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

RULES = {
    # a package without resources is valid to frictionless
    "package-tables": "The descriptor names each table of the schema once, and nothing else.",
    "package-schema": "The descriptor's schemas are the ones in schemas/.",
    "file-unreadable": "Each table's file is Parquet that can be read.",
    "file-missing": "Each table's file is there.",
    "file-hash": "A file's SHA-256 is the one in the descriptor.",
    "content-hash": "A table's content hash is the one in the descriptor.",
    "row-count": "A table has as many rows as the descriptor says.",
    "frictionless": "Frictionless finds no fault with the package.",
}


def check_package(folder: Path, descriptor: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> Iterator[Problem]:
    """Yield the problems of a data package in a folder.

    ``descriptor`` is its datapackage.json, ``tables`` the tables that could be read.
    Raises MissingExtraError where frictionless is not installed.
    """
    listed = descriptor.get("resources")
    resources = [r for r in listed if isinstance(r, dict)] if isinstance(listed, list) else []
    names = [str(r.get("name")) for r in resources]
    if sorted(names) != sorted(TABLES):
        missing = ", ".join(sorted(set(TABLES) - set(names))) or "none"
        extra = ", ".join(sorted(set(names) - set(TABLES))) or "none"
        message = f"the descriptor's resources are not the tables, each once (missing: {missing}; unknown: {extra})"
        yield Problem("package-tables", message, value=len(names))
        return
    sound = True
    for resource in resources:
        for problem in _resource_problems(folder, resource, tables):
            sound = False
            yield problem
    if sound:
        yield from _frictionless(folder, descriptor)


def _resource_problems(folder: Path, resource: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> Iterator[Problem]:
    name = resource["name"]
    file = folder / f"{name}.parquet"
    if resource.get("path") != file.name or not file.is_file():
        yield Problem("file-missing", f"expected {file.name} beside the descriptor", table=name, value=resource.get("path"))
        return
    found = f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"
    if resource.get("hash") != found:
        yield Problem("file-hash", f"the file's hash is {found}: it was changed after the build", table=name, value=resource.get("hash"))
    if name in tables:
        yield from _table_problems(name, resource, tables[name])
    if resource.get("schema") != table_schema(name):
        yield Problem(
            "package-schema", "the descriptor's schema is not this version's; rebuild, or use the nkdata that built it", table=name
        )


def check_counts(descriptor: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> Iterator[Problem]:
    """Yield a problem for each table that has not as many rows as the descriptor declares."""
    for resource in descriptor["resources"]:
        if resource["name"] in tables:
            yield from _count_problems(resource["name"], resource, tables[resource["name"]])


def _count_problems(name: str, resource: Mapping[str, Any], table: pa.Table) -> Iterator[Problem]:
    if resource.get("rows") != len(table):
        yield Problem("row-count", f"the file has {len(table)} rows", table=name, value=resource.get("rows"))


def _table_problems(name: str, resource: Mapping[str, Any], table: pa.Table) -> Iterator[Problem]:
    yield from _count_problems(name, resource, table)
    try:
        found = content_hash(table)
    except NkdataError as error:
        yield Problem("content-hash", str(error), table=name)
        return
    if resource.get("contentHash") != found:
        yield Problem("content-hash", f"the content's hash is {found}", table=name, value=resource.get("contentHash"))


def _frictionless(folder: Path, descriptor: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        import frictionless
    except ImportError as error:
        raise MissingExtraError("frictionless", "checks") from error
    from nkdata.checks.parquet import registered

    try:
        with registered():
            package = frictionless.Package.from_descriptor(dict(descriptor), basepath=str(folder))
            report = package.validate()
    except frictionless.FrictionlessException as refusal:
        yield Problem("frictionless", str(refusal))
        return
    for fault in report.errors:
        yield Problem("frictionless", fault.message)
    for task in report.tasks:
        for fault in task.errors:
            cell = fault.to_dict()
            yield Problem("frictionless", fault.message, table=task.name, column=cell.get("fieldName"), value=cell.get("cell"))
