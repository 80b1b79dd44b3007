"""The rulebook: every rule of every stage, what it holds, why, and how severe a breach is.

``stages.toml`` holds the rules of all stages but one. The rules of the stage ``tables`` are
functions: their docstrings say what they hold and why, and `register` enters them here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from nkdata.paths import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Severity = Literal["error", "warning", "info"]
Dimension = Literal["completeness", "uniqueness", "conformity", "consistency", "timeliness"]


@dataclass(frozen=True, slots=True)
class About:
    """What a rule holds, what goes wrong for a reader of the data where it fails, its dimension.

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
    """A rule as people look it up: its stage, what it reads, whether published tables hold it."""

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
    """Enter a function as the rule named like it, with dashes; ``reads`` are the tables it reads.

    The first paragraph of its docstring says what the rule holds, the second what goes wrong for a
    reader of the data where it does not hold; others add to the first.

    Raises:
        TypeError: the name is taken, or the docstring does not say what the rule holds and why.
    """
    name = function.__name__.replace("_", "-")
    paragraphs = [" ".join(text.split()) for text in (function.__doc__ or "").split("\n\n")]
    holds, why, *more = [*paragraphs, ""]
    if name in _FUNCTIONS or not holds or not why:
        missing = "is registered twice, or its docstring does not say what it holds and why"
        raise TypeError(f"the rule {name} {missing}")
    said = About(" ".join([holds, *more]).strip(), why, dimension, severities)
    _FUNCTIONS[name] = Entry(name, said, "tables", ", ".join(reads), published=True)
    return _FUNCTIONS[name]


@cache
def _stages() -> dict[str, dict[str, Any]]:
    return beside(__file__, "stages.toml")


def _entries(name: str) -> Iterator[Entry]:
    """Yield the rules of a stage; the module that registers functions is imported first."""
    stage = _stages()[name]
    if "functions" in stage:
        import_module(stage["functions"])
        yield from _FUNCTIONS.values()
    for rule, said in stage.items():
        if isinstance(said, dict):
            severities = tuple(said.get("severities", ("error",)))
            about = About(said["holds"], said["why"], said["dimension"], severities)
            yield Entry(rule, about, name, stage["reads"], stage.get("published", False))


def entries() -> Iterator[Entry]:
    """Yield every rule, in the order in which a build comes to them.

    A promise that is kept at two stages stands twice under its name.
    """
    for name in _stages():
        yield from _entries(name)


def stage(name: str) -> dict[str, About]:
    """Return what is said of a stage's rules, by name. Raises KeyError for an unknown stage."""
    return {entry.name: entry.about for entry in _entries(name)}


def published() -> dict[str, About]:
    """Return what is said of the rules over published tables, by name, in their order."""
    return {entry.name: entry.about for entry in entries() if entry.published}


def about(rule: str) -> About | None:
    """Return what is said of a rule, of the first stage that has it; None for an unknown rule."""
    # Of a stage that says so itself first: that needs no import.
    for name in sorted(_stages(), key=lambda name: "functions" in _stages()[name]):
        try:
            if said := stage(name).get(rule):
                return said
        except ImportError:  # a library of the rules is not installed, so that none of them has run
            return None
    return None
