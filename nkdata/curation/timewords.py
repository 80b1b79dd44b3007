"""Words that say when: what a page prints of days, weeks, months and years, and the date where it prints all of it.

A recogniser of its own, in English, because the libraries that search prose for dates read one into "may", "sat" and bare numbers, and
resolve "Friday" against today's clock. Here nothing is resolved that the words alone do not settle.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from nkdata import edtf

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?P<day>[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})"
_WEEKDAY = rf"(?:on\s+)?(?:(?:{_DAYS}),?\s+)?"
_PART = r"(?:\s+(?:morning|afternoon|evening|night))?"
_UNIT = r"(?:day|night|week|weekend|month|quarter|year|decade|century|spring|summer|autumn|fall|winter)"
_NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|(?:a\s+)?few|many|recent|[0-9]{1,3})"
_BEFORE = r"(?:in|on|since|by|until|from|of|during|after|before|for|late|early|mid)[\s-]+"
_BEFORE_YEAR = r"(?:in|since|by|until|from|during|after|before|late|early|mid)[\s-]+"  # "of 1500 men" is no year
_WHICH = r"(?:last|this|next|the\s+(?:past|last|next|coming|following|previous|same)|that\s+same|past|previous|coming|the\s+end\s+of\s+the)"

_WEEKDAY_ASKED = "which day? a weekday counts from the publication date"
_YEAR_ASKED = "of which year?"
_ASKED = "when is that? it counts from the publication date, or from what the text speaks of"

# In this order: of two that begin at the same place the one that says more is meant.
_FORMS = (
    (rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}", ""),
    (rf"{_WEEKDAY}(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}", ""),
    (r"(?P<iso>(?:1[0-9]{3}|20[0-9]{2})-[01][0-9]-[0-3][0-9])", ""),
    (rf"(?:{_BEFORE})?{_MONTH},?\s+{_YEAR}", ""),
    (rf"{_WEEKDAY}{_MONTH}\s+{_DAY}(?![0-9,])", _YEAR_ASKED),
    (rf"{_WEEKDAY}(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}", _YEAR_ASKED),
    (rf"{_YEAR}\s*[-\u2013/]\s*(?P<until>[0-9]{{4}}|[0-9]{{2}})(?![0-9-])", ""),
    (r"(?:the\s+)?(?P<decade>(?:1[0-9]|20)[0-9]0)s\b", ""),
    (rf"(?:{_BEFORE_YEAR}|years?\s+){_YEAR}(?![0-9,.-]*[0-9]|\s+(?:[a-z]+s|men|people)\b)", ""),
    (rf"(?:{_WHICH}|{_BEFORE})\s*(?P<named>{'|'.join(_MONTHS)})\b", _YEAR_ASKED),
    (rf"{_WHICH}\s+(?:{_NUMBER}\s+)?{_UNIT}s?\b", _ASKED),
    (rf"{_NUMBER}\s+{_UNIT}s?\s+(?:ago|earlier|later|before|after|since)\b", _ASKED),
    (rf"(?:in|over|within|during)\s+(?:the\s+(?:past|last|next|coming)\s+(?:{_NUMBER}\s+)?|{_NUMBER}\s+){_UNIT}s?\b", _ASKED),
    (rf"(?:(?:on|by|until|since|last|next|this)\s+)?(?:{_DAYS})\b{_PART}", _WEEKDAY_ASKED),
    (r"(?:the\s+)?(?:yesterday|today|tonight|tomorrow|(?:day|night|week|month|year)\s+(?:before|after))\b", _ASKED),
)
_CAPITAL = re.compile(rf"\b(?:{'|'.join(_MONTHS)}|{_DAYS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b")


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Words ``text[start:end]`` that say when; the date as EDTF where they settle it, else what has to be decided."""

    start: int
    end: int
    date: str | None
    asked: str


def time_words(text: str) -> Iterator[TimeWords]:
    """Yield the words of a text that say when, from left to right, none inside another.

    >>> [(text[w.start : w.end], w.date) for text in ["They met on March 5, 2031, and again on Friday."] for w in time_words(text)]
    [('on March 5, 2031', '2031-03-05'), ('on Friday', None)]
    """
    end = 0
    for match, asked in sorted(_found(text), key=lambda f: (f[0].start(), -f[0].end())):
        if match.start() >= end and (not asked or _is_proper(match)):
            end = match.end()
            date = None if asked else _date(match)
            yield TimeWords(match.start(), end, date, "" if date else asked or "is that a date?")


def _found(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for pattern, asked in _patterns():
        yield from ((match, asked) for match in pattern.finditer(text))


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE), asked) for form, asked in _FORMS]


def _is_proper(match: re.Match[str]) -> bool:
    """Tell whether a month or weekday is written as one: "may" and "march" are words as well."""
    words = match.group()
    names = re.findall(rf"\b(?:{'|'.join(_MONTHS)}|{_DAYS})\b", words, re.IGNORECASE)
    return not names or _CAPITAL.search(words) is not None


def _date(match: re.Match[str]) -> str | None:
    found = {key: value for key, value in match.groupdict().items() if value}
    if "iso" in found:
        text = found["iso"]
    elif "decade" in found:
        text = f"{found['decade']}/{found['decade'][:3]}9"
    elif "until" in found:
        text = f"{found['year']}/{found['year'][: -len(found['until'])]}{found['until']}"
    else:
        text = found["year"]
        if "month" in found:
            text += f"-{_number(found['month']):02}"
        if "day" in found:
            text += f"-{int(found['day']):02}"
    try:
        edtf.parse(text)
    except edtf.EdtfError:
        return None
    return text


def _number(month: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.lower().startswith(month[:3].lower()))
