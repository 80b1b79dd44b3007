"""Rules of derivation: what code derived is what the code derives, both ways."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from nkdata.checks.registry import breach, breaches, rule
from nkdata.checks.tracing import wholes
from nkdata.ids import digest, link_id
from nkdata.relations import COMPARED, COUNTED, QUESTION, bearings, derive_relations, dispute_each
from nkdata.schema import codes, columns, primary_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.checks.columns import Numbers
    from nkdata.checks.registry import Faults, View
    from nkdata.records import Record, Rows
    from nkdata.reports.problems import Problem

_AT_ONCE = 10_000
"""Questions whose claims are made records at once."""

_SOURCES = ("actors", "attributions", "claims", "questions")


@rule(*_SOURCES, "claim_relations", dimension="consistency")
def relations_are_derived(view: View) -> Iterator[Problem]:
    """The relations with basis rule are exactly those that the rules derive.

    A contradiction or corroboration is promised to follow from the claims; a stale or an added row
    reports a conflict, or a support, that the figures do not give.
    """
    kinds = view.which("claim_relations", lambda basis: basis == "rule", "basis")
    every, ruled = (
        view.values("claim_relations", "relation_id", among=among) for among in (None, kinds)
    )
    stated = every - ruled  # reader-leaves-rules-alone tells
    derived = [
        row
        for rows in _answering(view, COMPARED, least=2)
        for row in derive_relations(rows, view.sources)
        if row["relation_id"] not in stated
    ]
    yield from _compare(view, "claim_relations", kinds, derived)


@rule(*_SOURCES, "claim_relations", "disputes", dimension="consistency")
def disputes_are_derived(view: View) -> Iterator[Problem]:
    """The disputes are exactly those that the claims and relations give.

    Range, status and number of origins would be those of other claims than the published ones, and
    many read nothing else of a question.
    """
    borne = bearings(view.records("claim_relations", "from_claim_id", "to_claim_id", "relation"))
    derived = [
        row for rows in _answering(view, COUNTED) for row in dispute_each(rows, borne, view.sources)
    ]
    yield from _compare(
        view,
        "disputes",
        np.arange(len(view.rows["disputes"])),
        sorted(derived, key=itemgetter("question_id")),
    )


def _answering(view: View, names: Sequence[str], least: int = 0) -> Iterator[Rows]:
    """Yield the questions with at least so many answers, and the claims that answer them: what relations and disputes are derived from."""
    asked = view.parents("claims", "question_id")
    order = np.argsort(asked, kind="stable")
    starts = np.searchsorted(asked[order], np.arange(len(view.rows["questions"]) + 1))
    wanted = np.flatnonzero(np.diff(starts) >= least)
    for block in np.split(wanted, range(_AT_ONCE, len(wanted), _AT_ONCE)):
        claims = [order[starts[question] : starts[question + 1]] for question in block.tolist()]
        yield {
            "questions": list(view.records("questions", *QUESTION, among=block)),
            "claims": list(
                view.records("claims", *names, among=np.concatenate([block[:0], *claims]))
            ),
        }


def _compare(
    view: View, table: str, stored: Numbers, derived: Sequence[Record]
) -> Iterator[Problem]:
    key, names = primary_key(table), columns(table)
    expected = {row[key]: row for row in derived}
    for position, cells in zip(
        stored.tolist(), view.cells(table, *names, among=stored), strict=True
    ):
        right = expected.pop(cells[0], None)
        if right is None:
            yield breach(table, view.rows[table][position], None, "no rule derives it")
        elif cells != tuple(right[name] for name in names):
            for name, cell in zip(names, cells, strict=True):
                if cell != right[name]:
                    yield breach(
                        table, view.rows[table][position], name, f"the rules give {right[name]!r}"
                    )
    for row in expected.values():
        yield breach(table, row, None, "the rules derive it and it is missing")


@rule("claim_relations", "claims", dimension="conformity")
def relation_is_well_made(view: View) -> Iterator[Problem]:
    """A relation joins two claims, a symmetric one from the later id to the earlier.

    A pair that is stored both ways counts twice, and a reader's judgement without a note can be
    neither followed nor questioned.

    A reader states only what no rule derives, with a note.
    """
    kinds = codes("claim_relations", "relation")

    def faults(name: str, one: str, two: str, basis: str, noted: bool) -> Faults:
        code = kinds[name]
        if one == two:
            yield "to_claim_id", "a claim does not bear on itself"
        elif code["symmetric"] and one < two:
            yield "from_claim_id", "a symmetric relation runs from the later id to the earlier"
        if basis not in code["basis"]:
            yield "basis", f"{name} has basis {' or '.join(code['basis'])}"
        if noted != (basis == "human"):
            yield "note", f"the basis is {basis}"

    yield from breaches(
        view,
        "claim_relations",
        faults,
        "relation",
        "from_claim_id",
        "to_claim_id",
        "basis",
        "note?",
    )


@rule("claim_relations", "claims", "events", dimension="consistency")
def relation_has_common_ground(view: View) -> Iterator[Problem]:
    """Claims that a reader relates share a question, a subject, or an event or the whole it is part of.

    By a slip in an id a figure would be set against a sentence of another story, and a dispute be
    shown where nobody disagrees.
    """
    ground = ("question_id", "subject_id", "event_id")
    paths = [f"{column}.{name}" for column in ("from_claim_id", "to_claim_id") for name in ground]

    def faults(*cells: str | None) -> Faults:
        if not _ground(view, *cells[:3]) & _ground(view, *cells[3:]):
            yield "to_claim_id", "the claims share no question, subject or event"

    human = view.which("claim_relations", lambda basis: basis == "human", "basis")
    both = np.intersect1d(
        view.linked("claim_relations", "from_claim_id"),
        view.linked("claim_relations", "to_claim_id"),
    )
    yield from breaches(view, "claim_relations", faults, *paths, among=np.intersect1d(human, both))


def _ground(view: View, question: str | None, subject: str | None, event: str | None) -> set[str]:
    shared = {
        f"{column} {key}"
        for column, key in (("question_id", question), ("subject_id", subject))
        if key is not None
    }
    return shared | {f"event {whole}" for whole in wholes(view, event)}


@rule(*_SOURCES, "claim_relations", dimension="consistency")
def reader_leaves_rules_alone(view: View) -> Iterator[Problem]:
    """A reader states a contradiction only where no rule compares: between answers in words, or claims of no common question.

    An opinion beside the arithmetic could say the opposite of it, and make a question disputed
    whose figures agree.
    """
    types = dict(view.cells("questions", "question_id", "value_type"))

    def faults(
        basis: str, name: str, known: bool, other_known: bool, one: str | None, two: str | None
    ) -> Faults:
        asked = {question for question, there in ((one, known), (two, other_known)) if there}
        question = asked.pop() if len(asked) == 1 else None
        if basis == "human" and name == "contradicts" and types.get(question, "text") != "text":
            yield "relation", f"the rules compare the answers to {question}"

    claims = (
        "from_claim_id.claim_id?",
        "to_claim_id.claim_id?",
        "from_claim_id.question_id",
        "to_claim_id.question_id",
    )
    yield from breaches(view, "claim_relations", faults, "basis", "relation", *claims)


_LINKS: dict[str, tuple[str, ...]] = {
    "segments": ("article_id", "start"),
    "event_participants": ("event_id", "role", "actor_id"),
    "attributions": ("claim_id", "hop"),
    "mentions": ("article_id", "start-end", "kind", "actor_id", "event_id", "claim_id"),
    "claim_relations": ("from_claim_id", "relation", "to_claim_id"),
}
"""What the id of a link row is made from: columns, or two as one part. That of a name is made from its digest."""


@rule(*_LINKS, "actor_names", dimension="consistency", apart=True)
def link_id_of_parents(view: View) -> Iterator[Problem]:
    """The id of a link row is a function of its parents' ids.

    These ids stay the same from one edition to the next because they follow from what they link;
    any other breaks references and comparisons of editions.
    """
    for table, parts in _LINKS.items():
        for row in view.at(table, view.tables[table].unlike(primary_key(table), parts)):
            wanted: Any = link_id(
                *(
                    row[part]
                    if "-" not in part
                    else "-".join(str(row[name]) for name in part.split("-"))
                    for part in parts
                )
            )
            if row[primary_key(table)] != wanted:
                yield breach(table, row, primary_key(table), f"its parents give {wanted}")
    for position, (key, actor, name) in enumerate(
        view.cells("actor_names", "name_id", "actor_id", "name")
    ):
        if key != (wanted := f"{actor}.{digest(name)}"):
            yield breach(
                "actor_names",
                view.rows["actor_names"][position],
                "name_id",
                f"its parents give {wanted}",
            )
