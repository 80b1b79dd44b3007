"""Printed days: each is its own day, and as wide as it can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("trafilatura", reason="needs the extra html")

from nkdata.html.days import day


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2025-08-30", "2025-08-30"),
        ("2025-08-30T23:59:59+09:00", "2025-08-30"),
        ("2025-08-30T00:00:00-11:00", "2025-08-30"),
        ("2025-08-30 23:59:59 -0600", "2025-08-30"),
        ("20250830T120000Z", "2025-08-30"),
        ("2025/8/3", "2025-08-03"),
        ("2025 08 30", "2025-08-30"),
        ("2025-08", "2025-08"),
        ("2025", "2025"),
        ("Sat, 30 Aug 2025 10:00:00 GMT", "2025-08-30"),
        ("Sat Aug 30 2025 10:00:00 GMT+0200 (CEST)", "2025-08-30"),
        ("August 30th, 2025", "2025-08-30"),
        ("30 Sept. 2025", "2025-09-30"),
        ("13/11/2025 09:21:40", "2025-11-13"),
        ("Thu, 09/25/2025 - 00:00", "2025-09-25"),
        ("04/11/2019", "[2019-04-11,2019-11-04]"),
        ("05.05.2020", "2020-05-05"),
        ("2025-02-30", None),
        ("1756512000", None),
        ("1970-01-01T00:00:00Z", None),
        ("-0001-11-30T00:00:00+00:00", None),
        ("mayor 5 2020", None),
        ("yesterday", None),
        ("", None),
        ("²⁰²⁵-08-30", None),
    ],
)
def test_printed_days(printed, expected):
    """A printed date is its own day, and as wide as it can be read."""
    assert day(printed) == expected


@given(st.dates(), st.times(), st.sampled_from(["", "Z", "+09:00", "-1100"]))
def test_zones_do_not_move_the_day(date, time, zone):
    """The day of an ISO 8601 time is the one printed, whatever zone is."""
    expected = (
        None
        if date.isoformat() in {"1970-01-01", "1969-12-31", "1900-01-01", "0001-01-01"}
        else date.isoformat()
    )
    assert day(f"{date.isoformat()}T{time.isoformat()}{zone}") == expected
