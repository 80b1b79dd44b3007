"""The sieve: which line rules can hold for a line at all, by its words; only those are tried."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.anchors import LONGEST
from nkdata.parser.characters import SIGNS, Kind
from nkdata.parser.rules import LINE_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.parser.characters import Array
    from nkdata.parser.lines import Lines
    from nkdata.parser.measures import Measures
    from nkdata.parser.rules import Rule

BITS = 64
MOST_KNOWN = 200_000  # words remembered from page to page, before all are forgotten


class Sieve:
    """The line rules' anchors as bits of a number: for each rule one for first words, one for words and signs anywhere."""

    def __init__(self) -> None:
        """Collect the anchors of every line rule."""
        self._beginnings: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self._rules: list[Rule] = []
        self.first, self.all = 0, 0
        self._signs: dict[str, int] = {}
        for rule in LINE_RULES:
            if rule.test is None:
                continue
            known = rule.test.anchors
            if known.first:
                self.first |= self._add(rule, known.first, frozenset())
            if known.anywhere or known.signs or not known.first:
                self._add(rule, known.anywhere, known.signs)
        self.all = (1 << len(self._rules)) - 1
        if len(self._rules) > BITS:
            raise AssertionError("the rules' anchors need more bits than a number has")

    def _add(self, rule: Rule, words: frozenset[str], signs: frozenset[str]) -> int:
        bit = 1 << len(self._rules)
        self._rules.append(rule)
        for table, anchors in ((self._beginnings, words), (self._signs, signs)):
            for anchor in anchors:
                table[anchor] = table.get(anchor, 0) | bit
        return bit

    def signs(self, codes: Array) -> Array:
        """Return for each character the bits of the rules for which it is an anchor."""
        found = np.zeros(len(codes), np.uint64)
        for sign, bits in self._signs.items():
            found[codes == ord(sign)] = bits
        return found

    def word(self, word: str) -> int:
        """Return the bits of the rules for which the word is an anchor."""
        bits = self._known.get(word)
        if bits is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            bits = self._beginnings.get(word[:LONGEST] + " ", 0)
            for length in range(1, min(len(word), LONGEST) + 1):
                bits |= self._beginnings.get(word[:length], 0)
            self._known[word] = bits
        return bits

    @cache  # noqa: B019 -- there is one sieve, and few sets of bits: 2,700 on 171 pages
    def rules(self, bits: int) -> tuple[Rule, ...]:
        """Return the rules of the bits, each once, in their order."""
        return tuple(dict.fromkeys(rule for index, rule in enumerate(self._rules) if bits >> index & 1))


@cache
def sieve() -> Sieve:
    """Return the one sieve."""
    return Sieve()


def candidates(lines: Lines, measures: Measures, wanted: Array) -> Iterator[tuple[int, tuple[Rule, ...]]]:
    """Yield each wanted line for which a line rule may hold, with those rules in their order."""
    net = sieve()
    bits = np.where(wanted, _bits(net, lines, measures), np.uint64(0))
    for index in np.flatnonzero(bits).tolist():
        yield index, net.rules(int(bits[index]))


def _bits(net: Sieve, lines: Lines, measures: Measures) -> Array:
    n = len(lines)
    bits = np.zeros(n, np.uint64)
    signs = np.flatnonzero(SIGNS[lines.kinds])
    np.bitwise_or.at(bits, lines.of[signs], net.signs(lines.codes[signs]))
    if measures.tokens:
        words = np.fromiter(map(net.word, measures.vocabulary), np.uint64, len(measures.vocabulary))[measures.ids]
        spoken = np.flatnonzero(np.diff(measures.bounds))
        starts = measures.bounds[spoken]
        bits[spoken] |= np.bitwise_or.reduceat(words & ~np.uint64(net.first), starts) | (words[starts] & np.uint64(net.first))
    # marks that cannot be seen part words, and a line without words is all signs
    odd = np.bincount(lines.of[lines.kinds == Kind.INVISIBLE], minlength=n) > 0
    return np.where(odd | (np.diff(measures.bounds) == 0), np.uint64(net.all), bits)
