"""Rules of the registers: what actors, places and the curators' words have to agree in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.registry import breach, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.registry import View
    from nkdata.report import Problem

_SENTENCES = {
    "actors": ("description",),
    "articles": ("published_note", "rights"),
    "claims": ("statement", "rank_note"),
    "claim_relations": ("note",),
    "events": ("date_note", "occurrence_note"),
    "questions": ("scope_note",),
}
"""The columns in the curators' own sentences."""

_CLOSING = "\"'”’)]"


@rule(*_SENTENCES)
def sentence_is_whole(view: View) -> Iterator[Problem]:
    """A statement, note or description ends like a sentence, and a question with its mark: none was cut off."""
    for table, columns in _SENTENCES.items():
        for row in view.rows[table]:
            for column in columns:
                if row[column] is not None and not row[column].rstrip(_CLOSING).endswith((".", "!", "?", "…")):
                    yield breach(table, row, column, "it does not end like a sentence")
    for question in view.rows["questions"]:
        if not question["text"].rstrip(_CLOSING).endswith("?"):
            yield breach("questions", question, "text", "it does not end with a question mark")


@rule("actors")
def one_item_one_actor(view: View) -> Iterator[Problem]:
    """An item of Wikidata stands for one actor."""
    first: dict[str, str] = {}
    for actor in view.rows["actors"]:
        item = actor["wikidata_id"]
        if item is not None and first.setdefault(item, actor["actor_id"]) != actor["actor_id"]:
            yield breach("actors", actor, "wikidata_id", f"{first[item]} has it already")


@rule("actors")
def control_within_country(view: View) -> Iterator[Problem]:
    """Who is controlled by a state, over any steps, belongs to that state's country, where both countries are given."""
    for actor in view.rows["actors"]:
        root, steps = actor, 0
        while (above := view.get("actors", root["parent_id"])) and steps < len(view.rows["actors"]):
            root, steps = above, steps + 1
        countries = (actor["country_code"], root["country_code"])
        if root["actor_type"] == "state" and None not in countries and countries[0] != countries[1]:
            yield breach("actors", actor, "country_code", f"it is controlled by {root['actor_id']}, of {countries[1]}")


@rule("events")
def place_is_one_spot(view: View) -> Iterator[Problem]:
    """A place of one name and country lies in one spot, and a spot in one country."""
    spots: dict[object, object] = {}
    countries: dict[object, object] = {}
    for event in view.rows["events"]:
        spot = (event["latitude"], event["longitude"])
        if None in spot:
            continue
        place, country = (event["place_name"], event["country_code"]), event["country_code"]
        if event["place_name"] is not None and spots.setdefault(place, spot) != spot:
            yield breach("events", event, "latitude", f"another event has {event['place_name']} at {spots[place]}")
        if countries.setdefault(spot, country) != country:
            yield breach("events", event, "country_code", f"another event has this spot in {countries[spot]}")
