"""Rules that hold in several tables alike: ids of links, circles, sentences and countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, each, pl, say
from nkdata.checks.registry import rule
from nkdata.ids import digest
from nkdata.schema import primary_key
from nkdata.words.countries import COUNTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nkdata.checks.engine import Table, Tables
    from nkdata.reports.problems import Problem

_LINKS: dict[str, tuple[str, ...]] = {
    "segments": ("article_id", "start"),
    "event_participants": ("event_id", "role", "actor_id"),
    "attributions": ("claim_id", "hop"),
    "mentions": ("article_id", "start-end", "kind", "actor_id", "event_id", "claim_id"),
    "claim_relations": ("from_claim_id", "relation", "to_claim_id"),
}
"""Parts of a link row's id: columns, or two as one part. The id of a name holds its digest."""

_TREES = (
    ("actors", "parent_id"),
    ("articles", "derived_from_article_id"),
    ("events", "parent_event_id"),
    ("events", "anchor_event_id"),
    ("questions", "bounded_by_id"),
)
"""Columns that lead to another row of their own table."""

_SENTENCES = {
    "actors": ("description",),
    "articles": ("published_note", "rights"),
    "claims": ("statement", "rank_note"),
    "claim_relations": ("note",),
    "events": ("date_note", "occurrence_note"),
    "questions": ("scope_note",),
}
"""The columns in the curators' own sentences."""

_ENDS_A_SENTENCE = r"[.!?…][\"'”’)\]]*$"
_ENDS_A_QUESTION = r"[?][\"'”’)\]]*$"


@rule(*_LINKS, "actor_names", dimension="consistency", apart=True)
def link_id_of_parents(tables: Tables) -> Iterator[Problem]:
    """The id of a link row is a function of its parents' ids.

    These ids stay the same from one edition to the next because they follow from what they link.
    Any other id breaks references and comparisons of editions.
    """
    for name, parts in _LINKS.items():
        table: Table = getattr(tables, name)
        cells = [_part(table, part) for part in parts]
        yield from _differing(table, name, pl.concat_str(cells, separator=".", ignore_nulls=True))
    names = tables.actor_names
    digests = each(digest, names.name, gives=pl.String)
    yield from _differing(names, "actor_names", pl.format("{}.{}", names.actor_id, digests))


def _part(table: Table, part: str) -> pl.Expr:
    cells = [getattr(table, column).cast(pl.String) for column in part.split("-")]
    return pl.concat_str(cells, separator="-")


def _differing(table: Table, name: str, wanted: pl.Expr) -> Iterator[Problem]:
    key = primary_key(name)
    return table.breaks(getattr(table, key) != wanted, key, say("its parents give {}", wanted))


@rule("actors", "articles", "events", "questions", dimension="consistency", apart=True)
def parents_acyclic(tables: Tables) -> Iterator[Problem]:
    """No actor, article, event or question leads back to itself, over any steps.

    Who controls whom, and what an event is part of, is found by following these columns upwards. A
    circle has no top: no root of a source can be named, and a query that follows it never ends.

    No actor controls itself, no article derives from itself, no event is part of itself or counts
    from itself, and no figure bounds itself.
    """
    for name, column in _TREES:
        table: Table = getattr(tables, name)
        if not _has_circle(table.places(column)):
            continue
        rows = list(table.frame(table.position, primary_key(name), column).iter_rows())[::-1]
        parents = {key: parent for _, key, parent in rows}  # the first of two rows with a key
        for key, row in reversed({key: row for row, key, _ in rows}.items()):
            cycle = _cycle(key, parents)
            if cycle and key == min(cycle):  # one problem for each cycle
                message = f"it leads back to the same row: {' → '.join([*cycle, key])}"
                yield from table.problems([row], [Fault(column, message)])


def _has_circle(parents: pl.Series) -> bool:
    """Tell whether following parents from some row never ends.

    Each round goes twice as far as the one before.
    """
    steps, ahead = 1, parents
    while steps <= len(parents) and ahead.null_count() < len(ahead):
        steps, ahead = 2 * steps, ahead.gather(ahead)
    return ahead.null_count() < len(ahead)


def _cycle(key: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return the rows from this one round to itself.

    There are none where following the column ends or circles elsewhere.
    """
    path: list[str] = []
    step: str | None = key
    while step is not None and step in parents and step not in path:
        path.append(step)
        step = parents[step]
    return path if step == key else []


@rule(*_SENTENCES, dimension="completeness", apart=True)
def sentence_is_whole(tables: Tables) -> Iterator[Problem]:
    """A statement, note or description ends like a sentence, and a question with its mark.

    A sentence that breaks off may have lost the very words that limit it, and reads as if more had
    been said.

    No such text was cut off.
    """
    for name, columns in _SENTENCES.items():
        table: Table = getattr(tables, name)
        for column in columns:
            broken = ~getattr(table, column).str.contains(_ENDS_A_SENTENCE)
            yield from table.breaks(broken, column, "it does not end like a sentence")
    question = tables.questions
    message = "it does not end with a question mark"
    yield from question.breaks(~question.text.str.contains(_ENDS_A_QUESTION), "text", message)


@rule("actors", "events", dimension="conformity", apart=True)
def country_exists(tables: Tables) -> Iterator[Problem]:
    """A country code is one that ISO 3166-1 assigns.

    A join on the country finds nothing for such a code, and the row drops out of counts by country
    unnoticed.
    """
    for table in (tables.actors, tables.events):
        unknown = ~table.country_code.is_in(list(COUNTRIES))
        message = "ISO 3166-1 assigns no such alpha-3 code"
        yield from table.breaks(unknown, "country_code", message)
