"""Rules of answers: a figure is what the article prints, and fits the question it answers."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING

from nkdata.checks.registry import breach, rule
from nkdata.checks.tracing import whole, wholes
from nkdata.numbers import APPROXIMATE, FILLED, read_printed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.registry import View
    from nkdata.records import Record
    from nkdata.report import Problem, Severity

_ENDS = ("low", "best", "high")
_ANSWERS = {
    "number": "value_modifier",
    "actor": "value_actor_id",
    "date": "value_date_edtf",
    "boolean": "value_boolean",
    "text": "value_text",
}


_AT_LEAST = r"at least|more than|over|no fewer than|no less than|upwards of"
_AT_MOST = r"at most|up to|as many as|no more than|not more than|fewer than|less than|under"
_APPROX = r"about|around|some|roughly|approximately|nearly|almost|close to|closer to"
_HEDGES = {
    # in this order: "no more than" prints "more than"
    re.compile(rf"\b(?:{_AT_MOST})\b", re.IGNORECASE): ("at_most", "between", "vague"),
    re.compile(rf"\b(?:{_AT_LEAST})\b", re.IGNORECASE): ("at_least", "between", "vague"),
    re.compile(rf"\b(?:{_APPROX})\b", re.IGNORECASE): ("approx", "at_least", "at_most", "between", "vague"),
}
"""Words that bound or soften a figure, with the modifiers that they admit."""


def _filled(claim: Record) -> tuple[str, ...]:
    return tuple(end for end in _ENDS if claim[f"value_{end}"] is not None)


@rule("claims")
def value_text_in_quote(view: View) -> Iterator[Problem]:
    """The answer as printed stands in the quote, as whole words."""
    for claim in view.rows["claims"]:
        if claim["value_text"] is not None and not whole(claim["value_text"], claim["quote"]):
            yield breach("claims", claim, "value_text", "it does not stand in the quote")


@rule("claims")
def value_as_printed(view: View) -> Iterator[Problem]:
    """Reading the printed answer (digits, number words, ordinals, thousands and millions, sign) gives exactly the filled columns."""
    for claim in view.rows["claims"]:
        if claim["value_modifier"] is None or claim["value_modifier"] == "vague":
            continue
        filled = sorted(claim[f"value_{end}"] for end in _filled(claim))
        printed = read_printed(claim["value_text"] or "")
        if printed != filled:
            shown = ", ".join(f"{n:g}" for n in printed) or "no number"
            yield breach("claims", claim, "value_text", f"it reads as {shown}, the columns hold {', '.join(f'{n:g}' for n in filled)}")


@rule("claims")
def value_order(view: View) -> Iterator[Problem]:
    """The lowest value is not above the best, nor the best above the highest."""
    for claim in view.rows["claims"]:
        ends = [claim[f"value_{end}"] for end in _filled(claim)]
        if ends != sorted(ends):
            yield breach("claims", claim, "value_low", "the values are out of order")


@rule("claims")
def modifier_fixes_columns(view: View) -> Iterator[Problem]:
    """The modifier fixes which of value_low, value_best and value_high are filled; without one none is."""
    for claim in view.rows["claims"]:
        expected = FILLED.get(claim["value_modifier"], ())
        if _filled(claim) != expected:
            wanted = ", ".join(f"value_{end}" for end in expected) or "none of the value columns"
            yield breach("claims", claim, "value_modifier", f"it fills {wanted}")


@rule("claims")
def modifier_as_printed(view: View) -> Iterator[Problem]:
    """A figure printed with a word such as "at least", "up to" or "some" has a modifier that the word admits."""
    for claim in view.rows["claims"]:
        if claim["value_modifier"] is None or claim["value_text"] is None:
            continue
        admitted = next((allowed for words, allowed in _HEDGES.items() if words.search(claim["value_text"])), None)
        if admitted and claim["value_modifier"] not in admitted:
            yield breach("claims", claim, "value_modifier", f"{claim['value_text']!r} is {' or '.join(admitted)}")


@rule("claims", "questions")
def quantity_has_figure(view: View) -> Iterator[Problem]:
    """A claim of type quantity, and no other, answers a question whose answers are numbers."""
    for claim in view.rows["claims"]:
        question = view.get("questions", claim["question_id"])
        number = bool(question and question["value_type"] == "number")
        if (claim["claim_type"] == "quantity") != number:
            yield breach(
                "claims", claim, "claim_type", f"the question takes a {question['value_type']}" if question else "it answers no question"
            )


@rule("claims", "events", "questions")
def answer_of_same_event(view: View) -> Iterator[Problem]:
    """A claim that answers a question about an event is about that event, or about a part or the whole of it."""
    for claim in view.rows["claims"]:
        question = view.get("questions", claim["question_id"])
        asked = set(wholes(view, question["event_id"])) if question else set()
        if asked and claim["event_id"] is not None and not asked & set(wholes(view, claim["event_id"])):
            yield breach("claims", claim, "event_id", f"{claim['question_id']} asks about {question and question['event_id']}")


@rule("claims", "questions")
def value_fits_question(view: View) -> Iterator[Problem]:
    """A claim that answers a question fills the column of its value type, and no other; a claim that answers none fills none."""
    for claim in view.rows["claims"]:
        question = view.get("questions", claim["question_id"])
        wanted = _ANSWERS[question["value_type"]] if question else None
        for column in _ANSWERS.values():
            if column == wanted and claim[column] is None:
                yield breach("claims", claim, column, f"the question {claim['question_id']} takes a {question and question['value_type']}")
            elif column not in (wanted, "value_text") and claim[column] is not None:
                yield breach("claims", claim, column, "it does not answer the claim's question")
        if question is None and claim["value_text"] is not None:
            yield breach("claims", claim, "value_text", "the claim answers no question")


@rule("questions")
def unit_iff_number(view: View) -> Iterator[Problem]:
    """A question has a unit if and only if its answers are numbers."""
    for question in view.rows["questions"]:
        if (question["unit"] is not None) != (question["value_type"] == "number"):
            yield breach("questions", question, "unit", f"the value type is {question['value_type']}")


@rule("claims", "questions")
def as_of_required(view: View) -> Iterator[Problem]:
    """A claim that answers an instant or cumulative question says as of when."""
    for claim in view.rows["claims"]:
        question = view.get("questions", claim["question_id"])
        if question and question["temporal_semantics"] != "static" and claim["as_of_edtf"] is None:
            yield breach("claims", claim, "as_of_edtf", f"the question {question['question_id']} is {question['temporal_semantics']}")


@rule("questions")
def bound_is_comparable(view: View) -> Iterator[Problem]:
    """A question whose figures are bounded by another's counts in the same unit."""
    for question in view.rows["questions"]:
        bound = view.get("questions", question["bounded_by_id"])
        if bound and (question["unit"] is None or question["unit"] != bound["unit"]):
            message = f"{bound['question_id']} counts {bound['unit'] or 'nothing'}, this question {question['unit'] or 'nothing'}"
            yield breach("questions", question, "bounded_by_id", message)


