"""Days that this beat keeps every year: the one piece of knowledge here that is in no page.

"The 70th anniversary of the armistice" is a day though no date is printed: 27 July 2023.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import Final, NamedTuple

_NTH = re.compile(
    r"\b(?P<number>\d{2,3})(?:st|nd|rd|th) (?:[\w’'-]+ ){0,4}?(?:anniversary|birthday)\b"
    r"|\b(?P<years>\d{2,3}) years (?:since|after)\b|\bturn(?:s|ed)? (?P<turns>\d{2,3})\b",
    re.IGNORECASE,
)
_MOST_APART = 90  # characters between "the 80th anniversary" and what it is of


class Anniversary(NamedTuple):
    """A day that is kept every year, and the words that name what happened on it."""

    name: str
    day: date
    words: re.Pattern[str]


_KEPT = {
    ("1953-07-27", "Korean War armistice"): (
        "armistice|korean war truce|truce that|end of the korean war|korean war ended"
    ),
    ("1945-10-10", "founding of the Workers' Party of Korea"): (
        r"(?:workers\\?[’']s?|labou?r) party"
    ),
    ("1948-09-09", "founding of the DPRK"): (
        "(?:founding|foundation) of (?:north korea|the dprk|the (?:north|state|country|republic))"
    ),
    ("1945-08-15", "liberation of Korea"): (
        "liberation (?:of korea|from japan|of the korean)|korea[’']s liberation"
    ),
    ("1912-04-15", "birth of Kim Il Sung"): (
        r"kim il[- ]sung[’']?s?(?: birth|,? (?:the |who )|\W+was born)"
        r"|birth of .{0,40}kim il[- ]sung"
    ),
    ("1942-02-16", "birth of Kim Jong Il"): (
        r"kim jong[- ]il[’']?s?(?: birth|\W+was born)|birth of .{0,40}kim jong[- ]il"
    ),
    ("1949-10-01", "founding of the People's Republic of China"): (
        "(?:founding|foundation) of (?:the people[’']s republic|communist china)"
    ),
    ("1945-05-09", "Soviet victory in the Second World War"): (
        "(?:soviet victory|victory (?:over|against) (?:nazi|fascis))"
    ),
}
ANNIVERSARIES: Final = tuple(
    Anniversary(name, date.fromisoformat(day), re.compile(words, re.IGNORECASE))
    for (day, name), words in _KEPT.items()
)


def kept_days(text: str) -> dict[Anniversary, date]:
    """Return the anniversaries whose number the text gives, and the days they fell on.

    An anniversary with two numbers is left out: the text then speaks of two years.
    """
    days: dict[Anniversary, set[date]] = defaultdict(set)
    for match in _NTH.finditer(text):
        around = text[max(0, match.start() - _MOST_APART) : match.end() + _MOST_APART]
        number = int(next(filter(None, match.groups())))
        for kept in ANNIVERSARIES:
            if kept.words.search(around):
                days[kept].add(kept.day.replace(year=kept.day.year + number))
    return {kept: years.pop() for kept, years in days.items() if len(years) == 1}
