"""The calendar: names of months and weekdays, their numbers, and patterns of them."""

import re
from datetime import date, timedelta

import pytest

from nkdata.words.calendar import (
    MONTH,
    MONTHS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAY,
    WEEKDAYS,
    month_number,
    weekday_number,
)

DAYS = [date(2031, 1, 1) + timedelta(days=number) for number in range(365)]


@pytest.mark.parametrize("fold", [str, str.lower, str.upper])
def test_names_have_the_numbers_of_their_days(fold):
    """Each day of a year has its month and its weekday, in full or in short and in any case."""
    for day in DAYS:
        assert month_number(fold(f"{day:%B}")) == month_number(fold(f"{day:%b}")) == day.month
        names = (f"{day:%A}", f"{day:%a}")
        assert [weekday_number(fold(name)) for name in names] == [day.weekday()] * 2


def test_short_names_are_short_for_one_name():
    """May alone has no short form, September has two, and each weekday has one."""
    assert [sum(m.startswith(short) for m in MONTHS) for short in SHORT_MONTHS] == [1] * 12
    assert [sum(m.startswith(s) for s in SHORT_MONTHS) for m in MONTHS].count(0) == 1
    assert [sum(day.startswith(s) for s in SHORT_WEEKDAYS) for day in WEEKDAYS] == [1] * 7


def test_patterns_are_of_whole_names():
    """The patterns hold every name and no part of another."""
    for name in (*MONTHS, *SHORT_MONTHS):
        assert re.fullmatch(MONTH, name)
    for name in WEEKDAYS:
        assert re.fullmatch(WEEKDAY, name)
    for other in ("Ma", "Sunda", "Augus", "march", "Fri"):
        assert not re.fullmatch(MONTH, other)
        assert not re.fullmatch(WEEKDAY, other)


def test_other_words_have_no_number():
    """A word that is no name is a ValueError."""
    for number in (month_number, weekday_number):
        with pytest.raises(ValueError, match=r"\S"):
            number("Smarch")
