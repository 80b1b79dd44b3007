"""Words of outlets and agencies: each stands once, and stages may extend them."""

import re

import pytest

from nkdata.words.outlets import AGENCIES, AMBIGUOUS_AGENCIES, OUTLET_ENDINGS, OUTLET_WORDS


@pytest.mark.parametrize("words", [AGENCIES, AMBIGUOUS_AGENCIES, OUTLET_ENDINGS, OUTLET_WORDS])
def test_words_stand_once_and_hold_no_groups(words):
    """A pattern names no word twice, and adds no group to a pattern that it is put into."""
    names = words.split("|")
    assert len(set(names)) == len(names)
    assert re.compile(words).groups == 0


def test_agencies_are_told_apart():
    """An agency's name is matched in full, and an ambiguous one is left to those who ask for it."""
    for name in ("Reuters", "the Associated Press", "Xinhua News Agency", "AAP", "APA", "RFE/RL"):
        assert re.fullmatch(AGENCIES, name)
    assert not any(re.fullmatch(AGENCIES, name) for name in AMBIGUOUS_AGENCIES.split("|"))
