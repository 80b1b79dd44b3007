"""Readings: what one person read in an article before the two readings were settled.

A reading is written as curation is, and says of the events what this article says of them. What a
reader left empty is an
empty cell here, and no fault: the two readings are compared as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.curation.articles import Page, check_hash, read_mentions
from nkdata.curation.claims import read_claims
from nkdata.curation.fields import Desk, places
from nkdata.curation.forms import EXTRAS
from nkdata.curation.quotes import Finder, QuoteError, Span
from nkdata.curation.registries import read_actors, read_events, read_questions
from nkdata.records import Dataset
from nkdata.schema import codes

if TYPE_CHECKING:
    from nkdata.document import Document
    from nkdata.nodes import Entries

SECTIONS = ("article", "claims", "mentions", "events", "actors", "questions", "remarks")
"""The keys of a reading."""

_NEEDED = {
    "actors": ("name", "actor_type"),
    "claims": ("quote", "statement", "claim_type"),
    "event_participants": ("actor_id", "role"),
    "events": ("title",),
    "mentions": ("kind",),
    "questions": ("text", "value_type"),
}
"""What a row of a reading is none without."""


class ReadingDesk(Desk):
    """A desk on which a row may have gaps, and an id may be declared beside its use."""

    remedy = "; or declare it in this reading"

    def needs(self, table: str, column: str) -> bool:
        """Tell whether a row of a reading is none without this column."""
        return column in _NEEDED.get(table, ())


class PageFinder(Finder):
    """A finder for which the whole page may hold claims: what of it is the article is part of the reading."""

    def find(self, quote: str, labels: frozenset[str], within: str | None = None) -> Span:
        """Return where the quote stands, in the article if it can be found there. Raises QuoteError."""
        try:
            return super().find(quote, labels, within)
        except QuoteError:
            return super().find(quote, frozenset(codes("segments", "label")), within)

    def find_near(self, words: str, span: Span, within: str | None = None) -> Span:
        """Return where a cue stands, nearest to its claim. Raises QuoteError."""
        try:
            return super().find_near(words, span, within)
        except QuoteError:
            return self.find(words, self.claimable, within)


def read_reading(
    frame: Desk, stem: str, sha256: str, document: Document, reading: Entries
) -> ReadingDesk:
    """Return the desk with the records of one reading; ``frame`` holds the ids and questions of the registries."""
    desk = ReadingDesk(Dataset())
    desk.check_keys(reading, SECTIONS)
    declared = {
        table: desk.mapping(reading.get(table), table, reading.at)
        for table in ("actors", "events", "questions", "claims")
    }
    desk.ids = {
        table: ids | {str(key) for key in declared.get(table, ())}
        for table, ids in frame.ids.items()
    }
    desk.empty = frame.empty
    desk.questions = dict(frame.questions)
    read_actors(desk, declared["actors"])
    read_questions(desk, declared["questions"])
    read_events(desk, declared["events"])
    page = _page(desk, stem, sha256, document, reading)
    read_mentions(page, reading)
    read_claims(page, reading)
    for remark in desk.items(reading.get("remarks"), "remarks"):
        desk.text(remark, "a remark")
    return desk


def _page(desk: Desk, stem: str, sha256: str, document: Document, reading: Entries) -> Page:
    facts = desk.mapping(reading.get("article"), "article", reading.at)
    record = desk.record("articles", stem, facts, extra=EXTRAS["articles"])
    title = desk.text(facts.get("title"), "title")
    record["title"] = str(title) if title else None
    check_hash(desk, record, sha256, facts)
    desk.dataset.add("articles", record, places("articles", facts.at, facts))
    return Page(desk, record, PageFinder(document))
