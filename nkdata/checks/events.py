"""Rules of events: what kind of happening, on which claims it rests, and who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.registry import breach, rule
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.registry import View
    from nkdata.report import Problem

_EXTENT = {"latitude": 90, "longitude": 180}


@rule("events")
def mode_legal_for_type(view: View) -> Iterator[Problem]:
    """An event's mode is one that PLOVER has for its type; some types have none."""
    modes = codes("events", "event_mode")
    for event in view.rows["events"]:
        mode = event["event_mode"]
        if mode is not None and event["event_type"] not in modes[mode]["types"]:
            legal = [m for m, code in modes.items() if event["event_type"] in code["types"]]
            yield breach("events", event, "event_mode", f"{event['event_type']} has {', '.join(legal) or 'no modes'}")


@rule("events")
def subtype_fixes_type(view: View) -> Iterator[Problem]:
    """An event's subtype fixes its type and mode."""
    subtypes = codes("events", "event_subtype")
    for event in view.rows["events"]:
        code = subtypes.get(event["event_subtype"])
        if code and (event["event_type"], event["event_mode"]) != (code["type"], code["mode"]):
            message = f"{event['event_subtype']} is {code['type']} with mode {code['mode']}"
            yield breach("events", event, "event_type", message)


@rule("events", "event_participants")
def recipient_present(view: View) -> Iterator[Problem]:
    """An event of type AID, COOPERATE or SANCTION has a recipient."""
    types = codes("events", "event_type")
    for event in view.rows["events"]:
        roles = {p["role"] for p in view.grouped("event_participants", "event_id").get(event["event_id"], [])}
        if types[event["event_type"]]["needs_recipient"] and "recipient" not in roles:
            yield breach("events", event, "event_type", "no participant has the role recipient")


@rule("claims", "events")
def event_rests_on_claim(view: View) -> Iterator[Problem]:
    """Every event rests on at least one normal claim."""
    claims = view.grouped("claims", "event_id")
    for event in view.rows["events"]:
        if not any(c["rank"] == "normal" for c in claims.get(event["event_id"], [])):
            yield breach("events", event, None, "no normal claim is about this event")


@rule("claims", "events")
def occurred_is_certain(view: View) -> Iterator[Problem]:
    """An event counts as occurred if an article commits itself to some normal claim about it, or a note says why else."""
    claims = view.grouped("claims", "event_id")
    for event in view.rows["events"]:
        about = claims.get(event["event_id"], [])
        certain = any(c["rank"] == "normal" and c["factuality_article"] == "CT+" for c in about)
        if event["occurrence"] == "occurred" and not certain and event["occurrence_note"] is None:
            yield breach("events", event, "occurrence", "no normal claim about it has article factuality CT+: unverified, or a note")


@rule("claims", "event_participants")
def participation_is_claimed(view: View) -> Iterator[Problem]:
    """The claim of a participation is about that event."""
    for row in view.rows["event_participants"]:
        claim = view.get("claims", row["claim_id"])
        if claim and claim["event_id"] != row["event_id"]:
            yield breach("event_participants", row, "claim_id", f"the claim is about {claim['event_id'] or 'no event'}")


@rule("events")
def coordinates(view: View) -> Iterator[Problem]:
    """Latitude and longitude come together and lie on the globe."""
    for event in view.rows["events"]:
        if (event["latitude"] is None) != (event["longitude"] is None):
            yield breach("events", event, "latitude", "latitude and longitude come together")
        for column, limit in _EXTENT.items():
            if event[column] is not None and not -limit <= event[column] <= limit:
                yield breach("events", event, column, f"it lies outside -{limit} to {limit} degrees")
