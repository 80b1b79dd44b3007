"""The words of a page as numbers: two words have one number if their small letters are the same.

A word's number is a polynomial over its letters modulo 2**64 (Karp & Rabin 1987, "Efficient
randomized pattern-matching algorithms"): sums over the whole text give it for any stretch of it at
once. Two words share a number in one of 10**19 cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.characters import in_words, lowered, runs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nkdata.parser.characters import Array
    from nkdata.parser.lines import PageLines

BASE, MIXER = (
    0xA0761D6478BD642F,
    0x9E3779B97F4A7C15,
)  # odd; the second spreads what differs over the upper bits
MODULUS = 1 << 64
LEAST_POWERS = 1 << 16


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of some pages, runs of letters and digits: arrays with one number a word.

    Attributes:
        begins: where the word begins in the text.
        ends: where it ends, exclusive.
        on: its line.
        names: its number.
        own: a number that the same word has on the same page alone.
        bounds: where each line's words begin and, last, end.
        sums: what the numbers are computed from, for each place in the text.
    """

    begins: Array
    ends: Array
    on: Array
    bounds: Array
    names: Array
    own: Array
    sums: Array

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.begins)

    def openings(self, letters: int, which: Array | slice) -> Array:
        """Return the numbers of words' first letters; a shorter word has its own number."""
        begins = self.begins[which]
        return _numbers(self.sums, begins, np.minimum(self.ends[which], begins + letters))


def read_tokens(lines: PageLines) -> Tokens:
    """Find the words of a page."""
    begins, ends = runs(in_words(lines.kinds))
    bounds = lines.bounds(begins)
    sums = np.zeros(len(lines.codes) + 1, np.uint64)
    letters = lowered(lines.codes, lines.kinds)
    letters *= _powers(len(letters))[0]
    np.cumsum(letters, out=sums[1:])
    on = np.repeat(np.arange(len(lines)), np.diff(bounds))
    names = _numbers(sums, begins, ends)
    own = (
        names
        if len(lines.pages) == 2  # noqa: PLR2004 -- one page
        else names + (lines.page.astype(np.uint64) * np.uint64(BASE))[on]
    )
    return Tokens(begins, ends, on, bounds, names, own, sums)


def number(word: str) -> int:
    """Return the number of a word in small letters."""
    return (
        sum(ord(letter) * pow(BASE, place, MODULUS) for place, letter in enumerate(word))
        * MIXER
        % MODULUS
    )


def _numbers(sums: Array, begins: Array, ends: Array) -> Array:
    return (sums[ends] - sums[begins]) * _powers(len(sums))[1][begins]


def _powers(least: int) -> tuple[Array, Array]:
    """Return as many powers as are needed: those of the base, and those that undo them."""
    powers, undone = _all_powers(max(LEAST_POWERS, 1 << least.bit_length()))
    return powers[:least], undone[:least]


@lru_cache(maxsize=2)
def _all_powers(count: int) -> tuple[Array, Array]:
    found = []
    for base, first in ((BASE, 1), (pow(BASE, -1, MODULUS), MIXER)):
        factors = np.full(count, base, np.uint64)
        factors[0] = first
        found.append(np.multiply.accumulate(factors))
    return found[0], found[1]


def alike(numbers: Array) -> tuple[Array, Array]:
    """Bring equal numbers together.

    Returns:
        The places of the numbers, those of equal numbers side by side and in order; and for each
        of these places the group that it belongs to.
    """
    # one sort of plain numbers is quickest: their lowest bits make room for the place
    bits = np.uint64(len(numbers).bit_length())
    packed = np.sort((numbers >> bits << bits) | np.arange(len(numbers), dtype=np.uint64))
    places = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.intp)
    packed >>= bits
    parted = _parted(numbers[places])
    if (parted != _parted(packed)).any():  # numbers that differ in the lowest bits alone
        places = np.argsort(numbers, kind="stable")
        parted = _parted(numbers[places])
    return places, np.concatenate(([0], np.cumsum(parted)))[: len(places)]


def _parted(ordered: Array) -> Array:
    parted: Array = ordered[1:] != ordered[:-1]
    return parted


class WordTable:
    """Small numbers for known words, looked up for a page's words at once.

    Each known word has a slot of its own, taken from the upper bits of its number times a factor.
    """

    def __init__(self, values: Mapping[str, int]) -> None:
        """Find a factor under which no two words share a slot.

        There are so many slots for so few words that every second or third factor will do.
        """
        known = np.array([number(word) for word in values], np.uint64)
        bits = max(8, 2 * len(known).bit_length() - 1)
        self._shift, factor = np.uint64(64 - bits), MIXER
        self._factor = np.uint64(factor)
        while len(np.unique(self._slots(known))) < len(known):
            factor = (factor * BASE + 2) % MODULUS
            self._factor = np.uint64(factor)
        self._place = np.zeros(1 << bits, np.uint16)
        self._place[self._slots(known)] = np.arange(1, len(known) + 1)
        self._numbers = np.concatenate((np.zeros(1, np.uint64), known))
        self._values = np.array([0, *values.values()])

    def look_up(self, names: Array) -> Array:
        """Return the value of each word; 0 where the word is not known."""
        places = self._place[self._slots(names)]
        found: Array = self._values[places] * (self._numbers[places] == names)
        return found

    def _slots(self, names: Array) -> Array:
        return ((names * self._factor) >> self._shift).astype(np.intp)
