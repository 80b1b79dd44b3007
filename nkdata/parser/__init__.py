"""The parser: a scraped page's text into labelled segments. Pure, linear, and it never raises on any text.

``_parsed`` is the whole story: the lines, what is measured of them, what each repeats, the rules that know a line alone,
the tagger's word on which lines are the story, and the rules that need the page.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nkdata.document import BODY_LABELS, Document, Segment
from nkdata.parser.alone import known_alone
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
from nkdata.parser.page import Page
from nkdata.parser.repeats import repeats
from nkdata.parser.rules import LABELS, RULES, Rule
from nkdata.parser.sieve import sift
from nkdata.parser.story import story
from nkdata.parser.tagger import log_odds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.parser.characters import Array
    from nkdata.parser.lines import Lines
    from nkdata.parser.measures import Measures
    from nkdata.parser.repeats import Repeat

__all__ = ["LABELS", "RULES", "Rule", "parse", "parse_texts"]

SURE, LONG = (
    2.0,
    25,
)  # log-odds and words from which a line is a paragraph of the story, whatever words it has
CERTAIN = 3.5  # and those from which a shorter one is
AT_ONCE = 1 << 17  # characters of the texts that are measured together
NO_ARTICLE = "no-article"  # the rule of what no other rule decides
OWN = 5  # words at most that a paragraph has of its own and is still a repeat of an earlier one: with more it says more

_LABEL = {None: RULES[NO_ARTICLE].label} | {name: rule.label for name, rule in RULES.items()}
_segment = partial(tuple.__new__, Segment)  # as Segment._make does, which is Python


def parse(text: str) -> Document:
    """Label every line of a scraped text; the segments tile it exactly."""
    return next(parse_texts([text]))


def parse_texts(texts: Iterable[str]) -> Iterator[Document]:
    """Parse texts, some at a time: what one page is measured by costs little more for many small ones."""
    for batch in _batches(texts):
        spoken = [text for text in batch if text.strip()]
        parsed = _parsed(spoken) if spoken else iter(())
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
    odds = log_odds(measures.matrix, lines.pages)
    sifted = sift(lines, measures, (odds < SURE) | ((measures.words < LONG) & (odds < CERTAIN)))
    for which, (text, copies) in enumerate(zip(texts, repeats(lines, measures), strict=True)):
        page = Page(lines, measures, sifted.outlets, which, copies)
        page.settle(known_alone(page, sifted))
        _settle(page, measures, odds[page.run])
        yield Document(text, tuple(_segments(page, lines, lines.opens[which])))


def _settle(page: Page, measures: Measures, odds: Array) -> None:
    """Decide every line that no rule knows alone."""
    page.settle(weather_places(page))
    page.settle(caption_twins(page))
    page.settle(reader_comments(page))
    page.story, page.article = story(page, measures, odds)
    page.article = without_biography(page)
    page.settle(head(page))
    if page.article:
        page.settle(inside(page))
        page.settle(behind(page))


def _segments(page: Page, lines: Lines, opens: int) -> Iterable[Segment]:
    labels = [_LABEL[name] for name in page.chosen]
    copies: list[int | None] = [None] * len(labels)
    for index, repeat in page.repeats.items():
        # inside the article the same heading, or item of a list ("What I like"), may stand under
        # each thing that is described
        if not {labels[index], labels[repeat.of]} <= BODY_LABELS or _says_no_more(
            page, index, repeat
        ):
            copies[index] = repeat.of
    names = [name or NO_ARTICLE for name in page.chosen]
    places = (
        (column[page.run] - less).tolist()
        for column, less in ((lines.start, opens), (lines.end, opens), (lines.number, 0))
    )
    return map(_segment, zip(*places, labels, names, copies, strict=True))


def _says_no_more(page: Page, index: int, repeat: Repeat) -> bool:
    return page.prose[index] and (1 - repeat.kept) * page.words[index] <= OWN
