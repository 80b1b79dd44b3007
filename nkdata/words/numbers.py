"""Figures: as a curator writes them, and as an article prints them.

A curator writes ``600`` (exact), ``~600`` (about), ``1000..`` (at least), ``..15000`` (at most),
``10..20`` (between) or
``vague``. An article prints digits, number words, ordinals, thousands and millions; reading what it prints must give exactly
the columns that the curator's notation fills.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

APPROXIMATE = 0.10
"""Half the width of an approximate figure, as a share of it: "about 600" admits 540 to 660."""

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_NOTATION = re.compile(
    rf"(?P<vague>vague)|(?P<about>~)?(?P<best>{_NUMBER})|(?P<low>{_NUMBER})?\.\.(?P<high>{_NUMBER})?"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as the columns value_modifier, value_low, value_best and value_high hold it."""

    modifier: str
    low: float | None = None
    best: float | None = None
    high: float | None = None

    @property
    def stated(self) -> list[float]:
        """The numbers it was stated with, in ascending order."""
        return sorted(n for n in (self.low, self.best, self.high) if n is not None)


def read_notation(text: str) -> Figure:
    """Read a curator's notation. Raises ValueError, saying what would be right.

    >>> read_notation("10..20")
    Figure(modifier='between', low=10.0, best=None, high=20.0)
    """
    match = _NOTATION.fullmatch(text)
    if match is None or text == "..":
        message = f"{text!r} is no figure: write 600, ~600, 1000.. (at least), ..15000 (at most), 10..20 or vague"
        raise ValueError(message)
    if match["vague"]:
        return Figure("vague")
    if match["best"]:
        return Figure("approx" if match["about"] else "exact", best=float(match["best"]))
    low, high = (None if match[end] is None else float(match[end]) for end in ("low", "high"))
    if low is None or high is None:
        return Figure("at_most" if low is None else "at_least", low=low, high=high)
    if low >= high:
        message = f"{text!r} runs backwards: write the lower figure first"
        raise ValueError(message)
    return Figure("between", low=low, high=high)


FILLED = {
    "exact": ("best",),
    "approx": ("best",),
    "at_least": ("low",),
    "at_most": ("high",),
    "between": ("low", "high"),
    "vague": (),
}
"""Which of low, best and high each modifier fills."""

UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety"
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_VALUES = {word: value for value, word in enumerate(UNITS)} | {
    word: 10 * tens for tens, word in enumerate(_TENS.split()) if tens > 1
}
_VALUES |= {
    _IRREGULAR.get(word, f"{word.removesuffix('y')}{'ie' if word.endswith('y') else ''}th"): v
    for word, v in _VALUES.items()
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES |= {f"{word}th": scale for word, scale in _SCALES.items()} | {"dozen": 12}
_HALF = 0.5
_TOKEN = re.compile(
    r"(?P<digits>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?:st|nd|rd|th)?|(?P<word>[a-z]+)|(?P<minus>[-\u2212](?=[0-9]))"
)


def read_printed(text: str) -> list[float]:
    """Return the numbers that a stretch of English prints, in ascending order.

    >>> read_printed("1.28 million")
    [1280000.0]
    >>> read_printed("two hundred and fifty to three hundred")
    [250.0, 300.0]
    """
    reader = _Reader()
    end = 0
    for token in _TOKEN.finditer(text.lower()):
        reader.take(token, text[end : token.start()])
        end = token.end()
    reader.close()
    return sorted(reader.found)


class _Reader:
    """Adds up number words; `part` is below the next scale word, `whole` above it."""

    def __init__(self) -> None:
        self.found: list[float] = []
        self.whole: float = 0
        self.part: float | None = None
        self.open = self.article = False
        self.sign = 1
        self.smallest = float("inf")

    def take(self, token: re.Match[str], gap: str) -> None:
        word = token["word"]
        if gap.strip(" \u00a0-"):
            self.close()
        if token["minus"]:
            # "1950-53" is two numbers, not a negative one: only a minus after a space or at the
            # start is a sign.
            negative = (
                not self.open and gap.strip("\u00a0 ") == "" and (gap != "" or token.start() == 0)
            )
            self.close()
            self.sign = -1 if negative else 1
        elif token["digits"]:
            self.close(keep_sign=True)
            self._add(float(token["digits"].replace(",", "")))
        elif word in _VALUES:
            self._word(_VALUES[word])
        elif word in _SCALES:
            self._scale(_SCALES[word])
        elif word == "half":
            self.close()
            self._add(_HALF)
        elif not ((word == "and" and self.open) or (word in ("a", "an") and self.part == _HALF)):
            self.close()
            self.article = word in ("a", "an")

    def _word(self, value: int) -> None:
        tens_before = self.part is not None and self.part % 100 >= 20 and self.part % 10 == 0  # noqa: PLR2004
        fits = self.part is None or (value < 10 and tens_before) or (self.part % 100 == 0)  # noqa: PLR2004
        if not fits:
            self.close()
        self._add((self.part or 0) + value)

    def _add(self, value: float) -> None:
        self.part, self.open = value, True

    def _scale(self, scale: int) -> None:
        if not self.open and not self.article:
            return  # "several thousand" prints no number
        part = 1 if self.part is None else self.part
        if scale == 100:  # noqa: PLR2004
            self._add(part * scale)
        elif scale >= self.smallest:
            self.part = None
            self.close()
        else:
            self.whole, self.part, self.open, self.smallest = (
                self.whole + part * scale,
                None,
                True,
                scale,
            )

    def close(self, *, keep_sign: bool = False) -> None:
        if self.open:
            self.found.append(float(self.sign * (self.whole + (self.part or 0))))
        if self.open or not keep_sign:
            self.sign = 1
        self.whole, self.part, self.open, self.article, self.smallest = (
            0,
            None,
            False,
            False,
            float("inf"),
        )
