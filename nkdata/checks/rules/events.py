"""Rules of events: what happened, when and where, on which claims it rests, who took part."""

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


@rule("events", dimension="consistency")
def date_precision_follows(tables: Tables) -> Iterator[Problem]:
    """An event's date precision follows from the width of its date in days.

    By this code users of event data drop dates that are too coarse for them. A wrong code keeps a
    vague date or loses an exact one.
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
    """A date with basis calendar or inferred has a note.

    Such a day stands on no page. Without the note or the anchor nobody can repeat how it was found.

    A date that counts from another event, and no other, has that event as its anchor.
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
    """If an event's date is printed or counts from publication, a date mention shows it.

    The basis promises that a page prints the day, and without the mention nobody can find where.

    The mention is one of the event or of what it is part of.
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

    What no article could have seen yet would stand as a fact, though there may be no more than an
    announcement.
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

    A reader who counts the parts of a visit or a campaign would include something from before it
    began or after it ended.
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

    Joined to other data with PLOVER codes, a mode that its type does not have matches nothing, and
    the event drops out.
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

    The same happening would be counted in one class by its subtype and in another by its type.
    Totals by type would mislead.
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

    Aid, cooperation or a sanction that nobody receives gives no pair of parties. It is missing
    wherever relations between two states are counted.
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
    """An event counts as occurred if an article commits itself to a normal claim about it.

    What an official only asserted would be published as a thing that happened.

    Without such a claim, a note says why the event counts.
    """
    event, claim = tables.events, tables.claims
    sure = (claim.rank == "normal") & (claim.factuality_article == "CT+")
    certain = claim.values(claim.event_id, sure)
    bold = (event.occurrence == "occurred") & event.occurrence_note.is_null()
    message = "no normal claim about it has article factuality CT+: write unverified, or a note"
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

    An article would be credited with an office that it does not print, and its own errors about
    titles be corrected in silence.
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
