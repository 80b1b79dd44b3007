"""The rules that know a line alone: each line that has a clue is looked at once, and short ones are remembered."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.evidence import SHORT
from nkdata.parser.nets import net

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.parser.page import Page
    from nkdata.parser.sieve import Sifted

LONGEST, MOST = (
    120,
    50_000,
)  # characters of a line that is remembered, and how many are before all are forgotten

remembered: dict[str, str | None] = {}
"""What rule knows a short line that is no prose, which its text alone decides: of the lines that have a clue, every second one
stood on one of a hundred pages of other sites before."""


def known_alone(page: Page, sifted: Sifted) -> Iterator[tuple[int, str]]:
    """Yield the page's lines that a rule knows alone."""
    some = slice(*np.searchsorted(sifted.lines, (page.run.start, page.run.stop)))
    lines, clues = sifted.lines[some] - page.run.start, sifted.clues[some].tolist()
    starts = np.flatnonzero(np.diff(lines, prepend=-1))
    for index, (start, stop) in zip(
        lines[starts].tolist(), pairwise((*starts.tolist(), len(clues))), strict=True
    ):
        rule = _remembered(page, index, clues[start:stop])
        if rule is not None:
            yield index, rule


def _remembered(page: Page, index: int, clues: Sequence[int]) -> str | None:
    text = page.text(index)
    if page.prose[index] or page.words[index] > SHORT or len(text) > LONGEST:
        return _rule(page, index, clues)
    if text not in remembered:
        if len(remembered) >= MOST:
            remembered.clear()
        remembered[text] = _rule(page, index, clues)
    return remembered[text]


def _rule(page: Page, index: int, clues: Sequence[int]) -> str | None:
    known, line = net().clues, page.line(index)
    return next((rule for rule, holds in map(known.__getitem__, clues) if holds(line)), None)
