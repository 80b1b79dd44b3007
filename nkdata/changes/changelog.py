"""The changes as an entry of a changelog in Markdown, and its place in a file that may hold others.

The form is that of Keep a Changelog.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.changes import outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.changes.model import Changes

ROWS = 40
"""Rows of a kind that an entry lists for a table; the file of changes has all."""
TITLE = """# Changes of the data

Newest first. `nkdata diff` writes what stands between its marks; what stands around them is kept.
"""
_BEGIN, _END = "<!-- made by `nkdata diff` -->\n", "<!-- /made by `nkdata diff` -->\n"
_WRITTEN = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", flags=re.DOTALL)
_UNRELEASED = "## [Unreleased]"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>~|#])")
_MARKS = {
    "-": "~~{}~~",
    "+": "**{}**",
    "new": " → {}",
    **dict.fromkeys(("code", "added", "removed", "edited"), "`{}`"),
    "more": "… and {} more",
}


def updated(text: str, changes: Changes) -> str:
    """Return the text of a changelog with the entry of these changes in it.

    It replaces an entry of that version, or an unreleased one, between its marks, and comes before
    the first otherwise. Where NEW declares too small a version, the entry is unreleased.
    """
    version, day = _heading(changes)
    heading, block = f"{version}{day}\n", f"{_BEGIN}{entry(changes)}{_END}"
    title, *sections = re.split(r"^(?=## )", text or TITLE, flags=re.MULTILINE)
    if version != _UNRELEASED:
        sections = list(map(_without_unreleased, sections))
    for number, section in enumerate(sections):
        first, _, rest = section.partition("\n")
        if first == version or first.startswith(f"{version} - "):
            sections[number] = heading + _renewed(rest, block)
            return title + "".join(sections)
    following = "".join(sections)
    gap = "\n" if following else ""
    return f"{title.rstrip()}\n\n{heading}\n{block}{gap}{following}"


def _renewed(section: str, block: str) -> str:
    """Return a section with the block in the place of the one written before, or else on top."""
    renewed, times = _WRITTEN.subn(lambda _: block, section, count=1)
    return renewed if times else f"\n{block}\n{section.lstrip()}"


def _heading(changes: Changes) -> tuple[str, str]:
    """Return the entry's heading, and the day that follows it."""
    if any(problem.rule.startswith("version-") for problem in changes.problems):
        return _UNRELEASED, ""
    return f"## [{changes.new.version}]", f" - {changes.new.day}" if changes.new.day else ""


def _without_unreleased(section: str) -> str:
    """Return a section without the entry that was written while it was unreleased.

    Its heading goes too where nothing else stands under it.
    """
    first, _, rest = section.partition("\n")
    kept, times = _WRITTEN.subn("", rest)
    if first != _UNRELEASED or not times:
        return section
    return f"{first}\n{kept}" if kept.strip() else ""


def entry(changes: Changes) -> str:
    """Return what changed as Markdown, without a heading of its own.

    Rows whose ids people wrote are listed, up to 40 of a kind for each table; rows that follow from
    them are only counted in the table of numbers. What is left out is counted.
    """
    return "\n".join(_lines(changes)) + "\n"


def _lines(changes: Changes) -> Iterator[str]:
    yield "\n\n".join(_marked("=", sentence) for sentence in outline.summary(changes))
    if rows := outline.counts(changes):
        rows.insert(1, ("---", *["---:"] * len(rows[0][1:])))
        yield ""
        for row in rows:
            yield f"| {' | '.join(_marked('=', cell) for cell in row)} |"
    for depth, pieces in outline.lines(changes, ROWS, derived=False):
        said = "".join(_marked(mark, text) for mark, text in pieces)
        said = said.replace("~~**", "~~ **")  # two marks side by side are read as neither
        yield f"{'  ' * (depth - 1)}- {said}" if depth else f"\n### {said}\n"


def _marked(mark: str, text: str) -> str:
    """Return a text on one line, in its marks, that Markdown shows as it is.

    Spaces at its ends stay outside the marks: Markdown takes no mark beside a space.
    """
    flat, form = re.sub(r"\s+", " ", text), _MARKS.get(mark, "{}")
    escaped = flat if form == "`{}`" else _SPECIAL.sub(r"\\\1", flat)
    words = escaped.strip()
    return escaped.replace(words, form.format(words), 1) if words or mark == "new" else escaped
