"""Rules of attribution: who says so, through whom, and how surely."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.checks.registry import breach, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nkdata.checks.registry import View
    from nkdata.records import Record
    from nkdata.report import Problem

_TREES = (
    ("actors", "parent_id"),
    ("articles", "derived_from_article_id"),
    ("events", "parent_event_id"),
    ("events", "anchor_event_id"),
    ("questions", "bounded_by_id"),
)
"""Columns that lead to another row of their own table."""

_QUOTED = re.compile(r"“[^“”]*(?:”|(?=\n|\r|\Z))|\"[^\"\n\r]*\"|(?<!\w)‘[^‘\n\r]*?’(?!\w)")
"""Quoted stretches; a double one left open runs to the end of its paragraph, as printers do before the next."""


@rule("articles", "claims", dimension="completeness")
def publisher_of_claims(view: View) -> Iterator[Problem]:
    """An article that carries claims has a publisher, a pseudo-actor where it could not be identified.

    Without a publisher the chain of a claim has no end: nobody can be held to have printed it, and counts of claims by outlet drop it in
    silence.
    """
    carrying = view.grouped("claims", "article_id")
    for article in view.rows["articles"]:
        if article["article_id"] in carrying and article["publisher_id"] is None:
            yield breach("articles", article, "publisher_id", "the article carries claims and nobody publishes it")


@rule("articles", dimension="completeness")
def origin_fits_basis(view: View) -> Iterator[Problem]:
    """An origin publisher is named unless its basis is unknown or not_applicable.

    A reader who groups articles by the newsroom that wrote them first could not tell an origin that nobody knows from one that was
    forgotten.
    """
    for article in view.rows["articles"]:
        if (article["origin_publisher_id"] is None) != (article["origin_publisher_basis"] in ("unknown", "not_applicable")):
            yield breach("articles", article, "origin_publisher_id", f"the basis is {article['origin_publisher_basis']}")


@rule("actors", "articles", dimension="consistency")
def publisher_fits_basis(view: View) -> Iterator[Problem]:
    """A publisher is a pseudo-actor of type unidentified if and only if its basis is unknown, and a basis url has the address.

    A pseudo-actor that looks identified would be taken for a known outlet, and a basis url without the address leaves nothing to look up.
    """
    for article in view.rows["articles"]:
        publisher = view.get("actors", article["publisher_id"])
        unknown = article["publisher_basis"] == "unknown"
        if publisher and (publisher["actor_type"] == "unidentified") != unknown:
            message = f"the publisher is of type {publisher['actor_type']}, its basis {article['publisher_basis']}"
            yield breach("articles", article, "publisher_basis", message)
        for column in ("publisher_basis", "origin_publisher_basis"):
            if article[column] == "url" and article["url"] is None:
                yield breach("articles", article, column, "the article has no url")


@rule("articles", dimension="consistency")
def derivation_fits_origin(view: View) -> Iterator[Problem]:
    """An original, and nothing else, has no origin to name; an article derives from another only where it carries its text or report.

    A republication that passes for an original counts as a second newsroom with the same story, and seems to confirm what it only copies.
    """
    for article in view.rows["articles"]:
        original = article["derivation"] == "original"
        if original != (article["origin_publisher_basis"] == "not_applicable"):
            yield breach("articles", article, "derivation", f"the origin's basis is {article['origin_publisher_basis']}")
        if article["derived_from_article_id"] is not None and article["derivation"] not in ("republication", "rewrite", "translation"):
            yield breach("articles", article, "derived_from_article_id", f"the derivation is {article['derivation']}")


@rule("attributions", "claims", dimension="completeness")
def hops_without_gaps(view: View) -> Iterator[Problem]:
    """The hops of a claim count from 0 without gaps or repeats, and there is at least one.

    Where a hop is missing nobody can say through whom the words came, and hearsay at third hand looks like a direct account.
    """
    for claim in view.rows["claims"]:
        hops = [hop["hop"] for hop in view.chains.get(claim["claim_id"], [])]
        if hops != list(range(len(hops))) or not hops:
            yield breach("claims", claim, None, f"its hops are {', '.join(map(str, hops)) or 'missing'}")


@rule("attributions", "claims", dimension="consistency")
def first_hop_is_claimant(view: View) -> Iterator[Problem]:
    """Hop 0 is the claimant.

    The claim would name one source and its chain another: who said so would depend on the table that is read.
    """
    for claim in view.rows["claims"]:
        chain = view.chains.get(claim["claim_id"], [])
        if chain and chain[0]["actor_id"] != claim["claimant_id"]:
            yield breach("claims", claim, "claimant_id", f"hop 0 is {chain[0]['actor_id']}")


@rule("articles", "attributions", "claims", dimension="consistency")
def last_hop_is_publisher(view: View) -> Iterator[Problem]:
    """The last hop is the publisher of the page.

    The chain would end with somebody who did not print the page, and credit an outlet with claims that a reader does not find there.
    """
    for claim in view.rows["claims"]:
        chain, article = view.chains.get(claim["claim_id"], []), view.get("articles", claim["article_id"])
        if chain and article and chain[-1]["actor_id"] != article["publisher_id"]:
            yield breach("attributions", chain[-1], "actor_id", f"the page's publisher is {article['publisher_id']}")


@rule("articles", "attributions", "claims", dimension="consistency")
def named_sources_first(view: View) -> Iterator[Problem]:
    """Stated hops come first; the others are the origin publisher, through which every chain passes, and the publisher.

    The order of hops is the way that the words went. An outlet placed before the source it cites looks like the origin of what it only
    passed on.
    """
    for claim in view.rows["claims"]:
        chain, article = view.chains.get(claim["claim_id"], []), view.get("articles", claim["article_id"])
        if not chain or not article:
            continue
        publishers = [p for p in (article["origin_publisher_id"], article["publisher_id"]) if p is not None]
        silent = [hop for hop in chain if not hop["stated"]]
        actors = [hop["actor_id"] for hop in silent]
        if silent != chain[len(chain) - len(silent) :]:
            yield breach("attributions", silent[0], "stated", "a hop after it is stated")
        elif actors != [p for p in publishers if p in actors]:
            yield breach("attributions", silent[0], "actor_id", f"of the page's publishers the order is {', '.join(publishers)}")
        if publishers and publishers[0] not in [hop["actor_id"] for hop in chain]:
            yield breach("claims", claim, None, f"its chain does not pass through {publishers[0]}")


@rule("attributions", "claims", dimension="uniqueness")
def actor_once_in_chain(view: View) -> Iterator[Problem]:
    """No actor stands twice in the chain of a claim.

    An actor that stands twice is counted twice, and the claim looks more mediated than the article has it.
    """
    for chain in view.chains.values():
        seen: set[str] = set()
        for hop in chain:
            if hop["actor_id"] in seen:
                yield breach("attributions", hop, "actor_id", "the actor already stands in the chain")
            seen.add(hop["actor_id"])


@rule("attributions", "claims", "mentions", dimension="consistency")
def cue_of_hop(view: View) -> Iterator[Problem]:
    """A hop's cue is a mention of kind cue for the same claim, and a hop with a cue is stated.

    The cue proves that the article names this source. Words of another claim prove nothing: who looks them up finds somebody else
    speaking.
    """
    for hop in view.rows["attributions"]:
        mention = view.get("mentions", hop["cue_mention_id"])
        if mention and (mention["kind"] != "cue" or mention["claim_id"] != hop["claim_id"]):
            yield breach("attributions", hop, "cue_mention_id", "the mention is no cue of this claim")
        if mention and not hop["stated"]:
            yield breach("attributions", hop, "stated", "a hop that has a cue is stated")


@rule("attributions", "claims", dimension="consistency")
def source_is_stated(view: View) -> Iterator[Problem]:
    """The deepest source of a claim that is not in the article's own voice is named in the article, and in its own voice it is not.

    A source that the article never names would look quoted, or a quoted one would pass for the outlet's own knowledge.
    """
    for claim in view.rows["claims"]:
        chain = view.chains.get(claim["claim_id"], [])
        if chain and chain[0]["stated"] == (claim["quotation"] == "none"):
            yield breach("attributions", chain[0], "stated", f"the claim's quotation is {claim['quotation']}")


@rule("articles", "claims", dimension="consistency")
def own_voice(view: View) -> Iterator[Problem]:
    """In the article's own voice the claimant is the origin publisher where known, else the publisher, and both factualities are equal.

    What an outlet asserts itself would be put into somebody else's mouth, or the outlet would seem to doubt its own words.
    """
    for claim in view.rows["claims"]:
        article = view.get("articles", claim["article_id"])
        if claim["quotation"] != "none" or not article:
            continue
        voice = article["origin_publisher_id"] or article["publisher_id"]
        if claim["claimant_id"] != voice:
            yield breach("claims", claim, "claimant_id", f"the article's own voice is {voice}")
        if claim["factuality_claimant"] != claim["factuality_article"]:
            yield breach("claims", claim, "factuality_article", f"the claimant's is {claim['factuality_claimant']}, and they are one")


@rule("claims", dimension="consistency")
def distancing_is_not_certain(view: View) -> Iterator[Problem]:
    """An article that holds a claim at arm's length is not certain of it.

    What an article only calls alleged would count as its own commitment, and could make an event occurred that it doubts.
    """
    for claim in view.rows["claims"]:
        if claim["author_stance"] == "distancing" and claim["factuality_article"].startswith("CT"):
            yield breach("claims", claim, "factuality_article", "the stance is distancing")


@rule("articles", "claims", dimension="consistency", needs_text=True)
def quotation_has_quotes(view: View) -> Iterator[Problem]:
    """A claim quoted directly or mixed touches or lies inside a stretch in quotation marks.

    Words that the journalist chose would be cited as the speaker's own.
    """
    stretches = {a["article_id"]: [m.span() for m in _QUOTED.finditer(a["text"] or "")] for a in view.rows["articles"]}
    for claim in view.rows["claims"]:
        quoted = claim["quotation"] in ("direct", "mixed") and view.text(claim["article_id"]) is not None
        if quoted and not any(_touches(claim, start, end) for start, end in stretches[claim["article_id"]]):
            yield breach("claims", claim, "quotation", "no quotation marks touch the span")


def _touches(claim: Record, start: int, end: int) -> bool:
    return bool(claim["start"] <= end and start <= claim["end"])


@rule("claims", dimension="completeness")
def deprecated_has_reason(view: View) -> Iterator[Problem]:
    """A claim has a reason for its rank if and only if it is deprecated, and then a note; a normal claim may have a note.

    Deprecated claims are left out of ranges and counts of origins; without a reason nobody can judge why a printed figure does not count.
    """
    for claim in view.rows["claims"]:
        deprecated = claim["rank"] == "deprecated"
        if (claim["rank_reason"] is not None) != deprecated:
            yield breach("claims", claim, "rank_reason", f"the rank is {claim['rank']}")
        if deprecated and claim["rank_note"] is None:
            yield breach("claims", claim, "rank_note", "the rank is deprecated")


@rule("actors", dimension="consistency")
def anonymous_has_no_identity(view: View) -> Iterator[Problem]:
    """An actor without a name is in no register: it is no state, and has no Wikidata id.

    Joined to other data by that id, officials whom nobody named would turn into a known party, and get an origin that the article hides.
    """
    for actor in view.rows["actors"]:
        if actor["is_anonymous"] and (actor["wikidata_id"] is not None or actor["actor_type"] == "state"):
            yield breach("actors", actor, "is_anonymous", f"known: {actor['wikidata_id'] or 'a state'}")


@rule("actors", dimension="completeness")
def media_control_of_media(view: View) -> Iterator[Problem]:
    """Media, and no other actors, say who controls them.

    Who sets state media apart from private ones would lose the outlets without the code, or count ministries among the press.
    """
    for actor in view.rows["actors"]:
        if (actor["media_control"] is not None) != (actor["actor_type"] == "media"):
            yield breach("actors", actor, "media_control", f"the actor's type is {actor['actor_type']}")


@rule("actors", "articles", "events", "questions", dimension="consistency", apart=True)
def parents_acyclic(view: View) -> Iterator[Problem]:
    """No actor controls itself, no event is part of itself, no article derives from itself and no figure bounds itself, over any steps.

    Who controls whom, and what an event is part of, is found by following these columns upwards. A circle has no top: no root of a source
    can be named, and a query that follows it never ends.
    """
    for table, column in _TREES:
        index = view.by_id(table)
        for key, row in index.items():
            cycle = _cycle(key, index, column)
            if cycle and key == min(cycle):  # one problem a cycle, however long
                yield breach(table, row, column, f"it leads back to the same row: {' → '.join([*cycle, key])}")


def _cycle(key: str, index: Mapping[str, Record], column: str) -> list[str]:
    """Return the rows from this one round to itself, none where following the column ends or circles elsewhere."""
    path: list[str] = []
    step: str | None = key
    while step is not None and step in index and step not in path:
        path.append(step)
        step = index[step][column]
    return path if step == key else []
