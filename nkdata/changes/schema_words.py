"""The kinds of changes of a schema: the bump that each asks for, and its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.changes.words import cut, shown
from nkdata.versions import Bump

if TYPE_CHECKING:
    from nkdata.changes.model import SchemaChange

_LONGEST = 100
"""Characters of a value that are shown: two of them and the sentence fit in three lines."""
KINDS = {
    "column-added": (Bump.MINOR, "added, {note}"),
    "column-removed": (Bump.MAJOR, "removed, it was {old}"),
    "columns-reordered": (Bump.MAJOR, "columns reordered: {new}"),
    "column-retyped": (Bump.MAJOR, "type {old} -> {new}"),
    "column-reformatted": (Bump.MAJOR, "format {old} -> {new}"),
    "column-stored": (Bump.PATCH, "stored as {old} -> {new}"),
    "constraint-loosened": (Bump.MINOR, "{note} loosened, {old} -> {new}"),
    "constraint-tightened": (Bump.MAJOR, "{note} tightened, {old} -> {new}"),
    "codes-explained": (Bump.PATCH, "its values are explained, {note}"),
    "codes-unexplained": (Bump.PATCH, "its values are no longer explained, {note}"),
    "code-added": (Bump.MINOR, "code {new} added ({note})"),
    "code-removed": (Bump.MAJOR, "code {old} removed ({note})"),
    "code-explained": (Bump.PATCH, "code {note} explained anew, {old} -> {new}"),
    "code-bound": (Bump.MAJOR, "code {note} has other properties, {old} -> {new}"),
    "key-added": (Bump.MAJOR, "{note}: {new} added"),
    "key-removed": (Bump.MINOR, "{note}: {old} removed"),
    "key-changed": (Bump.MAJOR, "{note}: {old} -> {new}"),
    "described": (Bump.PATCH, "{note} reworded, {old} -> {new}"),
    "renamed": (Bump.MAJOR, "name: {old} -> {new}"),
}
"""Every kind of change that a schema or a descriptor can have: its bump, and how it is said.

Two kinds are major in one case: a column that is added as required, and one that Parquet stores as
another family of types.
"""


def sentence(change: SchemaChange, *, whole: bool = False) -> str:
    """Return what changed in a line, long values cut unless ``whole``."""
    words = (_value(value) for value in (change.old, change.new))
    old, new = words if whole else (cut(word, _LONGEST) for word in words)
    said = KINDS[change.kind][1].format(note=change.note, old=old, new=new)
    return f"{change.column}: {said}" if change.column else said


def _value(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, dict) and "to" in value:
        return f"{', '.join(map(str, value['fields']))} to {value['resource']}"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return shown(value)
