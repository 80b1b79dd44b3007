"""The registries: actors with their names, events with their participants, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.curation.curator import places
from nkdata.curation.forms import name_kinds
from nkdata.ids import digest, link_id
from nkdata.nodes import Entries, text_of
from nkdata.schema import codes
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nkdata.curation.curator import Curator
    from nkdata.nodes import Text
    from nkdata.records import Record


def read_actors(curator: Curator, registry: Entries) -> None:
    """Read actors.yaml: a mapping from actor id to its columns and its ``names`` by kind."""
    for key, entries in _rows(curator, registry):
        record = curator.record("actors", str(key), entries)
        curator.dataset.add("actors", record, places("actors", key.at, entries))
        names = entries.mapping("names")
        _add_names(curator, key, "canonical", [entries.text("name")])
        for kind in name_kinds():
            _add_names(curator, key, kind, map(text_of, names.listed(kind)))


def _add_names(curator: Curator, actor: Text, kind: str, names: Iterable[Text | None]) -> None:
    for name in filter(None, names):
        record = {
            "name_id": link_id(actor, digest(name)),
            "actor_id": str(actor),
            "name": str(name),
            "kind": kind,
        }
        curator.dataset.add("actor_names", record, {"": name.at})


def read_questions(curator: Curator, registry: Entries) -> None:
    """Read questions.yaml: a mapping from question id to its columns."""
    for key, entries in _rows(curator, registry):
        record = curator.record("questions", str(key), entries)
        curator.dataset.add("questions", record, places("questions", key.at, entries))
        if record["value_type"]:  # answers to a question without a type cannot be read
            curator.questions[str(key)] = record


def read_events(curator: Curator, registry: Entries) -> None:
    """Read events.yaml: a mapping from event id to its columns and its ``participants``.

    A subtype stands for its type and mode, so that these need not be written beside it.
    """
    for key, entries in _rows(curator, registry):
        record = curator.record("events", str(key), entries)
        _from_subtype(record)
        if record["date_edtf"]:
            record["date_precision"] = edtf.precision(edtf.parse(record["date_edtf"]))
        curator.dataset.add("events", record, places("events", key.at, entries))
        for participant in entries.listed("participants"):
            if isinstance(participant, Entries):
                _add_participant(curator, str(key), participant)


def _from_subtype(record: Record) -> None:
    code = codes("events", "event_subtype").get(record["event_subtype"])
    if code:
        record["event_type"] = record["event_type"] or code["type"]
        record["event_mode"] = record["event_mode"] or code["mode"]


def _add_participant(curator: Curator, event: str, entries: Entries) -> None:
    record = curator.record("event_participants", None, entries)
    record["event_id"] = event
    record["participant_id"] = link_id(event, record["role"], record["actor_id"])
    where = places("event_participants", entries.at, entries)
    curator.dataset.add("event_participants", record, where)


def _rows(curator: Curator, registry: Entries) -> list[tuple[Text, Entries]]:
    """Return the entries of a registry whose ids are fit to be ids."""
    return [(key, entries) for key, entries in registry.mappings() if key.at not in curator.spoilt]
