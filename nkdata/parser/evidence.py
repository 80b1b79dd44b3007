"""The evidence of one line: tests that know a kind of noise by its words and its shape, each from the line alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from nkdata.parser import vocabulary
from nkdata.parser.anchors import FEW, Anchors, needs
from nkdata.parser.dates import MOST_WORDS, STAMP_NEEDS, is_stamp
from nkdata.parser.features import HEAD, capitals

if TYPE_CHECKING:
    from collections.abc import Callable

    from nkdata.parser.characters import Array
    from nkdata.parser.features import Line

ANY = 10**9
SHORT = 14  # words; the longest interface phrase in WHOLE has thirteen
LOOSE = 24  # words of an unpunctuated appeal ("... is giving readers free spins. Get full info here" has sixteen)
LEAST_CREDIT = 6  # words before "/ Agency": a shorter line is a list of names
NAMES = 0.6  # the share of capitalised words in a byline
TRADE_WORDS, LONGEST_BIO = 2, 120

READER_WORDS = ("you", "your", "our", "us", "we", "my")
REPORTING_WORDS, REPORTING_SIGNS = (
    ("said", "says", "told", "reported", "announced", "added"),
    '"“”«»',
)
_READER = re.compile(rf"\b(?:{'|'.join(READER_WORDS)})\b")
_REPORTED = re.compile(rf"[{REPORTING_SIGNS}]|\b(?:{'|'.join(REPORTING_WORDS)}|according to)\b")
_PERSONAL = re.compile(r"\b(?:i|i'm|i've|my|me|you|your|lol|imo|thanks)\b")
_NAME = r"(?:[A-Z][\w.'’-]*\s+){2,4}"
_FOLLOW = re.compile(
    rf"(?:Follow|Contact|Email|Reach|Tweet|Write to)\s+(?:{_NAME}|@\w+\s*|(?:him|her|them|the author)\s+)(?:on|at|via|here|:)?",
)
_BIO_VERBS = "is|has|writes|covers|reports|works|joined|holds"
_IS_A = re.compile(
    r"(?:The\s+)?(?:[A-Z][\w.'’&-]*,?\s+(?:(?:and|of|the|formerly)\s+)?){1,6}"
    rf"(?:{_BIO_VERBS})\b",
)
_BIO = re.compile(vocabulary.BIO_WORDS)
_BIO_ANCHORED = (
    vocabulary.BIO_WORDS.replace("|@\\w+", "") + rf".*\b(?:{_BIO_VERBS})\b"
)  # in either order
_OUTLET = re.compile(rf"\b(?:{vocabulary.CLASSES['outlet']}|us)\b")
_SLASH_CREDIT = re.compile(r"\s/\s?[A-Z][\w .,'’&-]{2,60}$")


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a line before it is looked at, for any number of words at once.

    ``prose`` and ``paragraph`` are a line's ``is_prose`` and ``is_paragraph``; ``asks`` says that it may address the reader,
    ``reports`` that it surely reports somebody's words.
    """

    words: Array
    prose: bool
    paragraph: bool
    asks: bool
    reports: bool


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that tells a kind of line.

    Attributes:
        holds: whether a line has it.
        needs: the anchors without which it cannot: one of each set; without a set, a line without words has it.
        fits: for what shapes of lines it holds at all.
    """

    holds: Callable[[Line], bool]
    needs: tuple[Anchors, ...]
    fits: Callable[[Shape], Any]


Test = tuple[Clue, ...]
"""A test of one line: it holds where one of its clues does, on a line whose shape fits."""


def whole(kind: str, most: int = SHORT) -> Test:
    """Test that a pattern of the kind covers the whole of a short line."""

    def clue(pattern: str) -> Clue:
        match = re.compile(pattern).fullmatch
        return Clue(
            lambda line: match(line.bare) is not None,
            needs(pattern, opening=True, closing=True),
            _shorter(most),
        )

    return tuple(map(clue, vocabulary.expanded(vocabulary.WHOLE[kind])))


def opening(kind: str, most: int = 40) -> Test:
    """Test that a pattern of the kind opens the line."""

    def clue(pattern: str) -> Clue:
        match = re.compile(pattern).match
        return Clue(
            lambda line: match(line.head) is not None, needs(pattern, opening=True), _shorter(most)
        )

    return tuple(map(clue, vocabulary.expanded(vocabulary.OPENING[kind])))


def anywhere(kind: str, most: int = 60) -> Test:
    """Test that a pattern of the kind occurs in the line."""

    def clue(pattern: str) -> Clue:
        search = re.compile(pattern).search
        return Clue(
            lambda line: search(line.head) is not None,
            needs(pattern, opening=False),
            _shorter(most),
        )

    return tuple(map(clue, vocabulary.expanded(vocabulary.ANYWHERE[kind])))


def _shorter(most: int) -> Callable[[Shape], Any]:
    return lambda shape: shape.words <= most


def fitting(fits: Callable[[Shape], Any], test: Test) -> Test:
    """Hold a test back from lines of other shapes."""

    def clue(one: Clue) -> Clue:
        return replace(one, fits=lambda shape: one.fits(shape) & fits(shape))

    return tuple(map(clue, test))


def only_if(condition: Callable[[Line], bool], test: Test) -> Test:
    """Hold a test back from lines that do not meet a condition."""

    def clue(one: Clue) -> Clue:
        return replace(one, holds=lambda line: one.holds(line) and condition(line))

    return tuple(map(clue, test))


def no_prose(test: Test) -> Test:
    """Hold a test back from prose."""
    return fitting(lambda shape: not shape.prose, test)


def no_paragraph(test: Test) -> Test:
    """Hold a test back from prose of two sentences or more."""
    return fitting(lambda shape: not shape.paragraph, test)


def few_words(test: Test) -> Test:
    """Say of a test that it holds for figures beside which no more than two words stand."""
    return tuple(
        replace(clue, needs=(*clue.needs, Anchors(anywhere=frozenset({FEW})))) for clue in test
    )


def unreported(test: Test) -> Test:
    """Hold a test back from sentences that report somebody's words."""
    fits = fitting(lambda shape: (shape.words <= SHORT) | (not shape.reports), test)
    return only_if(lambda line: line.words <= SHORT or _REPORTED.search(line.head) is None, fits)


