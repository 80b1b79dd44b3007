"""The kinds of changes of a schema: the bump that each asks for, and its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.changes.words import cut, shown
from nkdata.paths import beside
from nkdata.versions import Bump

if TYPE_CHECKING:
    from nkdata.changes.model import SchemaChange

_LONGEST = 100
"""Characters of a value that are shown: two of them and the sentence fit in three lines."""
KINDS = {
    kind: (Bump[said["bump"]], said["text"])
    for kind, said in beside(__file__, "kinds.toml").items()
}
"""Every kind of change that a schema or a descriptor can have: its bump, and how it is said."""


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
