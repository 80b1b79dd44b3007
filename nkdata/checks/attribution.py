"""Rules of attribution: who says so, through whom, and how surely."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from nkdata.checks.registry import breach, breaches, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from nkdata.checks.columns import Numbers
    from nkdata.checks.registry import Faults, View
    from nkdata.checks.view import Hop
    from nkdata.records import Record
    from nkdata.reports.problems import Problem

    HopFaults = Iterator[tuple[int | None, str | None, str]]

_TREES = (
    ("actors", "parent_id"),
    ("articles", "derived_from_article_id"),
    ("events", "parent_event_id"),
    ("events", "anchor_event_id"),
    ("questions", "bounded_by_id"),
)
"""Columns that lead to another row of their own table."""

_QUOTED = re.compile(r"“[^“”]*(?:”|(?=\n|\r|\Z))|\"[^\"\n\r]*\"|‘(?<!\w‘)[^‘\n\r]*?’(?!\w)")
"""Quoted stretches; a double one left open runs to the end of its paragraph, as printers do before the next.

Each alternative begins with its mark, by which the search finds it several times faster than behind
an assertion.
"""


def _hop_breaches(view: View, tell: Callable[..., HopFaults], *paths: str) -> Iterator[Problem]:
    """Yield what is wrong with claims and their hops, told from the claims' cells; a fault begins with the hop, None for the claim."""
    told = view.each("claims", lambda *cells: tuple(tell(*cells)), *paths)
    starts, _, order = view.chain_bounds
    for position in np.flatnonzero(told.astype(bool)).tolist():
        for number, column, message in told[position]:
            table, at = (
                ("claims", position)
                if number is None
                else ("attributions", order[starts[position] + number])
            )
            yield breach(table, view.rows[table][at], column, message)


@rule("articles", "claims", dimension="completeness")
def publisher_of_claims(view: View) -> Iterator[Problem]:
    """An article that carries claims has a publisher, a pseudo-actor where it could not be identified.

    Without a publisher the chain of a claim has no end: nobody can be held to have printed it, and counts of claims by outlet drop it in
    silence.
    """
    carrying = view.values("claims", "article_id")
    for article in view.where("articles", lambda publisher: not publisher, "publisher_id?"):
        if article["article_id"] in carrying:
            yield breach(
                "articles",
                article,
                "publisher_id",
                "the article carries claims and nobody publishes it",
            )


@rule("articles", dimension="completeness")
def origin_fits_basis(view: View) -> Iterator[Problem]:
    """An origin publisher is named unless its basis is unknown or not_applicable.

    A reader who groups articles by the newsroom that wrote them first could not tell an origin that
    nobody knows from one that was forgotten.
    """

    def faults(named: bool, basis: str) -> Faults:
        if named == (basis in ("unknown", "not_applicable")):
            yield "origin_publisher_id", f"the basis is {basis}"

    yield from breaches(view, "articles", faults, "origin_publisher_id?", "origin_publisher_basis")


@rule("actors", "articles", dimension="consistency")
def publisher_fits_basis(view: View) -> Iterator[Problem]:
    """A publisher is a pseudo-actor of type unidentified if and only if its basis is unknown, and a basis url has the address.

    A pseudo-actor that looks identified would be taken for a known outlet, and a basis url without
    the address leaves nothing to look up.
    """

    def faults(kind: str | None, basis: str, origin_basis: str, addressed: bool) -> Faults:
        if kind and (kind == "unidentified") != (basis == "unknown"):
            yield "publisher_basis", f"the publisher is of type {kind}, its basis {basis}"
        for column, its_basis in (
            ("publisher_basis", basis),
            ("origin_publisher_basis", origin_basis),
        ):
            if its_basis == "url" and not addressed:
                yield column, "the article has no url"

    yield from breaches(
        view,
        "articles",
        faults,
        "publisher_id.actor_type",
        "publisher_basis",
        "origin_publisher_basis",
        "url?",
    )


