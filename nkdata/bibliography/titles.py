"""The title: the headline as printed without the site's suffix, or what a breadcrumb has kept of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.bibliography.lines import body_start, found, labelled
from nkdata.bibliography.outlets import LEAST_TITLE, without_suffix

if TYPE_CHECKING:
    from nkdata.bibliography.model import Fact
    from nkdata.document import Document

_CRUMBS = re.compile(r"\s*[>»›|/→]\s*")
_HOME = re.compile(
    r"(?:home ?page|home|main|start)\b|home(?=latest|news|world|[a-z]+[A-Z])", re.IGNORECASE
)
_CUT = re.compile(r"(?:\.{3}|…)$")
_SECTION = re.compile(r"\s*[A-Z][A-Za-z]*\s+(?=[A-Z“‘\"'\d])")


def title(document: Document) -> Fact | None:
    """Return the article's title; None where the page prints none."""
    for _, words, start in labelled(document, "title"):
        return found(words, without_suffix(words), start)
    return _from_breadcrumb(document)


def _from_breadcrumb(document: Document) -> Fact | None:
    """Return the last step of a breadcrumb that is long enough for a headline, as far as it goes."""
    for index, words, start in labelled(document, "nav"):
        if index < body_start(document) and _HOME.match(words):
            step = _CRUMBS.split(words)[-1]
            if step == words:  # run together: the home page, a section and the headline
                step = _SECTION.sub("", words[_HOME.match(words).end() :], count=1)  # type: ignore[union-attr]
            step = _CUT.sub("", step).strip()
            if len(step.split()) >= LEAST_TITLE:
                return found(words, step, start)
    return None
