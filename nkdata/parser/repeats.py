"""Repeats: which line says again, exactly or nearly, what an earlier one said. Linear in the text, but for one sort."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.features import folded

if TYPE_CHECKING:
    from nkdata.parser.characters import Array
    from nkdata.parser.measures import Measures

LEAST_WORDS = 3  # a repeat of one or two words ("Share", "Advertisement") says nothing
LEAST_SHINGLES = 4
NEAR = 0.7  # of the shorter line's shingles: one word spelled otherwise breaks three shingles, a quote mark none
SHINGLE = 3  # words

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Repeat:
    """That a line repeats the line ``of``: ``kept`` is the share of its own shingles found there."""

    of: int
    kept: float


def words(text: str) -> list[str]:
    """Return the words that count for a repeat: folded, without apostrophes and escapes."""
    return _WORD.findall(folded(text).replace("'", ""))


def repeats(measures: Measures) -> dict[int, Repeat]:
    """Return, for each line that repeats an earlier one, which it repeats."""
    found = _near(measures)
    spoken = np.diff(measures.bounds)
    for index in np.flatnonzero((measures.twin < np.arange(len(spoken))) & (spoken >= LEAST_WORDS)).tolist():
        found[index] = Repeat(int(measures.twin[index]), 1.0)
    return found


def _near(measures: Measures) -> dict[int, Repeat]:
    """Return for each line the earlier line that shares most shingles, where it shares enough of the shorter of the two."""
    found: dict[int, Repeat] = {}
    sizes = np.maximum(np.diff(measures.bounds) - SHINGLE + 1, 0)
    pairs, hits = _meetings(measures, sizes)
    n = len(sizes)
    order = np.lexsort((pairs % n, -hits, pairs // n))  # by line, then most hits, then the earliest line
    line, earlier, hits = (pairs // n)[order], (pairs % n)[order], hits[order]
    best = np.flatnonzero(np.diff(line, prepend=-1))
    line, earlier, hits = line[best], earlier[best], hits[best]
    shorter = np.minimum(sizes[line], sizes[earlier])
    near = (shorter >= LEAST_SHINGLES) & (hits >= NEAR * shorter)
    for index, of, kept in zip(line[near].tolist(), earlier[near].tolist(), (hits / sizes[line])[near].tolist(), strict=True):
        found[index] = Repeat(of, min(kept, 1.0))
    return found


def _meetings(measures: Measures, sizes: Array) -> tuple[Array, Array]:
    """Return each pair of a line and the first line that has a shingle of it, as line * n + first, and how many shingles."""
    n, size = len(sizes), len(measures.vocabulary)
    on = np.repeat(np.arange(n), sizes)
    at = np.arange(len(on)) + np.repeat(measures.bounds[:-1] - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
    ids = measures.ids
    shingles = (ids[at] * size + ids[at + 1]) * size + ids[at + 2]
    _, first, which = np.unique(shingles, return_index=True, return_inverse=True)
    owner = on[first][which]
    pairs, hits = np.unique((on * n + owner)[owner < on], return_counts=True)
    return pairs, hits
