"""What noise does to the body of made-up articles, in wording that no training sees."""

import json
from pathlib import Path
from random import Random

import grammar
import pytest
from bench import invariance
from grammar.noise import RULES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import UNSEEN, grown_pages, stories

from nkdata.parser import parse
from nkdata.schema import codes

FEW = settings(
    derandomize=True, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck)
)
FLOORS = json.loads(
    (Path(__file__).parent / "cases" / "invariance.json").read_text(encoding="utf-8")
)


def labels(text):
    """Return what the parser says of each segment, positions aside."""
    return [(s.line, s.label, s.rule, s.duplicate_of) for s in parse(text).segments]


@FEW
@given(grown_pages())
def test_segments_tile_a_page(page):
    """Concatenated, the segments of a page with any noise are its text."""
    assert "".join(page.text[s.start : s.end] for s in parse(page.text).segments) == page.text


@FEW
@given(stories())
def test_an_article_is_its_body_with_and_without_its_headline(story):
    """An article of paragraphs of two sentences or more is kept byte for byte."""
    assert parse(story.body).body == story.body
    assert parse(f"{story.title}\n\n{story.body}").body == story.body


@FEW
@given(grown_pages(hard=True))
def test_the_body_of_a_body_is_nearly_itself(page):
    """What the parser keeps of a page it keeps again, but for a line or two kept among noise."""
    body = parse(page.text).body  # how often it keeps all, `test_invariance_only_rises` counts
    again = parse(body).body
    left = iter(body.split("\n\n"))
    assert all(paragraph in left for paragraph in again.split("\n\n") if again)
    assert len(again) >= 0.9 * len(body)


@FEW
@given(grown_pages(hard=True), st.sampled_from(["\r\n", "\r", "  \n", " \t\u00a0\n"]))
def test_line_ends_and_trailing_spaces_change_no_label(page, end):
    """How a page's lines end says nothing about them."""
    assert labels(page.text.replace("\n", end)) == labels(page.text)


@FEW
@given(grown_pages(hard=True), st.sampled_from(["\n\n", "\n\n\n", "\n \n"]))
def test_blank_lines_change_no_label(page, between):
    """Scrapers add blank lines and drop them: they say nothing about a line."""
    assert [found[1:] for found in labels(page.text.replace("\n", between))] == [
        found[1:] for found in labels(page.text)
    ]


@FEW
@given(grown_pages(hard=True))
def test_a_page_is_parsed_alike_every_time(page):
    """The same text gives the same document."""
    assert parse(page.text) == parse(page.text)


@pytest.fixture(scope="module")
def held():
    """How many articles keep their body, for each kind in each natural place and each property."""
    return invariance.counts()


@pytest.mark.parametrize("cell", sorted(FLOORS))
def test_invariance_only_rises(held, cell):
    """No kind of noise costs more bodies than `invariance.py --floors` has recorded."""
    assert held[cell] >= FLOORS[cell]


def test_every_kind_and_property_has_a_floor(held):
    """A new kind of noise or a new property joins the measured ones."""
    assert held.keys() == FLOORS.keys()


@pytest.mark.parametrize("half", [None, 0, 1])
def test_every_production_can_be_expanded(half):
    """No production names a slot that nothing fills, and no line is blank or two."""
    story = grammar.article(Random(0), half)
    for kind in grammar.KINDS:
        for seed in range(60):
            for line in grammar.noise(Random(seed), kind, [story, None][seed % 2], half).lines:
                assert line.strip()
                assert "\n" not in line


def test_the_same_seed_makes_the_same_page():
    """The grammar is a function of its source of chance."""
    first, again = (grammar.page(Random(7), grammar.article(Random(7))) for _ in range(2))
    assert first == again


@FEW
@given(stories())
def test_paragraphs_have_two_sentences(story):
    """No paragraph of a measured article could be taken for a caption, even by a reader."""
    ends = [
        [word for word in paragraph.split() if word.rstrip('”")')[-1] in ".!?"]
        for paragraph in story.paragraphs
    ]
    assert all(len(found) > 1 for found in ends)


def test_the_halves_share_no_long_wording():
    """What a learner may take and what the tests take differ in every kind."""
    assert UNSEEN == 1
    for kind in grammar.BLOCK_KINDS:
        taken = RULES[kind]
        assert set(taken[0::2]).isdisjoint(taken[1::2])


def test_every_kind_has_a_label_of_the_parser():
    """A kind is called what the parser should call it."""
    assert {kind.label for kind in grammar.KINDS.values()} <= set(codes("segments", "label"))
