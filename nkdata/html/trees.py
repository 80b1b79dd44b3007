"""A page's tree and the text it leaves: the extractor's, or else that of every text node."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import trafilatura
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ELEMENTS = (
    "a|article|b|blockquote|body|br|center|dd|div|dl|dt|em|figure|font|footer|form|frameset|h[1-6]"
    "|head|header|hr|html|i|iframe|img|li|link|main|meta|nav|ol|p|pre|script|section|span|strong|style|table|tbody|td|th|time|title|tr|ul"
)
_MARKUP = re.compile(rf"(?i)<(?:!doctype|!--|/?(?:{_ELEMENTS})(?=[\s/>]|\Z))")
_TAG = re.compile(r"<[a-zA-Z!?/][^<>]*>")
_SILENT = ("script", "style", "noscript", "template", "head", "svg")


def has_markup(text: str) -> bool:
    """Tell whether there is an HTML element anywhere; what has none is plain text."""
    return bool(_MARKUP.search(text))


def tree(text: str) -> HtmlElement | None:
    """Return the tree of a page, None where the library finds none.

    libxml2 leaves out elements deeper than 256.
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def article(page: HtmlElement) -> str:
    """Return the lines that the extractor takes for the article; empty where it finds none."""
    try:
        return trafilatura.extract(page, include_comments=False) or ""
    except Exception:  # noqa: BLE001  # the library meets any page; the caller has another way
        return ""


def words(page: HtmlElement) -> str:
    """Return every text node of the page on a line of its own."""
    nodes = page.xpath(f"//text()[not({' or '.join(f'ancestor::{name}' for name in _SILENT)})]")
    return "\n".join(line for node in nodes if (line := " ".join(node.split())))


def without_tags(text: str) -> str:
    """Return the text with each tag as a line end: what no tree can be made of."""
    return html.unescape(_TAG.sub("\n", text)).strip()