@rule("articles", dimension="consistency")
def derivation_fits_origin(view: View) -> Iterator[Problem]:
    """An original, and nothing else, has no origin to name; an article derives from another only where it carries its text or report.

    A republication that passes for an original counts as a second newsroom with the same story, and
    seems to confirm what it only copies.
    """

    def faults(derivation: str, origin_basis: str, derived: bool) -> Faults:
        if (derivation == "original") != (origin_basis == "not_applicable"):
            yield "derivation", f"the origin's basis is {origin_basis}"
        if derived and derivation not in ("republication", "rewrite", "translation"):
            yield "derived_from_article_id", f"the derivation is {derivation}"

    yield from breaches(
        view, "articles", faults, "derivation", "origin_publisher_basis", "derived_from_article_id?"
    )


@rule("attributions", "claims", dimension="completeness")
def hops_without_gaps(view: View) -> Iterator[Problem]:
    """The hops of a claim count from 0 without gaps or repeats, and there is at least one.

    Where a hop is missing nobody can say through whom the words came, and hearsay at third hand
    looks like a direct account.
    """

    def faults(chain: tuple[Hop, ...]) -> Faults:
        hops = [hop.hop for hop in chain]
        if hops != list(range(len(hops))) or not hops:
            yield None, f"its hops are {', '.join(map(str, hops)) or 'missing'}"

    yield from breaches(view, "claims", faults, "chain")


@rule("attributions", "claims", dimension="consistency")
def first_hop_is_claimant(view: View) -> Iterator[Problem]:
    """Hop 0 is the claimant.

    The claim would name one source and its chain another: who said so would depend on the table that is read.
    """

    def faults(chain: tuple[Hop, ...], claimant: str) -> Faults:
        if chain and chain[0].actor_id != claimant:
            yield "claimant_id", f"hop 0 is {chain[0].actor_id}"

    yield from breaches(view, "claims", faults, "chain", "claimant_id")


@rule("articles", "attributions", "claims", dimension="consistency")
def last_hop_is_publisher(view: View) -> Iterator[Problem]:
    """The last hop is the publisher of the page.

    The chain would end with somebody who did not print the page, and credit an outlet with claims
    that a reader does not find there.
    """

    def faults(chain: tuple[Hop, ...], known: bool, publisher: str | None) -> HopFaults:
        if chain and known and chain[-1].actor_id != publisher:
            yield len(chain) - 1, "actor_id", f"the page's publisher is {publisher}"

    yield from _hop_breaches(
        view, faults, "chain", "article_id.article_id?", "article_id.publisher_id"
    )


@rule("articles", "attributions", "claims", dimension="consistency")
def named_sources_first(view: View) -> Iterator[Problem]:
    """Stated hops come first; the others are the origin publisher, through which every chain passes, and the publisher.

    The order of hops is the way that the words went. An outlet placed before the source it cites
    looks like the origin of what it only passed on.
    """

    def faults(
        chain: tuple[Hop, ...], known: bool, origin: str | None, publisher: str | None
    ) -> HopFaults:
        publishers = [p for p in (origin, publisher) if p is not None]
        silent = [hop for hop in chain if not hop.stated]
        actors = [hop.actor_id for hop in silent]
        if not chain or not known:
            return
        if any(hop.stated for hop in chain[len(chain) - len(silent) :]):
            yield chain.index(silent[0]), "stated", "a hop after it is stated"
        elif actors != [p for p in publishers if p in actors]:
            yield (
                chain.index(silent[0]),
                "actor_id",
                f"of the page's publishers the order is {', '.join(publishers)}",
            )
        if publishers and publishers[0] not in [hop.actor_id for hop in chain]:
            yield None, None, f"its chain does not pass through {publishers[0]}"

    paths = (
        "chain",
        "article_id.article_id?",
        "article_id.origin_publisher_id",
        "article_id.publisher_id",
    )
    yield from _hop_breaches(view, faults, *paths)


