"""What follows from the claims: which contradict, agree and corroborate each other, and where each question stands.

Pure functions from records to records. Curation derives with them, and the checks derive again from
the published tables and compare, both ways.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING, Self

from nkdata.ids import link_id
from nkdata.words.numbers import APPROXIMATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from nkdata.records import Record, Rows

    Chains = Mapping[str, Iterable[str]]
    Bearings = dict[str, list[tuple[str, str]]]

COMMITTED = frozenset({"CT+", "PR+", "PS+"})
"""Claimant factualities whose claims enter the arithmetic: a denial is the answer no, or a reader's relation."""

ACTOR = ("actor_id", "parent_id", "is_anonymous", "actor_type")
_TOLD = (
    "claim_id",
    "question_id",
    "claimant_id",
    "quotation",
    "evidentiality",
    "factuality_claimant",
    "rank",
)
_FIGURE = ("value_modifier", "value_low", "value_best", "value_high", "as_of_latest")
_VALUE = (
    "value_actor_id",
    "value_boolean",
    "value_date_edtf",
    "value_date_earliest",
    "value_date_latest",
    "as_of_earliest",
)
COMPARED, COUNTED = (*_TOLD, *_FIGURE, *_VALUE), (*_TOLD, *_FIGURE, "article_id")
QUESTION = ("question_id", "value_type", "cardinality", "temporal_semantics")
"""The columns of actors, of claims (for relations and for disputes) and of questions from which everything here is derived."""

_NOBODY = (None, None, None)
"""Parent, anonymity and type of an actor that is not there."""

DIRECT_EVIDENCE = frozenset({"observation", "imagery", "document"})
"""Evidentialities with which an outlet's own voice is a source of its own."""


class Sources:
    """Who stands behind each claim: roots by parent_id, chains by hop."""

    def __init__(self, actors: Iterable[Record], chains: Callable[[], Chains]) -> None:
        """Index the actors; ``chains`` gives, when it is first needed, the actors of each claim's chain."""
        self._actors = {
            a["actor_id"]: (a.get("parent_id"), a.get("is_anonymous"), a.get("actor_type"))
            for a in actors
        }
        self._roots: dict[str, str] = {}
        self._make = chains

    @classmethod
    def of(cls, rows: Rows) -> Self:
        """Return the sources of rows that hold actors and attributions."""
        return cls(rows["actors"], lambda: _chains(rows))

    @cached_property
    def _chains(self) -> Chains:
        return self._make()

    def root(self, actor_id: str) -> str:
        """Return the top of the chain of control above an actor; the actor where nobody controls it."""
        if actor_id not in self._roots:
            self._roots[actor_id] = self._climb(actor_id)
        return self._roots[actor_id]

    def _climb(self, actor_id: str) -> str:
        seen = {actor_id}
        while parent := self._actors.get(actor_id, _NOBODY)[0]:
            if parent in seen:
                return actor_id  # a cycle is another rule's problem
            seen.add(parent)
            actor_id = parent
        return actor_id

    def origin(self, claim: Record) -> str | None:
        """Return the known root a claim comes from, or None.

        An anonymous or unidentified source has none, nor has an outlet's own voice without evidence
        of its own: two outlets that say the same need not know it independently.
        """
        root = self.root(claim["claimant_id"])
        _, anonymous, _ = self._actors.get(claim["claimant_id"], _NOBODY)
        unnamed = anonymous or self._actors.get(root, _NOBODY)[2] == "unidentified"
        hearsay = claim["quotation"] == "none" and claim["evidentiality"] not in DIRECT_EVIDENCE
        return None if unnamed or hearsay else root

    def independent(self, first: Record, second: Record) -> bool:
        """Tell whether two claims have different known roots and neither chain passes through the other's root."""
        one, two = self.origin(first), self.origin(second)
        if one is None or two is None or one == two:
            return False
        return one not in self._behind(second) and two not in self._behind(first)

    def _behind(self, claim: Record) -> set[str]:
        return {self.root(actor) for actor in self._chains.get(claim["claim_id"], ())}


def _chains(rows: Rows) -> Chains:
    chains: dict[str, list[str]] = defaultdict(list)
    for hop in rows["attributions"]:
        chains[hop["claim_id"]].append(hop["actor_id"])
    return chains


