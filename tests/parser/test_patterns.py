"""No line that a rule knows is passed over, and few that it does not know are looked at."""

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import grown_pages

from nkdata.parser import vocabulary
from nkdata.parser.features import folded
from nkdata.parser.lines import read_lines
from nkdata.parser.measures import measure
from nkdata.parser.page import DraftPage
from nkdata.parser.patterns import BITS, EVERY_RULE, hinted, known_alone, knows
from nkdata.parser.rules import LINE_RULES, SHORT

TABLES = {
    "whole": vocabulary.WHOLE,
    "opening": vocabulary.OPENING,
    "anywhere": vocabulary.ANYWHERE,
}
KINDS = [(place, rule) for place, table in TABLES.items() for rule in table]
PRINTED = set(map(chr, range(32, 127)))
DRAWN = settings(
    derandomize=True, max_examples=12, deadline=None, suppress_health_check=list(HealthCheck)
)


def read(text):
    """Return a text's lines and the rules at which each of them hints, as bits."""
    lines = read_lines(text)
    measures = measure(lines)
    return lines, measures, hinted(lines, measures)


def tried(text):
    """Return the rules that look for their patterns in a text of one line."""
    bits = int(read(text)[2][0])
    return {rule for rule, bit in BITS.items() if bits & bit}


@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(grown_pages(hard=True))
def test_every_rule_that_knows_a_line_is_tried(page):
    """No rule that would know a line is passed over for want of a hint."""
    lines, measures, hints = read(page.text)
    view = DraftPage(lines, measures, 0, {})
    for index, bits in enumerate(hints.tolist()):
        line = view.line(index)
        held = {rule for rule in LINE_RULES if knows(rule, line)}
        assert held <= {rule for rule, bit in BITS.items() if bits & bit}, line.text


@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(grown_pages(hard=True))
def test_the_first_rule_that_knows_a_line_decides(page):
    """What is said of a page's lines, remembered or not, is what the first of the rules says."""
    lines, measures, hints = read(page.text)
    view = DraftPage(lines, measures, 0, {})
    decided = dict(known_alone(view, hints))
    for index in range(len(view)):
        line = view.line(index)
        assert decided.get(index) == next(
            (rule for rule in LINE_RULES if knows(rule, line)), None
        ), line.text


@pytest.mark.parametrize(("place", "rule"), KINDS)
def test_whatever_a_pattern_matches_has_one_of_its_words(place, rule):
    """A line made from a rule's own patterns is one on which the rule is tried."""
    patterns = [vocabulary.expanded(pattern) for _, pattern in TABLES[place][rule]]
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
        assume(text.strip() and (place != "whole" or len(text.split()) <= SHORT))
        # of signs alone, another rule is sure
        assert rule in tried(text) or not any(map(str.isalnum, text)), text

    check()


def test_every_pattern_stands_beside_words():
    """Of every pattern it is said which words its lines have; lines without words need none."""
    beside = [
        words
        for table in TABLES.values()
        for rule in table.keys() - {"symbols-only"}
        for words, _ in table[rule]
    ]
    assert all(map(vocabulary.listed, beside))


def test_every_line_rule_has_patterns_and_every_pattern_a_rule():
    """A rule without a pattern would never be asked, and a pattern without a rule never be used."""
    assert set().union(*TABLES.values()) == LINE_RULES.keys()


def test_no_pattern_names_a_class_that_is_not_there():
    """Every name in braces is a word class."""
    names = {
        name
        for table in TABLES.values()
        for patterns in table.values()
        for words, pattern in patterns
        for name in re.findall(r"\{([a-z]+)\}", words + pattern)
    }
    assert names <= vocabulary.CLASSES.keys()


def test_most_lines_of_prose_are_tried_by_few_rules():
    """A plain sentence hints at no rule, and marks that cannot be seen make every rule try it."""
    plain = "Several harbour pilots voted against that bridge yesterday evening."
    assert not read(plain)[2].any()
    assert (read(plain.replace("harbour", "har\u00adbour"))[2] == np.array([EVERY_RULE])).all()
