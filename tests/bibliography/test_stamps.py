"""Dates on lines of their own: the page's clock is told from a publication date."""

from labelled import STORY, TITLE, page, stated

from nkdata import facts


def test_the_pages_clock_is_no_publication_date():
    """It is a fact of its own, and only bounds the other."""
    document = page(
        ("weather", "31.9 C"),
        ("weather", "Miami"),
        ("page_date", "Saturday, August 30, 2025"),
        TITLE,
        ("body", STORY),
    )
    assert stated(document, "clock") == "2025-08-30"
    assert facts(document).published.basis == "page_render_date"
