"""The curation format as JSON Schema: what may be written where, with the explanation of every key.

The forms are made from the Table Schemas and from `extra_keys`. `nkdata.curation.validator` holds
every curation file against its form, and `make reference` writes the forms to
``schemas/curation/``, where editors read them. Every value may be written as a text; where an
editor's YAML reads a number or a truth value, that is the same text.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.curation.columns import DEFAULTS, written
from nkdata.schema import codes, fields, foreign_keys, is_required, primary_key, table_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Form = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"  # what the YAML language server reads
_SCALAR = ["string", "number", "boolean"]
_TEXT: Form = {"type": _SCALAR}
_MAYBE: Form = {"type": [*_SCALAR, "null"]}
_TEXTS: Form = {"type": [*_SCALAR, "array", "null"], "items": _TEXT}
_INFERRED = ("quotation", "factuality_article", "event_type")
"""Required columns that curation fills from others where they are not written."""

_READING_NEEDS = {
    "actors": ("name", "type"),
    "claims": ("quote", "statement", "type"),
    "event_participants": ("actor", "role"),
    "events": ("title",),
    "mentions": ("kind", "quote"),
    "questions": ("text", "value_type"),
}
"""The keys that a reading has to write; its other rows and cells may have gaps."""


def relation_kinds() -> list[str]:
    """Return the relations that a reader may state."""
    return [k for k, c in codes("claim_relations", "relation").items() if "human" in c["basis"]]


def name_kinds() -> list[str]:
    """Return the kinds of names that are written under ``names``: all but the actor's own."""
    return sorted(codes("actor_names", "kind").keys() - {"canonical"})


# -- shapes


def _about(description: str, form: Form) -> Form:
    return {"description": description, **form}


def _object(properties: Mapping[str, Form], required: Collection[str] = ()) -> Form:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _mapping(value: Form, keys: Form | None = None) -> Form:
    names = {"propertyNames": keys} if keys else {}
    return {"type": ["object", "null"], **names, "additionalProperties": value}


def _list_of(item: Form) -> Form:
    return {"type": ["array", "null"], "items": item}


def _pattern(pattern: str, due: str, types: Collection[str] = _SCALAR) -> Form:
    return {"type": [*types], "pattern": f"^(?:{pattern})$", "patternErrorMessage": due}


# -- columns


def cell(table: str, column: str, *, optional: bool = False) -> Form:
    """Return the form of a column's value; one that is optional may be left empty."""
    field = fields(table)[column]
    form = {"title": field["title"], "description": field["description"]}
    form |= _value(table, column, field)
    if optional:
        form["type"] = [*form["type"], "null"]
        if "enum" in form:
            form["enum"] = [*form["enum"], None]
            form["enumDescriptions"] = [*form["enumDescriptions"], "Not written."]
    return form


def _value(table: str, column: str, field: Mapping[str, Any]) -> Form:
    if any(key.column == column for key in foreign_keys(table)):
        return _TEXT
    if codes(table, column):
        return _coded(table, column)
    kind, pattern = field["type"], field.get("constraints", {}).get("pattern")
    if kind == "boolean":
        return _pattern("true|false", "must be true or false", ["boolean", "string"])
    if kind in ("number", "integer"):
        return _pattern(r"-?[0-9]+(?:\.[0-9]+)?", "must be a number", ["number", "string"])
    if kind == "datetime":
        due = "must be a moment such as 2031-03-05T09:30Z"
        return {**_pattern(r"[0-9]{4}-?[0-9W].*", due), "format": "moment"}
    form = _pattern(pattern, f"must be text that matches {pattern}") if pattern else _TEXT
    dated = column.endswith("_edtf") or column == "normalized"
    return {**form, "format": "edtf"} if dated else form


def _coded(table: str, column: str) -> Form:
    found = codes(table, column)
    texts = [str(value) for value in found if not isinstance(value, str)]
    labels = [code["label"] for code in found.values()]
    shown = {"enum": [*found, *texts], "enumDescriptions": labels * (2 if texts else 1)}
    return {"type": [*_SCALAR], **shown}


# -- keys that are no columns


def _placed() -> Form:
    """Return the form of words that may be given with a longer text around them."""
    return {**_object({"quote": _TEXT, "within": _MAYBE}, ["quote"]), "type": [*_SCALAR, "object"]}


def _said_by() -> Form:
    cue = {**_placed(), "type": [*_SCALAR, "object", "null"]}
    return {**_mapping(cue), "type": [*_SCALAR, "object", "null"]}


def _relations() -> Form:
    labels = {k: codes("claim_relations", "relation")[k]["label"] for k in relation_kinds()}
    kinds = {kind: _about(label, _TEXT) for kind, label in labels.items()}
    return _list_of(
        _object({**kinds, "note": _about("Why the claims bear on each other so.", _TEXT)}, ["note"])
    )


def _names() -> Form:
    labels = {kind: codes("actor_names", "kind")[kind]["label"] for kind in name_kinds()}
    kinds = {kind: _about(label, _TEXTS) for kind, label in labels.items()}
    return {**_object(kinds), "type": ["object", "null"]}


