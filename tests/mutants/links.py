"""Mistakes of relations and disputes, which code derives and people add to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mutants.model import add, drop, kind, put, stale
from nkdata.ids import link_id
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutants.model import Row, Rows, World


@kind
def relation_missing(world: World) -> Iterator[Rows]:
    """A relation that the rules derive, or that a reader stated, is missing."""
    yield from (drop("claim_relations", row) for row in world.rows["claim_relations"])


@kind
def relation_superfluous(world: World) -> Iterator[Rows]:
    """A relation is there that the rules do not derive."""
    there = {(r["from_claim_id"], r["to_claim_id"]) for r in world.rows["claim_relations"]}
    ids = sorted(world.by_id("claims"))
    for _ in range(60):
        two, one = sorted(world.rng.sample(ids, 2))
        if (one, two) not in there:
            name = world.rng.choice(["agrees", "corroborates", "contradicts"])
            yield add("claim_relations", _relation(one, name, two))


def _relation(one: str, name: str, two: str, basis: str = "rule", note: str | None = None) -> Row:
    return {
        "relation_id": link_id(one, name, two),
        "from_claim_id": one,
        "to_claim_id": two,
        "relation": name,
        "basis": basis,
        "note": note,
    }


@kind
def relation_of_another_kind(world: World) -> Iterator[Rows]:
    """Claims that agree are said to contradict each other, or to corroborate, and so on."""
    for row in world.rows["claim_relations"]:
        if row["basis"] == "rule":
            yield put(
                "claim_relations",
                row,
                relation=world.other(codes("claim_relations", "relation"), row["relation"]),
            )


@kind
def relation_turned_round(world: World) -> Iterator[Rows]:
    """A symmetric relation runs the wrong way."""
    for row in world.rows["claim_relations"]:
        if codes("claim_relations", "relation")[row["relation"]]["symmetric"]:
            yield put(
                "claim_relations",
                row,
                from_claim_id=row["to_claim_id"],
                to_claim_id=row["from_claim_id"],
            )


@kind
def relation_to_another_claim(world: World) -> Iterator[Rows]:
    """A relation that the rules derive leads to another claim."""
    for row in world.rows["claim_relations"]:
        if row["basis"] == "rule":
            yield put(
                "claim_relations",
                row,
                to_claim_id=world.other(world.by_id("claims"), row["to_claim_id"]),
            )


@kind
def relation_to_itself(world: World) -> Iterator[Rows]:
    """A claim is related to itself."""
    yield from (
        put("claim_relations", row, to_claim_id=row["from_claim_id"])
        for row in world.rows["claim_relations"]
    )


@kind
def basis_of_relation_wrong(world: World) -> Iterator[Rows]:
    """A derived relation is said to be a reader's, or a reader's to be derived."""
    for row in world.rows["claim_relations"]:
        yield put("claim_relations", row, basis="human" if row["basis"] == "rule" else "rule")


@kind
def note_of_relation_lost(world: World) -> Iterator[Rows]:
    """A reader's relation does not say why, or a derived one does."""
    for row in world.rows["claim_relations"]:
        yield put("claim_relations", row, note=None if row["note"] else "They agree.")


@kind
def reader_does_what_rules_do(world: World) -> Iterator[Rows]:
    """A reader stated a contradiction between answers that the rules compare."""
    for question in world.rows["questions"]:
        answers = sorted(
            c["claim_id"]
            for c in world.rows["claims"]
            if c["question_id"] == question["question_id"]
        )
        for two, one in pairwise(answers):
            if question["value_type"] != "text" and link_id(
                one, "contradicts", two
            ) not in world.by_id("claim_relations"):
                yield add(
                    "claim_relations",
                    _relation(one, "contradicts", two, "human", "They cannot both be right."),
                )


@kind
def relation_without_common_ground(world: World) -> Iterator[Rows]:
    """A reader's relation leads to a claim about something else."""
    for row in world.rows["claim_relations"]:
        one = world.by_id("claims")[row["from_claim_id"]]
        apart = [
            c["claim_id"]
            for c in world.rows["claims"]
            if c["subject_id"] != one["subject_id"]
            and c["question_id"] is None
            and c["event_id"] is None
        ]
        if row["basis"] == "human" and apart:
            yield put("claim_relations", row, to_claim_id=world.rng.choice(apart))


@kind
def dispute_counts_wrong(world: World) -> Iterator[Rows]:
    """A count of claims, articles or origins is off by one."""
    for row in world.rows["disputes"]:
        column = world.rng.choice([c for c in row if c.startswith("n_")])
        yield put("disputes", row, **{column: row[column] + 1})
        if row["n_claims"]:
            yield put("disputes", row, n_claims=row["n_claims"] - 1)


@kind
def dispute_status_wrong(world: World) -> Iterator[Rows]:
    """A question has another status than its answers give."""
    for row in world.rows["disputes"]:
        yield put("disputes", row, status=world.other(codes("disputes", "status"), row["status"]))


@kind
def range_of_answers_wrong(world: World) -> Iterator[Rows]:
    """The range of the answers is not theirs, or open at another end."""
    for row in world.rows["disputes"]:
        yield put("disputes", row, low_open=not row["low_open"])
        yield put("disputes", row, high_open=not row["high_open"])
        yield put("disputes", row, low=None if row["low"] is not None else 1.0)
        yield put("disputes", row, high=(row["high"] or 0) + 1)


@kind
def latest_answer_wrong(world: World) -> Iterator[Rows]:
    """The latest answer is an earlier one, or that of another question."""
    for row in world.rows["disputes"]:
        if row["latest_best_claim_id"]:
            yield put(
                "disputes",
                row,
                latest_best_claim_id=world.other(
                    world.by_id("claims"), row["latest_best_claim_id"]
                ),
            )
            yield put("disputes", row, latest_best=row["latest_best"] + 1)
            yield put("disputes", row, latest_best=None, latest_best_claim_id=None)


@kind
def dispute_missing(world: World) -> Iterator[Rows]:
    """A question has no row in the disputes."""
    yield from (drop("disputes", row) for row in world.rows["disputes"])


@kind
def disputes_not_derived_anew(world: World) -> Iterator[Rows]:
    """A figure was corrected, claim, quote and all, and what follows was not derived anew."""
    for claim in world.rows["claims"]:
        others = [
            c
            for c in world.rows["claims"]
            if c["question_id"] == claim["question_id"] and c is not claim
        ]
        if claim["question_id"] and others and claim["rank"] == "normal":
            yield put(
                "claims",
                claim,
                question_id=None,
                value_text=None,
                value_modifier=None,
                value_low=None,
                value_best=None,
                value_high=None,
            )


@kind
def question_without_dispute(world: World) -> Iterator[Rows]:
    """A question was added by hand, and its row in the disputes was not."""
    for row in world.rows["questions"]:
        yield add("questions", {**row, "question_id": f"{row['question_id']}-2"})


@kind
def relation_id_of_another(world: World) -> Iterator[Rows]:
    """A relation's id names the claims the wrong way round."""
    for row in world.rows["claim_relations"]:
        yield stale(
            put(
                "claim_relations",
                row,
                relation_id=link_id(row["to_claim_id"], row["relation"], row["from_claim_id"]),
            )
        )
