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

_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage")
"""Properties whose values are things of the page as well."""

_KINDS = (
    re.compile("(?i).*article|(?:live)?blogposting|socialmediaposting|report(?:age)?"),
    re.compile("(?i).*page"),
)
"""Types of things that are an article, and of those that are a page."""


class Things:
    """The things of all scripts of a page, in order, and those that others name by ``@id``."""

    def __init__(self, scripts: Iterable[str]) -> None:
        """Read the scripts; one that is not JSON is passed over."""
        self.all = list(_opened([node for node in map(_loaded, scripts) if node]))
        self._by_id = {
            name: thing for thing in reversed(self.all) if isinstance(name := thing.get("@id"), str)
        }

    def articles(self, titles: Sequence[str]) -> list[Thing]:
        """Return the things that are the page's article, or else the page.

        Of several those count whose headline is the page's title, and otherwise the first.
        """
        for pattern in _KINDS:
            things = [thing for thing in self.all if any(map(pattern.fullmatch, kinds(thing)))]
            if things:
                return [thing for thing in things if _has_title(thing, titles)] or things[:1]
        return []

    def names(self, node: object) -> list[str]:
        """Return the names of people or organisations: in place, by reference, or as plain text."""
        nodes = node if isinstance(node, list) else [node]
        return [
            name
            for item in nodes
            for name in texts(self._named(item).get("name") if isinstance(item, dict) else item)
        ]

    def _named(self, item: Thing) -> Thing:
        name = item.get("@id")
        if "name" in item or not isinstance(name, str):
            return item
        return self._by_id.get(name, item)


def kinds(thing: Thing) -> list[str]:
    """Return the types of a thing without the vocabulary's address before them."""
    return [re.split(r"[/:#]", kind)[-1] for kind in texts(thing.get("@type"))]


def texts(node: object) -> list[str]:
    """Return the strings of a value: one, several, or those of a ``@value``."""
    nodes = node if isinstance(node, list) else [node]
    plain = (item.get("@value") if isinstance(item, dict) else item for item in nodes)
    return [item for item in plain if isinstance(item, str) and item.strip()]


def _loaded(script: str) -> object:
    for mark in _BEFORE:
        script = script.strip().removeprefix(mark)
    for mark in _AFTER:
        script = script.rstrip().removesuffix(mark)
    try:
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None


def _opened(nodes: list[object]) -> Iterator[Thing]:
    """Yield the things at the top of scripts, in lists and graphs, and the page's main entity."""
    waiting = nodes[::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in reversed(_HOLDERS) if key in node)


def _has_title(thing: Thing, titles: Sequence[str]) -> bool:
    """Tell whether a headline of the thing and one of the titles are one, or one in the other."""
    pairs = (
        map(_folded, (name, title)) for name in texts(thing.get("headline")) for title in titles
    )
    return any(name in title or title in name for name, title in pairs)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
