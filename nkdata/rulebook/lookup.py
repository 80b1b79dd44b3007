"""The rulebook in print: all rules in a list, or one explained, with what breaks it."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkdata.errors import BrokenPackageError, NkdataError, suggestion
from nkdata.printing import one_line
from nkdata.rulebook import entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nkdata.rulebook import Entry

EXAMPLES = Path(__file__).parents[1] / "checks" / "examples.json"
"""For a rule one change that breaks it, as `make mutants` finds it.

An example has a kind, table, key, column, before, after and message.
"""

_LONGEST = 400
"""Characters shown of a cell; a whole article is no example."""


def listed(*, published: bool = False) -> Iterator[str]:
    """Yield a line for each rule, or for those of the published tables: name, dimension, text."""
    shown = [entry for entry in entries() if entry.published or not published]
    width = max(len(entry.name) for entry in shown)
    for entry in shown:
        yield f"{entry.name:<{width}}  {entry.about.dimension:<12}  {entry.about.holds}"


def explained(name: str, width: int = 100) -> Iterator[str]:
    """Yield the lines that explain a rule.

    They give its dimension and severity, what it reads and holds, why, and an example if there is
    one.

    Raises:
        NkdataError: there is no such rule; the message names the nearest.
        BrokenPackageError: the examples cannot be read.
    """
    known = list(entries())
    named = [entry for entry in known if entry.name == name]
    if not named:
        near = suggestion(name, [entry.name for entry in known])
        raise NkdataError(f"there is no rule {name!r}{near}; `nkdata explain` lists them")
    for number, entry in enumerate(named):
        example = _example(entry)
        yield from [""] * bool(number)
        yield name
        for label, text in [*_facts(entry), *(_shown(example) if example else ())]:
            lead = f"  {label:<10} "
            yield from _wrapped(lead, text, width)


def _wrapped(lead: str, text: str, width: int) -> Iterator[str]:
    """Yield a text behind its label.

    Words longer than the line, such as keys, stay whole, so that they can be copied.
    """
    indent = " " * len(lead)
    yield from textwrap.wrap(
        text,
        width,
        initial_indent=lead,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    about = entry.about
    yield "dimension", about.dimension
    yield "severity", " or ".join(about.severities)
    yield "reads", entry.reads
    yield "holds", about.holds
    yield "why", about.why


def _shown(example: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    cell = ".".join(
        str(example[part]) for part in ("table", "column") if example.get(part)
    ) or _place(example.get("changed", {}))
    key = f" [{example['key']}]" if example.get("key") else ""
    kind = f", {example['kind']}" if example.get("kind") else ""
    yield "example", one_line(f"{cell}{key}{kind}")
    for part in ("before", "after"):
        if part in example:
            yield part, _cell(example[part])
    yield "message", one_line(str(example.get("message", "")))


def _place(changed: Mapping[str, Any]) -> str:
    return ":".join(str(changed[part]) for part in ("file", "line") if part in changed)


def _cell(value: object) -> str:
    text = one_line(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _example(entry: Entry) -> Mapping[str, Any] | None:
    """Return the example of a rule.

    Those of other stages than the published tables have the stage before the name.
    """
    examples = _examples()
    others = [f"{stage}: {entry.name}" for stage in ("seeds", "verify")]
    names = [entry.name] if entry.published else others
    return next((examples[name] for name in names if name in examples), None)


def _examples() -> Mapping[str, Mapping[str, Any]]:
    try:
        examples: dict[str, dict[str, Any]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BrokenPackageError(
            f"{EXAMPLES}: the examples of the rules cannot be read ({error}); reinstall nkdata"
        ) from error
    return examples
