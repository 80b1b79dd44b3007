"""Rules of what follows from the claims: the derived relations and disputes, and no others."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, each, pl, say
from nkdata.checks.registry import rule
from nkdata.checks.rules.actors import sources
from nkdata.checks.rules.parts import wholes
from nkdata.relations import COMPARED, COUNTED, QUESTION, bearings, derive_relations, dispute_each
from nkdata.reports.problems import Problem
from nkdata.schema import codes, columns, primary_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.checks.engine import RowCells, Table, Tables
    from nkdata.records import Record, Rows

_AT_ONCE = 10_000
"""Questions whose claims are made records at once."""

_SOURCES = ("actors", "attributions", "claims", "questions")


@rule(*_SOURCES, "claim_relations", dimension="consistency")
def relations_are_derived(tables: Tables) -> Iterator[Problem]:
    """The relations with basis rule are exactly those that the rules derive.

    A contradiction or corroboration is promised to follow from the claims. A stale or an added row
    reports a conflict, or a support, that the figures do not give.
    """
    relation = tables.claim_relations
    ruled = relation.rows(relation.basis == "rule")
    # what a reader states beside the rules is looked at by reader-leaves-rules-alone
    stated = relation.values(relation.relation_id) - relation.values(relation.relation_id, ruled)
    derived = [
        row
        for rows in _answering(tables, COMPARED, least=2)
        for row in derive_relations(rows, tables.once(sources))
        if row["relation_id"] not in stated
    ]
    yield from _compare(relation, "claim_relations", ruled, derived)


@rule(*_SOURCES, "claim_relations", "disputes", dimension="consistency")
def disputes_are_derived(tables: Tables) -> Iterator[Problem]:
    """The disputes are exactly those that the claims and relations give.

    Range, status and number of origins would be those of other claims than the published ones, and
    many users read nothing else of a question.
    """
    borne = bearings(tables.claim_relations.records("from_claim_id", "to_claim_id", "relation"))
    derived = [
        row
        for rows in _answering(tables, COUNTED)
        for row in dispute_each(rows, borne, tables.once(sources))
    ]
    dispute = tables.disputes
    ordered = sorted(derived, key=itemgetter("question_id"))
    yield from _compare(dispute, "disputes", dispute.series("#"), ordered)


def _answering(tables: Tables, cells: Sequence[str], least: int = 0) -> Iterator[Rows]:
    """Yield questions with at least so many answers, and the claims that answer them, in blocks."""
    question, claim = tables.questions, tables.claims
    asked = pl.DataFrame({"at": claim.series("#"), "question": claim.places("question_id")})
    answers = asked.drop_nulls().group_by("question").agg("at")
    every = pl.DataFrame({"question": question.series("#")})
    wanted = every.join(answers, on="question", how="left", maintain_order="left").filter(
        pl.col("at").list.len().fill_null(0) >= least
    )
    for block in wanted.iter_slices(_AT_ONCE):
        at = block["at"].drop_nulls().explode()
        yield {
            "questions": question.records(*QUESTION, at=block["question"]),
            "claims": claim.records(*cells, at=at) if len(at) else [],
        }


def _compare(
    table: Table, name: str, stored: pl.Series, derived: Sequence[Record]
) -> Iterator[Problem]:
    key = primary_key(name)
    expected = {row[key]: row for row in derived}
    for row, cells in zip(stored, table.records(*columns(name), at=stored), strict=True):
        right = expected.pop(cells[key], None)
        if right is None:
            yield from table.problems([row], [Fault(None, "no rule derives it")])
            continue
        faults = [
            Fault(column, f"the rules give {right[column]!r}")
            for column, cell in cells.items()
            if cell != right[column]
        ]
        yield from table.problems([row] * len(faults), faults)
    for key_of_missing in expected:
        yield Problem("", "the rules derive it and it is missing", name, key_of_missing)


@rule("claim_relations", "claims", dimension="conformity")
def relation_is_well_made(tables: Tables) -> Iterator[Problem]:
    """A relation joins two claims, a symmetric one from the later id to the earlier.

    A pair that is stored both ways counts twice. A reader's judgement without a note can be neither
    followed nor questioned.

    A reader states only what no rule derives, with a note.
    """
    relation, kinds = tables.claim_relations, codes("claim_relations", "relation")
    one, other, name = relation.from_claim_id, relation.to_claim_id, relation.relation
    yield from relation.breaks(one == other, "to_claim_id", "a claim does not bear on itself")
    symmetric = name.is_in([kind for kind, code in kinds.items() if code["symmetric"]])
    message = "a symmetric relation runs from the later id to the earlier"
    yield from relation.breaks(symmetric & (one < other), "from_claim_id", message)

    def basis_fault(kind: str, basis: str) -> str | None:
        allowed = kinds[kind]["basis"]
        return None if basis in allowed else f"{kind} has basis {' or '.join(allowed)}"

    fault = each(basis_fault, name, relation.basis, gives=pl.String)
    yield from relation.breaks(fault.is_not_null(), "basis", fault)
    odd = relation.note.is_not_null() != (relation.basis == "human")
    yield from relation.breaks(odd, "note", say("the basis is {}", relation.basis))


@rule("claim_relations", "claims", "events", dimension="consistency")
def relation_has_common_ground(tables: Tables) -> Iterator[Problem]:
    """Claims that a reader relates share a question, a subject, an event or its whole.

    One wrong id would set a figure against a sentence of another story, and show a dispute where
    nobody disagrees.
    """
    relation = tables.claim_relations
    one, other = relation.via("from_claim_id"), relation.via("to_claim_id")
    same = [one.question_id == other.question_id, one.subject_id == other.subject_id]

    def same_whole(event: str, another: str) -> bool:
        return not set(wholes(tables, event)).isdisjoint(wholes(tables, another))

    same.append(each(same_whole, one.event_id, other.event_id, gives=pl.Boolean))
    both = one.claim_id.is_not_null() & other.claim_id.is_not_null()
    apart = both & ~pl.any_horizontal(cell.fill_null(value=False) for cell in same)
    message = "the claims share no question, subject or event"
    yield from relation.breaks(apart, "to_claim_id", message, among=relation.basis == "human")


@rule(*_SOURCES, "claim_relations", dimension="consistency")
def reader_leaves_rules_alone(tables: Tables) -> Iterator[Problem]:
    """A reader states a contradiction only where no rule compares the claims.

    An opinion beside the arithmetic could say the opposite of it, and make a question disputed
    whose figures agree.

    No rule compares answers in words, or claims of no common question.
    """
    relation = tables.claim_relations
    types = tables.questions.by_key("value_type")

    def faults(cells: RowCells) -> Iterator[Fault]:
        sides = ((cells.known, cells.question), (cells.other_known, cells.other_question))
        asked = {question for known, question in sides if known}
        question = asked.pop() if len(asked) == 1 else None
        if types.get(question or "", "text") != "text":
            yield Fault("relation", f"the rules compare the answers to {question}")

    one, other = relation.via("from_claim_id"), relation.via("to_claim_id")
    yield from relation.tell(
        faults,
        (relation.basis == "human") & (relation.relation == "contradicts"),
        known=one.claim_id.is_not_null(),
        question=one.question_id,
        other_known=other.claim_id.is_not_null(),
        other_question=other.question_id,
    )
