"""A page on its way to being labelled: its lines, what each repeats, and the rules chosen so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.parser.features import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.parser.lines import Lines
    from nkdata.parser.measures import Measures
    from nkdata.parser.repeats import Repeat


STEM, STEM_LEAST = 5, 4  # letters: shorter words are articles and prepositions


class Sight:
    """The lines as rules see them, each made when it is first looked at: most lines of a page never are."""

    def __init__(self, lines: Lines, measures: Measures) -> None:
        """Keep what is needed to make a line."""
        self._text = lines.text
        columns = (lines.first, lines.last, measures.words, measures.sentences, measures.closes, measures.cut, measures.prose)
        self._rows = list(zip(*(column.tolist() for column in columns), strict=True))
        self._made: dict[int, Line] = {}

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._rows)

    def __getitem__(self, index: int) -> Line:
        """Return a line."""
        line = self._made.get(index)
        if line is None:
            first, last, *measured = self._rows[index]
            line = self._made[index] = Line(self._text[first:last], *measured)
        return line


class Page:
    """The lines of a page.

    ``chosen`` holds for each line the name of the rule that decided it, or None so far; ``story`` whether the tagger takes it
    for a part of the story; ``article`` the run from the first line of the story to the last.
    """

    def __init__(self, lines: Lines, measures: Measures, repeats: dict[int, Repeat]) -> None:
        """Begin with no line decided."""
        self.lines = Sight(lines, measures)
        self.repeats = repeats
        self.chosen: list[str | None] = [None] * len(lines)
        self.story: Sequence[bool] = ()
        self.article = range(0)
        self._tokens, self._bounds = measures.tokens, measures.bounds.tolist()

    def stems(self, index: int) -> set[str]:
        """Return the openings of a line's longer words, so that "meets" and "meeting" are one."""
        words = self._tokens[self._bounds[index] : self._bounds[index + 1]]
        return {word[:STEM] for word in words if len(word) >= STEM_LEAST}

    def settle(self, decisions: Iterable[tuple[int, str]]) -> None:
        """Enter decisions for lines that no earlier rule has decided."""
        for index, rule in decisions:
            if self.chosen[index] is None:
                self.chosen[index] = rule

    def open(self, run: range | None = None) -> Iterator[int]:
        """Yield the undecided lines of the run, or of the page."""
        return (i for i in (range(len(self.lines)) if run is None else run) if self.chosen[i] is None)

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
        return range(self.article.stop, len(self.lines))
