"""Two releases of a data package, compared: rows, schemas, ids, and whether the new version says what changed.

`nkdata.versions` has the rule by which a version is raised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.changes.ids import buried, check_ids, read_ledger, tombstones
from nkdata.changes.model import (
    Cell,
    Cells,
    Changes,
    Release,
    SchemaChange,
    TableChanges,
    Tombstone,
)
from nkdata.changes.package import Package
from nkdata.changes.rows import compare_rows
from nkdata.changes.schemas import compare_metadata, compare_schemas
from nkdata.reports.problems import Problem
from nkdata.versions import Bump, parse_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nkdata.changes.ids import Ledger

__all__ = [
    "Bump",
    "Cell",
    "Cells",
    "Changes",
    "Package",
    "Release",
    "SchemaChange",
    "TableChanges",
    "Tombstone",
    "compare",
    "read_ledger",
]


def compare(
    old: Package, new: Package, ledgers: Sequence[Ledger] = (), kept: Ledger | None = None
) -> Changes:
    """Compare two data packages.

    Args:
        old: the earlier one.
        new: the later one.
        ledgers: what is known of ids that were retired before.
        kept: the ledger beside NEW, in which every id that vanished has to be retired.

    Raises:
        BrokenPackageError: a table's file is missing or unreadable, or its rows have no key to be told apart by.
    """
    names = [*new.names, *(name for name in old.names if name not in new.names)]
    tables = [_table(name, old, new) for name in names]
    releases = _release(old), _release(new)
    before = buried(ledgers)
    stones = list(tombstones(tables, releases[1].version, kept or {}))
    fresh = {(stone.table, stone.id) for stone in stones}
    older = [
        Tombstone(*key, version) for key, version in sorted(before.items()) if key not in fresh
    ]
    changes = Changes(
        *releases,
        tables,
        list(compare_metadata(old.descriptor, new.descriptor)),
        stones,
        older,
        rewritten=old.raw != new.raw,
    )
    problems = [*_check_version(changes), *check_ids(tables, before, kept or {})]
    return Changes(**{**vars(changes), "problems": problems})


def _release(package: Package) -> Release:
    about: Mapping[str, object] = package.descriptor
    name, version, content, day = (
        str(about.get(key) or "") for key in ("name", "version", "contentHash", "created")
    )
    return Release(package.source, name, version, content, day[:10])


def _table(name: str, old: Package, new: Package) -> TableChanges:
    if name not in old.names:
        resource = new.resource(name)
        rows = resource.table()
        return TableChanges(
            name,
            "added",
            resource.key,
            (0, len(rows)),
            rows.sort_by(resource.key),
            rows.slice(0, 0),
        )
    if name not in new.names:
        resource = old.resource(name)
        rows = resource.table()
        return TableChanges(
            name,
            "removed",
            resource.key,
            (len(rows), 0),
            rows.slice(0, 0),
            rows.sort_by(resource.key),
        )
    one, other = old.resource(name), new.resource(name)
    before, after = one.table(), other.table()
    schema = tuple(compare_schemas(one, other, before.schema, after.schema))
    counts, rewritten = (len(before), len(after)), one.data != other.data
    if one.key != other.key:  # nothing tells which row became which
        return TableChanges(
            name, "kept", other.key, counts, after, before, schema=schema, rewritten=rewritten
        )
    rows = compare_rows(before, after, one.key)
    return TableChanges(
        name,
        "kept",
        one.key,
        counts,
        rows.added,
        rows.removed,
        rows.edits,
        rows.filled,
        rows.dropped,
        schema,
        rewritten,
    )


def _check_version(changes: Changes) -> Iterator[Problem]:
    old, new = changes.old, changes.new
    malformed = [release for release in (old, new) if parse_version(release.version) is None]
    for release in malformed:
        declared = (
            f"{release.version!r} is no version" if release.version else "no version is declared"
        )
        yield Problem(
            "version-malformed",
            f"{release.source}: {declared}; it has to be MAJOR.MINOR.PATCH, such as 1.4.0",
        )
    if malformed:
        return
    smallest = changes.smallest
    if (parse_version(new.version) or ()) < (parse_version(smallest) or ()):
        asked = f"this is a {changes.bump} change" if changes.level else "a version never goes back"
        message = f"{new.source} declares {new.version} after {old.version}, and {asked}; the smallest version that would do is {smallest}"
        yield Problem("version-too-small", message)
