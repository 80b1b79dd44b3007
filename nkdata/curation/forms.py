"""The curation format as JSON Schema, for editors: what may be written where, with the explanation of every key and code.

Derived from the Table Schemas and from the keys that curation reads. Every value may be written as
text; where YAML reads a number or a truth value, that is the same text. `make reference` writes the
forms to ``schemas/curation/``, and nothing reads them
but editors and tests: the build has its own eyes, and says more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nkdata.curation.dataset import LISTS, OPTIONAL, REQUIRED
from nkdata.curation.fields import DEFAULTS, written
from nkdata.schema import codes, fields, foreign_keys, is_required, primary_key, table_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Form = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"  # what the YAML language server reads
_SCALAR = ["string", "number", "boolean"]
_TEXT: Form = {"type": _SCALAR}
_MAYBE: Form = {"type": [*_SCALAR, "null"]}
_NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?$"

PLACED = ("quote", "within")
"""The keys of words that are shown with the text around them."""

_INFERRED = {"claims": ("quotation", "factuality_article"), "events": ("event_type",)}
"""Required columns that curation fills from others where they are not written."""


def relation_kinds() -> list[str]:
    """Return the relations that a reader may state."""
    return [
        kind
        for kind, code in codes("claim_relations", "relation").items()
        if "human" in code["basis"]
    ]


def name_kinds() -> list[str]:
    """Return the kinds of names that are written under ``names``: all but the actor's own."""
    return sorted(codes("actor_names", "kind").keys() - {"canonical"})


def _one_or_many(item: Form) -> Form:
    return {"anyOf": [item, {"type": "array", "items": item}, {"type": "null"}]}


def _placed() -> Form:
    pair = dict.fromkeys(PLACED, _TEXT)
    return {
        "anyOf": [
            _TEXT,
            {
                "type": "object",
                "properties": pair,
                "required": ["quote"],
                "additionalProperties": False,
            },
        ]
    }


def _mapping(keys: Form, value: Form) -> Form:
    return {"type": ["object", "null"], "propertyNames": keys, "additionalProperties": value}


def _said_by() -> Form:
    cue = {"anyOf": [*_placed()["anyOf"], {"type": "null"}]}
    return {"anyOf": [_MAYBE, _mapping(_id("actors"), cue)]}


def _relations() -> Form:
    kinds = {
        kind: {**_id("claims"), "description": codes("claim_relations", "relation")[kind]["label"]}
        for kind in relation_kinds()
    }
    note = {"note": {**_TEXT, "description": "Why."}}
    form = {
        "type": "object",
        "properties": {**kinds, **note},
        "required": ["note"],
        "additionalProperties": False,
    }
    return {"type": ["array", "null"], "items": form}


def _names() -> Form:
    labels = {kind: codes("actor_names", "kind")[kind]["label"] for kind in name_kinds()}
    kinds = {kind: {**_one_or_many(_TEXT), "description": label} for kind, label in labels.items()}
    return {"type": ["object", "null"], "properties": kinds, "additionalProperties": False}


Extra = tuple[str, "Callable[[], Form]"]
_WITHIN: Extra = (
    "A longer text around the quote, where that stands more than once.",
    lambda: _MAYBE,
)
_RESTATED: Callable[[], Form] = lambda: _one_or_many(_placed())  # a shape among shapes  # noqa: E731  # a shape among shapes

EXTRAS: Mapping[str, Mapping[str, Extra]] = {
    "articles": {
        "title": (
            "The page's title segment, as printed; empty where the page prints none.",
            lambda: _MAYBE,
        )
    },
    "mentions": {"within": _WITHIN},
    "claims": {
        "within": _WITHIN,
        "said_by": (
            "Who says so, deepest source first, each with the words that say it; without it the article's own voice.",
            _said_by,
        ),
        "value": (
            "The answer: 600, ~600, 1000.. (at least), ..15000 (at most), 10..20 or vague; an actor's id; a date; true or false.",
            lambda: _MAYBE,
        ),
        "support": ("Other words for the same proposition in the same article.", _RESTATED),
        "duplicate": ("Nearly the same words again.", _RESTATED),
        "relations": ("How the claim bears on another, where no rule can derive it.", _relations),
    },
    "actors": {"names": ("Other forms of the name, by kind.", _names)},
    "events": {
        "participants": (
            "Who took part, in which role, by which claim.",
            lambda: _list_of("event_participants"),
        )
    },
}
"""Keys that are no columns of the row they stand in, by table: what each is for, and its shape."""


