"""Ids: slugs that people can read. A link row's id is a function of its parents' ids."""

from __future__ import annotations

import hashlib


def link_id(*parts: object) -> str:
    """Join the ids of a link row's parents with dots, which no curated id contains.

    >>> link_id("004-sent", 0)
    '004-sent.0'
    """
    return ".".join(str(part) for part in parts if part is not None)


def digest(text: str) -> str:
    """Return eight hexadecimal digits for a text that no slug can hold, such as a Korean name."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
