"""The forms as validators: what a curation file says that its form does not admit, at its place."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.errors import MissingExtraError, suggestion
from nkdata.nodes import Entries, Items, Text
from nkdata.reports.problems import Problem
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from nkdata.curation.forms import Form
    from nkdata.nodes import Node
    from nkdata.reports.problems import Location

_SHAPES = {
    "string": "a single text",
    "object": "a mapping: `key: value` lines",
    "array": "a list: `- item` lines",
}


def moment(text: str) -> datetime:
    """Read a moment; one without an offset is in UTC. Raises ValueError or OverflowError."""
    read = datetime.fromisoformat(text)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def _day(text: str) -> date:
    if len(text) != len("YYYY-MM-DD"):
        raise ValueError(text)
    return date.fromisoformat(text)


_FORMATS: Mapping[str, Callable[[str], object]] = {
    "edtf": edtf.parse,
    "date": _day,
    "moment": moment,
}
"""The formats that forms name; of other texts each function raises an error."""

Fault = Any
"""A ValidationError of jsonschema, which has no types; its instance is a node."""


def faults(node: Node, form: Form, name: str) -> list[Problem]:
    """Return what a form does not admit in a node, in the order of the places.

    ``name`` is how messages call the node itself.
    """
    errors = _validator()(form).iter_errors(node)
    facts = dict.fromkeys(fact for error in errors for fact in _facts(error, name))
    ordered = sorted(facts, key=lambda fact: (fact[0].line, fact[0].column))
    return [Problem(rule, message, where=at) for at, rule, message in ordered]


@cache
def _validator() -> Any:  # noqa: ANN401  # jsonschema has no types
    """Return jsonschema's validator for nodes, to which an empty text is null."""
    try:
        from jsonschema import Draft7Validator, ValidationError, validators
    except ImportError as error:
        raise MissingExtraError("jsonschema", "build") from error

    def required(_: object, keys: list[str], node: Node, __: Form) -> Iterator[Fault]:
        """Yield each missing key as the message of an error; jsonschema wraps it in a sentence."""
        if isinstance(node, Entries):
            yield from (ValidationError(key) for key in keys if key not in node)

    def pattern(_: object, pattern: str, node: Node, form: Form) -> Iterator[Fault]:
        """Match the whole text, a last line feed included, unless a format says more."""
        if _is_filled(node) and "format" not in form and not re.fullmatch(pattern, str(node)):
            yield ValidationError("")

    def format_(_: object, name: str, node: Node, __: Form) -> Iterator[Fault]:
        if _is_filled(node):
            try:
                _FORMATS[name](str(node))
            except (ValueError, OverflowError) as error:
                yield ValidationError(str(error))

    kinds = {"string": lambda _, node: _is_filled(node), "null": lambda _, node: node == ""}
    return validators.extend(
        Draft7Validator,
        {"required": required, "pattern": pattern, "format": format_},
        type_checker=Draft7Validator.TYPE_CHECKER.redefine_many(kinds),
    )


def _is_filled(node: Node) -> bool:
    return isinstance(node, Text) and node != ""


def _facts(fault: Fault, name: str) -> Iterator[tuple[Location, str, str]]:
    """Yield the place, rule and message of each problem in a fault."""
    node, form, at = fault.instance, fault.schema, fault.instance.at
    name = _name(list(fault.absolute_path)) or name
    match fault.validator, node:
        case _ if "propertyNames" in fault.schema_path:
            yield at, "bad-value", f"the key {str(node)!r} {form['patternErrorMessage']}"
        case "required", _:
            yield at, "missing-key", _missing(fault.message, form["properties"])
        case "anyOf", _:  # of the keys that stand for each other, the first is asked for
            key = fault.validator_value[0]["required"][0]
            yield node.place(key), "missing-key", _missing(key, form["properties"])
        case ("minItems", _) | ("type", ""):
            yield at, "missing-key", _missing(name, {name: form})
        case "type", Items() if node.source and "string" in form["type"]:
            message = f'YAML reads {node.source} as a list: write {name}: "{node.source}"'
            yield at, "unquoted-set", message
        case "type", _:
            due = " or ".join(shape for kind, shape in _SHAPES.items() if kind in form["type"])
            yield at, "wrong-shape", f"{name} must be {due}"
        case "additionalProperties", _:
            known = list(form["properties"])
            for key in [key for key, _ in node.pairs() if key not in known]:
                near = suggestion(key, known)
                message = f"no key {str(key)!r} here{near}; the keys are {', '.join(known)}"
                yield key.at, "unknown-key", message
        case _ if _is_filled(node):
            yield at, *_of_text(fault, name, repr(str(node)))


def _of_text(fault: Fault, name: str, text: str) -> tuple[str, str]:
    """Return the rule and the message of a text that is not what its form asks for."""
    form = fault.schema
    if fault.validator == "enum":
        known = [*dict.fromkeys(str(code) for code in form["enum"] if code is not None)]
        near = suggestion(fault.instance, known)
        return "unknown-code", f"{name} has no code {text}{near}; the codes are {', '.join(known)}"
    if form.get("format") == "edtf":
        return "bad-edtf", f"{name}: {fault.message}"
    return "bad-value", f"{name} {form['patternErrorMessage']}, not {text}"


def _missing(key: str, forms: dict[str, Form]) -> str:
    about = forms[key].get("description")
    return f"{key} is missing{f': {about}' if about else ''}"


def _name(path: list[str | int]) -> str:
    """Return how a message names a node: by its key, or as one of the items under a key."""
    match path:
        case [*_, str(section), str(key)] if key.isdigit():
            return f"{section}: {key}"
        case [*_, str(key)]:
            return key
        case [*_, str(key), int()]:
            return f"an item of {key}"
    return ""