def _id(table: str) -> Form:
    pattern = fields(table)[primary_key(table)]["constraints"]["pattern"]
    return {"type": _SCALAR, "pattern": f"^(?:{pattern})$"}


def _cell(table: str, column: str) -> Form:
    """Return the form of a column's value."""
    field = fields(table)[column]
    about = {"title": field["title"], "description": field["description"]}
    form = _nullable(_value(table, column, field), optional=column not in _demanded(table))
    return {**about, **form}


def _value(table: str, column: str, field: Mapping[str, Any]) -> Form:
    target = next((key.table for key in foreign_keys(table) if key.column == column), None)
    if target:
        return _id(target)
    if codes(table, column):
        return _coded(table, column)
    if field["type"] == "boolean":
        return {"enum": [True, False, "true", "false"]}
    if field["type"] in ("number", "integer"):
        return {"type": ["number", "string"], "pattern": _NUMBER}
    pattern = (
        r"[0-9]{4}-?[0-9W].*"
        if field["type"] == "datetime"
        else field.get("constraints", {}).get("pattern")
    )
    return {"type": _SCALAR, "pattern": f"^(?:{pattern})$"} if pattern else dict(_TEXT)


def _coded(table: str, column: str) -> Form:
    found = codes(table, column)
    texts = [str(value) for value in found if not isinstance(value, str)]
    labels = [code["label"] for code in found.values()]
    return {"enum": [*found, *texts], "enumDescriptions": labels * (2 if texts else 1)}


def _nullable(form: Form, *, optional: bool) -> Form:
    if not optional:
        return form
    if "enum" in form:
        return {
            **form,
            "enum": [*form["enum"], None],
            "enumDescriptions": [*form.get("enumDescriptions", ()), "Not written."],
        }
    return {**form, "type": [*form["type"], "null"]}


def _demanded(table: str) -> list[str]:
    """Return the columns that must be written."""
    filled = {*DEFAULTS.get(table, {}), *_INFERRED.get(table, ())}
    return [
        column
        for column in written(table).values()
        if is_required(table, column) and column not in filled
    ]


def _row(table: str) -> Form:
    """Return the form of the mapping that a row is written as."""
    extras = {
        key: {"description": about, **shape()}
        for key, (about, shape) in EXTRAS.get(table, {}).items()
    }
    columns = {short: _cell(table, column) for short, column in written(table).items()}
    required = [short for short, column in written(table).items() if column in _demanded(table)]
    form = {
        "type": "object",
        "description": table_schema(table)["description"],
        "properties": {**columns, **extras},
    }
    form |= {"required": required, "additionalProperties": False}
    if table == "articles":
        form["required"] = [*required, "title"]
    if table == "events":  # a subtype stands for its type
        form["anyOf"] = [{"required": ["type"]}, {"required": ["subtype"]}]
    return form


def _list_of(table: str) -> Form:
    return {"type": ["array", "null"], "items": _row(table)}


def _rows(table: str) -> Form:
    return _mapping(_id(table), _row(table))


SECTIONS: Mapping[str, Callable[[], Form]] = {
    "article": lambda: _row("articles"),
    "labels": lambda: {
        **_mapping({"pattern": "^[0-9]+$"}, _coded("segments", "label")),
        "description": "Corrected labels, by line.",
    },
    "names": lambda: {
        **_mapping(_id("actors"), _one_or_many(_TEXT)),
        "description": "The forms of names that the article prints, by actor; every printing becomes a mention.",
    },
    "mentions": lambda: _list_of("mentions"),
    "claims": lambda: _rows("claims"),
}
"""The keys of an article's curation file, each with its form."""


def forms() -> dict[str, Form]:
    """Return the forms by the name of the file that follows them: article, actors, events, questions and dataset."""
    article = {name: form() for name, form in SECTIONS.items()}
    made = {
        "article": {
            "type": "object",
            "properties": article,
            "required": ["article"],
            "additionalProperties": False,
        },
        **{table: _rows(table) for table in ("actors", "events", "questions")},
        "dataset": _dataset(REQUIRED, OPTIONAL),
    }
    return {
        name: {"$schema": DIALECT, "title": f"nkdata curation: {name}", **form}
        for name, form in made.items()
    }


def _dataset(required: Iterable[str], optional: Iterable[str]) -> Form:
    lists = {key: {"type": "array"} for key in LISTS}
    day = {"released": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}
    number = {"version": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"}}
    texts = {key: dict(_TEXT) for key in required}
    free: Form = {key: {} for key in optional}
    return {
        "type": "object",
        "properties": {**texts, **free, **lists, **day, **number},
        "required": list(required),
        "additionalProperties": False,
    }
