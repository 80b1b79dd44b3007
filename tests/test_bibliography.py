"""Bibliographic facts: each kind from the words that state it, and nothing where nothing is stated."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from strategies import any_text, grown_pages

from nkdata import Document, Segment, facts, parse
from nkdata.bibliography.anniversaries import ANNIVERSARIES, kept_days
from nkdata.schema import codes
from nkdata.words import edtf

SEEDS = sorted((Path(__file__).parents[1] / "seeds" / "articles").glob("*.yaml"))
STORY = "The harbour council met a delegation. Its members toured the old shipyard for an hour."


def page(*lines):
    """Return a document of the given label and words on each line; the labels are settled, so that only facts are tried."""
    text = "\n".join(words for _, words in lines)
    segments, start = [], 0
    for number, (label, words) in enumerate(lines, 1):
        end = start + len(words) + (number < len(lines))
        segments.append(Segment(start, end, number, label, "curator"))
        start = end
    return Document(text, tuple(segments))


def stated(document, name):
    """Return the value of a fact, None where there is none."""
    fact = getattr(facts(document), name)
    return fact.value if fact else None


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
    """In its head, behind its title, in its copyright, or in a note on an author; an agency's copyright is no publisher."""
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


TITLE = ("title", "A title of four words")


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
    """Its number gives the day, and the week words the days on which the article can have said so."""
    assert (
        facts(page(TITLE, ("body", sentence + " Nothing more is known."))).published.edtf
        == published
    )


def test_a_report_is_no_earlier_than_what_it_reports():
    """Of the days of that week the first ones go: their Wednesday lies before the anniversary that was reported on it."""
    reported = "The paper reported on Wednesday that guests attended the 80th anniversary of the Workers’ Party. They came from abroad."
    document = page(
        TITLE,
        ("body", reported),
        (
            "body",
            "They left last week, after the anniversary of the Workers’ Party. Nobody saw them off.",
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


def test_anniversaries_are_of_days_and_told_apart():
    """Each has words of its own, and two numbers for one leave it out."""
    assert len({kept.name for kept in ANNIVERSARIES}) == len(ANNIVERSARIES)
    assert list(kept_days("the 80th anniversary of the Workers’ Party").values()) == [
        date(2025, 10, 10)
    ]
    assert (
        kept_days(
            "the 80th anniversary of the Workers’ Party, and the 75th anniversary of the Workers’ Party"
        )
        == {}
    )
    assert kept_days("the 80th anniversary of the harbour") == {}


def names_of(actor):
    """Return the names that the register has of an actor, in small letters."""
    with (SEEDS[0].parents[1] / "actors.yaml").open(encoding="utf-8") as file:
        made = yaml.load(file, yaml.BaseLoader)[actor]  # noqa: S506 -- it makes nothing but texts
    forms = [made["name"], *(form for forms in made.get("names", {}).values() for form in forms)]
    return {form.casefold() for form in forms}


@pytest.mark.data
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_curators_facts_are_held(path):
    """What a curator read in a page is never outside what its text is found to state."""
    made = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)["article"]  # noqa: S506 -- it makes nothing but texts
    document = parse(path.with_suffix(".txt").read_bytes().decode("utf-8"))
    found = facts(document)
    assert (found.title.value if found.title else "") == made["title"]
    assert [fact.value for fact in found.authors] == (
        [made["author"]] if made.get("author") else []
    )
    if made["publisher_basis"] in {"stated", "byline"}:
        assert found.publisher.value.casefold() in names_of(made["publisher"])
        assert found.publisher.basis == made["publisher_basis"]
    wide, read = edtf.parse(found.published.edtf), edtf.parse(made["published"])
    assert wide.earliest is None or wide.earliest <= read.earliest
    assert wide.latest is None or wide.latest >= read.latest


def held_by_their_words(document):
    """Assert that each fact's words stand where it says, and that its codes are the schema's."""
    found = facts(document)
    assert found.published.basis in codes("articles", "published_basis")
    assert (found.published.edtf is None) == (found.published.basis == "unknown")
    assert found.published.edtf is None or edtf.parse(found.published.edtf)
    for name, value, _, start, end in found.rows():
        assert 0 <= start < end <= len(document.text)
        assert name in {"clock", "published"} or document.text[start:end] == value
    for fact in (found.publisher, found.origin):
        assert fact is None or fact.basis in codes("articles", "publisher_basis")


@given(any_text)
def test_no_text_is_too_odd(text):
    """Any text has facts, if only unknown ones."""
    held_by_their_words(parse(text))


@settings(max_examples=40)
@given(grown_pages(hard=True))
def test_facts_stand_where_they_say(grown):
    """The facts of any page of the grammar are words of its text."""
    held_by_their_words(parse(grown.text))