@rule("claims", "questions")
def bounded_by_holds(view: View) -> Iterator[Problem]:
    """A figure does not exceed the figure that bounds it, such as killed by sent: an error within one claimant, a warning across."""
    answers = view.grouped("claims", "question_id")
    for question in view.rows["questions"]:
        for claim in answers.get(question["question_id"], []):
            for bound in answers.get(question["bounded_by_id"] or "", []):
                if _normal(claim, bound) and _least(claim) > _most(bound) and not _definitely_before(bound, claim):
                    severity: Severity = "error" if claim["claimant_id"] == bound["claimant_id"] else "warning"
                    message = f"it exceeds {bound['claim_id']}, which answers {question['bounded_by_id']}"
                    yield breach("claims", claim, "value_text", message, severity)


def _normal(*claims: Record) -> bool:
    return all(claim["rank"] == "normal" for claim in claims)


def _least(claim: Record) -> float:
    if claim["value_best"] is not None:
        return float(claim["value_best"]) * (1 - APPROXIMATE if claim["value_modifier"] == "approx" else 1)
    return -inf if claim["value_low"] is None else float(claim["value_low"])


def _most(claim: Record) -> float:
    if claim["value_best"] is not None:
        return float(claim["value_best"]) * (1 + APPROXIMATE if claim["value_modifier"] == "approx" else 1)
    return inf if claim["value_high"] is None else float(claim["value_high"])


def _definitely_before(first: Record, second: Record) -> bool:
    end, start = first["as_of_latest"], second["as_of_earliest"]
    return end is not None and start is not None and bool(end < start)


_SOFTENING = re.compile(
    rf"\b(?:{_AT_MOST}|{_AT_LEAST}|{_APPROX}|or (?:more|less|so|fewer)|plus|estimated?|maximum|minimum|exceed\w*|above|below|beyond)\b"
    r"|[+~<>≥≤]",
    re.IGNORECASE,
)


@rule("claims")
def hedge_is_printed(view: View) -> Iterator[Problem]:
    """A figure that is about, at least or at most so much has a word in its quote that says so."""
    for claim in view.rows["claims"]:
        if claim["value_modifier"] in ("approx", "at_least", "at_most") and not _SOFTENING.search(claim["quote"]):
            yield breach("claims", claim, "value_modifier", "the quote prints the figure bare: exact")


_NEGATION = re.compile(r"\b(?:no|not|never|nobody|none|nothing|neither|nor|without|cannot|only)\b|n[’']t\b", re.IGNORECASE)


@rule("claims")
def no_is_worded(view: View) -> Iterator[Problem]:
    """A claim that answers no is stated with a negation ("did not", "only"), and one that answers yes without."""
    for claim in view.rows["claims"]:
        answer = claim["value_boolean"]
        if answer is not None and answer == bool(_NEGATION.search(claim["statement"])):
            yield breach("claims", claim, "value_boolean", "the statement says yes" if not answer else "the statement says no")


@rule("actor_names", "actors", "claims")
def answer_names_actor(view: View) -> Iterator[Problem]:
    """The actor that answers a question is the one whose name is printed, or whom it controls; else a name of its shares a word."""
    names = view.grouped("actor_names", "actor_id")
    owners: dict[str, set[str]] = {}
    for row in view.rows["actor_names"]:
        owners.setdefault(row["name"].lower(), set()).add(row["actor_id"])
    for claim in view.rows["claims"]:
        actor = view.get("actors", claim["value_actor_id"])
        if not actor or claim["value_text"] is None:
            continue
        printed = next((owners[words] for words in _stretches(claim["value_text"].lower()) if words in owners), None)
        own = {actor["actor_id"], *(a["actor_id"] for a in view.grouped("actors", "parent_id").get(actor["actor_id"], []))}
        shared = _words(*(n["name"] for n in names.get(actor["actor_id"], []))) & _words(claim["value_text"])
        if not (own & printed if printed else shared):
            yield breach("claims", claim, "value_actor_id", f"{claim['value_text']!r} is no name of it")


def _stretches(text: str) -> Iterator[str]:
    """Yield every stretch of whole words, the longer ones first."""
    edges = [word.span() for word in re.finditer(r"[^\s,;]+", text)]
    for length in range(len(edges), 0, -1):
        for at in range(len(edges) - length + 1):
            yield text[edges[at][0] : edges[at + length - 1][1]]


def _words(*names: str) -> set[str]:
    return {word for name in names for word in re.findall(r"\w{4,}", name.lower())}
