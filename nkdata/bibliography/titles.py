"""The title: the headline without the site's name, or what a breadcrumb has kept of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.bibliography.lines import body_start, labelled, matches
from nkdata.bibliography.outlets import LEAST_TITLE, without_suffix

if TYPE_CHECKING:
    from nkdata.bibliography.model import Fact
    from nkdata.document import Document

_CRUMBS = re.compile(r"\s*[>»›|/→]\s*")
_HOME = re.compile(
    r"(?i)\A(?:(?:home ?page|home|main|start)\b|home(?=latest|news|world|[a-z]+[A-Z]))"
)
_CUT = re.compile(r"(?:\.{3}|…)$")
_SECTION = re.compile(r"\s*[A-Z][A-Za-z]*\s+(?=[A-Z“‘\"'\d])")


def title(document: Document) -> Fact | None:
    """Return the article's title; None where the page prints none."""
    for line in labelled(document, "title"):
        return line.fact(without_suffix(line.words))
    return _from_breadcrumb(document)


def _from_breadcrumb(document: Document) -> Fact | None:
    """Return a breadcrumb's last step where it is long enough for a headline, as far as it goes."""
    for line, home in matches(document, _HOME, "nav"):
        if line.number >= body_start(document):
            return None
        step = _CRUMBS.split(line.words)[-1]
        if step == line.words:  # run together: the home page, a section and the headline
            step = line.words[home.end() :]
            section = _SECTION.match(step)
            step = step[section.end() :] if section else step
        step = _CUT.sub("", step).strip()
        if len(step.split()) >= LEAST_TITLE:
            return line.fact(step)
    return None
