"""The net: every clue's anchors as bits, in rows of numbers that are looked up for a page's words and signs."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from nkdata.parser.anchors import FEW, GLUED, LONG, LONGEST, MANY, SHORT, needs
from nkdata.parser.evidence import READER_WORDS, REPORTING_SIGNS, REPORTING_WORDS, Shape
from nkdata.parser.rules import LINE_RULES
from nkdata.parser.tokens import Table
from nkdata.parser.vocabulary import CLASSES
from nkdata.words.outlets import OUTLET_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nkdata.parser.characters import Array

BITS = 64  # of one number
ALL = (1 << BITS) - 1
MOST_WORDS = 128  # more are as good as these for every clue
PLANE = 1 << 16
FIGURE, FIGURES = "0", ("0", GLUED, LONG)
Key = tuple[int, str]
"""How many letters of a word tell whether it has an anchor, and those letters; of words that begin with a figure, one."""


class Net:
    """The clues' anchors as bits: rows of numbers, one row for each set of clues that a word or a sign speaks for.

    A row has one half for the first of a clue's needs and another for the second: a clue is
    possible where both halves have its bit. Behind the clues' bits, the first half has four
    signals: that a line may address the reader, that it surely reports somebody's words, that it
    may name an outlet, and that marks may part its words or join them.
    """

    def __init__(self) -> None:
        """Enter every clue of every line rule."""
        clues = [clue for rule in LINE_RULES for clue in rule.test or ()]
        self.clues = [(rule.name, clue.holds) for rule in LINE_RULES for clue in rule.test or ()]
        self.signals = range(len(clues), len(clues) + 4)
        self.half = -(-self.signals.stop // BITS)
        self._bits: dict[str, dict[Key, int]] = {"first": {}, "anywhere": {}, "signs": {}}
        unneeded, wordless = 0, 0
        for place, clue in enumerate(clues):
            bits = [1 << (place + half * self.half * BITS) for half in (0, 1)]
            for need, bit in zip(clue.needs, bits, strict=False):
                for where in self._bits:
                    self._enter(where, getattr(need, where), bit)
            unneeded |= bits[1] if len(clue.needs) == 1 else 0
            wordless |= 0 if clue.needs else sum(bits)
        self._enter_signals()
        self.unneeded, self.wordless = self._row(unneeded), self._row(wordless)
        self._number_words()
        self._number_signs()
        self.allowed = self._allowed([clue.fits for clue in clues])

    def _enter(self, where: str, anchors: Iterable[str], bit: int) -> None:
        table = self._bits[where]
        for anchor in anchors:
            key = _key(anchor) if where != "signs" else (1, anchor)
            table[key] = table.get(key, 0) | bit

    def _enter_signals(self) -> None:
        asks, reports, outlet, unsure = (1 << place for place in self.signals)
        self._enter("anywhere", (word + " " for word in READER_WORDS), asks)
        self._enter(
            "anywhere", (word + " " for word in REPORTING_WORDS if len(word) < LONGEST), reports
        )  # longer ones are cut
        names = needs(rf"\b(?:{CLASSES['outlet']}|{OUTLET_ENDINGS})\b", opening=False)[0]
        self._enter("anywhere", names.anywhere, outlet)
        self._enter("signs", REPORTING_SIGNS, reports)
        self._enter("signs", "\\_", unsure)

    def _row(self, bits: int) -> Array:
        return np.array([bits >> place * BITS & ALL for place in range(2 * self.half)], np.uint64)

    def _number_words(self) -> None:
        """Give each anchor that is a word a row; the last rows are of words of figures: any, glued, long, and both."""
        first, anywhere = self._bits["first"], self._bits["anywhere"]
        number = {key: place for place, key in enumerate(sorted({*first, *anywhere}), 1)}
        self.long, self.short = (
            Table({word: place for (letters, word), place in number.items() if letters == length})
            for length in (LONGEST, SHORT)
        )
        self.figures = len(number) + 1
        self.first, self.anywhere = (self._rows(table, number) for table in (first, anywhere))
        self.speaks: Array = np.asarray(self.anywhere.any(axis=1))
        self.many, self.few = (self._row(anywhere.get((1, anchor), 0)) for anchor in (MANY, FEW))

    def _rows(self, table: dict[Key, int], number: dict[Key, int]) -> Array:
        figure, glued, long = (table.get((1, anchor), 0) for anchor in FIGURES)
        figures = (figure, figure | glued, figure | long, figure | glued | long)
        return np.stack(
            [self._row(bits) for bits in (0, *(table.get(key, 0) for key in number), *figures)]
        )

    def _number_signs(self) -> None:
        signs = self._bits["signs"]
        self.sign = np.zeros(PLANE, np.uint8)
        self.sign[[ord(sign) for _, sign in signs]] = np.arange(1, len(signs) + 1)
        self.signs = np.stack([self._row(bits) for bits in (0, *signs.values())])

    def _allowed(self, fits: list[Any]) -> Array:
        """Return the clues for each shape: prose, paragraph, asks, reports, and how many words."""
        found = np.zeros((2, 2, 2, 2, MOST_WORDS + 1, self.half), np.uint64)
        words = np.arange(MOST_WORDS + 1)
        for where in product((0, 1), repeat=4):
            shape = Shape(words, *map(bool, where))
            for place, fit in enumerate(fits):
                found[where][:, place // BITS] |= np.where(
                    fit(shape), np.uint64(1 << place % BITS), np.uint64(0)
                )
        return found


def _key(anchor: str) -> Key:
    if anchor[0].isdigit():
        return 1, anchor if anchor in {GLUED, LONG, MANY, FEW} else FIGURE
    word = anchor.rstrip()[:LONGEST]
    return (
        (LONGEST, word) if anchor.endswith(" ") or len(word) == LONGEST else (SHORT, word[:SHORT])
    )


@cache
def net() -> Net:
    """Return the one net."""
    return Net()
