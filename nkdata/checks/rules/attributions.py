"""Rules of attribution: who says a claim, and through whom its words came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, each, pl, say
from nkdata.checks.links import FIRST_HOP, LAST_HOP
from nkdata.checks.registry import rule
from nkdata.checks.rules.actors import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.engine import Tables
    from nkdata.reports.problems import Problem

_WIDE = 2**32
"""Longer than any text: an article's number times this, plus an offset, orders all spans."""

_BETWEEN = "\0"
"""Separates actors that are joined to one text; an id that holds it is another rule's problem."""


@rule("attributions", "claims", dimension="completeness")
def hops_without_gaps(tables: Tables) -> Iterator[Problem]:
    """The hops of a claim count from 0 without gaps or repeats, and there is at least one.

    If a hop is missing, nobody can say through whom the words came, and hearsay at third hand looks
    like a direct account.
    """
    claim = tables.claims
    hops = tables.attributions.frame("claim_id", "hop").sort("hop").group_by("claim_id").agg("hop")
    yield from claim.breaks(
        ~claim.claim_id.is_in(hops["claim_id"].implode()), None, "its hops are missing"
    )
    gaps = hops.filter(pl.col("hop") != pl.int_ranges(0, pl.col("hop").list.len()))
    told = {key: ", ".join(map(str, numbers)) for key, numbers in gaps.iter_rows()}
    message = pl.format("its hops are {}", claim.claim_id.replace_strict(told, default=None))
    yield from claim.breaks(claim.claim_id.is_in(list(told)), None, message)


@rule("attributions", "claims", dimension="consistency")
def first_hop_is_claimant(tables: Tables) -> Iterator[Problem]:
    """Hop 0 is the claimant.

    The claim would name one source and its chain another. Who said so would depend on the table
    that is read.
    """
    claim = tables.claims
    first = claim.via(FIRST_HOP).actor_id
    yield from claim.breaks(first != claim.claimant_id, "claimant_id", say("hop 0 is {}", first))


@rule("articles", "attributions", "claims", dimension="consistency")
def last_hop_is_publisher(tables: Tables) -> Iterator[Problem]:
    """The last hop is the publisher of the page.

    The chain would end with somebody who did not print the page, and credit an outlet with claims
    that a reader does not find there.
    """
    claim, last = tables.claims, tables.claims.via(LAST_HOP)
    article = claim.via("article_id")
    both = last.actor_id.is_not_null() & article.article_id.is_not_null()
    odd = claim.rows(both & last.actor_id.ne_missing(article.publisher_id))
    message = say("the page's publisher is {}", article.publisher_id)
    told = claim.frame(hop=last.position, message=message, at=odd)
    faults = [Fault("actor_id", text) for text in told["message"]]
    yield from tables.attributions.problems(told["hop"], faults)


@rule("articles", "attributions", "claims", dimension="consistency")
def named_sources_first(tables: Tables) -> Iterator[Problem]:
    """Stated hops come first; the others are the origin publisher and the publisher, in that order.

    The order of hops is the way that the words took. An outlet placed before the source that it
    cites looks like the origin of what it only passed on.

    Every chain passes through the origin publisher, or the publisher where no origin is known.
    """
    claim, hop = tables.claims, tables.attributions
    article = claim.via("article_id")
    of_page = claim.frame(
        claim=claim.position,
        origin=article.origin_publisher_id,
        publisher=article.publisher_id,
        known=article.article_id,
    ).with_columns(first=claim.find(claim.series("claim_id")))
    chains = _chains(tables).join(of_page.drop_nulls("known"), on="first", maintain_order="right")
    mixed = pl.col("closes") > pl.col("opens")
    late = chains.filter(mixed)["row"]
    yield from hop.breaks(late, "stated", "a hop after it is stated")
    disorder = each(
        _disorder, pl.col("silent"), pl.col("origin"), pl.col("publisher"), gives=pl.String
    )
    odd = chains.filter(mixed.not_().fill_null(value=True)).with_columns(told=disorder)
    odd = odd.drop_nulls(["told", "row"])
    yield from hop.problems(odd["row"], [Fault("actor_id", text) for text in odd["told"]])
    passed = each(
        _passed_by, pl.col("chain"), pl.col("origin"), pl.col("publisher"), gives=pl.String
    )
    lost = chains.with_columns(told=passed).drop_nulls("told")
    faults = [Fault(None, f"its chain does not pass through {name}") for name in lost["told"]]
    yield from claim.problems(lost["claim"], faults)


def _chains(tables: Tables) -> pl.DataFrame:
    """Return the chain of each claim as a frame.

    Columns: ``first``, the position of the claim, or of the first with its id; ``chain``, the
    actors of all hops; ``silent``, those of the hops that are not stated; ``row``, the position of
    the first silent hop in its table; ``opens``, its position among all hops in order; ``closes``,
    the position of the last stated hop among all hops.
    """
    hop = tables.attributions
    first = hop.via("claim_id").position
    hops = (
        hop.frame("hop", "actor_id", "stated", row=hop.position, first=first)
        .drop_nulls("first")
        .sort("first", "hop", "row")
        .with_row_index("place")
    )
    chains = hops.group_by("first", maintain_order=True).agg(chain="actor_id")
    silent = (
        hops.filter(~pl.col("stated"))
        .group_by("first")
        .agg(pl.col("actor_id").alias("silent"), pl.first("row"), pl.first("place").alias("opens"))
    )
    closes = hops.filter("stated").group_by("first").agg(closes=pl.last("place"))
    return (
        chains.join(silent, on="first", how="left", maintain_order="left")
        .join(closes, on="first", how="left", maintain_order="left")
        .with_columns(pl.col("chain", "silent").list.join(_BETWEEN))
    )


