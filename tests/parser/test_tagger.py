"""The network that reads the measures, and its exact arithmetic."""

from fractions import Fraction

import numpy as np

from nkdata.parser.lines import read_lines
from nkdata.parser.measures import MOST as MOST_MEASURED
from nkdata.parser.measures import SCALE, measure
from nkdata.parser.tagger import MOST, ROWS, STEPS, Layer, log_odds, network, read_layers


def seen_by_the_tagger(text):
    """Return the columns of a page's measures that the network names."""
    return measure(read_lines(text)).matrix(network()[0].names)


def test_the_answer_is_exact():
    """Whole numbers, added in another order, give the same answer to the last bit."""
    text = "\n".join(
        f"Line {n} of the page speaks of {n % 7} ships. It has two sentences, mostly."
        for n in range(3 * ROWS)
    )
    matrix = seen_by_the_tagger(text)
    assert log_odds(matrix[:12]).tolist() == [
        total / (SCALE * STEPS) for total in exact(matrix[:12])
    ]
    first = network()[0]
    backwards = log_odds(
        matrix[:, ::-1], layers=(Layer(0, first.weights[::-1], first.bias), *network()[1:])
    )
    assert (backwards == log_odds(matrix)).all()


def test_no_sum_of_the_network_leaves_the_numbers_that_are_exact():
    """Whatever the page, no layer adds up to a number that a float32 does not hold."""
    for place, layer in enumerate(network()):
        largest = MOST_MEASURED * SCALE if place == 0 else MOST
        assert (
            np.abs(layer.weights).sum(0, np.float64) * largest + np.abs(layer.bias)
        ).max() < 2**24, place


def exact(matrix):
    """Return the answer's sums, added up in Python's own whole numbers."""
    first, *middle, last = network()
    state = capped(stepped(products([[int(x) for x in row] for row in matrix.tolist()], first)))
    for layer in middle:
        if layer.reach:
            void = [0] * len(state[0])
            wide = [void] * layer.reach + state + [void] * layer.reach
            seen = [wide[i] + row + wide[i + 2 * layer.reach] for i, row in enumerate(state)]
        else:
            seen = [
                [round(Fraction(sum(column), len(state))) for column in zip(*state, strict=True)]
            ] * len(state)
        more = stepped(products(seen, layer))
        state = capped(
            [
                [a + b for a, b in zip(row, extra, strict=True)]
                for row, extra in zip(state, more, strict=True)
            ]
        )
    return [row[0] for row in products(state, last)]


def capped(rows):
    """Return what a layer hands on: nothing above the most."""
    return [[min(number, MOST) for number in row] for row in rows]


def stepped(rows):
    """Return what a layer hands on: nothing below zero, in the measures' own steps."""
    return [[max(number, 0) // STEPS for number in row] for row in rows]


def products(rows, layer):
    """Return the rows times a layer's weights, plus its bias."""
    columns = [[int(w) for w in column] for column in layer.weights.T.tolist()]
    biases = [int(b) for b in layer.bias]
    return [
        [
            sum(x * w for x, w in zip(row, column, strict=True)) + b
            for column, b in zip(columns, biases, strict=True)
        ]
        for row in rows
    ]


def test_layers_are_read_as_written():
    """A heading, the bias, the weights with their names; remarks are passed over."""
    plain, named = read_layers(
        ["# remark", "layer 4", "1 -2", "3 4", "layer 0", "5", "size -6", "words 7"]
    )
    assert (plain.reach, plain.bias.tolist(), plain.weights.tolist()) == (4, [1, -2], [[3, 4]])
    assert (named.bias.tolist(), named.weights.tolist()) == ([5], [[-6], [7]])
    assert (plain.names, named.names) == ((), ("size", "words"))


def test_the_network_names_each_column_that_it_reads():
    """The first layer names a column for each row of its weights, and the others name none."""
    first, *others = network()
    assert len(first.names) == len(set(first.names)) == len(first.weights)
    assert set(first.names) <= measure(read_lines("a")).columns.keys()
    assert not any(layer.names for layer in others)


def test_what_is_far_away_counts_too():
    """The same line is less surely a part of the story among headlines than in a story."""
    line = "The council of the harbour town signed an accord with the islands on Monday."
    story = "\n".join(
        [
            line,
            *(
                "Members of the council spoke of the accord. It was signed in the harbour town."
                for _ in range(6)
            ),
        ]
    )
    menu = "\n".join([line, *(f"Ten ways to sail {n} | Read more" for n in range(60))])
    assert log_odds(seen_by_the_tagger(story))[0] > log_odds(seen_by_the_tagger(menu))[0]
