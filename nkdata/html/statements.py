"""What a page's markup states: JSON-LD, meta elements, links, times and the language, as statements with their places.

No library is asked: those that read this metadata give one merged value without its place, and fill in what is not
stated. Only the tree, JSON and the calendar are needed.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from nkdata.document import Statement
from nkdata.html.days import day
from nkdata.html.decoding import repaired
from nkdata.html.linked import Things, kinds, texts
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from nkdata.html.linked import Thing

_METAS = {
    "title": (
        "og:title",
        "twitter:title",
        "parsely-title",
        "dc.title",
        "dcterms.title",
        "citation_title",
    ),
    "author": (
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
    ),
    "publisher": (
        "og:site_name",
        "publisher",
        "dc.publisher",
        "dcterms.publisher",
        "application-name",
    ),
    "published": (
        "article:published_time",
        "datepublished",
        "og:published_time",
        "og:article:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "publish-date",
        "publishdate",
        "pubdate",
        "cxenseparse:publishtime",
        "dc.date.issued",
        "dcterms.issued",
        "citation_publication_date",
        "date",
        "dc.date",
    ),
    "language": ("content-language", "og:locale", "dc.language", "language"),
    "url": ("og:url", "parsely-link"),
}
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8})*)")
_FEW = 8
"""Of titles and of sites that are compared with others: a page has one or two, and a hostile one a million."""
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def statements(tree: HtmlElement) -> Iterator[Statement]:
    """Yield what the markup of a page states, in each field the statement to be believed first."""
    stated = [s for s in (_statement(*found) for found in _found(tree)) if s]
    sites = list(dict.fromkeys(s.value for s in stated if s.field == "publisher"))[:_FEW]
    plain = [_without_site(s, sites) if s.field == "title" else s for s in stated]
    days = sorted((s for s in plain if s.field == "published"), key=_earliness)
    yield from (s for s in plain if s.field != "published")
    yield from days or _marked(tree) or _upper_bound(tree)


def _found(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Yield field, place and words of everything stated."""
    yield from _linked(tree)
    yield from _metas(tree)
    yield from (
        ("url", "link canonical", link.get("href") or "")
        for link in tree.iterfind(".//link")
        if "canonical" in _rels(link)
    )
    yield (
        "language",
        "html lang",
        tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or tree.get("xml:lang")
        or "",
    )
    yield "title", "title", tree.findtext("./head/title") or ""


def _linked(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    scripts = (
        s.text or ""
        for s in tree.iterfind(".//script")
        if (s.get("type") or "").strip().lower().startswith("application/ld+json")
    )
    things = Things(scripts)
    titles = [
        tree.findtext("./head/title") or "",
        *(m.get("content") or "" for m in tree.iterfind(".//meta[@property='og:title']")),
    ]
    for thing in things.articles([title for title in titles if title.strip()][:_FEW]):
        kind = (kinds(thing) or ["thing"])[0]
        yield from (
            (field, f"{kind}.{key}", value) for field, key, value in _properties(things, thing)
        )


def _properties(things: Things, thing: Thing) -> Iterator[tuple[str, str, str]]:
    yield from (
        ("title", key, text) for key in ("headline", "name") for text in texts(thing.get(key))
    )
    yield (
        "author",
        "author",
        ", ".join(
            dict.fromkeys(
                name for name in things.names(thing.get("author")) if not _ADDRESS.match(name)
            )
        ),
    )
    yield from (("publisher", "publisher", name) for name in things.names(thing.get("publisher")))
    yield from (("published", "datePublished", text) for text in texts(thing.get("datePublished")))
    yield from (("language", "inLanguage", text) for text in texts(thing.get("inLanguage")))
    yield from (("url", "url", text) for text in texts(thing.get("url")))


def _metas(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    places = {
        name: (field, rank) for field, names in _METAS.items() for rank, name in enumerate(names)
    }
    found = []
    for meta in tree.iterfind(".//meta"):
        # in the body it describes another item: a related story, a comment
        keys = (
            ("property", "name", "http-equiv", "itemprop")
            if _is_in_head(meta)
            else ("property", "name", "http-equiv")
        )
        for name in {(meta.get(key) or "").strip().lower() for key in keys} & places.keys():
            field, rank = places[name]
            found.append((rank, field, f"meta {name}", meta.get("content") or ""))
    yield from (
        (field, place, text) for _, field, place, text in sorted(found, key=lambda entry: entry[0])
    )


def _is_in_head(meta: HtmlElement) -> bool:
    parent = meta.getparent()
    return parent is not None and parent.tag == "head"


def _rels(link: HtmlElement) -> list[str]:
    return (link.get("rel") or "").lower().split()


def _moment(element: HtmlElement) -> str:
    return str(
        element.get("datetime")
        or element.get("content")
        or element.get("title")
        or element.text_content()
    )


def _statement(field: str, source: str, printed: str) -> Statement | None:
    words = " ".join(repaired(html.unescape(printed)).split())
    value = _READ.get(field, str)(words)
    return Statement(field, value, source, words) if value else None


def _language(words: str) -> str | None:
    match = _LANGUAGE.fullmatch(words)
    if match is None:
        return None
    subtags = (
        tag.upper() if len(tag) == 2 else tag  # noqa: PLR2004  # a country's code
        for tag in match[2].replace("_", "-").split("-")
    )  # a country's code
    return match[1].lower() + "-".join(subtags)


def _address(words: str) -> str | None:
    return words if _ADDRESS.fullmatch(words) else None


def _name(words: str) -> str | None:
    return None if _ADDRESS.match(words) else words


_READ = {
    "published": day,
    "language": _language,
    "url": _address,
    "author": _name,
    "publisher": _name,
}


def _without_site(title: Statement, sites: Iterable[str]) -> Statement:
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
    """Return the day that elements of the body are marked with as publication: none where they differ, being other stories' too."""
    found = []
    for element in tree.xpath("//body//*[@itemprop or @pubdate]"):
        if "datePublished" in (element.get("itemprop") or "").split():
            found.append(_statement("published", f"{element.tag} datePublished", _moment(element)))
        elif element.tag == "time" and "pubdate" in element.attrib:
            found.append(_statement("published", "time pubdate", _moment(element)))
    days = [s for s in found if s]
    return days if len({s.value for s in days}) == 1 else []


def _upper_bound(tree: HtmlElement) -> list[Statement]:
    """Return the first time of the page as a day not after which it was published.

    On pages that also state their day, that time is the same day on three of four, and a later one,
    of a change, on most others.
    """
    for element in tree.xpath(
        "//time[not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::li)]"
    ):
        printed = _moment(element)
        value = day(printed)
        if value and not value.startswith("["):
            return [Statement("published", f"[..{value}]", "time datetime", printed)]
    return []
