"""Lines that are nothing but a date or a clock."""

import pytest

from nkdata.parser import parse
from nkdata.parser.dates import is_stamp


@pytest.mark.parametrize(
    "line",
    [
        "Tuesday, 4 March 2014, 17:20 GMT",
        "Published: Wednesday, 30 May, 2018, 6:14am Updated: 8:00am",
        "2014-03-04T17:20:00+09:00",
        "1393953600",
        "an hour ago",
        "Today at noon",
        "Jan. 5",
        "• 04/03/2014 |",
    ],
)
def test_a_stamp_is_a_date_and_nothing_else(line):
    """Dates, clocks and epoch numbers are stamps, whatever the marks around them."""
    assert is_stamp(line.casefold())
    assert [s.rule for s in parse(line).segments] == ["date-stamp"]


@pytest.mark.parametrize(
    "line", ["", "at", "March", "12:30 at the old shipyard", "yesterday, the", "the 1980s", "1 2 3"]
)
def test_what_names_no_day_is_no_stamp(line):
    """Small words, a month alone, a clock in a sentence and bare figures are no stamps."""
    assert not is_stamp(line)
