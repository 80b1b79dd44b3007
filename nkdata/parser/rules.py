"""The registry: the rules that decide a segment's label, in the order in which they are asked.

What each rule knows is said in ``schemas/segments.json``, with the label that it gives. A line rule
sees one line alone: it has patterns in `vocabulary`, and here the condition that a line with such a
pattern has to meet. All other rules see the page: where the article starts and ends and what stands
beside a line (`context`, `headline`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nkdata.document import CURATOR_RULE
from nkdata.parser.dates import is_stamp
from nkdata.parser.features import HEAD, capitals
from nkdata.parser.vocabulary import ANYWHERE, CLASSES
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from nkdata.parser.features import Line

    Condition = Callable[[Line], bool]

RULES: Final[dict[str, str]] = {
    rule: code["gives"] for rule, code in codes("segments", "rule").items() if rule != CURATOR_RULE
}
"""The label that each rule gives."""

SHORT = 14  # words of an interface phrase or a byline; the longest such phrase has thirteen
LOOSE = 24  # words of an unpunctuated appeal; "... free spins. Get full info here" has sixteen
LEAST_CREDIT = 6  # words before "/ Agency": a shorter line is a list of names
NAMES = 0.6  # the share of capitalised words in a byline
TRADE_WORDS, LONGEST_BIO = 2, 120

_READER = re.compile(r"\b(?:you|your|our|us|we|my)\b")
_REPORTED = re.compile(r"[\"“”«»]|\b(?:said|says|told|reported|announced|added|according to)\b")
_PERSONAL = re.compile(r"\b(?:i|i'm|i've|my|me|you|your|lol|imo|thanks)\b")
_FOLLOW = re.compile(
    r"(?:Follow|Contact|Email|Reach|Tweet|Write to)\s+"
    r"(?:(?:[A-Z][\w.'’-]*\s+){2,4}|@\w+\s*|(?:him|her|them|the author)\s+)(?:on|at|via|here|:)?"
)
_IS_A = re.compile(
    r"(?:The\s+)?(?:[A-Z][\w.'’&-]*,?\s+(?:(?:and|of|the|formerly)\s+)?){1,6}"
    r"(?:is|has|writes|covers|reports|works|joined|holds)\b"
)
_TRADE = re.compile(ANYWHERE["biography"][0][1])
_OUTLET = re.compile(rf"\b(?:{CLASSES['outlet']}|us)\b")
_SLASH_CREDIT = re.compile(r"\s/\s?[A-Z][\w .,'’&-]{2,60}$")


def _reports(line: Line) -> bool:
    """Tell whether the line reports somebody's words."""
    return _REPORTED.search(line.head) is not None


def any_line(_line: Line) -> bool:
    """Accept a line of any length."""
    return True


def at_most(words: int, *conditions: Condition) -> Condition:
    """Accept lines of so many words or fewer that meet all conditions."""
    return lambda line: line.words <= words and all(meets(line) for meets in conditions)


def wordless(line: Line) -> bool:
    """Accept lines without a letter or digit, of which patterns see only the opening."""
    return not any(map(str.isalnum, line.text))


def no_prose(line: Line) -> bool:
    """Refuse prose."""
    return not line.prose


def no_paragraph(line: Line) -> bool:
    """Refuse prose of two sentences or more."""
    return not line.prose or line.sentences == 1


def unreported(line: Line) -> bool:
    """Refuse sentences that report somebody's words."""
    return line.words <= SHORT or not _reports(line)


def addressed(line: Line) -> bool:
    """Accept short lines, and prose that addresses the reader in the page's own voice."""
    if not line.prose:
        return line.words <= LOOSE
    return _READER.search(line.head) is not None and not _reports(line)


def names_an_author(line: Line) -> bool:
    """Accept lines that say where to follow or reach a person; an outlet is no person."""
    match = _FOLLOW.match(line.text[:HEAD])
    return match is not None and not _OUTLET.search(match.group().casefold())


def names_people(line: Line) -> bool:
    """Accept lines of names, as a byline has them."""
    return capitals(line.text) >= NAMES or "@" in line.text


def slash_credit(line: Line) -> bool:
    """Accept unpunctuated lines that end in a slash and a source."""
    enough = line.words >= LEAST_CREDIT and not line.closes
    return enough and _SLASH_CREDIT.search(line.text[-80:]) is not None


def biography(line: Line) -> bool:
    """Accept a name, "is a", and two words of the trade, with nobody quoted."""
    return (
        likely_biography(line)
        and len({word.group() for word in _TRADE.finditer(line.head)}) >= TRADE_WORDS
    )


def likely_biography(line: Line) -> bool:
    """Tell whether the line may be a biography, were it to stand after the article."""
    if line.words > LONGEST_BIO or not line.closes or _IS_A.match(line.text[:HEAD]) is None:
        return False
    return _TRADE.search(line.head) is not None and not _reports(line)


def personal(line: Line) -> bool:
    """Tell whether a reader may have written the line: one sentence, or in the first person."""
    return line.sentences == 1 or (_PERSONAL.search(line.head) is not None and not _reports(line))


LINE_RULES: Final[dict[str, Condition]] = {
    "symbols-only": wordless,
    "file-residue": any_line,
    "template-residue": any_line,
    # "Published: Wednesday, 30 May, 2018, 6:14am Updated: ..." has fourteen words
    "date-stamp": at_most(18, lambda line: is_stamp(line.head)),
    "bare-date-word": any_line,
    "weather-reading": at_most(8),
    "comment-count": any_line,
    "counter": any_line,
    "advertisement": at_most(SHORT),
    "author-follow": at_most(SHORT, names_an_author),
    "comment-form": at_most(40),
    "bio-heading": any_line,
    "share-widget": any_line,
    "related-pointer": at_most(40, no_paragraph),
    "list-heading": any_line,
    "source-note": at_most(40, unreported),
    "cookie-notice": at_most(80, addressed),
    "copyright-notice": at_most(120, unreported),
    "newsletter-appeal": at_most(80, addressed),
    "donation-appeal": at_most(80, addressed),
    "reader-prompt": at_most(80, addressed),
    "embedded-post": at_most(60),
    "promotion": at_most(80, addressed),
    "bot-notice": at_most(40, no_paragraph),
    "page-media": any_line,
    "developing-note": at_most(40, unreported),
    "hashtags": at_most(60),
    "language-switch": at_most(SHORT),
    "section-tag": any_line,
    "site-menu": any_line,
    "breadcrumb": at_most(40, no_prose),
    "agency-credit": any_line,
    "byline": at_most(SHORT, no_prose, names_people),
    "photo-credit": at_most(90),
    "slash-credit": slash_credit,
    "comment-meta": at_most(10, no_prose),
    "biography": biography,
}
"""The line rules in the order in which they are asked; the first that knows a line decides.

The numbers are words, set on the development pages: a longer line that has a rule's words is a
paragraph about newsletters or photographs, not a piece of the page around the article.
"""
