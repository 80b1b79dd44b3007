"""A cell before and after, word by word: what stayed, what went, what came."""

from __future__ import annotations

import difflib
import json
import re
from datetime import UTC, date, datetime
from typing import Literal

Piece = tuple[Literal["=", "-", "+"], str]

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 2000
"""Tokens up to which two texts are compared word by word; what both begin and end with is not counted."""
_ALIKE = 0.4
"""Below this share of common words two texts are shown whole, one after the other: a patchwork of them would not read."""
CONTEXT = 28
"""Characters of unchanged text kept on each side of a change."""
LONGEST = 160
"""Characters of one piece that are shown."""


def shown(value: object) -> str:
    """Return a cell as text: what a file of changes holds, strings without quotes.

    >>> shown(None), shown(True), shown(3.0), shown("so")
    ('(empty)', 'true', '3', 'so')
    """
    if value is None:
        return "(empty)"
    if (
        isinstance(value, float) and value.is_integer() and abs(value) < 1e15  # noqa: PLR2004  # as far as floats count by ones
    ):  # as far as floats count by ones
        return str(int(value))
    made = plain(value)
    return made if isinstance(made, str) else json.dumps(made, ensure_ascii=False)


def plain(value: object) -> object:
    """Return a cell as JSON can hold it: days and times as ISO 8601 (times in UTC), numbers that are not finite as text."""
    if isinstance(value, datetime):
        utc = value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
        return utc.isoformat(timespec="microseconds") + ("Z" if value.tzinfo else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not abs(value) < float("inf"):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | None) else str(value)


def pieces(old: object, new: object) -> list[Piece]:
    """Return how one cell became another: pieces that stayed (``=``), went (``-``) and came (``+``), in order.

    Without the pieces that came it is the old text, without those that went the new one.
    """
    before, after = shown(old), shown(new)
    if not (
        isinstance(old, str) and isinstance(new, str) and re.search(r"\s", before + after)
    ):  # an id or a code reads best whole
        return [("-", before), ("+", after)]
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    middle, changed = one[head : len(one) - tail], other[head : len(other) - tail]
    inner = _matched(middle, changed)
    kept = head + tail + sum(len(_TOKEN.findall(text)) for mark, text in inner if mark == "=")
    if 2 * kept < _ALIKE * (len(one) + len(other)):
        return [("-", before), ("+", after)]
    return [
        piece
        for piece in (("=", "".join(one[:head])), *inner, ("=", "".join(one[len(one) - tail :])))
        if piece[1]
    ]


def _common(one: list[str], other: list[str]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _matched(one: list[str], other: list[str]) -> list[Piece]:
    if max(len(one), len(other)) > _MOST:
        return [("-", "".join(one)), ("+", "".join(other))]
    found: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        went, came = "".join(one[a:b]), "".join(other[c:d])
        # a space between two changed words is no island to stand on
        if tag == "equal" and (went.strip() or not found):
            found.append(("=", went))
            continue
        came = went if tag == "equal" else came
        _extend(found, went, came)
    return [piece for piece in found if piece[1]]


def _extend(found: list[Piece], went: str, came: str) -> None:
    """Add what went and what came, to the last change where one precedes."""
    if len(found) > 1 and found[-1][0] == "+":
        found[-2:] = [("-", found[-2][1] + went), ("+", found[-1][1] + came)]
    else:
        found += [("-", went), ("+", came)]


def cut(text: str, longest: int = LONGEST) -> str:
    """Return a text with its end cut off where it is long, and how many characters were.

    >>> cut("abcdefgh", 5)
    'abcde[... 3 more characters]'
    """
    return (
        text
        if len(text) <= longest
        else f"{text[:longest]}[... {len(text) - longest} more characters]"
    )


def narrowed(parts: list[Piece]) -> list[Piece]:
    """Return pieces with what stayed cut to a few words around each change, and long ones cut; each cut says how much it left out."""
    made: list[Piece] = []
    for number, (mark, text) in enumerate(parts):
        if mark != "=":
            made.append((mark, cut(text)))
        else:
            made.append(
                (mark, _context(text, is_first=number == 0, is_last=number == len(parts) - 1))
            )
    return made


def _context(text: str, *, is_first: bool, is_last: bool) -> str:
    left, right = 0 if is_first else CONTEXT, 0 if is_last else CONTEXT
    gone = len(text) - left - right
    if gone <= 2 * CONTEXT:  # the note would be about as long as what it stands for
        return text
    return f"{text[:left]}[... {gone} characters ...]{text[len(text) - right :]}"
