"""Rules: named, documented, and each a generator of problems that never raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nkdata.reports.problems import About, Problem, declared

if TYPE_CHECKING:
    from nkdata.checks.engine import Tables
    from nkdata.reports.problems import Dimension, Severity

Find = Callable[["Tables"], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it holds and why, and the generator that finds breaches.

    ``reads`` names the tables that it needs in good shape. The report names a rule as skipped that ``needs_text`` on the
    edition without article text, or that ``needs_all``, because it concludes from what is absent, where rows are missing.
    A rule that looks at its tables ``apart``, each beside what its references lead to, runs where only some are given.
    """

    name: str
    about: About
    reads: tuple[str, ...]
    needs_text: bool
    needs_all: bool
    apart: bool
    find: Find


RULES: dict[str, Rule] = {}
"""Every rule of meaning over the tables, by name, in the order in which they run."""


def rule(
    *reads: str,
    dimension: Dimension,
    severities: tuple[Severity, ...] = ("error",),
    needs_text: bool = False,
    needs_all: bool = False,
    apart: bool = False,
) -> Callable[[Find], Rule]:
    """Register a generator as the rule named like it, with dashes.

    The first paragraph of its docstring says what the rule holds, the second what goes wrong for a reader of the data where
    it does not hold; others add to the first. Raises TypeError where one of them is missing, or the name is taken.
    """

    def register(find: Find) -> Rule:
        name = find.__name__.replace("_", "-")
        paragraphs = [" ".join(text.split()) for text in (find.__doc__ or "").split("\n\n")]
        holds, why, *more = [*paragraphs, ""]
        if name in RULES or not holds or not why:
            raise TypeError(
                f"the rule {name} is taken, or its docstring does not say what it holds and why"
            )
        about = About(" ".join([holds, *more]).strip(), why, dimension, severities)
        declared({name: about})
        RULES[name] = Rule(name, about, reads, needs_text, needs_all, apart, find)
        return RULES[name]

    return register
