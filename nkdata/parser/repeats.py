"""Repeats: which line says again, exactly or nearly, what an earlier one said.

The cost grows with the text, but for one sort.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.features import folded
from nkdata.parser.tokens import MIXER, alike

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nkdata.parser.characters import Array
    from nkdata.parser.lines import PageLines
    from nkdata.parser.measures import Measures
    from nkdata.parser.tokens import Tokens

LEAST_WORDS = 3  # a repeat of one or two words ("Share", "Advertisement") says nothing
LEAST_SHINGLES = 4
NEAR = 0.7
"""The share of the shorter line's shingles: one word spelled otherwise breaks three, a quote mark
none."""

SHINGLE = 3  # words
MIX = np.uint64(MIXER)

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Repeat:
    """That a line repeats the line `of`; `kept` is the share of its own shingles found there."""

    of: int
    kept: float


def words(text: str) -> list[str]:
    """Return the words that count for a repeat: folded, without apostrophes and escapes."""
    return _WORD.findall(folded(text).replace("'", ""))


def repeats(lines: PageLines, measures: Measures) -> list[dict[int, Repeat]]:
    """Return, for each page and each of its lines that repeats an earlier one, which it repeats."""
    pages: list[dict[int, Repeat]] = [{} for _ in lines.opens[1:]]
    begins = lines.pages.tolist()
    twins = np.flatnonzero(
        (measures.twin < np.arange(len(lines))) & (np.diff(measures.tokens.bounds) >= LEAST_WORDS)
    )
    exact = zip(twins.tolist(), measures.twin[twins].tolist(), [1.0] * len(twins), strict=True)
    for index, of, kept in chain(_near(measures.tokens), exact):
        page = lines.page[index]
        pages[page][index - begins[page]] = Repeat(of - begins[page], kept)
    return pages


def _near(tokens: Tokens) -> Iterable[tuple[int, int, float]]:
    """Return each near repeat, the earlier line with which it shares most, and what share."""
    sizes = np.maximum(np.diff(tokens.bounds) - SHINGLE + 1, 0)
    line, earlier, hits = _meetings(tokens)
    order = np.lexsort((earlier, -hits, line))  # by line, then most hits, then the earliest line
    best = order[np.flatnonzero(np.diff(line[order], prepend=-1))]
    line, earlier, hits = line[best], earlier[best], hits[best]
    shorter = np.minimum(sizes[line], sizes[earlier])
    near = (shorter >= LEAST_SHINGLES) & (hits >= NEAR * shorter)
    kept = np.minimum(hits / sizes[line], 1.0)
    return zip(line[near].tolist(), earlier[near].tolist(), kept[near].tolist(), strict=True)


def _meetings(tokens: Tokens) -> tuple[Array, Array, Array]:
    """Return pairs of lines with a common shingle, and how many shingles each pair shares.

    Of the lines before it that have a shingle, a line is paired with the first.
    """
    names, on = tokens.own, tokens.on
    at = np.flatnonzero(on[2:] == on[:-2])
    shingles = ((names[at] * MIX + names[at + 1]) * MIX + names[at + 2]) * MIX
    places, groups = alike(shingles)
    again = np.flatnonzero(groups[1:] == groups[:-1]) + 1
    owner = on[at[places[np.searchsorted(groups, groups[again])]]]
    line = on[at[places[again]]]
    pairs, hits = np.unique((line * len(tokens.bounds) + owner)[owner < line], return_counts=True)
    return pairs // len(tokens.bounds), pairs % len(tokens.bounds), hits
