"""The changes as an entry of a changelog in Markdown, after Keep a Changelog, and its place in a file that may hold others."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from nkdata.changes.schema_words import sentence
from nkdata.changes.text import name_of, reasons
from nkdata.changes.words import cut, narrowed, pieces, shown
from nkdata.schema import CURATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.changes.model import Cell, Changes, TableChanges

ROWS = 40
"""Rows of a kind that an entry lists a table; the file of changes has all."""
TITLE = "# Changes of the data\n\nNewest first. `nkdata diff` writes what stands between its marks; what stands around them is kept.\n"
_BEGIN, _END = "<!-- made by `nkdata diff` -->", "<!-- /made by `nkdata diff` -->"
_UNRELEASED = "Unreleased"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>~|#])")


def updated(text: str, changes: Changes) -> str:
    """Return the text of a changelog with the entry of these changes in it.

    An entry of that version that is there already is replaced between its marks, and so is an
    unreleased one; otherwise the entry comes before the first. Where NEW declares too small a
    version, the entry is unreleased.
    """
    heading = _heading(changes)
    block = f"{_BEGIN}\n{entry(changes)}{_END}\n"
    text = text or TITLE
    if heading != f"## [{_UNRELEASED}]":
        text = _without_unreleased(text)
    old = re.search(
        rf"^{re.escape(heading.partition(' - ')[0])}(?: - [^\n]*)?\n", text, flags=re.MULTILINE
    )
    if old is None:
        first = re.search(r"^## ", text, flags=re.MULTILINE)
        at = first.start() if first else len(text)
        before = text[:at].rstrip("\n")
        return f"{before}\n\n{heading}\n\n{block}" + (f"\n{text[at:]}" if first else "")
    start, end = _section(text, old)
    section = text[start:end]
    made = re.search(rf"{re.escape(_BEGIN)}\n.*?{re.escape(_END)}\n", section, flags=re.DOTALL)
    section = (
        section[: made.start()] + block + section[made.end() :]
        if made
        else f"\n{block}\n{section.lstrip()}"
    )
    return f"{text[: old.start()]}{heading}\n{section}{text[end:]}"


def _heading(changes: Changes) -> str:
    new = changes.new
    if any(problem.rule.startswith("version-") for problem in changes.problems):
        return f"## [{_UNRELEASED}]"
    return f"## [{new.version}]" + (f" - {new.day}" if new.day else "")


def _section(text: str, heading: re.Match[str]) -> tuple[int, int]:
    following = re.compile(r"^## ", flags=re.MULTILINE).search(text, heading.end())
    return heading.end(), following.start() if following else len(text)


def _without_unreleased(text: str) -> str:
    """Return the text without the part of an unreleased entry that was made, and without its heading where nothing else is under it."""
    old = re.search(rf"^## \[{_UNRELEASED}\]\n", text, flags=re.MULTILINE)
    if old is None:
        return text
    start, end = _section(text, old)
    kept = re.sub(
        rf"{re.escape(_BEGIN)}\n.*?{re.escape(_END)}\n", "", text[start:end], flags=re.DOTALL
    )
    if kept == text[start:end]:
        return text
    return text[: old.start()] + (f"{old[0]}{kept}" if kept.strip() else "") + text[end:]


def entry(changes: Changes) -> str:
    """Return what changed as Markdown, without a heading of its own.

    Rows whose ids people wrote are listed, up to 40 of a kind a table; rows that follow from them
    are counted in the table at its head. What is left out is counted.
    """
    return "\n".join(_lines(changes)) + "\n"


def _lines(changes: Changes) -> Iterator[str]:
    why = "; ".join(reasons(changes)) or "nothing changed"
    yield f"**{changes.bump.capitalize()}** since {changes.old.version or 'a release without a version'}: {why}."
    moved = [table for table in changes.tables if table.moved]
    if moved:
        yield from ("", "| table | rows | added | removed | changed |", "|---|---:|---:|---:|---:|")
        yield from map(_counts, moved)
    yield from _part("Schema", _schemas(changes))
    listed = [table for table in moved if table.table in CURATED]
    yield from _part("Added", _each(listed, "added"))
    yield from _part("Changed", _each(listed, "changed"))
    yield from _part("Removed", _each(listed, "removed"))
    stones = [
        f"- `{stone.table} {stone.id}` (retired in {stone.retired})" for stone in changes.tombstones
    ]
    yield from _part("Retired ids, never to be used again", _short(stones, "ids"))


def _counts(table: TableChanges) -> str:
    old, new = table.rows
    rows = (
        f"{old:,} → {new:,}"
        if table.status == "kept"
        else f"{max(old, new):,}, table {table.status}"
    )
    return f"| {table.table} | {rows} | {len(table.added):,} | {len(table.removed):,} | {table.n_changed:,} |"


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"### {title}", "", *found)


def _schemas(changes: Changes) -> Iterator[str]:
    yield from (f"- {change.bump.word}: {_text(sentence(change))}" for change in changes.metadata)
    for table in changes.tables:
        if table.status != "kept":
            yield f"- {table.bump.word}: table `{table.table}` {table.status}"
        lines = [
            f"- {c.bump.word}: `{table.table}` {_text(sentence(c))}"
            for c in sorted(table.schema, key=lambda c: -c.bump)
        ]
        yield from _short(lines, f"of {table.table}")


def _each(tables: Sequence[TableChanges], kind: str) -> Iterator[str]:
    for table in tables:
        count = {
            "added": len(table.added),
            "removed": len(table.removed),
            "changed": table.n_changed,
        }[kind]
        if not count:
            continue
        yield f"- {table.table} ({count:,}):"
        if kind == "changed":
            yield from _changed(table)
        else:
            side = table.added if kind == "added" else table.removed
            yield from (_row(table, row) for row in side.slice(0, ROWS).to_pylist())
        if count > ROWS:
            yield f"  - … and {count - ROWS:,} more"


def _changed(table: TableChanges) -> Iterator[str]:
    """Yield a line for each way in which rows changed: what many rows share is said once."""
    alike: dict[str, list[str]] = {}
    for key, cells in islice(table.changed(), ROWS):
        alike.setdefault("; ".join(map(_cell, cells)), []).append(f"`{key}`")
    yield from (f"  - {', '.join(keys)}: {what}" for what, keys in alike.items())


def _short(lines: Sequence[str], what: str) -> Iterator[str]:
    yield from lines[:ROWS]
    if len(lines) > ROWS:
        yield f"- … and {len(lines) - ROWS:,} more {what}"


def _row(table: TableChanges, row: dict[str, Any]) -> str:
    name = name_of(row, table.key)
    return f"  - `{row[table.key]}`" + (f": {_text(cut(name))}" if name else "")


def _cell(cell: Cell) -> str:
    parts = narrowed(pieces(cell.old, cell.new))
    if [mark for mark, _ in parts] == ["-", "+"]:
        return f"{cell.column} {_text(cut(shown(cell.old)))} → {_text(cut(shown(cell.new)))}"
    marks = {"=": "", "-": "~~", "+": "**"}
    made = "".join(_marked(text, marks[mark]) for mark, text in parts)
    return f"{cell.column} “{made.replace('~~**', '~~ **')}”"  # two marks side by side are read as neither


def _marked(text: str, mark: str) -> str:
    """Return a text between marks, with the spaces at its ends outside them: Markdown takes no mark beside a space."""
    words = text.strip()
    if not mark or not words:
        return _text(text)
    before, _, after = text.partition(words)
    return f"{' ' if before else ''}{mark}{_text(words)}{mark}{' ' if after else ''}"


def _text(text: str) -> str:
    """Return a text on one line that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))
