"""The rulebook in print: all rules in a list, or one explained, with what breaks it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from nkdata.errors import NkdataError, suggestion
from nkdata.rulebook import entries
from nkdata.rulebook.examples import example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.rulebook import Entry


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
        yield from [""] * bool(number)
        yield name
        for label, text in [*_facts(entry), *example(entry)]:
            yield from _wrapped(f"  {label:<10} ", text, width)


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
