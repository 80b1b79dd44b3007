"""The title: with the site's name cut off, or what a breadcrumb has kept of it."""

import pytest
from labelled import STORY, page, stated


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Harbour council meets delegation in Leeds", "Harbour council meets delegation in Leeds"),
        (
            "Harbour council meets delegation in Leeds | Kestrel News",
            "Harbour council meets delegation in Leeds",
        ),
        (
            "Harbour council meets delegation in Leeds - The Evening Courier",
            "Harbour council meets delegation in Leeds",
        ),
        (
            "Harbour council meets delegation in Leeds — local media",
            "Harbour council meets delegation in Leeds — local media",
        ),
        ("Kestrel | News", "Kestrel | News"),
    ],
)
def test_a_title_is_printed_without_the_sites_name(printed, title):
    """A bar or a dash and an outlet's name are the site's, other words are the title's."""
    assert stated(page(("title", printed), ("body", STORY)), "title") == title


@pytest.mark.parametrize(
    ("crumbs", "title"),
    [
        ("Home > World > Harbour council meets delegation", "Harbour council meets delegation"),
        ("Home World Harbour council meets delegation...", "Harbour council meets delegation"),
        ("Home > World", None),
        ("World > Harbour council meets delegation", None),
    ],
)
def test_a_breadcrumb_keeps_a_title_that_is_printed_nowhere_else(crumbs, title):
    """Its last step is the title, as far as it goes; one that names sections alone keeps none."""
    assert stated(page(("nav", crumbs), ("body", STORY)), "title") == title
    assert (
        stated(
            page(("nav", crumbs), ("title", "Something else entirely here"), ("body", STORY)),
            "title",
        )
        == "Something else entirely here"
    )


def test_a_home_page_that_is_no_breadcrumb_is_no_fault():
    """A line of navigation that begins with "Home", and names a section later on, is read."""
    crumbs = "Homelatest for everybody Sports “Harbour council”"
    document = page(("nav", crumbs), ("body", STORY))
    assert stated(document, "title") == crumbs.removeprefix("Home")
