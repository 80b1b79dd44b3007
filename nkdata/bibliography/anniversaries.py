"""Days of the calendar that this beat keeps: the one piece of knowledge here that is in no page.

"The 70th anniversary of the armistice" is a day without any date being printed: 27 July 2023.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_NTH = re.compile(
    r"\b(?P<number>\d{2,3})(?:st|nd|rd|th) (?:[\w’'-]+ ){0,4}?(?:anniversary|birthday)\b"
    r"|\b(?P<years>\d{2,3}) years (?:since|after)\b|\bturn(?:s|ed)? (?P<turns>\d{2,3})\b",
    re.IGNORECASE,
)
_MOST_APART = 90  # characters between "the 80th anniversary" and what it is of


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A day that is kept every year, and the words that name what happened on it."""

    name: str
    day: date
    words: re.Pattern[str]


def _kept(name: str, day: str, words: str) -> Anniversary:
    return Anniversary(name, date.fromisoformat(day), re.compile(words, re.IGNORECASE))


ANNIVERSARIES: Final = (
    _kept(
        "Korean War armistice",
        "1953-07-27",
        r"armistice|korean war truce|truce that|end of the korean war|korean war ended",
    ),
    _kept(
        "founding of the Workers' Party of Korea",
        "1945-10-10",
        r"(?:workers\\?[’']s?|labou?r) party",
    ),
    _kept(
        "founding of the DPRK",
        "1948-09-09",
        r"(?:founding|foundation) of (?:north korea|the dprk|the (?:north|state|country|republic))",
    ),
    _kept(
        "liberation of Korea",
        "1945-08-15",
        r"liberation (?:of korea|from japan|of the korean)|korea[’']s liberation",
    ),
    _kept(
        "birth of Kim Il Sung",
        "1912-04-15",
        r"kim il[- ]sung[’']?s?(?: birth|,? (?:the |who )|\W+was born)|birth of .{0,40}kim il[- ]sung",
    ),
    _kept(
        "birth of Kim Jong Il",
        "1942-02-16",
        r"kim jong[- ]il[’']?s?(?: birth|\W+was born)|birth of .{0,40}kim jong[- ]il",
    ),
    _kept(
        "founding of the People's Republic of China",
        "1949-10-01",
        r"(?:founding|foundation) of (?:the people[’']s republic|communist china)",
    ),
    _kept(
        "Soviet victory in the Second World War",
        "1945-05-09",
        r"(?:soviet victory|victory (?:over|against) (?:nazi|fascis))",
    ),
)


def kept_days(text: str) -> dict[Anniversary, date]:
    """Return the anniversaries whose number the text gives, and the days they fell on.

    Two numbers for one anniversary leave it out: the text then speaks of two years.
    """
    found: dict[Anniversary, set[date]] = {}
    for match in _NTH.finditer(text):
        around = text[max(0, match.start() - _MOST_APART) : match.end() + _MOST_APART]
        number = int(match["number"] or match["years"] or match["turns"])
        for kept in ANNIVERSARIES:
            if kept.words.search(around):
                found.setdefault(kept, set()).add(kept.day.replace(year=kept.day.year + number))
    return {kept: next(iter(days)) for kept, days in found.items() if len(days) == 1}
