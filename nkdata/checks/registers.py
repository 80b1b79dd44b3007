"""Rules of the registers: what actors, places and the curators' words have to agree in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.registry import breach, breaches, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.registry import Faults, View
    from nkdata.reports.problems import Problem

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


@rule(*_SENTENCES, dimension="completeness", apart=True)
def sentence_is_whole(view: View) -> Iterator[Problem]:
    """A statement, note or description ends like a sentence, and a question with its mark: none was cut off.

    A sentence that breaks off may have lost the very words that limit it, and reads as if more had
    been said.
    """

    def faults(column: str, text: str | None) -> Faults:
        if text is not None and not text.rstrip(_CLOSING).endswith((".", "!", "?", "…")):
            yield column, "it does not end like a sentence"

    def asked(text: str) -> Faults:
        if not text.rstrip(_CLOSING).endswith("?"):
            yield "text", "it does not end with a question mark"

    for table, columns in _SENTENCES.items():
        for column in columns:
            yield from breaches(view, table, lambda text, name=column: faults(name, text), column)
    yield from breaches(view, "questions", asked, "text")


@rule("actors", dimension="uniqueness")
def one_item_one_actor(view: View) -> Iterator[Problem]:
    """An item of Wikidata stands for one actor.

    One body would be counted as two, and what joins on Wikidata's item give each of them the deeds
    of both.
    """
    first: dict[str, str] = {}
    for actor in view.rows["actors"]:
        item = actor["wikidata_id"]
        if item is not None and first.setdefault(item, actor["actor_id"]) != actor["actor_id"]:
            yield breach("actors", actor, "wikidata_id", f"{first[item]} has it already")


@rule("actors", dimension="consistency")
def control_within_country(view: View) -> Iterator[Problem]:
    """Who is controlled by a state, over any steps, belongs to that state's country, where both countries are given.

    A ministry of one country would be counted among the bodies of another, and its words pass for
    those of that state.
    """
    for actor in view.rows["actors"]:
        root, steps = actor, 0
        while (above := view.get("actors", root["parent_id"])) and steps < len(view.rows["actors"]):
            root, steps = above, steps + 1
        countries = (actor["country_code"], root["country_code"])
        if root["actor_type"] == "state" and None not in countries and countries[0] != countries[1]:
            yield breach(
                "actors",
                actor,
                "country_code",
                f"it is controlled by {root['actor_id']}, of {countries[1]}",
            )


@rule("events", dimension="consistency")
def place_is_one_spot(view: View) -> Iterator[Problem]:
    """A place of one name and country lies in one spot, and a spot in one country.

    A map would show one town twice, or an event on the wrong side of a border.
    """
    spots: dict[object, object] = {}
    countries: dict[object, object] = {}
    for event in view.rows["events"]:
        spot = (event["latitude"], event["longitude"])
        if None in spot:
            continue
        place, country = (event["place_name"], event["country_code"]), event["country_code"]
        if event["place_name"] is not None and spots.setdefault(place, spot) != spot:
            yield breach(
                "events",
                event,
                "latitude",
                f"another event has {event['place_name']} at {spots[place]}",
            )
        if countries.setdefault(spot, country) != country:
            yield breach(
                "events", event, "country_code", f"another event has this spot in {countries[spot]}"
            )
