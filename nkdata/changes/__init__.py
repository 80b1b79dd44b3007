"""Two releases of a data package, compared: rows, schemas, ids, and the new release's version.

`nkdata.versions` has the rule by which a version is raised.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nkdata.changes.ids import buried, check_ids, read_ledger, tombstones
from nkdata.changes.model import STATED, Changes, Release, TableChanges, Tombstone
from nkdata.changes.package import Package
from nkdata.changes.schemas import compare_metadata, compare_schemas
from nkdata.reports.problems import Problem
from nkdata.versions import Bump, parse_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.changes.ids import Ledger
    from nkdata.changes.package import Resource

__all__ = ["Bump", "Changes", "Package", "compare", "read_ledger"]


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
        BrokenPackageError: a table's file is missing or unreadable, or its rows have no key by
            which they can be told apart.
    """
    tables = [_table(name, old, new) for name in dict.fromkeys([*new.names, *old.names])]
    retired = buried(ledgers)
    stones = list(tombstones(tables, _release(new).version, kept or {}))
    fresh = {(stone.table, stone.id) for stone in stones}
    changes = Changes(
        _release(old),
        _release(new),
        tables,
        list(compare_metadata(old.descriptor, new.descriptor)),
        stones,
        [Tombstone(*id_, version) for id_, version in sorted(retired.items()) if id_ not in fresh],
        rewritten=old.raw != new.raw,
    )
    problems = [*_check_version(changes), *check_ids(tables, retired, kept or {})]
    return replace(changes, problems=problems)


def _release(package: Package) -> Release:
    name, version, content, created = (str(package.descriptor.get(key) or "") for key in STATED)
    return Release(package.source, name, version, content, created[:10])


def _table(name: str, old: Package, new: Package) -> TableChanges:
    if name in old.names and name in new.names:
        return _kept(old.resource(name), new.resource(name))
    is_new = name in new.names
    resource = (new if is_new else old).resource(name)
    rows = resource.table().sort_by(resource.key)
    none, count = rows.slice(0, 0), len(rows)
    if is_new:
        return TableChanges(name, "added", resource.key, (0, count), rows, none)
    return TableChanges(name, "removed", resource.key, (count, 0), none, rows)


def _kept(old: Resource, new: Resource) -> TableChanges:
    from nkdata.changes.rows import RowChanges, compare_rows

    before, after = old.table(), new.table()
    rows = RowChanges(after, before)  # with another key nothing tells which row became which
    if old.key == new.key:
        rows = compare_rows(before, after, new.key)
    return TableChanges(
        new.name,
        "kept",
        new.key,
        (len(before), len(after)),
        *rows,
        schema=tuple(compare_schemas(old, new, before.schema, after.schema)),
        rewritten=old.data != new.data,
    )


def _check_version(changes: Changes) -> Iterator[Problem]:
    old, new = changes.old, changes.new
    malformed = [release for release in (old, new) if parse_version(release.version) is None]
    for release in malformed:
        declared = f"{release.version!r} is declared" if release.version else "none is declared"
        message = f"a version has to be MAJOR.MINOR.PATCH, such as 1.4.0; {declared}"
        yield Problem("version-malformed", f"{release.source}: {message}")
    smallest = changes.smallest
    if not malformed and (parse_version(new.version) or ()) < (parse_version(smallest) or ()):
        why = f"this is a {changes.bump} change" if changes.level else "a version never goes back"
        yield Problem(
            "version-too-small",
            f"{new.source} declares {new.version} after {old.version}, and {why}; "
            f"the smallest version that would do is {smallest}",
        )
