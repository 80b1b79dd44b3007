"""The sieve: which clues of line rules a line can have at all, by its words and its shape; only those are looked for."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.anchors import LONGEST, SHORT
from nkdata.parser.characters import Kind
from nkdata.parser.evidence import READER_WORDS, REPORTING_SIGNS, REPORTING_WORDS, Shape
from nkdata.parser.features import HEAD
from nkdata.parser.rules import LINE_RULES
from nkdata.parser.tokens import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from nkdata.parser.characters import Array
    from nkdata.parser.features import Line
    from nkdata.parser.lines import Lines
    from nkdata.parser.measures import Measures

    Holds = Callable[[Line], bool]

BITS = 64  # of one number
MOST_WORDS = 128  # more are as good as these for every clue
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
PLANE = 1 << 16
DIGIT = "0"  # the anchor that stands for every figure


class Sieve:
    """The clues' anchors as bits: rows of numbers for words, one row for each set of clues that a word speaks for.

    A row has one half for the first of a clue's needs and another for the second: a clue is possible where both halves have its
    bit. The last bits of the first half are signals: that a line may address the reader, that it surely reports somebody's words,
    and that marks may part its words or join them.
    """

    def __init__(self) -> None:
        """Enter every clue of every line rule."""
        self._clues = [clue for rule in LINE_RULES for clue in rule.test or ()]
        self.clues = [(rule.name, clue.holds) for rule in LINE_RULES for clue in rule.test or ()]
        self.half = len(self._clues) // BITS + 1
        signals = [1 << (self.half * BITS - place) for place in (1, 2, 3)]
        if len(self._clues) + len(signals) > self.half * BITS:
            self.half += 1
            signals = [1 << (self.half * BITS - place) for place in (1, 2, 3)]
        self.asks, self.reports, self.unsure = (np.uint64(signal >> (self.half - 1) * BITS) for signal in signals)
        first: dict[str, int] = {}
        anywhere: dict[str, int] = dict.fromkeys((word + " " for word in READER_WORDS), signals[0])
        anywhere |= dict.fromkeys((word + " " for word in REPORTING_WORDS if len(word) < LONGEST), signals[1])  # longer ones are cut
        signs: dict[str, int] = dict.fromkeys(REPORTING_SIGNS, signals[1]) | dict.fromkeys("\\_", signals[2])
        unneeded, wordless = 0, 0
        for place, clue in enumerate(self._clues):
            for half, need in enumerate(clue.needs):
                bit = 1 << (place + half * self.half * BITS)
                for table, anchors in ((first, need.first), (anywhere, need.anywhere), (signs, need.signs)):
                    for anchor in anchors:
                        table[anchor] = table.get(anchor, 0) | bit
            if len(clue.needs) == 1:
                unneeded |= 1 << (place + self.half * BITS)
            if not clue.needs:
                wordless |= 1 << place | 1 << (place + self.half * BITS)
        self.unneeded, self.wordless = self._row(unneeded), self._row(wordless)
        keys = {_key(anchor) for anchor in (*first, *anywhere)}
        number = {key: place for place, key in enumerate(sorted(keys), 1)}
        self._short = Table({key[1]: place for key, place in number.items() if key[0] == SHORT})
        self._long = Table({key[1]: place for key, place in number.items() if key[0] == LONGEST})
        self._digit = number.get(_key(DIGIT), 0)
        self.first, self.anywhere = (self._rows(table, number) for table in (first, anywhere))
        self.spoken: Array = np.asarray(self.anywhere.any(axis=1))
        self.sign = np.zeros(PLANE, np.uint8)
        self.sign[[ord(sign) for sign in signs]] = np.arange(1, len(signs) + 1)
        self.signs = np.stack([self._row(0), *map(self._row, signs.values())])
        self.allowed = self._allowed()

    def _row(self, bits: int) -> Array:
        return np.array([bits >> place * BITS & int(ALL) for place in range(2 * self.half)], np.uint64)

    def _rows(self, table: Mapping[str, int], number: Mapping[tuple[int, str], int]) -> Array:
        rows = [0] * (len(number) + 1)
        for anchor, bits in table.items():
            rows[number[_key(anchor)]] |= bits
        return np.stack([self._row(bits) for bits in rows])

    def _allowed(self) -> Array:
        """Return the clues for each shape: prose, paragraph, asks, reports, and how many words."""
        found = np.zeros((2, 2, 2, 2, MOST_WORDS + 1, self.half), np.uint64)
        words = np.arange(MOST_WORDS + 1)
        for where in product((0, 1), repeat=4):
            shape = Shape(words, *map(bool, where))
            for place, clue in enumerate(self._clues):
                bit = np.uint64(1 << place % BITS)
                found[where][:, place // BITS] |= np.where(clue.fits(shape), bit, np.uint64(0))
        return found

    def words(self, lines: Lines, measures: Measures) -> Iterator[Array]:
        """Yield for each word the rows it has: by its longer beginning, and by its shorter one or the figure it begins with."""
        tokens, every = measures.tokens, slice(None)
        yield self._long.look_up(tokens.openings(LONGEST, every))
        figures = lines.kinds[tokens.begins] == Kind.DIGIT
        yield np.where(figures, self._digit, self._short.look_up(tokens.openings(SHORT, every)))


def _key(anchor: str) -> tuple[int, str]:
    """Return how many letters of a word tell whether it has the anchor, and those letters."""
    if anchor[0].isdigit():
        return 1, DIGIT
    word = anchor.rstrip()[:LONGEST]
    return (LONGEST, word) if anchor.endswith(" ") or len(word) == LONGEST else (SHORT, word[:SHORT])


@cache
def sieve() -> Sieve:
    """Return the one sieve."""
    return Sieve()


def candidates(lines: Lines, measures: Measures, wanted: Array) -> Iterator[tuple[int, str, Holds]]:
    """Yield each wanted line with each clue that it may have: the clue's rule and its test, in the rules' order."""
    net = sieve()
    rows = anchored(lines, measures)
    bits = rows[:, : net.half] & rows[:, net.half :] & net.allowed[_shape(net, rows, lines, measures)]
    found = np.flatnonzero(bits.any(axis=1) & wanted)
    row, place = np.nonzero(np.unpackbits(bits[found].astype("<u8").view(np.uint8), axis=1, bitorder="little"))
    for index, clue in zip(found[row].tolist(), place.tolist(), strict=True):
        yield index, *net.clues[clue]


def anchored(lines: Lines, measures: Measures) -> Array:
    """Return for each line the row of the clues for which it has the anchors."""
    net, tokens = sieve(), measures.tokens
    rows = np.tile(net.unneeded, (len(lines), 1))
    spoken = np.flatnonzero(np.diff(tokens.bounds))
    for names in net.words(lines, measures) if len(tokens) else ():
        told = np.flatnonzero(net.spoken[names])
        _enter(rows, tokens.on[told], net.anywhere[names[told]])
        first = names[tokens.bounds[spoken]]
        rows[spoken] |= net.first[first]
    marks = np.flatnonzero(lines.kinds > Kind.COMMA)
    on = np.searchsorted(lines.first, marks, "right") - 1
    _enter(rows, on, net.signs[net.sign[np.minimum(lines.codes[marks], PLANE - 1)]])
    rows[on[lines.kinds[marks] == Kind.INVISIBLE]] = ALL  # marks that cannot be seen part words
    rows[np.diff(tokens.bounds) == 0] = net.wordless
    return rows


def _shape(net: Sieve, rows: Array, lines: Lines, measures: Measures) -> tuple[Array, ...]:
    """Return for each line where the clues are that its shape allows."""
    signals = rows[:, net.half - 1]
    unsure = (signals & net.unsure) > 0
    asks = ((signals & net.asks) > 0) | unsure
    reports = ((signals & net.reports) > 0) & ~unsure & (lines.last - lines.first <= HEAD)
    paragraph = measures.prose & (measures.sentences > 1)
    shape = (measures.prose, paragraph, asks, reports, np.minimum(measures.words, MOST_WORDS))
    return tuple(part.astype(np.intp) for part in shape)


def _enter(rows: Array, on: Array, found: Array) -> None:
    """Enter rows for lines, which ascend."""
    if len(on):
        starts = np.flatnonzero(np.concatenate(([True], on[1:] != on[:-1])))
        rows[on[starts]] |= np.bitwise_or.reduceat(found, starts)
