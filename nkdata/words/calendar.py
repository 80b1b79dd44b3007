"""The names of months and weekdays in English, as pages print them, and patterns built from them."""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_MONTHS: Final = (*(name[:3] for name in MONTHS if len(name) > 3), "Sept")  # noqa: PLR2004  # "May" has no short form
"""The short forms of the months that have one."""

SHORT_WEEKDAYS: Final = tuple(name[:3] for name in WEEKDAYS)

MONTH: Final = "|".join((*MONTHS, *SHORT_MONTHS))
"""A pattern of a month's name in full or in short, without the full stop of the short form."""

WEEKDAY: Final = "|".join(WEEKDAYS)
"""A pattern of a weekday's name in full."""


def month_number(name: str) -> int:
    """Return the number of a month by its name in full or in short, in whatever case: 1 to 12.

    Raises ValueError where no month is called so.

    >>> month_number("sept")
    9
    """
    return _place(name, MONTHS) + 1


def weekday_number(name: str) -> int:
    """Return the number of a weekday as `datetime.date.weekday` counts: Monday is 0."""
    return _place(name, WEEKDAYS)


def _place(name: str, names: tuple[str, ...]) -> int:
    return [known[:3] for known in names].index(name[:3].capitalize())
