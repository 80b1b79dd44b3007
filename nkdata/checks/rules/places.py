"""Rules of places: where an event happened, and how surely that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, pl, say
from nkdata.checks.registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.engine import Tables
    from nkdata.reports.problems import Problem

_EXTENT = {"latitude": 90, "longitude": 180}
_AT_A_POINT, _COUNTRY, _NOWHERE = (1, 2, 3, 4), 6, 8
"""Codes of where_precision: a point and its surroundings, the country only, none or unknown."""


@rule("events", dimension="conformity")
def coordinates(tables: Tables) -> Iterator[Problem]:
    """Latitude and longitude come together and lie on the globe.

    Half a pair draws no point on a map. A number beyond the pole breaks the map, or hides that the
    two were swapped.
    """
    event = tables.events
    half = event.latitude.is_null() != event.longitude.is_null()
    yield from event.breaks(half, "latitude", "latitude and longitude come together")
    for column, limit in _EXTENT.items():
        degrees: pl.Expr = getattr(event, column)
        message = f"it lies outside -{limit} to {limit} degrees"
        yield from event.breaks(~degrees.is_between(-limit, limit), column, message)


@rule("events", dimension="consistency")
def where_as_precise(tables: Tables) -> Iterator[Problem]:
    """An event's place has what its precision promises.

    By this code users choose what to put on a map. An event said to be known to the point is lost
    without its coordinates, and one said to be nowhere is drawn where nobody put it.

    A place known to a point has coordinates, one inside a country has a name, and a country has a
    code. An unknown place has none of them.
    """
    event = tables.events
    named, placed = event.place_name.is_not_null(), event.latitude.is_not_null()
    in_country, precision = event.country_code.is_not_null(), event.where_precision
    wants = {
        "the place's name": (precision < _COUNTRY) & ~named,
        "coordinates": precision.is_in(_AT_A_POINT) & ~placed,
        "the country": (precision == _COUNTRY) & ~in_country,
    }
    for what, lacking in wants.items():
        message = say(f"precision {{}} wants {what}", precision)
        yield from event.breaks(lacking, "where_precision", message)
    given = pl.when(named).then(pl.lit("place_name")).when(in_country).then(pl.lit("country_code"))
    first = given.when(placed).then(pl.lit("latitude"))
    message = say("precision 8 means no place, but {} is given", first)
    somewhere = (precision == _NOWHERE) & (named | in_country | placed)
    yield from event.breaks(somewhere, "where_precision", message)


@rule("events", dimension="consistency")
def place_is_one_spot(tables: Tables) -> Iterator[Problem]:
    """A place of one name and country lies in one spot, and a spot in one country.

    A map would show one town twice, or an event on the wrong side of a border.
    """
    event = tables.events
    at = event.rows(event.latitude.is_not_null() & event.longitude.is_not_null())
    spots: dict[object, object] = {}
    countries: dict[object, object] = {}
    rows = event.frame("place_name", "country_code", "latitude", "longitude", at=at).iter_rows()
    for row, (name, country, *degrees) in zip(at, rows, strict=True):
        spot = tuple(degrees)
        known = spots.setdefault((name, country), spot) if name is not None else spot
        if known != spot:
            message = f"another event has {name} at {known}"
            yield from event.problems([row], [Fault("latitude", message)])
        if countries.setdefault(spot, country) != country:
            message = f"another event has this spot in {countries[spot]}"
            yield from event.problems([row], [Fault("country_code", message)])
