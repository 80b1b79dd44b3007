"""Rules of answers: a figure is what the article prints, and fits the question it answers."""

from __future__ import annotations

import re
from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING

from nkdata.checks.registry import breach, breaches, rule
from nkdata.checks.tracing import whole, wholes
from nkdata.words.numbers import APPROXIMATE, FILLED, read_printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.checks.registry import Faults, View
    from nkdata.records import Record
    from nkdata.reports.problems import Problem
    from nkdata.rulebook import Severity

_ENDS = ("low", "best", "high")
_VALUES = ("value_low", "value_best", "value_high")
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
    re.compile(rf"\b(?:{_APPROX})\b", re.IGNORECASE): (
        "approx",
        "at_least",
        "at_most",
        "between",
        "vague",
    ),
}
"""Words that bound or soften a figure, with the modifiers that they admit."""


def _filled(values: Sequence[float | None]) -> tuple[str, ...]:
    return tuple(end for end, value in zip(_ENDS, values, strict=True) if value is not None)


@rule("claims", dimension="consistency")
def value_text_in_quote(view: View) -> Iterator[Problem]:
    """The answer as printed stands in the quote, as whole words.

    The answer could not be shown in the words cited for it, and nobody could tell the figure from a
    slip of the pen.
    """

    def faults(words: str, quote: str) -> Faults:
        if not whole(words, quote):
            yield "value_text", "it does not stand in the quote"

    among = view.which("claims", bool, "value_text?")
    yield from breaches(view, "claims", faults, "value_text", "quote", among=among)


@rule("claims", dimension="consistency")
def value_as_printed(view: View) -> Iterator[Problem]:
    """Reading the printed answer (digits, number words, ordinals, thousands and millions, sign) gives exactly the filled columns.

    A misread thousand or a lost digit would enter every range and contradiction, although the page
    prints it rightly.
    """

    def faults(modifier: str | None, text: str | None, *values: float | None) -> Faults:
        if modifier is None or modifier == "vague":
            return
        filled = sorted(value for value in values if value is not None)
        printed = read_printed(text or "")
        if printed != filled:
            shown = ", ".join(f"{n:g}" for n in printed) or "no number"
            yield (
                "value_text",
                f"it reads as {shown}, the columns hold {', '.join(f'{n:g}' for n in filled)}",
            )

    yield from breaches(view, "claims", faults, "value_modifier", "value_text", *_VALUES)


@rule("claims", dimension="consistency")
def value_order(view: View) -> Iterator[Problem]:
    """The lowest value is not above the best, nor the best above the highest.

    An interval with its ends exchanged contains nothing, so that the claim seems to contradict
    every other answer.
    """

    def faults(*values: float | None) -> Faults:
        ends = [value for value in values if value is not None]
        if ends != sorted(ends):
            yield "value_low", "the values are out of order"

    yield from breaches(view, "claims", faults, *_VALUES)


@rule("claims", dimension="completeness")
def modifier_fixes_columns(view: View) -> Iterator[Problem]:
    """The modifier fixes which of value_low, value_best and value_high are filled; without one none is.

    At least 600 would be reckoned as exactly 600, or a forgotten figure as an end left open.
    """

    def faults(modifier: str, *values: float | None) -> Faults:
        expected = FILLED.get(modifier, ())
        if _filled(values) != expected:
            wanted = ", ".join(f"value_{end}" for end in expected) or "none of the value columns"
            yield "value_modifier", f"it fills {wanted}"

    yield from breaches(view, "claims", faults, "value_modifier", *_VALUES)


@rule("claims", dimension="consistency")
def modifier_as_printed(view: View) -> Iterator[Problem]:
    """A figure printed with a word such as "at least", "up to" or "some" has a modifier that the word admits.

    Up to 15,000 stored as exactly 15,000 turns a ceiling into a count, and makes contradictions out
    of answers that agree.
    """

    def faults(modifier: str | None, text: str | None) -> Faults:
        if modifier is None or text is None:
            return
        admitted = next((allowed for words, allowed in _HEDGES.items() if words.search(text)), None)
        if admitted and modifier not in admitted:
            yield "value_modifier", f"{text!r} is {' or '.join(admitted)}"

    yield from breaches(view, "claims", faults, "value_modifier", "value_text")


