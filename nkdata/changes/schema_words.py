"""The kinds of changes of a schema: the bump that each asks for, and its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.changes.words import cut, shown
from nkdata.versions import Bump

if TYPE_CHECKING:
    from nkdata.changes.model import SchemaChange

_LONGEST = 100
KINDS = {
    "column-added": (Bump.MINOR, "{column}: added, {note}"),
    "column-removed": (Bump.MAJOR, "{column}: removed, it was {old}"),
    "columns-reordered": (Bump.MAJOR, "columns reordered: {new}"),
    "column-retyped": (Bump.MAJOR, "{column}: type {old} -> {new}"),
    "column-reformatted": (Bump.MAJOR, "{column}: format {old} -> {new}"),
    "column-stored": (Bump.PATCH, "{column}: stored as {old} -> {new}"),
    "constraint-loosened": (Bump.MINOR, "{column}: {note} loosened, {old} -> {new}"),
    "constraint-tightened": (Bump.MAJOR, "{column}: {note} tightened, {old} -> {new}"),
    "codes-explained": (Bump.PATCH, "{column}: its values are explained, {note}"),
    "codes-unexplained": (Bump.PATCH, "{column}: its values are no longer explained, {note}"),
    "code-added": (Bump.MINOR, "{column}: code {new} added ({note})"),
    "code-removed": (Bump.MAJOR, "{column}: code {old} removed ({note})"),
    "code-explained": (Bump.PATCH, "{column}: code {note} explained anew, {old} -> {new}"),
    "code-bound": (Bump.MAJOR, "{column}: code {note} has other properties, {old} -> {new}"),
    "key-added": (Bump.MAJOR, "{note}: {new} added"),
    "key-removed": (Bump.MINOR, "{note}: {old} removed"),
    "key-changed": (Bump.MAJOR, "{note}: {old} -> {new}"),
    "described": (Bump.PATCH, "{where}{note} reworded, {old} -> {new}"),
    "renamed": (Bump.MAJOR, "name: {old} -> {new}"),
}
"""Every kind of change that a schema or a descriptor can have: its bump, and how it is said.

Two kinds are major in one case: a column that is added as required, and one that Parquet stores as
another family of types.
"""


def sentence(change: SchemaChange, *, whole: bool = False) -> str:
    """Return what changed in a line, long values cut unless ``whole``."""
    longest = 10**9 if whole else _LONGEST
    where = f"{change.column}: " if change.column else ""
    old, new = (cut(_value(value), longest) for value in (change.old, change.new))
    return KINDS[change.kind][1].format(
        column=change.column, note=change.note, old=old, new=new, where=where
    )


def _value(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, dict) and "to" in value:
        return f"{', '.join(map(str, value['fields']))} to {value['resource']}"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return shown(value)
