"""A page on its way to being labelled: its lines, and the rules chosen so far."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.features import HEAD, Line, folded
from nkdata.parser.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.parser.lines import PageLines
    from nkdata.parser.measures import Measures
    from nkdata.parser.repeats import Repeat

STEM, STEM_LEAST = 5, 4  # letters: shorter words are articles and prepositions


class DraftPage:
    """The lines of a page and what is decided of each so far.

    Attributes:
        run: which of all lines are the page's.
        measures: what was measured of all lines.
        repeats: which earlier line a line repeats.
        words, sentences, closes, cut, prose: what was measured of each line, as in `Measures`.
        chosen: for each line the rule that decided it, or None so far.
        used: those rules.
        story: whether the tagger takes each line for a part of the story.
        article: the run from the first line of the story to the last.
    """

    def __init__(
        self, lines: PageLines, measures: Measures, which: int, repeats: dict[int, Repeat]
    ) -> None:
        """Begin with no line decided."""
        self.run = slice(*lines.pages[which : which + 2].tolist())
        self.measures = measures
        self.repeats = repeats
        self.words: list[int] = measures.words[self.run].tolist()
        self.sentences: list[int] = measures.sentences[self.run].tolist()
        self.closes: list[bool] = measures.closes[self.run].tolist()
        self.cut: list[bool] = measures.cut[self.run].tolist()
        self.prose: list[bool] = measures.prose[self.run].tolist()
        self.chosen: list[str | None] = [None] * len(self.words)
        self.used: set[str] = set()
        self.story: Sequence[bool] = ()
        self.article = range(0)
        self._text, self._tokens = lines.text, measures.tokens
        self._first, self._last = lines.first[self.run].tolist(), lines.last[self.run].tolist()

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self.chosen)

    def text(self, index: int) -> str:
        """Return what can be seen of a line."""
        return self._text[self._first[index] : self._last[index]]

    def head(self, index: int) -> str:
        """Return the folded opening of a line."""
        return folded(self.text(index)[:HEAD])

    def line(self, index: int) -> Line:
        """Return a line as rules see it."""
        text = self.text(index)
        return Line(
            text,
            folded(text[:HEAD]),
            self.words[index],
            self.sentences[index],
            self.closes[index],
            self.prose[index],
        )

    def label(self, index: int) -> str | None:
        """Return the label that the line's rule gives it, if a rule has decided."""
        rule = self.chosen[index]
        return None if rule is None else RULES[rule]

    def starts_low(self, index: int) -> bool:
        """Tell whether a line continues another: it starts with a small letter or a comma."""
        first = self._text[self._first[index]]
        return first.islower() or first in ",.;:)"

    def stems(self, lines: Iterable[int], most: int | None = None) -> set[int]:
        """Return the beginnings of the lines' longer words, as numbers.

        "Meets" and "meeting" are one. With ``most``, lines are read until there are more than that.
        """
        stems, bounds = self._stems
        found: set[int] = set()
        for index in lines:
            found.update(stems[bounds[index] : bounds[index + 1]])
            if most is not None and len(found) > most:
                break
        return found

    @cached_property
    def _stems(self) -> tuple[list[int], list[int]]:
        """The stems of all lines up to the end of the article, and where those of each begin."""
        tokens, start = self._tokens, self.run.start
        bounds = tokens.bounds[start : start + (self.article.stop or len(self)) + 1]
        words = slice(bounds[0], bounds[-1])
        letters = tokens.ends[words] - tokens.begins[words]
        longer = np.flatnonzero(letters >= STEM_LEAST) + bounds[0]
        stems: list[int] = tokens.openings(STEM, longer).tolist()
        return stems, np.searchsorted(longer, bounds).tolist()

    def settle(self, decisions: Iterable[tuple[int, str]]) -> None:
        """Enter decisions for lines that no earlier rule has decided."""
        for index, rule in decisions:
            if self.chosen[index] is None:
                self.chosen[index] = rule
                self.used.add(rule)

    def open(self, run: range | None = None) -> list[int]:
        """Return the undecided lines of the run, or of the page."""
        chosen = self.chosen
        return [i for i in (range(len(chosen)) if run is None else run) if chosen[i] is None]

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
