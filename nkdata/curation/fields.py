"""Reading a mapping of a curation file into a record, by the table's schema.

A column is written under its name without the table's own prefix and without ``_id``, ``_edtf`` or
``_code``: ``claim_type`` is ``type``, ``publisher_id`` is ``publisher``, ``published_edtf`` is
``published``. Columns the schema marks as derived are not written at all.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.errors import suggestion
from nkdata.nodes import Entries, Items, Text
from nkdata.reports.problems import Location, Problem
from nkdata.schema import codes, columns, date_stems, fields, foreign_keys, is_required, primary_key
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from nkdata.nodes import Node
    from nkdata.records import Dataset, Record

_PREFIX = {
    "articles": "article_",
    "actors": "actor_",
    "events": "event_",
    "claims": "claim_",
    "questions": "question_",
}
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "articles": {
        "rights": "Third-party journalism, under no licence of ours; where its text is carried, it is for verification only."
    },
    "actors": {"is_anonymous": False},
    "events": {"date_basis": "explicit"},
    "mentions": {"sic": False},
    "claims": {
        "evidentiality": "not_stated",
        "factuality_claimant": "CT+",
        "author_stance": "neutral",
        "time_reference": "past",
        "rank": "normal",
        "coder": "reader-1",
    },
}
"""What a column that is not written holds."""

_BOOLEANS = {"true": True, "false": False}


@cache
def key_of(table: str, column: str) -> str:
    """Return the key under which curators write a column.

    >>> key_of("claims", "claim_type"), key_of("articles", "published_edtf")
    ('type', 'published')
    """
    short = re.sub(r"_(?:id|edtf|code)$", "", column)
    return short.removeprefix(_PREFIX.get(table, "\0")) or short


@cache
def written(table: str) -> Mapping[str, str]:
    """Return the keys a curator may write for a table, each with its column."""
    return {
        key_of(table, name): name
        for name, field in fields(table).items()
        if not field.get("derived")
    }


class Desk:
    """The curator's desk: the records so far, the ids that may be referred to, the questions, and the problems found.

    ``spoilt`` are the places whose rows are not what was meant: those of the problems, and others that these spoil.
    """

    remedy = ""
    """What else would mend a reference to a row that does not exist."""

    def __init__(self, dataset: Dataset) -> None:
        """Start with an empty dataset."""
        self.dataset = dataset
        self.problems: list[Problem] = []
        self.ids: dict[str, set[str]] = {}
        self.empty: dict[str, Location] = {}
        """The registries without an entry, each with its place."""
        self.spoilt: list[Location] = []
        self.questions: dict[str | None, Record] = {}

    def fault(
        self,
        rule: str,
        message: str,
        where: Location,
        **cell: Any,  # noqa: ANN401  # Problem's fields
    ) -> None:  # Problem's fields
        """Note a problem at a place in the seeds; what is missing from a thing of the wrong shape is no second one."""
        if rule == "missing-key" and any(
            p.rule == "wrong-shape" and p.where == where for p in self.problems
        ):
            return
        self.problems.append(Problem(rule, message, where=where, **cell))
        self.spoilt.append(where)

    def mapping(self, node: Node | None, what: str, at: Location) -> Entries:
        """Return a node that must be a mapping; an absent or empty one is an empty mapping."""
        if isinstance(node, Entries):
            return node
        if node:
            self.fault("wrong-shape", f"{what} must be a mapping: `key: value` lines", node.at)
        return Entries(at if node is None else node.at)

    def items(self, node: Node | None, what: str) -> list[Node]:
        """Return a node that must be a list; an absent or empty one is an empty list, a single text a list of one."""
        if isinstance(node, Items):
            return list(node)
        if isinstance(node, Entries):
            self.fault("wrong-shape", f"{what} must be a list: `- item` lines", node.at)
            return []
        return [node] if node else []

    def text(self, node: Node | None, what: str) -> Text | None:
        """Return a node that must be a single text; None where it is absent or empty."""
        if node is None or isinstance(node, Text):
            return node or None
        if isinstance(node, Items) and node.source:
            self.fault(
                "unquoted-set",
                f'YAML reads {node.source} as a list: write {what}: "{node.source}"',
                node.at,
            )
        else:
            self.fault("wrong-shape", f"{what} must be a single text", node.at)
        return None

    def refer(self, table: str, name: Text, what: str) -> str | None:
        """Return the id of a row of another table, None with a problem where there is none."""
        known = self.ids.get(table, set())
        if name in known:
            return str(name)
        if table in self.empty:
            self._is_empty(table)
            self.spoilt.append(name.at)
        else:
            message = f"{what}: {table} has no {str(name)!r}{suggestion(name, known)}{self.remedy}"
            self.fault("unknown-id", message, name.at, against=((table, str(name), None),))
        return None

    def _is_empty(self, table: str) -> None:
        if not any(
            p.rule == "empty-registry" and p.where == self.empty[table] for p in self.problems
        ):
            self.fault(
                "empty-registry",
                f"it holds no {table}, and the seeds refer to them",
                self.empty[table],
            )

    def check_keys(self, entries: Entries, allowed: Iterable[str]) -> None:
        """Note a problem for each key that has no meaning here."""
        known = list(allowed)
        for key, _ in entries.pairs():
            if key not in known:
                self.fault(
                    "unknown-key",
                    f"no key {str(key)!r} here{suggestion(key, known)}; the keys are {', '.join(known)}",
                    key.at,
                )

    def record(
        self, table: str, key: str | None, entries: Entries, extra: Iterable[str] = ()
    ) -> Record:
        """Read the written columns of a record, `DEFAULTS` for the others; ``extra`` are keys that the caller reads itself."""
        self.check_keys(entries, [*written(table), *extra])
        record: Record = dict.fromkeys(columns(table))
        if key is not None:
            record[primary_key(table)] = key
        for short, column in written(table).items():
            cell = self.cell(table, column, short, entries)
            record[column] = DEFAULTS.get(table, {}).get(column) if cell is None else cell
        for stem in date_stems(table):
            fill_dates(record, stem)
        return record

    def cell(
        self, table: str, column: str, short: str, entries: Entries
    ) -> Any:  # as the column's type  # noqa: ANN401  # as the column's type
        """Read one column; None where it is absent, empty or faulty."""
        text = self.text(entries.get(short), short)
        if text is None:
            return None
        target = next((fk.table for fk in foreign_keys(table) if fk.column == column), None)
        if target is not None:
            return self.refer(target, text, short)
        return self.convert(table, column, short, text)

    def convert(
        self, table: str, column: str, short: str, text: Text
    ) -> Any:  # as the column's type  # noqa: ANN401  # as the column's type
        """Read a text as the column's type says; None with a problem where it cannot be."""
        field = fields(table)[column]
        try:
            value = _READ[field["type"]](str(text))
        except ValueError:
            self.fault("bad-value", f"{short} takes a {field['type']}, not {str(text)!r}", text.at)
            return None
        allowed = codes(table, column)
        if allowed and value not in allowed:
            near = suggestion(str(text), [str(code) for code in allowed])
            message = f"{short} has no code {str(text)!r}{near}; the codes are {', '.join(map(str, allowed))}"
            self.fault("unknown-code", message, text.at)
            return None
        pattern = field.get("constraints", {}).get("pattern")
        return value if self._well_formed(column, short, text, pattern) else None

    def _well_formed(self, column: str, short: str, text: Text, pattern: str | None) -> bool:
        if column.endswith("_edtf") or column == "normalized":
            try:
                edtf.parse(str(text))
            except edtf.EdtfError as error:
                self.fault("bad-edtf", f"{short}: {error}", text.at)
                return False
        elif pattern and not re.fullmatch(pattern, text):
            self.fault("bad-value", f"{short}: {str(text)!r} does not match {pattern}", text.at)
            return False
        return True

    def require(
        self, table: str, record: Record, entries: Entries, excused: Collection[str] = ()
    ) -> bool:
        """Note a problem for each required column left empty, save those ``excused``; tell whether none was."""
        absent = [
            short
            for short, column in written(table).items()
            if self.needs(table, column) and record[column] is None
        ]
        for short in absent:
            if not entries.get(short) and short not in excused:  # a faulty value was already noted
                self.fault(
                    "missing-key",
                    f"{short} is missing",
                    entries.place(short),
                    table=table,
                    key=record[primary_key(table)],
                )
        return not absent

    def needs(self, table: str, column: str) -> bool:
        """Tell whether a row is none without this column."""
        return is_required(table, column)


