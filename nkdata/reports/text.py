"""Text for people: each problem as a compiler would print it, and a line of totals.

No output can be broken with the words made here: control characters, direction marks and surrogates
are escaped.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from nkdata.printing import cut, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.reports.problems import Location, Problem, Report

_WIDEST = 160
"""Characters shown of a value, of which JSON and SARIF have all, and of a line in an excerpt."""


def text(report: Report, _fail_on: str = "error") -> str:
    """Return every problem with place, rule and the offending text underlined, then totals."""
    return f"{quiet(str(report))}\n"


def quiet(lines: str) -> str:
    r"""Return lines of which GitHub's runner takes none for a command.

    Commands begin with ``::``, or hold ``##[``.

    >>> print(quiet("::add-mask::a"))
    \::add-mask::a
    """
    shown = re.sub(r"^([ \t]*)::", r"\1\\::", visible(lines), flags=re.MULTILINE)
    return shown.replace("##[", "##\\[")


def cell(problem: Problem) -> str:
    """Return what a problem is about, such as ``claims.quote [c1]``, or an empty text."""
    name = ".".join(part for part in (problem.table, problem.column) if part)
    row = f"row {problem.row}" if problem.row is not None else ""
    key = f"[{problem.key}]" if problem.key is not None else row
    return one_line(" ".join(part for part in (name, key) if part))


def short(value: object) -> str:
    """Return a value on one line; of a long one the beginning, and how long it is."""
    return cut(one_line(repr(value) if isinstance(value, str) else value), _WIDEST)


def sentence(problem: Problem) -> str:
    """Return the problem in words, without its severity, rule and place."""
    about = cell(problem)
    value = "" if problem.value is None else f" (value: {short(problem.value)})"
    words = f"{about}{': ' if about else ''}{visible(problem.message)}{value}"
    return words or one_line(problem.rule)


def render(problem: Problem) -> str:
    """Return the problem with its place, its rule and the offending text underlined."""
    head = f"{problem.severity}[{one_line(problem.rule)}]: {sentence(problem)}"
    if problem.where is None:
        return head
    return "\n".join([f"{one_line(problem.where)}: {head}", *_excerpt(problem.where)])


def _excerpt(where: Location) -> Iterator[str]:
    lines = _lines(where.file)
    if not 1 <= where.line <= len(lines):
        return
    line, column = lines[where.line - 1].replace("\t", " "), where.column - 1
    begin = max(0, min(column - _WIDEST // 4, len(line) - _WIDEST))
    shown = line[begin : begin + _WIDEST]
    width = max(1, min(where.width, len(shown) - (column - begin)))
    gutter = str(where.line)
    yield f" {gutter} | {visible(shown)}"
    yield f" {' ' * len(gutter)} | {' ' * (column - begin)}{'^' * width}"


def _lines(file: str) -> list[str]:
    try:
        state = Path(file).stat()
        return _read(Path(file).absolute(), state.st_mtime_ns, state.st_size)
    except (OSError, ValueError):  # the latter for a name that no file can have
        return []


@lru_cache(maxsize=64)
def _read(file: Path, _changed: int, _size: int) -> list[str]:
    return file.read_text("utf-8", "replace").split("\n")