@rule("attributions", "claims", dimension="uniqueness")
def actor_once_in_chain(view: View) -> Iterator[Problem]:
    """No actor stands twice in the chain of a claim.

    An actor that stands twice is counted twice, and the claim looks more mediated than the article
    has it.
    """

    def repeats(chain: tuple[Hop, ...]) -> bool:
        return len({hop.actor_id for hop in chain}) < len(chain)

    suspects = {claim["claim_id"] for claim in view.where("claims", repeats, "chain")}
    nowhere = np.flatnonzero(
        view.parents("attributions", "claim_id") < 0
    )  # chains of claims that are not there
    suspects |= view.values("attributions", "claim_id", among=nowhere)
    for claim, chain in view.chains.items() if suspects else ():
        seen: set[str] = set()
        for hop in chain if claim in suspects else ():
            if hop["actor_id"] in seen:
                yield breach(
                    "attributions", hop, "actor_id", "the actor already stands in the chain"
                )
            seen.add(hop["actor_id"])


@rule("attributions", "claims", "mentions", dimension="consistency")
def cue_of_hop(view: View) -> Iterator[Problem]:
    """A hop's cue is a mention of kind cue for the same claim, and a hop with a cue is stated.

    The cue proves that the article names this source. Words of another claim prove nothing: who
    looks them up finds somebody else speaking.
    """

    def fits(kind: str | None, stated: bool) -> bool:
        return kind is None or (kind == "cue" and stated)

    odd = ~view.each("attributions", fits, "cue_mention_id.kind", "stated").astype(bool)
    odd |= view.differs("attributions", "cue_mention_id.claim_id", "claim_id") & (
        view.parents("attributions", "cue_mention_id") >= 0
    )
    for hop in view.at("attributions", np.flatnonzero(odd)):
        mention = view.get("mentions", hop["cue_mention_id"])
        if mention and (mention["kind"] != "cue" or mention["claim_id"] != hop["claim_id"]):
            yield breach(
                "attributions", hop, "cue_mention_id", "the mention is no cue of this claim"
            )
        if mention and not hop["stated"]:
            yield breach("attributions", hop, "stated", "a hop that has a cue is stated")


@rule("attributions", "claims", dimension="consistency")
def source_is_stated(view: View) -> Iterator[Problem]:
    """The deepest source of a claim that is not in the article's own voice is named in the article, and in its own voice it is not.

    A source that the article never names would look quoted, or a quoted one would pass for the
    outlet's own knowledge.
    """

    def faults(chain: tuple[Hop, ...], quotation: str) -> HopFaults:
        if chain and chain[0].stated == (quotation == "none"):
            yield 0, "stated", f"the claim's quotation is {quotation}"

    yield from _hop_breaches(view, faults, "chain", "quotation")


@rule("articles", "claims", dimension="consistency")
def own_voice(view: View) -> Iterator[Problem]:
    """In the article's own voice the claimant is the origin publisher where known, else the publisher, and both factualities are equal.

    What an outlet asserts itself would be put into somebody else's mouth, or the outlet would seem
    to doubt its own words.
    """

    def faults(
        claimant: str,
        claimants: str,
        articles: str,
        known: bool,
        origin: str | None,
        publisher: str | None,
    ) -> Faults:
        voice = origin or publisher
        if known and claimant != voice:
            yield "claimant_id", f"the article's own voice is {voice}"
        if known and claimants != articles:
            yield "factuality_article", f"the claimant's is {claimants}, and they are one"

    told = ("claimant_id", "factuality_claimant", "factuality_article")
    page = ("article_id.article_id?", "article_id.origin_publisher_id", "article_id.publisher_id")
    unquoted = view.which("claims", lambda quotation: quotation == "none", "quotation")
    yield from breaches(view, "claims", faults, *told, *page, among=unquoted)


@rule("claims", dimension="consistency")
def distancing_is_not_certain(view: View) -> Iterator[Problem]:
    """An article that holds a claim at arm's length is not certain of it.

    What an article only calls alleged would count as its own commitment, and could make an event
    occurred that it doubts.
    """

    def faults(stance: str, factuality: str) -> Faults:
        if stance == "distancing" and factuality.startswith("CT"):
            yield "factuality_article", "the stance is distancing"

    yield from breaches(view, "claims", faults, "author_stance", "factuality_article")


