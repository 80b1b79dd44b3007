"""Anchors: the words one of which a line must have before a pattern can match it.

Most lines have no word of any pattern, so most patterns need never be tried (the idea of RE2's FilteredRE2 and of Google Code
Search: Cox 2012, "Regular expression matching with a trigram index", with words in place of trigrams). An anchor is the beginning
of a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import digits
from typing import TYPE_CHECKING, Any

from nkdata.parser.characters import SIGNS, code_points, kinds
from nkdata.parser.words import FUNCTION, MASKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The parser of patterns is not public, and the only one there is that reads just what `re` reads. tests/parser/test_anchors.py
# draws matches of every pattern and finds an anchor in each.
_SYNTAX: Any = re._parser  # type: ignore[attr-defined]  # noqa: SLF001

MOST_OPENINGS = 600  # of one pattern; `share-widget` has most, 70
LONGEST = 8  # letters of an anchor: longer ones tell no more words apart
Item = tuple[Any, Any]
"""One piece of a pattern as its parser gives it: what it is, and its parts."""

_WORD = re.compile(r"[\W_]*([^\W_]+)")


@dataclass(frozen=True, slots=True)
class Anchors:
    """The beginnings of words one of which a line must have, as its first word or anywhere, or else one of the signs.

    A word that ends in a space is a whole word, no beginning. Signs are characters like ``{``, ``@``, ``(`` or ``©``.
    """

    first: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()

    def __or__(self, other: Anchors) -> Anchors:
        """Return what holds for a line that either pattern may match."""
        return Anchors(self.first | other.first, self.anywhere | other.anywhere, self.signs | other.signs)


def anchors(patterns: Iterable[str], *, opening: bool, closing: bool = False) -> Anchors:
    """Return the anchors of a kind's patterns.

    Args:
        patterns: as `re` reads them.
        opening: whether they match from the line's first word on.
        closing: whether they match to the line's last.
    """
    found = Anchors()
    for pattern in patterns:
        found |= _anchors([*_SYNTAX.parse(pattern), *_SYNTAX.parse("$" if closing else "")], opening=opening)
    return found


def _anchors(items: list[Item], *, opening: bool) -> Anchors:
    if items and str(items[0][0]) in {"BRANCH", "SUBPATTERN"}:
        found = Anchors()
        for branch in _branches(items[0]):
            found |= _anchors_of([*branch, *items[1:]], opening=opening)
        return found
    return _anchors_of(items, opening=opening)


def _anchors_of(items: list[Item], *, opening: bool) -> Anchors:
    starts = opening or (bool(items) and str(items[0][0]) == "AT" and str(items[0][1]) == "AT_BEGINNING")
    first = _first_words(items) if starts else frozenset()
    best = max(_required(items), key=_worth, default=frozenset())
    signs = _signs(items)
    choices = [Anchors(first=first), Anchors(anywhere=best), Anchors(signs=signs)]
    rare = [bool(first) and _worth(first)[0], bool(best) and _worth(best)[0], bool(signs)]
    given = [bool(first), bool(best), bool(signs)]
    return next((choice for test in (rare, given) for choice, holds in zip(choices, test, strict=True) if holds), Anchors())


def _worth(words: frozenset[str]) -> tuple[bool, int, int]:
    """Small words and figures are everywhere, longer ones are rarer, and fewer match less."""
    rare = not any(MASKS.get(word.rstrip(), 0) & FUNCTION or word[0].isdigit() for word in words)
    return rare, min(map(len, words)), -len(words)


def _signs(items: list[Item]) -> frozenset[str]:
    """Return the characters one of which every match has, where there are any."""
    for code, value in items:
        letters = [chr(value)] if str(code) == "LITERAL" else _members(value) if str(code) == "IN" else None
        if letters and SIGNS[kinds(code_points("".join(letters)))].all():
            return frozenset(letters)
        if str(code) in {"BRANCH", "SUBPATTERN"}:
            found = [_signs(branch) for branch in _branches((code, value))]
        elif str(code).endswith("REPEAT") and value[0]:
            found = [_signs(list(value[2]))]
        else:
            continue
        if all(found):
            return frozenset().union(*found)
    return frozenset()


def _branches(item: Item) -> list[list[Item]]:
    """Return the alternatives of a group."""
    code, value = item
    if str(code) == "BRANCH":
        return [list(branch) for branch in value[1]]
    inner = list(value[-1])
    return _branches(inner[0]) if len(inner) == 1 and str(inner[0][0]) == "BRANCH" else [inner]


def _required(items: list[Item]) -> Iterator[frozenset[str]]:
    """Yield sets of words, one of each of which every match has, where it is sure that a word begins there."""
    for index, item in enumerate(items):
        if index and _parts(items[index - 1]) and (words := _first_words(items[index:])):
            yield words
        code = str(item[0])
        if code in {"BRANCH", "SUBPATTERN"}:
            found = [max(_required(branch), key=_worth, default=frozenset()) for branch in _branches(item)]
            if all(found):
                yield frozenset().union(*found)


def _parts(item: Item) -> bool:
    """Whether the item stands between words: a boundary, or a character that is in no word."""
    code, value = str(item[0]), item[1]
    if code == "AT":
        return str(value) in {"AT_BOUNDARY", "AT_BEGINNING"}
    if code == "LITERAL":
        return not chr(value).isalnum()
    if code == "IN":
        letters = _members(value)
        return letters is not None and not any(map(str.isalnum, letters))
    if code in {"MAX_REPEAT", "POSSESSIVE_REPEAT"}:
        return bool(value[0]) and len(value[2]) == 1 and _parts(value[2][0])
    return False


def _first_words(items: list[Item]) -> frozenset[str]:
    """Return the beginnings of the first word of every match; empty where they are not known."""
    found = {_WORD.match(text) for text, _ in _openings(items)}
    if not found or None in found:
        return frozenset()
    # a character behind the word: it is known to end there
    return frozenset(match.group(1)[:LONGEST] + " " * (match.end() < len(match.string)) for match in found if match)


def _openings(items: list[Item]) -> set[tuple[str, bool]]:
    """Return texts with which every match begins, each with whether what follows it is known too."""
    found = {("", True)}
    for item in items:
        if not any(going for _, going in found):
            break
        after = _item_openings(item)
        found = {
            _first_word_only(text + more, going=goes) if going else (text, going)
            for text, going in found
            for more, goes in (after if going else [("", False)])
        }
        if len(found) > MOST_OPENINGS:
            return {("", False)}
    return found


def _first_word_only(text: str, *, going: bool) -> tuple[str, bool]:
    """Cut a text behind its first word: no more of it is needed."""
    match = _WORD.match(text)
    if match is not None and match.group(1)[0].isdigit():
        return text[: match.start(1) + 1], False
    if match is not None and match.end() < len(text):
        return match.group() + " ", False
    if match is not None and len(match.group(1)) > LONGEST:
        return text[: match.start(1) + LONGEST], False
    return text, going


def _item_openings(item: Item) -> set[tuple[str, bool]]:
    code, value = str(item[0]), item[1]
    if code == "AT":
        return {(" ", True)}  # nothing of the word goes on beyond a boundary
    if code.startswith("ASSERT"):
        return {("", True)}
    if code in {"BRANCH", "SUBPATTERN"}:
        return set().union(*(_openings(branch) for branch in _branches(item)))
    if code.endswith("REPEAT"):
        least, most, inner = value
        once = _openings(list(inner))
        found = once if most == 1 else {(text, False) for text, _ in once}
        return found if least else found | {("", True)}
    letters = [chr(value)] if code == "LITERAL" else _members(value) if code == "IN" else None
    return {(letter, True) for letter in letters} if letters else {("", False)}


def _members(value: Iterable[Item]) -> list[str] | None:
    """Return the characters of a class, where they are listed or digits."""
    letters: list[str] = []
    for code, what in value:
        if str(code) == "LITERAL":
            letters.append(chr(what))
        elif str(what) == "CATEGORY_DIGIT":
            letters.extend(digits)
        else:
            return None
    return letters
