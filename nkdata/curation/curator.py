"""The curator: reads the mappings of curation files into records, and notes what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nkdata.curation.forms import cell, defaults, written
from nkdata.curation.validator import faults, moment
from nkdata.errors import suggestion
from nkdata.records import Dataset
from nkdata.reports.problems import Location, Problem
from nkdata.schema import columns, date_stems, fields, foreign_keys, primary_key
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from nkdata.curation.forms import Form
    from nkdata.nodes import Entries, Node, Text
    from nkdata.records import Record

_READ: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": "true".__eq__,
    "date": str,
    "datetime": moment,
}
"""By a column's type, what makes its value of a text that its form admits."""


class Curator:
    """The records so far, the ids that may be referred to, the questions, and the problems."""

    def __init__(self, remedy: str = "") -> None:
        """Start with nothing; ``remedy`` is what else would mend a reference to no row."""
        self.remedy = remedy
        self.dataset = Dataset()
        self.problems: list[Problem] = []
        self.spoilt: set[Location] = set()
        """The places whose rows are not what was meant: those of problems, and what these spoil."""
        self.ids: dict[str, set[str]] = {}
        self.empty: dict[str, Location] = {}
        """The registries without an entry, each with its place."""
        self.questions: dict[str | None, Record] = {}

    def check(self, node: Node, form: Form, name: str) -> None:
        """Note what a form does not admit in a node."""
        for problem in faults(node, form, name):
            self.note(problem)

    def fault(self, rule: str, message: str, where: Location) -> None:
        """Note a problem at a place in the seeds."""
        self.note(Problem(rule, message, where=where))

    def note(self, problem: Problem) -> None:
        """Note a problem that has a place in the seeds."""
        self.problems.append(problem)
        if problem.where:
            self.spoilt.add(problem.where)

    def refer(self, table: str, name: Text, what: str) -> str | None:
        """Return the id of a row of another table, None with a problem where there is none."""
        known = self.ids.get(table, set())
        if name in known:
            return str(name)
        self.spoilt.add(name.at)
        if table not in self.empty:
            message = f"{what}: {table} has no {str(name)!r}{suggestion(name, known)}{self.remedy}"
            missing = ((table, str(name), None),)
            self.note(Problem("unknown-id", message, where=name.at, against=missing))
        elif self.empty[table] not in self.spoilt:  # said once, not at each reference
            message = f"it holds no {table}, and the seeds refer to them"
            self.fault("empty-registry", message, self.empty[table])
        return None

    def rows(self, table: str, registry: Entries) -> Iterator[tuple[Text, Entries, Record]]:
        """Add a record for each entry of a registry, and yield it for more to be filled in."""
        for key, entries in registry.mappings():
            if key.at not in self.spoilt:
                record = self.record(table, str(key), entries)
                self.dataset.add(table, record, places(table, key.at, entries))
                yield key, entries, record

    def record(self, table: str, key: str | None, entries: Entries) -> Record:
        """Return a record of the columns that are written, with the defaults in the others."""
        record: Record = {**dict.fromkeys(columns(table)), **defaults(table)}
        if key is not None:
            record[primary_key(table)] = key
        for short, column in written(table).items():
            text = entries.text(short)
            value = None if text is None else self._value(table, column, short, text)
            if value is not None:
                record[column] = value
        for stem in date_stems(table):
            fill_dates(record, stem)
        return record

    def _value(self, table: str, column: str, short: str, text: Text) -> Any:  # noqa: ANN401  # as the column's type
        if text.at in self.spoilt:
            return None
        target = next((key.table for key in foreign_keys(table) if key.column == column), None)
        if target:
            return self.refer(target, text, short)
        return _READ[fields(table)[column]["type"]](text)

    def read(self, table: str, column: str, name: str, text: Text) -> Any:  # noqa: ANN401  # as the column's type
        """Return a text that no form has seen as the value of a column; None with a problem."""
        self.check(text, cell(table, column), name)
        return self._value(table, column, name, text)


def fill_dates(record: Record, stem: str) -> None:
    """Fill ``x_earliest`` and ``x_latest`` from ``x_edtf``."""
    text = record.get(f"{stem}_edtf")
    interval = edtf.parse(text) if text else None
    record[f"{stem}_earliest"] = interval and interval.earliest
    record[f"{stem}_latest"] = interval and interval.latest


def places(table: str, at: Location, entries: Entries) -> dict[str, Location]:
    """Return where each column of a record was written; the empty name stands for the row."""
    quoted = dict.fromkeys(("start", "end"), entries.place("quote")) if "quote" in entries else {}
    keys = written(table).items()
    return {"": at, **quoted} | {c: entries.place(key) for key, c in keys if key in entries}
