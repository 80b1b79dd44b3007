"""What fuzzing asserts holds of the inputs it starts from, and of those that once broke it."""

from pathlib import Path

import pytest
from fuzz.invariants import check

CORPUS = sorted((Path(__file__).parents[1] / "fuzz" / "corpus").iterdir())


def test_there_is_a_corpus():
    """The folder is not empty."""
    assert CORPUS


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_the_corpus_is_parsed(path):
    """Tiled by known labels, alike every time, and its body can be parsed."""
    for padding in range(4):  # the length decides what else is asserted
        check(path.read_bytes() + b" " * padding)
