"""The story: which lines belong to the article, by the tagger's word and the rules that already know a line as furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nkdata.parser.characters import Array
    from nkdata.parser.page import Page

EVEN = 0.0  # log-odds from which a line is a part of the story
BESIDE = -1.5  # and those from which prose beside such a line is
POSSIBLE = -3.0  # and those from which paragraphs of two sentences are
FRAGMENT = 4  # words; a shorter line is no piece of a sentence that opens a story, but a name or a tag


def story(page: Page, odds: Array) -> tuple[list[bool], range]:
    """Return for each line whether it is a part of the story, and the run from the first such line to the last.

    Prose beside the story belongs to it on less evidence; lines that a rule knows do not part the two. A story opens and
    closes with prose: what heads it is its title.
    """
    free = list(page.open())
    chosen = [False] * len(page.lines)
    even, likely, possible = ((odds > least).tolist() for least in (EVEN, BESIDE, POSSIBLE))
    if not any(even[index] for index in free):  # a page too small to be sure of: what paragraphs it has are its story
        even = [possible[index] and page.lines[index].is_paragraph for index in range(len(page.lines))]
    for order in (free, free[::-1]):
        before = False
        for index in order:
            line = page.lines[index]
            near = before and ((likely[index] and line.is_prose) or (possible[index] and line.is_paragraph))
            before = chosen[index] = chosen[index] or even[index] or near
    found = [index for index in free if chosen[index]]
    while found and not _carries(page, found[0]):
        chosen[found.pop(0)] = False
    while found and not _carries(page, found[-1]):
        chosen[found.pop()] = False
    return chosen, range(found[0], found[-1] + 1) if found else range(0)


def _carries(page: Page, index: int) -> bool:
    """Whether a line is prose, the end of a sentence, or a piece of one that goes on in the next line."""
    line, after = page.lines[index], index + 1
    if line.is_prose or line.ends_sentence:
        return True
    return after < len(page.lines) and page.lines[after].starts_low and page.lines[after].words >= FRAGMENT
