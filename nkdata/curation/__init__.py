"""Curation: what people read in the articles, made into records.

Quotes become spans, EDTF strings become days, figures become columns, chains of sources become
hops; relations and disputes are derived. Every fault is a problem at the line where it was written,
and all are found in one run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nkdata.curation.articles import (
    SourcePage,
    read_article,
    read_mentions,
    read_names,
    segment_records,
)
from nkdata.curation.claims import read_claims
from nkdata.curation.counts import check_counts, counted
from nkdata.curation.curator import Curator
from nkdata.curation.forms import forms
from nkdata.curation.ledger import check_ledger, registered
from nkdata.curation.passages import Passages, sound, words_of
from nkdata.curation.readings import read_reading
from nkdata.curation.registries import read_actors, read_events, read_questions
from nkdata.curation.skeleton import skeleton
from nkdata.curation.validator import faults
from nkdata.nodes import Entries, plain
from nkdata.relations import derive_disputes, derive_relations
from nkdata.reports.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nkdata.document import Document
    from nkdata.records import Dataset, Rows
    from nkdata.reports.problems import Location

__all__ = [
    "Passages",
    "SourcePage",
    "check_counts",
    "check_dataset",
    "check_ledger",
    "counted",
    "curate",
    "curate_readings",
    "draft",
    "registered",
    "segment_records",
    "words_of",
]


def check_dataset(entries: Entries) -> tuple[dict[str, Any], list[Problem]]:
    """Return dataset.yaml as plain values, and its problems."""
    values = {str(key): plain(node) for key, node in entries.items()}
    return values, faults(entries, forms()["dataset"], "dataset.yaml")


def draft(
    stem: str, sha256: str, document: Document, actors: Entries, schema: str | None = None
) -> str:
    """Return the text of a new curation file, with the registered names that its page prints."""
    curator = Curator()
    curator.check(actors, forms()["actors"], "actors.yaml")
    curator.ids["actors"] = {*actors}
    read_actors(curator, actors)
    types = {actor["actor_id"]: actor["actor_type"] for actor in curator.dataset.rows["actors"]}
    names = [
        {**row, "actor_type": types[row["actor_id"]]} for row in curator.dataset.rows["actor_names"]
    ]
    return skeleton(stem, sha256, document, names, schema)


def curate(
    registries: Mapping[str, Entries], pages: Sequence[SourcePage]
) -> tuple[Dataset, list[Problem]]:
    """Make the records of every table out of the registries and the curated pages.

    Returns:
        The records, and the problems found on the way. The rows of a passage that has a problem
        are left out, and so are all that refer to these.
    """
    curator = Curator()
    _collect_ids(curator, registries, pages)
    for table, read in _READERS.items():
        curator.check(registries[table], forms()[table], f"{table}.yaml")
        read(curator, registries[table])
    for source in pages:
        curator.check(source.curation, forms()["article"], "the curation")
        page = read_article(curator, source)
        read_names(page)
        read_mentions(page)
        read_claims(page)
    dataset = curator.dataset
    if curator.problems:
        passages = Passages(registries, [page.curation for page in pages])
        dataset = sound(dataset, curator.spoilt, passages)
    _derive(dataset)
    return dataset, curator.problems


_READERS = {"actors": read_actors, "questions": read_questions, "events": read_events}


def curate_readings(
    registries: Mapping[str, Entries],
    pages: Sequence[SourcePage],
    readings: Mapping[str, Mapping[str, Entries]],
    ledger: Iterable[tuple[str, str]] = (),
) -> tuple[dict[str, dict[str, Rows]], list[Problem]]:
    """Make the records of each reading, without a look at the settled curation.

    Ids mean what the reading declares, else what the registries say; one that has left the
    registries is still known from the ledger, so that a reading outlives their changes.

    Returns:
        Article id to reader to rows by table, of every article, read or not; and the problems.
    """
    frame = Curator()
    _collect_ids(frame, registries, pages)
    frame.check(registries["questions"], forms()["questions"], "questions.yaml")
    read_questions(frame, registries["questions"])
    for table, key in ledger:
        if table != "questions":  # an answer cannot be read without its question
            frame.ids.setdefault(table, set()).add(str(key))
    read: dict[str, dict[str, Rows]] = {}
    problems: list[Problem] = []
    for page in pages:
        read[page.stem] = {}
        for reader, reading in readings.get(page.stem, {}).items():
            curator = read_reading(frame, page._replace(curation=reading))
            read[page.stem][reader] = curator.dataset.rows
            problems += curator.problems
    return read, problems


def _collect_ids(
    curator: Curator, registries: Mapping[str, Entries], pages: Sequence[SourcePage]
) -> None:
    """Learn every id before the first reference is read, so that order never matters."""
    for table in _READERS:
        curator.ids[table] = {*registries[table]}
        if not registries[table]:
            curator.empty[table] = registries[table].at
    curator.ids["articles"] = {page.stem for page in pages}
    claims: dict[str, Location] = {}
    for page in pages:
        for key, _ in page.curation.mapping("claims").pairs():
            if key in claims:
                message = f"another article already has a claim {str(key)!r}"
                twice = Problem("duplicate-id", message, "claims", str(key), where=key.at)
                curator.note(twice)
                curator.spoilt.add(claims[key])
            claims.setdefault(key, key.at)
    curator.ids["claims"] = {*claims}


def _derive(dataset: Dataset) -> None:
    stated = {record["relation_id"] for record in dataset.rows["claim_relations"]}
    for record in derive_relations(dataset.rows):
        if record["relation_id"] not in stated:  # a rule forbids to state what is derived
            origin = dataset.origins.get(("claims", record["from_claim_id"]), {})
            dataset.add("claim_relations", record, origin)
    for record in derive_disputes(dataset.rows, dataset.rows["claim_relations"]):
        dataset.add("disputes", record, {})
