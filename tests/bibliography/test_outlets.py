"""The outlet whose page it is, and the one it credits."""

import pytest
from labelled import STORY, page, stated

from nkdata import facts


@pytest.mark.parametrize(
    ("lines", "publisher", "basis"),
    [
        ([("site_name", "Kestrel News")], "Kestrel News", "stated"),
        (
            [("title", "Harbour council meets delegation in Leeds | Kestrel News")],
            "Kestrel News",
            "stated",
        ),
        (
            [("legal", "© 2014-2025 The Evening Courier. All rights reserved.")],
            "The Evening Courier",
            "stated",
        ),
        (
            [("author_bio", "Mina Okafor is an important writer in Arab Post.")],
            "Arab Post",
            "byline",
        ),
        ([("legal", "Copyright 2024 The Associated Press. All rights reserved.")], None, None),
        ([("legal", "© 2014 Mina Okafor")], None, None),
        ([("title", "Harbour council meets delegation in Leeds")], None, None),
    ],
)
def test_the_publisher_is_whom_the_page_names(lines, publisher, basis):
    """Head, title, copyright and notes on authors name it; an agency's copyright does not."""
    found = facts(page(*lines, ("body", STORY))).publisher
    assert (found and found.value, found and found.basis) == (publisher, basis)


@pytest.mark.parametrize(
    ("label", "line", "origin"),
    [
        ("source_link", "Source: BBC", "BBC"),
        ("source_link", "This article was originally published by Harbour Post.", "Harbour Post"),
        ("source_link", "Translated from the JoongAng Ilbo using software.", "the JoongAng Ilbo"),
        ("source_link", "The post Harbour council appeared first on Kestrel News.", "Kestrel News"),
        (
            "legal",
            "Copyright 2024 The Associated Press. All rights reserved.",
            "The Associated Press",
        ),
        ("source_link", "Read the full article here", None),
    ],
)
def test_the_origin_is_whom_the_page_credits(label, line, origin):
    """A source, a first printing, a translation, an agency's copyright."""
    assert stated(page(("body", STORY), (label, line)), "origin") == origin
