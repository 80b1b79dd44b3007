"""The words of a page as numbers: two words have one number where they are the same in small letters.

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
    from collections.abc import Iterable, Mapping

    from nkdata.parser.characters import Array
    from nkdata.parser.lines import Lines

BASE, MIXER = (
    0xA0761D6478BD642F,
    0x9E3779B97F4A7C15,
)  # odd; the second spreads what differs over the upper bits
MODULUS = 1 << 64
LEAST_POWERS = 1 << 16


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a page, runs of letters and digits, one number a word.

    ``begins`` and ``ends`` are their places in the text, ``on`` their lines, ``names`` their numbers; ``own`` are numbers that the
    same word has on the same page alone. ``bounds`` says where each line's words begin and, last,
    end.
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

    def openings(self, letters: int, which: Array | slice = slice(None)) -> Array:
        """Return the numbers of the first letters of some words; of a shorter word, its own number."""
        begins = self.begins[which]
        return _numbers(self.sums, begins, np.minimum(self.ends[which], begins + letters))


def read_tokens(lines: Lines) -> Tokens:
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
    """Bring equal numbers together: return their places, of equal ones the first first, and which group each belongs to."""
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


class Table:
    """Small numbers for known words, looked up for a page's words at once.

    Every word has a slot of its own: words that share a bucket are multiplied by a factor that keeps them apart (Belazzougui et
    al. 2009, "Hash, displace, and compress").
    """

    def __init__(self, values: Mapping[str, int]) -> None:
        """Find a factor for each bucket."""
        known = {number(word): value for word, value in values.items()}
        size = max(4, (4 * len(known)).bit_length())  # bits of a slot
        self._bucket, self._slot = np.uint64(66 - size), np.uint64(64 - size)
        self._factors = np.ones(1 << (size - 2), np.uint64)
        self._names = np.zeros(1 << size, np.uint64)
        self._values = np.zeros(1 << size, np.int64)
        buckets: dict[int, list[int]] = {}
        for name in known:
            buckets.setdefault(name >> int(self._bucket), []).append(name)
        taken: set[int] = set()
        for bucket, names in sorted(buckets.items(), key=lambda item: -len(item[1])):
            factor, slots = self._free(names, taken)
            taken.update(slots)
            self._factors[bucket] = factor
            for name, slot in zip(names, slots, strict=True):
                self._names[slot], self._values[slot] = name, known[name]

    def _free(self, names: Iterable[int], taken: set[int]) -> tuple[int, list[int]]:
        factor = MIXER
        while True:
            slots = [name * factor % MODULUS >> int(self._slot) for name in names]
            if len(set(slots)) == len(slots) and taken.isdisjoint(slots):
                return factor, slots
            factor = (factor * BASE + 2) % MODULUS

    def look_up(self, names: Array) -> Array:
        """Return the value of each word, 0 where it is not known."""
        slots = (
            (names * self._factors[(names >> self._bucket).astype(np.intp)]) >> self._slot
        ).astype(np.intp)
        found: Array = self._values[slots] * (self._names[slots] == names)
        return found
