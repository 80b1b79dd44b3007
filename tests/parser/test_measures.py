"""What is measured of a page, in columns with names."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from strategies import any_text

from nkdata.parser.lines import read_lines
from nkdata.parser.measures import MOST as MOST_MEASURED
from nkdata.parser.measures import SCALE, measure
from nkdata.parser.tagger import network

MORE = settings(derandomize=True, max_examples=80, deadline=None)


@MORE
@given(any_text)
def test_measures_are_whole_numbers_for_every_line(text):
    """The matrix has a row for each line, of whole numbers within bounds."""
    assume(text.strip())
    lines = read_lines(text)
    found = measure(lines)
    matrix = found.matrix(list(found.columns))
    assert matrix.shape == (len(lines), len(found.columns))
    assert (matrix == np.rint(matrix)).all()
    assert np.abs(matrix).max() <= MOST_MEASURED * SCALE
    assert found.tokens.bounds[-1] == len(found.tokens) == len(found.tokens.on)


def test_columns_may_be_added_dropped_and_moved():
    """A column more or another order changes nothing, and a missing column is named."""
    measures = measure(read_lines("The harbour council met on Monday.\nMenu"))
    names = network()[0].names
    columns = dict(reversed(measures.columns.items())) | {"more": measures.columns["size"]}
    moved = replace(measures, columns=columns)
    assert (moved.matrix(names) == measures.matrix(names)).all()
    del columns["core"]
    with pytest.raises(KeyError, match="core"):
        moved.matrix(names)
