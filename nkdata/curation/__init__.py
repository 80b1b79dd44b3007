"""Curation: what people read in the articles, made into records.

Quotes become spans, EDTF strings become days, figures become columns, chains of sources become
hops; relations and disputes are derived. Every fault is a problem at the line where it was written,
and all are found in one run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.curation.articles import read_article, read_mentions, read_names, segment_records
from nkdata.curation.claims import read_claims
from nkdata.curation.counts import check_counts, counted
from nkdata.curation.dataset import check_dataset
from nkdata.curation.fields import Desk
from nkdata.curation.ledger import check_ledger, registered
from nkdata.curation.passages import Passages, sound, words_of
from nkdata.curation.readings import ReadingDesk, read_reading
from nkdata.curation.registries import read_actors, read_events, read_questions
from nkdata.curation.skeleton import skeleton
from nkdata.nodes import Entries
from nkdata.records import Dataset
from nkdata.relations import derive_disputes, derive_relations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nkdata.document import Document
    from nkdata.records import Rows
    from nkdata.reports.problems import Location, Problem

__all__ = [
    "Passages",
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

Source = tuple[str, str, "Document", Entries]
"""A page to curate: its stem, the SHA-256 of its bytes, its parsed document and its curation."""


def draft(
    stem: str, sha256: str, document: Document, actors: Entries, schema: str | None = None
) -> str:
    """Return the text of a new curation file for a page, with the names of the registered actors that it prints."""
    desk = Desk(Dataset())
    desk.ids["actors"] = {str(key) for key in actors}
    read_actors(desk, actors)
    types = {actor["actor_id"]: actor["actor_type"] for actor in desk.dataset.rows["actors"]}
    names = [
        {**row, "actor_type": types.get(row["actor_id"])}
        for row in desk.dataset.rows["actor_names"]
    ]
    return skeleton(stem, sha256, document, names, schema)


def curate(
    registries: Mapping[str, Entries], pages: Sequence[Source]
) -> tuple[Dataset, list[Problem]]:
    """Make the records of every table out of the registries and the curated pages, and the problems found on the way.

    Where there are problems, the rows of the passages that have them are left out, and so are all
    that refer to these.
    """
    desk = Desk(Dataset())
    _collect_ids(desk, registries, pages)
    read_actors(desk, registries["actors"])
    read_questions(desk, registries["questions"])
    read_events(desk, registries["events"])
    for stem, sha256, document, curation in pages:
        page = read_article(desk, stem, sha256, document, curation)
        read_names(page, curation)
        read_mentions(page, curation)
        read_claims(page, curation)
    if desk.problems:
        return _without_the_spoilt(desk, registries, pages), desk.problems
    _derive(desk.dataset)
    return desk.dataset, desk.problems


def _without_the_spoilt(
    desk: Desk, registries: Mapping[str, Entries], pages: Sequence[Source]
) -> Dataset:
    passages = Passages(registries, [curation for *_, curation in pages])
    dataset = sound(desk.dataset, filter(None, map(passages.at, desk.spoilt)), passages)
    _derive(dataset)
    return dataset


def curate_readings(
    registries: Mapping[str, Entries],
    pages: Sequence[Source],
    readings: Mapping[str, Mapping[str, Entries]],
    ledger: Iterable[tuple[str, str]] = (),
) -> tuple[dict[str, dict[str, Rows]], list[Problem]]:
    """Make the records of each reading: article id to reader to rows by table, of every article, read or not.

    The settled curation is not looked at. Ids mean what the reading declares, else what the
    registries say; one that has left the registries is still known from the ledger, so that a
    reading outlives their changes.
    """
    frame = ReadingDesk(Dataset())
    _collect_ids(frame, registries, pages)
    read_questions(frame, registries["questions"])
    for table, key in ledger:
        if table != "questions":  # an answer cannot be read without its question
            frame.ids.setdefault(table, set()).add(str(key))
    found: dict[str, dict[str, Rows]] = {}
    problems: list[Problem] = []
    for stem, sha256, document, _ in pages:
        made = {
            reader: read_reading(frame, stem, sha256, document, reading)
            for reader, reading in readings.get(stem, {}).items()
        }
        problems += [problem for desk in made.values() for problem in desk.problems]
        found[stem] = {reader: desk.dataset.rows for reader, desk in made.items()}
    return found, problems


def _collect_ids(desk: Desk, registries: Mapping[str, Entries], pages: Sequence[Source]) -> None:
    """Learn every id before the first reference is read, so that order never matters."""
    for table in ("actors", "events", "questions"):
        desk.ids[table] = {str(key) for key in registries[table]}
        if not registries[table]:
            desk.empty[table] = registries[table].at
    desk.ids["articles"] = {stem for stem, *_ in pages}
    claims: dict[str, Location] = {}
    for *_, curation in pages:
        node = curation.get("claims")
        for key, _ in node.pairs() if isinstance(node, Entries) else ():
            if key in claims:
                desk.fault(
                    "duplicate-id",
                    f"another article already has a claim {str(key)!r}",
                    key.at,
                    table="claims",
                    key=str(key),
                )
                desk.spoilt.append(claims[str(key)])
            claims.setdefault(str(key), key.at)
    desk.ids["claims"] = set(claims)


def _derive(dataset: Dataset) -> None:
    stated = {record["relation_id"] for record in dataset.rows["claim_relations"]}
    for record in derive_relations(dataset.rows):
        if record["relation_id"] in stated:
            continue  # a reader stated what the rules derive, which a rule forbids
        dataset.add("claim_relations", record, _claim_origin(dataset, record["from_claim_id"]))
    for record in derive_disputes(dataset.rows, dataset.rows["claim_relations"]):
        dataset.add("disputes", record, {})


def _claim_origin(dataset: Dataset, claim: str) -> Mapping[str, Location]:
    return dataset.origins.get(("claims", claim), {})
