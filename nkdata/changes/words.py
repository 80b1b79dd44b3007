"""A cell before and after, word by word: what stayed, what went, what came."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, date, datetime
from difflib import Match, SequenceMatcher
from os.path import commonprefix
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Piece = tuple[str, str]

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 2000
"""Tokens between the common beginning and end that are compared; the work grows as their square."""
_ALIKE = 0.4
"""Share of common tokens below which texts are shown whole: a patchwork of them does not read."""
CONTEXT = 28
"""Characters of unchanged text kept on each side of a change."""
LONGEST = 160
"""Characters of one piece that are shown."""
_EXACT = 1e15
"""Below this every whole number is a float of its own, and is printed without a fraction."""


def shown(value: object) -> str:
    """Return a cell as text: what a file of changes holds, strings without quotes.

    >>> shown(None), shown(True), shown(3.0), shown("so")
    ('(empty)', 'true', '3', 'so')
    """
    if value is None:
        return "(empty)"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    json_value = plain(value)
    return json_value if isinstance(json_value, str) else json.dumps(json_value, ensure_ascii=False)


def plain(value: object) -> object:
    """Return a cell as JSON can hold it.

    Days and times become ISO 8601 (times in UTC), numbers that are not finite become text.
    """
    if isinstance(value, datetime):
        utc = value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
        return utc.isoformat(timespec="microseconds") + ("Z" if value.tzinfo else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | None) else str(value)


def pieces(old: object, new: object) -> list[Piece]:
    """Return how one cell became another: pieces that stayed (``=``), went (``-``), came (``+``).

    Without the pieces that came it is the old text, without those that went the new one. Ids,
    numbers and texts that have little in common are two pieces, ``old`` and ``new``.
    """
    before, after = shown(old), shown(new)
    whole = [("old", before), ("new", after)]
    if not (isinstance(old, str) and isinstance(new, str) and re.search(r"\s", before + after)):
        return whole
    words = _TOKEN.findall(before), _TOKEN.findall(after)
    runs = list(_runs(*words))
    kept = sum(len(left) for mark, left in runs if mark == "=")
    if 2 * kept < _ALIKE * sum(map(len, words)):
        return whole
    return [(mark, "".join(run)) for mark, run in runs if run]


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield runs of tokens with their marks.

    What both texts begin or end with is set aside first, so that long texts stay cheap. Spaces are
    junk to the matcher: one between two changed words does not count as something that stayed.
    """
    head = commonprefix([old, new])  # noqa: RUF071  # lists of tokens, and no paths
    went, came = old[len(head) :], new[len(head) :]
    tail = commonprefix([went[::-1], came[::-1]])[::-1]  # noqa: RUF071  # as above
    went, came = went[: len(went) - len(tail)], came[: len(came) - len(tail)]
    yield "=", head
    yield from _middle(went, came)
    yield "=", tail


def _middle(went: Sequence[str], came: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    matches = [Match(len(went), len(came), 0)]
    if max(len(went), len(came)) <= _MOST:
        matches = SequenceMatcher(str.isspace, went, came, autojunk=False).get_matching_blocks()
    left = right = 0
    for match in matches:
        yield "-", went[left : match.a]
        yield "+", came[right : match.b]
        left, right = match.a + match.size, match.b + match.size
        yield "=", went[match.a : left]


def cut(text: str, longest: int = LONGEST) -> str:
    """Return a text with its end cut off where it is long, and how many characters were.

    >>> cut("abcdefgh", 5)
    'abcde[... 3 more characters]'
    """
    gone = len(text) - longest
    return text if gone <= 0 else f"{text[:longest]}[... {gone} more characters]"


def narrowed(parts: list[Piece]) -> list[Piece]:
    """Return pieces shortened, each cut with the number of characters that it leaves out.

    Of what stayed a few words remain around each change; what went or came is cut where it is long.
    """
    last = len(parts) - 1
    return [
        (
            mark,
            cut(text) if mark != "=" else _context(text, CONTEXT * (n > 0), CONTEXT * (n < last)),
        )
        for n, (mark, text) in enumerate(parts)
    ]


def _context(text: str, left: int, right: int) -> str:
    gone = len(text) - left - right
    if gone <= 2 * CONTEXT:  # the note would be about as long as what it stands for
        return text
    return f"{text[:left]}[... {gone} characters ...]{text[len(text) - right :]}"
