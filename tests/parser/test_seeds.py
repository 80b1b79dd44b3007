"""Articles of the collection, line by line as a careful reader labels them."""

from pathlib import Path

import pytest

from nkdata.parser import parse

CASES = Path(__file__).parent / "cases"
ARTICLES = Path(__file__).parents[2] / "seeds" / "articles"
STEMS = sorted(path.stem for path in CASES.glob("*.labels"))


def read(stem):
    """Return the article exactly as decoded."""
    return (ARTICLES / f"{stem}.txt").read_bytes().decode("utf-8")


def expected(stem):
    """Return the expected rows of a case: line, label, line repeated or nothing."""
    return [
        line.split("\t")
        for line in (CASES / f"{stem}.labels").read_text(encoding="utf-8").splitlines()
    ]


def lines_of(document, label):
    """Return the 1-based lines with the label."""
    return [s.line for s in document.segments if s.label == label]


pytestmark = pytest.mark.data


def test_cases_are_of_articles():
    """Five articles or more have a case, and every case is of an article."""
    assert len(STEMS) >= 5
    assert {path.stem for path in ARTICLES.glob("*.txt")} >= set(STEMS)


@pytest.mark.parametrize("stem", STEMS)
def test_every_line_is_labelled_as_a_reader_would(stem):
    """Each non-blank line has the expected label and repeats the expected line."""
    document = parse(read(stem))
    lines = [s.line for s in document.segments]
    found = [
        [str(s.line), s.label, "" if s.duplicate_of is None else str(lines[s.duplicate_of])]
        for s in document.segments
    ]
    assert found == expected(stem)
    assert [str(s.line) for s in document.duplicates] == [
        line for line, _, repeated in expected(stem) if repeated
    ]


@pytest.mark.parametrize("stem", STEMS)
def test_no_character_is_lost(stem):
    """The segments tile the article."""
    text = read(stem)
    assert "".join(text[s.start : s.end] for s in parse(text).segments) == text


def test_a_deck_that_a_paragraph_repeats_and_extends_leaves_the_paragraph_in_the_body():
    """The deck is marked off; its longer repeat stays, and is known as one."""
    document = parse(read("000_57e2ea56c00761ef"))
    assert (
        document.title
        == "North Korea hosting Chinese, Russian delegations for Korean War armistice"
    )
    assert lines_of(document, "deck") == [3]
    assert "in the face of deepening nuclear tensions" in document.body
    assert document.body.startswith("Russia and China are sending")


def test_pointers_biography_and_form_are_no_body():
    """Links to other stories inside the article and the boxes after it stay outside the body."""
    document = parse(read("001_3c4cdb7a0bdffacd"))
    assert document.title == "North Korea’s Kim Jong Un Meets with Russia’s Defence Minister"
    assert lines_of(document, "related_link") == [7, 17]
    assert lines_of(document, "author_bio") == [23]
    assert "Arab Post" not in document.body
    assert document.body.count("\n\n") == 5


def test_the_title_is_whole_where_the_breadcrumb_is_cut():
    """The breadcrumb that cuts the title short is navigation; the full line is the title."""
    document = parse(read("002_deaa9406b6440c6e"))
    assert (
        document.title == "What Russian Political Support Means To Asia:"
        " North Korea’s 80th Labor Party Anniversary"
    )
    assert lines_of(document, "caption") == [6, 7]
    assert document.body.startswith("NK News reported on Wednesday")
    assert document.body.endswith("cooperation with South Korea.")


def test_a_page_without_a_title_has_none():
    """The headline in mid-article is an embedded video's, not the article's."""
    document = parse(read("003_330c5e271ebfe1b2"))
    assert document.title is None
    assert lines_of(document, "embed") == [19]
    assert "Emotional" not in document.body
    assert document.body.endswith("President Donald Trump.”")


def test_a_weather_widget_is_not_a_dateline():
    """Temperature and place are weather; the page's date is a page date."""
    document = parse(read("004_b2ee3106bb31e0ed"))
    assert document.title == "North Korea leader meets families of soldiers killed in Russia’s war"
    assert lines_of(document, "weather") == [1, 2]
    assert lines_of(document, "page_date") == [3]
    assert lines_of(document, "dateline") == []
    assert document.body.count("\n\n") == 11
