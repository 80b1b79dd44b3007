"""The story: which lines belong to the article, by the tagger's word and the rules that already know a line as furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.features import is_bullet

if TYPE_CHECKING:
    from nkdata.parser.characters import Array
    from nkdata.parser.measures import Measures
    from nkdata.parser.page import Page

EVEN = 0.0  # log-odds from which a line is a part of the story
BESIDE = -1.5  # and those from which prose beside such a line is
POSSIBLE = -3.0  # and those from which paragraphs of two sentences are
CLOSING = 1.0  # and those from which an item of a list may close the story
FRAGMENT = 4  # words; a shorter line is no piece of a sentence that opens a story, but a name or a tag


def story(page: Page, measures: Measures, odds: Array) -> tuple[list[bool], range]:
    """Return for each line whether it is a part of the story, and the run from the first such line to the last.

    Prose beside the story belongs to it on less evidence; lines that a rule knows do not part the two. A story opens with
    prose, for what heads it is its title, and closes with prose or a list.
    """
    free = np.array(list(page.open()), np.intp)
    here, prose, sentences = odds[free], measures.prose[page.run][free], measures.sentences[page.run][free]
    paragraph = prose & (sentences > 1)
    even, near = here > EVEN, (prose & (here > BESIDE)) | (paragraph & (here > POSSIBLE))
    if not even.any():  # a page too small to be sure of: what paragraphs it has are its story
        even = paragraph & (here > POSSIBLE)
    found = free[_reached(even, near)].tolist()
    while found and not _carries(page, found[0]):
        found.pop(0)
    while found and not (_carries(page, found[-1]) or (odds[found[-1]] > CLOSING and is_bullet(page.text(found[-1])))):
        found.pop()
    chosen = [False] * len(page)
    for index in found:
        chosen[index] = True
    return chosen, range(found[0], found[-1] + 1) if found else range(0)


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
