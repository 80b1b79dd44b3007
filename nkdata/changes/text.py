"""The changes for a terminal. Nothing is cut without a word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nkdata.changes import outline
from nkdata.printing import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

    Unless ``whole``, some rows of each kind are listed for a table and long cells are cut, and each
    cut says how much it leaves out.
    """
    rendered = partial(_rendered, colour=colour)
    sides = (f"{side.source} ({side.name} {side.version})" for side in (changes.old, changes.new))
    yield rendered("title", " -> ".join(sides))
    yield from _numbers(outline.counts(changes))
    yield from map(one_line, outline.summary(changes))
    for depth, pieces in outline.lines(changes, outline.ALL if whole else ROWS):
        if depth == 0:
            yield ""
        yield "  " * depth + "".join(rendered(mark, text) for mark, text in pieces)


def _numbers(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    width = max((len(name) for name, *_ in rows), default=0)
    for name, *numbers in rows:
        yield f"{one_line(name):<{width}}" + "".join(f"  {number:>9}" for number in numbers)


def _rendered(mark: str, text: str, *, colour: bool) -> str:
    text = _MARKS.get(mark, "{}").format(one_line(text))
    start = _COLOURS.get(mark) if colour and text else None
    return f"{start}{text}\x1b[0m" if start else text
