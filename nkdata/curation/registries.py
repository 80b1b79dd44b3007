"""The registries: actors with their names, events with their participants, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.curation.fields import places
from nkdata.curation.forms import EXTRAS, name_kinds
from nkdata.ids import digest, link_id
from nkdata.schema import codes, primary_key
from nkdata.words import edtf

if TYPE_CHECKING:
    from nkdata.curation.fields import Desk
    from nkdata.nodes import Entries, Text
    from nkdata.records import Record


def read_actors(desk: Desk, registry: Entries) -> None:
    """Read actors.yaml: a mapping from actor id to its columns and its ``names`` by kind."""
    for key, entries in _rows(desk, registry, "actors"):
        record = desk.record("actors", str(key), entries, extra=EXTRAS["actors"])
        if desk.require("actors", record, entries):
            desk.dataset.add("actors", record, places("actors", key.at, entries))
        _names(
            desk, record, key, entries
        )  # of a faulty actor as well, or every use of its names were a fault too


def _names(desk: Desk, actor: Record, key: Text, entries: Entries) -> None:
    names = desk.mapping(entries.get("names"), "names", key.at)
    kinds = name_kinds()
    desk.check_keys(names, kinds)
    written = [(str(actor["name"]), "canonical", entries.place("name"))]
    for kind, node in names.pairs():
        texts = [desk.text(item, str(kind)) for item in desk.items(node, str(kind))]
        written += [(str(text), str(kind), text.at) for text in texts if text and kind in kinds]
    owner = actor["actor_id"]
    for name, form, at in written:
        record = {
            "name_id": link_id(owner, digest(name)),
            "actor_id": owner,
            "name": name,
            "kind": form,
        }
        desk.dataset.add("actor_names", record, {"": at})


def read_questions(desk: Desk, registry: Entries) -> None:
    """Read questions.yaml: a mapping from question id to its columns."""
    for key, entries in _rows(desk, registry, "questions"):
        record = desk.record("questions", str(key), entries)
        if desk.require("questions", record, entries):
            desk.dataset.add("questions", record, places("questions", key.at, entries))
            desk.questions[str(key)] = record


def read_events(desk: Desk, registry: Entries) -> None:
    """Read events.yaml: a mapping from event id to its columns and its ``participants``.

    A subtype stands for its type and mode, so that these need not be written beside it.
    """
    for key, entries in _rows(desk, registry, "events"):
        record = desk.record("events", str(key), entries, extra=EXTRAS["events"])
        _from_subtype(record)
        if record["date_edtf"]:
            record["date_precision"] = edtf.precision(edtf.parse(record["date_edtf"]))
        if desk.require("events", record, entries, ["type"] if entries.get("subtype") else []):
            desk.dataset.add("events", record, places("events", key.at, entries))
        for node in desk.items(entries.get("participants"), "participants"):
            _participant(desk, str(key), desk.mapping(node, "a participant", key.at))


def _from_subtype(record: Record) -> None:
    code = codes("events", "event_subtype").get(record["event_subtype"])
    if code:
        record["event_type"] = record["event_type"] or code["type"]
        record["event_mode"] = record["event_mode"] or code["mode"]


def _participant(desk: Desk, event: str, entries: Entries) -> None:
    record = desk.record("event_participants", None, entries)
    record["event_id"] = event
    record["participant_id"] = link_id(event, record["role"], record["actor_id"])
    if desk.require("event_participants", record, entries):
        desk.dataset.add(
            "event_participants", record, places("event_participants", entries.at, entries)
        )


def _rows(desk: Desk, registry: Entries, table: str) -> list[tuple[Text, Entries]]:
    rows = [(key, desk.mapping(node, str(key), key.at)) for key, node in registry.pairs()]
    return [
        (key, entries)
        for key, entries in rows
        if desk.convert(table, primary_key(table), "the id", key)
    ]
