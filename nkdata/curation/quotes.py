"""Quotes to spans: a curator writes the words, the build finds where they stand."""

from __future__ import annotations

import difflib
from bisect import bisect_right
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from nkdata.document import splits_word
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nkdata.document import Document, Segment


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """Characters ``start`` to ``end`` of the document, end exclusive."""

    start: int
    end: int


def longest(spans: Iterable[QuoteSpan]) -> list[QuoteSpan]:
    """Return the spans that overlap no longer one, nor an earlier one as long, in order."""
    kept: list[QuoteSpan] = []
    for span in sorted(set(spans), key=lambda s: (s.start - s.end, s.start)):
        at = bisect_right(kept, span.start, key=lambda s: s.start)
        before, after = kept[at - 1 : at] if at else [], kept[at : at + 1]
        if not (before and before[0].end > span.start) and not (
            after and after[0].start < span.end
        ):
            kept.insert(at, span)
    return kept


class QuoteError(ValueError):
    """The words stand nowhere, or in more than one place; ``rule`` names which."""

    def __init__(self, rule: str, message: str) -> None:
        """Take the rule's name and the message."""
        self.rule = rule
        super().__init__(message)


class Finder:
    """Finds quotes in one document, in the segments where a claim or a name may stand."""

    def __init__(self, document: Document) -> None:
        """Take the document to search."""
        self.document = document
        self.text = document.text
        self.whole = QuoteSpan(0, len(document.text))
        labels = codes("segments", "label").items()
        self.claimable = frozenset(label for label, code in labels if code["holds_claims"])
        """The labels in which claims, cues and restatements may lie."""
        self.nameable = frozenset(label for label, code in labels if code["holds_names"])
        """The labels in which names, dates and bibliographic evidence may lie."""

    def find(self, quote: str, labels: frozenset[str], within: str | None = None) -> QuoteSpan:
        """Return the one place where the quote stands.

        Of a text that the page repeats the first printing is meant.

        Args:
            quote: the words as printed.
            labels: of the segments in which they may stand.
            within: a longer text around them, which stands only once.

        Raises:
            QuoteError: they stand nowhere, or in several places.
        """
        area, remedy = self.whole, "within: a longer text around it"
        if within is not None:
            area = self._single(within, self._allowed(within, area, labels), "a longer one")
            remedy = "a shorter one around just this place"
        return self._single(quote, self._allowed(quote, area, labels), remedy)

    def find_near(self, words: str, span: QuoteSpan, within: str | None = None) -> QuoteSpan:
        """Return where a cue stands: in the claim's span, else in its paragraph, else anywhere.

        Raises:
            QuoteError: it stands nowhere, or in several places of the nearest of these.
        """
        if within is None:
            segments = self.segments_of(span)
            for area in (span, QuoteSpan(segments[0].start, segments[-1].end)):
                spans = self._allowed(words, area, self.claimable)
                if spans:
                    return self._single(words, spans, "within: a longer text around it")
        return self.find(words, self.claimable, within)

    def occurrences(self, quote: str, labels: frozenset[str]) -> Iterator[QuoteSpan]:
        """Yield every place where the quote stands as whole words."""
        for span in self._allowed(quote, self.whole, labels):
            if not (splits_word(self.text, span.start) or splits_word(self.text, span.end)):
                yield span

    def segments_of(self, span: QuoteSpan) -> list[Segment]:
        """Return the segments that a span touches."""
        first = bisect_right(self.document.segments, span.start, key=lambda s: s.end)
        return list(takewhile(lambda s: s.start < span.end, self.document.segments[first:]))

    def _allowed(self, quote: str, area: QuoteSpan, labels: frozenset[str]) -> list[QuoteSpan]:
        spans = []
        start = self.text.find(quote, area.start, area.end) if quote else -1
        while start >= 0:
            span = QuoteSpan(start, start + len(quote))
            if all(s.label in labels for s in self.segments_of(span)):
                spans.append(span)
            start = self.text.find(quote, start + 1, area.end)
        return spans

    def _single(self, quote: str, spans: list[QuoteSpan], remedy: str) -> QuoteSpan:
        first = [s for s in spans if all(g.duplicate_of is None for g in self.segments_of(s))]
        for chosen in (spans, first):
            if len(chosen) == 1:
                return chosen[0]
        if spans:
            lines = ", ".join(str(self.segments_of(s)[0].line) for s in spans)
            message = f"{quote!r} stands {len(spans)} times (lines {lines}); add {remedy}"
            raise QuoteError("quote-ambiguous", message)
        message = f"{quote!r} does not stand in the article{self._nearest(quote)}"
        raise QuoteError("quote-not-found", message)

    def _nearest(self, quote: str) -> str:
        """Return what a message adds of the place that the quote may be meant for."""
        elsewhere = self.text.find(quote) if quote else -1
        if elsewhere >= 0:
            segment = self.segments_of(QuoteSpan(elsewhere, elsewhere + len(quote)))[0]
            labelled = f"line {segment.line} is labelled {segment.label}"
            return f" where it may: {labelled} (if that is wrong, correct it under labels)"
        folded = _fold(quote)
        matcher = difflib.SequenceMatcher(None, _fold(self.text), folded, autojunk=False)
        match = matcher.find_longest_match()
        if match.size < min(_LEAST_IN_COMMON, len(quote)):
            return ""
        at = max(0, match.a - match.b)
        return f"; the nearest there is {self.text[at : at + len(quote)]!r}"


_LEAST_IN_COMMON = 8
"""Characters in a row that a quote must share with a place that it may be meant for."""

_FOLD = str.maketrans("\u2018\u2019\u201c\u201d\u00a0\u2013\u2014", "''\"\" --")


def _fold(text: str) -> str:
    """Return the text with quote marks, dashes, spaces and capitals made plain.

    It has as many characters as the text, so that offsets hold.
    """
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_FOLD))
