"""What holds for any text and for any article with any noise around it."""

import pytest
from counting import calls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import NOISE, any_text, articles, noise, noisy_pages, pages

from nkdata.parser import RULES, parse

FEW = settings(
    derandomize=True, max_examples=20, deadline=None, suppress_health_check=list(HealthCheck)
)
MORE = settings(FEW, max_examples=80)

# A headline between two paragraphs can be a subhead of theirs: the tagger weighs that, and how
# often it errs is measured (cases/invariance.json, bench/crossvalidated.csv). All other kinds are
# known by their words.
HEADLINES = {"embed", "related_link", "section_list"}
KNOWN = sorted(NOISE.keys() - HEADLINES)


def labels(text):
    """Return what the parser says of each segment, positions aside."""
    return [(s.line, s.label, s.rule, s.duplicate_of) for s in parse(text).segments]


@MORE
@given(any_text)
def test_segments_tile_any_text(text):
    """The segments are the text, none is empty, and each has a label and a rule that exist."""
    document = parse(text)
    assert "".join(text[s.start : s.end] for s in document.segments) == text
    assert all(s.start < s.end for s in document.segments)
    assert all(RULES[s.rule] == s.label for s in document.segments)
    assert all(
        s.duplicate_of is None or s.duplicate_of < i for i, s in enumerate(document.segments)
    )


@MORE
@given(any_text)
def test_one_segment_for_each_line_that_is_not_blank(text):
    """A line ends at a line feed, a carriage return or both, and nowhere else."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    expected = [number for number, line in enumerate(lines, 1) if line.strip()]
    assert [s.line for s in parse(text).segments] == (expected or [1] * bool(text))


@FEW
@given(pages())
def test_parsing_is_deterministic(text):
    """The same text gives the same document."""
    assert parse(text) == parse(text)


@FEW
@given(pages())
def test_line_ends_and_trailing_spaces_change_no_label(text):
    """Windows line ends, old Macintosh ones and trailing spaces say nothing about a line."""
    expected = labels(text)
    assert labels(text.replace("\n", "\r\n")) == expected
    assert labels(text.replace("\n", "\r")) == expected
    assert labels(text.replace("\n", " \t\u00a0\n") + "  ") == expected


@FEW
@given(articles())
def test_an_article_alone_is_its_body(paragraphs):
    """Without anything around it an article is all body, however its paragraphs are parted."""
    for gap in ("\n", "\n\n"):
        assert parse(gap.join(paragraphs)).body == parse("\n\n".join(paragraphs)).body
    assert {s.label for s in parse("\n".join(paragraphs)).segments} == {"body"}


@FEW
@given(articles())
def test_the_body_of_a_body_is_itself(paragraphs):
    """What the parser keeps it keeps again."""
    body = parse("\n".join(paragraphs)).body
    assert parse(body).body == body


@pytest.mark.parametrize("kind", KNOWN)
def test_noise_of_each_kind_leaves_the_body(kind):
    """Noise before, between and after the paragraphs leaves the body byte for byte."""

    @FEW
    @given(noisy_pages(kind))
    def check(drawn):
        article, lines = drawn
        assert parse("\n\n".join(lines)).body == parse("\n\n".join(article)).body

    check()


@MORE
@given(noisy_pages(*KNOWN))
def test_mixed_noise_leaves_the_body(drawn):
    """Lines of many kinds together leave the body byte for byte."""
    article, lines = drawn
    assert parse("\n".join(lines)).body == parse("\n".join(article)).body


@pytest.mark.parametrize("kind", KNOWN)
def test_noise_is_labelled_by_its_kind(kind):
    """A line of noise between two paragraphs gets its own kind's label."""

    @FEW
    @given(articles(), noise(kind))
    def check(article, line):
        document = parse("\n".join([article[0], line, *article[1:]]))
        assert {s.label for s in document.segments if s.line == 2} == {kind}

    check()


@FEW
@given(st.lists(noise(), max_size=8))
def test_noise_without_an_article_has_next_to_no_body(lines):
    """A page of nothing but noise has no paragraph of two sentences, hence no body to speak of."""
    document = parse("\n".join(lines))
    assert len(document.body) < 200


def work(text):
    """Count the calls that parsing the text takes."""
    return calls(parse, text)


ADVERSARIAL = {
    "one character": "a",
    "one word": "word ",
    "short lines": "a\n",
    "interface": "Leave a Reply\n",
    "interface on one line": "Leave a Reply ",
    "nested quotes": "(\"'«",
    "combining marks": "e\u0301\u0302",
    "full stops": ". ",
    "capitals": ". A",
    "brackets": "[a_{{",
    "carriage returns": "\r",
    "repeats": "the same five words again\n",
    "wide": "한국어。",
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_cost_is_linear(name):
    """Four times the text takes at most about four times the calls."""
    unit = ADVERSARIAL[name]
    small, large = work(unit * 500), work(unit * 2000)
    assert large <= 4.4 * small + 400


def test_a_long_line_is_read_in_one_pass():
    """A million characters take as few calls as a thousand: no pattern goes back over a line."""
    assert work("a" * 1_000_000) <= work("a" * 1_000) + 50
