"""The changes for a terminal. Nothing is cut without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.changes import outline
from nkdata.printing import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.changes.model import Changes

ROWS = 20
"""Rows of a kind that are listed for a table: as many as fit on a screen."""
_MARKS = {
    "-": "[-{}-]",
    "+": "{{+{}+}}",
    "new": " -> {}",
    "added": "+ {}",
    "removed": "- {}",
    "edited": "~ {}",
    "more": "[... {} more: --all shows them]",
}
_BOLD, _RED, _GREEN = "\x1b[1m", "\x1b[31m", "\x1b[32m"
_COLOURS = {
    "title": _BOLD,
    **dict.fromkeys(("-", "old", "removed"), _RED),
    **dict.fromkeys(("+", "new", "added"), _GREEN),
}


def lines(changes: Changes, *, whole: bool = False, colour: bool = False) -> Iterator[str]:
    """Yield the changes as lines: what was compared, the numbers of each table, then each change.

    Args:
        changes: the comparison.
        whole: every row and every cell in full. Otherwise some rows of each kind are listed for a
            table, long cells are cut, and each cut says how much it leaves out.
        colour: mark what went and what came with colours too.
    """

    def rendered(mark: str, text: str) -> str:
        text = _MARKS.get(mark, "{}").format(one_line(text))
        start = _COLOURS.get(mark) if colour and text else None
        return f"{start}{text}\x1b[0m" if start else text

    sides = (f"{side.source} ({side.name} {side.version})" for side in (changes.old, changes.new))
    yield rendered("title", " -> ".join(sides))
    rows = outline.counts(changes)
    width = max((len(name) for name, *_ in rows), default=0)
    for name, *numbers in rows:
        yield f"{one_line(name):<{width}}" + "".join(f"  {number:>9}" for number in numbers)
    yield from map(one_line, outline.summary(changes))
    for depth, pieces in outline.lines(changes, outline.ALL if whole else ROWS):
        if depth == 0:
            yield ""
        yield "  " * depth + "".join(rendered(mark, text) for mark, text in pieces)
