"""Schemas compared: columns, codes, constraints, keys and words, each change with the bump that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nkdata.changes.model import SchemaChange
from nkdata.versions import Bump

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from nkdata.changes.package import Resource

    Field = Mapping[str, Any]

_UPWARDS = frozenset({"minimum", "exclusiveMinimum", "minLength"})
_DOWNWARDS = frozenset({"maximum", "exclusiveMaximum", "maxLength"})
_SWITCHES = frozenset({"required", "unique"})
_MEANT = frozenset({"name", "type", "format", "constraints", "categories"})
"""Properties of a field that are compared by what they mean; the others are words about it."""
_KEYS = ("primaryKey", "foreignKeys", "uniqueKeys", "missingValues", "fieldsMatch")
_OWN = frozenset({"name", "path", "hash", "contentHash", "bytes", "rows", "schema"})
"""Properties of a resource that follow from its file, or are compared on their own."""


def compare_schemas(
    old: Resource, new: Resource, before: pa.Schema, after: pa.Schema
) -> Iterator[SchemaChange]:
    """Yield what changed in a table's schema, its columns first."""
    common = [name for name in new.fields if name in old.fields]
    for name in new.fields:
        if name not in old.fields:
            yield _added(name, new.fields[name])
    for name in old.fields:
        if name not in new.fields:
            yield SchemaChange("column-removed", Bump.MAJOR, name, old=old.fields[name].get("type"))
    earlier = [name for name in old.fields if name in new.fields]
    if common != earlier:
        yield SchemaChange("columns-reordered", Bump.MAJOR, old=earlier, new=common)
    for name in common:
        yield from _types(
            name,
            old.fields[name],
            new.fields[name],
            before.field(name).type,
            after.field(name).type,
        )
        yield from _constraints(name, old.fields[name], new.fields[name])
        yield from _codes(name, old.fields[name], new.fields[name])
        yield from _words(name, old.fields[name], new.fields[name], _MEANT)
    yield from _keys(old.schema, new.schema)
    yield from _words(None, old.schema, new.schema, {"fields", "name", *_KEYS})
    yield from _words(None, old.about, new.about, _OWN)


def _added(name: str, field: Field) -> SchemaChange:
    required = bool(_limits(field).get("required"))
    kind = f"{'required' if required else 'optional'} {field.get('type', 'string')}"
    return SchemaChange(
        "column-added",
        Bump.MAJOR if required else Bump.MINOR,
        name,
        new=field.get("type"),
        note=kind,
    )


def _limits(field: Field) -> Mapping[str, Any]:
    limits = field.get("constraints")
    return limits if isinstance(limits, dict) else {}


# -- types


def _types(
    name: str, old: Field, new: Field, before: pa.DataType, after: pa.DataType
) -> Iterator[SchemaChange]:
    for kind, key in (("column-retyped", "type"), ("column-reformatted", "format")):
        if old.get(key) != new.get(key):
            yield SchemaChange(kind, Bump.MAJOR, name, old.get(key), new.get(key))
    if before != after and old.get("type") == new.get("type"):
        bump = Bump.PATCH if _family(before) == _family(after) else Bump.MAJOR
        yield SchemaChange(
            "column-stored", bump, name, str(before), str(after), note="as Parquet stores it"
        )


def _family(kind: pa.DataType) -> str:
    """Return what a reader of the cells takes a type for, however wide its numbers or offsets are stored."""
    from pyarrow import types

    families = {
        "string": types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_string_view(kind),
        "integer": types.is_integer(kind),
        "number": types.is_floating(kind),
        "date": types.is_date(kind),
    }
    zone = f"timestamp {kind.tz}" if types.is_timestamp(kind) else str(kind)
    return next((family for family, holds in families.items() if holds), zone)


# -- constraints and codes


