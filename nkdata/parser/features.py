"""One line as the rules see it: its words, its shape and how it ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from nkdata.parser.characters import INVISIBLE

HEAD = 600
"""Characters of a line that patterns look at: no interface phrase is longer, and it bounds their
cost."""

CLOSERS = "\"'”’»)]*_ \u00a0\u200b\u200e\u200f\u2069"
EDGES = " .,:;!?…-|*#_•·()[]{}<>«»›‹→←↑↓▼▲►\"'/\\~+=✕×"

_PLAIN = dict(zip("’‘“”\u00a0–—\u2212", "''\"\" ---", strict=True))
_FANCY = re.compile("[\\\\" + INVISIBLE + "".join(_PLAIN) + "]")
_BULLET = re.compile(r"(?:[•●▪■◦‣∙·*\-–—]|\d{1,2}[.)])\s+\S")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "its",
        "nor",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "over",
        "per",
        "so",
        "than",
        "that",
        "the",
        "to",
        "up",
        "via",
        "vs",
        "with",
    ]
)


def folded(text: str) -> str:
    """Return the text in lower case, with plain quotes and single spaces, without hidden marks."""
    if not text.isascii() or "\\" in text:
        text = _FANCY.sub(lambda mark: _PLAIN.get(mark[0], ""), text).casefold()
    return " ".join(text.lower().split())


def is_bullet(text: str) -> bool:
    """Tell whether a line opens with a list mark."""
    return _BULLET.match(text) is not None


def last(text: str) -> str:
    """Return the last character of a line that is no closing quote or bracket."""
    end = text[-1:]
    return text[-HEAD:].rstrip(CLOSERS)[-1:] if end in CLOSERS else end


def capitals(text: str) -> float:
    """Return the share of words that begin with a capital; small function words do not count."""
    stripped = (word.strip("\"'“”‘’(),.:;!?") for word in text.split()[:60])
    words = [word for word in stripped if word[:1].isalpha() and word not in _SMALL]
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def is_upper(text: str) -> bool:
    """Tell whether all cased letters of a line are capitals."""
    return text[:HEAD].isupper()


class Line(NamedTuple):
    """One line with what was measured of it.

    Attributes:
        text: the line without the white space around it.
        head: its folded opening, in which patterns are looked for.
        words: how many words it has; in scripts without spaces, two characters count as a word.
        sentences: how many sentences it has; a full stop after an abbreviation ends none.
        closes: whether it ends as a sentence does.
        prose: whether it reads as a paragraph: punctuated and of some length, or too long for a
            heading.
    """

    text: str
    head: str
    words: int
    sentences: int
    closes: bool
    prose: bool

    @property
    def bare(self) -> str:
        """The folded opening without the punctuation around it."""
        return self.head.strip(EDGES)
