"""Quotes: what a curator copies into YAML is read as it was, and found where it stands."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from nkdata.curation.quotes import Finder, QuoteError, QuoteSpan
from nkdata.document import Document, Segment
from nkdata.seeds import read_yaml


def _read(text):
    problems = []
    return read_yaml(text, "x.yaml", problems), problems


MARKS = [
    "“",
    "”",
    "‘",
    "’",
    "'",
    '"',
    "''",
    '""',
    ",",
    ", ",
    ": ",
    "---",
    "...",
    "\\n",
    "\t",
    "  ",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "~",
    "null",
]
SIGNS = [
    "He said: ",
    "ranked #3 ",
    " #",
    "[sic]",
    "{",
    "}",
    "& co",
    "*",
    "!",
    "%",
    "@",
    "`",
    "| ",
    "> ",
    "- ",
    "? ",
    "2031-03-04",
]
LETTERS = [
    "Words ",
    "and more",
    "\u200f",
    "\u200e",
    "\u061c",
    "김정은",
    "é",
    "e\u0301",
    "😀",
    "\u2028",
    "\u0085",
]
QUOTES = (
    st.lists(st.sampled_from([*MARKS, *SIGNS, *LETTERS]), min_size=1, max_size=12)
    .map("".join)
    .map(str.strip)
    .filter(bool)
)
STYLES = st.sampled_from([None, '"', "'", "|", ">"])


def _finder(before, quote, after):
    text = f"{before}{quote}{after}"
    return Finder(Document(text, (Segment(0, len(text), 1, "body", "paragraph"),)))


@given(quote=QUOTES, style=STYLES, flow=st.booleans(), width=st.sampled_from([20, 10_000]))
def test_quotes_survive_yaml(quote, style, flow, width):
    """A quote written as YAML, in any style, is read as it was and found at its exact span."""
    if style != '"':
        quote = quote.replace("\u0085", "").replace(
            "\u2028", ""
        )  # line ends to YAML, which only double quotes can escape
    made = {"claims": {"c-1": {"quote": quote, "type": "event"}}}
    text = yaml.safe_dump(
        made, default_style=style, default_flow_style=flow, allow_unicode=True, width=width
    )
    root, problems = _read(text)
    assert not problems, text
    found = root["claims"]["c-1"]["quote"]
    assert found == quote
    assume(quote)
    span = _finder("\x01Before.\n\n", quote, "\n\nAfter.\x01").find(str(found), frozenset({"body"}))
    assert span == QuoteSpan(10, 10 + len(quote))


@given(quote=QUOTES)
def test_quotes_survive_json(quote):
    """A quote of the basic plane that is written as a JSON string is read as it was."""
    quote = quote.replace("😀", "")  # JSON writes it as two halves, of which YAML knows nothing
    root, problems = _read(f"quote: {json.dumps(quote)}\n")
    assert not problems
    assert root["quote"] == quote


PAGE = """The mayor opens the bridge

The mayor opens the bridge

The mayor said so. The bridge is open, the mayor said.

The council said nothing. The mayor’s car was\u00a0first over the bridge.

Leave a Reply
"""


@pytest.fixture(scope="module")
def finder():
    """Return a finder over a page that prints its title twice and ends in a comment form."""
    labels = ("title", "body", "body", "body", "comment_form")
    parts = re.findall(r"[^\n]+\n+", PAGE)
    starts = [sum(map(len, parts[:n])) for n in range(len(parts) + 1)]
    segments = tuple(
        Segment(starts[n], starts[n + 1], 2 * n + 1, label, "test", 0 if n == 1 else None)
        for n, label in enumerate(labels)
    )
    return Finder(Document(PAGE, segments))


def _found(finder, quote, within=None):
    span = finder.find(quote, finder.claimable, within)
    return PAGE.count("\n", 0, span.start) + 1, PAGE[span.start : span.end]


def test_finder_prefers_the_first_printing(finder):
    """Of a text that the page repeats, the printing that repeats no other is meant."""
    assert _found(finder, "The mayor opens the bridge") == (1, "The mayor opens the bridge")


def test_finder_asks_for_context(finder):
    """A quote that stands in several places asks for context, and names their lines."""
    with pytest.raises(
        QuoteError, match=r"stands 2 times \(lines 5, 5\); add within: a longer text around it"
    ) as caught:
        finder.find("mayor said", finder.claimable)
    assert caught.value.rule == "quote-ambiguous"


def test_finder_takes_context(finder):
    """Context resolves an ambiguous quote, and is itself looked for once."""
    assert _found(finder, "mayor said", "open, the mayor said") == (5, "mayor said")
    assert (
        finder.find("mayor said", finder.claimable, "open, the mayor said").start
        == PAGE.index("open, the mayor") + 10
    )
    with pytest.raises(QuoteError, match="add a longer one"):
        finder.find("said", finder.claimable, "mayor said")
    with pytest.raises(QuoteError, match="a shorter one around just this place"):
        finder.find(
            "mayor", finder.claimable, "The mayor said so. The bridge is open, the mayor said."
        )
    with pytest.raises(QuoteError, match="'council' does not stand"):
        finder.find("council", finder.claimable, "mayor said so")


def test_finder_shows_the_nearest(finder):
    """A quote that is not there shows what is printed, in other marks, spaces or letters."""
    for quote, printed in (
        ("The mayor's car", "The mayor’s car"),
        ("was first over", "was\\xa0first over"),
        ("The mayor sayd", "The mayor said"),
    ):
        with pytest.raises(
            QuoteError, match=re.escape(f"the nearest there is {printed!r}".replace("\\\\", "\\"))
        ):
            finder.find(quote, finder.claimable)


def test_finder_says_which_label_forbids(finder):
    """A quote that stands only where no claim may says on which line and under which label."""
    with pytest.raises(QuoteError, match=r"line 9 is labelled comment_form"):
        finder.find("Leave a Reply", finder.claimable)


def test_finder_of_cues_looks_nearby_first(finder):
    """A cue is looked for in the quote, then in its paragraph, then in the article."""
    last = finder.find("The council said nothing", finder.claimable)
    assert finder.find_near("said", last).start == PAGE.index("council said") + 8
    car = finder.find("car was", finder.claimable)
    assert finder.find_near("said", car).start == PAGE.index("council said") + 8
    assert finder.find_near("so", car).start == PAGE.index("so. The")
    with pytest.raises(QuoteError, match="does not stand"):
        finder.find_near("denied", car)


def test_finder_of_names_takes_whole_words(finder):
    """A name is found as whole words only, wherever names may stand."""
    starts = [s.start for s in finder.occurrences("The mayor", finder.nameable)]
    assert starts == [m.start() for m in re.finditer("The mayor", PAGE)]
    assert not list(finder.occurrences("counc", finder.nameable))
    assert not list(finder.occurrences("Leave", finder.nameable))
    assert not list(finder.occurrences("", finder.nameable))


@given(
    before=st.text(max_size=20), quote=st.text(min_size=1, max_size=20), after=st.text(max_size=20)
)
def test_finder_finds_or_says_why(before, quote, after):
    """A quote that stands once is found; one that stands twice is ambiguous."""
    finder, labels = _finder(before, quote, after), frozenset({"body"})
    if finder.text.find(quote, finder.text.find(quote) + 1) < 0:
        assert finder.find(quote, labels) == QuoteSpan(len(before), len(before) + len(quote))
    else:
        with pytest.raises(QuoteError, match="stands"):
            finder.find(quote, labels)
    with pytest.raises(QuoteError, match="does not stand"):
        finder.find(f"{finder.text}.", labels)
