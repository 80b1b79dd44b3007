"""Rules of derivation: what code derived is what the code derives, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nkdata.checks.registry import breach, rule
from nkdata.checks.tracing import wholes
from nkdata.ids import digest, link_id
from nkdata.relations import derive_disputes, derive_relations
from nkdata.schema import codes, columns, primary_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nkdata.checks.registry import View
    from nkdata.records import Record
    from nkdata.report import Problem

_SOURCES = ("actors", "attributions", "claims", "questions")


@rule(*_SOURCES, "claim_relations", dimension="consistency")
def relations_are_derived(view: View) -> Iterator[Problem]:
    """The relations with basis rule are exactly those that the rules derive.

    A contradiction or corroboration is promised to follow from the claims; a stale or an added row reports a conflict, or a support, that
    the figures do not give.
    """
    stored = [row for row in view.rows["claim_relations"] if row["basis"] == "rule"]
    stated = {row["relation_id"] for row in view.rows["claim_relations"]} - {row["relation_id"] for row in stored}
    derived = [row for row in derive_relations(view.rows) if row["relation_id"] not in stated]  # reader-leaves-rules-alone tells
    yield from _compare("claim_relations", stored, derived)


@rule(*_SOURCES, "claim_relations", "disputes", dimension="consistency")
def disputes_are_derived(view: View) -> Iterator[Problem]:
    """The disputes are exactly those that the claims and relations give.

    Range, status and number of origins would be those of other claims than the published ones, and many read nothing else of a question.
    """
    yield from _compare("disputes", view.rows["disputes"], derive_disputes(view.rows, view.rows["claim_relations"]))


def _compare(table: str, stored: Sequence[Record], derived: Sequence[Record]) -> Iterator[Problem]:
    key = primary_key(table)
    expected = {row[key]: row for row in derived}
    for row in stored:
        right = expected.pop(row[key], None)
        if right is None:
            yield breach(table, row, None, "no rule derives it")
            continue
        for column in columns(table):
            if row[column] != right[column]:
                yield breach(table, row, column, f"the rules give {right[column]!r}")
    for row in expected.values():
        yield breach(table, row, None, "the rules derive it and it is missing")


@rule("claim_relations", "claims", dimension="conformity")
def relation_is_well_made(view: View) -> Iterator[Problem]:
    """A relation joins two claims, a symmetric one from the later id to the earlier.

    A pair that is stored both ways counts twice, and a reader's judgement without a note can be neither followed nor questioned.

    A reader states only what no rule derives, with a note.
    """
    kinds = codes("claim_relations", "relation")
    for row in view.rows["claim_relations"]:
        code = kinds[row["relation"]]
        if row["from_claim_id"] == row["to_claim_id"]:
            yield breach("claim_relations", row, "to_claim_id", "a claim does not bear on itself")
        elif code["symmetric"] and row["from_claim_id"] < row["to_claim_id"]:
            yield breach("claim_relations", row, "from_claim_id", "a symmetric relation runs from the later id to the earlier")
        if row["basis"] not in code["basis"]:
            yield breach("claim_relations", row, "basis", f"{row['relation']} has basis {' or '.join(code['basis'])}")
        if (row["note"] is not None) != (row["basis"] == "human"):
            yield breach("claim_relations", row, "note", f"the basis is {row['basis']}")


@rule("claim_relations", "claims", "events", dimension="consistency")
def relation_has_common_ground(view: View) -> Iterator[Problem]:
    """Claims that a reader relates share a question, a subject, or an event or the whole it is part of.

    By a slip in an id a figure would be set against a sentence of another story, and a dispute be shown where nobody disagrees.
    """
    for row in view.rows["claim_relations"]:
        one, two = (view.get("claims", row[column]) for column in ("from_claim_id", "to_claim_id"))
        if row["basis"] == "human" and one and two and not _ground(view, one) & _ground(view, two):
            yield breach("claim_relations", row, "to_claim_id", "the claims share no question, subject or event")


def _ground(view: View, claim: Record) -> set[str]:
    shared = {f"{column} {claim[column]}" for column in ("question_id", "subject_id") if claim[column] is not None}
    return shared | {f"event {event}" for event in wholes(view, claim["event_id"])}


@rule(*_SOURCES, "claim_relations", dimension="consistency")
def reader_leaves_rules_alone(view: View) -> Iterator[Problem]:
    """A reader states a contradiction only where no rule compares: between answers in words, or claims of no common question.

    An opinion beside the arithmetic could say the opposite of it, and make a question disputed whose figures agree.
    """
    for row in view.rows["claim_relations"]:
        claims = [view.get("claims", row[column]) for column in ("from_claim_id", "to_claim_id")]
        asked = {claim["question_id"] for claim in claims if claim}
        question = view.get("questions", asked.pop()) if len(asked) == 1 else None
        if row["basis"] == "human" and row["relation"] == "contradicts" and question and question["value_type"] != "text":
            yield breach("claim_relations", row, "relation", f"the rules compare the answers to {question['question_id']}")


def _mention_id(row: Record) -> str:
    targets = (row["actor_id"], row["event_id"], row["claim_id"])
    return link_id(row["article_id"], f"{row['start']}-{row['end']}", row["kind"], *targets)


_LINKS: dict[str, Callable[[Record], str]] = {
    "segments": lambda r: link_id(r["article_id"], r["start"]),
    "actor_names": lambda r: link_id(r["actor_id"], digest(r["name"])),
    "event_participants": lambda r: link_id(r["event_id"], r["role"], r["actor_id"]),
    "attributions": lambda r: link_id(r["claim_id"], r["hop"]),
    "mentions": _mention_id,
    "claim_relations": lambda r: link_id(r["from_claim_id"], r["relation"], r["to_claim_id"]),
}


@rule(*_LINKS, dimension="consistency", apart=True)
def link_id_of_parents(view: View) -> Iterator[Problem]:
    """The id of a link row is a function of its parents' ids.

    These ids stay the same from one edition to the next because they follow from what they link; any other breaks references and
    comparisons of editions.
    """
    for table, made in _LINKS.items():
        for row in view.rows[table]:
            wanted: Any = made(row)
            if row[primary_key(table)] != wanted:
                yield breach(table, row, primary_key(table), f"its parents give {wanted}")
