"""What a page's markup states about itself: title, author, publisher, day, language and address, each with its place.

A noun: `nkdata.html` reads statements, and a `Document` carries them. Nothing here decides which statement is right
beyond their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BASIS: Final = "metadata"
"""The code of ``published_basis`` and ``publisher_basis`` for what is stated here."""
FIELDS = ("title", "author", "publisher", "published", "language", "url")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a page's markup states.

    ``field`` is one of title, author, publisher, published, language and url. ``value`` is the statement as read, for
    ``published`` an EDTF string; ``printed`` is how it stands there. ``source`` names the place: ``NewsArticle.datePublished``
    for a property of JSON-LD, ``meta og:title``, ``link canonical``, ``html lang``, ``time
    datetime``, ``title``.
    """

    field: str
    value: str
    source: str
    printed: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """All that a page's markup states, the statement to be believed first in each field.

    Attributes give the first statement's value, or None where the markup is silent; `stated` gives
    all of a field's.

    >>> page = Metadata((Statement("published", "2025-08-30", "NewsArticle.datePublished", "2025-08-30T08:00:00+09:00"),))
    >>> page.published, page.title
    ('2025-08-30', None)
    """

    statements: tuple[Statement, ...] = ()

    def stated(self, field: str) -> tuple[Statement, ...]:
        """Return the statements of a field that differ in value, the one to be believed first."""
        return tuple({s.value: s for s in reversed(self.statements) if s.field == field}.values())[
            ::-1
        ]

    def _first(self, field: str) -> str | None:
        return next((s.value for s in self.statements if s.field == field), None)

    @property
    def title(self) -> str | None:
        """The headline, without the site's name after it where the markup gives that name."""
        return self._first("title")

    @property
    def author(self) -> str | None:
        """The authors' names, joined by commas."""
        return self._first("author")

    @property
    def publisher(self) -> str | None:
        """The name of the publisher, or of the site."""
        return self._first("publisher")

    @property
    def published(self) -> str | None:
        """The day of first publication as EDTF; ``stated("published")`` has more than one where the markup contradicts itself."""
        return self._first("published")

    @property
    def language(self) -> str | None:
        """The BCP 47 tag of the language."""
        return self._first("language")

    @property
    def url(self) -> str | None:
        """The page's own address."""
        return self._first("url")


NOTHING: Final = Metadata()
"""What a page without markup states."""
