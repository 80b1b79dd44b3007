"""The grammar of time words: one pattern or more for each form, and where a text holds them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from nkdata.paths import beside
from nkdata.words.calendar import MONTHS, SHORT_MONTHS, WEEKDAY
from nkdata.words.numbers import UNITS

COUNTS: Final = {"a": 1, "an": 1, **{word: n for n, word in enumerate(UNITS.split()[:13]) if n}}
"""The counts that are read as words: "two days ago", "a week ago"."""

WORDS: Final = beside(__file__, "grammar.toml")
"""The words of time: patterns by form, and what steps, near days, weekends and units count."""

STEPS: Final[dict[str, int]] = WORDS["steps"]
SHORT_MONTH: Final = "|".join(name[:3] for name in MONTHS)
_CENTURIES = "(?:1[5-9]|20)"
YEAR_DIGITS: Final = rf"{_CENTURIES}\d\d"
_PARTS = {
    "SHORT_MONTH": SHORT_MONTH,
    "MONTH": rf"(?P<month>{'|'.join(MONTHS)}|(?:{'|'.join(SHORT_MONTHS)})\.?)",
    "WEEKDAY": rf"(?P<weekday>{WEEKDAY})",
    "CENTURIES": _CENTURIES,
    "YEAR": rf"(?P<year>{YEAR_DIGITS})(?!\d)",
    "DAY": r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|:)",
    "NUMBER": rf"(?P<number>\d{{1,3}}|{'|'.join(COUNTS)})",
    "UNIT": "(?P<unit>day|week|month|year|decade)",
}


def _compiled(pattern: str) -> re.Pattern[str]:
    joined = pattern.replace("\n", "")
    return re.compile(re.sub(r"\{([A-Z_]+)\}", lambda name: _PARTS[name[1]], joined))


_SIGNS: Final = {sign: _compiled(pattern) for sign, pattern in WORDS["signs"].items()}


def _sign(form: str, pattern: str) -> str:
    if "{MONTH}" in pattern:
        return "month"
    if "{YEAR}" in pattern or "{CENTURIES}" in pattern:
        return "year"
    return form if form in _SIGNS else "unit"


_PATTERNS: Final = [
    (form, _sign(form, pattern), _compiled(pattern))
    for form, patterns in WORDS["forms"].items()
    for pattern in patterns
]
_SETTLED = frozenset({"month", "years", "decade", "year", "same"})
_MOST = 400  # characters of a sentence on each side that context is taken from
_END = re.compile(r"[.!?]['\"”’)]*\s|\n")


class TimeWord(NamedTuple):
    """An expression of date at ``text[start:end]``, with its form and the parts of that form.

    Parts are in lower case, without a "the" before them.
    """

    start: int
    end: int
    text: str
    form: str
    parts: dict[str, str]

    @property
    def is_relative(self) -> bool:
        """Whether the meaning depends on when the article was published."""
        return "year" not in self.parts if self.form == "date" else self.form not in _SETTLED


def find(text: str) -> list[TimeWord]:
    """Return the time words of a text in their order; none lies within another."""
    signs = {sign for sign, pattern in _SIGNS.items() if pattern.search(text)}
    words = [
        _word(form, match)
        for form, sign, pattern in _PATTERNS
        if sign in signs
        for match in pattern.finditer(text)
    ]
    words.sort(key=lambda word: (word.start, -word.end))
    chosen: list[TimeWord] = []
    for word in words:
        if not chosen or word.start >= chosen[-1].end:
            chosen.append(word)
        elif word.end > chosen[-1].end and _says_more(word, chosen[-1]):
            chosen[-1] = word
    return chosen


def _says_more(word: TimeWord, other: TimeWord) -> bool:
    """Tell whether of two that overlap only the later is a date: "on 1 May 2018", "since 1 May"."""
    return word.form in {"date", "month"} and other.form not in {"date", "month"}


def _word(form: str, match: re.Match[str]) -> TimeWord:
    parts = {
        name: part.lower().removeprefix("the ")
        for name, part in match.groupdict().items()
        if part is not None
    }
    return TimeWord(*match.span(), match.group(), form, parts)


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence around a place of the text, cut short where it is endless."""
    before, after = text[max(0, start - _MOST) : start], text[end : end + _MOST]
    opening = max((match.end() for match in _END.finditer(before)), default=0)
    closing = _END.search(after)
    rest = after[: closing.end()].rstrip("\n") if closing else after
    return before[opening:] + text[start:end] + rest
