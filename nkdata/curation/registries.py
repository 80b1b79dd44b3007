"""The registries: actors with their names, events with their participants, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.curation.curator import places
from nkdata.curation.forms import name_kinds
from nkdata.ids import digest, link_id
from nkdata.nodes import text_of
from nkdata.schema import codes
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nkdata.curation.curator import Curator
    from nkdata.nodes import Entries, Text


def read_actors(curator: Curator, registry: Entries) -> None:
    """Read actors.yaml: a mapping from actor id to its columns and its ``names`` by kind."""
    for key, entries, _ in curator.rows("actors", registry):
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
    for key, _, record in curator.rows("questions", registry):
        if record["value_type"]:  # answers to a question without a type cannot be read
            curator.questions[str(key)] = record


def read_events(curator: Curator, registry: Entries) -> None:
    """Read events.yaml: a mapping from event id to its columns and its ``participants``.

    A subtype stands for its type and mode, so that these need not be written beside it.
    """
    for key, entries, event in curator.rows("events", registry):
        subtype = codes("events", "event_subtype").get(event["event_subtype"], {})
        for part in ("type", "mode"):
            event[f"event_{part}"] = event[f"event_{part}"] or subtype.get(part)
        if event["date_edtf"]:
            event["date_precision"] = edtf.precision(edtf.parse(event["date_edtf"]))
        for who in entries.records("participants"):
            record = curator.record("event_participants", None, who)
            record["event_id"] = str(key)
            record["participant_id"] = link_id(key, record["role"], record["actor_id"])
            where = places("event_participants", who.at, who)
            curator.dataset.add("event_participants", record, where)
