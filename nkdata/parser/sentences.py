"""Where sentences end: inside a line, and with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.characters import Kind, among

if TYPE_CHECKING:
    from nkdata.parser.characters import Array
    from nkdata.parser.lines import PageLines
    from nkdata.parser.tokens import Tokens

_CLOSER = among(Kind.CLOSE, Kind.QUOTE)
_STARTER = among(Kind.UPPER, Kind.QUOTE, Kind.UNCASED, Kind.OPEN)
_BEYOND = np.full(3, Kind.SPACE, np.uint8)
_ELLIPSIS, _STOP, _BRACKET = map(ord, "….]")


def sentence_ends(lines: PageLines, tokens: Tokens, abbreviated: Array) -> Array:
    """Return how many sentences end inside each line.

    A full stop ends none after an initial, nor after a word that is `abbreviated`.
    """
    at = np.flatnonzero(lines.kinds == Kind.END)
    padded = np.append(lines.kinds, _BEYOND)
    one, two, three = padded[at + 1], padded[at + 2], padded[at + 3]
    ends_there = ((one == Kind.SPACE) & _STARTER[two]) | (
        _CLOSER[one] & (two == Kind.SPACE) & _STARTER[three]
    )
    at = at[ends_there]
    if len(tokens):
        before = np.searchsorted(tokens.begins, at) - 1  # the word before each
        short = (tokens.ends[before] - tokens.begins[before] == 1) | abbreviated[before]
        at = at[~((before >= 0) & (tokens.ends[before] == at) & short)]
    inside = at < lines.last[lines.holding(at)] - 1
    return np.diff(lines.bounds(at[inside]))


def endings(lines: PageLines) -> tuple[Array, Array, Array]:
    """Return how each line ends.

    Returns:
        The kind of the last character that closes no quotation; whether it ends a sentence; and
        whether dots cut the line off.
    """
    back = [lines.kinds[np.maximum(lines.last - step, lines.first)] for step in (1, 2, 3)]
    final = np.where(_CLOSER[back[0]], np.where(_CLOSER[back[1]], back[2], back[1]), back[0])
    last, previous = (
        lines.codes[lines.last - 1],
        lines.codes[np.maximum(lines.last - 2, lines.first)],
    )
    dots = (previous == _STOP) | (previous == _ELLIPSIS)
    cut = (last == _ELLIPSIS) | (dots & ((last == _STOP) | (last == _BRACKET)))
    return final, final == Kind.END, cut
