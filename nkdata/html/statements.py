"""What a page's markup states, as statements with their places.

JSON-LD, meta elements, links, times and the language are read. Libraries that read this metadata
give one merged value without its place, and fill in what is not stated; the tree, JSON and the
calendar are enough.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from nkdata.document import Statement
from nkdata.html.days import day
from nkdata.html.decoding import repaired
from nkdata.html.linked import Things, kinds, texts
from nkdata.paths import beside
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.html import HtmlElement

_FIELDS = beside(__file__, "fields.toml")
"""The fields that names of meta elements and properties of JSON-LD state."""

_RANKS = {
    name: (rank, field)
    for field, names in _FIELDS["metas"].items()
    for rank, name in enumerate(names)
}
_NAMING = ("property", "name", "http-equiv")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8})*)")
_FEW = 8
"""How many titles and sites are compared with others: a page has one or two, and a hostile one a
million."""

_IS_PUBLISHED = "contains(concat(' ', normalize-space(@itemprop), ' '), ' datePublished ')"
_ADDRESS = re.compile(r"(?i)https?://[^\s/]+\S*")


def statements(tree: HtmlElement) -> Iterator[Statement]:
    """Yield what the markup of a page states, in each field the statement to be believed first."""
    stated = [s for s in (_statement(*stating) for stating in _stating(tree)) if s]
    sites = list(dict.fromkeys(s.value for s in stated if s.field == "publisher"))[:_FEW]
    for statement in stated:
        if statement.field != "published":
            yield _without_site(statement, sites) if statement.field == "title" else statement
    days = sorted((s for s in stated if s.field == "published"), key=_earliness)
    yield from days or _marked(tree) or _upper_bound(tree)


def _stating(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Yield field, place and words of everything stated."""
    yield from _linked(tree)
    yield from _metas(tree)
    for link in tree.iterfind(".//link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield "url", "link canonical", link.get("href") or ""
    for name in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
        if tree.get(name):
            yield "language", "html lang", tree.get(name)
            break
    yield "title", "title", tree.findtext("./head/title") or ""


def _linked(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    things = Things(
        script.text or ""
        for script in tree.iterfind(".//script")
        if (script.get("type") or "").strip().lower().startswith("application/ld+json")
    )
    titles = tree.xpath("./head/title/text() | .//meta[@property='og:title']/@content")
    for thing in things.articles([title for title in titles if title.strip()][:_FEW]):
        kind = (kinds(thing) or ["thing"])[0]
        for key, field in _FIELDS["properties"].items():
            read = things.names if field in {"author", "publisher"} else texts
            values = read(thing.get(key))
            if field == "author":
                names = dict.fromkeys(name for name in values if not _ADDRESS.match(name))
                values = [", ".join(names)]
            yield from ((field, f"{kind}.{key}", value) for value in values)


def _metas(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    named = []
    for meta in tree.iterfind(".//meta"):
        # in the body an itemprop describes another item: a related story, a comment
        keys = (*_NAMING, "itemprop") if meta.getparent().tag == "head" else _NAMING
        names = dict.fromkeys((meta.get(key) or "").strip().lower() for key in keys)
        text = meta.get("content") or ""
        named += [(*_RANKS[name], f"meta {name}", text) for name in names if name in _RANKS]
    for _, field, place, text in sorted(named, key=lambda entry: entry[0]):
        yield field, place, text


def _moment(element: HtmlElement) -> str:
    stated = (element.get(key) for key in ("datetime", "content", "title"))
    return str(next(filter(None, stated), None) or element.text_content())


def _statement(field: str, source: str, printed: str) -> Statement | None:
    words = " ".join(repaired(html.unescape(printed)).split())
    value = _READERS.get(field, str)(words)
    return Statement(field, value, source, words) if value else None


def _language(words: str) -> str | None:
    match = _LANGUAGE.fullmatch(words)
    if match is None:
        return None
    # a subtag of two letters is a country's code
    subtags = re.sub(r"(?<=-)..(?=-|$)", lambda code: code[0].upper(), match[2].replace("_", "-"))
    return match[1].lower() + subtags


def _address(words: str) -> str | None:
    return words if _ADDRESS.fullmatch(words) else None


def _name(words: str) -> str | None:
    return None if _ADDRESS.match(words) else words


_READERS: dict[str, Callable[[str], str | None]] = {
    "published": day,
    "language": _language,
    "url": _address,
    "author": _name,
    "publisher": _name,
}


def _without_site(title: Statement, sites: Sequence[str]) -> Statement:
    """Return a title without the site's name behind it."""
    for site in sites:
        cut = re.fullmatch(rf"(.+?)\s+[-–—|·•:»]\s+{re.escape(site)}", title.value, re.IGNORECASE)
        if cut:
            return Statement("title", cut[1], title.source, title.printed)
    return title


def _earliness(statement: Statement) -> tuple[object, int]:
    """Order days: one inside a wider one before it, and otherwise the earlier first."""
    interval = edtf.parse(statement.value)
    return interval.latest, interval.days or 0


def _marked(tree: HtmlElement) -> list[Statement]:
    """Return the day of publication that elements of the body are marked with.

    Where they differ they are other stories' too, and none is returned.
    """
    days = []
    for element in tree.xpath(f"//body//*[{_IS_PUBLISHED}] | //body//time[@pubdate]"):
        mark = "datePublished" if element.xpath(_IS_PUBLISHED) else "pubdate"
        if stated := _statement("published", f"{element.tag} {mark}", _moment(element)):
            days.append(stated)
    return days if len({s.value for s in days}) == 1 else []


def _upper_bound(tree: HtmlElement) -> list[Statement]:
    """Return the first time of the page as a day not after which it was published.

    On pages that also state their day, that time is the same day on three of four, and a later one,
    of a change, on most others.
    """
    outside = " or ".join(f"ancestor::{name}" for name in ("aside", "nav", "footer", "li"))
    for printed in map(_moment, tree.xpath(f"//time[not({outside})]")):
        value = day(printed)
        if value and not value.startswith("["):
            return [Statement("published", f"[..{value}]", "time datetime", printed)]
    return []
