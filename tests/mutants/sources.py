"""Mistakes of attribution: who says so, through whom, in whose words."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mutants.model import both, drop, kind, put, stale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutants.model import Row, Rows, World


@kind
def hop_removed(world: World) -> Iterator[Rows]:
    """A hop of a chain is missing, and the others kept their numbers."""
    yield from (drop("attributions", row) for row in world.rows["attributions"])


@kind
def hop_removed_and_closed_up(world: World) -> Iterator[Rows]:
    """A hop is missing, and the chain was numbered anew."""
    for claim in world.rows["claims"]:
        chain = world.chain(claim)
        if len(chain) > 1:
            at = world.rng.randrange(len(chain))
            yield both(
                drop("attributions", chain[at]),
                *(put("attributions", hop, hop=hop["hop"] - 1) for hop in chain[at + 1 :]),
            )


@kind
def chain_lost(world: World) -> Iterator[Rows]:
    """A claim has no chain at all."""
    yield from (drop("attributions", *world.chain(claim)) for claim in world.rows["claims"])


@kind
def hops_counted_from_one(world: World) -> Iterator[Rows]:
    """The hops of a claim count from 1."""
    for claim in world.rows["claims"]:
        yield both(*(put("attributions", hop, hop=hop["hop"] + 1) for hop in world.chain(claim)))


@kind
def chain_turned_round(world: World) -> Iterator[Rows]:
    """A chain runs from the page to the source."""
    for claim in world.rows["claims"]:
        chain = world.chain(claim)
        if len(chain) > 1:
            actors = [hop["actor_id"] for hop in chain][::-1]
            yield both(
                *(
                    put("attributions", hop, actor_id=actor)
                    for hop, actor in zip(chain, actors, strict=True)
                    if hop["actor_id"] != actor
                )
            )


@kind
def actor_twice_in_chain(world: World) -> Iterator[Rows]:
    """An actor hands a claim on to itself."""
    for claim in world.rows["claims"]:
        chain = world.chain(claim)
        for one, two in pairwise(chain):
            yield put("attributions", two, actor_id=one["actor_id"])


@kind
def claimant_not_hop_0(world: World) -> Iterator[Rows]:
    """The claimant is another than the first of the chain."""
    for row in world.rows["claims"]:
        yield put("claims", row, claimant_id=world.other(world.by_id("actors"), row["claimant_id"]))


@kind
def first_hop_another(world: World) -> Iterator[Rows]:
    """The first hop is another actor than the claimant."""
    for claim in world.rows["claims"]:
        hop = world.chain(claim)[0]
        yield put("attributions", hop, actor_id=world.other(world.by_id("actors"), hop["actor_id"]))


@kind
def last_hop_another(world: World) -> Iterator[Rows]:
    """The chain does not end at the page."""
    for claim in world.rows["claims"]:
        hop = world.chain(claim)[-1]
        yield put("attributions", hop, actor_id=world.other(world.by_id("actors"), hop["actor_id"]))


@kind
def source_whom_the_article_does_not_name(world: World) -> Iterator[Rows]:
    """A claim is put in the mouth of a person of whom its article knows nothing, with its chain."""
    people = [a["actor_id"] for a in world.rows["actors"] if a["actor_type"] == "person"]
    for claim in world.rows["claims"]:
        hop = world.chain(claim)[0]
        named = {
            m["actor_id"] for m in world.rows["mentions"] if m["article_id"] == claim["article_id"]
        }
        strangers = [p for p in people if p not in named]
        if hop["stated"] and strangers:
            to = world.rng.choice(strangers)
            yield both(put("claims", claim, claimant_id=to), put("attributions", hop, actor_id=to))


@kind
def cue_names_somebody_else(world: World) -> Iterator[Rows]:
    """A claim is put in the mouth of another than its cue names, with its chain."""
    for claim in world.rows["claims"]:
        hop = world.chain(claim)[0]
        cue = world.get("mentions", hop["cue_mention_id"])
        named = [
            m["actor_id"]
            for m in world.rows["mentions"]
            if cue and m["kind"] == "name" and _inside(m, cue)
        ]
        if named:
            roots = {
                _root(world, world.by_id("actors")[actor]) for actor in (hop["actor_id"], *named)
            }
            to = world.other(
                [a["actor_id"] for a in world.rows["actors"] if _root(world, a) not in roots]
            )
            yield both(put("claims", claim, claimant_id=to), put("attributions", hop, actor_id=to))


def _inside(inner: Row, outer: Row) -> bool:
    return (
        inner["article_id"] == outer["article_id"]
        and outer["start"] <= inner["start"]
        and inner["end"] <= outer["end"]
    )


def _root(world: World, actor: Row) -> str:
    while actor["parent_id"]:
        actor = world.by_id("actors")[actor["parent_id"]]
    return actor["actor_id"]


@kind
def cue_of_another_claim(world: World) -> Iterator[Rows]:
    """A hop's cue is that of another claim, or no cue at all."""
    cues = [m["mention_id"] for m in world.rows["mentions"]]
    for hop in world.rows["attributions"]:
        if hop["cue_mention_id"]:
            yield put("attributions", hop, cue_mention_id=world.other(cues, hop["cue_mention_id"]))


