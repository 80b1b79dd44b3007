"""The curation format as JSON Schema: what may be written where, with the explanation of every key.

``format.json`` holds the keys and shapes that are no columns; the forms are made from it and from
the Table Schemas. `nkdata.curation.validator` holds every curation file against its form, and
`make reference` writes the forms to ``schemas/curation/``, where editors read them. Every value may
be written as a text; where an editor's YAML reads a number or a truth value, that is the same text.

A column is written under its name without the table's own prefix and without ``_id``, ``_edtf`` or
``_code``: ``claim_type`` is ``type``, ``publisher_id`` is ``publisher``, ``published_edtf`` is
``published``. Columns that the schema marks as derived are not written at all.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkdata.schema import codes, fields, foreign_keys, is_required, primary_key, table_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Form = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"  # what the YAML language server reads


@cache
def layout() -> dict[str, Any]:
    """Return ``format.json``: what the curation format has besides the columns of the tables."""
    text = Path(__file__).with_name("format.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def defaults(table: str) -> Mapping[str, Any]:
    """Return what a table's columns hold that need not be written; None is filled from others."""
    values: Mapping[str, Any] = layout()["defaults"].get(table, {})
    return values


@cache
def key_of(table: str, column: str) -> str:
    """Return the key under which curators write a column.

    >>> key_of("claims", "claim_type"), key_of("articles", "published_edtf")
    ('type', 'published')
    """
    return re.sub(r"_(?:id|edtf|code)$", "", column).removeprefix(f"{table[:-1]}_")


@cache
def written(table: str) -> Mapping[str, str]:
    """Return the keys a curator may write for a table, each with its column."""
    return {
        key_of(table, name): name
        for name, field in fields(table).items()
        if not field.get("derived")
    }


def relation_kinds() -> list[str]:
    """Return the relations that a reader may state."""
    return [k for k, c in codes("claim_relations", "relation").items() if "human" in c["basis"]]


def name_kinds() -> list[str]:
    """Return the kinds of names that are written under ``names``: all but the actor's own."""
    return sorted(codes("actor_names", "kind").keys() - {"canonical"})


@cache
def forms() -> Mapping[str, Form]:
    """Return the forms by the kind of file that follows them."""
    return {
        name: {"$schema": DIALECT, "title": f"nkdata curation: {name}"}
        | _filled(form, reading=name == "reading")
        for name, form in layout()["forms"].items()
    }


def _filled(part: Any, *, reading: bool) -> Any:  # noqa: ANN401  # any part of a JSON document
    """Return a part of ``format.json`` with forms in the place of the keys that begin with $."""
    if not isinstance(part, dict):
        return part
    filled: Form = {}
    for key, value in part.items():
        match key:
            case "$shape":
                filled |= _filled(layout()["shapes"][value], reading=reading)
            case "$row":
                filled |= _row(value, reading=reading)
            case "$rows":
                row = _row(value, reading=reading)
                filled |= {"type": ["object", "null"], "propertyNames": row_id(value)}
                filled["additionalProperties"] = row
            case "$cell":
                filled |= cell(*value.split("."))
            case "$relation_kinds":
                filled |= _kinds("claim_relations", "relation", relation_kinds(), value)
            case "$name_kinds":
                filled |= _kinds("actor_names", "kind", name_kinds(), value)
            case _:
                filled[key] = _filled(value, reading=reading)
    return filled


def _shape(name: str) -> Form:
    form: Form = _filled({"$shape": name}, reading=False)
    return form


def _kinds(table: str, column: str, kinds: Collection[str], shape: str) -> Form:
    labels = {kind: codes(table, column)[kind]["label"] for kind in kinds}
    return {kind: {"description": label, **_shape(shape)} for kind, label in labels.items()}


def _row(table: str, *, reading: bool) -> Form:
    """Return the form of the mapping that a row is written as."""
    needed = _needed(table, reading=reading)
    cells = {k: cell(table, c, optional=k not in needed) for k, c in written(table).items()}
    extras = _filled(layout()["extras"].get(table, {}), reading=reading)
    alternatives = {} if reading else layout()["alternatives"].get(table, {})
    return {
        "type": "object",
        "description": table_schema(table)["description"],
        "properties": {**cells, **extras},
        "required": needed,
        "additionalProperties": False,
        **alternatives,
    }


def _needed(table: str, *, reading: bool) -> list[str]:
    """Return the keys of a row that must be written."""
    if reading:
        return [*layout()["needed_in_readings"].get(table, ())]
    needed = [
        key
        for key, column in written(table).items()
        if is_required(table, column) and column not in defaults(table)
    ]
    return [*needed, *layout()["needed"].get(table, ())]


def row_id(table: str) -> Form:
    """Return the form of the ids of a table."""
    return _matching(fields(table)[primary_key(table)]["constraints"]["pattern"])


def _matching(pattern: str) -> Form:
    message = f"must be text that matches {pattern}"
    return {**_shape("string"), "pattern": f"^(?:{pattern})$", "patternErrorMessage": message}


def cell(table: str, column: str, *, optional: bool = False) -> Form:
    """Return the form of a column's value; one that is optional may be left empty."""
    field = fields(table)[column]
    form = {"title": field["title"], "description": field["description"]}
    pattern = field.get("constraints", {}).get("pattern")
    allowed = codes(table, column)
    if any(key.column == column for key in foreign_keys(table)):
        form |= _shape("string")
    elif allowed:
        texts = [str(code) for code in allowed if not isinstance(code, str)]
        labels = [code["label"] for code in allowed.values()] * (2 if texts else 1)
        form |= _shape("string") | {"enum": [*allowed, *texts], "enumDescriptions": labels}
    else:
        form |= _matching(pattern) if pattern else _shape(field["type"])
    if column.endswith("_edtf") or column == "normalized":
        form["format"] = "edtf"
    if optional:
        form["type"] = [*form["type"], "null"]
        if allowed:
            form["enum"] = [*form["enum"], None]
            form["enumDescriptions"] = [*form["enumDescriptions"], "Not written."]
    return form
