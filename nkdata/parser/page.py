"""A page on its way to being labelled: its lines, what each repeats, and the rules chosen so far."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.features import Line, starts_low

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.parser.lines import Lines
    from nkdata.parser.measures import Measures
    from nkdata.parser.repeats import Repeat


STEM, STEM_LEAST = 5, 4  # letters: shorter words are articles and prepositions


class Page:
    """The lines of a page.

    ``words``, ``sentences``, ``closes``, ``cut`` and ``prose`` are what was measured of each line, as in `Measures`.
    ``chosen`` holds for each line the name of the rule that decided it, or None so far; ``story`` whether the tagger takes it
    for a part of the story; ``article`` the run from the first line of the story to the last.
    """

    def __init__(self, lines: Lines, measures: Measures, repeats: dict[int, Repeat]) -> None:
        """Begin with no line decided."""
        self.measures = measures
        self.repeats = repeats
        self.words: list[int] = measures.words.tolist()
        self.sentences: list[int] = measures.sentences.tolist()
        self.closes: list[bool] = measures.closes.tolist()
        self.cut: list[bool] = measures.cut.tolist()
        self.prose: list[bool] = measures.prose.tolist()
        self.chosen: list[str | None] = [None] * len(lines)
        self.story: Sequence[bool] = ()
        self.article = range(0)
        self._text, self._first, self._last = lines.text, lines.first.tolist(), lines.last.tolist()
        self._lines: dict[int, Line] = {}

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self.chosen)

    def line(self, index: int) -> Line:
        """Return a line as rules see it, made when it is first looked at: most lines of a page never are."""
        line = self._lines.get(index)
        if line is None:
            text = self._text[self._first[index] : self._last[index]]
            measured = self.words[index], self.sentences[index], self.closes[index], self.cut[index], self.prose[index]
            line = self._lines[index] = Line(text, *measured)
        return line

    def starts_low(self, index: int) -> bool:
        """Return whether a line goes on where another broke off."""
        return starts_low(self._text[self._first[index]])

    def stems(self, index: int) -> set[int]:
        """Return the openings of a line's longer words, as numbers, so that "meets" and "meeting" are one."""
        stems, bounds = self._stems
        return set(stems[bounds[index] : bounds[index + 1]])

    @cached_property
    def _stems(self) -> tuple[list[int], list[int]]:
        tokens = self.measures.tokens
        longer = np.flatnonzero(tokens.ends - tokens.begins >= STEM_LEAST)
        return tokens.openings(STEM, longer).tolist(), np.searchsorted(longer, tokens.bounds).tolist()

    def settle(self, decisions: Iterable[tuple[int, str]]) -> None:
        """Enter decisions for lines that no earlier rule has decided."""
        for index, rule in decisions:
            if self.chosen[index] is None:
                self.chosen[index] = rule

    def open(self, run: range | None = None) -> Iterator[int]:
        """Yield the undecided lines of the run, or of the page."""
        return (i for i in (range(len(self)) if run is None else run) if self.chosen[i] is None)

    def decided(self, *rules: str) -> Iterator[int]:
        """Yield the lines that one of the rules decided."""
        return (i for i, rule in enumerate(self.chosen) if rule in rules)

    @property
    def before(self) -> range:
        """The lines before the article."""
        return range(self.article.start)

    @property
    def after(self) -> range:
        """The lines after the article."""
        return range(self.article.stop, len(self))
