"""Authors: the names in bylines and in notes on authors, and the agency that stands where a name would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.bibliography.lines import found, labelled
from nkdata.bibliography.outlets import AGENCY, OUTLET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.bibliography.model import Fact
    from nkdata.document import Document

_OPENING = re.compile(
    r"^\W*(?:(?:written|story|posted|published|reported|reporting|text|words|compiled|analysis|opinion) by|by|author|authors)\b ?:?\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:\||[\[(<]|\bin [A-Z]|\bfor [A-Z]|\bat [A-Z]|;|[–—•·]| - |\d|\bupdated\b|\bpublished\b|@|\bstaff\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r",? and |, | & | / |\s*/\s*|\s+with ", re.IGNORECASE)
_PERSON = re.compile(
    r"(?!The )[^\W\d_a-z][\w.'’-]*(?: (?:(?:de|van|von|der|den|la|le|bin|al|el|da|dos|del|di) )*[^\W\d_a-z][\w.'’-]*){1,4}"
)
_ROLE = re.compile(
    rf"(?i:\b(?:{OUTLET}|staff|desk|editors?|writers?|reporters?|correspondents?|agencies|admin|team|bureau|special|contributors?|service)\b)"
)
_FOLLOW = re.compile(
    r"(?:Follow|Contact|Email|Reach|Write to)\s+(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3})\s+(?:on|at|via|by|here)\b",
)
_IS_A = re.compile(
    r"(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3})(?:, [^,]{2,60},)? "
    r"(?:is|was|writes|covers|reports|has (?:written|covered|reported|been)|works|joined)\b",
)
_ORDINARY = frozenset(
    {"The", "This", "That", "It", "He", "She", "They", "North", "South", "Our", "A", "An"}
)


def authors(document: Document) -> tuple[Fact, ...]:
    """Return the people whom the page names as its authors, each once: by its bylines, or else by its notes on authors."""
    named = [*_bylined(document)] or [*_described(document)]
    known = {fact.value.casefold(): fact for fact in reversed(named)}
    return tuple(sorted(known.values(), key=lambda fact: fact.start))


def _bylined(document: Document) -> Iterator[Fact]:
    for _, words, start in labelled(document, "byline"):
        opening = _OPENING.match(words)
        names = words[opening.end() :] if opening else words
        tail = _TAIL.search(names)
        for name in _BETWEEN.split(names[: tail.start()] if tail else names):
            if is_person(name.strip()):
                yield found(words, name.strip(), start, "byline")


def is_person(name: str) -> bool:
    """Whether the words are shaped like a person's name, and name neither an agency nor an office."""
    return (
        _PERSON.fullmatch(name) is not None and not _ROLE.search(name) and not AGENCY.search(name)
    )


def _described(document: Document) -> Iterator[Fact]:
    for _, words, start in labelled(document, "author_bio"):
        match = _FOLLOW.search(words) or _IS_A.match(words)
        if match and match["name"].split()[0] not in _ORDINARY and is_person(match["name"]):
            yield found(words, match["name"], start, "byline")


def byline_agency(document: Document) -> Fact | None:
    """Return the agency that a byline names."""
    for _, words, start in labelled(document, "byline"):
        match = AGENCY.search(words)
        if match:
            return found(words, match.group(), start, "byline")
    return None
