"""Text that can be shown anywhere: no character of it is unseen, steers a terminal, or turns the direction of the line."""

from __future__ import annotations

import re


def visible(text: object) -> str:
    r"""Return the text with everything escaped that shows as nothing, moves the cursor or turns the line; line feeds stay.

    >>> visible("red \x1b[31m \u202e mad")
    'red \\x1b[31m \\u202e mad'
    """
    return re.sub(r"[^\n -~\u00a0]", _shown, str(text))


def one_line(text: object) -> str:
    """Return the text as `visible` does, line feeds escaped too."""
    return visible(text).replace("\n", "\\n")


def cut(text: str, most: int) -> str:
    """Return the text; of one that is longer than ``most`` characters the beginning, and how long it is."""
    return text if len(text) <= most else f"{text[:most]}... ({len(text)} characters)"


def _shown(found: re.Match[str]) -> str:
    return found[0] if found[0].isprintable() else repr(found[0])[1:-1]
