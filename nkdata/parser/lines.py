"""The lines of a text: where each begins and ends, found without changing a character."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.characters import code_points, kinds, runs

if TYPE_CHECKING:
    from nkdata.parser.characters import Array

_LF, _CR = 10, 13


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page or more on which something can be seen: arrays with one number a line.

    Attributes:
        text: the pages' texts, joined by line feeds; places are places in it.
        codes: the code point of each character.
        kinds: the `Kind` of each character.
        start: where a line starts. Lines tile each page's text: a line holds its line end and the
            blank lines after it, the first one also those before it.
        end: where a line ends, exclusive.
        first: the place of the first character that can be seen.
        last: the place after the last one.
        number: the 1-based line number on the page.
        words: how many words stand between white space.
        page: on which page the line is.
        pages: where the lines of each page begin and, last, end.
        opens: where the text of each page begins.
    """

    text: str
    codes: Array
    kinds: Array
    start: Array
    end: Array
    first: Array
    last: Array
    number: Array
    words: Array
    page: Array
    pages: Array
    opens: Array

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self.start)

    def bounds(self, places: Array) -> Array:
        """Return where each line's part of ascending visible places begins and, last, ends."""
        return np.append(np.searchsorted(places, self.first), len(places))

    def holding(self, places: Array) -> Array:
        """Return for each visible place its line."""
        found: Array = np.searchsorted(self.first, places, "right") - 1
        return found

    def having(self, characters: Array) -> Array:
        """Return whether each line has one of the characters for which the array holds."""
        found: Array = np.diff(self.bounds(np.flatnonzero(characters))) > 0
        return found


def read_lines(*texts: str) -> PageLines:
    r"""Find the lines of each text; a blank text has none.

    Only \n, \r\n and \r end a line: str.splitlines also splits at U+2028, \x0b and \x85, which
    scraped prose contains.
    """
    text = "\n".join(texts)
    codes = code_points(text)
    kind = kinds(codes)
    begins, ends = runs(kind > 0)
    breaks = _breaks(text, codes)
    bounds = np.concatenate(([0], np.searchsorted(begins, breaks), [len(begins)]))
    words = bounds[1:] - bounds[:-1]
    row = np.flatnonzero(words)
    first, last = begins[bounds[row]], ends[bounds[row + 1] - 1]

    opens = np.cumsum([0, *(len(page_text) + 1 for page_text in texts)])
    pages = np.searchsorted(first, opens)
    page = np.repeat(np.arange(len(texts)), np.diff(pages))
    filled = np.diff(pages) > 0
    start = np.concatenate(([0], breaks + 1))[row]
    start[pages[:-1][filled]] = opens[:-1][filled]
    end = np.append(start[1:], len(text))[: len(start)]
    end[pages[1:][filled] - 1] = opens[1:][filled] - 1
    number = row + 1 - np.searchsorted(breaks, opens)[page]
    return PageLines(
        text, codes, kind, start, end, first, last, number, words[row], page, pages, opens
    )


def _breaks(text: str, codes: Array) -> Array:
    """Return the places of the characters that end a line."""
    breaks = codes == _LF
    if "\r" in text:
        alone = codes == _CR
        alone[:-1] &= ~breaks[1:]
        breaks |= alone
    return np.flatnonzero(breaks)
