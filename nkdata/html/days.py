"""Printed days to EDTF: the day as it stands there, in whatever zone, and no narrower than it stands there."""

from __future__ import annotations

import re

from nkdata.words import edtf
from nkdata.words.calendar import MONTH, month_number

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ]?)([0-9]{2})\2([0-9]{2})(?![0-9])")
_LOOSE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])")
_COARSE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?$")
_NUMBERS = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,? )?([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?![0-9])"
)
_NAME = rf"(?P<month>{MONTH})\.?"
_NAMED = (
    re.compile(
        rf"(?:^|[ ,])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]{_NAME},?[ -](?P<year>[0-9]{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_NAME} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}})\b", re.IGNORECASE
    ),
)
_LONGEST = 80
_UNSET = frozenset({"1970-01-01", "1969-12-31", "1900-01-01", "0001-01-01"})
"""What a database prints for no date."""


def day(printed: str) -> str | None:
    """Return the EDTF of a printed date, None where there is none to be read.

    The day is the one printed, whatever zone is printed with it. A date that can be read in two
    ways is the set of both.

    >>> day("2025-08-30T23:30:00+09:00"), day("Sat, 30 Aug 2025 23:30:00 GMT"), day("04/11/2019"), day("08/30/2025")
    ('2025-08-30', '2025-08-30', '[2019-04-11,2019-11-04]', '2025-08-30')
    """
    text = " ".join(printed[:_LONGEST].split())
    readings = sorted({reading for reading in _readings(text) if _valid(reading)})
    if not readings:
        return None
    return readings[0] if len(readings) == 1 else f"[{','.join(readings)}]"


def _readings(text: str) -> list[str]:
    if match := _YEAR_FIRST.match(text):
        return [f"{match[1]}-{match[3]}-{match[4]}"]
    if match := _LOOSE.match(text):
        return [_iso(match[1], match[2], match[3])]
    if match := _COARSE.match(text):
        return ["-".join(filter(None, match.groups()))]
    if match := _NUMBERS.match(text):
        return [_iso(match[3], match[1], match[2]), _iso(match[3], match[2], match[1])]
    named = next((found for pattern in _NAMED if (found := pattern.search(text))), None)
    return [_iso(named["year"], month_number(named["month"]), named["day"])] if named else []


def _iso(year: str, month: str | int, number: str) -> str:
    return f"{year}-{int(month):02}-{int(number):02}"


def _valid(reading: str) -> bool:
    try:
        edtf.parse(reading)
    except edtf.EdtfError:
        return False
    return reading not in _UNSET
