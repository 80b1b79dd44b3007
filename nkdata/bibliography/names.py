"""Authors: the names in bylines and in notes on authors, and the agency in place of a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.bibliography.lines import labelled, matches
from nkdata.bibliography.outlets import AGENCY, OUTLET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.bibliography.model import Fact
    from nkdata.document import Document

_OPENING = re.compile(
    r"(?i)\W*(?:(?:written|story|posted|published|reported|reporting|text|words|compiled|analysis"
    r"|opinion) by|by|author|authors)\b ?:?\s*"
)
_TAIL = re.compile(
    r"(?i)\s*(?:\||[\[(<]|\bin [A-Z]|\bfor [A-Z]|\bat [A-Z]|;|[–—•·]| - |\d|\bupdated\b"
    r"|\bpublished\b|@|\bstaff\b)"
)
_BETWEEN = re.compile(r"(?i),? and |, | & | / |\s*/\s*|\s+with ")
_PERSON = re.compile(
    r"(?!The )[^\W\d_a-z][\w.'’-]*"
    r"(?: (?:(?:de|van|von|der|den|la|le|bin|al|el|da|dos|del|di) )*[^\W\d_a-z][\w.'’-]*){1,4}"
)
_ROLE = re.compile(
    rf"(?i:\b(?:{OUTLET}|staff|desk|editors?|writers?|reporters?|correspondents?|agencies|admin"
    r"|team|bureau|special|contributors?|service)\b)"
)
_NAME = r"(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3})"
_FOLLOW = re.compile(
    rf"(?:Follow|Contact|Email|Reach|Write to)\s+{_NAME}\s+(?:on|at|via|by|here)\b"
)
_IS_A = re.compile(
    rf"{_NAME}(?:, [^,]{{2,60}},)? "
    r"(?:is|was|writes|covers|reports|has (?:written|covered|reported|been)|works|joined)\b"
)
_NO_NAMES = "The This That It He She They North South Our A An"


def authors(document: Document) -> tuple[Fact, ...]:
    """Return the people whom the page's bylines name, or else its notes on authors, each once."""
    facts = [*_bylined(document)] or [*_described(document)]
    once = {fact.value.casefold(): fact for fact in reversed(facts)}
    return tuple(sorted(once.values(), key=lambda fact: fact.start))


def _bylined(document: Document) -> Iterator[Fact]:
    for line in labelled(document, "byline"):
        opening = _OPENING.match(line.words)
        names = line.words[opening.end() :] if opening else line.words
        for name in map(str.strip, _BETWEEN.split(_TAIL.split(names, maxsplit=1)[0])):
            if _is_person(name):
                yield line.fact(name, "byline")


def _is_person(name: str) -> bool:
    """Tell whether the words look like a person's name and name neither an agency nor an office."""
    return bool(_PERSON.fullmatch(name)) and not _ROLE.search(name) and not AGENCY.search(name)


def _described(document: Document) -> Iterator[Fact]:
    for line in labelled(document, "author_bio"):
        match = _FOLLOW.search(line.words) or _IS_A.match(line.words)
        name = match["name"] if match else ""
        if _is_person(name) and name.split()[0] not in _NO_NAMES.split():
            yield line.fact(name, "byline")


def byline_agency(document: Document) -> Fact | None:
    """Return the agency that a byline names."""
    for line, match in matches(document, AGENCY, "byline"):
        return line.fact(match.group(), "byline")
    return None
