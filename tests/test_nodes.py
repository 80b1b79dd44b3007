"""Nodes of seed files: built-in types that know where they stand."""

import pytest

from nkdata.nodes import Entries, Items, Text, plain
from nkdata.seeds import read_yaml

TEXT = "a: one\nb: [two, '']\nc:\n  d: 2031-03-05\n  e:\n"


@pytest.fixture
def node():
    """Return the nodes of a small file."""
    problems = []
    made = read_yaml(TEXT, "x.yaml", problems)
    assert not problems
    return made


def _place(at):
    return at.file, at.line, at.column


def test_nodes_are_what_they_hold(node):
    """Nodes equal plain values, and every scalar is text: neither days nor nulls are guessed."""
    assert node == {"a": "one", "b": ["two", ""], "c": {"d": "2031-03-05", "e": ""}}
    assert [type(value) for value in node.values()] == [Text, Items, Entries]
    assert isinstance(node["a"], str)


def test_values_know_their_place(node):
    """Each value is at its line and column; where a key is absent, its mapping is."""
    assert _place(node.place("a")) == ("x.yaml", 1, 4)
    assert _place(node["b"][0].at) == ("x.yaml", 2, 5)
    assert _place(node["c"].place("d")) == ("x.yaml", 4, 6)
    assert node["c"].place("nothing") == node["c"].at


def test_keys_know_their_place(node):
    """Keys come with their own places, in the order in which they are written."""
    assert [(key, key.at.line, key.at.column) for key, _ in node.pairs()] == [
        ("a", 1, 1),
        ("b", 2, 1),
        ("c", 3, 1),
    ]


def test_plain_values_have_no_places(node):
    """Plain values are strings, lists and dicts, with None for an empty text."""
    made = plain(node)
    assert made == {"a": "one", "b": ["two", None], "c": {"d": "2031-03-05", "e": None}}
    assert {type(each) for each in (made, made["b"], made["a"])} == {dict, list, str}
