"""What follows from the claims: which contradict, agree and corroborate each other, and where each question stands.

Pure functions from records to records. Curation derives with them, and the checks derive again from the published
tables and compare, both ways.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations, permutations
from math import inf
from typing import TYPE_CHECKING

from nkdata.ids import link_id
from nkdata.numbers import APPROXIMATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nkdata.records import Record, Rows

    Relations = set[tuple[str, str, str]]

COMMITTED = frozenset({"CT+", "PR+", "PS+"})
"""Claimant factualities whose claims enter the arithmetic: a denial is the answer no, or a reader's relation."""

DIRECT_EVIDENCE = frozenset({"observation", "imagery", "document"})
"""Evidentialities with which an outlet's own voice is a source of its own."""


class Sources:
    """Who stands behind each claim: roots by parent_id, chains by hop."""

    def __init__(self, rows: Rows) -> None:
        """Index the actors and attributions of the given rows."""
        self._actors = {a["actor_id"]: a for a in rows["actors"]}
        self._chains: dict[str, list[str]] = defaultdict(list)
        for hop in sorted(rows["attributions"], key=lambda h: h["hop"]):
            self._chains[hop["claim_id"]].append(hop["actor_id"])

    def root(self, actor_id: str) -> str:
        """Return the top of the chain of control above an actor; the actor where nobody controls it."""
        seen = {actor_id}
        while parent := self._actors.get(actor_id, {}).get("parent_id"):
            if parent in seen:
                return actor_id  # a cycle is another rule's problem
            seen.add(parent)
            actor_id = parent
        return actor_id

    def origin(self, claim: Record) -> str | None:
        """Return the known root a claim comes from, or None.

        An anonymous or unidentified source has none, nor has an outlet's own voice without evidence of its own: two
        outlets that say the same need not know it independently.
        """
        claimant = self._actors.get(claim["claimant_id"], {})
        root = self.root(claim["claimant_id"])
        unnamed = claimant.get("is_anonymous") or self._actors.get(root, {}).get("actor_type") == "unidentified"
        hearsay = claim["quotation"] == "none" and claim["evidentiality"] not in DIRECT_EVIDENCE
        return None if unnamed or hearsay else root

    def independent(self, first: Record, second: Record) -> bool:
        """Tell whether two claims have different known roots and neither chain passes through the other's root."""
        one, two = self.origin(first), self.origin(second)
        if one is None or two is None or one == two:
            return False
        return one not in self._roots(second) and two not in self._roots(first)

    def _roots(self, claim: Record) -> set[str]:
        return {self.root(actor) for actor in self._chains[claim["claim_id"]]}


def derive_relations(rows: Rows) -> list[Record]:
    """Return the claim_relations that the rules give: contradicts, corroborates and agrees, each stored once.

    ``rows`` needs actors, attributions, claims and questions. Pairs are made within a question, so the cost is
    the sum over questions of the square of their claims.
    """
    sources = Sources(rows)
    answers = _answers(rows)
    return [
        _relation(first, second, name)
        for question in rows["questions"]
        for first, second in combinations(answers[question["question_id"]], 2)
        if (name := _compare(question, first, second, sources))
    ]


def _answers(rows: Rows) -> Mapping[str, list[Record]]:
    answers: dict[str, list[Record]] = defaultdict(list)
    for claim in sorted(rows["claims"], key=lambda c: c["claim_id"], reverse=True):
        if claim.get("question_id") and claim["factuality_claimant"] in COMMITTED:
            answers[claim["question_id"]].append(claim)
    return answers


def _relation(first: Record, second: Record, name: str) -> Record:
    one, two = first["claim_id"], second["claim_id"]
    pair = {"from_claim_id": one, "to_claim_id": two, "relation": name, "basis": "rule", "note": None}
    return {"relation_id": link_id(one, name, two), **pair}


def _compare(question: Record, first: Record, second: Record, sources: Sources) -> str | None:
    one, two = (Answer.of(claim, question) for claim in (first, second))
    if one is None or two is None:
        return None
    if question["cardinality"] == "single" and one.disjoint(two) and _clash(question, one, two):
        return "contradicts"
    deprecated = "deprecated" in (first["rank"], second["rank"])
    if deprecated or not one.matches(two) or not _same_time(question, one, two):
        return None
    return "corroborates" if sources.independent(first, second) else "agrees"


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
    return Answer(-inf if low is None else low, inf if high is None else high, None, one_sided=one_sided, as_of=as_of)


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
    sources = Sources(rows)
    by_question: dict[str, list[Record]] = defaultdict(list)
    for claim in rows["claims"]:
        if claim.get("question_id"):
            by_question[claim["question_id"]].append(claim)
    pairs = {(r["from_claim_id"], r["to_claim_id"], r["relation"]) for r in relations}
    questions = sorted(rows["questions"], key=lambda q: q["question_id"])
    return [_dispute(question, by_question[question["question_id"]], pairs, sources) for question in questions]


def _dispute(question: Record, claims: Sequence[Record], relations: Relations, sources: Sources) -> Record:
    normal = sorted((c for c in claims if c["rank"] == "normal"), key=lambda c: c["claim_id"])
    origins = [sources.origin(claim) for claim in normal]
    latest = _latest(normal)
    return {
        "question_id": question["question_id"],
        "status": _status(normal, origins, relations),
        "n_claims": len(normal),
        "n_deprecated": len(claims) - len(normal),
        "n_articles": len({c["article_id"] for c in normal}),
        "n_known_origins": len({o for o in origins if o is not None}),
        "n_unknown_origins": len({c["claimant_id"] for c, o in zip(normal, origins, strict=True) if o is None}),
        **_range(question, normal),
        "latest_best": latest and latest["value_best"],
        "latest_best_claim_id": latest and latest["claim_id"],
    }


def _status(normal: Sequence[Record], origins: Sequence[str | None], relations: Relations) -> str:
    if len(normal) < 2:  # noqa: PLR2004
        return "single_claim" if normal else "unanswered"
    pairs = list(permutations((c["claim_id"] for c in normal), 2))
    if any((*pair, relation) in relations for pair in pairs for relation in ("contradicts", "denies")):
        return "disputed"
    if any((*pair, "corroborates") in relations for pair in pairs):
        return "corroborated"
    return "single_origin" if None not in origins and len(set(origins)) == 1 else "unlinked"


def _range(question: Record, normal: Iterable[Record]) -> Record:
    number = question["value_type"] == "number"
    counted = [c for c in normal if number and c["factuality_claimant"] in COMMITTED]
    modifiers = {c.get("value_modifier") for c in counted}
    stated = [c[f"value_{end}"] for c in counted for end in ("low", "best", "high") if c.get(f"value_{end}") is not None]
    return {
        "low": min(stated, default=None),
        "low_open": "at_most" in modifiers,
        "high": max(stated, default=None),
        "high_open": "at_least" in modifiers,
    }


def _latest(normal: Iterable[Record]) -> Record | None:
    dated = [c for c in normal if c.get("value_best") is not None and c.get("as_of_latest") and c["factuality_claimant"] in COMMITTED]
    last = max((c["as_of_latest"] for c in dated), default=None)
    newest: Iterator[Record] = (c for c in dated if c["as_of_latest"] == last)
    values = {c["value_best"]: c for c in sorted(newest, key=lambda c: c["claim_id"], reverse=True)}
    return next(iter(values.values())) if len(values) == 1 else None
