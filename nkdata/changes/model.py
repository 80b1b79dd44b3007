"""What changed between two releases, as data: nouns that the other modules fill and print."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from nkdata.changes.outline import counts
from nkdata.changes.text import lines
from nkdata.printing import html_table, html_text
from nkdata.versions import Bump, raised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from nkdata.reports.problems import Problem

Status = Literal["added", "removed", "kept"]

REASONS = {
    "rows removed": Bump.MAJOR,
    "rows edited": Bump.MAJOR,
    "rows added": Bump.MINOR,
    "tables removed": Bump.MAJOR,
    "tables added": Bump.MINOR,
    "schema broken": Bump.MAJOR,
    "schema widened": Bump.MINOR,
}
"""Why a table asks for more than a patch, and for which bump."""


STATED = ("name", "version", "contentHash", "created")
"""What a descriptor states of its release, in the order of the fields of `Release`."""


class Release(NamedTuple):
    """One of the two packages: where it was read from, and what its descriptor calls it."""

    source: str
    name: str
    version: str
    content_hash: str
    day: str


class SchemaChange(NamedTuple):
    """One change of a schema or of words about the data, and the bump that it asks for.

    ``kind`` is a short name such as ``column-added``. ``column`` is None where the change concerns
    the table or the package as a whole.
    """

    kind: str
    bump: Bump
    column: str | None = None
    old: Any = None
    new: Any = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one column in rows that both releases have, sorted by primary key.

    ``old`` or ``new`` is None where that release has no such column.
    """

    column: str
    keys: pa.Array
    old: pa.Array | None
    new: pa.Array | None

    def __len__(self) -> int:
        """Return how many cells these are."""
        return len(self.keys)

    def __iter__(self) -> Iterator[tuple[Any, Any, Any]]:
        """Yield the key of each cell, and what it held before and after."""
        for number, key in enumerate(self.keys):
            old, new = (side and side[number].as_py() for side in (self.old, self.new))
            yield key.as_py(), old, new


