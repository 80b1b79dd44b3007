"""Datelines: place and agency."""

import pytest
from labelled import STORY, page, stated


@pytest.mark.parametrize(
    ("opening", "place", "agency"),
    [
        ("MOSCOW — ", "MOSCOW", None),
        ("PYONGYANG, April 15. /TASS/. ", "PYONGYANG", "TASS"),
        ("BEIJING (AP) — ", "BEIJING", "AP"),
        ("SEOUL, June 4 (Reuters) - ", "SEOUL", "Reuters"),
        ("BEIJING: ", "BEIJING", None),
        ("NEW YORK – ", "NEW YORK", None),
        ("", None, None),
        ("NATO ", None, None),
    ],
)
def test_a_dateline_gives_place_and_agency(opening, place, agency):
    """Capitals before a dash, a colon or an agency in brackets; capitals alone are no place."""
    document = page(("title", "A title of four words"), ("body", opening + STORY))
    assert (stated(document, "place"), stated(document, "agency")) == (place, agency)


def test_a_dateline_may_stand_alone():
    """A line that the parser calls a dateline is the place."""
    assert stated(page(("dateline", "SEOUL"), ("body", STORY)), "place") == "SEOUL"


def test_an_agency_is_named_in_full():
    """An agency whose name begins with another one's is not taken for it."""
    document = page(("title", "A title of four words"), ("body", "VIENNA (APA) — " + STORY))
    assert stated(document, "agency") == "APA"
