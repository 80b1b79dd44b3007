"""The machine: productions with slots, expanded by a seeded source of chance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    Rules = Mapping[str, Sequence[str]]

SPLIT = 4  # a list of so many productions is halved; a shorter one would lose its sense
# {name}, {name|filter}, {n:3..40} for a figure, {n:3..40:,} with separators
_SLOT = re.compile(r"\{(\w+)(?::(\d+)\.\.(\d+)(:,)?)?(?:\|(\w+))?\}")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "over",
        "the",
        "to",
        "with",
    ]
)


def _titled(text: str) -> str:
    words = text.split(" ")
    return " ".join(w if i and w in _SMALL else w[:1].upper() + w[1:] for i, w in enumerate(words))


FILTERS = {
    "upper": str.upper,
    "lower": str.lower,
    "titled": _titled,
    "first": lambda text: text[:1].upper() + text[1:],
    "slug": lambda text: "-".join(re.findall(r"\w+", text.lower())),
    "joined": lambda text: "".join(re.findall(r"\w+", text)),
}


class Maker:
    """Expands productions; ``half`` 0 or 1 keeps to even or odd entries of every longer list."""

    def __init__(
        self,
        rng: Random,
        rules: Rules,
        half: int | None,
        bound: Mapping[str, str] | None = None,
    ) -> None:
        """Take the source of chance, the productions, and the slots that are settled already."""
        self.rng = rng
        self.rules = rules
        self.half = half
        self.bound = dict(bound or {})

    def options(self, productions: Sequence[str]) -> Sequence[str]:
        """Return the productions that this half may use."""
        return (
            productions
            if self.half is None or len(productions) < SPLIT
            else productions[self.half :: 2]
        )

    def pick(self, productions: Sequence[str]) -> str:
        """Draw a production and expand it."""
        return self.expand(self.rng.choice(self.options(productions)))

    def make(self, name: str) -> str:
        """Expand a slot by its name."""
        return self.bound[name] if name in self.bound else self.pick(self.rules[name])

    def expand(self, template: str) -> str:
        """Fill every slot of a template, from the left."""
        return _SLOT.sub(self._fill, template)

    def _fill(self, match: re.Match[str]) -> str:
        name, low, high, separated, chosen = match.groups()
        if low is not None:
            number = self.rng.randint(int(low), int(high))
            return f"{number:,}" if separated else str(number)
        made = self.make(name)
        return FILTERS[chosen](made) if chosen else made

    def chance(self, share: float) -> bool:
        """Whether something of that share happens."""
        return self.rng.random() < share
