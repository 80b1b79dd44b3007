"""Schemas compared: columns, codes, constraints, keys and words.

Each change states the bump that it asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nkdata.changes.model import SchemaChange
from nkdata.changes.schema_words import KINDS
from nkdata.versions import Bump

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    import pyarrow as pa

    from nkdata.changes.package import Resource

    Field = Mapping[str, Any]

_LOWER = frozenset({"minimum", "exclusiveMinimum", "minLength"})
_UPPER = frozenset({"maximum", "exclusiveMaximum", "maxLength"})
_SWITCHES = frozenset({"required", "unique"})
_COMPARED = frozenset({"name", "type", "format", "constraints", "categories"})
"""Properties of a field that are compared by their meaning; the others are words about it."""
_KEYS = ("foreignKeys", "uniqueKeys")
_SINGLE_KEYS = ("primaryKey", "missingValues", "fieldsMatch")
_OWN = frozenset({"name", "path", "hash", "contentHash", "bytes", "rows", "schema"})
"""Properties of a resource that follow from its file, or are compared on their own."""
_FOLLOWING = frozenset(
    {"version", "created", "id", "contentHash", "resources", "sources", "hash", "bytes"}
)
"""Properties of a package that follow from its tables and its release."""


def compare_schemas(
    old: Resource, new: Resource, before: pa.Schema, after: pa.Schema
) -> Iterator[SchemaChange]:
    """Yield what changed in a table's schema, its columns first."""
    yield from _columns(old.fields, new.fields)
    for name, field in new.fields.items():
        if earlier := old.fields.get(name):
            yield from _types(name, earlier, field, before.field(name).type, after.field(name).type)
            yield from _constraints(name, earlier, field)
            yield from _codes(name, earlier, field)
            yield from _words(name, earlier, field, _COMPARED)
    yield from _keys(old.schema, new.schema)
    yield from _words(None, old.schema, new.schema, {"fields", "name", *_KEYS, *_SINGLE_KEYS})
    yield from _words(None, old.about, new.about, _OWN)


def compare_metadata(old: Field, new: Field) -> Iterator[SchemaChange]:
    """Yield what changed in the package's own properties.

    Another name makes it another package; all else is words.
    """
    for change in _words(None, old, new, _FOLLOWING):
        renamed = change.note == "name"
        yield change._replace(kind="renamed", bump=Bump.MAJOR) if renamed else change


def _change(
    kind: str, column: str | None, old: object = None, new: object = None, note: object = ""
) -> SchemaChange:
    return SchemaChange(kind, KINDS[kind][0], column, old, new, str(note))


