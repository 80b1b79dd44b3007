"""A page's HTML: into the text of its article, and what the markup states.

``read`` is the whole story, and it never raises on any page. The text is for `nkdata.parser`, which
labels it; the two stages know nothing of each other.
"""

from __future__ import annotations

from nkdata.document import NOTHING, Metadata
from nkdata.errors import MissingExtraError
from nkdata.html.decoding import decoded, repaired

__all__ = ["read"]


def read(html: str | bytes) -> tuple[str, Metadata]:
    """Return the text that a page's markup leaves for its article, and what the markup states.

    Text without markup comes back as it is. Raises MissingExtraError where a library of the extra
    ``html`` is not installed.
    """
    try:
        from nkdata.html import trees
    except ImportError as error:
        raise MissingExtraError("trafilatura", "html") from error
    text = decoded(html) if isinstance(html, bytes) else html
    if not trees.has_markup(text):
        return text, NOTHING
    return _read_markup(repaired(text))


def _read_markup(text: str) -> tuple[str, Metadata]:
    from nkdata.html import trees
    from nkdata.html.statements import statements

    tree = trees.tree(text)
    if tree is None:
        return trees.without_tags(text), NOTHING
    words = trees.article(tree) or trees.words(tree) or trees.without_tags(text)
    return words, Metadata(tuple(statements(tree)))
