"""Readings: what one person read in an article before the two readings were settled.

A reading is written as curation is, and says of the events what this article says of them. What a
reader left empty is an empty cell here, and no fault: the two readings are compared as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.curation.articles import ArticlePage, check_hash, read_mentions
from nkdata.curation.claims import read_claims
from nkdata.curation.curator import Curator, places
from nkdata.curation.forms import forms
from nkdata.curation.quotes import Finder, QuoteError, QuoteSpan
from nkdata.curation.registries import read_actors, read_events, read_questions
from nkdata.schema import codes

if TYPE_CHECKING:
    from nkdata.document import Document
    from nkdata.nodes import Entries


class PageFinder(Finder):
    """A finder that looks beyond the article: what of a page is the article, the reader says."""

    def find(self, quote: str, labels: frozenset[str], within: str | None = None) -> QuoteSpan:
        """Return where the quote stands, in the article if it can. Raises QuoteError."""
        try:
            return super().find(quote, labels, within)
        except QuoteError:
            return super().find(quote, frozenset(codes("segments", "label")), within)

    def find_near(self, words: str, span: QuoteSpan, within: str | None = None) -> QuoteSpan:
        """Return where a cue stands, nearest to its claim. Raises QuoteError."""
        try:
            return super().find_near(words, span, within)
        except QuoteError:
            return self.find(words, self.claimable, within)


def read_reading(
    frame: Curator, stem: str, sha256: str, document: Document, reading: Entries
) -> Curator:
    """Return a curator with the records of one reading.

    ``frame`` holds the ids and questions of the registries; what the reading declares goes first.
    """
    curator = Curator("; or declare it in this reading")
    curator.check(reading, forms()["reading"], "the reading")
    curator.ids = {table: ids | {*reading.mapping(table)} for table, ids in frame.ids.items()}
    curator.empty = frame.empty
    curator.questions = dict(frame.questions)
    read_actors(curator, reading.mapping("actors"))
    read_questions(curator, reading.mapping("questions"))
    read_events(curator, reading.mapping("events"))
    facts = reading.mapping("article")
    record = curator.record("articles", stem, facts)
    title = facts.text("title")
    record["title"] = title and str(title)
    check_hash(curator, record, sha256, facts)
    curator.dataset.add("articles", record, places("articles", facts.at, facts))
    page = ArticlePage(curator, record, PageFinder(document))
    read_mentions(page, reading)
    read_claims(page, reading)
    return curator
