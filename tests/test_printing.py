"""Text that can be shown anywhere: a terminal, a log, a page."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from strategies import NASTY

from nkdata.printing import cut, html_row, html_text, one_line, visible

TEXTS = st.sampled_from(NASTY) | st.text(st.characters() | st.sampled_from("<>&\"'\n\x1b\u202e"))


@given(TEXTS)
def test_nothing_is_unseen(text):
    """What is shown is printable and encodable, and a text that is so already stays as it is."""
    shown = visible(text)
    assert all(letter.isprintable() or letter in "\n\u00a0" for letter in shown)
    assert shown.encode().decode() == shown
    assert visible(shown) == shown
    assert "\n" not in one_line(text)


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_no_cell_is_markup(cells):
    """A row of HTML has the cells that it was given, and no tag or attribute out of them."""
    reader = _Tags()
    reader.feed(html_row(cells))
    tags = [tag for tag, _ in reader.tags if tag != "br"]
    assert tags == ["tr", *["td"] * len(cells)]
    assert not any(attributes for _, attributes in reader.tags)


def test_lines_break_in_html():
    """A line feed breaks the line in HTML, and is not escaped."""
    assert html_text("a\nb") == "a<br>b"


def test_long_text_is_cut():
    """Of a longer text the beginning is shown, with its whole length; a shorter one stays."""
    assert cut("abcdef", 3) == "abc... (6 characters)"
    assert cut("abc", 3) == "abc"
