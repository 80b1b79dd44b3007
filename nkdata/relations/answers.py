"""The answers that claims give to questions, as ranges that can be compared."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from nkdata.words.numbers import APPROXIMATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nkdata.records import Record

    Extent = tuple[Any, Any]

COMMITTED = frozenset({"CT+", "PR+", "PS+"})
"""Claimant factualities whose claims are compared and counted.

A denial is recorded as the answer no, or as a relation that a reader states.
"""


def by_question(claims: Iterable[Record]) -> dict[str, list[Record]]:
    """Return the claims that answer each question, sorted by id."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for claim in sorted(claims, key=itemgetter("claim_id")):
        if claim.get("question_id"):
            groups[claim["question_id"]].append(claim)
    return groups


class Answer(NamedTuple):
    """A claim's answer as a range that can be compared.

    A number or a date is a range, open at an end where it is a bound such as "at least 1,000"; a
    truth value or an actor is a range of one. ``start`` and ``end`` say as of when.
    """

    claim: Record
    low: Any
    high: Any
    start: Any
    end: Any

    @classmethod
    def of(cls, claim: Record, kind: str) -> Answer | None:
        """Return a claim's answer to a question of a kind, None where it cannot be compared."""
        extent = _EXTENTS[kind](claim) if kind in _EXTENTS else None
        return extent and cls(
            claim, *extent, claim.get("as_of_earliest"), claim.get("as_of_latest")
        )

    def disjoint(self, other: Answer) -> bool:
        """Tell whether both cannot be right at once."""
        return bool(self.high < other.low or other.high < self.low)

    def matches(self, other: Answer) -> bool:
        """Tell whether both give the same answer; a bound agrees with the same bound only."""
        if -inf in (self.low, other.low) or inf in (self.high, other.high):
            return (self.low, self.high) == (other.low, other.high)
        return not self.disjoint(other)


def _figure(claim: Record) -> Extent | None:
    low, best, high = (claim.get(f"value_{end}") for end in ("low", "best", "high"))
    if best is not None:
        slack = abs(best) * APPROXIMATE if claim.get("value_modifier") == "approx" else 0
        return best - slack, best + slack
    return None if low is None and high is None else _open(low, high)


def _days(claim: Record) -> Extent | None:
    if claim.get("value_date_edtf") is None:
        return None
    ends = claim.get("value_date_earliest"), claim.get("value_date_latest")
    return _open(*(end and end.toordinal() for end in ends))


def _open(low: float | None, high: float | None) -> Extent:
    return -inf if low is None else low, inf if high is None else high


def _single(column: str, claim: Record) -> Extent | None:
    value = claim.get(column)
    return None if value is None else (value, value)


_EXTENTS: dict[str, Callable[[Record], Extent | None]] = {
    "number": _figure,
    "date": _days,
    "actor": partial(_single, "value_actor_id"),
    "boolean": partial(_single, "value_boolean"),
}
"""What gives the range of an answer, by the value type of the question."""
