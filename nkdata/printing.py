"""Text that can be shown anywhere: nothing in it is unseen, steers a terminal or is markup."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def visible(text: object) -> str:
    r"""Return the text with everything escaped that is unseen, moves the cursor or turns the line.

    Line feeds stay.

    >>> visible("red \x1b[31m \u202e mad")
    'red \\x1b[31m \\u202e mad'
    """
    return re.sub(r"[^\n -~\u00a0]", _shown, str(text))


def one_line(text: object) -> str:
    """Return the text as `visible` does, line feeds escaped too."""
    return visible(text).replace("\n", "\\n")


def cut(text: str, most: int) -> str:
    """Return the text; of one longer than ``most`` characters the beginning, and its length."""
    return text if len(text) <= most else f"{text[:most]}... ({len(text)} characters)"


def html_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows of cells as a table in HTML, in which no cell can be mistaken for markup."""
    names = "".join(f"<th>{html_text(name)}</th>" for name in head)
    return f"<table>\n<tr>{names}</tr>\n{''.join(map(html_row, rows))}</table>\n"


def html_row(cells: Sequence[object]) -> str:
    """Return a row of such a table."""
    return f"<tr>{''.join(f'<td>{html_text(cell)}</td>' for cell in cells)}</tr>\n"


def html_text(text: object) -> str:
    r"""Return a text for HTML, escaped and `visible`; line feeds break the line.

    >>> html_text("a < b\nc")
    'a &lt; b<br>c'
    """
    return escape(visible(text)).replace("\n", "<br>")


def _shown(match: re.Match[str]) -> str:
    return match[0] if match[0].isprintable() else repr(match[0])[1:-1]
