"""EDTF: every string of the profile has its bounds, and every other string is refused."""

from __future__ import annotations

import re
from datetime import date
from time import struct_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import atoms, edtf_strings

from nkdata.schema import fields
from nkdata.words.edtf import EdtfError, Interval, parse, precision


@given(edtf_strings())
def test_bounds_are_total_and_ordered(made):
    """Every string of the profile has the bounds it was built with, in order."""
    text, earliest, latest = made
    interval = parse(text)
    assert (interval.earliest, interval.latest) == (earliest, latest)
    assert earliest is None or latest is None or earliest <= latest
    assert earliest is not None or latest is not None


@given(edtf_strings())
def test_members_lie_in_the_interval(made):
    """Members are ordered pairs that lie in the interval and reach its ends."""
    interval = parse(made[0])
    assert interval.members
    assert min((m[0] or date.min) for m in interval.members) == (interval.earliest or date.min)
    assert max((m[1] or date.max) for m in interval.members) == (interval.latest or date.max)
    assert all(first is None or last is None or first <= last for first, last in interval.members)
    assert len(interval.members) == 1 + made[0].count(",")
    assert interval.whole == ("/" in made[0])


@given(edtf_strings())
def test_precision_follows_from_days(made):
    """The precision is a code of the schema, 6 where an end is open, and follows the width."""
    interval = parse(made[0])
    code = precision(interval)
    assert code in {c["value"] for c in fields("events")["date_precision"]["categories"]}
    assert (interval.days is None) == (made[1] is None or made[2] is None)
    if interval.days is None:
        assert code == 6
    else:
        assert code == 1 + sum(interval.days > widest for widest in (1, 6, 7, 31, 366))


@given(edtf_strings())
def test_strings_of_the_profile_match_the_pattern_of_the_schema(made):
    """Every string of the profile matches the pattern that the schemas give for dates."""
    assert re.fullmatch(fields("claims")["as_of_edtf"]["constraints"]["pattern"], made[0])


@given(atoms())
def test_a_qualifier_never_widens(atom):
    """A date has the same bounds with and without a qualifier."""
    assert parse(atom[0]) == parse(atom[0].rstrip("?~%"))


@pytest.mark.parametrize(
    ("text", "days", "code"),
    [
        ("2031-03-04", 1, 1),
        ("2031-03-04/2031-03-05", 2, 2),
        ("[2031-03-04..2031-03-09]", 6, 2),
        ("2031-03-03/2031-03-09", 7, 3),
        ("2031-03-03/2031-03-10", 8, 4),
        ("2031-02", 28, 4),
        ("2032-02", 29, 4),
        ("2031-03-XX~", 31, 4),
        ("2031-03-01/2031-04-01", 32, 5),
        ("2031", 365, 5),
        ("2032", 366, 5),
        ("2032/2033-01-01", 367, 6),
        ("2031/..", None, 6),
        ("[..2031]", None, 6),
        ("[2031-03-04,2031-03-06]", 3, 2),
    ],
)
def test_days_and_precision(text, days, code):
    """The width in days and the precision are as the table says."""
    interval = parse(text)
    assert (interval.days, precision(interval)) == (days, code)


BAD = [
    "", " ", "March", "31-03-04", "2031-3-4", "20310304", "2031-13", "2031-00", "2031-02-29",
    "2031-03-32", "2031-03-00", "0000", "2031-XX-04", "203X", "XXXX", "-2031", "+2031", "Y2031",
    "2031-21", "2031-03-04T10:00", "2031-03-04 ", " 2031", "2031-03-04\n", "2031??", "?2031",
    "2031-?03", "2031/2030", "2031-03-05/2031-03-04", "../..", "/", "2031/", "/2031",
    "2031/2032/2033", "[2031]", "[]", "[..]", "[2031..2030]", "[2031,]", "[,2031]",
    "[2031,2032", "2031,2032]", "[2031, 2032]", "[2031..2032,2033]", "{2031,2032}",
    "[[2031..2032]]", "[2031/2032]", "2031..2032", "..2031", "२०३१", "２０３１", "2031\u22123",
    "[2031..2032]/2033", "PUBLICATION",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_other_strings_are_refused(text):
    """A string that is not of the profile is refused with a message that shows it."""
    with pytest.raises(EdtfError) as caught:
        parse(text)
    assert str(caught.value)


@given(st.text() | st.text("0123456789-X/.[],?~% ", max_size=24))
def test_nothing_but_edtf_errors(text):
    """Any text has bounds in order or is refused, and nothing else is raised."""
    try:
        interval = parse(text)
    except EdtfError:
        return
    assert interval.days is None or interval.days > 0


def _day(time):
    return date(*time[:3]) if isinstance(time, struct_time) else None


@given(edtf_strings())
def test_agrees_with_the_edtf_library(made):
    """The bounds are the strict ones of python-edtf, written by others, where it knows the form."""
    library = pytest.importorskip("edtf")
    text = made[0]
    if "X" in text or any(mark in text for mark in "?~%"):
        return  # it bounds an unspecified day by the first one, and widens by qualifiers
    theirs = library.parse_edtf(text)
    found = Interval(_day(theirs.lower_strict()), _day(theirs.upper_strict()))
    assert (found.earliest, found.latest) == made[1:]
