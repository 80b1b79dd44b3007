"""A data package as it is compared: what its descriptor says, and its tables as Arrow.

The descriptor may be that of any release, not only of today's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nkdata.errors import BrokenPackageError
from nkdata.paths import DESCRIPTOR, climbs

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

_NEEDED = "and rows are told apart by it"


@dataclass(frozen=True, slots=True)
class Resource:
    """One table of a package: its name, what the descriptor says of it, and its file's bytes."""

    name: str
    path: str
    source: str
    about: dict[str, Any]
    data: bytes

    @property
    def schema(self) -> dict[str, Any]:
        """The Table Schema."""
        return dict(self.about["schema"])

    @property
    def fields(self) -> dict[str, dict[str, Any]]:
        """The fields by name, in order."""
        return {field["name"]: field for field in self.schema["fields"]}

    @property
    def key(self) -> str:
        """The name of the primary key column."""
        match self.schema.get("primaryKey"):
            case str(key) | [str(key)] if key in self.fields:
                return key
        raise self.fault(f"the schema names no single primary key column, {_NEEDED}")

    def table(self) -> pa.Table:
        """Return the rows, dictionaries decoded.

        Raises:
            BrokenPackageError: the file is not readable Parquet, has other columns than the schema,
                or has a key that is empty or stands twice.
        """
        table = self._parsed()
        if table.column_names != list(self.fields):
            odd = sorted(set(table.column_names) ^ set(self.fields)) or "their order"
            raise self.fault(f"its columns are not those of its schema; look at {odd}")
        self._check_keys(table.column(self.key))
        return table

    def _parsed(self) -> pa.Table:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            data = pa.BufferReader(self.data)
            return _decoded(pq.read_table(data, page_checksum_verification=True))
        except (pa.ArrowException, OSError) as error:
            raise self.fault(f"not a readable Parquet file ({error})") from error

    def _check_keys(self, keys: pa.ChunkedArray) -> None:
        import pyarrow.compute as pc

        faulty = ""
        if keys.null_count:
            faulty = f"is empty in {keys.null_count} rows"
        elif pc.count_distinct(keys).as_py() != len(keys):
            counts = keys.value_counts()
            twice = counts.filter(pc.greater(counts.field("counts"), 1))[0]
            faulty = f"{twice['values'].as_py()!r} stands in {twice['counts']} rows"
        if faulty:
            raise self.fault(f"{self.key} {faulty}, {_NEEDED}; run `nkdata validate`")

    def fault(self, message: str) -> BrokenPackageError:
        """Return an error about this table's file."""
        return BrokenPackageError(f"{self.source}: {self.path}: {message}")


def _decoded(table: pa.Table) -> pa.Table:
    from pyarrow import schema, types

    plain = [
        field.with_type(field.type.value_type) if types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table.cast(schema(plain))


class Package:
    """A data package: its descriptor, and its tables by name."""

    def __init__(self, source: str, read: Callable[[str], bytes]) -> None:
        """Read the descriptor, and each table's file through ``read`` once it is asked for.

        Raises:
            BrokenPackageError: the descriptor is missing, is no JSON, or describes no tables.
        """
        self.source = source
        self._read = read
        self.raw = read(DESCRIPTOR)
        self.descriptor = self._parse()
        self._resources = self._described()
        self.names = list(self._resources)

    def resource(self, name: str) -> Resource:
        """Return a table with its file; raises BrokenPackageError where it cannot be read."""
        about = self._resources[name]
        return Resource(name, about["path"], self.source, about, self._read(about["path"]))

    def _fault(self, message: str) -> BrokenPackageError:
        return BrokenPackageError(f"{self.source}: {DESCRIPTOR}: {message}")

    def _parse(self) -> dict[str, Any]:
        try:
            document = json.loads(self.raw)
        except (ValueError, RecursionError) as error:
            raise self._fault(f"the descriptor is not JSON ({error})") from error
        if not isinstance(document, dict):
            raise self._fault("the descriptor is not a JSON object")
        return document

    def _described(self) -> dict[str, Any]:
        resources = self.descriptor.get("resources")
        if not isinstance(resources, list) or not resources:
            raise self._fault("it lists no resources, so there are no tables to compare")
        described: dict[str, Any] = {}
        for about in resources:
            if flaw := _flaw(about):
                raise self._fault(flaw)
            if about["name"] in described:
                raise self._fault(f"two resources have the name {about['name']!r}")
            described[about["name"]] = about
        return described


def _flaw(about: dict[str, Any]) -> str | None:
    """Return why a resource cannot be compared, None where it can."""
    if not _is_named(about):
        return "a resource has no name"
    name, path = about["name"], about.get("path")
    if not isinstance(path, str) or not path.endswith(".parquet"):
        only = "and only those are compared"
        return f"the resource {name!r} is not a Parquet file (its path is {path!r}), {only}"
    if climbs(path):
        leads = "climbs out of the package; it must stay inside"
        return f"the path {path!r} of the resource {name!r} {leads}"
    match about.get("schema"):
        case {"fields": [*fields]} if all(map(_is_named, fields)):
            return None
    return f"the resource {name!r} has no schema with named fields"


def _is_named(field: object) -> bool:
    return isinstance(field, dict) and isinstance(field.get("name"), str)
