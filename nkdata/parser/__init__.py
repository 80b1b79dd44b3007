"""The parser: a scraped page's text into labelled segments. Pure, linear, and it never raises on any text.

``parse`` is the whole story: the lines, what each repeats, the rules that know a line alone, the article's extent, and
the rules that need the page.
"""

from __future__ import annotations

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
from nkdata.parser.extent import extent
from nkdata.parser.features import Line
from nkdata.parser.headline import head
from nkdata.parser.lines import Stretch, stretches
from nkdata.parser.page import Page
from nkdata.parser.repeats import repeats
from nkdata.parser.rules import LABELS, RULES, Rule, line_rule

__all__ = ["LABELS", "RULES", "Rule", "parse"]

SAME = 0.8  # of a paragraph's shingles, before it counts as an earlier paragraph's repeat: an extended one says more


def parse(text: str) -> Document:
    """Label every line of a scraped text; the segments tile it exactly."""
    found = stretches(text)
    known: dict[str, Line] = {}
    words = (text[s.start : s.end].strip() for s in found)
    page = _page([known.setdefault(w, Line(w)) for w in words])
    return Document(text, tuple(_segment(page, found, i) for i in range(len(found))))


def _page(lines: list[Line]) -> Page:
    page = Page(lines, repeats([line.text for line in lines]), _alone(lines))
    page.settle(weather_places(page))
    page.settle(caption_twins(page))
    page.settle(reader_comments(page))
    page.article = extent(lines, [rule is not None for rule in page.chosen])
    page.article = without_biography(page)
    page.settle(head(page))
    if page.article:
        page.settle(inside(page))
        page.settle(behind(page))
    page.settle(no_article(page))
    return page


def _alone(lines: list[Line]) -> list[str | None]:
    """Return the rule that knows each line alone; a line that stands on the page twice is looked at once."""
    known = {line.text: line for line in lines}
    rules = {text: line_rule(line) if text else "blank" for text, line in known.items()}
    return [rules[line.text] for line in lines]


def _segment(page: Page, found: list[Stretch], index: int) -> Segment:
    rule = RULES[page.chosen[index] or "no-article"]
    place = found[index]
    return Segment(place.start, place.end, place.number, rule.label, rule.name, _duplicate_of(page, index))


def _duplicate_of(page: Page, index: int) -> int | None:
    """Return what the line repeats; a paragraph repeats a paragraph only where it says nothing more."""
    repeat = page.repeats[index]
    if repeat is None:
        return None
    labels = {RULES[page.chosen[i] or "no-article"].label for i in (index, repeat.of)}
    return repeat.of if repeat.kept >= SAME or not labels <= BODY_LABELS else None
