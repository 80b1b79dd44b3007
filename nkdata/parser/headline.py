"""The head of the article: its headline, and what stands before the first paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.parser.context import CAPTIONS, outlet_or_tag
from nkdata.parser.features import is_bullet, is_upper, last

if TYPE_CHECKING:
    from nkdata.parser.context import Decisions
    from nkdata.parser.page import DraftPage

# Words and scores, chosen on the development pages.
LEAST_WORDS, MOST_WORDS, MOST_SENTENCES = 3, 32, 2  # of a headline
BODY_WORDS = 600  # stems of the article that a headline is compared with
PLACE_WORDS = 3  # of a dateline, at most
DECK_WORDS, DECK_MOST = 8, 45
ENOUGH = 7  # shared words that count: a deck shares more than its headline, but stands after it
STRANGE, WORD = 0.35, 0.3  # what a word that is not shared costs, and what any word is worth
NEARLY = 0.6  # of the best score is enough for an earlier line
ABOVE = 14  # lines between that line and the best one, at most
FAR, FARTHEST = 0.06, 50  # what a line between a candidate and the article costs it
LEAST_SCORE = 1.0
NEAR = 6  # lines before the article in which a headline may share no word with it
METADATA = frozenset(
    {"page_date", "byline", "site_name", "nav", "share", "counter", "dateline", "caption", "ad"}
)


def _known(page: DraftPage) -> set[int]:
    """Return the stems of the article's opening; without an article, those of its captions."""
    if page.article:
        return page.stems(page.open(page.article), BODY_WORDS)
    return page.stems(page.decided(*CAPTIONS), BODY_WORDS)


def _can_be(page: DraftPage, i: int) -> bool:
    if (
        not LEAST_WORDS <= page.words[i] <= MOST_WORDS
        or page.sentences[i] > MOST_SENTENCES
        or page.cut[i]
        or page.starts_low(i)
    ):
        return False
    text = page.text(i)
    return not is_bullet(text) and last(text) not in ".:,;"


def _score(page: DraftPage, i: int, known: set[int]) -> float:
    """Words shared with the article speak for the headline, others a little against it."""
    own = page.stems([i])
    shared = len(own & known)
    return min(shared, ENOUGH) - STRANGE * (len(own) - shared) + WORD * min(page.words[i], ENOUGH)


def _start(page: DraftPage) -> int:
    """Return where the article starts; on a page of pictures without one, the first caption."""
    captions = (i for i in range(len(page)) if page.label(i) == "caption")
    return page.article.start if page.article else next(captions, 0)


def headline(page: DraftPage) -> int | None:
    """Return the line that is the article's headline, if the page prints one before the article."""
    start = _start(page)
    candidates = [i for i in page.open(range(start)) if _can_be(page, i)]
    if not candidates:
        return start if page.article and _is_question(page) else None
    known = _known(page)
    scores = {i: _score(page, i, known) - FAR * min(start - i, FARTHEST) for i in candidates}
    best = max(candidates, key=lambda i: (scores[i], -i))
    if scores[best] < LEAST_SCORE:
        return _nearest(page, candidates)
    return next(i for i in candidates if best - i <= ABOVE and scores[i] >= NEARLY * scores[best])


def _nearest(page: DraftPage, candidates: list[int]) -> int | None:
    """Return the first longer candidate near the article, where none shares words enough."""
    near = (
        i for i in candidates if page.words[i] >= LEAST_WORDS + 1 and page.article.start - i <= NEAR
    )
    return next(near, None) if page.article else None


def _is_question(page: DraftPage) -> bool:
    first = page.article.start
    asked = last(page.text(first)) in "?!" and page.sentences[first] == 1
    return asked and page.words[first] <= MOST_WORDS // 2 and len(page.article) > 1


def head(page: DraftPage) -> Decisions:
    """Decide the undecided lines before the first paragraph."""
    title = headline(page)
    if title is not None and not page.article:
        yield title, "headline"
        return
    if title is not None:
        yield title, "headline"
        yield from _again(page, title)
        yield from _decks(page, title)
    yield from _place(page)
    for i in page.open(page.before):
        yield i, outlet_or_tag(page, i)


def _place(page: DraftPage) -> Decisions:
    for i in page.open(page.before[-1:]):
        if page.words[i] <= PLACE_WORDS and is_upper(page.text(i)):
            yield i, "place-line"


def _again(page: DraftPage, title: int) -> Decisions:
    for i in page.open(page.before):
        repeat = page.repeats.get(max(i, title))
        if i != title and repeat is not None and repeat.of == min(i, title) and not page.cut[i]:
            yield i, "headline-again"


def _decks(page: DraftPage, title: int) -> Decisions:
    """Find decks: a sentence between headline and article, or a first sentence said again later."""
    for i in page.open(range(title + 1, page.article.start)):
        if DECK_WORDS <= page.words[i] <= DECK_MOST:
            yield i, "standfirst"
    start = page.article.start
    if (
        start == title
        or page.sentences[start] > 1
        or page.words[start] > DECK_MOST
        or len(page.article) == 1
    ):
        return
    between = {page.label(i) for i in range(title + 1, start)} - METADATA - {None}
    repeated = any(repeat.of == start for repeat in page.repeats.values())
    if not between and (repeated or page.label(start + 1) in {"byline", "page_date"}):
        yield start, "repeated-standfirst"