def derive_relations(rows: Rows, sources: Sources | None = None) -> list[Record]:
    """Return the claim_relations that the rules give: contradicts, corroborates and agrees, each stored once.

    ``rows`` needs actors, attributions, claims and questions, or in the place of the first two their ``sources``. Pairs are
    made within a question, so the cost is the sum over questions of the square of their claims.
    """
    sources = sources or Sources.of(rows)
    answers = _answers(rows)
    return [
        _relation(first[0], second[0], name)
        for question in rows["questions"]
        for first, second in combinations(
            _comparable(question, answers[question["question_id"]]), 2
        )
        if (name := _compare(question, first, second, sources))
    ]


def _answers(rows: Rows) -> Mapping[str, list[Record]]:
    answers: dict[str, list[Record]] = defaultdict(list)
    for claim in sorted(rows["claims"], key=lambda c: c["claim_id"], reverse=True):
        if claim.get("question_id") and claim["factuality_claimant"] in COMMITTED:
            answers[claim["question_id"]].append(claim)
    return answers


def _comparable(question: Record, claims: Iterable[Record]) -> list[tuple[Record, Answer]]:
    found = ((claim, Answer.of(claim, question)) for claim in claims)
    return [(claim, answer) for claim, answer in found if answer is not None]


def _relation(first: Record, second: Record, name: str) -> Record:
    one, two = first["claim_id"], second["claim_id"]
    pair = {
        "from_claim_id": one,
        "to_claim_id": two,
        "relation": name,
        "basis": "rule",
        "note": None,
    }
    return {"relation_id": link_id(one, name, two), **pair}


def _compare(
    question: Record, first: tuple[Record, Answer], second: tuple[Record, Answer], sources: Sources
) -> str | None:
    one, two = first[1], second[1]
    if question["cardinality"] == "single" and one.disjoint(two) and _clash(question, one, two):
        return "contradicts"
    if (
        not one.matches(two)
        or "deprecated" in (first[0]["rank"], second[0]["rank"])
        or not _same_time(question, one, two)
    ):
        return None
    return "corroborates" if sources.independent(first[0], second[0]) else "agrees"


Extent = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """A claim's answer as something that can be compared: a number's range, or one of several values.

    ``one_sided`` marks a bound such as "at least 1,000": it can contradict a point but agrees only with the same bound.
    """

    low: float
    high: float
    value: object
    one_sided: bool
    as_of: Extent

    @classmethod
    def of(cls, claim: Record, question: Record) -> Answer | None:
        """Return the claim's answer to the question, None where it has none that can be compared."""
        as_of = (claim.get("as_of_earliest"), claim.get("as_of_latest"))
        kind = question["value_type"]
        if kind == "number":
            return _number(claim, as_of)
        if kind == "date":
            return _day(claim, as_of)
        value = claim.get({"actor": "value_actor_id", "boolean": "value_boolean"}.get(kind, ""))
        return None if value is None else cls(inf, -inf, value, one_sided=False, as_of=as_of)

    def disjoint(self, other: Answer) -> bool:
        """Tell whether both cannot be right at once."""
        if self.value is not None:
            return self.value != other.value
        return self.high < other.low or other.high < self.low

    def matches(self, other: Answer) -> bool:
        """Tell whether both give the same answer."""
        if self.one_sided or other.one_sided:
            return (self.low, self.high) == (other.low, other.high)
        return not self.disjoint(other)


def _number(claim: Record, as_of: Extent) -> Answer | None:
    low, best, high = (claim.get(f"value_{end}") for end in ("low", "best", "high"))
    if low is None and best is None and high is None:
        return None
    if best is not None:
        slack = abs(best) * APPROXIMATE if claim.get("value_modifier") == "approx" else 0
        return Answer(best - slack, best + slack, None, one_sided=False, as_of=as_of)
    one_sided = low is None or high is None
    return Answer(
        -inf if low is None else low,
        inf if high is None else high,
        None,
        one_sided=one_sided,
        as_of=as_of,
    )


def _day(claim: Record, as_of: Extent) -> Answer | None:
    if claim.get("value_date_edtf") is None:
        return None
    earliest, latest = claim.get("value_date_earliest"), claim.get("value_date_latest")
    low = -inf if earliest is None else float(earliest.toordinal())
    high = inf if latest is None else float(latest.toordinal())
    return Answer(low, high, None, one_sided=earliest is None or latest is None, as_of=as_of)


