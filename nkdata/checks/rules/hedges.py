"""Rules of hedges: words that bound, soften or deny an answer are printed and kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.checks.engine import each, pl, say
from nkdata.checks.registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.engine import Tables
    from nkdata.reports.problems import Problem

_AT_LEAST = r"at least|more than|over|no fewer than|no less than|upwards of"
_AT_MOST = r"at most|up to|as many as|no more than|not more than|fewer than|less than|under"
_APPROX = r"about|around|some|roughly|approximately|nearly|almost|close to|closer to"
_HEDGES = {
    # upper bounds first: "no more than" contains "more than"
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

_SOFTENING = re.compile(
    rf"\b(?:{_AT_MOST}|{_AT_LEAST}|{_APPROX}|or (?:more|less|so|fewer)|plus|estimated?"
    r"|maximum|minimum|exceed\w*|above|below|beyond)\b|[+~<>≥≤]",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:no|not|never|nobody|none|nothing|neither|nor|without|cannot|only)\b|n[’']t\b",
    re.IGNORECASE,
)


@rule("claims", dimension="consistency")
def modifier_as_printed(tables: Tables) -> Iterator[Problem]:
    """A figure printed with a word such as "at least" or "some" has a modifier that it admits.

    "Up to 15,000" stored as exactly 15,000 turns a ceiling into a count, and makes contradictions
    out of answers that agree.
    """
    claim = tables.claims

    def fault(modifier: str, text: str) -> str | None:
        hedged = (allowed for words, allowed in _HEDGES.items() if words.search(text))
        admitted = next(hedged, (modifier,))
        return None if modifier in admitted else f"{text!r} is {' or '.join(admitted)}"

    told = each(fault, claim.value_modifier, claim.value_text, gives=pl.String)
    among = claim.value_modifier.is_not_null() & claim.value_text.is_not_null()
    yield from claim.breaks(told.is_not_null(), "value_modifier", told, among=among)


@rule("claims", dimension="consistency")
def hedge_is_printed(tables: Tables) -> Iterator[Problem]:
    """A figure that is about, at least or at most so much has a word in its quote that says so.

    A count that somebody stated exactly would pass for a guess or a bound, and its source for one
    that was not sure.
    """
    claim = tables.claims
    soft = each(lambda quote: bool(_SOFTENING.search(quote)), claim.quote, gives=pl.Boolean)
    among = claim.value_modifier.is_in(["approx", "at_least", "at_most"])
    message = "the quote prints the figure without a hedge: write exact"
    yield from claim.breaks(~soft, "value_modifier", message, among=among)


@rule("claims", dimension="consistency")
def no_is_worded(tables: Tables) -> Iterator[Problem]:
    """A claim that answers no is stated with a negation, and one that answers yes without.

    A denial would be counted as a confirmation, and two sources that agree would be shown as
    contradicting each other.

    Negations are words such as "not", "never" and "only".
    """
    claim = tables.claims
    negated = each(lambda text: bool(_NEGATION.search(text)), claim.statement, gives=pl.Boolean)
    says = pl.when(claim.value_boolean).then(pl.lit("no")).otherwise(pl.lit("yes"))
    message = say("the statement says {}", says)
    among = claim.value_boolean.is_not_null()
    yield from claim.breaks(claim.value_boolean == negated, "value_boolean", message, among=among)
