"""Rules of events: what kind of happening, when and where, on which claims it rests, and who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, each, pl, say
from nkdata.checks.registry import rule
from nkdata.checks.rules.dates import after, beyond, event_date, interval
from nkdata.checks.rules.parts import wholes
from nkdata.checks.rules.spans import texts_of
from nkdata.document import stands_whole
from nkdata.schema import codes
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.engine import RowCells, Tables
    from nkdata.reports.problems import Problem

_EXTENT = {"latitude": 90, "longitude": 180}
_AT_A_POINT, _COUNTRY, _NOWHERE = (1, 2, 3, 4), 6, 8
"""Codes of where_precision: a point and its surroundings, the country only, none or unknown."""


@rule("events", dimension="consistency")
def date_precision_follows(tables: Tables) -> Iterator[Problem]:
    """An event's date precision follows from the width of its date in days.

    By this code users of event data drop dates too coarse for them; a wrong one keeps a vague date or loses an exact one.
    """
    event = tables.events
    expected = each(_precision, event.date_edtf, gives=pl.Int64)
    message = say("{} has precision {}", event.date_edtf, expected)
    yield from event.breaks(event.date_precision != expected, "date_precision", message)


def _precision(text: str | None) -> int | None:
    read = interval(text)
    return edtf.precision(read) if read else None


@rule("events", dimension="completeness")
def date_basis_is_shown(tables: Tables) -> Iterator[Problem]:
    """A date with basis calendar or inferred has a note, and one counted from another event, and no other, has its anchor.

    Such a day stands on no page, and without the note or the anchor nobody can repeat how it was found.
    """
    event = tables.events
    outside = event.date_basis.is_in(["calendar", "inferred"])
    note = say("the basis {} wants a note that says how", event.date_basis)
    yield from event.breaks(outside & event.date_note.is_null(), "date_note", note)
    anchored = event.anchor_event_id.is_not_null()
    odd = anchored != (event.date_basis == "relative_event")
    yield from event.breaks(odd, "anchor_event_id", say("the basis is {}", event.date_basis))


@rule("claims", "events", "mentions", dimension="completeness", needs_all=True)
def date_of_event_is_printed(tables: Tables) -> Iterator[Problem]:
    """The date of an event that is printed, or counts from publication, is shown by a date mention of it or of what it is part of.

    The basis promises that a page prints the day, and without the mention nobody can find where.
    """
    event, mention = tables.events, tables.mentions
    dates = mention.rows(mention.kind == "date")
    claimed = mention.via("claim_id").event_id
    shown = mention.values(mention.event_id, dates) | mention.values(claimed, dates)
    unshown = each(
        lambda key: shown.isdisjoint(wholes(tables, key)), event.event_id, gives=pl.Boolean
    )
    promised = event.date_basis.is_in(["explicit", "relative_publication"])
    message = say("the basis is {}, and no date mention shows where", event.date_basis)
    yield from event.breaks(unshown, "date_basis", message, among=promised)


@rule("articles", "claims", "events", dimension="timeliness", needs_all=True)
def occurred_before_publication(tables: Tables) -> Iterator[Problem]:
    """An event that occurred does not lie after the publication of every article that reports it.

    What no article could have seen yet would stand as a fact, though all there is may be an announcement.
    """
    event, claim = tables.events, tables.claims
    begun, published = claim.via("event_id").date_earliest, claim.via("article_id").published_latest
    early = after(begun, published).fill_null(value=False)
    told = claim.frame("event_id", "article_id", early=early).drop_nulls("event_id")
    articles = told.group_by("event_id", maintain_order=True).agg(
        "article_id", pl.col("early").all()
    )
    ahead = dict(articles.filter("early").select("event_id", "article_id").iter_rows())
    odd = (event.occurrence == "occurred") & event.event_id.is_in(list(ahead))
    at = event.rows(odd)
    faults = [
        Fault(
            "date_edtf",
            "it lies after publication",
            tuple(dict.fromkeys(("articles", one, "published_edtf") for one in ahead[key])),
        )
        for key in event.cells(event.event_id, at)
    ]
    yield from event.problems(at, faults)


@rule("events", dimension="consistency")
def event_inside_parent(tables: Tables) -> Iterator[Problem]:
    """An event lies inside the extent of the event it is part of.

    Who counts the parts of a visit or a campaign would take in something from before it began or after it ended.
    """
    event = tables.events
    extent = event.via("parent_event_id").date_edtf
    inside = each(_may_lie_inside, event.date_edtf, extent, gives=pl.Boolean)
    message = say("{} is dated {}", event.parent_event_id, extent)
    against = [event_date(event.parent_event_id)]
    yield from event.breaks(~inside, "date_edtf", message, against)


def _may_lie_inside(text: str | None, extent: str | None) -> bool:
    inner, outer = interval(text), interval(extent)
    if inner is None or outer is None:
        return True
    apart = beyond(outer.earliest, inner.latest) or beyond(inner.earliest, outer.latest)
    if inner.whole:  # every day of it happened, so each end must fit
        early, late = beyond(outer.earliest, inner.earliest), beyond(inner.latest, outer.latest)
        return not (apart or early or late)
    return not apart


@rule("events", dimension="conformity")
def mode_legal_for_type(tables: Tables) -> Iterator[Problem]:
    """An event's mode is one that PLOVER has for its type; some types have none.

    Joined to other data with PLOVER codes, a mode that its type does not have matches nothing, and the event drops out.
    """
    modes = codes("events", "event_mode")
    event = tables.events

    def faults(cells: RowCells) -> Iterator[Fault]:
        if cells.type not in modes[cells.mode]["types"]:
            legal = [mode for mode, code in modes.items() if cells.type in code["types"]]
            yield Fault("event_mode", f"{cells.type} has {', '.join(legal) or 'no modes'}")

    yield from event.tell(
        faults, event.event_mode.is_not_null(), type=event.event_type, mode=event.event_mode
    )


@rule("events", dimension="consistency")
def subtype_fixes_type(tables: Tables) -> Iterator[Problem]:
    """An event's subtype fixes its type and mode.

    The same happening would be counted in one class by its subtype and in another by its type, so that totals by type
    mislead.
    """
    subtypes = codes("events", "event_subtype")
    event = tables.events

    def faults(cells: RowCells) -> Iterator[Fault]:
        code = subtypes[cells.subtype]
        if (cells.type, cells.mode) != (code["type"], code["mode"]):
            yield Fault("event_type", f"{cells.subtype} is {code['type']} with mode {code['mode']}")

    yield from event.tell(
        faults,
        event.event_subtype.is_not_null(),
        subtype=event.event_subtype,
        type=event.event_type,
        mode=event.event_mode,
    )


@rule("events", "event_participants", dimension="completeness", needs_all=True)
def recipient_present(tables: Tables) -> Iterator[Problem]:
    """An event of type AID, COOPERATE or SANCTION has a recipient.

    Aid, cooperation or a sanction that nobody receives gives no pair of parties, and is missing wherever relations between
    two states are counted.
    """
    event, participant = tables.events, tables.event_participants
    types = codes("events", "event_type")
    needy = [name for name, code in types.items() if code["needs_recipient"]]
    served = participant.values(participant.event_id, participant.role == "recipient")
    unserved = event.event_type.is_in(needy) & ~event.event_id.is_in(list(served))
    yield from event.breaks(unserved, "event_type", "no participant has the role recipient")


@rule("claims", "events", dimension="completeness", needs_all=True)
def event_rests_on_claim(tables: Tables) -> Iterator[Problem]:
    """Every event rests on at least one normal claim.

    Such an event cannot be traced to any words: nobody can look up who reported it, or how surely.
    """
    event, claim = tables.events, tables.claims
    told = claim.values(claim.event_id, claim.rank == "normal")
    groundless = ~event.event_id.is_in(list(told))
    yield from event.breaks(groundless, None, "no normal claim is about this event")


@rule("claims", "events", dimension="consistency", needs_all=True)
def occurred_is_certain(tables: Tables) -> Iterator[Problem]:
    """An event counts as occurred if an article commits itself to some normal claim about it, or a note says why else.

    What an official only asserted would be published as a thing that happened.
    """
    event, claim = tables.events, tables.claims
    sure = (claim.rank == "normal") & (claim.factuality_article == "CT+")
    certain = claim.values(claim.event_id, sure)
    bold = (event.occurrence == "occurred") & event.occurrence_note.is_null()
    message = "no normal claim about it has article factuality CT+: unverified, or a note"
    yield from event.breaks(bold & ~event.event_id.is_in(list(certain)), "occurrence", message)


@rule("claims", "event_participants", dimension="consistency")
def participation_is_claimed(tables: Tables) -> Iterator[Problem]:
    """The claim of a participation is about that event.

    Somebody would be listed as having taken part on the strength of words about something else.
    """
    participant = tables.event_participants
    claim = participant.via("claim_id")
    other = claim.claim_id.is_not_null() & participant.event_id.ne_missing(claim.event_id)
    message = say("the claim is about {}", claim.event_id.fill_null("no event"))
    yield from participant.breaks(other, "claim_id", message)


@rule("articles", "claims", "event_participants", dimension="consistency", needs_text=True)
def title_as_printed(tables: Tables) -> Iterator[Problem]:
    """A title as stated stands in the article of the claim that says so, as whole words.

    An article would be credited with an office that it does not print, and its own errors about titles be mended in silence.
    """
    participant = tables.event_participants
    article = participant.via("claim_id").article_id
    place = participant.via("claim_id", "article_id").position
    texts = tables.once(texts_of)

    def absent(title: str, place: int) -> bool:
        text = texts[place]
        return text is not None and not stands_whole(title, text)

    fault = each(absent, participant.title_as_stated, place, gives=pl.Boolean)
    message = say("it does not stand in {}", article)
    titled = participant.title_as_stated.is_not_null() & place.is_not_null()
    yield from participant.breaks(fault, "title_as_stated", message, among=titled)


@rule("events", dimension="conformity")
def coordinates(tables: Tables) -> Iterator[Problem]:
    """Latitude and longitude come together and lie on the globe.

    Half a pair draws no point on a map, and a number beyond the pole breaks the map or hides that the two were swapped.
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
    """A place known to a point has coordinates, one inside a country a name, a country its code, and one unknown has none of them.

    By this code users choose what to put on a map: an event said to be known to the point is lost without its coordinates,
    and one said to be nowhere is drawn where nobody put it.
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
    message = say("precision 8 is no place, and {} is given", first)
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
