"""Which lines belong to the story."""

import pytest

from nkdata.parser import parse

LISTED = [
    (
        "The harbour council signed an accord with the islands on Monday. Members spoke"
        " of it for hours before they voted."
    ),
    (
        "Officials of both sides praised the accord in the evening. They said that ships"
        " would sail again within the month."
    ),
    (
        "The accord has four parts, said the head of the council. Each of them was"
        " discussed with the islands in the spring:"
    ),
]
ITEMS = [
    "New ferries between the harbour and the islands",
    "Lower fees for ships that carry food",
    "A joint office of the two harbours",
]


@pytest.mark.parametrize(("mark", "rule"), [("- ", "list-item"), ("", "heading")])
def test_an_article_may_close_with_a_list(mark, rule):
    """A list that the last sentence announces belongs to the article, with marks or without."""
    page = "\n".join(
        [
            *LISTED,
            *(mark + item for item in ITEMS),
            "Read next",
            "Heavy rain delays the orchestra's tour of the north",
        ]
    )
    assert [s.rule for s in parse(page).segments][3:6] == [rule] * 3
    assert parse(page).body.endswith(ITEMS[-1])


def test_items_of_a_list_belong_to_the_story_together():
    """An unsure short line is part of the story if it stands in a row with a sure one."""
    items = ["What is new", "Ferries", "Lower fees", "Two offices"]
    told = parse("\n".join([*LISTED[:2], *items, *LISTED[2:]]))
    assert [s.rule for s in told.segments][2:6] == ["heading"] * 4


@pytest.mark.parametrize(
    "line",
    [
        "<quota>: the share of each harbour in the catch of the year, as the accord sets it.",
        "The accord {{harbour}} is the name that the council gave to the islands on Monday.",
        "Photo: the council had one taken of the accord, and the islands asked for a copy of it.",
    ],
)
def test_a_line_that_is_certainly_told_may_have_the_words_of_a_rule(line):
    """A sentence of the article is a paragraph, though elsewhere a rule would know its words."""
    after = (
        "Both harbours will vote on the accord in May."
        " The head of the council said that most of its members would be for it."
    )
    page = "\n".join([*LISTED[:2], line, LISTED[2].replace(":", "."), after])
    assert parse(page).segments[2].rule == "paragraph"
    assert parse(line).segments[0].rule != "paragraph"
