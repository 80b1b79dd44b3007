"""Rules that need the page: each yields the lines that it decides, with the name of the rule."""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from nkdata.parser.features import HEAD, capitals, folded, is_bullet, is_upper, last
from nkdata.parser.repeats import words
from nkdata.parser.rules import RULES, likely_biography, personal
from nkdata.parser.vocabulary import CLASSES
from nkdata.words.outlets import OUTLET_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nkdata.parser.features import Line
    from nkdata.parser.page import DraftPage

    Stems = Callable[[], set[int]]
    Decisions = Iterator[tuple[int, str]]

CAPTIONS = [rule for rule, label in RULES.items() if label == "caption"]
PLACE_WORDS = 4
TAG_WORDS = 4  # "Latest World News" and shorter are names, not headlines
LONG_HEADING = 12  # words; headings inside an article that have every word capitalised are shorter
HEADING_WORDS = 6  # a longer unpunctuated line between paragraphs is another story's headline
TWIN = 0.6
EMBED_CAPITALS = 0.95

CUT_WORDS, CUT_GLUE, STUMP = 10, 3, 2
_GLUE = re.compile(
    r"\b(?:the|an?|and|or|but|he|she|it|they|his|her|their|its|that|which|who|had|has|have|was|were|is|are|be|said|did|would|will"
    r"|of|in|on|at|to|for|from|with|by|as)\b",
)
_ASKS = re.compile(r"(?:what|who|why|how|when|where|which|the|a|an|in|on|key|\d+[.)]?) ")
_OUTLET = re.compile(rf"\b(?:{CLASSES['outlet']})\b|\.(?:{OUTLET_ENDINGS})\b")


def weather_places(page: DraftPage) -> Decisions:
    """Find places: a place stands next to its temperature."""
    for i in _beside(page, list(page.decided("weather-reading"))):
        if page.words[i] <= PLACE_WORDS and not page.closes[i]:
            yield i, "weather-place"


def _beside(page: DraftPage, decided: list[int]) -> Iterator[int]:
    """Yield the undecided neighbours of lines."""
    for i in sorted({near for at in decided for near in (at - 1, at + 1)}):
        if 0 <= i < len(page) and page.chosen[i] is None:
            yield i


def caption_twins(page: DraftPage) -> Decisions:
    """Find alternative texts: they stand next to a picture's caption and say nearly the same."""
    for i in _beside(page, list(page.decided(*CAPTIONS))):
        if page.prose[i] or page.words[i] <= PLACE_WORDS:
            continue
        own = set(words(page.text(i)))
        for j in (i - 1, i + 1):
            if 0 <= j < len(page) and page.label(j) == "caption":
                shared = own & set(words(page.head(j)))
                if len(shared) >= TWIN * len(own):
                    yield i, "caption-twin"


def inside(page: DraftPage) -> Decisions:
    """Decide the undecided lines of the article."""
    known = cache(partial(page.stems, [i for i in page.open(page.article) if page.prose[i]]))
    for i in page.open(page.article):
        yield i, _inner(page, i, known)


def _inner(page: DraftPage, i: int, known: Stems) -> str:
    if page.story[i]:
        return _told(page, i, known)
    if page.prose[i]:
        return "other-story"
    text = page.text(i)
    if page.words[i] <= HEADING_WORDS or last(text) in "?:":
        return "heading" if _heads(page, i, known) and not _continues(page, i) else "stray-words"
    return (
        "inline-headline" if is_upper(text) or capitals(text) < EMBED_CAPITALS else "inline-embed"
    )


def _told(page: DraftPage, i: int, known: Stems) -> str:
    """Name a line that the tagger takes for a part of the story.

    A headline that shares no word with the story is another story's all the same.
    """
    if page.prose[i]:
        return "paragraph" if page.closes[i] else "cut-paragraph"
    if is_bullet(page.text(i)):
        return "list-item"
    if _continues(page, i):
        return "continuation"
    if page.words[i] > LONG_HEADING and capitals(page.text(i)) >= EMBED_CAPITALS:
        return "inline-embed"
    return (
        "heading" if page.words[i] <= HEADING_WORDS or _heads(page, i, known) else "inline-headline"
    )


def _heads(page: DraftPage, i: int, known: Stems) -> bool:
    """Tell whether a line may be a heading: the article has its words, or it asks or announces."""
    return (
        last(page.text(i)) in "?:"
        or not known().isdisjoint(page.stems([i]))
        or _ASKS.match(page.head(i)) is not None
    )


def _continues(page: DraftPage, i: int) -> bool:
    """Tell whether the line starts or ends in the middle of a sentence, or is a short one."""
    after = i + 1
    joined = after < len(page) and page.chosen[after] is None and page.starts_low(after)
    return page.starts_low(i) or joined or (page.closes[i] and last(page.text(i)) != "?")


def reader_comments(page: DraftPage) -> Decisions:
    """Find comments: below a form and a reader's name; above the form stands an article."""
    if "comment-form" not in page.used:
        return
    prose, formed, above = 0, False, False
    for i, rule in enumerate(page.chosen):
        formed = formed or (prose > 1 and rule == "comment-form")
        if rule is None and formed and above and personal(page.line(i)):
            yield i, "reader-comment"
            continue
        above = rule == "comment-meta"
        prose += rule is None and page.prose[i]


def without_biography(page: DraftPage) -> range:
    """Return the article without the lines at its end that say who somebody is."""
    prose = [i for i in page.open(page.article) if page.prose[i]]
    while len(prose) > 1 and likely_biography(page.line(prose[-1])):
        prose.pop()
        page.article = range(page.article.start, prose[-1] + 1)
    return page.article


def behind(page: DraftPage) -> Decisions:
    """Decide the undecided lines after the article."""
    for i in page.open(page.after):
        yield i, _outer(page, i)


def _outer(page: DraftPage, i: int) -> str:
    if i == page.article.stop == len(page) - 1 and _broke_off(page.line(i)):
        return "cut-paragraph"
    if page.prose[i] and likely_biography(page.line(i)):
        return "trailing-biography"
    return "other-story" if page.words[i] > TAG_WORDS else "after-article"


def _broke_off(line: Line) -> bool:
    """Tell whether the page was cut off in this sentence, at a small word or a word's start."""
    end = line.text.split()[-1]
    cut = _GLUE.fullmatch(end) is not None or (end.islower() and len(end) <= STUMP)
    return cut and line.words >= CUT_WORDS and len(_GLUE.findall(line.head)) >= CUT_GLUE


@lru_cache(10_000)  # the same names stand on page after page
def _names_outlet(opening: str) -> bool:
    return _OUTLET.search(folded(opening)) is not None


def outlet_or_tag(page: DraftPage, i: int) -> str:
    """Name a line before the article that is neither headline nor deck."""
    if page.words[i] <= TAG_WORDS:
        return "outlet-name" if _names_outlet(page.text(i)[:HEAD]) else "before-article"
    return "teaser"
