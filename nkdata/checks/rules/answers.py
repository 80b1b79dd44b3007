"""Rules of answers: what a claim answers is what the article prints, and fits the question."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, each, pl, say
from nkdata.checks.registry import rule
from nkdata.checks.rules.dates import after, dated, event_date, may_overlap, page_date
from nkdata.checks.rules.parts import wholes
from nkdata.document import stands_whole
from nkdata.words.numbers import FILLED, read_printed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nkdata.checks.engine import RowCells, Tables
    from nkdata.reports.problems import Problem

_ENDS = ("low", "best", "high")
_ANSWERS = {
    "number": "value_modifier",
    "actor": "value_actor_id",
    "date": "value_date_edtf",
    "boolean": "value_boolean",
    "text": "value_text",
}
"""The column that an answer fills, by the value type of its question."""


@rule("claims", dimension="consistency")
def value_text_in_quote(tables: Tables) -> Iterator[Problem]:
    """The answer as printed stands in the quote, as whole words.

    Nobody could find the answer in the words cited for it, or tell the figure from a slip of the
    pen.
    """
    claim = tables.claims
    stands = each(stands_whole, claim.value_text, claim.quote, gives=pl.Boolean)
    among = claim.value_text.is_not_null()
    yield from claim.breaks(~stands, "value_text", "it does not stand in the quote", among=among)


@rule("claims", dimension="consistency")
def value_as_printed(tables: Tables) -> Iterator[Problem]:
    """Reading the printed answer gives exactly the filled columns.

    A misread thousand or a lost digit would enter every range and contradiction, although the page
    prints it correctly.

    The reading covers digits, number words, ordinals, thousands and millions, and the sign.
    """
    claim = tables.claims

    def faults(cells: RowCells) -> Iterator[Fault]:
        filled = sorted(value for end in _ENDS if (value := getattr(cells, end)) is not None)
        printed = read_printed(cells.text or "")
        if printed != filled:
            shown = ", ".join(f"{number:g}" for number in printed) or "no number"
            columns = ", ".join(f"{number:g}" for number in filled)
            yield Fault("value_text", f"it reads as {shown}, the columns hold {columns}")

    among = claim.value_modifier.is_not_null() & (claim.value_modifier != "vague")
    values = {end: getattr(claim, f"value_{end}") for end in _ENDS}
    yield from claim.tell(faults, among, text=claim.value_text, **values)


@rule("claims", dimension="consistency")
def value_order(tables: Tables) -> Iterator[Problem]:
    """The lowest value is not above the best, nor the best above the highest.

    An interval with its ends exchanged contains nothing. The claim would seem to contradict every
    other answer.
    """
    claim = tables.claims
    low, best, high = claim.value_low, claim.value_best, claim.value_high
    pairs = [low > best, best > high, low > high]
    yield from claim.breaks(pl.any_horizontal(pairs), "value_low", "the values are out of order")


@rule("claims", dimension="completeness")
def modifier_fixes_columns(tables: Tables) -> Iterator[Problem]:
    """A modifier fixes which of value_low, value_best and value_high are filled.

    "At least 600" would be counted as exactly 600, and a forgotten figure be taken for an open end.

    Without a modifier, none is filled.
    """
    claim = tables.claims

    def faults(cells: RowCells) -> Iterator[Fault]:
        expected = FILLED.get(cells.modifier, ())
        if tuple(end for end in _ENDS if getattr(cells, end)) != expected:
            wanted = ", ".join(f"value_{end}" for end in expected) or "none of the value columns"
            yield Fault("value_modifier", f"it fills {wanted}")

    filled = {end: getattr(claim, f"value_{end}").is_not_null() for end in _ENDS}
    yield from claim.tell(faults, modifier=claim.value_modifier, **filled)


@rule("claims", "questions", dimension="consistency")
def quantity_has_figure(tables: Tables) -> Iterator[Problem]:
    """A claim of type quantity, and no other, answers a question whose answers are numbers.

    A reader who selects claims of type quantity would miss figures, or get rows without one.
    """
    claim, value = tables.claims, tables.claims.via("question_id").value_type
    odd = (claim.claim_type == "quantity") != value.eq_missing(pl.lit("number"))
    message = pl.coalesce(
        pl.format("the question takes a {}", value), pl.lit("it answers no question")
    )
    yield from claim.breaks(odd, "claim_type", message)


@rule("claims", "events", "questions", dimension="consistency")
def answer_of_same_event(tables: Tables) -> Iterator[Problem]:
    """An answer to a question about an event is about that event, a part of it or its whole.

    A figure about one visit or battle would widen the range of another, and dispute an answer that
    nobody disputes.
    """
    claim, asked = tables.claims, tables.claims.via("question_id").event_id

    def apart(event: str, other: str) -> bool:
        return set(wholes(tables, event)).isdisjoint(wholes(tables, other))

    told = each(apart, claim.event_id, asked, gives=pl.Boolean)
    message = say("{} asks about {}", claim.question_id, asked)
    yield from claim.breaks(told, "event_id", message, among=claim.event_id != asked)


@rule("claims", "questions", dimension="conformity")
def value_fits_question(tables: Tables) -> Iterator[Problem]:
    """An answer fills the column of its question's value type, and no other.

    No comparison looks into another column: the claim would be counted as an answer and add nothing
    to the range.

    A claim that answers no question fills none.
    """
    claim, kind = tables.claims, tables.claims.via("question_id").value_type
    for its_kind, column in _ANSWERS.items():
        filled: pl.Expr = getattr(claim, column).is_not_null()
        wanted = kind.eq_missing(pl.lit(its_kind))
        message = say("the question {} takes a {}", claim.question_id, kind)
        yield from claim.breaks(wanted & ~filled, column, message)
        if column == "value_text":  # the words stand beside an answer of any type
            yield from claim.breaks(
                filled & kind.is_null(), column, "the claim answers no question"
            )
        else:
            other = "it does not answer the claim's question"
            yield from claim.breaks(filled & ~wanted, column, other)


@rule("claims", "questions", dimension="completeness")
def as_of_required(tables: Tables) -> Iterator[Problem]:
    """A claim that answers an instant or cumulative question says as of when.

    Counts of the dead grow. Without the time for which each holds, an older and a newer figure look
    like a contradiction, and nobody can tell which is the latest.
    """
    claim, semantics = tables.claims, tables.claims.via("question_id").temporal_semantics
    message = say("the question {} is {}", claim.question_id, semantics)
    yield from claim.breaks(
        (semantics != "static") & claim.as_of_edtf.is_null(), "as_of_edtf", message
    )


@rule("articles", "claims", "events", "questions", dimension="timeliness")
def as_of_fits(tables: Tables) -> Iterator[Problem]:
    """The time for which a figure holds fits its article and its event.

    A total for a time still to come, or from before its event began, would be taken for the latest
    or the earliest, and be compared with the wrong figures.

    The time does not lie after publication, unless the claim is about the future. The time of a
    total does not lie before its event began.
    """
    claim, article = tables.claims, tables.claims.via("article_id")
    question, event = claim.via("question_id"), claim.via("question_id", "event_id")
    late = after(claim.as_of_earliest, article.published_latest)
    present = claim.time_reference != "future"
    against = [page_date(claim.article_id)]
    yield from claim.breaks(present & late, "as_of_edtf", "it lies after publication", against)
    early = after(event.date_earliest, claim.as_of_latest)
    total = question.temporal_semantics == "cumulative"
    message = say("{} is dated {}", question.event_id, event.date_edtf)
    yield from claim.breaks(total & early, "as_of_edtf", message, [event_date(question.event_id)])


@rule("claims", "mentions", dimension="consistency", needs_all=True)
def answer_as_dated(tables: Tables) -> Iterator[Problem]:
    """A day or period that answers a question overlaps the date mention on the same words.

    The same printed words would mean one day as an answer and another as a mention. Which one a
    user gets would depend on the table.
    """
    claim, mention = tables.claims, tables.mentions
    answers = claim.rows(claim.value_date_edtf.is_not_null() & claim.value_text.is_not_null())
    dates = mention.rows(dated(mention), among=mention.kind == "date")
    span = ("start", "end")
    asked = claim.frame(
        "article_id", *span, "value_text", "value_date_earliest", "value_date_latest",
        at=answers, row=claim.position,
    )  # fmt: skip
    shown = mention.frame("article_id", *span, "mention_id", "quote", "normalized", at=dates)
    inside = (pl.col("start") <= pl.col("start_right")) & (pl.col("end_right") <= pl.col("end"))
    beside = asked.join(shown, on="article_id").filter(inside)
    days: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    answer: dict[int, tuple[date | None, date | None]] = {}
    for cells in beside.iter_rows(named=True):
        if cells["quote"] in cells["value_text"] or cells["value_text"] in cells["quote"]:
            days[cells["row"]].append((cells["mention_id"], cells["quote"], cells["normalized"]))
            answer[cells["row"]] = (cells["value_date_earliest"], cells["value_date_latest"])
    for row, same in days.items():
        if not any(may_overlap(text, *answer[row]) for *_, text in same):
            against = tuple(("mentions", key, "normalized") for key, *_ in same)
            message = f"the mention of {same[0][1]!r} is dated {same[0][2]}"
            yield from claim.problems([row], [Fault("value_date_edtf", message, against)])


@rule("actor_names", "actors", "claims", dimension="consistency")
def answer_names_actor(tables: Tables) -> Iterator[Problem]:
    """If an answer is an actor, its words name that actor.

    An act would be blamed on somebody whom the page does not name, and the one it names would be
    cleared.

    Words that are a known name are a name of that actor. Longer words hold a name of the actor or
    of one that it controls; if they hold no known name, they share a word with a name of the actor.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    names: dict[str, list[str]] = defaultdict(list)
    for actor, name in tables.actor_names.frame("actor_id", "name").iter_rows():
        owners[name.lower()].add(actor)
        names[actor].append(name)
    controlled: dict[str, set[str]] = defaultdict(set)
    for actor, parent in tables.actors.frame("actor_id", "parent_id").drop_nulls().iter_rows():
        controlled[parent].add(actor)

    def strange(actor: str, text: str) -> bool:
        lower = text.lower()
        printed = next(
            (owners[stretch] for stretch in _stretches(lower) if stretch in owners), None
        )
        own = {actor} if lower in owners else {actor} | controlled.get(actor, set())
        return not (
            own & printed if printed else _words(" ".join(names.get(actor, ()))) & _words(text)
        )

    claim = tables.claims
    told = each(strange, claim.value_actor_id, claim.value_text, gives=pl.Boolean)
    known = claim.via("value_actor_id").actor_id.is_not_null() & claim.value_text.is_not_null()
    message = each(lambda text: f"{text!r} is no name of it", claim.value_text, gives=pl.String)
    yield from claim.breaks(told, "value_actor_id", message, among=known)


def _stretches(text: str) -> Iterator[str]:
    """Yield every stretch of whole words, the longer ones first."""
    edges = [word.span() for word in re.finditer(r"[^\s,;]+", text)]
    for length in range(len(edges), 0, -1):
        for at in range(len(edges) - length + 1):
            yield text[edges[at][0] : edges[at + length - 1][1]]


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w{4,}", name.lower()))
