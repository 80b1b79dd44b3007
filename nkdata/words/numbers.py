"""Figures: as a curator writes them, and as an article prints them.

A curator writes ``600`` (exact), ``~600`` (about), ``1000..`` (at least), ``..15000`` (at most),
``10..20`` (between) or ``vague``. An article prints digits, number words, ordinals, thousands and
millions. Reading what it prints must give exactly the columns that the curator's notation fills.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf
from typing import Final

APPROXIMATE = 0.10
"""Half the width of an approximate figure, as a share of it: "about 600" admits 540 to 660."""

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_NOTATION = re.compile(
    rf"(?P<vague>vague)|(?P<about>~)?(?P<best>{_NUMBER})"
    rf"|(?P<low>{_NUMBER})?\.\.(?P<high>{_NUMBER})?"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as the columns value_modifier, value_low, value_best and value_high hold it."""

    modifier: str
    low: float | None = None
    best: float | None = None
    high: float | None = None


FILLED = {
    "exact": ("best",),
    "approx": ("best",),
    "at_least": ("low",),
    "at_most": ("high",),
    "between": ("low", "high"),
    "vague": (),
}
"""Which of low, best and high each modifier fills."""
_MODIFIERS = {ends: modifier for modifier, ends in FILLED.items() if modifier != "approx"}


def read_notation(text: str) -> Figure:
    """Read a curator's notation. Raises ValueError, saying what would be right.

    >>> read_notation("10..20")
    Figure(modifier='between', low=10.0, best=None, high=20.0)
    """
    match = _NOTATION.fullmatch(text)
    if match is None or text == "..":
        right = "600, ~600, 1000.. (at least), ..15000 (at most), 10..20 or vague"
        raise ValueError(f"{text!r} is no figure: write {right}")
    numbers = {end: float(match[end]) for end in ("low", "best", "high") if match[end]}
    modifier = "approx" if match["about"] else _MODIFIERS[tuple(numbers)]
    if modifier == "between" and numbers["low"] >= numbers["high"]:
        raise ValueError(f"{text!r} runs backwards: write the lower figure first")
    return Figure(modifier, **numbers)


UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: n for words in (UNITS, _ORDINALS) for n, word in enumerate(words.split())}
for _ten, _word in enumerate(_TENS.split(), 2):
    _VALUES |= {_word: 10 * _ten, f"{_word[:-1]}ieth": 10 * _ten}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES |= {f"{word}th": scale for word, scale in _SCALES.items()} | {"dozen": 12}
_HALF, _TEN, _TWENTY, _HUNDRED = 0.5, 10, 20, 100
_TOKEN = re.compile(
    r"(?P<minus>[-\u2212])?(?P<digits>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?:st|nd|rd|th)?"
    r"|(?P<word>[a-z]+)"
)


def read_printed(text: str) -> list[float]:
    """Return the numbers that a stretch of English prints, in ascending order.

    >>> read_printed("1.28 million")
    [1280000.0]
    >>> read_printed("two hundred and fifty to three hundred")
    [250.0, 300.0]
    """
    text = f" {text.lower()}"  # a sign may stand at the start or after a space
    adder = _Adder()
    end = 0
    for token in _TOKEN.finditer(text):
        adder.take(token, text[end : token.start()])
        end = token.end()
    adder.close()
    return sorted(adder.numbers)


class _Adder:
    """Adds up number words: ``part`` stands below the next scale word, ``whole`` above it."""

    part: float | None

    def __init__(self) -> None:
        self.numbers: list[float] = []
        self._begin(1)

    def _begin(self, sign: int) -> None:
        self.whole, self.part, self.sign, self.article = 0.0, None, sign, False
        self.smallest = inf

    @property
    def is_open(self) -> bool:
        """Whether a number has begun."""
        return self.part is not None or self.smallest < inf

    def close(self, sign: int = 1) -> None:
        """Note the number that has begun, if one has; the next has the sign."""
        if self.is_open:
            self.numbers.append(self.sign * (self.whole + (self.part or 0)))
        self._begin(sign)

    def take(self, token: re.Match[str], gap: str) -> None:
        """Take the next token, and what stands between it and the one before."""
        if gap.strip(" \u00a0-"):
            self.close()
        if token["digits"]:
            # "1950-53" is two numbers: only a minus after a space is a sign
            is_sign = token["minus"] and gap and not gap.strip("\u00a0 ") and not self.is_open
            self.close(-1 if is_sign else 1)
            self.part = float(token["digits"].replace(",", ""))
        else:
            self._read(token["word"])

    def _read(self, word: str) -> None:
        is_article = word in {"a", "an"}
        if word in _VALUES:
            self._add(_VALUES[word])
        elif word in _SCALES:
            self._scale(_SCALES[word])
        elif word == "half":
            self.close()
            self.part = _HALF
        elif not (word == "and" and self.is_open) and not (is_article and self.part == _HALF):
            self.close()
            self.article = is_article

    def _add(self, value: int) -> None:
        """Add a value where the number has room: in "two hundred", in the tens of "twenty"."""
        part = self.part or 0
        room = 0
        if part % _HUNDRED == 0:
            room = _HUNDRED
        elif part % _TEN == 0 and part % _HUNDRED >= _TWENTY:
            room = _TEN
        if value >= room:
            self.close()
            part = 0
        self.part = part + value

    def _scale(self, scale: int) -> None:
        if not self.is_open and not self.article:
            return  # "several thousand" prints no number
        part = 1 if self.part is None else self.part
        if scale == _HUNDRED:
            self.part = part * scale
        elif scale < self.smallest:
            self.whole, self.part, self.smallest = self.whole + part * scale, None, scale
        else:
            self.part = None
            self.close()
