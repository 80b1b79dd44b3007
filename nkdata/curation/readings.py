"""Readings: what one person read in an article before the two readings were settled.

A reading is written as curation is, and says of the events what this article says of them. What a
reader left empty is an empty cell here, and no fault: the two readings are compared as they are.
"""

from __future__ import annotations

from nkdata.curation.articles import ArticlePage, SourcePage, read_facts, read_mentions
from nkdata.curation.claims import read_claims
from nkdata.curation.curator import Curator
from nkdata.curation.forms import forms
from nkdata.curation.quotes import Finder, QuoteError, QuoteSpan
from nkdata.curation.registries import read_actors, read_events, read_questions
from nkdata.schema import codes


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


def read_reading(frame: Curator, source: SourcePage) -> Curator:
    """Return a curator with the records of one reading, which is written as ``source.curation``.

    ``frame`` holds the ids and questions of the registries; what the reading declares goes first.
    """
    reading = source.curation
    curator = Curator("; or declare it in this reading")
    curator.check(reading, forms()["reading"], "the reading")
    curator.ids = {table: ids | {*reading.mapping(table)} for table, ids in frame.ids.items()}
    curator.empty = frame.empty
    curator.questions = dict(frame.questions)
    read_actors(curator, reading.mapping("actors"))
    read_questions(curator, reading.mapping("questions"))
    read_events(curator, reading.mapping("events"))
    record = read_facts(curator, source)
    title = reading.mapping("article").text("title")
    record["title"] = title and str(title)
    page = ArticlePage(curator, record, reading, PageFinder(source.document))
    read_mentions(page)
    read_claims(page)
    return curator
