"""Where each question stands: how many say what, from how many sources, and in which range."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

from nkdata.relations.answers import COMMITTED, by_question
from nkdata.relations.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.records import Record, Rows

    Bearings = dict[str, list[tuple[str, str]]]


def derive_disputes(rows: Rows, relations: Iterable[Record]) -> list[Record]:
    """Return the disputes table, a row a question, sorted by question.

    Args:
        rows: actors, attributions, claims and questions.
        relations: the claim_relations, derived and stated.
    """
    disputes = dispute_each(rows, bearings(relations), Sources.of(rows))
    return sorted(disputes, key=itemgetter("question_id"))


def bearings(relations: Iterable[Record]) -> Bearings:
    """Return for each claim the claims that it bears on, each with the relation."""
    borne: Bearings = defaultdict(list)
    for relation in relations:
        borne[relation["from_claim_id"]].append((relation["to_claim_id"], relation["relation"]))
    return borne


def dispute_each(rows: Rows, borne: Bearings, sources: Sources) -> Iterator[Record]:
    """Yield the dispute of each of the given questions, all of whose claims are given."""
    claims = by_question(rows["claims"])
    for question in rows["questions"]:
        yield _dispute(question, claims[question["question_id"]], borne, sources)


def _dispute(
    question: Record, claims: Sequence[Record], borne: Bearings, sources: Sources
) -> Record:
    normal = [claim for claim in claims if claim["rank"] == "normal"]
    origins = {sources.origin(claim) for claim in normal}
    figures = [claim for claim in normal if claim["factuality_claimant"] in COMMITTED]
    return {
        "question_id": question["question_id"],
        "status": _status(normal, origins, borne),
        "n_claims": len(normal),
        "n_deprecated": len(claims) - len(normal),
        "n_articles": len({claim["article_id"] for claim in normal}),
        "n_known_origins": len(origins - {None}),
        "n_unknown_origins": len({c["claimant_id"] for c in normal if sources.origin(c) is None}),
        **_range(figures if question["value_type"] == "number" else []),
        **_latest(figures),
    }


def _status(normal: Sequence[Record], roots: set[str | None], borne: Bearings) -> str:
    if len(normal) <= 1:
        return "single_claim" if normal else "unanswered"
    ids = {claim["claim_id"] for claim in normal}
    among = {
        relation
        for claim in ids
        for other, relation in borne.get(claim, ())
        if other in ids and other != claim
    }
    if among & {"contradicts", "denies"}:
        return "disputed"
    if "corroborates" in among:
        return "corroborated"
    return "single_origin" if None not in roots and len(roots) == 1 else "unlinked"


def _range(figures: Sequence[Record]) -> Record:
    modifiers = {claim.get("value_modifier") for claim in figures}
    ends = (claim.get(f"value_{end}") for claim in figures for end in ("low", "best", "high"))
    stated = [end for end in ends if end is not None]
    return {
        "low": min(stated, default=None),
        "low_open": "at_most" in modifiers,
        "high": max(stated, default=None),
        "high_open": "at_least" in modifiers,
    }


def _latest(figures: Iterable[Record]) -> Record:
    """Return the first figure of the last as-of day, none where those of that day differ."""
    dated = [c for c in figures if c.get("value_best") is not None and c.get("as_of_latest")]
    last = max((claim["as_of_latest"] for claim in dated), default=None)
    newest = [claim for claim in dated if claim["as_of_latest"] == last]
    agree = len({claim["value_best"] for claim in newest}) == 1
    return {
        "latest_best": newest[0]["value_best"] if agree else None,
        "latest_best_claim_id": newest[0]["claim_id"] if agree else None,
    }
