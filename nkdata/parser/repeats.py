"""Repeats: which line says again, exactly or nearly, what an earlier one said. Linear in the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nkdata.parser.features import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

Shingle = tuple[str, str, str]

STEM, STEM_LEAST = 5, 4  # letters: shorter words are articles and prepositions
LEAST_WORDS = 3  # a repeat of one or two words ("Share", "Advertisement") says nothing
LEAST_SHINGLES = 4
NEAR = 0.7  # of the shorter line's shingles: one word spelled otherwise breaks three shingles, a quote mark none

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Repeat:
    """That a line repeats the line ``of``: ``kept`` is the share of its own shingles found there."""

    of: int
    kept: float


def words(text: str) -> list[str]:
    """Return the words that count for a repeat: folded, without apostrophes and escapes."""
    return _WORD.findall(folded(text).replace("'", ""))


def stems(text: str) -> set[str]:
    """Return the openings of the longer words, so that "meets" and "meeting" are one."""
    return {w[:STEM] for w in words(text) if len(w) >= STEM_LEAST}


def _shingles(tokens: Sequence[str]) -> list[Shingle]:
    return list(dict.fromkeys(zip(tokens, tokens[1:], tokens[2:], strict=False)))


def _nearest(grams: Sequence[Shingle], seen: dict[Shingle, int], sizes: Sequence[int]) -> Repeat | None:
    """Return the earlier line that shares most shingles, where it shares enough of the shorter of the two."""
    hits = Counter(seen[g] for g in grams if g in seen)
    if not hits:
        return None
    best = max(hits, key=lambda i: (hits[i], -i))
    shorter = min(len(grams), sizes[best])
    if shorter < LEAST_SHINGLES or hits[best] < NEAR * shorter:
        return None
    return Repeat(best, hits[best] / len(grams))


def repeats(texts: Sequence[str]) -> list[Repeat | None]:
    """For each text, the earlier one it repeats, if any.

    One index from shingle to the first line that holds it: each shingle is looked up once.
    """
    found: list[Repeat | None] = []
    exact: dict[str, int] = {}
    seen: dict[Shingle, int] = {}
    sizes: list[int] = []
    for index, text in enumerate(texts):
        tokens = words(text)
        grams = _shingles(tokens)
        first = exact.setdefault(" ".join(tokens), index)
        if len(tokens) < LEAST_WORDS:
            found.append(None)
        elif first != index:
            found.append(Repeat(first, 1.0))
        else:
            found.append(_nearest(grams, seen, sizes))
        sizes.append(len(grams))
        for gram in grams:
            seen.setdefault(gram, index)
    return found
