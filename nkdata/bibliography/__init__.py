"""Bibliographic facts that a page's text states: who wrote it, where, for whom, and when, each with the words that say so.

``facts`` takes a parsed document and looks at nothing else. What the page does not say stays unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.bibliography.model import Clue, Fact, Facts, Published
from nkdata.bibliography.names import authors, byline_agency
from nkdata.bibliography.outlets import origin, publisher
from nkdata.bibliography.places import dateline
from nkdata.bibliography.published import clock, publication
from nkdata.bibliography.titles import title

if TYPE_CHECKING:
    from nkdata.document import Document

__all__ = ["Clue", "Fact", "Facts", "Published", "facts"]


def facts(document: Document) -> Facts:
    r"""Return the bibliographic facts of a parsed page.

    >>> from nkdata.parser import parse
    >>> page = parse("Published: 4 June 2025\nBy Mina Okafor\nLEEDS (AFP) — The port opened. Ships came in at noon.")
    >>> found = facts(page)
    >>> found.published.edtf, found.published.basis
    ('2025-06-04', 'stated')
    >>> found.authors[0].value, found.agency.value, page.text[found.place.start : found.place.end]
    ('Mina Okafor', 'AFP', 'LEEDS')
    """
    place, agency = dateline(document)
    return Facts(
        title=title(document),
        authors=authors(document),
        place=place,
        agency=agency or byline_agency(document),
        publisher=publisher(document),
        origin=origin(document),
        clock=clock(document),
        published=publication(document),
    )
