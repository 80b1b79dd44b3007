"""Figures: what a curator writes and what an article prints, read to the same numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words
from strategies import figures

from nkdata.words.numbers import FILLED, Figure, read_notation, read_printed

COUNTS = st.integers(0, 999_999_999) | st.integers(0, 120)


@given(figures())
def test_notation(made):
    """A figure in notation is read as its modifier, with the columns that the modifier fills."""
    text, modifier, low, best, high = made
    figure = read_notation(text)
    assert figure == Figure(modifier, low, best, high)
    filled = {
        end for end, value in (("low", low), ("best", best), ("high", high)) if value is not None
    }
    assert filled == set(FILLED[modifier])


BAD = [
    "",
    " ",
    "..",
    "...",
    "~",
    "~~5",
    "1,000",
    "1_000",
    "1e3",
    "+5",
    "5.",
    ".5",
    "5 ",
    " 5",
    "5..4",
    "5..5",
    "~5..6",
    "vague..",
    "nan",
    "inf",
    "٣",
    "5\n",
    "six",
    "--5",
    "1...2",
]


@pytest.mark.parametrize("text", BAD)
def test_other_notation_is_refused(text):
    """Anything else is refused with a message that shows it."""
    with pytest.raises(ValueError, match=r"\S"):
        read_notation(text)


@given(st.text() | st.text("0123456789.-~vague ", max_size=12))
def test_notation_raises_nothing_else(text):
    """Any text is a figure or a ValueError, and a figure's numbers are finite and in order."""
    try:
        figure = read_notation(text)
    except ValueError:
        return
    assert figure.modifier in FILLED
    numbers = [end for end in (figure.low, figure.best, figure.high) if end is not None]
    assert numbers == sorted(numbers)
    assert all(map(math.isfinite, numbers))


@given(COUNTS)
def test_printed_digits(number):
    """Digits are read with and without separators of thousands, and with words around them."""
    for text in (
        f"{number}",
        f"{number:,}",
        f"about {number:,} soldiers",
        f"“{number}”",
        f"at least {number:,}.",
    ):
        assert read_printed(text) == [float(number)], text


@given(COUNTS)
def test_printed_words(number):
    """Number words are read as the number that num2words, written by others, writes so."""
    words = num2words(number).replace(",", "")
    for text in (words, words.replace("-", " "), words.capitalize(), f"some {words} people"):
        assert read_printed(text) == [float(number)], text


@given(st.integers(1, 9_999))
def test_printed_ordinals(number):
    """Ordinals in digits and words are read as their number."""
    for text in (
        num2words(number, to="ordinal_num"),
        num2words(number, to="ordinal").replace(",", ""),
    ):
        assert read_printed(text) == [float(number)], text


@given(
    number=st.integers(1, 99_999),
    scale=st.sampled_from([("thousand", 10**3), ("million", 10**6), ("billion", 10**9)]),
)
def test_printed_decimals_with_a_scale(number, scale):
    """Decimals before a scale word are multiplied by it."""
    word, factor = scale
    assert read_printed(f"{number / 100:.2f} {word}") == [pytest.approx(number * factor / 100)]
    assert read_printed(f"{number:,} {word} won") == [float(number * factor)]


@given(one=COUNTS, other=COUNTS)
def test_two_printed_numbers(one, other):
    """Two numbers with a word between them are two, in ascending order."""
    expected = sorted([float(one), float(other)])
    for text in (
        f"{one:,} to {other:,}",
        f"between {one} and then {other}",
        f"{num2words(one).replace(',', '')} to {other}",
    ):
        assert read_printed(text) == expected, text


@given(st.integers(1, 999_999))
def test_printed_sign(number):
    """A sign at the start counts, a dash between two numbers does not."""
    assert read_printed(f"-{number}") == read_printed(f"\u2212{number}") == [-float(number)]
    assert read_printed(f"{number}-{number}") == [float(number)] * 2
    assert read_printed(f"{number}–{number}") == [float(number)] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a dozen", [12]),
        ("two dozen", [24]),
        ("a hundred", [100]),
        ("a thousand", [1000]),
        ("half a million", [500_000]),
        ("several thousand", []),
        ("hundreds of", []),
        ("a 31-year-old", [31]),
        ("15,000 troops", [15_000]),
        ("1.28 million rounds", [1_280_000]),
        ("the 80th anniversary", [80]),
        ("twenty-first", [21]),
        ("one hundred and one", [101]),
        ("2025", [2025]),
        ("", []),
        ("ten thousand to twelve thousand", [10_000, 12_000]),
    ],
)
def test_printed_phrases(text, expected):
    """Phrases as articles print them are read as a person reads them."""
    assert read_printed(text) == [float(number) for number in expected]


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [
                "one",
                "twenty",
                "hundred",
                "thousand",
                "million",
                "half",
                "a",
                "and",
                "-",
                "3",
                "1,000",
                "dozen",
                "th",
                ",",
                ".",
                "\u2212",
            ]
        )
    ).map(" ".join)
)
def test_reading_print_never_raises(text):
    """Any text gives finite numbers in ascending order, perhaps none."""
    found = read_printed(text)
    assert found == sorted(found)
    assert all(isinstance(number, float | int) for number in found)
