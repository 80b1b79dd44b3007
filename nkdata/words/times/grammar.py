"""The grammar of time words: one pattern for each form, and the places in a text where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from nkdata.words.calendar import MONTHS, SHORT_MONTHS, WEEKDAY
from nkdata.words.numbers import UNITS

NUMBERS: Final = {word: number for number, word in enumerate(UNITS[1:13], 1)} | {"a": 1, "an": 1}

_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|(?:{'|'.join(SHORT_MONTHS)})\.?)"
_WEEKDAY = rf"(?P<weekday>{WEEKDAY})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|:)"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})"
_UNIT = r"(?P<unit>day|week|month|year|decade)"

# tried in this order; of two that begin alike the longer one counts
_FORMS: Final = {
    "date": (
        rf"(?:\b{_WEEKDAY},? )?\b{_MONTH} {{1,2}}{_DAY}(?:,? {{1,2}}{_YEAR})?",
        rf"(?:\b{_WEEKDAY},? (?:the )?)?(?<![\d:.]){_DAY} (?:of )?{_MONTH},?(?: {_YEAR})?",
        rf"(?<!\d){_YEAR}(?P<mark>[-/.])(?P<second>\d{{1,2}})(?P=mark)(?P<third>\d{{1,2}})(?!\d)",
        rf"(?<![\d.])(?P<second>\d{{1,2}})(?P<mark>[-/.])(?P<third>\d{{1,2}})(?P=mark){_YEAR}",
    ),
    "month": (rf"{_MONTH},? (?:of )?{_YEAR}",),
    "years": (
        rf"(?<![\d-]){_YEAR} ?[-–—/] ?(?P<until>\d{{4}}|\d\d)(?![\d-])",
        rf"(?:between|from) {_YEAR} (?:and|to|until) (?P<until>\d{{4}})(?!\d)",
    ),
    "decade": (r"(?<!\d)(?P<decade>(?:1[5-9]|20)\d0)s\b",),
    "year": (
        (
            r"(?i:\b(?:in|since|by|of|during|until|from|before|after|back in|(?:early|mid|late)(?: in)?)[ -])"
            rf"{_YEAR}(?![-–.,]?\d|%| (?:\w+s|men|women|children|people)\b)"
        ),
    ),
    "near-day": (
        r"(?i:\b(?P<near>(?:the )?day before yesterday|(?:the )?day after tomorrow|yesterday|today|tonight|tomorrow|overnight)\b)",
    ),
    "weekday": (
        (
            rf"(?:(?i:\b(?P<which>last|this|next|coming|past|the following|the previous) ))?\b{_WEEKDAY}"
            rf"(?:(?:[’']s)? ?(?:morning|afternoon|evening|night))?(?: of)?(?i: (?P<week>last|this|next) week)?\b"
        ),
    ),
    "period": (
        (
            r"(?i:\b(?:(?P<part>earlier|later|early|late|mid)[ -])?(?P<which>last|past|this|next|the coming|the previous"
            r"|the following) (?P<period>week|weekend|month|year)\b)"
        ),
        r"(?i:\b(?P<which>over|at) the (?P<period>weekend)\b)",
    ),
    "bare-month": (
        (
            r"(?i:\b(?:in|since|by|until|till|of|during|through|from|before|after|and|or|to)(?: (?:early|late|mid))?[ -])"
            rf"{_MONTH}\b(?![’']?\w)"
        ),
        rf"(?i:\b(?P<which>last|this|next|early|late|mid|the previous|the following)[ -]){_MONTH}\b",
    ),
    "ago": (
        (
            r"(?i:\b(?:(?P<about>about|around|some|nearly|almost|over|more than|less than|under) )?"
            rf"{_NUMBER} {_UNIT}s? (?P<way>ago|from now)\b)"
        ),
    ),
    "span": (rf"(?i:\b(?:past|last|previous) (?:{_NUMBER} )?(?:few )?{_UNIT}(?P<many>s?)\b)",),
    "length": (
        rf"(?i:\b(?:in|within|over|during) (?P<length>{_NUMBER.replace('?P<number>', '?:')}|several|many|a few) {_UNIT}s?\b)",
    ),
    "same": (
        r"(?i:\b(?:that same|the same|that very|that) (?P<same>day|week|month|year)\b)",
        r"(?i:\bthe (?P<step>next|following|previous) (?P<same>day)\b)",
        r"(?i:\b(?:a|one|the) (?P<same>day) (?P<step>before|earlier|later|after)(?=[,.;:]|$))",
    ),
}
_SIGNS: Final = {
    "month": re.compile("|".join(name[:3] for name in MONTHS)),
    "year": re.compile(r"1[5-9]\d|20\d"),
    "near-day": re.compile("yesterday|today|tonight|tomorrow|overnight", re.IGNORECASE),
    "ago": re.compile("ago|now", re.IGNORECASE),
    "": re.compile("day|week|month|year|decade", re.IGNORECASE),
}
"""What every text holds in which a pattern is found: most texts lack most of it, and to look for it takes a tenth of the time."""


def _sign(form: str, pattern: str) -> str:
    if _MONTH in pattern:
        return "month"
    return "year" if _YEAR in pattern or form == "decade" else form if form in _SIGNS else ""


_PATTERNS: Final = [
    (form, re.compile(pattern), _sign(form, pattern))
    for form, patterns in _FORMS.items()
    for pattern in patterns
]
_MOST = 400  # characters of a sentence on each side that context is taken from
_END = re.compile(r"[.!?]['\"”’)]*\s")


@dataclass(frozen=True, slots=True)
class TimeWord:
    """An expression of date at ``text[start:end]``, with its form and the parts that its form names."""

    start: int
    end: int
    text: str
    form: str
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def is_relative(self) -> bool:
        """Whether its meaning hangs on when the article was published."""
        if self.form == "date":
            return "year" not in self.parts
        return self.form not in {"month", "years", "decade", "year", "same"}


def find(text: str) -> list[TimeWord]:
    """Return the time words of a text in their order; none lies within another."""
    there = {sign for sign, pattern in _SIGNS.items() if pattern.search(text)}
    found = [
        _word(form, match)
        for form, pattern, sign in _PATTERNS
        if sign in there
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda word: (word.start, -word.end))
    chosen: list[TimeWord] = []
    for word in found:
        if not chosen or word.start >= chosen[-1].end:
            chosen.append(word)
        elif word.end > chosen[-1].end and _says_more(word, chosen[-1]):
            chosen[-1] = word
    return chosen


def _says_more(word: TimeWord, other: TimeWord) -> bool:
    """Whether a word that begins inside another and ends after it holds the more exact date: "on 1 May 2018", "since 1 May"."""
    return word.form in {"date", "month"} and other.form not in {"date", "month"}


def _word(form: str, match: re.Match[str]) -> TimeWord:
    parts = {name: part.lower() for name, part in match.groupdict().items() if part is not None}
    if "mark" in parts:
        parts["order"] = "year" if match.start("year") < match.start("second") else "day"
    return TimeWord(match.start(), match.end(), match.group(), form, parts)


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence that a place of the text lies in, cut short where it is endless."""
    before, after = text[max(0, start - _MOST) : start], text[end : end + _MOST]
    opening = max((m.end() for m in _END.finditer(before)), default=0)
    opening = max(opening, before.rfind("\n") + 1)
    closing = min((m.end() for m in _END.finditer(after)), default=len(after))
    closing = min(closing, after.find("\n") if "\n" in after else len(after))
    return before[opening:] + text[start:end] + after[:closing]
