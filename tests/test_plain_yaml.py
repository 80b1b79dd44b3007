"""Plain YAML: every scalar is a text with its place, and nothing else of YAML takes effect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkdata.nodes import Entries, Items, plain
from nkdata.seeds import read_yaml


def _read(text):
    problems = []
    return read_yaml(text, "x.yaml", problems), problems


def test_alias_bomb_is_refused():
    """A bomb of aliases is refused at its first anchor, and nothing is expanded."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    root, (problem,) = _read(bomb)
    assert root is None
    assert (problem.rule, problem.where.line, problem.where.column) == ("seed-yaml", 1, 4)


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000, "a: " + "{a: " * 10_000, "\n".join(" " * i + "a:" for i in range(10_000))],
)
def test_deep_nesting_is_refused(text):
    """Ten thousand levels of nesting are refused with a problem, not with a stack overflow."""
    root, (problem,) = _read(text)
    assert root is None
    assert problem.rule == "seed-yaml"


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "on",
        "~",
        "null",
        "2031-03-04",
        "1_000",
        "0o17",
        "1e3",
        "12:30:45",
        ".inf",
        "yes",
        "0x1F",
        "=",
    ],
)
def test_yaml_makes_no_guesses(word):
    """Every plain scalar is a string, whatever YAML would take it for."""
    root, problems = _read(f"a: {word}\n{word}: b\n")
    assert not problems
    assert plain(root) == {"a": word, word: "b"}


def test_yaml_merge_keys_have_no_meaning():
    """The merge key of YAML is a key like any other."""
    root, problems = _read("a: {<<: b}\n")
    assert not problems
    assert plain(root) == {"a": {"<<": "b"}}


@given(
    st.text(
        st.characters(exclude_categories=["Cs"])  # UTF-8 has no halves of surrogate pairs
        | st.sampled_from("\n\n  :-#[]{}&*!|>'\"%@`,?\t\0\ufeff\u2028"),
        max_size=60,
    )
)
def test_reading_yaml_never_raises(text):
    """Any text is read as a mapping of nodes or gives exactly one problem of rule seed-yaml."""
    root, problems = _read(text)
    if root is None:
        assert [p.rule for p in problems] == ["seed-yaml"]
        assert problems[0].where.line >= 1
    else:
        assert not problems
        assert isinstance(root, Entries)


def test_yaml_places():
    """A scalar knows its line, column and width; a sequence its source."""
    root, _ = _read('a: one\nb:\n  - "t w o"\n  - [x,\n y]\nc: [p, q]\n')
    places = {str(n): (n.at.line, n.at.column, n.at.width) for n in (root["a"], root["b"][0])}
    assert places == {"one": (1, 4, 3), "t w o": (3, 5, 7)}
    assert isinstance(root["c"], Items)
    assert root["c"].source == "[p, q]"
