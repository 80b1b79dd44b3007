"""What the markup states: each place of each field, and which statement is believed."""

from __future__ import annotations

import pytest
from html_pages import ARTICLE, NEWS, script, stated

pytest.importorskip("trafilatura", reason="needs the extra html")

from nkdata.document import Statement
from nkdata.schema import codes


def test_statements_carry_value_place_and_words():
    """A statement says what was read, where, and how it stands there."""
    assert stated(script(NEWS | {"datePublished": "2025-08-30T23:10:00+09:00"})).stated(
        "published"
    ) == (
        Statement(
            "published", "2025-08-30", "NewsArticle.datePublished", "2025-08-30T23:10:00+09:00"
        ),
    )


def test_basis_is_a_code_of_the_tables():
    """What is stated in metadata has a basis that the articles table knows."""
    assert "metadata" in codes("articles", "published_basis")


@pytest.mark.parametrize(
    ("head", "field", "value", "source"),
    [
        (
            '<meta property="og:title" content=" Ferry  reaches &amp;amp; leaves ">',
            "title",
            "Ferry reaches & leaves",
            "meta og:title",
        ),
        ("<title>Ferry reaches Northport</title>", "title", "Ferry reaches Northport", "title"),
        ('<meta name="author" content="Mina Okafor">', "author", "Mina Okafor", "meta author"),
        (
            '<meta property="og:site_name" content="Harbour Post">',
            "publisher",
            "Harbour Post",
            "meta og:site_name",
        ),
        (
            '<meta name="article:published_time" content="2025-08-30">',
            "published",
            "2025-08-30",
            "meta article:published_time",
        ),
        (
            '<meta itemprop="datePublished" content="Aug 30, 2025">',
            "published",
            "2025-08-30",
            "meta datepublished",
        ),
        ('<meta property="og:locale" content="ko_kr">', "language", "ko-KR", "meta og:locale"),
        (
            '<link rel="shortlink canonical" href="https://example.org/a">',
            "url",
            "https://example.org/a",
            "link canonical",
        ),
        (
            '<meta property="og:url" content="https://example.org/b">',
            "url",
            "https://example.org/b",
            "meta og:url",
        ),
    ],
)
def test_places_of_statements(head, field, value, source):
    """Each place that markup has for a field is read."""
    (statement,) = stated(head).stated(field)
    assert (statement.value, statement.source) == (value, source)
    assert getattr(stated(head), field) == value


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="article:author" content="https://example.org/mina">',
        '<link rel="canonical" href="/relative">',
        '<link rel="canonical" href="javascript:alert(1)">',
        '<meta name="language" content="the language of the harbour">',
        '<meta property="article:published_time" content="soon">',
        '<meta property="article:modified_time" content="2025-08-30">',
        '<meta property="og:title" content=" ">',
    ],
)
def test_what_is_no_statement(head):
    """Links for authors, relative addresses, words for dates and the like state nothing."""
    assert stated(head).statements == ()


def test_language_of_the_page():
    """The language stands on the root element."""
    assert stated(language=" lang='en-gb'").language == "en-GB"


def test_the_sites_name_is_cut_from_the_title():
    """The site's name behind a title is no part of it; the words as printed are kept."""
    title = "<title>Ferry - by rail - Harbour Post</title>"
    head = title + '<meta property="og:site_name" content="Harbour Post">'
    (statement,) = stated(head).stated("title")
    assert (statement.value, statement.printed) == (
        "Ferry - by rail",
        "Ferry - by rail - Harbour Post",
    )


def test_contradicting_dates():
    """The earliest stated publication is believed, and the others are kept beside it."""
    head = (
        script(NEWS | {"dateModified": "2024-01-01"})
        + '<meta property="article:published_time" content="2025-08-31T01:10:00+11:00">'
    )
    found = stated(head)
    assert found.published == "2025-08-30"
    assert [s.value for s in found.stated("published")] == ["2025-08-30", "2025-08-31"]


def test_a_day_is_believed_before_its_month():
    """A wider date that holds a narrower one does not contradict it."""
    assert stated(script(NEWS) + '<meta name="date" content="2025-08">').published == "2025-08-30"


def test_times_are_an_upper_bound():
    """A bare time, which may be a change's, bounds the publication where nothing states it."""
    time = '<time datetime="2025-09-02T08:00:00Z">2 September</time>'
    assert stated(body=time + ARTICLE).published == "[..2025-09-02]"
    assert [s.value for s in stated(script(NEWS), body=time + ARTICLE).stated("published")] == [
        "2025-08-30"
    ]
    assert stated(body=f"<aside>{time}</aside>{ARTICLE}").published is None


def test_marked_elements():
    """Elements marked as publication give the day only where they agree: some are of others."""
    one, two = (
        f'<span itemprop="datePublished" content="{when}">x</span>'
        for when in ("2025-08-30T10:00", "2025-08-31")
    )
    assert stated(body=one + ARTICLE + one).published == "2025-08-30"
    assert stated(body=one + ARTICLE + two).published is None
    assert [s.value for s in stated(script(NEWS), body=two + ARTICLE).stated("published")] == [
        "2025-08-30"
    ]
    assert stated(body="<time pubdate>30 August 2025</time>" + ARTICLE).published == "2025-08-30"
