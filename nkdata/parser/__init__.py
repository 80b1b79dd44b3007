"""The parser: a scraped page's text into labelled segments. Pure, linear, and it never raises on any text.

``parse`` is the whole story: the lines, what is measured of them, what each repeats, the rules that know a line alone,
the tagger's word on which lines are the story, and the rules that need the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.document import BODY_LABELS, Document, Segment
from nkdata.parser.context import (
    behind,
    caption_twins,
    inside,
    no_article,
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
from nkdata.parser.sieve import candidates
from nkdata.parser.story import story
from nkdata.parser.tagger import log_odds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nkdata.parser.lines import Lines
    from nkdata.parser.measures import Measures
    from nkdata.parser.sieve import Holds

__all__ = ["LABELS", "RULES", "Rule", "parse"]

SURE, LONG = 2.0, 25  # log-odds and words from which a line is a paragraph of the story, whatever words it has
SAME = 0.8  # of a paragraph's shingles, before it counts as an earlier paragraph's repeat: an extended one says more


def parse(text: str) -> Document:
    """Label every line of a scraped text; the segments tile it exactly."""
    if not text.strip():
        return Document(text, tuple(Segment(0, len(text), 1, "other", "blank") for _ in text[:1]))
    lines = read_lines(text)
    page = _page(lines, measure(lines))
    return Document(text, tuple(_segments(page, lines)))


def _page(lines: Lines, measures: Measures) -> Page:
    page = Page(lines, measures, repeats(measures))
    odds = log_odds(measures.matrix)
    page.settle(_alone(page, candidates(lines, measures, (odds < SURE) | (measures.words < LONG))))
    page.settle(weather_places(page))
    page.settle(caption_twins(page))
    page.settle(reader_comments(page))
    page.story, page.article = story(page, odds)
    page.article = without_biography(page)
    page.settle(head(page))
    if page.article:
        page.settle(inside(page))
        page.settle(behind(page))
    page.settle(no_article(page))
    return page


def _alone(page: Page, tried: Iterable[tuple[int, str, Holds]]) -> Iterator[tuple[int, str]]:
    """Yield the lines that a rule knows alone."""
    known = -1
    for index, rule, holds in tried:
        if index != known and holds(page.line(index)):
            known = index
            yield index, rule


def _segments(page: Page, lines: Lines) -> Iterable[Segment]:
    rules = [RULES[name or "no-article"] for name in page.chosen]
    copies: list[int | None] = [None] * len(rules)
    for index, repeat in page.repeats.items():
        # a paragraph repeats a paragraph only where it says nothing more
        if repeat.kept >= SAME or not {rules[index].label, rules[repeat.of].label} <= BODY_LABELS:
            copies[index] = repeat.of
    places = (column.tolist() for column in (lines.start, lines.end, lines.number))
    return map(Segment._make, zip(*places, (rule.label for rule in rules), (rule.name for rule in rules), copies, strict=True))
