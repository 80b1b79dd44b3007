"""The publication date: stated, or as wide as the clues leave it."""

import pytest
from labelled import STORY, TITLE, page

from nkdata import facts


@pytest.mark.parametrize(
    ("lines", "published", "basis"),
    [
        ([TITLE, ("page_date", "Published: 4 June 2025"), ("body", STORY)], "2025-06-04", "stated"),
        (
            [TITLE, ("page_date", "PUBLISHED : Wednesday, 30 May, 2018, 6:14am"), ("body", STORY)],
            "2018-05-30",
            "stated",
        ),
        (
            [TITLE, ("page_date", "Published"), ("page_date", "4 June 2025"), ("body", STORY)],
            "2025-06-04",
            "stated",
        ),
        (
            [TITLE, ("page_date", "Updated: 9 June 2025 Published: 4 June 2025"), ("body", STORY)],
            "2025-06-04",
            "stated",
        ),
        (
            [
                TITLE,
                ("page_date", "3 June 2025"),
                ("page_date", "Published: 4 June 2025"),
                ("body", STORY),
            ],
            "2025-06-04",
            "stated",
        ),
        ([TITLE, ("page_date", "16:01, 15.04.2017"), ("body", STORY)], "2017-04-15", "stated"),
        ([TITLE, ("page_date", "JUNE 4, 2025"), ("body", STORY)], "2025-06-04", "stated"),
        ([("page_date", "April 16, 2017"), TITLE, ("body", STORY)], "2017-04-16", "stated"),
        (
            [TITLE, ("page_date", "03/04/2018"), ("body", STORY)],
            "[2018-03-04,2018-04-03]",
            "stated",
        ),
        (
            [TITLE, ("page_date", "Updated: 9 June 2025"), ("body", STORY)],
            "[..2025-06-09]",
            "inferred_from_text",
        ),
        (
            [("page_date", "Saturday, August 30, 2025"), TITLE, ("body", STORY)],
            "[..2025-08-30]",
            "page_render_date",
        ),
        (
            [("weather", "31.9 C"), ("page_date", "August 30, 2025"), TITLE, ("body", STORY)],
            "[..2025-08-30]",
            "page_render_date",
        ),
        ([("body", STORY), ("page_date", "1694499963")], "[2023-09-11..2023-09-12]", "metadata"),
        (
            [TITLE, ("body", "SEOUL, June 4, 2025 (Reuters) - " + STORY)],
            "[2025-06-04..2025-06-07]",
            "inferred_from_text",
        ),
        (
            [TITLE, ("body", "On 3 May 2019 the port closed. It reopened in 2021.")],
            "[2021-01-01..]",
            "inferred_from_text",
        ),
        (
            [TITLE, ("body", "The port is to close by 2030. Nobody knows what comes then.")],
            None,
            "unknown",
        ),
        ([TITLE, ("body", STORY), ("page_date", "June 4, 2025")], None, "unknown"),
        ([TITLE, ("page_date", "3 months ago"), ("body", STORY)], None, "unknown"),
        ([TITLE, ("page_date", "April 15, 6:06 UTC+3"), ("body", STORY)], None, "unknown"),
        ([TITLE, ("body", STORY)], None, "unknown"),
    ],
)
def test_the_publication_date_is_as_wide_as_the_page_leaves_it(lines, published, basis):
    """Stated, bounded by the page's clock or by what is told as past, or unknown."""
    found = facts(page(*lines)).published
    assert (found.edtf, found.basis) == (published, basis)


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        (
            "Guests arrived this week to mark the 70th anniversary of the Korean War armistice.",
            "[2023-07-24..2023-07-30]",
        ),
        (
            "Guests left last week after the 70th anniversary of the Korean War armistice.",
            "[2023-07-31..2023-08-06]",
        ),
        (
            "Guests come next week for the 70th anniversary of the Korean War armistice.",
            "[2023-07-17..2023-07-23]",
        ),
        (
            "It comes before Thursday’s celebration of the 70th anniversary of the armistice.",
            "[2023-07-21..2023-08-02]",
        ),
        ("It comes before Friday’s celebration of the 70th anniversary of the armistice.", None),
        ("This week marks an anniversary of the Korean War armistice.", None),
    ],
)
def test_an_anniversary_dates_the_week_words_beside_it(sentence, published):
    """Its number gives the day, and the week words the days on which they can have been said."""
    assert (
        facts(page(TITLE, ("body", sentence + " Nothing more is known."))).published.edtf
        == published
    )


def test_a_report_is_no_earlier_than_what_it_reports():
    """Days go whose Wednesday lies before the anniversary that was reported on it."""
    reported = (
        "The paper reported on Wednesday that guests attended the 80th anniversary of the"
        " Workers’ Party. They came from abroad."
    )
    document = page(
        TITLE,
        ("body", reported),
        (
            "body",
            "They left last week, after the anniversary of the Workers’ Party. Nobody cheered.",
        ),
    )
    assert facts(document).published.edtf == "[2025-10-15..2025-10-19]"


def test_a_date_without_its_year_takes_that_of_an_anniversary_beside_it():
    """April 15 on a page about 105 years since Kim Il Sung was born is of 2017."""
    document = page(
        TITLE,
        ("page_date", "April 15, 6:06 UTC+3"),
        ("body", "It is 105 years since Kim Il Sung was born. A parade was held."),
    )
    assert facts(document).published.edtf == "2017-04-15"


def test_clues_that_contradict_each_other_leave_the_date_unknown():
    """A page whose clock stands before what it tells has a wrong clock, or a wrong text."""
    document = page(
        ("page_date", "Saturday, August 30, 2014"),
        TITLE,
        ("body", "On 3 May 2019 the port closed. It reopened later."),
    )
    found = facts(document).published
    assert (found.edtf, found.basis, len(found.clues)) == (None, "unknown", 2)
