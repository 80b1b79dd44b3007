"""Anchors: the words one of which a line must have before a pattern can match it.

Most lines have no word of any pattern, so most patterns need never be tried (the idea of RE2's
FilteredRE2 and of Google Code
Search: Cox 2012, "Regular expression matching with a trigram index", with words in place of trigrams). An anchor is the beginning
of a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from string import digits
from typing import TYPE_CHECKING, Any

from nkdata.parser.characters import SIGNS, code_points, kinds
from nkdata.parser.words import FUNCTION, MASKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The parser of patterns is not public, and the only one there is that reads just what `re` reads.
# tests/parser/test_anchors.py draws matches of every pattern and finds an anchor in each.
_SYNTAX: Any = re._parser  # type: ignore[attr-defined]  # noqa: SLF001

MOST_OPENINGS = 600  # of one pattern; `share-widget` has most, 70
MOST_NEEDS = 2
SHORT, LONGEST = (
    4,
    8,
)  # letters of an anchor: longer ones tell no more words apart, and the beginnings of words have either
COMMON_SIGNS = frozenset(".,!?:()/&#|>-\"'")
GLUED, LONG, MANY, FEW = "0a", "00000000", "0 0 0", "0 a a"
"""Anchors for words that begin with a figure: one that ends in a letter, one of eight characters or more, three of them in a line;
and for a line in which no more than two words begin with a letter."""

Item = tuple[Any, Any]
"""One piece of a pattern as its parser gives it: what it is, and its parts."""

_WORD = re.compile(r"[\W_]*([^\W_]+)")


@dataclass(frozen=True, slots=True)
class Anchors:
    """The beginnings of words one of which a line must have, as its first word or anywhere, or else one of the signs.

    A word that ends in a space is a whole word, no beginning. Signs are characters like ``{``,
    ``@``, ``(`` or ``©``.
    """

    first: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()

    def __or__(self, other: Anchors) -> Anchors:
        """Return what holds for a line that either pattern may match."""
        return Anchors(
            self.first | other.first, self.anywhere | other.anywhere, self.signs | other.signs
        )


def needs(pattern: str, *, opening: bool, closing: bool = False) -> tuple[Anchors, ...]:
    """Return the anchors of a pattern: one set or two, of each of which every line that it matches has one.

    Args:
        pattern: as `re` reads it.
        opening: whether it matches from the line's first word on.
        closing: whether it matches to the line's last.
    """
    items = [*_SYNTAX.parse(pattern), *_SYNTAX.parse("$" if closing else "")]
    heads = (
        _branches(items[0])
        if items and str(items[0][0]) in {"BRANCH", "SUBPATTERN"}
        else [items[:1]]
    )
    found = [_choices([*head, *items[1:]], opening=opening) for head in heads]
    ranked = [sorted(filter(_given, choices), key=_cost) for choices in found]
    alike = [choices for choices in zip(*found, strict=False) if all(map(_given, choices))]
    if len(alike) < MOST_NEEDS:  # not all branches have two of a kind: each its rarest
        alike = list(zip(*ranked, strict=False))
    return tuple(sorted((reduce(or_, choices) for choices in alike), key=_cost)[:MOST_NEEDS])


def _choices(items: list[Item], *, opening: bool) -> list[Anchors]:
    """Return what every match has, as far as it is known: its first word, other words, signs."""
    starts = opening or (
        bool(items) and str(items[0][0]) == "AT" and str(items[0][1]) == "AT_BEGINNING"
    )
    first = _first_words(items) if starts else frozenset()
    anywhere = [
        Anchors(anywhere=words) for words in set(_required(items, opening=starts)) - {first}
    ]
    signs = [Anchors(signs=signs) for signs in set(_signs(items))]
    best = [sorted(choices, key=_cost) + [Anchors()] * MOST_NEEDS for choices in (anywhere, signs)]
    return [Anchors(first=first), *(choice for choices in best for choice in choices[:MOST_NEEDS])]


def _given(anchors: Anchors) -> bool:
    return anchors != Anchors()


def _cost(anchors: Anchors) -> tuple[float, list[str]]:
    """Return about how many lines in a hundred have one of the anchors; equal ones in the order of their letters."""
    words = sum(map(_frequency, anchors.anywhere)) + sum(map(_frequency, anchors.first)) / 10
    signs = sum(5.0 if sign in COMMON_SIGNS else 0.1 for sign in anchors.signs)
    return words + signs, sorted((*anchors.first, *anchors.anywhere, *anchors.signs))


def _frequency(word: str) -> float:
    if MASKS.get(word.rstrip(), 0) & FUNCTION:
        return 10.0
    if word in digits:
        return 1.5
    return (
        100.0 if len(word) < SHORT and not word.endswith(" ") else 0.1
    )  # too short a beginning to be looked up


def _signs(items: list[Item]) -> Iterator[frozenset[str]]:
    """Yield sets of characters, one of each of which every match has."""
    for code, value in items:
        letters = (
            [chr(value)]
            if str(code) == "LITERAL"
            else _members(value)
            if str(code) == "IN"
            else None
        )
        if letters:
            if (kinds(code_points("".join(letters))) >= SIGNS).all():
                yield frozenset(letters)
        elif str(code) in {"BRANCH", "SUBPATTERN"}:
            found = [list(_signs(branch)) for branch in _branches((code, value))]
            if all(found):
                yield frozenset().union(
                    *(min(signs, key=lambda one: _cost(Anchors(signs=one))) for signs in found)
                )
        elif str(code).endswith("REPEAT") and value[0]:
            yield from _signs(list(value[2]))


def _branches(item: Item) -> list[list[Item]]:
    """Return the alternatives of a group."""
    code, value = item
    if str(code) == "BRANCH":
        return [list(branch) for branch in value[1]]
    inner = list(value[-1])
    return _branches(inner[0]) if len(inner) == 1 and str(inner[0][0]) == "BRANCH" else [inner]


def _required(items: list[Item], *, opening: bool = False) -> Iterator[frozenset[str]]:
    """Yield sets of words, one of each of which every match has, where it is sure that a word begins there."""
    for index, item in enumerate(items):
        if _parted(items, index, opening=opening) and (words := _first_words(items[index:])):
            yield words
        if _figured(items, index, opening=opening) and (words := _first_words(items[index:])):
            yield words | {GLUED}
        code = str(item[0])
        if code in {"BRANCH", "SUBPATTERN"}:
            found = [list(_required(branch)) for branch in _branches(item)]
            if all(found):
                yield frozenset().union(
                    *(min(words, key=lambda one: _cost(Anchors(anywhere=one))) for words in found)
                )


def _parted(items: list[Item], index: int, *, opening: bool) -> bool:
    """Whether no letter stands just before a place: what is optional there ends so as well."""
    if index == 0:
        return opening
    item = items[index - 1]
    code, value = str(item[0]), item[1]
    if _parts(item):
        return True
    if code.startswith("ASSERT"):
        return _parted(items, index - 1, opening=opening)
    if code.endswith("REPEAT") and not value[0] and _parts(_last(list(value[2]))):
        return _parted(items, index - 1, opening=opening)
    return False


def _last(items: list[Item]) -> Item:
    """Return the last item of a group that has no alternatives."""
    if str(items[-1][0]) == "SUBPATTERN":
        inner = _branches(items[-1])
        return _last(inner[0]) if len(inner) == 1 and inner[0] else items[-1]
    return items[-1]


def _figured(items: list[Item], index: int, *, opening: bool) -> bool:
    """Whether a word of figures ends, or goes on, just before a place."""
    if not index or not _is_figure(items[index - 1]):
        return False
    while index and _is_figure(items[index - 1]):
        index -= 1
    return bool(set(_first_words(items[index:])) <= set(digits)) and _parted(
        items, index, opening=opening
    )


def _is_figure(item: Item) -> bool:
    code, value = str(item[0]), item[1]
    if code == "IN":
        letters = _members(value)
        return (
            letters is not None
            and not any(map(str.isalpha, letters))
            and any(map(str.isdigit, letters))
        )
    return code.endswith("REPEAT") and len(value[2]) == 1 and _is_figure(value[2][0])


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
    return frozenset(
        match.group(1)[:LONGEST] + " " * (match.end() < len(match.string))
        for match in found
        if match
    )


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