@kind
def cue_lost(world: World) -> Iterator[Rows]:
    """A hop does not point at the words that make it."""
    yield from (
        put("attributions", hop, cue_mention_id=None)
        for hop in world.rows["attributions"]
        if hop["cue_mention_id"]
    )


@kind
def stated_turned_round(world: World) -> Iterator[Rows]:
    """A hop that the article names is filed as filled in, or the other way round."""
    for claim in world.rows["claims"]:
        hop = world.chain(claim)[0]
        yield put("attributions", hop, stated=not hop["stated"])


@kind
def own_voice_taken_for_report(world: World) -> Iterator[Rows]:
    """What the article says itself is filed as reported, or what it reports as its own."""
    for row in world.rows["claims"]:
        if row["quotation"] == "none":
            yield put("claims", row, quotation=world.rng.choice(["direct", "indirect", "mixed"]))
        else:
            yield put("claims", row, quotation="none")


_QUOTED = re.compile(r"“[^“”]*(?:”|(?=\n|\r|\Z))|\"[^\"\n\r]*\"|‘(?<!\w‘)[^‘\n\r]*?’(?!\w)")
"""A stretch between quotation marks; one that is opened may end with its line."""


@kind
def quoted_without_marks(world: World) -> Iterator[Rows]:
    """A report in other words is filed as a quotation."""
    for row in world.rows["claims"]:
        stretches = [m.span() for m in _QUOTED.finditer(world.text(row))]
        if row["quotation"] == "indirect" and not any(
            row["start"] <= end and start <= row["end"] for start, end in stretches
        ):
            yield put("claims", row, quotation=world.rng.choice(["direct", "mixed"]))


@kind
def own_voice_of_two_minds(world: World) -> Iterator[Rows]:
    """In an article's own voice, article and claimant commit themselves differently."""
    for row in world.rows["claims"]:
        if row["quotation"] == "none":
            column = world.rng.choice(["factuality_claimant", "factuality_article"])
            yield put(
                "claims",
                row,
                **{column: world.other(["CT+", "PR+", "PS+", "CT-", "Uu"], row[column])},
            )


@kind
def certain_at_arms_length(world: World) -> Iterator[Rows]:
    """An article that keeps its distance is filed as certain, or the other way round."""
    for row in world.rows["claims"]:
        if row["author_stance"] == "distancing":
            yield put("claims", row, factuality_article="CT+")
        elif row["factuality_article"].startswith("CT"):
            yield put("claims", row, author_stance="distancing")


@kind
def publisher_lost(world: World) -> Iterator[Rows]:
    """An article that carries claims has no publisher, or another one."""
    for row in world.rows["articles"]:
        yield put("articles", row, publisher_id=None)
        yield put(
            "articles", row, publisher_id=world.other(world.by_id("actors"), row["publisher_id"])
        )


@kind
def publisher_basis_wrong(world: World) -> Iterator[Rows]:
    """How publisher or origin are known does not go with who they are."""
    for row in world.rows["articles"]:
        for column in ("publisher_basis", "origin_publisher_basis"):
            for basis in ("unknown", "url"):
                if basis != row[column]:
                    yield put("articles", row, **{column: basis})


@kind
def origin_lost_or_made_up(world: World) -> Iterator[Rows]:
    """An article lost its origin, or has one where none is known."""
    media = [a["actor_id"] for a in world.rows["actors"] if a["actor_type"] == "media"]
    for row in world.rows["articles"]:
        yield put(
            "articles",
            row,
            origin_publisher_id=None
            if row["origin_publisher_id"]
            else world.other(media, row["publisher_id"]),
        )
        if row["origin_publisher_id"]:
            yield put(
                "articles",
                row,
                origin_publisher_id=world.other(
                    media, row["publisher_id"], row["origin_publisher_id"]
                ),
            )


@kind
def derivation_wrong(world: World) -> Iterator[Rows]:
    """A republished text is filed as an original, or an original as republished."""
    for row in world.rows["articles"]:
        if row["derivation"] != "original":
            yield put("articles", row, derivation="original")
        if row["derivation"] not in ("republication", "rewrite", "translation"):
            yield put(
                "articles",
                row,
                derived_from_article_id=world.other(world.by_id("articles"), row["article_id"]),
            )
        yield put("articles", row, derived_from_article_id=row["article_id"])


@kind
def reason_lost(world: World) -> Iterator[Rows]:
    """A deprecated claim does not say why."""
    for row in world.rows["claims"]:
        if row["rank"] == "deprecated":
            yield put("claims", row, rank_reason=None)
            yield put("claims", row, rank_note=None)


@kind
def rank_turned_round(world: World) -> Iterator[Rows]:
    """A sound claim is deprecated, or one with an error is used."""
    for row in world.rows["claims"]:
        yield put("claims", row, rank="normal" if row["rank"] == "deprecated" else "deprecated")
        if row["rank"] == "normal":
            yield put("claims", row, rank_reason="source_error")


@kind
def attribution_id_of_another(world: World) -> Iterator[Rows]:
    """A hop kept the id that it had in the chain of another claim."""
    for one, two in pairwise(world.rows["attributions"]):
        if one["claim_id"] != two["claim_id"]:
            yield stale(
                put("attributions", two, attribution_id=f"{one['claim_id']}.{one['hop'] + 1}")
            )
