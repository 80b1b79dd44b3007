"""The evidence of one line: tests that know a kind of noise by its words and its shape, each from the line alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nkdata.parser import vocabulary
from nkdata.parser.anchors import Anchors, anchors
from nkdata.parser.dates import MOST_WORDS, STAMP_WORDS, is_stamp
from nkdata.parser.features import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from nkdata.parser.features import Line

ANY = 10**9
SHORT = 14  # words; the longest interface phrase in WHOLE has thirteen
LOOSE = 24  # words of an unpunctuated appeal ("... is giving readers free spins. Get full info here" has sixteen)
LEAST_CREDIT = 6  # words before "/ Agency": a shorter line is a list of names
NAMES = 0.6  # the share of capitalised words in a byline
TRADE_WORDS, LONGEST_BIO = 2, 120

_READER = re.compile(r"\b(?:you|your|our|us|we|my)\b")
_REPORTED = re.compile(r"[\"“”«»]|\b(?:said|says|told|according to|reported|announced|added)\b")
_PERSONAL = re.compile(r"\b(?:i|i'm|i've|my|me|you|your|lol|imo|thanks)\b")
_NAME = r"(?:[A-Z][\w.'’-]*\s+){2,4}"
_FOLLOW = re.compile(
    rf"(?:Follow|Contact|Email|Reach|Tweet|Write to)\s+(?:{_NAME}|@\w+\s*|(?:him|her|them|the author)\s+)(?:on|at|via|here|:)?",
)
_IS_A = re.compile(
    r"(?:The\s+)?(?:[A-Z][\w.'’&-]*,?\s+(?:(?:and|of|the|formerly)\s+)?){1,6}"
    r"(?:is|has|writes|covers|reports|works|joined|holds)\b",
)
_BIO = re.compile(vocabulary.BIO_WORDS)
_OUTLET = re.compile(rf"\b(?:{vocabulary.CLASSES['outlet']}|us)\b")
_SLASH_CREDIT = re.compile(r"\s/\s?[A-Z][\w .,'’&-]{2,60}$")


@dataclass(frozen=True, slots=True)
class Test:
    """A test of one line, and the anchors without which it cannot hold."""

    holds: Callable[[Line], bool]
    anchors: Anchors


def whole(kind: str, most: int = SHORT) -> Test:
    """Test that a pattern of the kind covers the whole of a short line."""
    pattern = vocabulary.compiled(vocabulary.WHOLE[kind])
    known = anchors(vocabulary.expanded(vocabulary.WHOLE[kind]), opening=True, closing=True)
    return Test(lambda line: line.words <= most and pattern.fullmatch(line.bare) is not None, known)


def opening(kind: str, most: int = 40) -> Test:
    """Test that a pattern of the kind opens the line."""
    pattern = vocabulary.compiled(vocabulary.OPENING[kind])
    known = anchors(vocabulary.expanded(vocabulary.OPENING[kind]), opening=True)
    return Test(lambda line: line.words <= most and pattern.match(line.head) is not None, known)


def anywhere(kind: str, most: int = 60) -> Test:
    """Test that a pattern of the kind occurs in the line."""
    pattern = vocabulary.compiled(vocabulary.ANYWHERE[kind])
    known = anchors(vocabulary.expanded(vocabulary.ANYWHERE[kind]), opening=False)
    return Test(lambda line: line.words <= most and pattern.search(line.head) is not None, known)


def either(one: Test, two: Test) -> Test:
    """Test that one of two tests holds."""
    return Test(lambda line: one.holds(line) or two.holds(line), one.anchors | two.anchors)


def only_if(condition: Callable[[Line], bool], test: Test) -> Test:
    """Hold a test back from lines that do not meet a condition, which is cheaper to look at."""
    return Test(lambda line: condition(line) and test.holds(line), test.anchors)


def no_prose(test: Test) -> Test:
    """Hold a test back from prose."""
    return only_if(lambda line: not line.is_prose, test)


def no_paragraph(test: Test) -> Test:
    """Hold a test back from prose of two sentences or more."""
    return only_if(lambda line: not line.is_paragraph, test)


def unreported(test: Test) -> Test:
    """Hold a test back from sentences that report somebody's words."""
    return Test(lambda line: test.holds(line) and (line.words <= SHORT or _REPORTED.search(line.head) is None), test.anchors)


def appeal(kind: str) -> Test:
    """Test for the kind's words; prose has to address the reader, in the page's own voice, before they count."""
    found = anywhere(kind, 80)

    def holds(line: Line) -> bool:
        if not line.is_prose:
            return line.words <= LOOSE and found.holds(line)
        return found.holds(line) and _READER.search(line.head) is not None and _REPORTED.search(line.head) is None

    return Test(holds, found.anchors)


def _author_follow(line: Line) -> bool:
    match = _FOLLOW.match(line.text[:HEAD])
    return match is not None and line.words <= SHORT and not _OUTLET.search(match.group().casefold())


def _slash_credit(line: Line) -> bool:
    return not line.ends_sentence and line.words >= LEAST_CREDIT and _SLASH_CREDIT.search(line.text[-80:]) is not None


def _biography(line: Line) -> bool:
    return likely_biography(line) and len({m.group() for m in _BIO.finditer(line.head)}) >= TRADE_WORDS


def likely_biography(line: Line) -> bool:
    """Whether the line may be a biography, were it to stand after the article."""
    if line.words > LONGEST_BIO or not line.ends_sentence or _REPORTED.search(line.head):
        return False
    return _IS_A.match(line.text[:HEAD]) is not None and _BIO.search(line.head) is not None


def personal(line: Line) -> bool:
    """Whether a reader may have written the line: one sentence, or words in the first person and no quotation."""
    return line.sentences == 1 or (_PERSONAL.search(line.head) is not None and _REPORTED.search(line.head) is None)


symbols: Final = Test(lambda line: not any(c.isalnum() for c in line.text), Anchors())
"""Whether the line has no letter and no digit. A line without words is tried by every rule."""

date_stamp: Final = Test(lambda line: line.words <= MOST_WORDS and is_stamp(line.head), Anchors(anywhere=STAMP_WORDS))
"""Whether the line is a date, a clock or an epoch number and nothing else."""

author_follow: Final = Test(_author_follow, anchors([_FOLLOW.pattern.casefold()], opening=True))
"""Whether the line says where to follow or reach a person; an outlet is no person."""

byline: Final = only_if(lambda line: (line.capitals >= NAMES or "@" in line.text) and not line.is_prose, opening("byline", SHORT))
"""Whether the line is "By" and names."""

slash_credit: Final = Test(_slash_credit, Anchors(signs=frozenset("/")))
"""Whether an unpunctuated line ends in a slash and a source."""

biography: Final = Test(_biography, anchors([vocabulary.BIO_WORDS.replace("|@\\w+", "")], opening=False))
"""Whether the line says who somebody is: a name, "is a", words of the trade, and nobody quoted."""
