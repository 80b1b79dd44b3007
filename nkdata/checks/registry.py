"""Rules: named, documented, and each a generator of problems that never raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nkdata.reports.problems import Problem
from nkdata.rulebook import About, register

if TYPE_CHECKING:
    from nkdata.checks.engine import Tables
    from nkdata.rulebook import Dimension, Severity

Find = Callable[["Tables"], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it holds and why, and the generator that finds breaches.

    ``reads`` names the tables that it needs in good shape. A rule that ``needs_text`` is skipped on
    the edition without article text. A rule that ``needs_all`` concludes from what is absent, and
    is skipped where rows are missing. A rule that looks at its tables ``apart``, each beside what
    its references lead to, runs even if only some are given. The report names what was skipped.
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
    """Make a generator a rule, which `nkdata.rulebook.register` names and describes."""

    def enter(find: Find) -> Rule:
        entry = register(find, reads, dimension, severities)
        made = Rule(entry.name, entry.about, reads, needs_text, needs_all, apart, find)
        RULES[entry.name] = made
        return made

    return enter
