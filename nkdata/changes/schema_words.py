"""A change of the schema as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.changes.words import cut, shown

if TYPE_CHECKING:
    from nkdata.changes.model import SchemaChange

_LONGEST = 100
_SENTENCES = {
    "column-added": "{column}: added, {note}",
    "column-removed": "{column}: removed, it was {old}",
    "columns-reordered": "columns reordered: {new}",
    "column-retyped": "{column}: type {old} -> {new}",
    "column-reformatted": "{column}: format {old} -> {new}",
    "column-stored": "{column}: stored as {old} -> {new}",
    "constraint-loosened": "{column}: {note} loosened, {old} -> {new}",
    "constraint-tightened": "{column}: {note} tightened, {old} -> {new}",
    "codes-explained": "{column}: its values are explained, {note}",
    "codes-unexplained": "{column}: its values are no longer explained, {note}",
    "code-added": "{column}: code {new} added ({note})",
    "code-removed": "{column}: code {old} removed ({note})",
    "code-explained": "{column}: code {note} explained anew, {old} -> {new}",
    "code-bound": "{column}: code {note} has other properties, {old} -> {new}",
    "key-added": "{note}: {new} added",
    "key-removed": "{note}: {old} removed",
    "key-changed": "{note}: {old} -> {new}",
    "described": "{where}{note} reworded, {old} -> {new}",
    "renamed": "the package's name: {old} -> {new}",
}
KINDS = tuple(_SENTENCES)
"""Every kind of change that a schema or a descriptor can have."""


def sentence(change: SchemaChange, *, whole: bool = False) -> str:
    """Return what changed in a line, long values cut unless ``whole``."""
    longest = 10**9 if whole else _LONGEST
    where = f"{change.column}: " if change.column else ""
    old, new = (cut(_value(value), longest) for value in (change.old, change.new))
    return _SENTENCES[change.kind].format(
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