@rule("claims", "questions", dimension="consistency")
def quantity_has_figure(view: View) -> Iterator[Problem]:
    """A claim of type quantity, and no other, answers a question whose answers are numbers.

    Who selects the claims of type quantity would miss figures, or get rows that hold none.
    """

    def faults(kind: str, value: str | None) -> Faults:
        if (kind == "quantity") != (value == "number"):
            yield (
                "claim_type",
                f"the question takes a {value}" if value else "it answers no question",
            )

    yield from breaches(view, "claims", faults, "claim_type", "question_id.value_type")


@rule("claims", "events", "questions", dimension="consistency")
def answer_of_same_event(view: View) -> Iterator[Problem]:
    """A claim that answers a question about an event is about that event, or about a part or the whole of it.

    A figure about one visit or battle would widen the range of another, and dispute an answer that
    nobody disputes.
    """

    def faults(question: str, event: str | None, asked: str | None) -> Faults:
        if None in (event, asked) or event == asked:
            return
        if not set(wholes(view, asked)) & set(wholes(view, event)):
            yield "event_id", f"{question} asks about {asked}"

    yield from breaches(view, "claims", faults, "question_id", "event_id", "question_id.event_id")


@rule("claims", "questions", dimension="conformity")
def value_fits_question(view: View) -> Iterator[Problem]:
    """A claim that answers a question fills the column of its value type, and no other; a claim that answers none fills none.

    No comparison looks into another column: the claim would be counted as an answer and bear nothing on the range.
    """

    def faults(question: str, kind: str | None, *filled: bool) -> Faults:
        wanted = _ANSWERS[kind] if kind else None
        for column, there in zip(_ANSWERS.values(), filled, strict=True):
            if column == wanted and not there:
                yield column, f"the question {question} takes a {kind}"
            elif column not in (wanted, "value_text") and there:
                yield column, "it does not answer the claim's question"
            elif column == "value_text" and there and not kind:
                yield column, "the claim answers no question"

    yield from breaches(
        view,
        "claims",
        faults,
        "question_id",
        "question_id.value_type",
        *(f"{name}?" for name in _ANSWERS.values()),
    )


@rule("questions", dimension="completeness")
def unit_iff_number(view: View) -> Iterator[Problem]:
    """A question has a unit if and only if its answers are numbers.

    Without a unit 600 may be soldiers, families or days, and a user would add up what cannot be
    added.
    """

    def faults(counted: bool, kind: str) -> Faults:
        if counted != (kind == "number"):
            yield "unit", f"the value type is {kind}"

    yield from breaches(view, "questions", faults, "unit?", "value_type")


@rule("claims", "questions", dimension="completeness")
def as_of_required(view: View) -> Iterator[Problem]:
    """A claim that answers an instant or cumulative question says as of when.

    Counts of the dead grow. Without the time for which each holds, an older and a newer figure look
    like a contradiction, and the latest cannot be told.
    """

    def faults(question: str, semantics: str | None, dated: bool) -> Faults:
        if semantics not in (None, "static") and not dated:
            yield "as_of_edtf", f"the question {question} is {semantics}"

    yield from breaches(
        view, "claims", faults, "question_id", "question_id.temporal_semantics", "as_of_edtf?"
    )


@rule("questions", dimension="consistency")
def bound_is_comparable(view: View) -> Iterator[Problem]:
    """A question whose figures are bounded by another's counts in the same unit.

    The check that no more were killed than sent would compare soldiers with vehicles, and accuse or
    pass figures for no reason.
    """

    def faults(unit: str | None, bound: str, other: str | None) -> Faults:
        if unit is None or unit != other:
            yield (
                "bounded_by_id",
                f"{bound} counts {other or 'nothing'}, this question {unit or 'nothing'}",
            )

    among = view.linked("questions", "bounded_by_id")
    yield from breaches(
        view, "questions", faults, "unit", "bounded_by_id", "bounded_by_id.unit", among=among
    )


@rule("claims", "questions", dimension="consistency", severities=("error", "warning"))
def bounded_by_holds(view: View) -> Iterator[Problem]:
    """A figure does not exceed the figure that bounds it, such as killed by sent: an error within one claimant, a warning across.

    More killed than were ever sent means that one figure is misread, or wrong, or about something
    else; a ratio of the two is absurd.
    """
    for question in view.where("questions", bool, "bounded_by_id?"):
        answers = view.grouped("claims", "question_id")
        for claim in answers.get(question["question_id"], []):
            for bound in answers.get(question["bounded_by_id"], []):
                if (
                    _normal(claim, bound)
                    and _least(claim) > _most(bound)
                    and not _definitely_before(bound, claim)
                ):
                    severity: Severity = (
                        "error" if claim["claimant_id"] == bound["claimant_id"] else "warning"
                    )
                    message = (
                        f"it exceeds {bound['claim_id']}, which answers {question['bounded_by_id']}"
                    )
                    yield breach("claims", claim, "value_text", message, severity)


