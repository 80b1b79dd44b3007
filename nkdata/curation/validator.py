"""The forms as validators: what a curation file says that its form does not admit, at its place."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.curation.values import FORMATS
from nkdata.errors import MissingExtraError, suggestion
from nkdata.nodes import Entries, Items, Text
from nkdata.reports.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.curation.forms import Form
    from nkdata.nodes import Node
    from nkdata.reports.problems import Location

_SHAPES = {
    "string": "a single text",
    "object": "a mapping: `key: value` lines",
    "array": "a list: `- item` lines",
}
Fault = Any
"""A ValidationError of jsonschema, which has no types; its instance is a node."""


def faults(node: Node, form: Form, name: str) -> list[Problem]:
    """Return what a form does not admit in a node, in the order of the lines; ``name`` is the node's own."""
    problems = [
        problem
        for fault in _validator()(form).iter_errors(node)
        for problem in _problems(fault, name)
    ]
    return sorted(problems, key=lambda p: (p.where.line, p.where.column) if p.where else (0, 0))


@cache
def _validator() -> Any:  # jsonschema has no types  # noqa: ANN401  # jsonschema has no types
    """Return jsonschema's validator for nodes, in which an empty text is null and a fault keeps its node."""
    try:
        from jsonschema import Draft7Validator, ValidationError, validators
    except ImportError as error:
        raise MissingExtraError("jsonschema", "build") from error

    def required(_: object, keys: list[str], node: Node, __: Form) -> Iterator[Fault]:
        """Yield each missing key as a fault's message: jsonschema's own says it in a sentence only."""
        if isinstance(node, Entries):
            yield from (ValidationError(key) for key in keys if key not in node)

    def pattern(_: object, pattern: str, node: Node, form: Form) -> Iterator[Fault]:
        """Match the whole text, a line feed at its end included; a format says more than a pattern."""
        if _is_filled(node) and "format" not in form and not re.fullmatch(pattern, str(node)):
            yield ValidationError("")

    def format_(_: object, name: str, node: Node, __: Form) -> Iterator[Fault]:
        if _is_filled(node):
            try:
                FORMATS[name](str(node))
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


def _problems(fault: Fault, name: str) -> Iterator[Problem]:
    node, form = fault.instance, fault.schema
    name = _name(list(fault.absolute_path)) or name
    if "propertyNames" in fault.schema_path:
        due = form["patternErrorMessage"]
        yield Problem("bad-value", f"the key {str(node)!r} {due}", where=node.at)
        return
    match fault.validator:
        case "required":
            yield _missing(fault.message, form["properties"][fault.message], node.at)
        case "anyOf":
            key = fault.validator_value[0]["required"][0]
            yield _missing(key, form["properties"][key], node.place(key))
        case "minItems":
            yield _missing(name, form, node.at)
        case "type":
            yield _missing(name, form, node.at) if node == "" else _of_shape(node, form, name)
        case "additionalProperties":
            known = form["properties"]
            yield from (_unknown(key, list(known)) for key, _ in node.pairs() if key not in known)
        case _ if _is_filled(node):
            yield _of_value(fault, name)


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


def _missing(key: str, form: Form, at: Location) -> Problem:
    about = form.get("description")
    return Problem("missing-key", f"{key} is missing{f': {about}' if about else ''}", where=at)


def _unknown(key: Text, known: list[str]) -> Problem:
    near = suggestion(key, known)
    message = f"no key {str(key)!r} here{near}; the keys are {', '.join(known)}"
    return Problem("unknown-key", message, where=key.at)


def _of_shape(node: Node, form: Form, name: str) -> Problem:
    types = form["type"]
    if isinstance(node, Items) and node.source and "string" in types:
        message = f'YAML reads {node.source} as a list: write {name}: "{node.source}"'
        return Problem("unquoted-set", message, where=node.at)
    due = " or ".join(shape for kind, shape in _SHAPES.items() if kind in types)
    return Problem("wrong-shape", f"{name} must be {due}", where=node.at)


def _of_value(fault: Fault, name: str) -> Problem:
    text, form = fault.instance, fault.schema
    if fault.validator == "enum":
        known = dict.fromkeys(str(code) for code in form["enum"] if code is not None)
        near = suggestion(text, known)
        message = f"{name} has no code {str(text)!r}{near}; the codes are {', '.join(known)}"
        return Problem("unknown-code", message, where=text.at)
    if form.get("format") == "edtf":
        return Problem("bad-edtf", f"{name}: {fault.message}", where=text.at)
    due = form["patternErrorMessage"]
    return Problem("bad-value", f"{name} {due}, not {str(text)!r}", where=text.at)
