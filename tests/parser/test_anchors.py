"""Anchors: no line that a rule knows is passed over, and few that it does not know are tried."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nkdata.parser import vocabulary
from nkdata.parser.anchors import anchors
from nkdata.parser.features import folded
from nkdata.parser.lines import read_lines
from nkdata.parser.measures import measure
from nkdata.parser.rules import LINE_RULES
from nkdata.parser.sieve import BITS, candidates, sieve

KINDS = [("whole", kind) for kind in vocabulary.WHOLE] + [("opening", kind) for kind in vocabulary.OPENING]
KINDS += [("anywhere", kind) for kind in vocabulary.ANYWHERE]
PATTERNS = {"whole": vocabulary.WHOLE, "opening": vocabulary.OPENING, "anywhere": vocabulary.ANYWHERE}
PRINTED = set(map(chr, range(32, 127)))
DRAWN = settings(derandomize=True, max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def tried(text):
    """Return the names of the line rules that are tried on a text of one line."""
    lines = read_lines(text)
    measures = measure(lines)
    return {rule.name for _, rules in candidates(lines, measures, measures.words >= 0) for rule in rules}


@pytest.mark.parametrize(("place", "kind"), KINDS)
def test_whatever_a_pattern_matches_has_one_of_its_anchors(place, kind):
    """A line made from a kind's own patterns is one on which the kind's rules are tried."""
    patterns = vocabulary.expanded(PATTERNS[place][kind])
    names = {"boilerplate-bot": "bot-notice"}

    @DRAWN
    @given(st.sampled_from(patterns).flatmap(lambda pattern: st.from_regex(pattern, fullmatch=True)))
    def check(text):
        # letters of other scripts at a boundary make another word of it, which no page prints
        assume(set(text) <= PRINTED | set("".join(patterns)) and "\n" not in text and "\r" not in text and folded(text) == text.strip())
        assert names.get(kind, kind) in tried(text), text

    check()


def test_every_pattern_has_an_anchor():
    """Of every pattern it is known which words or signs a line must have."""
    for place, kinds in PATTERNS.items():
        for kind, patterns in kinds.items():
            for pattern in vocabulary.expanded(patterns):
                found = anchors([pattern], opening=place != "anywhere", closing=place == "whole")
                assert found.first or found.anywhere or found.signs, (kind, pattern)


def test_the_rules_fit_into_the_bits_of_a_number():
    """All line rules have a place in the sieve."""
    assert sieve().all < 1 << BITS
    assert {rule.name for rule in sieve().rules(sieve().all)} == {rule.name for rule in LINE_RULES}


def test_most_lines_of_prose_are_tried_by_few_rules():
    """A plain sentence is tried by no rule at all, and marks that cannot be seen make it tried by all."""
    plain = "Several harbour members voted against that bridge yesterday evening."
    assert len(tried(plain)) <= 1
    assert tried(plain.replace("harbour", "har\u00adbour")) == {rule.name for rule in LINE_RULES}