class Cell(NamedTuple):
    """One cell of a changed row, before and after."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True)
class TableChanges:
    """What changed in one table.

    Attributes:
        table: its name.
        status: ``added`` where only NEW has it, ``removed`` where only OLD has it, else ``kept``.
        key: the name of its primary key column.
        rows: how many rows OLD and NEW have.
        added: the rows that only NEW has, a pyarrow Table with NEW's columns, sorted by key.
        removed: the rows that only OLD has, with OLD's columns.
        edits: the edited cells of rows that both have, column by column.
        filled: what an added column holds in rows that both have.
        dropped: what a removed column held in them.
        schema: changes of columns, codes, constraints, keys and words.
        rewritten: whether the file's bytes differ.
    """

    table: str
    status: Status
    key: str
    rows: tuple[int, int]
    added: pa.Table
    removed: pa.Table
    edits: tuple[Cells, ...] = ()
    filled: tuple[Cells, ...] = ()
    dropped: tuple[Cells, ...] = ()
    schema: tuple[SchemaChange, ...] = ()
    rewritten: bool = False

    @cached_property
    def n_changed(self) -> int:
        """How many rows that both releases have were edited."""
        import pyarrow as pa

        keys = [cells.keys for cells in self.edits]
        return len(pa.chunked_array(keys).unique()) if keys else 0

    def changed(self) -> Iterator[tuple[Any, list[Cell]]]:
        """Yield the key of each edited row, in order, with its edited cells."""
        columns = (_keyed(number, cells) for number, cells in enumerate(self.edits))
        for key, row in groupby(heapq.merge(*columns), key=itemgetter(0)):
            yield key, [cell for _, _, cell in row]

    @property
    def moved(self) -> bool:
        """Whether rows or columns changed, and not only bytes and words."""
        return self.bump > Bump.PATCH

    @property
    def bump(self) -> Bump:
        """The bump that this table asks for."""
        words = Bump.PATCH if self.schema or self.rewritten else Bump.NONE
        return max((REASONS[reason] for reason in self.reasons), default=words)

    @property
    def reasons(self) -> set[str]:
        """What asks for a bump, as in `REASONS`."""
        kept, bumps = self.status == "kept", {change.bump for change in self.schema}
        asking = {
            "rows removed": kept and len(self.removed),
            "rows edited": self.edits,
            "rows added": kept and len(self.added),
            f"tables {self.status}": not kept,
            "schema broken": Bump.MAJOR in bumps,
            "schema widened": Bump.MINOR in bumps,
        }
        return {reason for reason, asks in asking.items() if asks}


def _keyed(number: int, cells: Cells) -> Iterator[tuple[Any, int, Cell]]:
    return ((key, number, Cell(cells.column, old, new)) for key, old, new in cells)


class Tombstone(NamedTuple):
    """An id that was published and is gone, and the version that retired it.

    The id is never used again.
    """

    table: str
    id: str
    retired: str


@dataclass(frozen=True, repr=False)
class Changes:
    """What changed from one release to the next, and whether NEW's declared version says so.

    It prints itself: as text, as one line, and as a table in notebooks.

    Attributes:
        old: the earlier release.
        new: the later release.
        tables: a `TableChanges` for each table of either, those of NEW first.
        metadata: changes of the package's own properties.
        tombstones: ids of tables with ids that people wrote, which NEW no longer has.
        buried: those that were retired before, as far as a ledger is known.
        problems: what makes the comparison fail, as `Problem` rows.
        rewritten: whether the descriptor's bytes differ.
    """

    old: Release
    new: Release
    tables: Sequence[TableChanges]
    metadata: Sequence[SchemaChange] = ()
    tombstones: Sequence[Tombstone] = ()
    buried: Sequence[Tombstone] = ()
    problems: Sequence[Problem] = ()
    rewritten: bool = False

    @property
    def ok(self) -> bool:
        """True where the version says what changed, and no id is used again."""
        return not self.problems

    @property
    def bump(self) -> str:
        """By how much the version has to be raised: ``none``, ``patch``, ``minor`` or ``major``."""
        return self.level.word

    @property
    def level(self) -> Bump:
        """The bump as a number that compares."""
        asked = [*(table.bump for table in self.tables), *(change.bump for change in self.metadata)]
        return max([*asked, Bump.PATCH if self.rewritten else Bump.NONE])

    @property
    def smallest(self) -> str | None:
        """The smallest version that NEW may declare, or None where OLD's version is malformed."""
        return raised(self.old.version, self.level)

    @property
    def reasons(self) -> list[str]:
        """What asks for the bump, in words, each with the tables where it is."""
        level = self.level
        if level < Bump.MINOR:
            return ["files or words about the data changed, and no row"] if level else []
        renamed = any(change.bump is level for change in self.metadata)
        reasons = ["the package has another name"] if renamed else []
        for reason, bump in REASONS.items():
            tables = [table.table for table in self.tables if reason in table.reasons]
            if tables and bump is level:
                reasons.append(f"{reason}: {', '.join(tables)}")
        return reasons

    def __str__(self) -> str:
        """Return the changes as `nkdata diff` prints them."""
        return "\n".join(lines(self))

    def __repr__(self) -> str:
        """Return one line: the two releases, the bump and what asks for it, and the problems."""
        old, new = (f"{side.name} {side.version}" for side in (self.old, self.new))
        problems = dict.fromkeys(f"problem: {problem.rule}" for problem in self.problems)
        return f"<Changes {old} -> {new}: {'; '.join([self.bump, *self.reasons, *problems])}>"

    def _repr_html_(self) -> str:
        """Return a table of the numbers, for notebooks."""
        rows = counts(self)
        return f"<p>{html_text(repr(self))}</p>" + (html_table(rows[0], rows[1:]) if rows else "")
