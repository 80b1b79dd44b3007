"""A page on its way to being labelled: its lines, what each repeats, and the rules chosen so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.parser.features import Line
    from nkdata.parser.repeats import Repeat


@dataclass(slots=True)
class Page:
    """The lines of a page; ``chosen`` holds for each the name of the rule that decided it, or None so far."""

    lines: Sequence[Line]
    repeats: Sequence[Repeat | None]
    chosen: list[str | None]
    article: range = field(default=range(0))

    def settle(self, decisions: Iterable[tuple[int, str]]) -> None:
        """Enter decisions for lines that no earlier rule has decided."""
        for index, rule in decisions:
            if self.chosen[index] is None:
                self.chosen[index] = rule

    def open(self, run: range | None = None) -> Iterator[int]:
        """Yield the undecided lines of the run, or of the page."""
        return (i for i in (range(len(self.lines)) if run is None else run) if self.chosen[i] is None)

    @property
    def before(self) -> range:
        """The lines before the article."""
        return range(self.article.start)

    @property
    def after(self) -> range:
        """The lines after the article."""
        return range(self.article.stop, len(self.lines))
