"""Printed days to EDTF: the day that is printed, in whatever zone, and as wide as it stands."""

from __future__ import annotations

import re

from nkdata.words import edtf
from nkdata.words.calendar import MONTH, month_number

_NAME = rf"(?P<month>{MONTH})\.?"
_YEAR = "(?P<year>[0-9]{4})"
_DAY = "(?P<day>[0-9]{1,2})"
_PRINTED = (
    rf"\A{_YEAR}(?P<mark>[-/. ]?)(?P<month>[0-9]{{2}})(?P=mark)(?P<day>[0-9]{{2}})(?![0-9])",
    rf"\A{_YEAR}[-/.](?P<month>[0-9]{{1,2}})[-/.]{_DAY}(?![0-9])",
    rf"\A{_YEAR}(?:-(?P<month>[0-9]{{2}}))?$",
    (
        r"\A(?:[A-Za-z]{3,9}\.?,? )?(?P<first>[0-9]{1,2})[/.-](?P<other>[0-9]{1,2})[/.-]"
        rf"{_YEAR}(?![0-9])"
    ),
    rf"(?i)(?:^|[ ,]){_DAY}(?:st|nd|rd|th)?(?: of)?[ -]{_NAME},?[ -]{_YEAR}\b",
    rf"(?i)\b{_NAME} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}\b",
)
_FORMS = tuple(map(re.compile, _PRINTED))
"""How a day is printed: the first form that is found counts."""

_LONGEST = 80
_UNSET = ("1970-01-01", "1969-12-31", "1900-01-01", "0001-01-01")
"""What a database prints for no date."""


def day(printed: str) -> str | None:
    """Return the EDTF of a printed date, None where there is none to be read.

    The day is the one printed, whatever zone is printed with it. A date that can be read in two
    ways is the set of both.

    >>> day("2025-08-30T23:30:00+09:00"), day("Sat, 30 Aug 2025 23:30:00 GMT"), day("08/30/2025")
    ('2025-08-30', '2025-08-30', '2025-08-30')
    >>> day("04/11/2019")
    '[2019-04-11,2019-11-04]'
    """
    text = " ".join(printed[:_LONGEST].split())
    match = next((match for form in _FORMS if (match := form.search(text))), None)
    readings = sorted({reading for reading in _readings(match) if _is_valid(reading)})
    return f"[{','.join(readings)}]" if len(readings) > 1 else next(iter(readings), None)


def _readings(match: re.Match[str] | None) -> list[str]:
    if match is None:
        return []
    parts = match.groupdict()
    if "first" in parts:
        pair = (parts["first"], parts["other"])
        return [_iso(parts["year"], *pair), _iso(parts["year"], *pair[::-1])]
    month = parts["month"]
    if month and month.isalpha():
        month = str(month_number(month))
    return [_iso(parts["year"], month, parts.get("day"))]


def _iso(*parts: str | None) -> str:
    return "-".join(part.zfill(2) for part in parts if part)


def _is_valid(reading: str) -> bool:
    try:
        edtf.parse(reading)
    except edtf.EdtfError:
        return False
    return reading not in _UNSET
