"""The lines of a text: where each begins and ends, found without changing a character."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Only \n, \r\n and \r end a line: str.splitlines also splits at U+2028, \x0b and \x85, which scraped prose contains.
# Possessive quantifiers, so that no line is scanned twice.
_LINE = re.compile(r"[^\r\n]*+(?:\r\n?+|\n)|[^\r\n]++")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A non-blank line with its line end and the blank lines after it: ``text[start:end]``."""

    start: int
    end: int
    number: int


def stretches(text: str) -> list[Stretch]:
    """Tile the text: one stretch per non-blank line; leading blank lines belong to the first.

    An all-blank text is one stretch and an empty text none.
    """
    found: list[tuple[int, int]] = []
    for number, match in enumerate(_LINE.finditer(text), 1):
        if not match.group().isspace():
            found.append((match.start(), number))
    if not found:
        return [Stretch(0, len(text), 1)] if text else []
    starts = [0, *(start for start, _ in found[1:])]
    ends = [*starts[1:], len(text)]
    return [Stretch(s, e, number) for s, e, (_, number) in zip(starts, ends, found, strict=True)]
