"""Characters by the kinds that tell text from furniture: a table filled as characters are met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Array = NDArray[Any]


class Kind:
    """The kinds of characters, plain numbers: NumPy is slow with members of an Enum.

    White space is 0: what is not 0 can be seen.
    """

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


KINDS = 16

INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069"
    "\u202a\u202b\u202c\u202d\u202e\ufeff"
)
_LISTED = {
    Kind.END: ".!?…。！？؟।",
    Kind.COMMA: ",،、",
    Kind.QUOTE: "\"“”‘’«»'„‹",
    Kind.COLON: ":;",
    Kind.MARK: "|›→•·●▪←▼▲©®™@#/\\*+=~<>✕×{}_",
    Kind.DASH: "-–—\u2212",
    Kind.OPEN: "([",
    Kind.CLOSE: ")]",
    Kind.INVISIBLE: INVISIBLE,
}
_SPECIAL = {character: kind for kind, characters in _LISTED.items() for character in characters}
_CODES = 0x110000
_KIND = np.full(_CODES, Kind.UNKNOWN, np.uint8)
_LOWER = np.arange(_CODES, dtype=np.uint32)


def _kind(character: str) -> int:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isspace():
        return Kind.SPACE
    if not character.isalnum():
        return Kind.OTHER
    if character.isdigit():
        return Kind.DIGIT
    if character.isupper() or character.istitle():
        return Kind.UPPER
    return Kind.LOWER if character.islower() else Kind.UNCASED


def _learn(codes: Iterable[int]) -> None:
    """Fill the tables for code points that no page had before."""
    for code in codes:
        lower = chr(code).lower()
        _LOWER[code] = ord(lower) if len(lower) == 1 else code
        _KIND[code] = _kind(chr(code))


def among(*chosen: int) -> Array:
    """Return for each kind whether it is among the chosen ones."""
    table = np.zeros(KINDS, bool)
    table[list(chosen)] = True
    return table


def code_points(text: str) -> Array:
    """Return the text's code points, one number a character."""
    short = text.encode("utf-16-le", "surrogatepass")
    if len(short) == 2 * len(text):
        return np.frombuffer(short, np.uint16)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def kinds(codes: Array) -> Array:
    """Return the kind of each code point."""
    found: Array = _KIND.take(codes)
    if found.max(initial=0) == Kind.UNKNOWN:
        _learn(set(codes[found == Kind.UNKNOWN].tolist()))
        found = _KIND.take(codes)
    return found


def lowered(codes: Array, kind: Array) -> Array:
    """Return the code points of the small letters, as numbers of 64 bits."""
    found = codes.astype(np.uint64)
    capitals = np.flatnonzero(kind == Kind.UPPER)
    found[capitals] = _LOWER[codes[capitals]]
    return found


def in_words(kind: Array) -> Array:
    """Return whether each character is of a kind that makes up words: letters and digits."""
    return (kind - np.uint8(Kind.LOWER)) <= Kind.UNCASED - Kind.LOWER


def runs(inside: Array) -> tuple[Array, Array]:
    """Return where each run of what is inside begins and where it ends."""
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if inside[:1].any():
        edges = np.concatenate(([0], edges))
    if len(edges) % 2:
        edges = np.append(edges, len(inside))
    return edges[::2], edges[1::2]
