"""The features of one line that rules decide by: its words, its shape and how it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

HEAD = 600  # characters a vocabulary rule looks at: no interface phrase is longer, and it bounds every pattern's cost
CLOSERS = "\"'”’»)]*_ \u00a0\u200b\u200e\u200f\u2069"

_FOLD = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\\": None,
        "\u00a0": " ",
        "–": "-",
        "—": "-",
        "\u2212": "-",
        **dict.fromkeys(
            "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff"
        ),
    }
)
_BULLET = re.compile(r"(?:[•●▪■◦‣∙·*\-–—]|\d{1,2}[.)])\s+\S")
_SMALL = frozenset(
    {
        *(
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
        ),
        *(
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
        ),
    }
)


def folded(text: str) -> str:
    """Return the text in lower case with plain quotes and dashes, single spaces and no invisible marks."""
    if text.isascii() and "\\" not in text:
        return " ".join(text.lower().split())
    return " ".join(text.translate(_FOLD).casefold().split())


class once(Generic[T]):  # noqa: N801 -- a decorator
    """A property that is computed when first asked for, and kept: `functools.cached_property` without its lock, which costs more."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        """Keep what computes it."""
        self._compute, self._name, self.__doc__ = compute, compute.__name__, compute.__doc__

    def __get__(self, line: Any, owner: type) -> T:  # noqa: ANN401 -- as Python calls it
        """Compute the value, which from now on stands before this property."""
        value = line.__dict__[self._name] = self._compute(line)
        return value


def starts_low(text: str) -> bool:
    """Whether a line goes on where another broke off: a small letter or a comma comes first."""
    return text[:1].islower() or text[:1] in ",.;:)"


def is_bullet(text: str) -> bool:
    """Whether a line opens with a list mark."""
    return _BULLET.match(text) is not None


def last(text: str) -> str:
    """Return the last character of a line that is no closing quote or bracket."""
    end = text[-1:]
    return text[-HEAD:].rstrip(CLOSERS)[-1:] if end in CLOSERS else end


def capitals(text: str) -> float:
    """Return the share of words that begin with a capital, small function words in lower case aside."""
    stripped = (t.strip("\"'“”‘’(),.:;!?") for t in text.split()[:60])
    words = [w for w in stripped if w[:1].isalpha() and w not in _SMALL]
    return sum(w[0].isupper() for w in words) / len(words) if words else 0.0


def is_upper(text: str) -> bool:
    """Whether all cased letters of a line are capitals."""
    return text[:HEAD].isupper()


@dataclass(eq=False)
class Line:
    """One line as it can be seen, with what was measured of it, and features computed when first asked for.

    Attributes:
        text: the line without the white space around it.
        words: how many stand between white space; scripts written without spaces count two characters for a word.
        sentences: how many, abbreviations and initials aside.
        ends_sentence: whether the line ends as a sentence does.
        cut: whether the line ends in an ellipsis, as teasers and breadcrumbs that were cut short do.
        is_prose: whether it reads as a paragraph: punctuated and of some length, or too long for a heading.
    """

    text: str
    words: int
    sentences: int
    ends_sentence: bool
    cut: bool
    is_prose: bool

    @once
    def head(self) -> str:
        """The folded opening of the line, the part that vocabulary is looked up in."""
        return folded(self.text[:HEAD])

    @once
    def bare(self) -> str:
        """The folded opening without the punctuation and symbols around it."""
        return self.head.strip(" .,:;!?…-|*#_•·()[]{}<>«»›‹→←↑↓▼▲►\"'/\\~+=✕×")

    @property
    def is_paragraph(self) -> bool:
        """Whether the line is prose of two sentences or more, which short-line vocabulary never claims."""
        return self.is_prose and self.sentences > 1
