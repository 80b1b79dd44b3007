"""Which rule knows a line alone, by the patterns of `vocabulary`.

Most lines have no pattern of any rule, and asking each rule about each line would be slow. `hinted`
finds for all lines at once which rules' words they have; only those rules look for their patterns.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from nkdata.parser.characters import Kind
from nkdata.parser.rules import LINE_RULES, SHORT
from nkdata.parser.tokens import WordTable, number
from nkdata.parser.vocabulary import ANYWHERE, OPENING, WHOLE, expanded, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.parser.characters import Array
    from nkdata.parser.features import Line
    from nkdata.parser.lines import PageLines
    from nkdata.parser.measures import Measures
    from nkdata.parser.page import DraftPage
    from nkdata.parser.vocabulary import Patterns

LETTERS = 4  # of a line's first word that are compared: "share" stands for "shares" too
FIGURE = "0"  # stands for any figure at the beginning of a line
PLANE = 1 << 16  # all signs are in the first plane of Unicode
LONGEST, MOST = 120, 50_000
"""Characters of a line that is remembered, and how many are before all are forgotten."""

BITS: Final = {rule: 1 << place for place, rule in enumerate(LINE_RULES)}
EVERY_RULE = sum(BITS.values())
SHORT_RULES = sum(BITS[rule] for rule in WHOLE.keys() - OPENING.keys() - ANYWHERE.keys())

remembered: dict[str, str | None] = {}
"""The rule that knows a line which is no prose: its text alone decides. Of the lines that are
looked at, half stood on one of a hundred pages of other sites before."""


class Hints(NamedTuple):
    """Bits of the rules at which words and signs hint.

    Attributes:
        first: the words that a line may begin with.
        anywhere: the words that stand anywhere in it.
        signs: the signs, for each code point of the first plane.
        is_sign: whether a code point is one.
    """

    first: WordTable
    anywhere: WordTable
    signs: Array
    is_sign: Array


@cache
def _hints() -> Hints:
    """Return the words of the vocabulary, each with the rules behind whose patterns it stands."""
    first: dict[str, int] = defaultdict(int)
    anywhere: dict[str, int] = defaultdict(int)
    for table, hints, letters in (
        (WHOLE, first, LETTERS),
        (OPENING, first, LETTERS),
        (ANYWHERE, anywhere, None),
    ):
        for rule, patterns in table.items():
            for word in (word for words, _ in patterns for word in listed(words)):
                hints[word[:letters]] |= BITS[rule]
    signs = np.zeros(PLANE, np.int64)
    for sign in [word for word in anywhere if len(word) == 1 and not "a" <= word <= "z"]:
        signs[ord(sign)] = anywhere.pop(sign)
    return Hints(WordTable(first), WordTable(anywhere), signs, signs > 0)


def hinted(lines: PageLines, measures: Measures) -> Array:
    """Return for each line the bits of the rules at which its words and signs hint."""
    tokens = measures.tokens
    known = _hints()
    hints = np.zeros(len(lines), np.int64)
    _enter(hints, tokens.on, known.anywhere.look_up(tokens.names))
    places = np.flatnonzero(known.is_sign.take(lines.codes, mode="clip"))
    _enter(hints, lines.holding(places), known.signs[lines.codes[places]])

    spoken = np.diff(tokens.bounds) > 0
    first = tokens.bounds[:-1][spoken]
    names = tokens.openings(LETTERS, first)
    names[lines.kinds[tokens.begins[first]] == Kind.DIGIT] = number(FIGURE)
    hints[spoken] |= known.first.look_up(names)
    hints[measures.words > SHORT] &= ~SHORT_RULES
    hints[~spoken] = BITS["symbols-only"]
    hints[lines.having(lines.kinds == Kind.INVISIBLE)] = EVERY_RULE  # hidden marks part words
    return hints


def _enter(hints: Array, on: Array, bits: Array) -> None:
    """Enter bits for lines, which ascend."""
    hinting = np.flatnonzero(bits)
    on = on[hinting]
    starts = np.flatnonzero(np.diff(on, prepend=-1))
    if len(starts):
        hints[on[starts]] |= np.bitwise_or.reduceat(bits[hinting], starts)


def known_alone(page: DraftPage, hints: Array) -> Iterator[tuple[int, str]]:
    """Yield the lines of a page that a rule at which they hint knows alone, each with the rule."""
    here = hints[page.run]
    lines = np.flatnonzero(here)
    for index, bits in zip(lines.tolist(), here[lines].tolist(), strict=True):
        text = page.text(index)
        rule = remembered.get(text, "")
        if rule == "":
            rule = _first_rule(page.line(index), bits)
            if len(text) <= LONGEST and not page.prose[index]:
                if len(remembered) >= MOST:
                    remembered.clear()
                remembered[text] = rule
        if rule is not None:
            yield index, rule


def _first_rule(line: Line, bits: int) -> str | None:
    """Return the first of the rules that knows a line."""
    return next((rule for rule in _rules(bits) if knows(rule, line)), None)


@cache
def _rules(bits: int) -> tuple[str, ...]:
    return tuple(rule for rule, bit in BITS.items() if bits & bit)


def knows(rule: str, line: Line) -> bool:
    """Tell whether a line meets the rule's condition and one of the rule's patterns matches it."""
    if not LINE_RULES[rule](line):
        return False
    whole, opening, anywhere = _compiled(rule)
    head = line.head
    return bool(
        (whole and line.words <= SHORT and whole.fullmatch(line.bare))
        or (opening and opening.match(head))
        or any(
            pattern.search(head)
            for words, pattern in anywhere
            if any(map(head.__contains__, words))
        )
    )


@cache
def _compiled(rule: str) -> tuple[Any, Any, list[tuple[list[str], re.Pattern[str]]]]:
    """Return what a rule looks for in a whole line, at its beginning, and beside words."""
    whole, opening = (_joined(table.get(rule, [])) for table in (WHOLE, OPENING))
    anywhere = [
        (list(listed(words)), re.compile(expanded(pattern)))
        for words, pattern in ANYWHERE.get(rule, [])
    ]
    return whole, opening, anywhere


def _joined(patterns: Patterns) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return re.compile("|".join(f"(?:{expanded(pattern)})" for _, pattern in patterns))
