"""Mistakes of answers: figures, modifiers, units, and the questions that they answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mutants.model import kind, put
from nkdata.words.numbers import FILLED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutants.model import Row, Rows, World

_HEDGES = re.compile(
    r"\b(?:about|almost|approximately|around|at least|at most|more than|nearly|over|roughly|some"
    r"|up to)\b",
    re.IGNORECASE,
)
ENDS = ("value_low", "value_best", "value_high")


def _figures(world: World) -> Iterator[tuple[Row, str]]:
    yield from ((row, end) for row in world.rows["claims"] for end in ENDS if row[end] is not None)


def _answers(world: World, *types: str) -> Iterator[tuple[Row, Row]]:
    for row in world.rows["claims"]:
        question = world.get("questions", row["question_id"])
        if question and question["value_type"] in types:
            yield row, question


@kind
def zero_too_many(world: World) -> Iterator[Rows]:
    """A figure has a nought too many or too few."""
    for row, end in _figures(world):
        for times in (10, 0.1, 1000, 0.001):
            yield put("claims", row, **{end: row[end] * times})


@kind
def figure_off(world: World) -> Iterator[Rows]:
    """A figure is a little higher or lower than the article prints it."""
    for row, end in _figures(world):
        for more in (1, -1, 100):
            yield put("claims", row, **{end: row[end] + more})


@kind
def figure_not_in_quote(world: World) -> Iterator[Rows]:
    """The answer as printed is not printed there, though it reads as the figure."""
    for row, end in _figures(world):
        if row["value_modifier"] in ("exact", "approx"):
            for words in (
                f"{row[end]:.0f}.0",
                f"{row[end]:,.0f} in all",
                f"{row[end]:.0f} persons",
            ):
                yield put("claims", row, value_text=words)


@kind
def answer_of_another_claim(world: World) -> Iterator[Rows]:
    """The answer as printed is that of another claim."""
    told = [row for row in world.rows["claims"] if row["value_text"] is not None]
    for row in told:
        yield put(
            "claims",
            row,
            value_text=world.other(
                [r["value_text"] for r in told if r["value_text"] not in row["quote"]]
            ),
        )


@kind
def low_above_high(world: World) -> Iterator[Rows]:
    """The lowest value stands above the highest."""
    for row, end in _figures(world):
        yield put(
            "claims",
            row,
            value_modifier="between",
            **(dict.fromkeys(ENDS) | {"value_low": row[end] + 1, "value_high": row[end]}),
        )


@kind
def modifier_swapped(world: World) -> Iterator[Rows]:
    """A figure is marked exact, about, at least, at most or vague, and is not."""
    for row, _ in _figures(world):
        for modifier in FILLED:
            if FILLED[modifier] != FILLED[row["value_modifier"]]:
                yield put("claims", row, value_modifier=modifier)


@kind
def bound_turned_round(world: World) -> Iterator[Rows]:
    """What is printed as the least became the most, with its figure, or the other way round."""
    for row, end in _figures(world):
        other = {"at_least": ("at_most", "value_high"), "at_most": ("at_least", "value_low")}.get(
            row["value_modifier"]
        )
        if other:
            yield put("claims", row, value_modifier=other[0], **{end: None, other[1]: row[end]})


@kind
def softened_figure_made_exact(world: World) -> Iterator[Rows]:
    """A figure that the article softens ("some", "at least") is given as exact."""
    for row, end in _figures(world):
        if row["value_modifier"] in ("approx", "at_least", "at_most"):
            yield put(
                "claims",
                row,
                value_modifier="exact",
                **(dict.fromkeys(ENDS) | {"value_best": row[end]}),
            )


@kind
def exact_figure_softened(world: World) -> Iterator[Rows]:
    """A figure that the article prints without a hedge is given as about, at least or at most."""
    for row, end in _figures(world):
        if row["value_modifier"] == "exact" and not _HEDGES.search(row["quote"]):
            yield put("claims", row, value_modifier="approx")
            yield put(
                "claims", row, value_modifier="at_least", **{end: None, "value_low": row[end]}
            )
            yield put(
                "claims", row, value_modifier="at_most", **{end: None, "value_high": row[end]}
            )


@kind
def figure_in_wrong_column(world: World) -> Iterator[Rows]:
    """A figure stands in the column beside its own."""
    for row, end in _figures(world):
        to = world.other(ENDS, end)
        if row[to] is None:
            yield put("claims", row, **{end: None, to: row[end]})


@kind
def figure_lost(world: World) -> Iterator[Rows]:
    """A figure is missing, or its modifier is."""
    for row, end in _figures(world):
        yield put("claims", row, **{end: None})
        yield put("claims", row, value_modifier=None)


@kind
def answer_lost(world: World) -> Iterator[Rows]:
    """A claim answers a question and holds no answer."""
    columns = {
        "number": "value_modifier",
        "actor": "value_actor_id",
        "date": "value_date_edtf",
        "boolean": "value_boolean",
        "text": "value_text",
    }
    for row, question in _answers(world, *columns):
        column = columns[question["value_type"]]
        blank = (
            dict.fromkeys(("value_date_edtf", "value_date_earliest", "value_date_latest"))
            if question["value_type"] == "date"
            else {column: None}
        )
        yield put("claims", row, **blank)


@kind
def answer_without_question(world: World) -> Iterator[Rows]:
    """An answer is left where its question was taken away, or stands where none was asked."""
    for row in world.rows["claims"]:
        if row["question_id"] is not None:
            yield put("claims", row, question_id=None)
        else:
            yield put("claims", row, value_text=row["quote"].split()[0])


@kind
def question_of_another_type(world: World) -> Iterator[Rows]:
    """A claim is filed under a question that takes another kind of answer."""
    for row, question in _answers(world, "number", "actor", "date", "boolean", "text"):
        others = [
            q["question_id"]
            for q in world.rows["questions"]
            if q["value_type"] != question["value_type"]
        ]
        yield put("claims", row, question_id=world.rng.choice(others))


@kind
def question_of_same_type(world: World) -> Iterator[Rows]:
    """A claim is filed under another question that takes the same kind of answer."""
    for row, question in _answers(world, "number", "actor", "date", "boolean", "text"):
        others = [
            q["question_id"]
            for q in world.rows["questions"]
            if q["value_type"] == question["value_type"] and q is not question
        ]
        if others:
            yield put("claims", row, question_id=world.rng.choice(others))


@kind
def quantity_miscast(world: World) -> Iterator[Rows]:
    """A claim of quantity is filed as another type, or another as a quantity."""
    for row in world.rows["claims"]:
        yield put(
            "claims",
            row,
            claim_type="quantity"
            if row["claim_type"] != "quantity"
            else world.rng.choice(["event", "attribute", "date"]),
        )


@kind
def value_type_changed(world: World) -> Iterator[Rows]:
    """A question takes another kind of answer than its claims give."""
    asked = {row["question_id"] for row in world.rows["claims"]}
    for question in world.rows["questions"]:
        if question["question_id"] in asked:
            yield put(
                "questions",
                question,
                value_type=world.other(
                    ["number", "actor", "date", "boolean", "text"], question["value_type"]
                ),
            )


@kind
def unit_lost_or_given(world: World) -> Iterator[Rows]:
    """A question of number has no unit, or one of another type has."""
    for question in world.rows["questions"]:
        yield put(
            "questions",
            question,
            unit=None if question["unit"] else world.rng.choice(["persons", "days", "km"]),
        )


@kind
def time_of_figure_lost(world: World) -> Iterator[Rows]:
    """A figure of something that changes does not say as of when."""
    for row, question in _answers(world, "number", "actor", "date", "boolean", "text"):
        if question["temporal_semantics"] != "static":
            yield put("claims", row, as_of_edtf=None, as_of_earliest=None, as_of_latest=None)


@kind
def answer_turned_to_its_opposite(world: World) -> Iterator[Rows]:
    """A yes became a no, or a no a yes."""
    yield from (
        put("claims", row, value_boolean=not row["value_boolean"])
        for row, _ in _answers(world, "boolean")
    )


@kind
def another_actor_as_answer(world: World) -> Iterator[Rows]:
    """The answer is another actor than the one printed."""
    for row, _ in _answers(world, "actor"):
        yield put(
            "claims", row, value_actor_id=world.other(world.by_id("actors"), row["value_actor_id"])
        )


@kind
def more_killed_than_sent(world: World) -> Iterator[Rows]:
    """A figure exceeds the one that bounds it, in the words of the same source."""
    for row, question in _answers(world, "number"):
        bounds = [
            c
            for c in world.rows["claims"]
            if c["question_id"] == question["bounded_by_id"] and c["value_best"]
        ]
        if row["value_best"] and bounds:
            yield put(
                "claims",
                row,
                claimant_id=bounds[0]["claimant_id"],
                value_best=bounds[0]["value_best"] * 3,
            )


@kind
def bound_turned_upside_down(world: World) -> Iterator[Rows]:
    """A question bounds the one that should bound it, or one that counts something else."""
    for question in world.rows["questions"]:
        others = [
            q["question_id"] for q in world.rows["questions"] if q["unit"] != question["unit"]
        ]
        yield put("questions", question, bounded_by_id=world.rng.choice(others))


@kind
def temporal_semantics_changed(world: World) -> Iterator[Rows]:
    """A question about a moment or a total is said to be timeless, or the other way round."""
    asked = {row["question_id"] for row in world.rows["claims"] if row["as_of_edtf"] is None}
    for question in world.rows["questions"]:
        if question["temporal_semantics"] == "static" and question["question_id"] in asked:
            yield put(
                "questions",
                question,
                temporal_semantics=world.rng.choice(["instant", "cumulative"]),
            )