def _moved(old: Collection[Any], new: Collection[Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield what only one of the two holds: ``added`` or ``removed``, and its old and new side."""
    yield from (("added", None, item) for item in new if item not in old)
    yield from (("removed", item, None) for item in old if item not in new)


def _differing(old: Field, new: Field, names: Iterable[str]) -> Iterator[tuple[str, Any, Any]]:
    """Yield each name under which the two differ, with both values, None where there is none."""
    sides = ((name, old.get(name), new.get(name)) for name in names)
    yield from (side for side in sides if side[1] != side[2])


def _words(
    column: str | None, old: Field, new: Field, left_out: Collection[str]
) -> Iterator[SchemaChange]:
    for name, before, after in _differing(old, new, {**old, **new}):
        if name not in left_out:
            yield _change("described", column, before, after, name)


# -- columns


def _columns(old: Mapping[str, Field], new: Mapping[str, Field]) -> Iterator[SchemaChange]:
    for what, before, after in _moved(old, new):
        if what == "removed":
            yield _change("column-removed", before, old[before].get("type"))
        else:
            yield _added(after, new[after])
    earlier, later = [name for name in old if name in new], [name for name in new if name in old]
    if earlier != later:
        yield _change("columns-reordered", None, earlier, later)


def _added(name: str, field: Field) -> SchemaChange:
    required = bool(_limits(field).get("required"))
    note = f"{'required' if required else 'optional'} {field.get('type', 'string')}"
    change = _change("column-added", name, None, field.get("type"), note)
    return change._replace(bump=Bump.MAJOR) if required else change


def _types(
    name: str, old: Field, new: Field, before: pa.DataType, after: pa.DataType
) -> Iterator[SchemaChange]:
    kinds = {"type": "column-retyped", "format": "column-reformatted"}
    for key, earlier, later in _differing(old, new, kinds):
        yield _change(kinds[key], name, earlier, later)
    if before != after and old.get("type") == new.get("type"):
        change = _change("column-stored", name, str(before), str(after), "as Parquet stores it")
        same = _family(before) == _family(after)
        yield change if same else change._replace(bump=Bump.MAJOR)


def _family(kind: pa.DataType) -> str:
    """Return what a reader of the cells takes a type for, whatever its width in the file."""
    from pyarrow import types

    families = {
        types.is_string: "string",
        types.is_large_string: "string",
        types.is_string_view: "string",
        types.is_integer: "integer",
        types.is_floating: "number",
        types.is_date: "date",
        types.is_timestamp: f"timestamp {getattr(kind, 'tz', None)}",
    }
    return next((family for holds, family in families.items() if holds(kind)), str(kind))


# -- constraints and codes


def _limits(field: Field) -> dict[str, Any]:
    """Return the constraints of a field; what is switched off is none."""
    given = field.get("constraints")
    limits = given.items() if isinstance(given, dict) else ()
    return {name: value for name, value in limits if value or name not in _SWITCHES}


def _constraints(name: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    before, after = _limits(old), _limits(new)
    names = before.keys() | after.keys()
    if old.get("categories") and new.get("categories"):
        names -= {"enum"}  # it is made from the codes, and those are compared
    for limit, earlier, later in _differing(before, after, sorted(names)):
        what = "loosened" if _loosened(limit, earlier, later) else "tightened"
        yield _change(f"constraint-{what}", name, earlier, later, limit)


def _loosened(limit: str, old: object, new: object) -> bool:
    """Tell whether every value that was allowed still is; False where that cannot be told."""
    match old, new:
        case _, None:
            return True
        case list(), list():
            return limit == "enum" and all(value in new for value in old)
        case int() | float(), int() | float():
            return (limit in _LOWER and new < old) or (limit in _UPPER and new > old)
    return False


def _codes(name: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    before, after = _categories(old), _categories(new)
    if not before or not after:
        if before != after:  # the enumeration among the constraints says whether that is looser
            kind = "codes-explained" if after else "codes-unexplained"
            yield _change(kind, name, note=f"{len(before or after)} codes")
        return
    for what, gone, added in _moved(before, after):
        entry = before[gone] if what == "removed" else after[added]
        yield _change(f"code-{what}", name, gone, added, entry.get("label") or "")
    for code in (code for code in after if code in before):
        (label, facts), (new_label, new_facts) = map(_explained, (before[code], after[code]))
        if label != new_label:
            yield _change("code-explained", name, label, new_label, code)
        if facts != new_facts:
            yield _change("code-bound", name, facts, new_facts, code)


def _explained(entry: Field) -> tuple[Any, Field]:
    """Return a code's label, and its other properties."""
    return entry.get("label"), {key: entry[key] for key in entry if key != "label"}


def _categories(field: Field) -> dict[object, Field]:
    given = field.get("categories")
    entries = given if isinstance(given, list) else []
    codes = (entry if isinstance(entry, dict) else {"value": entry} for entry in entries)
    return {_hashable(code.get("value")): code for code in codes}


def _hashable(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


# -- keys


def _keys(old: Field, new: Field) -> Iterator[SchemaChange]:
    for name in _KEYS:
        keys, new_keys = (
            [_reference(key, side) for key in _listed(side.get(name))] for side in (old, new)
        )
        for what, before, after in _moved(keys, new_keys):
            yield _change(f"key-{what}", None, before, after, name)
    lists, new_lists = (
        {name: _listed(side[name]) for name in _SINGLE_KEYS if name in side} for side in (old, new)
    )
    for name, before, after in _differing(lists, new_lists, _SINGLE_KEYS):
        yield _change("key-changed", None, before, after, name)


def _reference(key: object, schema: Field) -> object:
    """Return a key in one form: fields as a list, and the table that it refers to by its name."""
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
