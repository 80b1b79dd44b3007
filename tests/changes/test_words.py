"""A cell before and after, word by word."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from nkdata.changes.words import cut, narrowed, pieces, plain, shown

texts = st.text(st.sampled_from("ab ,.é\n"), max_size=60)


@given(texts, texts)
def test_pieces_are_the_two_texts(old, new):
    """Without what came the pieces are the old text, and without what went the new one."""
    made = pieces(old, new)
    assert "".join(text for mark, text in made if mark not in ("+", "new")) == old
    assert "".join(text for mark, text in made if mark not in ("-", "old")) == new


def test_pieces_read_well():
    """A changed word stands between those that stayed; ids and unlike texts are shown whole."""
    assert pieces("He sent 600 men there", "He sent 800 men there") == [
        ("=", "He sent "),
        ("-", "600"),
        ("+", "800"),
        ("=", " men there"),
    ]
    assert pieces("a-b-c", "a-b-d") == [("old", "a-b-c"), ("new", "a-b-d")]
    assert pieces(None, 3.0) == [("old", "(empty)"), ("new", "3")]
    assert pieces("one two three", "four five six") == [
        ("old", "one two three"),
        ("new", "four five six"),
    ]


def test_long_texts_stay_cheap():
    """Texts of many thousand different words are shown whole, in time linear in their length."""
    one, other = (" ".join(f"{letter}{n}" for n in range(20_000)) for letter in "ab")
    assert pieces(one, other) == [("old", one), ("new", other)]
    assert pieces(f"{one} x {one}", f"{one} y {one}")[1:3] == [("-", "x"), ("+", "y")]


@given(texts, texts, st.integers(0, 400))
def test_every_cut_is_said(old, new, length):
    """What is narrowed says how many characters it left out, and what is not long stays whole."""
    for mark, text in narrowed([("=", old * length), ("-", old), ("+", new * length)]):
        whole = {"=": old * length, "-": old, "+": new * length}[mark]
        said = [int(n) for n in re.findall(r"\[\.\.\. (\d+) (?:more )?characters", text)]
        bare = re.sub(r"\[\.\.\. \d+ (?:more )?characters(?: \.\.\.)?\]", "", text)
        assert len(bare) + sum(said) == len(whole)
        assert said or text == whole
    assert cut("ab", 2) == "ab"


def test_cells_are_shown_as_they_are_written():
    """A cell is shown as the file of changes has it, strings without quotes."""
    from datetime import UTC, date, datetime

    day, time = date(2031, 3, 1), datetime(2031, 3, 1, 12, tzinfo=UTC)
    assert [shown(value) for value in (day, time, 2, 2.5, False, [1, None])] == [
        "2031-03-01", "2031-03-01T12:00:00.000000Z", "2", "2.5", "false", "[1, null]",
    ]  # fmt: skip
    assert [plain(value) for value in (float("nan"), float("-inf"), {"a": day}, b"x")] == [
        "nan",
        "-inf",
        {"a": "2031-03-01"},
        "b'x'",
    ]
