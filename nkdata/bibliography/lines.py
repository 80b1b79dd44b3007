"""Where the words of a segment stand, and which segments belong to the head of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.bibliography.model import Fact
from nkdata.document import BODY_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.document import Document, Segment


def span(document: Document, segment: Segment) -> tuple[int, int]:
    """Return where the segment's words begin and end in the text, without the white space around them."""
    words = document.words(segment)
    start = document.text.index(words, segment.start) if words else segment.start
    return start, start + len(words)


def labelled(document: Document, *labels: str) -> Iterator[tuple[int, str, int]]:
    """Yield index, words and start of each segment with one of the labels."""
    for index, segment in enumerate(document.segments):
        if segment.label in labels:
            start, end = span(document, segment)
            yield index, document.text[start:end], start


def first(document: Document, *labels: str) -> int | None:
    """Return the index of the first segment with one of the labels, if there is one."""
    return next(
        (index for index, segment in enumerate(document.segments) if segment.label in labels), None
    )


def body_start(document: Document) -> int:
    """Return the index of the first paragraph; where there is none, the number of segments."""
    index = first(document, *BODY_LABELS)
    return len(document.segments) if index is None else index


def found(words: str, value: str, start: int, basis: str = "stated") -> Fact:
    """Return the fact that a part of some words, which begin at ``start``, states."""
    at = start + words.index(value)
    return Fact(value, at, at + len(value), basis)
