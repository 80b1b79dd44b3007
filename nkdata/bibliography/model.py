"""The nouns: a fact with its words, and a publication date with the clues it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that ``text[start:end]`` states.

    ``basis`` is a code of ``articles.publisher_basis``: ``stated``, ``byline`` or ``source_attribution``.
    """

    value: str
    start: int
    end: int
    basis: str = "stated"


@dataclass(frozen=True, slots=True)
class Clue:
    """Words at ``text[start:end]`` that bound the publication date, and what they say of it."""

    start: int
    end: int
    says: str


@dataclass(frozen=True, slots=True)
class Published:
    """When the article was published: an EDTF string and a code of ``articles.published_basis``, with the clues.

    ``edtf`` is None, and the basis ``unknown``, where the page says too little. The range is never narrower than the clues.
    """

    edtf: str | None = None
    basis: str = "unknown"
    clues: tuple[Clue, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The bibliographic facts of one page; None, or an empty tuple, where it states none.

    ``authors`` are names of people alone. ``publisher`` is the outlet whose page this is, ``origin`` the one it credits with the text.
    ``clock`` is the page's own date when it was scraped: an upper bound of the publication date, and not that date.
    """

    title: Fact | None = None
    authors: tuple[Fact, ...] = ()
    place: Fact | None = None
    agency: Fact | None = None
    publisher: Fact | None = None
    origin: Fact | None = None
    clock: Fact | None = None
    published: Published = Published()

    def rows(self) -> Iterator[tuple[str, str, str, int, int]]:
        """Yield each fact as name, value, basis, start and end; then the publication date with each of its clues."""
        single = (
            ("title", self.title),
            *(("author", a) for a in self.authors),
            ("place", self.place),
            ("agency", self.agency),
        )
        for name, fact in (
            *single,
            ("publisher", self.publisher),
            ("origin", self.origin),
            ("clock", self.clock),
        ):
            if fact:
                yield name, fact.value, fact.basis, fact.start, fact.end
        for number, clue in enumerate(self.published.clues):
            known = (
                (self.published.edtf or "unknown", self.published.basis)
                if number == 0
                else ("", clue.says)
            )
            yield "published", *known, clue.start, clue.end
