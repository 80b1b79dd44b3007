"""JSON-LD: the things that a page's scripts describe, and which of them is the page's article."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Thing: TypeAlias = dict[str, Any]

_BEFORE, _AFTER = ("<!--", "//", "/*", "<![CDATA[", "*/"), ("-->", "*/", "]]>", "/*", "//", ";")
"""What was put around scripts to hide them from browsers that are gone."""
_OPENED_BY = ("@graph", "mainEntity", "mainEntityOfPage")
_POSTINGS = frozenset(
    {"blogposting", "liveblogposting", "socialmediaposting", "report", "reportage"}
)


class Things:
    """The things of all scripts of a page, in order, and those that others refer to by ``@id``."""

    def __init__(self, scripts: Iterable[str]) -> None:
        """Read the scripts; one that is not JSON is passed over."""
        self.all = list(_opened(list(filter(None, map(_loaded, scripts)))))
        self._by_id = {
            name: thing for thing in reversed(self.all) if isinstance(name := thing.get("@id"), str)
        }

    def articles(self, titles: Sequence[str]) -> list[Thing]:
        """Return the things that are the page's article, or else the page: of several those whose headline is the page's title."""
        for is_kind in (_is_article, _is_page):
            found = [thing for thing in self.all if any(map(is_kind, kinds(thing)))]
            named = [
                thing
                for thing in found
                if any(
                    _same(name, title) for name in texts(thing.get("headline")) for title in titles
                )
            ]
            if found:
                return named or found[:1]
        return []

    def names(self, node: object) -> list[str]:
        """Return the names of a person or an organisation, or of several: given in place, by reference, or as plain text."""
        nodes = node if isinstance(node, list) else [node]
        return [
            name
            for item in nodes
            for name in texts(self._named(item).get("name") if isinstance(item, dict) else item)
        ]

    def _named(self, item: Thing) -> Thing:
        reference = item.get("@id")
        return (
            self._by_id.get(reference, item)
            if "name" not in item and isinstance(reference, str)
            else item
        )


def kinds(thing: Thing) -> list[str]:
    """Return the types of a thing without the vocabulary's address before them."""
    return [re.split(r"[/:#]", kind)[-1] for kind in texts(thing.get("@type"))]


def texts(node: object) -> list[str]:
    """Return the strings of a value: one, several, or those of a ``@value``."""
    nodes = node if isinstance(node, list) else [node]
    plain = (item.get("@value") if isinstance(item, dict) else item for item in nodes)
    return [item for item in plain if isinstance(item, str) and item.strip()]


def _loaded(script: str) -> object:
    try:
        return json.loads(_bare(script), strict=False)
    except (ValueError, RecursionError):
        return None


def _bare(script: str) -> str:
    for mark in _BEFORE:
        script = script.strip().removeprefix(mark)
    for mark in _AFTER:
        script = script.rstrip().removesuffix(mark)
    return script


def _opened(nodes: list[object]) -> Iterator[Thing]:
    """Yield the things that scripts hold at their top, in lists, in a graph, or as the page's main entity."""
    waiting = nodes[::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in reversed(_OPENED_BY) if key in node)


def _is_article(kind: str) -> bool:
    name = kind.casefold()
    return name.endswith("article") or name in _POSTINGS


def _is_page(kind: str) -> bool:
    return kind.casefold().endswith("page")


def _same(headline: str, title: str) -> bool:
    one, two = (" ".join(text.split()).casefold() for text in (headline, title))
    return one in two or two in one
