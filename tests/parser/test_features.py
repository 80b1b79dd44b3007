"""One line as the rules see it."""

import pytest

from nkdata.parser.features import Line, capitals, folded, is_bullet, last


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Kim\u2019s\u00a0“Visit”", 'kim\'s "visit"'),
        ("a \t b\u200b", "a b"),
        ("It\\'s – or — isn\u2212t", "it's - or - isn-t"),
        ("STRASSE straße", "strasse strasse"),
    ],
)
def test_folding_leaves_what_is_read(text, plain):
    """Case, curly quotes, long dashes, hidden marks and escapes make no other line of one."""
    assert folded(text) == plain


def test_a_bare_line_has_no_punctuation_around_it():
    """Bullets, arrows and colons around a phrase do not belong to it."""
    assert Line("» Share: «", folded("» Share: «"), 1, 1, closes=False, prose=False).bare == "share"


def test_the_shape_of_a_line_is_known():
    """A list mark, the last character and capitals are seen."""
    assert is_bullet("• a quota")
    assert is_bullet("2. a quota")
    assert not is_bullet("2014 a quota")
    assert last("he said.”) ") == "."
    assert capitals("The Rise of the Harbour") == 1.0
    assert capitals("The rise of the harbour") == pytest.approx(1 / 3)
    assert capitals("…") == 0.0