def _clash(question: Record, one: Answer, two: Answer) -> bool:
    if question["temporal_semantics"] == "cumulative":
        lower, higher = sorted((one, two), key=lambda answer: answer.low)
        start, end = lower.as_of[0], higher.as_of[1]
        return start is not None and end is not None and start >= end
    return _same_time(question, one, two)


def _same_time(question: Record, one: Answer, two: Answer) -> bool:
    """Tell whether the answers are for overlapping times; an open end never satisfies it."""
    if question["temporal_semantics"] == "static":
        return True
    ends = (*one.as_of, *two.as_of)
    if any(end is None for end in ends):
        return False
    first, last, other_first, other_last = (end.toordinal() for end in ends if end is not None)
    return first <= other_last and other_first <= last


def derive_disputes(rows: Rows, relations: Iterable[Record]) -> list[Record]:
    """Return the disputes table: a row a question. ``rows`` as for `derive_relations`, ``relations`` its result."""
    return sorted(
        dispute_each(rows, bearings(relations), Sources.of(rows)),
        key=lambda dispute: str(dispute["question_id"]),
    )


def bearings(relations: Iterable[Record]) -> Bearings:
    """Return for each claim the claims that it bears on, each with the relation."""
    borne: Bearings = defaultdict(list)
    for relation in relations:
        borne[relation["from_claim_id"]].append((relation["to_claim_id"], relation["relation"]))
    return borne


def dispute_each(rows: Rows, borne: Bearings, sources: Sources) -> Iterator[Record]:
    """Yield the dispute of each of the given questions, all of whose claims are given."""
    by_question: dict[str, list[Record]] = defaultdict(list)
    for claim in rows["claims"]:
        if claim.get("question_id"):
            by_question[claim["question_id"]].append(claim)
    for question in rows["questions"]:
        yield _dispute(question, by_question[question["question_id"]], borne, sources)


def _dispute(
    question: Record, claims: Sequence[Record], borne: Bearings, sources: Sources
) -> Record:
    normal = sorted((c for c in claims if c["rank"] == "normal"), key=lambda c: c["claim_id"])
    origins = [sources.origin(claim) for claim in normal]
    latest = _latest(normal)
    return {
        "question_id": question["question_id"],
        "status": _status(normal, origins, borne),
        "n_claims": len(normal),
        "n_deprecated": len(claims) - len(normal),
        "n_articles": len({c["article_id"] for c in normal}),
        "n_known_origins": len({o for o in origins if o is not None}),
        "n_unknown_origins": len(
            {c["claimant_id"] for c, o in zip(normal, origins, strict=True) if o is None}
        ),
        **_range(question, normal),
        "latest_best": latest and latest["value_best"],
        "latest_best_claim_id": latest and latest["claim_id"],
    }


def _status(normal: Sequence[Record], origins: Sequence[str | None], borne: Bearings) -> str:
    if len(normal) < 2:  # noqa: PLR2004
        return "single_claim" if normal else "unanswered"
    ids = {claim["claim_id"] for claim in normal}
    among = {
        name for one in ids for other, name in borne.get(one, ()) if other in ids and other != one
    }
    if among & {"contradicts", "denies"}:
        return "disputed"
    if "corroborates" in among:
        return "corroborated"
    return "single_origin" if None not in origins and len(set(origins)) == 1 else "unlinked"


def _range(question: Record, normal: Iterable[Record]) -> Record:
    number = question["value_type"] == "number"
    counted = [c for c in normal if number and c["factuality_claimant"] in COMMITTED]
    modifiers = {c.get("value_modifier") for c in counted}
    stated = [
        c[f"value_{end}"]
        for c in counted
        for end in ("low", "best", "high")
        if c.get(f"value_{end}") is not None
    ]
    return {
        "low": min(stated, default=None),
        "low_open": "at_most" in modifiers,
        "high": max(stated, default=None),
        "high_open": "at_least" in modifiers,
    }


def _latest(normal: Iterable[Record]) -> Record | None:
    dated = [
        c
        for c in normal
        if c.get("value_best") is not None
        and c.get("as_of_latest")
        and c["factuality_claimant"] in COMMITTED
    ]
    last = max((c["as_of_latest"] for c in dated), default=None)
    newest: Iterator[Record] = (c for c in dated if c["as_of_latest"] == last)
    values = {c["value_best"]: c for c in sorted(newest, key=lambda c: c["claim_id"], reverse=True)}
    return next(iter(values.values())) if len(values) == 1 else None
