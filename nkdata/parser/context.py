"""Rules that need the page: each takes it and yields the lines it decides, with the name of the rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.parser.evidence import likely_biography, personal
from nkdata.parser.repeats import stems, words
from nkdata.parser.rules import RULES
from nkdata.parser.vocabulary import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.parser.features import Line
    from nkdata.parser.page import Page

    Decisions = Iterator[tuple[int, str]]

PLACE_WORDS = 4
TAG_WORDS = 4  # "Latest World News" and shorter are names, not headlines
HEADING_WORDS = 6  # a longer unpunctuated line between paragraphs is another story's headline
TWIN = 0.6
EMBED_CAPITALS = 0.95

CUT_WORDS, CUT_GLUE, STUMP = 10, 3, 2
_GLUE = re.compile(
    r"\b(?:the|an?|and|or|but|he|she|it|they|his|her|their|its|that|which|who|had|has|have|was|were|is|are|be|said|did|would|will"
    r"|of|in|on|at|to|for|from|with|by|as)\b",
)
_ASKS = re.compile(r"(?:what|who|why|how|when|where|which|the|a|an|in|on|key|\d+[.)]?) ")
_OUTLET = re.compile(rf"\b(?:{CLASSES['outlet']})\b|\.(?:com|net|org|info|news)\b")


def label(page: Page, index: int) -> str | None:
    """Return the label that the line's rule gives it, if a rule has decided."""
    rule = page.chosen[index]
    return None if rule is None else RULES[rule].label


def weather_places(page: Page) -> Decisions:
    """A place stands next to its temperature."""
    for i in page.open():
        line = page.lines[i]
        if line.words <= PLACE_WORDS and not line.ends_sentence:
            beside = (j for j in (i - 1, i + 1) if 0 <= j < len(page.lines))
            if any(page.chosen[j] == "weather-reading" for j in beside):
                yield i, "weather-place"


def caption_twins(page: Page) -> Decisions:
    """A picture's alternative text stands next to its caption and says nearly the same."""
    for i in page.open():
        if page.lines[i].is_prose or page.lines[i].words <= PLACE_WORDS:
            continue
        own = set(words(page.lines[i].text))
        for j in (i - 1, i + 1):
            if 0 <= j < len(page.lines) and label(page, j) == "caption":
                shared = own & set(words(page.lines[j].head))
                if len(shared) >= TWIN * len(own):
                    yield i, "caption-twin"


def inside(page: Page) -> Decisions:
    """Decide the undecided lines of the article."""
    known = stems_of(page)
    for i in page.open(page.article):
        yield i, _inner(page, i, known)


def _inner(page: Page, i: int, known: set[str]) -> str:
    line = page.lines[i]
    if line.is_prose:
        return "paragraph" if line.ends_sentence else "cut-paragraph"
    if line.is_bullet:
        return "list-item"
    if _continues(page, i):
        return "continuation"
    if line.words <= HEADING_WORDS or line.last in "?:":
        return "heading" if _heads(line, known) else "stray-words"
    return "inline-headline" if line.is_upper or line.capitals < EMBED_CAPITALS else "inline-embed"


def _heads(line: Line, known: set[str]) -> bool:
    """Whether the words may head a part of the article: it speaks of them too, or they ask or announce."""
    return line.last in "?:" or _ASKS.match(line.head) is not None or not stems(line.text).isdisjoint(known)


def stems_of(page: Page) -> set[str]:
    """Return the stems of the article's undecided prose."""
    found: set[str] = set()
    for i in page.open(page.article):
        if page.lines[i].is_prose:
            found |= stems(page.lines[i].head)
    return found


def _continues(page: Page, i: int) -> bool:
    """Whether the line starts or ends in the middle of a sentence, or is a short one."""
    line, after = page.lines[i], i + 1
    joined = after < len(page.lines) and page.chosen[after] is None and page.lines[after].starts_low
    return line.starts_low or joined or (line.ends_sentence and line.last != "?")


def reader_comments(page: Page) -> Decisions:
    """Below a form for comments, a name and then what that reader wrote; above the form there has been an article."""
    prose, formed, above = 0, False, False
    for i, line in enumerate(page.lines):
        rule = page.chosen[i]
        formed = formed or (prose > 1 and rule == "comment-form")
        if rule is None and formed and above and personal(line):
            yield i, "reader-comment"
            continue
        above = rule == "comment-meta"
        prose += rule is None and line.is_prose


def without_biography(page: Page) -> range:
    """Return the article without the lines at its end that say who somebody is."""
    prose = [i for i in page.open(page.article) if page.lines[i].is_prose]
    while len(prose) > 1 and likely_biography(page.lines[prose[-1]]):
        prose.pop()
        page.article = range(page.article.start, prose[-1] + 1)
    return page.article


def behind(page: Page) -> Decisions:
    """Decide the undecided lines after the article."""
    for i in page.open(page.after):
        yield i, _outer(page, i)


def _outer(page: Page, i: int) -> str:
    line = page.lines[i]
    if i == page.article.stop == len(page.lines) - 1 and _broke_off(line):
        return "cut-paragraph"
    if line.is_prose and likely_biography(line):
        return "trailing-biography"
    return "other-story" if line.words > TAG_WORDS else "after-article"


def _broke_off(line: Line) -> bool:
    """Whether the page was cut off in this sentence: its last word is a small one or the first letters of one."""
    last = line.tokens[-1]
    cut = _GLUE.fullmatch(last) is not None or (last.islower() and len(last) <= STUMP)
    return cut and line.words >= CUT_WORDS and len(_GLUE.findall(line.head)) >= CUT_GLUE


def outlet_or_tag(page: Page, i: int) -> str:
    """Name a line before the article that is neither headline nor deck."""
    line = page.lines[i]
    if line.words <= TAG_WORDS:
        return "outlet-name" if _OUTLET.search(line.head) else "before-article"
    return "teaser"


def no_article(page: Page) -> Decisions:
    """Leave every line undecided so far as it is: there is no article it could belong to."""
    return ((i, "no-article") for i in page.open())
