"""The story: which lines belong to the article, by the tagger's odds and the rules so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nkdata.parser.characters import Array
    from nkdata.parser.page import DraftPage

# Log-odds from which a line is a part of the story, chosen on the development pages.
EVEN = 0.0  # any line
BESIDE = -1.5  # prose beside such a line, or in a list such an item
POSSIBLE = -3.0  # a paragraph of two sentences
CLOSING = 1.0  # the first item of a list that follows the last paragraph at once and closes it
FRAGMENT = 4
"""Words of a piece of a sentence that opens a story; a shorter line is a name or a tag."""


def story(page: DraftPage, odds: Array) -> tuple[list[bool], range]:
    """Return for each line whether it is a part of the story, and the run from first to last.

    Prose beside the story belongs to it on less evidence, and so do the items of a list that has
    others in the story; lines that a rule knows do not part them. A story opens with prose, for
    what heads it is its title, and closes with prose or a list.
    """
    free = np.array(page.open(), np.intp)
    here, prose = odds[free], page.measures.prose[page.run][free]
    sentences = page.measures.sentences[page.run][free]
    even, beside = here > EVEN, here > BESIDE
    possible = prose & (sentences > 1) & (here > POSSIBLE)
    if not even.any():  # a page too small to be sure of: what paragraphs it has are its story
        even = possible
    in_prose = _reached(even, (prose & beside) | possible)
    in_lists = _reached(even & ~prose, ~prose & beside)
    part = set(free[in_prose | in_lists].tolist())
    carrying = [index for index in free[in_prose].tolist() if _carries(page, index)]
    run = range(carrying[0], _closed(part, carrying[-1], odds) + 1) if carrying else range(0)
    return [index in part and index in run for index in range(len(page))], run


def _closed(part: set[int], last: int, odds: Array) -> int:
    """Return the last line of the story: its last prose, or the end of a list that follows.

    The list's first item must surely belong to the story.
    """
    if last + 1 in part and odds[last + 1] > CLOSING:
        while last + 1 in part:
            last += 1
    return last


def _reached(even: Array, near: Array) -> Array:
    """Return what is even, and what is near in an unbroken run to something even."""
    joined = even | near
    run = np.cumsum(~joined)
    reached: Array = joined & (np.bincount(run[even], minlength=len(run) + 1)[run] > 0)
    return reached


def _carries(page: DraftPage, index: int) -> bool:
    """Tell whether a line is prose, ends a sentence, or has one that goes on in the next line."""
    if page.prose[index] or page.closes[index]:
        return True
    after = index + 1
    return after < len(page) and page.starts_low(after) and page.words[after] >= FRAGMENT
