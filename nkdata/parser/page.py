"""A page on its way to being labelled: its lines, what each repeats, and the rules chosen so far."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.features import Line, starts_low

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.parser.characters import Array
    from nkdata.parser.lines import Lines
    from nkdata.parser.measures import Measures
    from nkdata.parser.repeats import Repeat


STEM, STEM_LEAST = 5, 4  # letters: shorter words are articles and prepositions


class Page:
    """The lines of a page.

    ``run`` says which of all lines they are. ``words``, ``sentences``, ``closes``, ``cut`` and ``prose`` are what was measured of
    each line, as in `Measures`; ``outlets`` whether it may name an outlet. ``chosen`` holds for
    each line the name of the rule that decided it, or None so far, and ``used`` those rules;
    ``story`` says of each line whether the tagger takes it for a part of the story; ``article`` is
    the run from the first line of the story to the last.
    """

    def __init__(
        self,
        lines: Lines,
        measures: Measures,
        outlets: Array,
        which: int,
        repeats: dict[int, Repeat],
    ) -> None:
        """Begin with no line decided."""
        self.run = slice(*lines.pages[which : which + 2].tolist())
        self.repeats = repeats
        self.words: list[int] = measures.words[self.run].tolist()
        self.sentences: list[int] = measures.sentences[self.run].tolist()
        self.closes: list[bool] = measures.closes[self.run].tolist()
        self.cut: list[bool] = measures.cut[self.run].tolist()
        self.prose: list[bool] = measures.prose[self.run].tolist()
        self.outlets: list[bool] = outlets[self.run].tolist()
        self.chosen: list[str | None] = [None] * len(self.words)
        self.used: set[str] = set()
        self.story: Sequence[bool] = ()
        self.article = range(0)
        self._text, self._tokens = lines.text, measures.tokens
        self._first, self._last = lines.first[self.run].tolist(), lines.last[self.run].tolist()
        self._lines: dict[int, Line] = {}

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self.chosen)

    def line(self, index: int) -> Line:
        """Return a line as rules see it, made when it is first looked at: most lines of a page never are."""
        line = self._lines.get(index)
        if line is None:
            measured = (
                self.words[index],
                self.sentences[index],
                self.closes[index],
                self.cut[index],
                self.prose[index],
            )
            line = self._lines[index] = Line(self.text(index), *measured)
        return line

    def text(self, index: int) -> str:
        """Return what can be seen of a line."""
        return self._text[self._first[index] : self._last[index]]

    def starts_low(self, index: int) -> bool:
        """Return whether a line goes on where another broke off."""
        return starts_low(self._text[self._first[index]])

    def stems(self, *lines: int) -> set[int]:
        """Return the openings of the longer words of lines, as numbers, so that "meets" and "meeting" are one."""
        stems, bounds = self._stems
        return set().union(*(stems[bounds[index] : bounds[index + 1]] for index in lines))

    def opening_stems(self, lines: Iterable[int], most: int) -> set[int]:
        """Return the stems of lines up to the one with which they are more than ``most``."""
        stems, bounds = self._stems
        found: set[int] = set()
        for index in lines:
            found.update(stems[bounds[index] : bounds[index + 1]])
            if len(found) > most:
                break
        return found

    @cached_property
    def _stems(self) -> tuple[list[int], list[int]]:
        stop = self.run.start + (
            self.article.stop or len(self)
        )  # what stands behind the article is not compared with it
        bounds = self._tokens.bounds[self.run.start : stop + 1]
        words = slice(bounds[0], bounds[-1])
        longer = (
            np.flatnonzero(self._tokens.ends[words] - self._tokens.begins[words] >= STEM_LEAST)
            + bounds[0]
        )
        return self._tokens.openings(STEM, longer).tolist(), np.searchsorted(
            longer, bounds
        ).tolist()

    def settle(self, decisions: Iterable[tuple[int, str]]) -> None:
        """Enter decisions for lines that no earlier rule has decided."""
        for index, rule in decisions:
            if self.chosen[index] is None:
                self.chosen[index] = rule
                self.used.add(rule)

    def open(self, run: range | None = None) -> Iterator[int]:
        """Yield the undecided lines of the run, or of the page."""
        return (i for i in (range(len(self)) if run is None else run) if self.chosen[i] is None)

    def decided(self, *rules: str) -> Iterator[int]:
        """Yield the lines that one of the rules decided."""
        wanted = self.used.intersection(rules)
        return (i for i, rule in enumerate(self.chosen) if rule in wanted) if wanted else iter(())

    @property
    def before(self) -> range:
        """The lines before the article."""
        return range(self.article.start)

    @property
    def after(self) -> range:
        """The lines after the article."""
        return range(self.article.stop, len(self))
