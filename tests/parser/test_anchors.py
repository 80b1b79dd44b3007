"""Anchors: no line that a rule knows is passed over, and few that it does not know are tried."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import grown_pages

from nkdata.parser import vocabulary
from nkdata.parser.anchors import Anchors, needs
from nkdata.parser.context import outlet_or_tag
from nkdata.parser.evidence import Shape
from nkdata.parser.features import folded
from nkdata.parser.lines import read_lines
from nkdata.parser.measures import measure
from nkdata.parser.nets import BITS, net
from nkdata.parser.page import Page
from nkdata.parser.rules import LINE_RULES
from nkdata.parser.sieve import anchored, sift

KINDS = [("whole", kind) for kind in vocabulary.WHOLE] + [
    ("opening", kind) for kind in vocabulary.OPENING
]
KINDS += [("anywhere", kind) for kind in vocabulary.ANYWHERE]
PATTERNS = {
    "whole": vocabulary.WHOLE,
    "opening": vocabulary.OPENING,
    "anywhere": vocabulary.ANYWHERE,
}
PRINTED = set(map(chr, range(32, 127)))
DRAWN = settings(
    derandomize=True, max_examples=12, deadline=None, suppress_health_check=list(HealthCheck)
)


def read(text):
    """Return a text's lines and what is measured of them."""
    lines = read_lines(text)
    return lines, measure(lines)


def tried(text):
    """Return the names of the rules whose anchors a text of one line has."""
    row, half = anchored(*read(text))[0].tolist(), net().half
    held = [
        row[place // BITS] & row[half + place // BITS] & 1 << place % BITS
        for place in range(len(net().clues))
    ]
    return {rule for (rule, _), here in zip(net().clues, held, strict=True) if here}


@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(grown_pages(hard=True))
def test_every_clue_that_a_line_has_is_tried(page):
    """No clue that holds for a line of its shape is passed over, by its anchors or by what is known of the shape."""
    lines, measures = read(page.text)
    sifted = sift(lines, measures, measures.words >= 0)
    found = set(zip(sifted.lines.tolist(), sifted.clues.tolist(), strict=True))
    view = Page(lines, measures, sifted.outlets, 0, {})
    clues = [clue for rule in LINE_RULES for clue in rule.test or ()]
    for index in range(len(view)):
        line = view.line(index)
        shape = Shape(line.words, line.is_prose, line.is_paragraph, asks=True, reports=False)
        held = {
            (index, place)
            for place, clue in enumerate(clues)
            if clue.fits(shape) and clue.holds(line)
        }
        assert held <= found or not any(map(str.isalnum, line.text)), line.text
        named = outlet_or_tag(view, index)
        view.outlets[index] = True
        assert outlet_or_tag(view, index) == named


@pytest.mark.parametrize(("place", "kind"), KINDS)
def test_whatever_a_pattern_matches_has_one_of_its_anchors(place, kind):
    """A line made from a kind's own patterns is one on which the kind's rules are tried."""
    patterns = vocabulary.expanded(PATTERNS[place][kind])
    names = {
        "boilerplate-bot": "bot-notice",
        "bare-number": "counter",
        "temperature": "weather-reading",
    }
    # letters of other scripts at a boundary make another word of it, which no page prints
    printed = st.sampled_from(sorted(PRINTED | set("".join(patterns)) - {"\n", "\r"}))

    @DRAWN
    @given(
        st.sampled_from(patterns).flatmap(
            lambda pattern: st.from_regex(pattern, fullmatch=True, alphabet=printed)
        )
    )
    def check(text):
        assume("\n" not in text and "\r" not in text and folded(text) == text.strip())
        assert names.get(kind, kind) in tried(text) or not any(map(str.isalnum, text)), (
            text
        )  # of signs alone, another rule is sure

    check()


def test_every_pattern_has_an_anchor():
    """Of every pattern it is known which words or signs a line must have."""
    for place, kinds in PATTERNS.items():
        for kind, patterns in kinds.items():
            for pattern in vocabulary.expanded(patterns):
                found = needs(pattern, opening=place != "anywhere", closing=place == "whole")
                assert found, (kind, pattern)
                assert all(one != Anchors() for one in found), (kind, pattern)


def test_most_lines_of_prose_are_tried_by_few_rules():
    """A plain sentence is tried by no rule at all, and marks that cannot be seen make it tried by all."""
    plain = "Several harbour members voted against that bridge yesterday evening."
    assert not len(sift(*read(plain), np.array([True])).clues)
    assert tried(plain.replace("harbour", "har\u00adbour")) == {rule.name for rule in LINE_RULES}
