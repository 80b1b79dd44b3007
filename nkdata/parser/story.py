"""The story: which lines belong to the article, by the tagger's word and the rules that already know a line as furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nkdata.parser.characters import Array
    from nkdata.parser.measures import Measures
    from nkdata.parser.page import Page

EVEN = 0.0  # log-odds from which a line is a part of the story
BESIDE = -1.5  # and those from which prose beside such a line is, or in a list such an item
POSSIBLE = -3.0  # and those from which paragraphs of two sentences are
CLOSING = 1.0  # and those from which a list that follows the last paragraph at once, by its first item, closes the story
FRAGMENT = (
    4  # words; a shorter line is no piece of a sentence that opens a story, but a name or a tag
)


def story(page: Page, measures: Measures, odds: Array) -> tuple[list[bool], range]:
    """Return for each line whether it is a part of the story, and the run from the first such line to the last.

    Prose beside the story belongs to it on less evidence, and so do the items of a list that has
    others in the story; lines that a rule knows do not part them. A story opens with prose, for
    what heads it is its title, and closes with prose or a list.
    """
    free = np.array(list(page.open()), np.intp)
    here, prose, sentences = (
        odds[free],
        measures.prose[page.run][free],
        measures.sentences[page.run][free],
    )
    paragraph = prose & (sentences > 1)
    even, beside, possible = here > EVEN, here > BESIDE, paragraph & (here > POSSIBLE)
    if not even.any():  # a page too small to be sure of: what paragraphs it has are its story
        even = possible
    prose_told, items_told = (
        _reached(even, (prose & beside) | possible),
        _reached(even & ~prose, ~prose & beside),
    )
    told = set(free[prose_told | items_told].tolist())
    carrying = [index for index in free[prose_told].tolist() if _carries(page, index)]
    run = range(carrying[0], _closed(told, carrying[-1], odds) + 1) if carrying else range(0)
    return [index in told and index in run for index in range(len(page))], run


def _closed(told: set[int], last: int, odds: Array) -> int:
    """Return the last line of the story: its last prose, or the end of a list that follows and whose first item surely belongs."""
    if last + 1 in told and odds[last + 1] > CLOSING:
        while last + 1 in told:
            last += 1
    return last


def _reached(even: Array, near: Array) -> Array:
    """Return what is even, and what is near in an unbroken run to something even."""
    joined = even | near
    run = np.cumsum(~joined)
    reached: Array = joined & (np.bincount(run[even], minlength=len(run) + 1)[run] > 0)
    return reached


def _carries(page: Page, index: int) -> bool:
    """Whether a line is prose, the end of a sentence, or a piece of one that goes on in the next line."""
    if page.prose[index] or page.closes[index]:
        return True
    after = index + 1
    return after < len(page) and page.starts_low(after) and page.words[after] >= FRAGMENT