def _normal(*claims: Record) -> bool:
    return all(claim["rank"] == "normal" for claim in claims)


def _least(claim: Record) -> float:
    if claim["value_best"] is not None:
        return float(claim["value_best"]) * (
            1 - APPROXIMATE if claim["value_modifier"] == "approx" else 1
        )
    return -inf if claim["value_low"] is None else float(claim["value_low"])


def _most(claim: Record) -> float:
    if claim["value_best"] is not None:
        return float(claim["value_best"]) * (
            1 + APPROXIMATE if claim["value_modifier"] == "approx" else 1
        )
    return inf if claim["value_high"] is None else float(claim["value_high"])


def _definitely_before(first: Record, second: Record) -> bool:
    end, start = first["as_of_latest"], second["as_of_earliest"]
    return end is not None and start is not None and bool(end < start)


_SOFTENING = re.compile(
    rf"\b(?:{_AT_MOST}|{_AT_LEAST}|{_APPROX}|or (?:more|less|so|fewer)|plus|estimated?|maximum|minimum|exceed\w*|above|below|beyond)\b"
    r"|[+~<>≥≤]",
    re.IGNORECASE,
)


@rule("claims", dimension="consistency")
def hedge_is_printed(view: View) -> Iterator[Problem]:
    """A figure that is about, at least or at most so much has a word in its quote that says so.

    A count that somebody stated exactly would pass for a guess or a bound, and its source for one
    that was not sure.
    """

    def faults(quote: str) -> Faults:
        if not _SOFTENING.search(quote):
            yield "value_modifier", "the quote prints the figure bare: exact"

    softened = view.which(
        "claims", lambda modifier: modifier in ("approx", "at_least", "at_most"), "value_modifier"
    )
    yield from breaches(view, "claims", faults, "quote", among=softened)


_NEGATION = re.compile(
    r"\b(?:no|not|never|nobody|none|nothing|neither|nor|without|cannot|only)\b|n[’']t\b",
    re.IGNORECASE,
)


@rule("claims", dimension="consistency")
def no_is_worded(view: View) -> Iterator[Problem]:
    """A claim that answers no is stated with a negation ("did not", "only"), and one that answers yes without.

    A denial would be counted as a confirmation, and two sources that agree be shown as
    contradicting each other.
    """

    def faults(answer: bool, statement: str) -> Faults:
        if answer == bool(_NEGATION.search(statement)):
            yield "value_boolean", "the statement says no" if answer else "the statement says yes"

    answered = view.which("claims", bool, "value_boolean?")
    yield from breaches(view, "claims", faults, "value_boolean", "statement", among=answered)


@rule("actor_names", "actors", "claims", dimension="consistency")
def answer_names_actor(view: View) -> Iterator[Problem]:
    """An answer that is a name is its actor's; a longer one has in it the name, or a word of it, of the actor or of whom it controls.

    An act would be laid at the door of somebody whom the page does not name, and the one it names
    be cleared.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    names: dict[str, list[str]] = defaultdict(list)
    for actor, name in view.cells("actor_names", "actor_id", "name"):
        owners[name.lower()].add(actor)
        names[actor].append(name)
    controlled: dict[str, set[str]] = defaultdict(set)
    for actor, parent in view.cells(
        "actors", "actor_id", "parent_id", among=view.which("actors", bool, "parent_id?")
    ):
        controlled[parent].add(actor)

    def faults(actor: str, text: str | None) -> Faults:
        if text is None:
            return
        printed = next(
            (owners[stretch] for stretch in _stretches(text.lower()) if stretch in owners), None
        )
        own = {actor} if text.lower() in owners else {actor} | controlled.get(actor, set())
        if not (
            own & printed if printed else _words(" ".join(names.get(actor, ()))) & _words(text)
        ):
            yield "value_actor_id", f"{text!r} is no name of it"

    yield from breaches(
        view,
        "claims",
        faults,
        "value_actor_id",
        "value_text",
        among=view.linked("claims", "value_actor_id"),
    )


def _stretches(text: str) -> Iterator[str]:
    """Yield every stretch of whole words, the longer ones first."""
    edges = [word.span() for word in re.finditer(r"[^\s,;]+", text)]
    for length in range(len(edges), 0, -1):
        for at in range(len(edges) - length + 1):
            yield text[edges[at][0] : edges[at + length - 1][1]]


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w{4,}", name.lower()))
