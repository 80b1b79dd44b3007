"""The package: descriptor, files, hashes and counts, and the descriptor once more through frictionless."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from nkdata.content import content_hash
from nkdata.errors import MissingExtraError, NkdataError
from nkdata.report import About, Problem, declared
from nkdata.schema import TABLES, table_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sized
    from pathlib import Path

    import pyarrow as pa

RULES = declared(
    {
        # a package without resources is valid to frictionless
        "package-tables": About(
            "The descriptor names each table of the schema once, and nothing else.",
            "Tools load what the descriptor names: a table that it leaves out is missing for them, one named twice comes twice.",
            "completeness",
        ),
        "package-schema": About(
            "The descriptor's schemas are the ones in schemas/.",
            "Users would read columns by types, codes and explanations other than those that the rows were checked against.",
            "consistency",
        ),
        "file-unreadable": About(
            "Each table's file is Parquet that can be read.",
            "No tool can load the table, whatever the descriptor promises, and nothing in it can be checked.",
            "conformity",
        ),
        "file-missing": About(
            "Each table's file is there.",
            "The descriptor points at a file that a copy or a download has lost, and loading the table fails.",
            "completeness",
        ),
        "file-hash": About(
            "A file's SHA-256 is the one in the descriptor.",
            "A file that was changed or cut short after the build may hold rows that no rule has seen.",
            "consistency",
        ),
        "content-hash": About(
            "A table's content hash is the one in the descriptor.",
            "By this hash users tell whether two editions hold the same rows; a wrong one hides a change, or reports one that never was.",
            "consistency",
        ),
        "row-count": About(
            "A table has as many rows as the descriptor says.",
            "Rows lost on the way show nowhere else: a table with fewer of them is valid all the same.",
            "completeness",
        ),
        "frictionless": About(
            "Frictionless finds no fault with the descriptor.",
            "Data portals, and everybody who runs the standard's own validator, would refuse the package or show it as faulty.",
            "conformity",
        ),
    }
)


def check_package(folder: Path, descriptor: Mapping[str, Any], tables: Mapping[str, Sized]) -> Iterator[Problem]:
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


def _resource_problems(folder: Path, resource: Mapping[str, Any], tables: Mapping[str, Sized]) -> Iterator[Problem]:
    name = resource["name"]
    file = folder / f"{name}.parquet"
    if resource.get("path") != file.name or not file.is_file():
        yield Problem("file-missing", f"expected {file.name} beside the descriptor", table=name, value=resource.get("path"))
        return
    with file.open("rb") as raw:
        found = f"sha256:{hashlib.file_digest(raw, 'sha256').hexdigest()}"
    if resource.get("hash") != found:
        yield Problem("file-hash", f"the file's hash is {found}: it was changed after the build", table=name, value=resource.get("hash"))
    if name in tables and resource.get("rows") != len(tables[name]):
        yield Problem("row-count", f"the file has {len(tables[name])} rows", table=name, value=resource.get("rows"))
    if resource.get("schema") != table_schema(name):
        yield Problem(
            "package-schema", "the descriptor's schema is not this version's; rebuild, or use the nkdata that built it", table=name
        )


def check_content(name: str, resource: Mapping[str, Any], table: pa.Table) -> Iterator[Problem]:
    """Yield the problem of a table whose content hash is not the one that its resource states.

    It takes longer than all other checks together, and tells nothing of a table that they do not: `nkdata validate` leaves it out.
    """
    try:
        found = content_hash(table)
    except NkdataError as error:
        yield Problem("content-hash", str(error), table=name)
        return
    if resource.get("contentHash") != found:
        yield Problem("content-hash", f"the content's hash is {found}", table=name, value=resource.get("contentHash"))


def _frictionless(folder: Path, descriptor: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what frictionless finds wrong with the descriptor; it reads no row, for what it would find there is found here."""
    try:
        import frictionless
    except ImportError as error:
        raise MissingExtraError("frictionless", "checks") from error
    try:
        frictionless.Package.from_descriptor(dict(descriptor), basepath=str(folder))
    except frictionless.FrictionlessException as refusal:
        for fault in refusal.reasons or [refusal.error]:
            yield Problem("frictionless", fault.message)
