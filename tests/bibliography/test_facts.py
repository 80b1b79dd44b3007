"""Bibliographic facts: those of the curated pages, of any text, and how they are shown."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from labelled import STORY, page
from strategies import any_text, grown_pages

from nkdata import facts, parse
from nkdata.schema import codes
from nkdata.words import edtf

SEEDS = sorted((Path(__file__).parents[2] / "seeds" / "articles").glob("*.yaml"))


def names_of(actor):
    """Return the names that the register has of an actor, in small letters."""
    text = (SEEDS[0].parents[1] / "actors.yaml").read_text(encoding="utf-8")
    made = yaml.load(text, yaml.BaseLoader)[actor]  # noqa: S506 -- it makes nothing but texts
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


def test_facts_are_shown_in_one_line():
    """The facts of a page are one line with the value of each, whatever stands in the page."""
    shown = repr(facts(parse("Published: 4 June 2025\nBy Mina Okafor\n\nLEEDS (AFP) — " + STORY)))
    assert shown.startswith("<Facts: author='Mina Okafor', place='LEEDS', agency='AFP', ")
    assert "published='2025-06-04'" in shown
    assert repr(facts(parse(""))) == "<Facts: none>"


@given(any_text)
def test_facts_of_any_text_are_one_line(text):
    """No text breaks the line."""
    assert len(repr(facts(parse(text))).splitlines()) == 1


def test_facts_are_a_table_in_notebooks():
    """A notebook shows a row for each fact, and what a page prints is never read as markup."""
    document = page(("title", "Port <b>opens</b> in Leeds & beyond"), ("body", STORY))
    shown = facts(document)._repr_html_()  # notebooks call it
    assert "<td>Port &lt;b&gt;opens&lt;/b&gt; in Leeds &amp; beyond</td>" in shown
    assert "<b>" not in shown
