"""Quotes to spans: a curator writes the words, the build finds where they stand."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
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
    """Return the spans of which none overlaps a longer one, or an earlier one as long, in the order of the text."""
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


def labels_that(fact: str) -> frozenset[str]:
    """Return the segment labels of which a fact holds: ``holds_claims`` or ``holds_names``."""
    return frozenset(label for label, code in codes("segments", "label").items() if code[fact])


class Finder:
    """Finds quotes in one document, in the segments where a claim or a name may stand."""

    def __init__(self, document: Document) -> None:
        """Take the document to search."""
        self.document = document
        self.text = document.text

    @cached_property
    def claimable(self) -> frozenset[str]:
        """The labels in which claims, cues and restatements may lie."""
        return labels_that("holds_claims")

    @cached_property
    def nameable(self) -> frozenset[str]:
        """The labels in which names, dates and bibliographic evidence may lie."""
        return labels_that("holds_names")

    def find(self, quote: str, labels: frozenset[str], within: str | None = None) -> QuoteSpan:
        """Return the one place where the quote stands; ``within`` is a longer text around it, which stands only once.

        Of a text that the page repeats the first printing is meant. Raises QuoteError.
        """
        if within is None:
            return self._single(
                quote,
                list(self._allowed(quote, QuoteSpan(0, len(self.text)), labels)),
                "within: a longer text around it",
            )
        outer = self._single(
            within,
            list(self._allowed(within, QuoteSpan(0, len(self.text)), labels)),
            "a longer one",
        )
        inner = [
            QuoteSpan(m.start(), m.end())
            for m in re.finditer(re.escape(quote), self.text[outer.start : outer.end])
        ]
        spans = [QuoteSpan(outer.start + s.start, outer.start + s.end) for s in inner]
        return self._single(quote, spans, "a shorter one around just this place")

    def find_near(self, words: str, span: QuoteSpan, within: str | None = None) -> QuoteSpan:
        """Return where a cue stands: inside the claim's span, else in its paragraph, else anywhere in the article."""
        if within is not None:
            return self.find(words, self.claimable, within)
        for area in (span, self._paragraph(span), QuoteSpan(0, len(self.text))):
            found = list(self._allowed(words, area, self.claimable))
            if found:
                return self._single(words, found, "within: a longer text around it")
        return self._single(words, [], "")

    def occurrences(self, quote: str, labels: frozenset[str]) -> Iterator[QuoteSpan]:
        """Yield every place where the quote stands as whole words."""
        for span in self._allowed(quote, QuoteSpan(0, len(self.text)), labels):
            if not (splits_word(self.text, span.start) or splits_word(self.text, span.end)):
                yield span

    def segments_of(self, span: QuoteSpan) -> list[Segment]:
        """Return the segments that a span touches."""
        first = bisect_right(self.document.segments, span.start, key=lambda s: s.end)
        return list(takewhile(lambda s: s.start < span.end, self.document.segments[first:]))

    def _paragraph(self, span: QuoteSpan) -> QuoteSpan:
        segments = self.segments_of(span)
        return QuoteSpan(segments[0].start, segments[-1].end)

    def _allowed(self, quote: str, area: QuoteSpan, labels: frozenset[str]) -> Iterator[QuoteSpan]:
        start = self.text.find(quote, area.start, area.end) if quote else -1
        while start >= 0:
            span = QuoteSpan(start, start + len(quote))
            if all(s.label in labels for s in self.segments_of(span)):
                yield span
            start = self.text.find(quote, start + 1, area.end)

    def _single(self, quote: str, found: list[QuoteSpan], remedy: str) -> QuoteSpan:
        first = [s for s in found if all(g.duplicate_of is None for g in self.segments_of(s))]
        if len(found) > 1 and len(first) == 1:
            found = first
        if len(found) == 1:
            return found[0]
        if found:
            lines = ", ".join(str(self.segments_of(s)[0].line) for s in found)
            raise QuoteError(
                "quote-ambiguous",
                f"{quote!r} stands {len(found)} times (lines {lines}); add {remedy}",
            )
        raise QuoteError(
            "quote-not-found", f"{quote!r} does not stand in the article{self._nearest(quote)}"
        )

    def _nearest(self, quote: str) -> str:
        elsewhere = self.text.find(quote) if quote else -1
        if elsewhere >= 0:
            segment = self.segments_of(QuoteSpan(elsewhere, elsewhere + len(quote)))[0]
            return f" where it may: line {segment.line} is labelled {segment.label} (if that is wrong, correct it under labels)"
        folded, near = _fold(self.text), _fold(quote)
        at = folded.find(near)
        if at < 0:
            at, size = _closest(folded, near)
            if size == 0:
                return ""
        printed = self.text[at : at + len(quote)]
        return f"; the nearest there is {printed!r}"


_FOLD = str.maketrans("\u2018\u2019\u201c\u201d\u00a0\u2013\u2014", "''\"\" --")


def _fold(text: str) -> str:
    """Return the text with quote marks, dashes and spaces made plain, character for character, so that offsets hold."""
    lowered = text.translate(_FOLD)
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in lowered)


def _closest(text: str, quote: str) -> tuple[int, int]:
    """Return where the quote would begin if its longest stretch in common with the text were in place, and its length."""
    match = difflib.SequenceMatcher(None, text, quote, autojunk=False).find_longest_match()
    return (max(0, match.a - match.b), match.size) if match.size >= min(8, len(quote)) else (0, 0)
