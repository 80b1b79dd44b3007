"""Anchors: the words one of which a line must have before a pattern can match it.

Most lines have no word of any pattern, so most patterns need never be tried (the idea of RE2's FilteredRE2 and of Google Code
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

# The parser of patterns is not public, and the only one there is that reads just what `re` reads. tests/parser/test_anchors.py
# draws matches of every pattern and finds an anchor in each.
_SYNTAX: Any = re._parser  # type: ignore[attr-defined]  # noqa: SLF001

MOST_OPENINGS = 600  # of one pattern; `share-widget` has most, 70
MOST_NEEDS = 2
SHORT, LONGEST = 4, 8  # letters of an anchor: longer ones tell no more words apart, and the beginnings of words have either
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


def needs(pattern: str, *, opening: bool, closing: bool = False) -> tuple[Anchors, ...]:
    """Return the anchors of a pattern: one set or two, of each of which every line that it matches has one.

    Args:
        pattern: as `re` reads it.
        opening: whether it matches from the line's first word on.
        closing: whether it matches to the line's last.
    """
    items = [*_SYNTAX.parse(pattern), *_SYNTAX.parse("$" if closing else "")]
    heads = _branches(items[0]) if items and str(items[0][0]) in {"BRANCH", "SUBPATTERN"} else [items[:1]]
    found = [_choices([*head, *items[1:]], opening=opening) for head in heads]
    ranks = range(min(MOST_NEEDS, *map(len, found)) if len(found) > 1 else min(MOST_NEEDS, len(found[0])))
    return tuple(reduce(or_, (choices[rank] for choices in found)) for rank in ranks)


def _choices(items: list[Item], *, opening: bool) -> list[Anchors]:
    """Return what every match has, the rarest first."""
    starts = opening or (bool(items) and str(items[0][0]) == "AT" and str(items[0][1]) == "AT_BEGINNING")
    first = _first_words(items) if starts else frozenset()
    anywhere = sorted(set(_required(items)) - {first}, key=_worth, reverse=True)
    best, *others = anywhere or [frozenset()]
    signs = _signs(items)
    choices = [(Anchors(first=first), bool(first) and _worth(first)[0])]
    choices += [(Anchors(anywhere=best), bool(best) and _worth(best)[0]), (Anchors(signs=signs), bool(signs))]
    choices += [(Anchors(anywhere=words), False) for words in others]
    return [choice for choice, _ in sorted(choices, key=lambda pair: not pair[1]) if choice != Anchors()]


def _worth(words: frozenset[str]) -> tuple[bool, int, int]:
    """Small words and figures are everywhere, longer ones are rarer, and fewer match less."""
    rare = not any(MASKS.get(word.rstrip(), 0) & FUNCTION or word[0].isdigit() or _stump(word) for word in words)
    return rare, min(map(len, words)), -len(words)


def _stump(word: str) -> bool:
    """Whether it is the beginning of a word, and too short to be looked up."""
    return len(word) < SHORT and not word.endswith(" ")


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
