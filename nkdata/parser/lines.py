"""The lines of a text: where each begins and ends, found without changing a character."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.characters import code_points, kinds

if TYPE_CHECKING:
    from nkdata.parser.characters import Array

_LF, _CR = 10, 13


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text on which something can be seen, as arrays with one number a line.

    ``start`` and ``end`` tile the text: a line holds its line end and the blank lines after it, the first one those before it.
    ``first`` and ``last`` bound what can be seen; ``number`` is the 1-based line number. ``codes`` and ``kinds`` have one number
    a character, ``of`` says on which of the lines each character lies.
    """

    text: str
    codes: Array
    kinds: Array
    start: Array
    end: Array
    first: Array
    last: Array
    number: Array
    of: Array

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self.start)

    def words(self) -> list[str]:
        """Return what can be seen of each line."""
        text = self.text
        return [text[a:b] for a, b in zip(self.first.tolist(), self.last.tolist(), strict=True)]


def read_lines(text: str) -> Lines:
    r"""Find the lines; an all-blank text is one line and an empty text none.

    Only \n, \r\n and \r end a line: str.splitlines also splits at U+2028, \x0b and \x85, which scraped prose contains.
    """
    codes = code_points(text)
    kind = kinds(codes)
    breaks = codes == _LF
    if "\r" in text:
        alone = codes == _CR
        alone[:-1] &= ~breaks[1:]
        breaks |= alone
    seen = np.flatnonzero(kind)
    if not len(seen):
        seen = np.zeros(min(len(text), 1), np.intp)
    row = np.cumsum(breaks, dtype=np.int32)[seen]  # a character that can be seen ends no line: its row is the breaks before it
    opens = np.flatnonzero(np.diff(row, prepend=-1))
    first, number = seen[opens], row[opens]
    last = seen[np.append(opens[1:], len(seen))[: len(opens)] - 1] + 1
    start = np.concatenate(([0], np.flatnonzero(breaks) + 1))[number]
    start[:1] = 0
    end = np.append(start[1:], len(text))[: len(start)]
    of = np.repeat(np.arange(len(start), dtype=np.int32), end - start)
    return Lines(text, codes, kind, start, end, first, last, number + 1, of)
