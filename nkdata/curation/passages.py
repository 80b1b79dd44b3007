"""Passages: the stretches of the seed files that make rows. What a fault spoils, and what an article leads to, follows from them.

A passage is an article's facts (with its corrected labels, on which all else rests), one claim, one
mention, the names of one actor, or one entry of a registry.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from nkdata.nodes import Entries, Items
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

ARTICLE = "article"


class Passages:
    """The passages of a seeds folder, found by place, each with all the words that are written in it."""

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
        """Return the passage in which a place lies, None before the first one and in other files."""
        starts = self._starts.get(where.file, [])
        index = bisect_right(starts, (where.line, where.column, "\U0010ffff")) - 1
        return (where.file, starts[index][2]) if index >= 0 else None

    def reach(self, words: Iterable[str], files: Sequence[str]) -> set[Passage]:
        """Return the passages of some registries that words lead to, by id, over any number of steps."""
        found: set[Passage] = set()
        waiting = list(words)
        while waiting:
            word = waiting.pop()
            for passage in ((file, word) for file in files):
                if passage in self._nodes and passage not in found:
                    found.add(passage)
                    waiting.extend(words_of(self._nodes[passage]))
        return found


def _of_article(curation: Entries) -> Iterator[tuple[Location, str, Node]]:
    for section, node in curation.pairs():
        if isinstance(node, Items):
            yield from ((item.at, f"{section} {number}", item) for number, item in enumerate(node))
        elif section in ("names", "claims") and isinstance(node, Entries):
            yield from ((key.at, f"{section} {key}", item) for key, item in node.pairs())
        else:
            yield section.at, ARTICLE, node


def words_of(node: Node) -> Iterator[str]:
    """Yield every text and key that is written in a node."""
    if isinstance(node, Entries):
        for key, value in node.items():
            yield str(key)
            yield from words_of(value)
    elif isinstance(node, Items):
        for item in node:
            yield from words_of(item)
    else:
        yield str(node)


def sound(dataset: Dataset, spoilt: Iterable[Passage], passages: Passages) -> Dataset:
    """Return the dataset without the rows of spoilt passages, and without all that refers to a row that is not there.

    What is left refers to nothing that is missing, so that a rule which does not conclude from
    absence judges it rightly.
    """
    bad = set(spoilt)
    rows = {table: list(records) for table, records in dataset.rows.items()}
    for table, records in rows.items():
        rows[table] = [r for r in records if _passage(dataset, table, r, passages) not in bad]
    while any(
        [_drop_orphans(rows, table) for table in rows]  # noqa: C419  # every table is looked at before the next round
    ):  # every table is looked at before the next round
        pass
    return Dataset(rows, dataset.origins)


def _passage(dataset: Dataset, table: str, record: Record, passages: Passages) -> Passage | None:
    where = dataset.origin(table, record[primary_key(table)], None)
    return None if where is None else passages.at(where)


def _drop_orphans(rows: dict[str, list[Record]], table: str) -> bool:
    """Drop the rows of a table that refer to a missing one, and what they are a part of; tell whether there were any."""
    known = [
        (k.column, {r[primary_key(k.table)] for r in rows[k.table]} | {None})
        for k in foreign_keys(table)
    ]
    orphans = [r for r in rows[table] if any(r.get(column) not in there for column, there in known)]
    if orphans:
        gone = {r[primary_key(table)] for r in orphans}
        rows[table] = [r for r in rows[table] if r[primary_key(table)] not in gone]
        owner, column = _PARTS.get(table, (table, primary_key(table)))
        lost = {r[column] for r in orphans}
        rows[owner] = [r for r in rows[owner] if r[primary_key(owner)] not in lost]
    return bool(orphans)
