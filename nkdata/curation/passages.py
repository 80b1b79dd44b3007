"""Passages: the stretches of the seed files that make rows.

A passage is an article's facts (with its corrected labels, on which all else rests), one claim, one
mention, the names of one actor, or one entry of a registry. What a fault spoils, and what an
article leads to in the registries, follows from them.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import chain
from typing import TYPE_CHECKING

from nkdata.nodes import Entries, Items, Text
from nkdata.records import Dataset
from nkdata.schema import foreign_keys, primary_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nkdata.nodes import Node
    from nkdata.records import Record
    from nkdata.reports.problems import Location

Passage = tuple[str, str]
"""The file and a name that is unique in it: the id of a row, or a section and a number."""

_PARTS = {"attributions": ("claims", "claim_id")}
"""Rows without which another row, which does not refer to them, is not whole."""


class Passages:
    """The passages of a seeds folder, found by place, each with all the words that it holds."""

    def __init__(self, registries: Mapping[str, Entries], curations: Iterable[Entries]) -> None:
        """Take the registries by name and the curation of each article."""
        self._starts: dict[str, list[tuple[int, int, str]]] = {}
        self._nodes: dict[Passage, Node] = {}
        for registry in registries.values():
            for key, node in registry.pairs():
                self._add(key.at, str(key), node)
        for curation in curations:
            for at, name, node in _of_article(curation):
                self._add(at, name, node)
        for starts in self._starts.values():
            starts.sort()

    def _add(self, at: Location, name: str, node: Node) -> None:
        self._starts.setdefault(at.file, []).append((at.line, at.column, name))
        self._nodes[at.file, name] = node

    def at(self, where: Location) -> Passage | None:
        """Return the passage in which a place lies, None before the first and in other files."""
        starts = self._starts.get(where.file, [])
        index = bisect_right(starts, (where.line, where.column, "\U0010ffff")) - 1
        return (where.file, starts[index][2]) if index >= 0 else None

    def reach(self, words: Iterable[str], files: Sequence[str]) -> set[Passage]:
        """Return the passages of some registries that words lead to, in any number of steps."""
        reached: set[Passage] = set()
        waiting = list(words)
        while waiting:
            word = waiting.pop()
            new = {(file, word) for file in files if (file, word) in self._nodes} - reached
            reached |= new
            waiting += [word for passage in new for word in words_of(self._nodes[passage])]
        return reached


def _of_article(curation: Entries) -> Iterator[tuple[Location, str, Node]]:
    for section, node in curation.pairs():
        if isinstance(node, Items):
            yield from ((item.at, f"{section} {number}", item) for number, item in enumerate(node))
        elif section in ("names", "claims") and isinstance(node, Entries):
            yield from ((key.at, f"{section} {key}", item) for key, item in node.pairs())
        else:
            yield section.at, "article", node


def words_of(node: Node) -> Iterator[str]:
    """Yield every text and key that is written in a node."""
    if isinstance(node, Text):
        yield str(node)
        return
    for part in node if isinstance(node, Items) else chain.from_iterable(node.pairs()):
        yield from words_of(part)


def sound(dataset: Dataset, spoilt: Iterable[Location], passages: Passages) -> Dataset:
    """Return the dataset without the rows of spoilt passages, and without all that refers to these.

    What is left refers to nothing that is missing, so that a rule which does not conclude from
    absence judges it rightly.
    """
    bad = set(map(passages.at, spoilt)) - {None}

    def is_sound(table: str, record: Record) -> bool:
        where = dataset.origin(table, record[primary_key(table)], None)
        return where is None or passages.at(where) not in bad

    rows = {
        table: [record for record in records if is_sound(table, record)]
        for table, records in dataset.rows.items()
    }
    while sum(_drop_orphans(rows, table) for table in rows):
        pass
    return Dataset(rows, dataset.origins)


def _drop_orphans(rows: dict[str, list[Record]], table: str) -> int:
    """Drop rows that refer to a missing one, and what they are a part of; return how many."""
    known = {
        key.column: {row[primary_key(key.table)] for row in rows[key.table]} | {None}
        for key in foreign_keys(table)
    }
    orphans = [
        row for row in rows[table] if any(row.get(column) not in known[column] for column in known)
    ]
    itself = (table, primary_key(table))
    for owner, column in (itself, _PARTS.get(table, itself)) if orphans else ():
        lost = {row[column] for row in orphans}
        rows[owner] = [row for row in rows[owner] if row[primary_key(owner)] not in lost]
    return len(orphans)
