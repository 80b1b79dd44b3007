"""Authors: the people whom bylines and notes on authors name."""

import pytest
from labelled import STORY, page

from nkdata import facts


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Mina Okafor", ["Mina Okafor"]),
        ("BY MINA OKAFOR [[email protected]]", ["MINA OKAFOR"]),
        ("By Mina Okafor and Ivo van den Berg", ["Mina Okafor", "Ivo van den Berg"]),
        (
            "By Mina Okafor, Ivo Brandt & Ruth Li, Harbour Post",
            ["Mina Okafor", "Ivo Brandt", "Ruth Li"],
        ),
        ("Written by: Mina Okafor | 4 June 2025", ["Mina Okafor"]),
        ("By Mina Okafor in Leeds", ["Mina Okafor"]),
        ("Reporting by Mina Okafor; Editing by Ivo Brandt", ["Mina Okafor"]),
        ("By Lucía Dvořák-O’Neill", ["Lucía Dvořák-O’Neill"]),
        ("Reuters", []),
        ("By Staff Reporter", []),
        ("By Deutsche Welle", []),
        ("By The Evening Courier", []),
        ("By", []),
    ],
)
def test_a_byline_gives_names_of_people(line, names):
    """Agencies, desks, places and dates in a byline are no names."""
    document = page(("byline", line), ("body", STORY))
    assert [fact.value for fact in facts(document).authors] == names


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Follow Mina Okafor on Mastodon.", ["Mina Okafor"]),
        ("Mina Okafor is a doctor who loves to write about health.", ["Mina Okafor"]),
        ("The Harbour Post is a newspaper.", []),
        ("About the author", []),
    ],
)
def test_a_note_on_the_author_names_them_where_no_byline_does(note, names):
    """Where to follow somebody, and who somebody is."""
    document = page(("body", STORY), ("author_bio", note))
    assert [fact.value for fact in facts(document).authors] == names
    assert [
        fact.value
        for fact in facts(
            page(("byline", "By Ivo Brandt"), ("body", STORY), ("author_bio", note))
        ).authors
    ] == ["Ivo Brandt"]