@rule("articles", "claims", dimension="consistency", needs_text=True)
def quotation_has_quotes(view: View) -> Iterator[Problem]:
    """A claim quoted directly or mixed touches or lies inside a stretch in quotation marks.

    Words that the journalist chose would be cited as the speaker's own.
    """
    stretches = {
        article: [m.span() for m in _QUOTED.finditer(text or "")]
        for article, text in view.cells("articles", "article_id", "text")
    }
    quoted = view.which(
        "claims",
        lambda quotation, text: quotation in ("direct", "mixed") and text,
        "quotation",
        "article_id.text?",
    )
    cells = view.cells("claims", "article_id", "start", "end", among=quoted)
    outside = [not _touches(stretches[article], start, end) for article, start, end in cells]
    for claim in view.at("claims", quoted[np.array(outside, bool)]):
        yield breach("claims", claim, "quotation", "no quotation marks touch the span")


def _touches(stretches: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a span touches or lies inside one of the stretches, which are in order."""
    first = bisect_left(stretches, start, key=itemgetter(1))
    return first < len(stretches) and stretches[first][0] <= end


@rule("claims", dimension="completeness")
def deprecated_has_reason(view: View) -> Iterator[Problem]:
    """A claim has a reason for its rank if and only if it is deprecated, and then a note; a normal claim may have a note.

    Deprecated claims are left out of ranges and counts of origins; without a reason nobody can
    judge why a printed figure does not count.
    """

    def faults(rank: str, reasoned: bool, noted: bool) -> Faults:
        if reasoned != (rank == "deprecated"):
            yield "rank_reason", f"the rank is {rank}"
        if rank == "deprecated" and not noted:
            yield "rank_note", "the rank is deprecated"

    yield from breaches(view, "claims", faults, "rank", "rank_reason?", "rank_note?")


@rule("actors", dimension="consistency")
def anonymous_has_no_identity(view: View) -> Iterator[Problem]:
    """An actor without a name is in no register: it is no state, and has no Wikidata id.

    Joined to other data by that id, officials whom nobody named would turn into a known party, and
    get an origin that the article hides.
    """

    def faults(anonymous: bool, register: str | None, kind: str) -> Faults:
        if anonymous and (register is not None or kind == "state"):
            yield "is_anonymous", f"known: {register or 'a state'}"

    yield from breaches(view, "actors", faults, "is_anonymous", "wikidata_id", "actor_type")


@rule("actors", dimension="completeness")
def media_control_of_media(view: View) -> Iterator[Problem]:
    """Media, and no other actors, say who controls them.

    Who sets state media apart from private ones would lose the outlets without the code, or count
    ministries among the press.
    """

    def faults(controlled: bool, kind: str) -> Faults:
        if controlled != (kind == "media"):
            yield "media_control", f"the actor's type is {kind}"

    yield from breaches(view, "actors", faults, "media_control?", "actor_type")


@rule("actors", "articles", "events", "questions", dimension="consistency", apart=True)
def parents_acyclic(view: View) -> Iterator[Problem]:
    """No actor controls itself, no event is part of itself, no article derives from itself and no figure bounds itself, over any steps.

    Who controls whom, and what an event is part of, is found by following these columns upwards. A
    circle has no top: no root of a source can be named, and a query that follows it never ends.
    """
    for table, column in _TREES:
        index = view.by_id(table) if _circles(view.parents(table, column)) else {}
        for key, row in index.items():
            cycle = _cycle(key, index, column)
            if cycle and key == min(cycle):  # one problem a cycle, however long
                yield breach(
                    table,
                    row,
                    column,
                    f"it leads back to the same row: {' → '.join([*cycle, key])}",
                )


def _circles(parents: Numbers) -> bool:
    """Tell whether following parents from some row never ends: each round goes twice as far as the one before."""
    steps, ahead = 1, np.append(parents, -1)
    while steps <= len(parents) and (ahead >= 0).any():
        steps, ahead = 2 * steps, ahead[ahead]
    return bool((ahead >= 0).any())


def _cycle(key: str, index: Mapping[str, Record], column: str) -> list[str]:
    """Return the rows from this one round to itself, none where following the column ends or circles elsewhere."""
    path: list[str] = []
    step: str | None = key
    while step is not None and step in index and step not in path:
        path.append(step)
        step = index[step][column]
    return path if step == key else []
