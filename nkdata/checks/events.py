"""Rules of events: what kind of happening, on which claims it rests, and who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.registry import breach, breaches, rule
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.registry import Faults, View
    from nkdata.reports.problems import Problem

_EXTENT = {"latitude": 90, "longitude": 180}
_AT_A_POINT, _COUNTRY, _NOWHERE = (1, 2, 3, 4), 6, 8
"""Codes of where_precision: a point and its surroundings, the country only, none or unknown."""

_ASSIGNED = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM
BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR
CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB
GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA
JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA
MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR
NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS
SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON
TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""
_COUNTRIES = frozenset(_ASSIGNED.split())
"""The officially assigned codes of ISO 3166-1 alpha-3."""


@rule("events", dimension="conformity")
def mode_legal_for_type(view: View) -> Iterator[Problem]:
    """An event's mode is one that PLOVER has for its type; some types have none.

    Joined to other data with PLOVER codes, a mode that its type does not have matches nothing, and
    the event drops out.
    """
    modes = codes("events", "event_mode")

    def faults(kind: str, mode: str | None) -> Faults:
        if mode is not None and kind not in modes[mode]["types"]:
            legal = [m for m, code in modes.items() if kind in code["types"]]
            yield "event_mode", f"{kind} has {', '.join(legal) or 'no modes'}"

    yield from breaches(view, "events", faults, "event_type", "event_mode")


@rule("events", dimension="consistency")
def subtype_fixes_type(view: View) -> Iterator[Problem]:
    """An event's subtype fixes its type and mode.

    The same happening would be counted in one class by its subtype and in another by its type, so
    that totals by type mislead.
    """
    subtypes = codes("events", "event_subtype")

    def faults(subtype: str | None, kind: str, mode: str | None) -> Faults:
        code = subtypes.get(subtype)
        if code and (kind, mode) != (code["type"], code["mode"]):
            yield "event_type", f"{subtype} is {code['type']} with mode {code['mode']}"

    yield from breaches(view, "events", faults, "event_subtype", "event_type", "event_mode")


@rule("events", "event_participants", dimension="completeness", needs_all=True)
def recipient_present(view: View) -> Iterator[Problem]:
    """An event of type AID, COOPERATE or SANCTION has a recipient.

    Aid, cooperation or a sanction that nobody receives gives no pair of parties, and is missing
    wherever relations between two states are counted.
    """
    types = codes("events", "event_type")
    recipients = view.which("event_participants", lambda role: role == "recipient", "role")
    served = view.values("event_participants", "event_id", among=recipients)
    for event in view.where("events", lambda kind: types[kind]["needs_recipient"], "event_type"):
        if event["event_id"] not in served:
            yield breach("events", event, "event_type", "no participant has the role recipient")


@rule("claims", "events", dimension="completeness", needs_all=True)
def event_rests_on_claim(view: View) -> Iterator[Problem]:
    """Every event rests on at least one normal claim.

    Such an event cannot be traced to any words: nobody can look up who reported it, or how surely.
    """
    normal = view.which("claims", lambda rank: rank == "normal", "rank")
    told = view.values("claims", "event_id", among=normal)
    for event in view.where("events", lambda key: key not in told, "event_id"):
        yield breach("events", event, None, "no normal claim is about this event")


@rule("claims", "events", dimension="consistency", needs_all=True)
def occurred_is_certain(view: View) -> Iterator[Problem]:
    """An event counts as occurred if an article commits itself to some normal claim about it, or a note says why else.

    What an official only asserted would be published as a thing that happened.
    """
    sure = view.which(
        "claims",
        lambda rank, factuality: rank == "normal" and factuality == "CT+",
        "rank",
        "factuality_article",
    )
    certain = view.values("claims", "event_id", among=sure)
    for event in view.where(
        "events",
        lambda occurrence, noted: occurrence == "occurred" and not noted,
        "occurrence",
        "occurrence_note?",
    ):
        if event["event_id"] not in certain:
            yield breach(
                "events",
                event,
                "occurrence",
                "no normal claim about it has article factuality CT+: unverified, or a note",
            )


@rule("claims", "event_participants", dimension="consistency")
def participation_is_claimed(view: View) -> Iterator[Problem]:
    """The claim of a participation is about that event.

    Somebody would be listed as having taken part on the strength of words about something else.
    """

    def faults(event: str, told: str | None) -> Faults:
        if event != told:
            yield "claim_id", f"the claim is about {told or 'no event'}"

    among = view.linked("event_participants", "claim_id")
    yield from breaches(
        view, "event_participants", faults, "event_id", "claim_id.event_id", among=among
    )


@rule("events", dimension="conformity")
def coordinates(view: View) -> Iterator[Problem]:
    """Latitude and longitude come together and lie on the globe.

    Half a pair draws no point on a map, and a number beyond the pole breaks the map or hides that
    the two were swapped.
    """

    def faults(latitude: float | None, longitude: float | None) -> Faults:
        if (latitude is None) != (longitude is None):
            yield "latitude", "latitude and longitude come together"
        for (column, limit), degrees in zip(_EXTENT.items(), (latitude, longitude), strict=True):
            if degrees is not None and not -limit <= degrees <= limit:
                yield column, f"it lies outside -{limit} to {limit} degrees"

    yield from breaches(view, "events", faults, *_EXTENT)


@rule("events", dimension="consistency")
def where_as_precise(view: View) -> Iterator[Problem]:
    """A place known to a point has coordinates, one inside a country a name, a country its code, and one unknown has none of them.

    By this code users choose what to put on a map: an event said to be known to the point is lost without its coordinates, and one said
    to be nowhere is drawn where nobody put it.
    """

    def faults(precision: int, *filled: bool) -> Faults:
        given = [
            column
            for column, there in zip(
                ("place_name", "country_code", "latitude"), filled, strict=True
            )
            if there
        ]
        if precision < _COUNTRY and "place_name" not in given:
            yield "where_precision", f"precision {precision} wants the place's name"
        if precision in _AT_A_POINT and "latitude" not in given:
            yield "where_precision", f"precision {precision} wants coordinates"
        if precision == _COUNTRY and "country_code" not in given:
            yield "where_precision", "precision 6 wants the country"
        if precision == _NOWHERE and given:
            yield "where_precision", f"precision 8 is no place, and {given[0]} is given"

    yield from breaches(
        view, "events", faults, "where_precision", "place_name?", "country_code?", "latitude?"
    )


@rule("actors", "events", dimension="conformity", apart=True)
def country_exists(view: View) -> Iterator[Problem]:
    """A country code is one that ISO 3166-1 assigns.

    A join on the country finds nothing for such a code, and the row falls out of counts by country
    unnoticed.
    """

    def faults(country: str | None) -> Faults:
        if country is not None and country not in _COUNTRIES:
            yield "country_code", "ISO 3166-1 assigns no such alpha-3 code"

    for table in ("actors", "events"):
        yield from breaches(view, table, faults, "country_code")
