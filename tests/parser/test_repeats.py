"""Lines that say again what an earlier one said."""

import pytest

from nkdata.parser import parse

PARAGRAPHS = (
    (
        "The harbour council welcomed a delegation from the islands on Monday. Its"
        " members toured the old shipyard for an hour."
    ),
    (
        "They signed an accord on fisheries before lunch. Neither side gave details of"
        " the quotas that it sets for mackerel."
    ),
    (
        "The islands have asked for a larger share of the mackerel since 2011, and the"
        " council said that it would study the request."
    ),
    (
        "A spokesman for the islands said on Tuesday that “the sea belongs to all of"
        " us”. He did not say when the talks would go on."
    ),
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "It\\'s the workers\\' party of the islands that decides",
            "It’s the workers’ party of the islands that decides",
        ),
        (
            "The visit is meant to please its neighbours in the north again",
            "The visit is meant to please its neighbors in the north again",
        ),
        (
            "“A quota helps nobody here,” said the mayor of the town",
            '"A quota helps nobody here," said the mayor of the town',
        ),
    ],
)
def test_spelling_and_quotes_hide_no_repeat(first, second):
    """Escapes, curly quotes and other spelling leave a repeat a repeat."""
    assert [s.duplicate_of for s in parse(f"{first}\n{second}").segments] == [None, 0]


def test_inside_the_article_a_heading_may_stand_twice_and_a_paragraph_may_not():
    """A heading that stands twice counts twice, a paragraph once, unless it says more."""
    first, second, third, fourth = PARAGRAPHS
    heading = "How the quotas are set"
    document = parse(f"{first}\n{heading}\n{second}\n{third}\n{heading}\n{first}\n{fourth}")
    assert {s.line for s in document.segments if s.duplicate_of is not None} == {6}
    assert document.body.count(heading) == 2
    assert document.body.count(first) == 1
    assert parse(f"{first}\n{second}\n{third}\n{first} {fourth}").body.count(first) == 2
