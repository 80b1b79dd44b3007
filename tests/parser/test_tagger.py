"""What is measured of a page, and the network that reads it."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import any_text

from nkdata.parser import parse, parse_texts
from nkdata.parser.characters import Kind, code_points, in_words, kinds, lowered, runs
from nkdata.parser.lines import read_lines
from nkdata.parser.measures import MOST as MOST_MEASURED
from nkdata.parser.measures import SCALE, measure
from nkdata.parser.tagger import MOST, ROWS, STEPS, Layer, log_odds, network, read_layers
from nkdata.parser.tokens import WordTable, alike, number, read_tokens

MORE = settings(derandomize=True, max_examples=80, deadline=None)


def seen_by_the_tagger(text):
    """Return the columns of a page's measures that the network names."""
    return measure(read_lines(text)).matrix(network()[0].names)


@MORE
@given(any_text)
def test_words_are_runs_of_characters_that_are_inside_a_word(text):
    """Every word has its place in the text, whatever the script, and runs tile what is inside."""
    codes = code_points(text)
    kind = kinds(codes)
    assert codes.tolist() == list(map(ord, text))
    assert [c.isspace() for c in text] == (kind == Kind.SPACE).tolist()
    inside = in_words(kind)
    assert inside.tolist() == [Kind.LOWER <= one <= Kind.UNCASED for one in kind.tolist()]
    begins, ends = runs(inside)
    assert "".join(text[a:b] for a, b in zip(begins, ends, strict=True)) == "".join(
        c for c, held in zip(text, inside, strict=True) if held
    )
    assert all(a < b for a, b in zip(begins, ends, strict=True))


@MORE
@given(any_text)
def test_words_have_one_number_where_they_are_the_same_in_small_letters(text):
    """Two words of a text, and two openings of words, share a number where their letters agree, and there alone."""
    tokens = read_tokens(read_lines(text))
    small = "".join(map(chr, lowered(code_points(text), kinds(code_points(text))).tolist()))
    words = [small[a:b] for a, b in zip(tokens.begins, tokens.ends, strict=True)]
    assert tokens.names.tolist() == list(map(number, words))
    assert tokens.openings(2, slice(None)).tolist() == [number(word[:2]) for word in words]
    places, groups = alike(tokens.names)
    assert [words[p] for p in places] == sorted(
        words, key=lambda word: groups[places.tolist().index(words.index(word))]
    )
    assert len(set(words)) == len(set(groups.tolist()))
    known = dict.fromkeys(words[::2], 7)
    assert WordTable(known).look_up(tokens.names).tolist() == [known.get(word, 0) for word in words]


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


@MORE
@given(any_text)
def test_lines_tile_the_text(text):
    """Lines lie end to end over the whole text, and what can be seen of each lies inside it; a blank text has none."""
    lines = read_lines(text)
    assert "".join(text[a:b] for a, b in zip(lines.start, lines.end, strict=True)) == text * bool(
        text.strip()
    )
    seen = [text[a:b] for a, b in zip(lines.first, lines.last, strict=True)]
    assert all(line and line == line.strip() for line in seen)


def test_the_answer_is_exact():
    """Whole numbers of any size and another order of adding give the same answer to the last bit."""
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
    """The first layer has one name for each row of its weights, all of them columns; the others have none."""
    first, *others = network()
    assert len(first.names) == len(set(first.names)) == len(first.weights)
    assert set(first.names) <= measure(read_lines("a")).columns.keys()
    assert not any(layer.names for layer in others)


def test_columns_may_be_added_dropped_and_moved():
    """A column that no layer names changes nothing, nor does the order; one that is missing is named."""
    measures = measure(read_lines("The harbour council met on Monday.\nMenu"))
    names = network()[0].names
    columns = dict(reversed(measures.columns.items())) | {"more": measures.columns["size"]}
    moved = replace(measures, columns=columns)
    assert (moved.matrix(names) == measures.matrix(names)).all()
    del columns["core"]
    with pytest.raises(KeyError, match="core"):
        moved.matrix(names)


@MORE
@given(st.lists(any_text, max_size=5))
def test_pages_are_parsed_together_as_they_are_alone(texts):
    """A page's neighbours in a batch change nothing of what is said of it."""
    assert list(parse_texts(texts)) == list(map(parse, texts))


def test_a_batch_of_long_pages_is_parsed_as_they_are_alone():
    """Pages that repeat each other's lines, and reach beyond each other's ends, are kept apart."""
    story = "\n".join(
        f"Members of council {n} spoke of the accord. It was signed in the harbour town."
        for n in range(9)
    )
    menu = "\n".join(f"Ten ways to sail {n} | Read more" for n in range(60))
    texts = [
        f"{menu}\n{story}",
        story,
        menu,
        "",
        f"{story}\r",
        f"{story}\n{menu}",
        " \n",
        f"\n\n{menu}\n\n\n{story}\n",
    ]
    assert list(parse_texts(texts)) == list(map(parse, texts))


def test_what_is_far_away_counts_too():
    """A line's odds depend on the page around it: the same words are furniture among headlines and story in a story."""
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
