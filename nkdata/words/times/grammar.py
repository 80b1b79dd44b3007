"""The grammar of time words: one pattern or more for each form, and where a text holds them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from nkdata.words.calendar import MONTHS, SHORT_MONTHS, WEEKDAY
from nkdata.words.numbers import UNITS

COUNTS: Final = {word: number for number, word in enumerate(UNITS.split()[:13]) if number} | {
    "a": 1,
    "an": 1,
}
"""The counts that are read as words: "two days ago", "a week ago"."""

_BACK = ("last", "past", "previous", "before", "earlier")
_AHEAD = ("next", "coming", "following", "after", "later")
STEPS: Final = dict.fromkeys(_BACK, -1) | dict.fromkeys(_AHEAD, 1)
"""How many units a word steps away from the current one; a word that is not here steps none."""

MONTH_SIGN: Final = "|".join(name[:3] for name in MONTHS)
_CENTURIES = "(?:1[5-9]|20)"
YEAR_DIGITS: Final = rf"{_CENTURIES}\d\d"

_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|(?:{'|'.join(SHORT_MONTHS)})\.?)"
_WEEKDAY = rf"(?P<weekday>{WEEKDAY})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|:)"
_YEAR = rf"(?P<year>{YEAR_DIGITS})(?!\d)"
_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(COUNTS)})"
_UNIT = r"(?P<unit>day|week|month|year|decade)"

_FORMS: Final = {
    "date": (
        rf"(?:\b{_WEEKDAY},? )?\b{_MONTH} {{1,2}}{_DAY}(?:,? {{1,2}}{_YEAR})?",
        rf"(?:\b{_WEEKDAY},? (?:the )?)?(?<![\d:.]){_DAY} (?:of )?{_MONTH},?(?: {_YEAR})?",
        rf"(?<!\d){_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<![\d.])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}",
        rf"(?<![\d.])(?P<first>\d{{1,2}})(?P<mark>[-/])(?P<other>\d{{1,2}})(?P=mark){_YEAR}",
    ),
    "month": (rf"{_MONTH},? (?:of )?{_YEAR}",),
    "years": (
        rf"(?<![\d-]){_YEAR} ?[-–—/] ?(?P<until>\d{{4}}|\d\d)(?![\d-])",
        rf"(?:between|from) {_YEAR} (?:and|to|until) (?P<until>\d{{4}})(?!\d)",
    ),
    "decade": (rf"(?<!\d)(?P<year>{_CENTURIES}\d0)s\b",),
    "year": (
        (
            r"(?i:\b(?:in|since|by|of|during|until|from|before|after|back in"
            r"|(?:early|mid|late)(?: in)?)[ -])"
            rf"{_YEAR}(?![-–.,]?\d|%| (?:\w+s|men|women|children|people)\b)"
        ),
    ),
    "near-day": (
        (
            r"(?i:\b(?P<near>(?:the )?day before yesterday|(?:the )?day after tomorrow"
            r"|yesterday|today|tonight|tomorrow|overnight)\b)"
        ),
    ),
    "weekday": (
        (
            r"(?:(?i:\b(?P<which>last|this|next|coming|past|the following|the previous) ))?"
            rf"\b{_WEEKDAY}(?:(?:[’']s)? ?(?:morning|afternoon|evening|night))?"
            r"(?: of)?(?i: (?P<week>last|this|next) week)?\b"
        ),
    ),
    "period": (
        (
            r"(?i:\b(?:(?P<part>earlier|later|early|late|mid)[ -])?"
            r"(?P<which>last|past|this|next|the coming|the previous|the following)"
            r" (?P<period>week|weekend|month|year)\b)"
        ),
        r"(?i:\b(?P<which>over|at) the (?P<period>weekend)\b)",
    ),
    "bare-month": (
        (
            r"(?i:\b(?:in|since|by|until|till|of|during|through|from|before|after|and|or|to)"
            rf"(?: (?:early|late|mid))?[ -]){_MONTH}\b(?![’']?\w)"
        ),
        (
            r"(?i:\b(?P<which>last|this|next|early|late|mid|the previous|the following)[ -])"
            rf"{_MONTH}\b"
        ),
    ),
    "ago": (
        (
            r"(?i:\b(?:(?P<about>about|around|some|nearly|almost|over|more than|less than|under) )?"
            rf"{_NUMBER} {_UNIT}s? (?P<way>ago|from now)\b)"
        ),
    ),
    "span": (rf"(?i:\b(?:past|last|previous) (?:{_NUMBER} )?(?:few )?{_UNIT}(?P<many>s?)\b)",),
    "length": (rf"(?i:\b(?:in|within|over|during) (?:{_NUMBER}|several|many|a few) {_UNIT}s?\b)",),
    "same": (
        r"(?i:\b(?:that same|the same|that very|that) (?P<same>day|week|month|year)\b)",
        r"(?i:\bthe (?P<step>next|following|previous) (?P<same>day)\b)",
        r"(?i:\b(?:a|one|the) (?P<same>day) (?P<step>before|earlier|later|after)(?=[,.;:]|$))",
    ),
}
"""The patterns of each form. Of two words that begin at one place the longer one counts, and of two
equally long ones the one whose pattern stands first."""

_SIGNS: Final = {
    "month": re.compile(MONTH_SIGN),
    "year": re.compile(rf"{_CENTURIES}\d"),
    "near-day": re.compile("(?i)yesterday|today|tonight|tomorrow|overnight"),
    "ago": re.compile("(?i)ago|now"),
    "unit": re.compile("(?i)day|week|month|year|decade"),
}
"""What a text must hold for a pattern to be tried. Most texts lack most signs, and to look for a
sign takes a tenth of the time."""


def _sign(form: str, pattern: str) -> str:
    if _MONTH in pattern:
        return "month"
    return "year" if _CENTURIES in pattern else form if form in _SIGNS else "unit"


_PATTERNS: Final = [
    (form, _sign(form, pattern), re.compile(pattern))
    for form, patterns in _FORMS.items()
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
