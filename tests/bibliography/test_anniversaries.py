"""Anniversaries: days of their own, and told apart."""

from datetime import date

from nkdata.bibliography.anniversaries import ANNIVERSARIES, kept_days


def test_anniversaries_are_of_days_and_told_apart():
    """Each has a name of its own, and two numbers for one leave it out."""
    assert len({kept.name for kept in ANNIVERSARIES}) == len(ANNIVERSARIES)
    assert list(kept_days("the 80th anniversary of the Workers’ Party").values()) == [
        date(2025, 10, 10)
    ]
    assert (
        kept_days(
            "the 80th anniversary of the Workers’ Party, the 75th anniversary of the Workers’ Party"
        )
        == {}
    )
    assert kept_days("the 80th anniversary of the harbour") == {}