def appeal(kind: str) -> Test:
    """Test for the kind's words; prose has to address the reader, in the page's own voice, before they count."""

    def fits(shape: Shape) -> Any:  # noqa: ANN401 -- as NumPy compares
        return shape.asks and not shape.reports if shape.prose else shape.words <= LOOSE

    def addressed(line: Line) -> bool:
        return not line.is_prose or (
            _READER.search(line.head) is not None and _REPORTED.search(line.head) is None
        )

    return only_if(addressed, fitting(fits, anywhere(kind, 80)))


def _author_follow(line: Line) -> bool:
    match = _FOLLOW.match(line.text[:HEAD])
    return match is not None and not _OUTLET.search(match.group().casefold())


def _slash_credit(line: Line) -> bool:
    return not line.ends_sentence and _SLASH_CREDIT.search(line.text[-80:]) is not None


def _biography(line: Line) -> bool:
    return (
        likely_biography(line) and len({m.group() for m in _BIO.finditer(line.head)}) >= TRADE_WORDS
    )


def likely_biography(line: Line) -> bool:
    """Whether the line may be a biography, were it to stand after the article."""
    if line.words > LONGEST_BIO or not line.ends_sentence or _IS_A.match(line.text[:HEAD]) is None:
        return False
    return _BIO.search(line.head) is not None and _REPORTED.search(line.head) is None


def personal(line: Line) -> bool:
    """Whether a reader may have written the line: one sentence, or words in the first person and no quotation."""
    return line.sentences == 1 or (
        _PERSONAL.search(line.head) is not None and _REPORTED.search(line.head) is None
    )


symbols: Final = (Clue(lambda line: not any(c.isalnum() for c in line.text), (), _shorter(ANY)),)
"""Whether the line has no letter and no digit."""

date_stamp: Final = (Clue(lambda line: is_stamp(line.head), STAMP_NEEDS, _shorter(MOST_WORDS)),)
"""Whether the line is a date, a clock or an epoch number and nothing else."""

author_follow: Final = (
    Clue(_author_follow, needs(_FOLLOW.pattern.casefold(), opening=True), _shorter(SHORT)),
)
"""Whether the line says where to follow or reach a person; an outlet is no person."""

byline: Final = only_if(
    lambda line: capitals(line.text) >= NAMES or "@" in line.text,
    no_prose(opening("byline", SHORT)),
)
"""Whether the line is "By" and names."""

slash_credit: Final = (
    Clue(
        _slash_credit, (Anchors(signs=frozenset("/")),), lambda shape: shape.words >= LEAST_CREDIT
    ),
)
"""Whether an unpunctuated line ends in a slash and a source."""

biography: Final = (
    Clue(
        _biography,
        needs(_BIO_ANCHORED, opening=False),
        lambda shape: (shape.words <= LONGEST_BIO) & (not shape.reports),
    ),
)
"""Whether the line says who somebody is: a name, "is a", words of the trade, and nobody quoted."""
