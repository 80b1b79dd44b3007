"""Rules of questions: what their answers count in, and which figures bound which."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, pl, say
from nkdata.checks.registry import rule
from nkdata.words.numbers import APPROXIMATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.engine import Tables
    from nkdata.reports.problems import Problem
    from nkdata.rulebook import Severity


@rule("questions", dimension="completeness")
def unit_iff_number(tables: Tables) -> Iterator[Problem]:
    """A question has a unit if and only if its answers are numbers.

    Without a unit, 600 may be soldiers, families or days, and a user would add up what cannot be
    added.
    """
    question = tables.questions
    odd = question.unit.is_not_null() != (question.value_type == "number")
    yield from question.breaks(odd, "unit", say("the value type is {}", question.value_type))


@rule("questions", dimension="consistency")
def bound_is_comparable(tables: Tables) -> Iterator[Problem]:
    """A question counts in the same unit as the question whose figures bound its own.

    The check that no more were killed than sent would compare soldiers with vehicles, and accuse or
    pass figures for no reason.
    """
    question, bound = tables.questions, tables.questions.via("bounded_by_id")
    same = (question.unit == bound.unit).fill_null(value=False)
    units = (cell.fill_null("nothing") for cell in (bound.unit, question.unit))
    message = say("{} counts {}, this question {}", question.bounded_by_id, *units)
    yield from question.breaks(bound.question_id.is_not_null() & ~same, "bounded_by_id", message)


@rule("claims", "questions", dimension="consistency", severities=("error", "warning"))
def bounded_by_holds(tables: Tables) -> Iterator[Problem]:
    """A figure does not exceed the figure that bounds it: no more are killed than were sent.

    More killed than were ever sent means that one figure is misread, or wrong, or about something
    else. The ratio of the two is absurd.

    A breach is an error within one claimant, and a warning across claimants.
    """
    claim = tables.claims
    answers = _figures(tables)
    before = (pl.col("ends_right") < pl.col("begins")).fill_null(value=False)
    pairs = answers.drop_nulls("bound").join(answers, left_on="bound", right_on="asked")
    exceeding = pairs.filter((pl.col("least") > pl.col("most_right")) & ~before)
    for pair in exceeding.sort("row", "row_right").iter_rows(named=True):
        message = f"it exceeds {pair['key_right']}, which answers {pair['bound']}"
        severity: Severity = "error" if pair["who"] == pair["who_right"] else "warning"
        yield from claim.problems([pair["row"]], [Fault("value_text", message, (), severity)])


def _figures(tables: Tables) -> pl.DataFrame:
    """Return the normal answers, each with its question and the question that bounds that one."""
    claim, question = tables.claims, tables.claims.via("question_id")
    slack = pl.when(claim.value_modifier == "approx").then(APPROXIMATE).otherwise(0.0)
    return claim.frame(
        at=claim.rows((claim.rank == "normal") & claim.question_id.is_not_null()),
        row=claim.position,
        asked=claim.question_id,
        bound=question.bounded_by_id,
        who=claim.claimant_id,
        key=claim.claim_id,
        least=pl.coalesce(claim.value_best * (1 - slack), claim.value_low, -inf),
        most=pl.coalesce(claim.value_best * (1 + slack), claim.value_high, inf),
        begins=claim.as_of_earliest,
        ends=claim.as_of_latest,
    )
