"""The rulebook: every rule of every stage, what it holds, why that matters, and how severe a breach is.

``stages.toml`` holds the rules of all stages but one. The rules over published tables are functions:
their docstrings say what they hold and why, and `register` enters them here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Severity = Literal["error", "warning", "info"]
Dimension = Literal["completeness", "uniqueness", "conformity", "consistency", "timeliness"]


@dataclass(frozen=True, slots=True)
class About:
    """What a rule holds, what goes wrong for a reader of the data where it fails, and the quality at stake.

    Data management gives the dimensions their names. Completeness (what is due is there) and
    consistency (the data contradicts neither itself nor the words it cites) are characteristics of
    ISO/IEC 25012. Uniqueness (one thing stands once) and timeliness (its time is right; ISO says
    currentness) are terms of DAMA. Conformity (it has the form, code or standard that is laid down)
    is DAMA's validity and ISO's compliance. ``severities`` are those that its problems may have.
    """

    holds: str
    why: str = ""
    dimension: Dimension = "consistency"
    severities: tuple[Severity, ...] = ("error",)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as people look it up: its stage, what it reads, and whether it is of the published tables."""

    name: str
    about: About
    stage: str
    reads: str
    published: bool


_FUNCTIONS: dict[str, Entry] = {}
"""The rules that are functions, in the order in which they registered."""


def register(
    function: Callable[..., object],
    reads: Sequence[str],
    dimension: Dimension,
    severities: tuple[Severity, ...] = ("error",),
) -> Entry:
    """Enter a function as the rule named like it, with dashes.

    The first paragraph of its docstring says what the rule holds, the second what goes wrong for a
    reader of the data where it does not hold; others add to the first. ``reads`` are the tables
    that it looks at.

    Raises:
        TypeError: the name is taken, or the docstring does not say what the rule holds and why.
    """
    name = function.__name__.replace("_", "-")
    paragraphs = [" ".join(text.split()) for text in (function.__doc__ or "").split("\n\n")]
    holds, why, *more = [*paragraphs, "", ""]
    if name in _FUNCTIONS or not holds or not why:
        raise TypeError(
            f"the rule {name} is registered twice, or its docstring does not say what it holds and why"
        )
    said = About(" ".join([holds, *more]).strip(), why, dimension, severities)
    _FUNCTIONS[name] = Entry(name, said, _of_functions(), ", ".join(reads), published=True)
    return _FUNCTIONS[name]


@cache
def _stages() -> dict[str, dict[str, Any]]:
    text = Path(__file__).with_name("stages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _of_functions() -> str:
    """Return the name of the stage whose rules are functions."""
    return next(name for name, written in _stages().items() if "functions" in written)


@cache
def _written() -> dict[str, dict[str, Entry]]:
    """Return each stage's rules by name, as stages.toml has them."""
    return {
        stage: {
            name: Entry(
                name,
                About(**{**rule, "severities": tuple(rule.get("severities", ("error",)))}),
                stage,
                written.get("reads", ""),
                written.get("published", False),
            )
            for name, rule in written.items()
            if isinstance(rule, dict)
        }
        for stage, written in _stages().items()
    }


def _rules(stage: str) -> dict[str, Entry]:
    """Return a stage's rules by name; what registers those that are functions is imported first."""
    module = _stages()[stage].get("functions")
    if module is None:
        return _written()[stage]
    import_module(module)  # named in stages.toml: who asks need not know which module that is
    return _FUNCTIONS


def stage(name: str) -> dict[str, About]:
    """Return what is said of the rules of a stage, by their names. Raises KeyError for an unknown stage."""
    return {rule: entry.about for rule, entry in _rules(name).items()}


def entries() -> Iterator[Entry]:
    """Yield every rule, in the order in which a build comes to them.

    A promise that is kept at two stages stands twice under its name.
    """
    for name in _stages():
        yield from _rules(name).values()


def published() -> dict[str, About]:
    """Return what is said of the rules over published tables, by their names, in the order of the stages."""
    return {entry.name: entry.about for entry in entries() if entry.published}


def about(rule: str) -> About | None:
    """Return what is said of a rule, of its first stage where it has two; None for one that is not in the rulebook."""
    for rules in (*_written().values(), _FUNCTIONS):
        if rule in rules:
            return rules[rule].about
    try:
        functions = _rules(_of_functions())
    except ImportError:  # a library that they need is not installed, so that none of them has run
        return None
    return functions[rule].about if rule in functions else None
