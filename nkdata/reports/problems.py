"""Problems and reports: what is wrong with data is itself data, a row a problem."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from nkdata import rulebook
from nkdata.errors import NkdataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from nkdata.rulebook import Dimension, Severity

Cell = tuple[str, str, str | None]
"""A table, the primary key of a row of it, and a column, or None for the row as a whole."""
_WIDEST = 160
"""Characters of a source line shown in an excerpt; longer lines are cut around the fault."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: 1-based line and column, both counted in characters, and the width of the place."""

    file: str
    line: int
    column: int = 1
    width: int = 1

    @classmethod
    def after(cls, file: str, before: str) -> Self:
        """Return the place in a file that follows the text ``before``; lines end at LF, CRLF or CR."""
        lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return cls(file, len(lines), len(lines[-1]) + 1)

    def __str__(self) -> str:
        """Return ``file:line:column``, as editors and terminals read it."""
        return f"{self.file}:{self.line}:{self.column}"


class Lines:
    """Where the lines of a text begin, for the many who ask; lines end at LF, CRLF or CR."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self._starts = [0, *(end.end() for end in re.finditer(r"\r\n?|\n", text))]
        self._length = len(text)

    def number(self, offset: int) -> int:
        """Return the 1-based line that a character stands on."""
        return bisect_right(self._starts, offset)

    def place(self, file: str, offset: int) -> Location | None:
        """Return the place of a character, None where the text has no such character nor ends there."""
        if not 0 <= offset <= self._length:
            return None
        line = self.number(offset)
        return Location(file, line, offset - self._starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the rule that found it, the cell it is about, and what to do.

    ``key`` is the row's primary key; ``where`` the place in the seeds, or in the article, that the fault comes from.
    ``row`` is the row's position in its table, counted from 0 as ``frame.iloc`` does.
    ``against`` are the cells that this one was compared with: where many problems share one, the fault may be there.
    ``dimension`` follows from the rule, and is filled in by the report that holds the problem.
    """

    rule: str
    message: str
    table: str | None = None
    key: str | None = None
    column: str | None = None
    value: Any = None
    severity: Severity = "error"
    where: Location | None = None
    against: tuple[Cell, ...] = ()
    row: int | None = None
    dimension: Dimension | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Report:
    """The outcome of a validation: every problem found, and what was checked."""

    problems: Sequence[Problem]
    rows: dict[str, int] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)
    """Rules that could not be run on this data, each with the reason; none is left out in silence."""

    def __post_init__(self) -> None:
        """Give each problem without a dimension that of its rule."""
        rules = {p.rule: rulebook.about(p.rule) for p in self.problems if not p.dimension}
        labelled = [
            (
                replace(p, dimension=about.dimension)
                if not p.dimension and (about := rules[p.rule])
                else p
            )
            for p in self.problems
        ]
        object.__setattr__(self, "problems", labelled)

    @property
    def ok(self) -> bool:
        """True where nothing worse than a warning was found."""
        return not any(p.severity == "error" for p in self.problems)

    def raise_if_bad(self) -> None:
        """Raise DataProblemsError, whose message is the report, unless the report is ok."""
        if not self.ok:
            raise DataProblemsError(self)

    def to_frame(self) -> pd.DataFrame:
        """Return the problems as a pandas DataFrame, one row a problem, with file, line and column_number."""
        import pandas as pd

        names = [
            "severity",
            "rule",
            "dimension",
            "table",
            "key",
            "row",
            "column",
            "value",
            "message",
            "file",
            "line",
            "column_number",
        ]
        frame = pd.DataFrame([_flat(p) for p in self.problems], columns=names)
        return frame.astype(
            {"row": "Int64"}
        )  # or one problem without a row would make all of them fractions

    def __str__(self) -> str:
        """Return the problems as text, compiler-style, with a closing line of totals."""
        return "\n".join([*(render(p) for p in self.problems), self.summary()])

    def summary(self) -> str:
        """Return a line of totals, and one for each reason why rules were skipped."""
        errors = sum(p.severity == "error" for p in self.problems)
        warnings = sum(p.severity == "warning" for p in self.problems)
        notes = len(self.problems) - errors - warnings
        counts = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}{f', {notes} info' if notes else ''}"
        checked = (
            f"{sum(self.rows.values())} rows in {len(self.rows)} tables checked: "
            if self.rows
            else ""
        )
        reasons = dict.fromkeys(self.skipped.values())
        skipped = [
            f"not checked, {reason}: {', '.join(r for r, why in self.skipped.items() if why == reason)}"
            for reason in reasons
        ]
        return "\n".join([checked + counts, *skipped])


class DataProblemsError(NkdataError, ValueError):
    """The data has problems; ``report`` holds them."""

    def __init__(self, report: Report) -> None:
        """Take the report that is not ok."""
        self.report = report
        super().__init__(str(report))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _flat(problem: Problem) -> dict[str, Any]:
    where = problem.where
    row = {
        name: getattr(problem, name)
        for name in ("severity", "rule", "dimension", "table", "key", "row", "column", "message")
    }
    row["value"] = None if problem.value is None else str(problem.value)
    return row | (
        {"file": where.file, "line": where.line, "column_number": where.column} if where else {}
    )


def render(problem: Problem) -> str:
    """Return the problem as a compiler would print it: place, rule, message, and the offending text underlined."""
    cell = ".".join(str(part) for part in (problem.table, problem.column) if part)
    place = (
        f"[{problem.key}]" if problem.key else "" if problem.row is None else f"row {problem.row}"
    )
    row = " ".join(part for part in (cell, place) if part)
    value = "" if problem.value is None else f" (value: {_short(problem.value)})"
    about = f"{row}: " if row else ""
    head = f"{problem.severity}[{problem.rule}]: {about}{problem.message}{value}"
    if problem.where is None:
        return head
    return "\n".join([f"{problem.where}: {head}", *_excerpt(problem.where)])


def _short(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}..."


def _lines(file: str) -> list[str]:
    try:
        state = Path(file).stat()
        return _read(Path(file).absolute(), state.st_mtime_ns, state.st_size)
    except (OSError, ValueError):  # the latter for a name that no file can have
        return []


@lru_cache(maxsize=64)
def _read(file: Path, _changed: int, _size: int) -> list[str]:
    text = file.read_bytes().decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _excerpt(where: Location) -> list[str]:
    lines = _lines(where.file)
    if not 1 <= where.line <= len(lines):
        return []
    line, column = lines[where.line - 1].replace("\t", " "), where.column - 1
    cut = max(0, min(column - _WIDEST // 4, len(line) - _WIDEST))
    shown = line[cut : cut + _WIDEST]
    width = max(1, min(where.width, len(shown) - (column - cut)))
    gutter = str(where.line)
    blank = " " * len(gutter)
    return [f" {gutter} | {shown}", f" {blank} | {' ' * (column - cut)}{'^' * width}"]
