"""The lines of a text: what ends one, and what belongs to it."""

from hypothesis import given, settings
from strategies import any_text

from nkdata.parser import parse
from nkdata.parser.lines import read_lines

MORE = settings(derandomize=True, max_examples=80, deadline=None)


@MORE
@given(any_text)
def test_lines_tile_the_text(text):
    """Lines lie end to end over the whole text, and all that can be seen lies inside them."""
    lines = read_lines(text)
    assert "".join(text[a:b] for a, b in zip(lines.start, lines.end, strict=True)) == text * bool(
        text.strip()
    )
    seen = [text[a:b] for a, b in zip(lines.first, lines.last, strict=True)]
    assert all(line and line == line.strip() for line in seen)


def test_leading_blank_lines_belong_to_the_first_segment():
    """Blank lines before the first line are its segment's, those after a line are that line's."""
    document = parse("\n\nHerring\n\nMackerel")
    assert [(s.start, s.end, s.line) for s in document.segments] == [(0, 11, 3), (11, 19, 5)]


def test_only_real_line_ends_split_lines():
    """The separators that only str.splitlines honours stay inside their line."""
    assert [s.line for s in parse("a\u2028b\x0bc\x85d\re\r\nf").segments] == [1, 2, 3]
