"""The words of labelled segments and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nkdata.bibliography.model import DateClue, Fact
from nkdata.document import BODY_LABELS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from nkdata.document import Document
    from nkdata.words.times import TimeWord


class Stretch(NamedTuple):
    """The words of a segment without the white space around them.

    ``number`` is the segment's index in the document, and ``start`` is where the words begin in
    the document's text.
    """

    number: int
    words: str
    start: int

    def fact(self, value: str, basis: str = "stated") -> Fact:
        """Return the fact that some of the words state."""
        at = self.start + self.words.index(value)
        return Fact(value, at, at + len(value), basis)

    def clue(self, word: TimeWord, says: str) -> DateClue:
        """Return what a time word says of the publication date."""
        return DateClue(self.start + word.start, self.start + word.end, says)


def labelled(document: Document, *labels: str) -> Iterator[Stretch]:
    """Yield the words of each segment with one of the labels, in order."""
    for index, segment in enumerate(document.segments):
        if segment.label in labels:
            words = document.words(segment)
            yield Stretch(index, words, document.text.index(words, segment.start))


def matches(
    document: Document, pattern: re.Pattern[str], *labels: str
) -> Iterator[tuple[Stretch, re.Match[str]]]:
    """Yield the segments with one of the labels that hold the pattern, and its first match."""
    for line in labelled(document, *labels):
        if match := pattern.search(line.words):
            yield line, match


def body_start(document: Document) -> int:
    """Return the index of the first paragraph, or else the number of segments."""
    return next((line.number for line in labelled(document, *BODY_LABELS)), len(document.segments))


def headline(document: Document) -> int:
    """Return the index of the headline, or else of the first paragraph."""
    return next((line.number for line in labelled(document, "title")), body_start(document))