def _constraints(name: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    before, after = dict(_limits(old)), dict(_limits(new))
    if old.get("categories") and new.get(
        "categories"
    ):  # the enumeration is made from the codes, and they are compared
        before.pop("enum", None)
        after.pop("enum", None)
    for limit in sorted(before.keys() | after.keys()):
        one, other = before.get(limit), after.get(limit)
        if one != other and not (limit in _SWITCHES and bool(one) == bool(other)):
            loose = _loosened(limit, one, other)
            yield SchemaChange(
                f"constraint-{'loosened' if loose else 'tightened'}",
                Bump.MINOR if loose else Bump.MAJOR,
                name,
                one,
                other,
                limit,
            )


def _loosened(limit: str, old: object, new: object) -> bool:
    """Tell whether every value that was allowed still is; of a constraint that says nothing of it, that it is not."""
    if old is None or new is None:
        return new is None
    if limit in _SWITCHES:
        return not new
    if isinstance(old, list) and isinstance(new, list):
        return limit == "enum" and all(value in new for value in old)
    if not (isinstance(old, int | float) and isinstance(new, int | float)):
        return False
    return (limit in _UPWARDS and new < old) or (limit in _DOWNWARDS and new > old)


def _codes(name: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    before, after = _categories(old), _categories(new)
    if not before or not after:
        if before != after:  # the enumeration among the constraints says whether that is looser
            yield SchemaChange(
                "codes-explained" if after else "codes-unexplained",
                Bump.PATCH,
                name,
                note=f"{len(before or after)} codes",
            )
        return
    for code in after:
        if code not in before:
            yield SchemaChange(
                "code-added", Bump.MINOR, name, new=code, note=str(after[code].get("label") or "")
            )
    for code in before:
        if code not in after:
            yield SchemaChange(
                "code-removed",
                Bump.MAJOR,
                name,
                old=code,
                note=str(before[code].get("label") or ""),
            )
    for code in (code for code in after if code in before):
        one, other = before[code], after[code]
        if one.get("label") != other.get("label"):
            yield SchemaChange(
                "code-explained",
                Bump.PATCH,
                name,
                one.get("label"),
                other.get("label"),
                note=str(code),
            )
        facts = [
            {key: value for key, value in side.items() if key != "label"} for side in (one, other)
        ]
        if facts[0] != facts[1]:
            yield SchemaChange("code-bound", Bump.MAJOR, name, facts[0], facts[1], note=str(code))


def _categories(field: Field) -> dict[object, Mapping[str, Any]]:
    given = field.get("categories")
    listed = (
        [entry if isinstance(entry, dict) else {"value": entry} for entry in given]
        if isinstance(given, list)
        else []
    )
    return {_plain(entry.get("value")): entry for entry in listed}


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


# -- keys and words


def _keys(old: Field, new: Field) -> Iterator[SchemaChange]:
    for name in ("foreignKeys", "uniqueKeys"):
        before, after = (
            [_reference(key, side) for key in _listed(side.get(name))] for side in (old, new)
        )
        for key in after:
            if key not in before:
                yield SchemaChange("key-added", Bump.MAJOR, new=key, note=name)
        for key in before:
            if key not in after:
                yield SchemaChange("key-removed", Bump.MINOR, old=key, note=name)
    for name in ("primaryKey", "missingValues", "fieldsMatch"):
        one, other = (_listed(side[name]) if name in side else None for side in (old, new))
        if one != other:
            yield SchemaChange("key-changed", Bump.MAJOR, old=one, new=other, note=name)


def _reference(key: object, schema: Field) -> object:
    """Return a key in one form: a list of fields, and a table that refers to itself named as it is."""
    if not isinstance(key, dict) or not isinstance(key.get("reference"), dict):
        return key
    aim = key["reference"]
    return {
        "fields": _listed(key.get("fields")),
        "resource": aim.get("resource") or schema.get("name"),
        "to": _listed(aim.get("fields")),
    }


def _listed(value: object) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _words(
    column: str | None, old: Field, new: Field, passed_over: frozenset[str] | set[str]
) -> Iterator[SchemaChange]:
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in passed_over and old.get(name) != new.get(name):
            yield SchemaChange(
                "described", Bump.PATCH, column, old.get(name), new.get(name), note=name
            )


# -- the package as a whole

_FOLLOWING = frozenset(
    {"version", "created", "id", "contentHash", "resources", "sources", "hash", "bytes"}
)
"""What follows from the tables and the release, and is no change of its own."""


def compare_metadata(old: Field, new: Field) -> Iterator[SchemaChange]:
    """Yield what changed in the package's own properties: another name is another package, all else is words."""
    for change in _words(None, old, new, _FOLLOWING):
        yield (
            SchemaChange("renamed", Bump.MAJOR, None, change.old, change.new, "name")
            if change.note == "name"
            else change
        )
