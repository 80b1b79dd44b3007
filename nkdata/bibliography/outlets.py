"""The outlet whose page it is, and the one that the page credits with the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nkdata.bibliography.lines import found, labelled, span
from nkdata.words.outlets import AGENCIES as CLEAR_AGENCIES
from nkdata.words.outlets import AMBIGUOUS_AGENCIES, OUTLET_ENDINGS, OUTLET_WORDS

if TYPE_CHECKING:
    from nkdata.bibliography.model import Fact
    from nkdata.document import Document

LEAST_TITLE = 4  # words; fewer before a bar are a section, not a headline
_MOST_OUTLET = 6  # words of an outlet's name
OUTLET: Final = (
    rf"{OUTLET_WORDS}|ilbo|sinmun|zeitung|bbc|cnn|nbc|cbs|abc|dw|rt|npr|pbs|cnbc|voa|rfa|nhk"
)
"""Words that tell an outlet's name from other names."""

AGENCIES: Final = f"{CLEAR_AGENCIES}|{AMBIGUOUS_AGENCIES}"
AGENCY = re.compile(rf"\b(?:{AGENCIES})\b|\b(?:REUTERS|ASSOCIATED PRESS|XINHUA|YONHAP|KYODO)\b")
_OUTLET = re.compile(rf"(?i:\b(?:{OUTLET})\b)|\.(?:{OUTLET_ENDINGS})\b")
_BAR = re.compile(r"\s+[|–—»·-]\s+(?=[^|–—»·]*$)")
_PART = r"[A-Z0-9][\w&'’-]*(?:\.\w+)*"
_NAME = rf"(?P<outlet>(?:the |The )?{_PART}(?: (?:of |the |and )*{_PART}){{0,5}})"
_RIGHTS = re.compile(
    rf"(?:©|\(c\)|[Cc]opyright)\s*(?:©\s*)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?,?\s*(?:by )?{_NAME}"
)
_WRITES_FOR = re.compile(
    r"\b(?:writer|reporter|editor|journalist|correspondent|columnist|contributor|producer|intern|staff|fellow)s?\b"
    rf"(?: [a-z]+){{0,3}} (?:in|at|for|with|of) {_NAME}",
)
_CREDIT = re.compile(
    rf"(?:[Ss]ource|[Vv]ia|[Oo]riginal source)s? ?: ?{_NAME}"
    r"|(?:[Oo]riginally|[Ff]irst) (?:published|posted|appeared|reported) (?:on|in|at|by) "
    + _NAME.replace("outlet", "second")
    + "|"
    r"(?:[Tt]ranslated|[Rr]epublished|[Rr]eprinted|[Ss]yndicated|[Rr]eproduced) (?:from|with permission from|courtesy of) "
    + _NAME.replace("outlet", "third"),
)
_APPEARED = re.compile(rf"appeared first (?:on|in) {_NAME}")


def without_suffix(title: str) -> str:
    """Return a title without the site's name after a bar or a dash."""
    suffix = _suffix(title)
    return title[: suffix.start()] if suffix else title


def _suffix(title: str) -> re.Match[str] | None:
    """Return the bar before a site's name; a dash only counts before a name that says that it is an outlet's."""
    bar = _BAR.search(title)
    if bar is None or len(title[: bar.start()].split()) < LEAST_TITLE:
        return None
    name = title[bar.end() :]
    short = 0 < len(name.split()) <= _MOST_OUTLET and not name.endswith((".", "?", "!"))
    called = name[:1].isupper() and (
        bar.group().strip() in "|»" or re.fullmatch(_NAME, name) is not None
    )
    return bar if short and called and _OUTLET.search(name) else None


def publisher(document: Document) -> Fact | None:
    """Return the outlet that the page names as its own: in its head, behind its title, in its copyright or in a note on an author."""
    return (
        _site_name(document) or _behind_title(document) or _rights(document) or _employer(document)
    )


def _site_name(document: Document) -> Fact | None:
    return next(
        (found(words, words, start) for _, words, start in labelled(document, "site_name")), None
    )


def _behind_title(document: Document) -> Fact | None:
    for _, words, start in labelled(document, "title"):
        suffix = _suffix(words)
        if suffix:
            return found(words, words[suffix.end() :], start)
    return None


def _rights(document: Document, *, of_agency: bool = False) -> Fact | None:
    """Return whose the copyright is; an agency's is that of the text, and anybody else's that of the page."""
    for _, words, start in labelled(document, "legal"):
        match = _RIGHTS.search(words)
        name = match["outlet"] if match else ""
        if (AGENCY.fullmatch(name) is not None) == of_agency and (
            of_agency or _OUTLET.search(name)
        ):
            return found(words, name, start)
    return None


def _employer(document: Document) -> Fact | None:
    for _, words, start in labelled(document, "author_bio"):
        match = _WRITES_FOR.search(words)
        if match and _OUTLET.search(match["outlet"]):
            return found(words, match["outlet"], start, "byline")
    return None


def origin(document: Document) -> Fact | None:
    """Return the outlet that the page says the text came from."""
    for segment in document.segments:
        if segment.label in {"source_link", "other", "legal"}:
            start, end = span(document, segment)
            words = document.text[start:end]
            match = _CREDIT.search(words) or _APPEARED.search(words)
            name = match and next(part for part in match.groups() if part)
            if name:
                return found(words, name, start, "source_attribution")
    return _rights(document, of_agency=True)