def fill_dates(record: Record, stem: str) -> None:
    """Fill ``x_earliest`` and ``x_latest`` from ``x_edtf``."""
    text = record.get(f"{stem}_edtf")
    interval = edtf.parse(text) if text else None
    record[f"{stem}_earliest"] = interval and interval.earliest
    record[f"{stem}_latest"] = interval and interval.latest


def places(table: str, at: Location, entries: Entries) -> dict[str, Location]:
    """Return where each column of a record was written; the empty name stands for the row."""
    found = {
        column: entries.place(short) for short, column in written(table).items() if short in entries
    }
    return {"": at, **found}


def _boolean(text: str) -> bool:
    if text not in _BOOLEANS:
        raise ValueError(text)
    return _BOOLEANS[text]


def _number(text: str) -> float:
    return float(_digits(text, r"-?[0-9]+(?:\.[0-9]+)?"))


def _integer(text: str) -> int:
    return int(_digits(text, r"-?[0-9]+"))


def _digits(text: str, pattern: str) -> str:
    """Return the text where it is plain digits: Python's own readers also take nan, 1_000 and digits of other scripts."""
    if not re.fullmatch(pattern, text):
        raise ValueError(text)
    return text


def _datetime(text: str) -> datetime:
    """Read a moment; one without an offset is in UTC."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


_READ: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": str,
    "datetime": _datetime,
}
