"""What changed between two releases, as data: nouns that the other modules fill and print."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from nkdata.versions import Bump, raised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from nkdata.reports.problems import Problem

Status = Literal["added", "removed", "kept"]


@dataclass(frozen=True, slots=True)
class Release:
    """One of the two packages: where it was read from, and what its descriptor calls it."""

    source: str
    name: str
    version: str
    content_hash: str
    day: str


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One change of a schema or of words about the data, and the bump that it asks for.

    ``kind`` is a short name such as ``column-added``; ``column`` is None for what concerns the table or the package as a whole.
    """

    kind: str
    bump: Bump
    column: str | None = None
    old: Any = None
    new: Any = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one column in rows that both releases have, by primary key; ``old`` or ``new`` is None where the column is not there."""

    column: str
    keys: pa.Array
    old: pa.Array | None
    new: pa.Array | None

    def __len__(self) -> int:
        """Return how many cells these are."""
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a changed row, before and after."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True)
class TableChanges:
    """What changed in one table.

    Attributes:
        table: its name.
        status: whether only NEW has it (``added``), only OLD (``removed``), or both (``kept``).
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

        if len(self.edits) <= 1:
            return sum(map(len, self.edits))
        return len(pa.chunked_array([cells.keys for cells in self.edits]).unique())

    def changed(self) -> Iterator[tuple[Any, list[Cell]]]:
        """Yield the key of each edited row, in order, with its edited cells."""
        rows = heapq.merge(
            *(_keyed(number, cells) for number, cells in enumerate(self.edits)),
            key=lambda cell: cell[:2],
        )
        for key, cells in groupby(rows, key=lambda cell: cell[0]):
            yield key, [cell for _, _, cell in cells]

    @property
    def moved(self) -> bool:
        """Whether rows or columns changed, and not only bytes and words."""
        return self.bump > Bump.PATCH

    @property
    def bump(self) -> Bump:
        """The bump that this table asks for."""
        asked = [change.bump for change in self.schema]
        if self.status == "removed" or len(self.removed) or self.edits:
            asked.append(Bump.MAJOR)
        if self.status == "added" or len(self.added):
            asked.append(Bump.MINOR)
        return max([*asked, Bump.PATCH if self.rewritten else Bump.NONE])


def _keyed(number: int, cells: Cells) -> Iterator[tuple[Any, int, Cell]]:
    for row, key in enumerate(cells.keys):
        old, new = (None if side is None else side[row].as_py() for side in (cells.old, cells.new))
        yield key.as_py(), number, Cell(cells.column, old, new)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An id that was published and is gone, with the version that retired it. It is never used again."""

    table: str
    id: str
    retired: str


@dataclass(frozen=True)
class Changes:
    """What changed from one release to the next, and whether NEW's declared version says so.

    Attributes:
        old: the earlier release, and ``new`` the later one.
        tables: a `TableChanges` for each table of either, those of NEW first.
        metadata: changes of the package's own properties.
        tombstones: ids of tables with ids that people wrote, which NEW no longer has.
        buried: those that were retired before, as far as a ledger is known.
        problems: what makes the comparison fail, as `Problem` rows.
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
        """The smallest version that NEW may declare, or None where OLD's version is none."""
        return raised(self.old.version, self.level)

    def __str__(self) -> str:
        """Return the changes as `nkdata diff` prints them."""
        from nkdata.changes.text import lines

        return "\n".join(lines(self))
