"""The outlet whose page it is, and the one that the page credits with the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nkdata.bibliography.lines import labelled, matches
from nkdata.words.outlets import AGENCIES as CLEAR_AGENCIES
from nkdata.words.outlets import AMBIGUOUS_AGENCIES, OUTLET_ENDINGS, OUTLET_WORDS

if TYPE_CHECKING:
    from nkdata.bibliography.model import Fact
    from nkdata.document import Document

LEAST_TITLE = 4
"""Words of a title: fewer before a bar are a section's name."""

_MOST_OUTLET = 6  # words of an outlet's name
OUTLET: Final = (
    rf"{OUTLET_WORDS}|ilbo|sinmun|zeitung|bbc|cnn|nbc|cbs|abc|dw|rt|npr|pbs|cnbc|voa|rfa|nhk"
)
"""Words that tell an outlet's name from other names."""

AGENCIES: Final = f"{CLEAR_AGENCIES}|{AMBIGUOUS_AGENCIES}"
AGENCY: Final = re.compile(
    rf"\b(?:{AGENCIES})\b|\b(?:REUTERS|ASSOCIATED PRESS|XINHUA|YONHAP|KYODO)\b"
)
_OUTLET = re.compile(rf"(?i:\b(?:{OUTLET})\b)|\.(?:{OUTLET_ENDINGS})\b")
_BAR = re.compile(r"\s+([|–—»·-])\s+(?=[^|–—»·]*$)")
_PART = r"[A-Z0-9][\w&'’-]*(?:\.\w+)*"
_NAME = rf"(?P<outlet>(?:the |The )?{_PART}(?: (?:of |the |and )*{_PART}){{0,5}})"
_RIGHTS = re.compile(
    r"(?:©|\(c\)|[Cc]opyright)\s*(?:©\s*)?"
    rf"(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?,?\s*(?:by )?{_NAME}"
)
_WRITES_FOR = re.compile(
    r"\b(?:writer|reporter|editor|journalist|correspondent|columnist|contributor|producer|intern"
    rf"|staff|fellow)s?\b(?: [a-z]+){{0,3}} (?:in|at|for|with|of) {_NAME}"
)
_CREDIT = re.compile(
    r"(?:(?:[Ss]ource|[Vv]ia|[Oo]riginal source)s? ?: ?"
    r"|(?:[Oo]riginally|[Ff]irst) (?:published|posted|appeared|reported) (?:on|in|at|by) "
    r"|(?:[Tt]ranslated|[Rr]epublished|[Rr]eprinted|[Ss]yndicated|[Rr]eproduced)"
    rf" (?:from|with permission from|courtesy of) ){_NAME}"
)
_APPEARED = re.compile(rf"appeared first (?:on|in) {_NAME}")


def without_suffix(title: str) -> str:
    """Return a title without the site's name after a bar or a dash."""
    bar = _bar(title)
    return title[: bar.start()] if bar else title


def _bar(title: str) -> re.Match[str] | None:
    """Return the bar before a site's name; a dash counts only before what reads like a name."""
    bar = _BAR.search(title)
    if bar is None or len(title[: bar.start()].split()) < LEAST_TITLE:
        return None
    name = title[bar.end() :]
    if not 0 < len(name.split()) <= _MOST_OUTLET or name.endswith((".", "?", "!")):
        return None
    is_name = name[:1].isupper() and (bar[1] in "|»" or re.fullmatch(_NAME, name))
    return bar if is_name and _OUTLET.search(name) else None


def publisher(document: Document) -> Fact | None:
    """Return the outlet that the page names as its own.

    It stands in the page's head, behind its title, in its copyright or in a note on an author.
    """
    for line in labelled(document, "site_name"):
        return line.fact(line.words)
    for line in labelled(document, "title"):
        if bar := _bar(line.words):
            return line.fact(line.words[bar.end() :])
    return _rights(document) or _employer(document)


def _rights(document: Document, *, of_agency: bool = False) -> Fact | None:
    """Return whose the copyright is: an agency's is that of the text, an outlet's of the page."""
    for line, match in matches(document, _RIGHTS, "legal"):
        name = match["outlet"]
        is_agency = AGENCY.fullmatch(name) is not None
        if is_agency == of_agency and (is_agency or _OUTLET.search(name)):
            return line.fact(name)
    return None


def _employer(document: Document) -> Fact | None:
    for line, match in matches(document, _WRITES_FOR, "author_bio"):
        if _OUTLET.search(match["outlet"]):
            return line.fact(match["outlet"], "byline")
    return None


def origin(document: Document) -> Fact | None:
    """Return the outlet that the page says the text came from."""
    for line in labelled(document, "source_link", "other", "legal"):
        match = _CREDIT.search(line.words) or _APPEARED.search(line.words)
        if match:
            return line.fact(match["outlet"], "source_attribution")
    return _rights(document, of_agency=True)
