"""The nouns: a fact with its words, and a publication date with the clues it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nkdata.printing import html_table, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that ``text[start:end]`` states.

    ``basis`` is a code of ``articles.publisher_basis``: ``stated``, ``byline`` or
    ``source_attribution``.
    """

    value: str
    start: int
    end: int
    basis: str = "stated"


@dataclass(frozen=True, slots=True)
class DateClue:
    """Words at ``text[start:end]`` that bound the publication date, and what they say of it."""

    start: int
    end: int
    says: str


@dataclass(frozen=True, slots=True)
class Published:
    """When the article was published, with the clues that tell.

    ``edtf`` is an EDTF string, never narrower than the clues, and ``basis`` a code of
    ``articles.published_basis``. Where the page says too little they are None and ``unknown``.
    """

    edtf: str | None = None
    basis: str = "unknown"
    clues: tuple[DateClue, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The bibliographic facts of one page; None, or an empty tuple, where it states none.

    ``authors`` are names of people alone. ``publisher`` is the outlet whose page this is, and
    ``origin`` the one it credits with the text. ``clock`` is the page's own date when it was
    scraped: an upper bound of the publication date, and not that date.
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
        """Yield each fact as name, value, basis, start and end.

        The publication date comes last, once for each of its clues: the first row has its value and
        basis, the others have what the clue says in the place of the basis.
        """
        others = [
            (name, getattr(self, name))
            for name in ("place", "agency", "publisher", "origin", "clock")
        ]
        for name, fact in [("title", self.title), *(("author", a) for a in self.authors), *others]:
            if fact:
                yield name, fact.value, fact.basis, fact.start, fact.end
        value, basis = self.published.edtf or "unknown", self.published.basis
        for number, clue in enumerate(self.published.clues):
            known = ("", clue.says) if number else (value, basis)
            yield "published", *known, clue.start, clue.end

    def __repr__(self) -> str:
        """Return the facts in one line."""
        facts = [f"{name}={one_line(value)!r}" for name, value, *_ in self.rows() if value]
        return f"<Facts: {', '.join(facts) or 'none'}>"

    def _repr_html_(self) -> str:
        """Return a table of the facts, for notebooks."""
        return html_table(("fact", "value", "basis", "start", "end"), self.rows())