def _disorder(silent: str | None, origin: str | None, publisher: str | None) -> str | None:
    """Return what is wrong with the hops that are not stated, given by their actors in order."""
    actors = [] if silent is None else silent.split(_BETWEEN)
    publishers = [actor for actor in (origin, publisher) if actor is not None]
    if actors == [actor for actor in publishers if actor in actors]:
        return None
    return f"the page's publishers come in the order {', '.join(publishers)}"


def _passed_by(chain: str, origin: str | None, publisher: str | None) -> str | None:
    """Return the publisher through which a chain has to pass and does not."""
    first = origin or publisher
    return None if first is None or first in chain.split(_BETWEEN) else first


@rule("attributions", "claims", dimension="uniqueness")
def actor_once_in_chain(tables: Tables) -> Iterator[Problem]:
    """No actor stands twice in the chain of a claim.

    An actor that stands twice is counted twice, and the claim looks more mediated than it is in the
    article.
    """
    hop = tables.attributions
    ordered = hop.frame("claim_id", "actor_id", "hop", row=hop.position).sort("hop", "row")
    again = ordered.filter(~pl.struct("claim_id", "actor_id").is_first_distinct())
    yield from hop.breaks(again["row"].sort(), "actor_id", "the actor already stands in the chain")


@rule("attributions", "claims", "mentions", dimension="consistency")
def cue_of_hop(tables: Tables) -> Iterator[Problem]:
    """A hop's cue is a mention of kind cue for the same claim, and a hop with a cue is stated.

    The cue proves that the article names this source. Words of another claim prove nothing: a
    reader who looks them up finds somebody else speaking.
    """
    hop, cue = tables.attributions, tables.attributions.via("cue_mention_id")
    other = (cue.kind != "cue") | (cue.kind.is_not_null() & hop.claim_id.ne_missing(cue.claim_id))
    yield from hop.breaks(other, "cue_mention_id", "the mention is no cue of this claim")
    silent = cue.kind.is_not_null() & ~hop.stated
    yield from hop.breaks(silent, "stated", "a hop that has a cue is stated")


@rule("attributions", "claims", dimension="consistency")
def source_is_stated(tables: Tables) -> Iterator[Problem]:
    """The article names the deepest source of a claim, unless it speaks in its own voice.

    A source that the article never names would look quoted, or a quoted source would pass for the
    outlet's own knowledge.

    In its own voice, the article does not name the source.
    """
    claim, first = tables.claims, tables.claims.via(FIRST_HOP)
    odd = claim.rows(first.stated == (claim.quotation == "none"))
    quoted = claim.frame(first.position.alias("hop"), "quotation", at=odd)
    faults = [Fault("stated", f"the claim's quotation is {name}") for name in quoted["quotation"]]
    yield from tables.attributions.problems(quoted["hop"], faults)


@rule("actors", "attributions", "mentions", dimension="consistency", needs_all=True)
def cue_names_its_source(tables: Tables) -> Iterator[Problem]:
    """If a cue names actors, one of them is its hop's actor or is under the same control.

    The words would name one party and the chain credit another, and independence would be computed
    from the wrong one.
    """
    hop = tables.attributions
    root = tables.once(sources).root

    def fault(actor: str, named: str) -> str | None:
        inside = named.split(_BETWEEN)
        if root(actor) in {root(one) for one in inside}:
            return None
        return f"its cue names {', '.join(inside)}"

    named = _named_in_cues(tables)
    actors = hop.series("actor_id", named["row"])
    told = each(fault, pl.col("actor"), pl.col("named"), gives=pl.String)
    odd = named.with_columns(actor=actors).with_columns(told=told).drop_nulls("told").sort("row")
    yield from hop.problems(odd["row"], [Fault("actor_id", text) for text in odd["told"]])


def _named_in_cues(tables: Tables) -> pl.DataFrame:
    """Return the actors that each cue names, wholly or in part: row (of its hop), named."""
    hop, mention = tables.attributions, tables.mentions
    page = mention.article_id.cast(pl.Categorical).to_physical().cast(pl.Int64) * _WIDE
    spans = mention.frame("kind", "actor_id", begins=page + mention.start, until=page + mention.end)
    names = spans.filter(pl.col("kind") == "name").drop_nulls("actor_id").sort("begins")
    cued = hop.frame(row=hop.position, cue=hop.via("cue_mention_id").position).drop_nulls()
    cues = cued.hstack(spans.select(start="begins", end="until")[cued["cue"]])
    longest = names.select((pl.col("until") - pl.col("begins")).max()).item() or 0
    first = names["begins"].search_sorted(cues["start"] - longest, side="left")
    last = names["begins"].search_sorted(cues["end"], side="left")
    near = cues.with_columns(name=pl.int_ranges(first, last)).explode("name").drop_nulls("name")
    inside = near.hstack(names[near["name"]]).filter(pl.col("until") > pl.col("start"))
    return inside.group_by("row").agg(
        pl.col("actor_id").unique().sort().str.join(_BETWEEN).alias("named")
    )
