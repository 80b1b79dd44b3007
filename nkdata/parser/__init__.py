"""The parser: a scraped page's text into labelled segments. It never raises on any text.

`_parsed` tells the whole story: the lines, what is measured of them, what each repeats, the rules
that know a line alone, the tagger's odds that a line belongs to the story, and the rules that need
the page. The cost grows with the length of the text.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nkdata.document import BODY_LABELS, Document, Segment
from nkdata.parser.context import (
    behind,
    caption_twins,
    inside,
    reader_comments,
    weather_places,
    without_biography,
)
from nkdata.parser.headline import head
from nkdata.parser.lines import read_lines
from nkdata.parser.measures import measure
from nkdata.parser.page import DraftPage
from nkdata.parser.patterns import hinted, known_alone
from nkdata.parser.repeats import repeats
from nkdata.parser.rules import RULES
from nkdata.parser.story import story
from nkdata.parser.tagger import log_odds, network

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.parser.characters import Array
    from nkdata.parser.lines import PageLines
    from nkdata.parser.repeats import Repeat

__all__ = ["RULES", "parse", "parse_texts"]

SURE, LONG = 2.0, 25
"""Log-odds and words from which a line is a paragraph of the story, whatever words it has."""

CERTAIN = 3.5  # log-odds from which a shorter line is
AT_ONCE = 1 << 17  # characters of the texts that are measured together
NO_ARTICLE = "no-article"  # the rule for lines that no other rule decides
OWN = 5
"""Words of its own that a paragraph may have and still be a repeat of an earlier one."""

_segment = partial(tuple.__new__, Segment)  # what Segment._make does, without its checks


def parse(text: str) -> Document:
    """Label every line of a scraped text; the segments tile it exactly."""
    return next(parse_texts([text]))


def parse_texts(texts: Iterable[str]) -> Iterator[Document]:
    """Parse texts, some at a time: measuring many small pages costs little more than one."""
    for batch in _batches(texts):
        visible = [text for text in batch if text.strip()]
        parsed = _parsed(visible) if visible else iter(())
        yield from (next(parsed) if text.strip() else _blank(text) for text in batch)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    room = AT_ONCE
    for text in texts:
        if batch and room < len(text):
            yield batch
            batch, room = [], AT_ONCE
        batch.append(text)
        room -= len(text)
    if batch:
        yield batch


def _blank(text: str) -> Document:
    return Document(text, tuple(Segment(0, len(text), 1, "other", "blank") for _ in text[:1]))


def _parsed(texts: Sequence[str]) -> Iterator[Document]:
    lines = read_lines(*texts)
    measures = measure(lines)
    odds = log_odds(measures.matrix(network()[0].names), lines.pages)
    unsure = (odds < SURE) | ((measures.words < LONG) & (odds < CERTAIN))
    hints = hinted(lines, measures) * unsure
    for which, (text, copies) in enumerate(zip(texts, repeats(lines, measures), strict=True)):
        page = DraftPage(lines, measures, which, copies)
        page.settle(known_alone(page, hints))
        _settle(page, odds[page.run])
        yield Document(text, tuple(_segments(page, lines, lines.opens[which])))


def _settle(page: DraftPage, odds: Array) -> None:
    """Decide every line that no rule knows alone."""
    page.settle(weather_places(page))
    page.settle(caption_twins(page))
    page.settle(reader_comments(page))
    page.story, page.article = story(page, odds)
    page.article = without_biography(page)
    page.settle(head(page))
    if page.article:
        page.settle(inside(page))
        page.settle(behind(page))


def _segments(page: DraftPage, lines: PageLines, opens: int) -> Iterable[Segment]:
    rules = [rule or NO_ARTICLE for rule in page.chosen]
    labels = [RULES[rule] for rule in rules]
    copies: list[int | None] = [None] * len(labels)
    for index, repeat in page.repeats.items():
        # inside the article the same heading, or item of a list ("What I like"), may stand under
        # each thing that is described
        both = {labels[index], labels[repeat.of]}
        if not both <= BODY_LABELS or _says_no_more(page, index, repeat):
            copies[index] = repeat.of
    places = (
        (column[page.run] - less).tolist()
        for column, less in ((lines.start, opens), (lines.end, opens), (lines.number, 0))
    )
    return map(_segment, zip(*places, labels, rules, copies, strict=True))


def _says_no_more(page: DraftPage, index: int, repeat: Repeat) -> bool:
    return page.prose[index] and (1 - repeat.kept) * page.words[index] <= OWN
