"""Characters by the kinds that tell text from furniture: a table that is filled as characters are met."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]


class Kind(IntEnum):
    """The kind of a character. White space is 0, so that what can be seen is what is not zero."""

    SPACE = 0
    LOWER = 1
    UPPER = 2
    DIGIT = 3
    UNCASED = 4
    END = 5
    COMMA = 6
    QUOTE = 7
    COLON = 8
    MARK = 9
    DASH = 10
    OPEN = 11
    CLOSE = 12
    OTHER = 13
    INVISIBLE = 14
    UNKNOWN = 15


KINDS = len(Kind)

_LISTED = {
    Kind.END: ".!?…。！？؟।",
    Kind.COMMA: ",،、",
    Kind.QUOTE: "\"“”‘’«»'„‹",
    Kind.COLON: ":;",
    Kind.MARK: "|›→•·●▪←▼▲©®™@#/\\*+=~<>✕×{}_",
    Kind.DASH: "-–—\u2212",
    Kind.OPEN: "([",
    Kind.CLOSE: ")]",
    Kind.INVISIBLE: "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff",
}
_SPECIAL = {ord(character): kind for kind, characters in _LISTED.items() for character in characters}
_TABLE = np.full(0x110000, Kind.UNKNOWN, np.uint8)

IN_WORD = np.zeros(KINDS, bool)
"""For each kind, whether its characters make up words."""
IN_WORD[Kind.LOWER : Kind.UNCASED + 1] = True

SIGNS = np.zeros(KINDS, bool)
"""For each kind, whether its characters are signs, which prose seldom has."""
SIGNS[[Kind.QUOTE, Kind.COLON, Kind.MARK, Kind.OPEN, Kind.CLOSE, Kind.OTHER, Kind.INVISIBLE]] = True


def _kind(code: int) -> Kind:
    character = chr(code)
    if code in _SPECIAL:
        return _SPECIAL[code]
    if character.isspace():
        return Kind.SPACE
    if not character.isalnum():
        return Kind.OTHER
    if character.isdigit():
        return Kind.DIGIT
    if character.isupper() or character.istitle():
        return Kind.UPPER
    return Kind.LOWER if character.islower() else Kind.UNCASED


def code_points(text: str) -> Array:
    """Return the text's code points, one number a character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def kinds(codes: Array) -> Array:
    """Return the kind of each code point."""
    found = _TABLE[codes]
    if len(found) and found.max() == Kind.UNKNOWN:
        for code in set(codes[found == Kind.UNKNOWN].tolist()):
            _TABLE[code] = _kind(code)
        found = _TABLE[codes]
    return found


def words(codes: Array, inside: Array) -> list[str]:
    """Return the words in lower case: one for each run of characters that are inside a word."""
    return np.where(inside, codes, np.uint32(ord(" "))).tobytes().decode("utf-32-le", "surrogatepass").lower().split()
