"""Problems and reports: what is wrong with data is itself data, a row a problem."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from nkdata import rulebook
from nkdata.errors import NkdataError
from nkdata.reports.text import render
from nkdata.reports.verdict import counted, totals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from nkdata.rulebook import Dimension, Severity

Cell = tuple[str, str, str | None]
"""A table, the primary key of a row of it, and a column, or None for the row as a whole."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: 1-based line and column and a width, all counted in characters."""

    file: str
    line: int
    column: int = 1
    width: int = 1

    @classmethod
    def after(cls, file: str, before: str) -> Self:
        """Return the place that follows the text ``before``; lines end at LF, CRLF or CR."""
        lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return cls(file, len(lines), len(lines[-1]) + 1)

    def __str__(self) -> str:
        """Return ``file:line:column``, as editors and terminals read it."""
        return f"{self.file}:{self.line}:{self.column}"


class LineStarts:
    """Where the lines of a text begin, found once for all who ask; they end at LF, CRLF or CR."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self._starts = [0, *(end.end() for end in re.finditer(r"\r\n?|\n", text))]
        self._length = len(text)

    def number(self, offset: int) -> int:
        """Return the 1-based line that a character stands on."""
        return bisect_right(self._starts, offset)

    def place(self, file: str, offset: int) -> Location | None:
        """Return the place of a character, None where the text neither has it nor ends there."""
        if not 0 <= offset <= self._length:
            return None
        line = self.number(offset)
        return Location(file, line, offset - self._starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the rule that found it, the cell it is about, and what to do.

    ``key`` is the row's primary key, and ``row`` its position in the table, counted from 0 as
    ``frame.iloc`` does. ``where`` is the place in the seeds, or in the article, that the fault
    comes from. ``against`` are the cells that this one was compared with: where many problems share
    one, the fault may be there. ``dimension`` follows from the rule, and is filled in by the report
    that holds the problem.
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


FACTS = ("severity", "rule", "dimension", "table", "key", "row", "column", "value", "message")
"""What a problem says, but for places, in the order of reports."""
_PLACE = ("file", "line", "column_number")


@dataclass(frozen=True, repr=False)
class Report:
    """The outcome of a validation: every problem found, and what was checked.

    Attributes:
        problems: the problems, each with the dimension of its rule.
        rows: how many rows each table has that was checked.
        skipped: the rules that could not be run on this data, each with the reason.
    """

    problems: Sequence[Problem]
    rows: dict[str, int] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give each problem without a dimension that of its rule."""
        unlabelled = {p.rule for p in self.problems if not p.dimension}
        rules = {rule: rulebook.about(rule) for rule in unlabelled}
        labelled = [
            replace(p, dimension=about.dimension)
            if not p.dimension and (about := rules[p.rule])
            else p
            for p in self.problems
        ]
        object.__setattr__(self, "problems", labelled)

    @property
    def ok(self) -> bool:
        """True where nothing worse than a warning was found."""
        return not any(p.severity == "error" for p in self.problems)

    @property
    def checked(self) -> str:
        """How much was checked, such as ``2654 rows in 12 tables``."""
        return f"{counted(sum(self.rows.values()), 'row')} in {counted(len(self.rows), 'table')}"

    def raise_if_bad(self) -> None:
        """Raise DataProblemsError, whose message is the report, unless the report is ok."""
        if not self.ok:
            raise DataProblemsError(self)

    def to_frame(self) -> pd.DataFrame:
        """Return the problems as a pandas DataFrame, one row a problem.

        Beside the fields of a problem it has the columns file, line and column_number.
        """
        import pandas as pd

        rows = [_flat(p) for p in self.problems]
        frame = pd.DataFrame(rows, columns=[*FACTS, *_PLACE])
        # or one problem without a row would make all of them fractions
        return frame.astype({"row": "Int64"})

    def __str__(self) -> str:
        """Return the problems as text, compiler-style, with a closing line of totals."""
        return "\n".join([*(render(p) for p in self.problems), self.summary()])

    def __repr__(self) -> str:
        """Return one line: how many problems there are, in how much that was checked."""
        checked = f" in {self.checked.replace(' in ', ' of ')}" if self.rows else ""
        return f"<Report: {totals(self)}{checked}>"

    def _repr_html_(self) -> str:
        """Return the totals and a table of the problems, for notebooks."""
        from nkdata.printing import html_text
        from nkdata.reports.summary import problems_table

        listed = problems_table(self.problems, rest="to_frame() has all of them")
        return f"<p>{html_text(repr(self))}</p>{listed}"

    def summary(self) -> str:
        """Return a line of totals, and one for each reason why rules were skipped."""
        checked = f"{self.checked} checked: " if self.rows else ""
        by_reason: dict[str, list[str]] = {}
        for rule, reason in self.skipped.items():
            by_reason.setdefault(reason, []).append(rule)
        skipped = [f"not checked, {why}: {', '.join(rules)}" for why, rules in by_reason.items()]
        return "\n".join([checked + totals(self), *skipped])


class DataProblemsError(NkdataError, ValueError):
    """The data has problems; ``report`` holds them."""

    def __init__(self, report: Report) -> None:
        """Take the report that is not ok."""
        self.report = report
        super().__init__(str(report))


def _flat(problem: Problem) -> dict[str, Any]:
    row = {name: getattr(problem, name) for name in FACTS}
    row["value"] = None if problem.value is None else str(problem.value)
    if where := problem.where:
        row |= zip(_PLACE, (where.file, where.line, where.column), strict=True)
    return row
