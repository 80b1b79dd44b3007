"""The names of months and weekdays in English, and patterns built from them."""

from __future__ import annotations

from typing import Final

_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

MONTHS: Final = tuple(_MONTHS.split())
SHORT_MONTHS: Final = (*(name[:3] for name in MONTHS if name != "May"), "Sept")
"""The short forms of all months but May, which has none."""

WEEKDAYS: Final = tuple(_WEEKDAYS.split())
SHORT_WEEKDAYS: Final = tuple(name[:3] for name in WEEKDAYS)

MONTH: Final = "|".join((*MONTHS, *SHORT_MONTHS))
"""A pattern of a month's name in full or in short, without the full stop of the short form."""

WEEKDAY: Final = "|".join(WEEKDAYS)
"""A pattern of a weekday's name in full."""


def month_number(name: str) -> int:
    """Return the number of a month, 1 to 12, by its name in full or in short, in whatever case.

    Raises ValueError where no month is called so.

    >>> month_number("sept.")
    9
    """
    return [month[:3] for month in MONTHS].index(name[:3].capitalize()) + 1


def weekday_number(name: str) -> int:
    """Return the number of a weekday as `datetime.date.weekday` counts: Monday is 0.

    Raises ValueError where no weekday is called so.
    """
    return SHORT_WEEKDAYS.index(name[:3].capitalize())
