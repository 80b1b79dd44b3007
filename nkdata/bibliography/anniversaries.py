"""Days that this beat keeps every year: the one piece of knowledge here that is in no page.

"The 70th anniversary of the armistice" is a day though no date is printed: 27 July 2023.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from nkdata.paths import beside

if TYPE_CHECKING:
    from datetime import date

_NTH = re.compile(
    r"(?i)\b(?P<number>\d{2,3})(?:st|nd|rd|th) (?:[\w’'-]+ ){0,4}?(?:anniversary|birthday)\b"
    r"|\b(?P<years>\d{2,3}) years (?:since|after)\b|\bturn(?:s|ed)? (?P<turns>\d{2,3})\b"
)
_MOST_APART = 90  # characters between "the 80th anniversary" and what it is of


class Anniversary(NamedTuple):
    """A day that is kept every year, and the words that name what happened on it."""

    name: str
    day: date
    words: re.Pattern[str]


ANNIVERSARIES: Final = tuple(
    Anniversary(name, kept["day"], re.compile(f"(?i){kept['words']}"))
    for name, kept in beside(__file__, "anniversaries.toml").items()
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