@cache
def extra_keys(table: str) -> Mapping[str, Form]:
    """Return the keys of a table's rows that are no columns, each with its form."""
    within = _about("A longer text around the quote, where that stands more than once.", _MAYBE)
    restated = {"type": [*_SCALAR, "array", "null"], "items": _placed()}
    match table:
        case "articles":
            about = (
                "The page's title segment, as printed; leave it empty where the page prints none."
            )
            return {"title": _about(about, _MAYBE)}
        case "mentions":
            return {"within": within}
        case "actors":
            return {"names": _about("Other forms of the name, by kind.", _names())}
        case "claims":
            return {
                "within": within,
                "said_by": _about(
                    "Who says so, deepest source first, each with the words that say it; "
                    "without it the article's own voice.",
                    _said_by(),
                ),
                "value": _about(
                    "The answer: 600, ~600, 1000.. (at least), ..15000 (at most), 10..20 or "
                    "vague; an actor's id; a date; true or false.",
                    _MAYBE,
                ),
                "support": _about(
                    "Other words for the same proposition in the same article.", restated
                ),
                "duplicate": _about("Nearly the same words again.", restated),
                "relations": _about(
                    "How the claim bears on another, where no rule can derive it.", _relations()
                ),
            }
    return {}


# -- rows and files


def _needed(table: str, *, reading: bool) -> Collection[str]:
    """Return the keys of a row that must be written."""
    if reading:
        return _READING_NEEDS.get(table, ())
    filled = {*DEFAULTS.get(table, {}), *_INFERRED}
    columns = written(table).items()
    return [key for key, name in columns if is_required(table, name) and name not in filled]


def _row(table: str, *, reading: bool) -> Form:
    """Return the form of the mapping that a row is written as."""
    needed = _needed(table, reading=reading)
    cells = {
        key: cell(table, column, optional=key not in needed)
        for key, column in written(table).items()
    }
    extras = dict(extra_keys(table))
    if table == "events":
        people = _list_of(_row("event_participants", reading=reading))
        about = "Who took part, in which role, by which claim."
        extras["participants"] = _about(about, people)
    form = _about(table_schema(table)["description"], _object({**cells, **extras}, needed))
    if table == "articles" and not reading:
        form["required"] = [*needed, "title"]
    if table == "events" and not reading:  # a subtype stands for its type
        form["anyOf"] = [
            {"required": [key], "properties": {key: {"type": "string"}}}
            for key in ("type", "subtype")
        ]
    return form


def _rows(table: str, *, reading: bool = False) -> Form:
    return _mapping(_row(table, reading=reading), row_id(table))


def row_id(table: str) -> Form:
    """Return the form of the ids of a table."""
    pattern = fields(table)[primary_key(table)]["constraints"]["pattern"]
    return _pattern(pattern, f"must be text that matches {pattern}")


def _article() -> Form:
    labels = _mapping(
        _coded("segments", "label"), _pattern("[0-9]{1,9}", "must be the number of a line")
    )
    names = "The forms of names that the article prints, by actor; every printing is a mention."
    sections = {
        "article": _row("articles", reading=False),
        "labels": _about("Corrected labels, by line.", labels),
        "names": _about(names, _mapping(_TEXTS)),
        "mentions": _list_of(_row("mentions", reading=False)),
        "claims": _rows("claims"),
    }
    return _object(sections, ["article"])


def _reading() -> Form:
    sections = {
        "article": {**_row("articles", reading=True), "type": ["object", "null"]},
        "claims": _rows("claims", reading=True),
        "mentions": _list_of(_row("mentions", reading=True)),
        "events": _rows("events", reading=True),
        "actors": _rows("actors", reading=True),
        "questions": _rows("questions", reading=True),
        "remarks": _about("What the reader was not sure of.", _TEXTS),
    }
    return _object(sections)


def _dataset() -> Form:
    version = _pattern(
        r"[0-9]+\.[0-9]+\.[0-9]+", "must be MAJOR.MINOR.PATCH, such as 1.4.0", ["string"]
    )
    day = _pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}", "must be a day: YYYY-MM-DD", ["string"])
    things: Form = {"type": "array", "minItems": 1}
    facts = {
        "name": _TEXT,
        "title": _TEXT,
        "description": _TEXT,
        "version": {**version, "format": "version"},
        "released": {**day, "format": "date"},
        "contributors": things,
        "licenses": things,
    }
    return _object({**facts, "homepage": {}, "keywords": {}}, facts)


@cache
def forms() -> Mapping[str, Form]:
    """Return the forms by the kind of file that follows them."""
    made = {
        "article": _article(),
        **{table: _rows(table) for table in ("actors", "events", "questions")},
        "dataset": _dataset(),
        "reading": _reading(),
    }
    return {
        name: {"$schema": DIALECT, "title": f"nkdata curation: {name}", **form}
        for name, form in made.items()
    }
