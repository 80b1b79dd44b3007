"""What follows from the claims: how they bear on each other, and where each question stands.

Pure functions from records to records. Curation derives with them. The checks derive again from the
published tables, and compare both ways.
"""

from __future__ import annotations

from itertools import combinations
from operator import attrgetter
from typing import TYPE_CHECKING

from nkdata.ids import link_id
from nkdata.relations.answers import COMMITTED, Answer, by_question
from nkdata.relations.disputes import bearings, derive_disputes, dispute_each
from nkdata.relations.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.records import Record, Rows

__all__ = [
    "ACTOR",
    "COMPARED",
    "COUNTED",
    "QUESTION",
    "Sources",
    "bearings",
    "derive_disputes",
    "derive_relations",
    "dispute_each",
]

ACTOR = ("actor_id", "parent_id", "is_anonymous", "actor_type")
_SAID = "claim_id question_id claimant_id quotation evidentiality factuality_claimant rank"
_FIGURE = "value_modifier value_low value_best value_high as_of_latest"
_DAYS = "value_date_edtf value_date_earliest value_date_latest as_of_earliest"
COMPARED = tuple(f"{_SAID} {_FIGURE} value_actor_id value_boolean {_DAYS}".split())
COUNTED = tuple(f"{_SAID} {_FIGURE} article_id".split())
QUESTION = ("question_id", "value_type", "cardinality", "temporal_semantics")
"""The columns that everything here is derived from.

They are those of actors, of claims for relations, of claims for disputes, and of questions.
"""


def derive_relations(rows: Rows, sources: Sources | None = None) -> list[Record]:
    """Return the claim_relations that the rules give, each stored once.

    A pair of claims of one question contradicts, corroborates or agrees. The cost is the sum over
    questions of the square of their claims. Without ``sources`` the rows hold actors and
    attributions too.
    """
    sources = sources or Sources.of(rows)
    claims = by_question(rows["claims"])
    return [
        _relation(first.claim["claim_id"], second.claim["claim_id"], name)
        for question in rows["questions"]
        for first, second in combinations(_answers(question, claims[question["question_id"]]), 2)
        if (name := _compare(question, first, second, sources))
    ]


def _answers(question: Record, claims: Sequence[Record]) -> Iterator[Answer]:
    """Yield the answers that can be compared, the latest id first."""
    for claim in reversed(claims):
        committed = claim["factuality_claimant"] in COMMITTED
        if committed and (answer := Answer.of(claim, question["value_type"])):
            yield answer


def _relation(later: str, earlier: str, name: str) -> Record:
    return {
        "relation_id": link_id(later, name, earlier),
        "from_claim_id": later,
        "to_claim_id": earlier,
        "relation": name,
        "basis": "rule",
        "note": None,
    }


def _compare(question: Record, first: Answer, second: Answer, sources: Sources) -> str | None:
    semantics = question["temporal_semantics"]
    if first.disjoint(second):
        clash = question["cardinality"] == "single" and _clash(semantics, first, second)
        return "contradicts" if clash else None
    if (
        not first.matches(second)
        or "deprecated" in (first.claim["rank"], second.claim["rank"])
        or not _same_time(semantics, first, second)
    ):
        return None
    return "corroborates" if sources.independent(first.claim, second.claim) else "agrees"


def _clash(semantics: str, first: Answer, second: Answer) -> bool:
    """Tell whether the time lets two different answers contradict.

    A total that only grows contradicts a higher one that is not later.
    """
    if semantics != "cumulative":
        return _same_time(semantics, first, second)
    lower, higher = sorted((first, second), key=attrgetter("low"))
    return lower.start is not None and higher.end is not None and lower.start >= higher.end


def _same_time(semantics: str, first: Answer, second: Answer) -> bool:
    """Tell whether the answers are for overlapping times; an open end never satisfies it."""
    if semantics == "static":
        return True
    if None in (first.start, first.end, second.start, second.end):
        return False
    return bool(first.start <= second.end and second.start <= first.end)
