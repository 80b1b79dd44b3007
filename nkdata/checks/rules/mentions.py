"""Rules of mentions: what words stand for, and that a date is what its words say."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, each, pl, say
from nkdata.checks.registry import rule
from nkdata.checks.rules.dates import (
    dated,
    may_overlap,
)
from nkdata.checks.rules.parts import reports
from nkdata.checks.rules.spans import text_beside, texts_of
from nkdata.schema import codes
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from nkdata.checks.engine import RowCells, Tables
    from nkdata.reports.problems import Problem

_TARGETS = ("actor_id", "event_id", "claim_id")


@rule("mentions", dimension="conformity")
def mention_target(tables: Tables) -> Iterator[Problem]:
    """A mention's kind fixes which target it has.

    Words marked without a target lead to nothing. With a wrong or a second one they are counted for
    somebody or something else.

    A name has an actor, a cue has a claim, and a date has an event, a claim or neither.
    """
    kinds = codes("mentions", "kind")
    mention = tables.mentions

    def faults(cells: RowCells) -> Iterator[Fault]:
        targets = [column for column in _TARGETS if getattr(cells, column)]
        allowed = kinds[cells.kind]["targets"]
        if targets not in [[column] if column else [] for column in allowed]:
            expected = " or ".join(column or "no target" for column in allowed)
            yield Fault(
                "kind", f"it has {' and '.join(targets) or 'no target'}; expected {expected}"
            )

    filled = {column: getattr(mention, column).is_not_null() for column in _TARGETS}
    yield from mention.tell(faults, kind=mention.kind, **filled)


@rule("mentions", dimension="completeness")
def mention_normalized(tables: Tables) -> Iterator[Problem]:
    """A date mention has its value as EDTF, a mention of publication may, and no other has.

    A date without its value stands on no timeline, and no rule that compares dates would see it.
    """
    mention = tables.mentions
    fault = each(_normalized_fault, mention.kind, mention.normalized, gives=pl.String)
    yield from mention.breaks(fault.is_not_null(), "normalized", fault)


def _normalized_fault(kind: str, text: str | None) -> str | None:
    if text is None:
        return "a date mention needs its value" if kind == "date" else None
    if kind not in ("date", "published"):
        return "only dates have a normalised value"
    try:
        edtf.parse(text)
    except edtf.EdtfError as error:
        return str(error)
    return None


@rule("actor_names", "mentions", dimension="consistency")
def name_is_of_actor(tables: Tables) -> Iterator[Problem]:
    """A name mention's words are one of the actor's names.

    The words may mean somebody else, whose mentions this actor would be given. Misspellings would
    pass for names.

    The words are sic if and only if that name is a misspelling.
    """
    mention = tables.mentions
    names = tables.actor_names.frame("actor_id", "name", "kind").unique(
        ["actor_id", "name"], keep="last"
    )
    among = (mention.kind == "name") & mention.actor_id.is_not_null()
    at = mention.rows(among)
    printed = mention.frame("actor_id", "quote", "sic", at=at).with_columns(at=at)
    known = printed.join(
        names, left_on=["actor_id", "quote"], right_on=["actor_id", "name"], how="left"
    ).sort("at")
    strange = known.filter(pl.col("kind").is_null())
    messages = [f"{actor} has no such name" for actor in strange["actor_id"]]
    yield from mention.problems(strange["at"], [Fault("quote", text) for text in messages])
    slips = known.filter(pl.col("sic") != (pl.col("kind") == "misspelling"))
    faults = [Fault("sic", f"the name is of kind {kind}") for kind in slips["kind"]]
    yield from mention.problems(slips["at"], faults)


@rule(
    "articles", "actor_names", "mentions", dimension="consistency", needs_text=True, needs_all=True
)
def name_is_whole(tables: Tables) -> Iterator[Problem]:
    """A name mention is no part of a longer name of somebody else that stands there.

    "Russia" in the name of a party would be counted for the country, and the party would not be
    named at all.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for name, actor in tables.actor_names.frame("name", "actor_id").iter_rows():
        owners[name].add(actor)
    around = _around(owners)
    texts = tables.once(texts_of)
    mention = tables.mentions
    at = mention.rows((mention.kind == "name") & mention.quote.is_in(list(around)))
    named = mention.frame("quote", "actor_id", at=at).iter_rows()
    for row, (place, *span), (quote, actor) in zip(
        at, text_beside(mention, at), named, strict=True
    ):
        text = "" if place is None else texts[place] or ""
        printed = _wider(text, (span[0], span[1]), around[quote], owners)
        longer = max((name for name in printed if actor not in owners[name]), key=len, default="")
        if longer:
            message = f"the text has {longer!r} there, a name of {min(owners[longer])}"
            yield from mention.problems([row], [Fault("quote", message)])


_MARKS = ".,;:!?()[]\"'“”‘’"
_REACH = 120
"""Characters on each side of a name that are searched for a longer one; the longest has 79."""


@dataclass(slots=True)
class _Around:
    """The words beside a name in longer ones, and how many these have before and after it."""

    beside: set[str] = field(default_factory=set)
    before: int = 0
    after: int = 0


def _around(names: Collection[str]) -> dict[str, _Around]:
    """Return for each name that is a part of others what these have around it."""
    around: dict[str, _Around] = defaultdict(_Around)
    for name in names:
        words = list(re.finditer(r"\S+", name))
        for first, opening in enumerate(words):
            for last, closing in enumerate(words[first:], first):
                part = name[opening.start() : closing.end()]
                if part != name and part in names:
                    near = words[max(first - 1, 0) : first] + words[last + 1 : last + 2]
                    longer = around[part]
                    longer.beside.update(word[0].strip(_MARKS) for word in near)
                    longer.before = max(longer.before, first)
                    longer.after = max(longer.after, len(words) - 1 - last)
    return around


def _wider(text: str, span: tuple[int, int], around: _Around, names: Collection[str]) -> list[str]:
    """Return the names that stand around a span and hold its words.

    There are none if no word beside the span belongs to one.
    """
    start, end = span
    before, behind = text[max(start - _REACH, 0) : max(start, 0)], text[end : end + _REACH]
    near = [*before.split()[-1:], *behind.split()[:1]]
    if around.beside.isdisjoint(word.strip(_MARKS) for word in near):
        return []
    opening = start - len(before)
    starts = [opening + at.start() for at in re.finditer(r"(?<!\w)\S", before)]
    ends = [end + at.end() for at in re.finditer(r"\S(?!\w)", behind)]
    # a mark can open or close a word too: twice as many edges as words
    edges = (
        [start, *starts[::-1][: 2 * around.before]],
        [end, *ends[: 2 * around.after]],
    )
    spans = ((first, last) for first in edges[0] for last in edges[1] if (first, last) != span)
    return [name for first, last in spans if (name := text[first:last]) in names]


@rule("claims", "mentions", dimension="consistency")
def mention_of_same_article(tables: Tables) -> Iterator[Problem]:
    """A cue, restatement or date of a claim stands in the claim's article.

    The words cited for the claim would stand on another page, where its source says no such thing.
    """
    mention = tables.mentions
    article = mention.via("claim_id").article_id
    message = say("the claim stands in {}", article)
    yield from mention.breaks(article != mention.article_id, "claim_id", message)


@rule("attributions", "claims", "mentions", dimension="completeness", needs_all=True)
def cue_is_used(tables: Tables) -> Iterator[Problem]:
    """A cue is the cue of a hop of its claim.

    Words would be marked as naming a source that the claim's chain does not have: somebody who
    spoke is left out.
    """
    mention = tables.mentions
    used = tables.attributions.frame("cue_mention_id").to_series().drop_nulls().unique()
    unused = (mention.kind == "cue") & ~mention.mention_id.is_in(used.implode())
    yield from mention.breaks(unused, "kind", "no hop of the claim has it as its cue")


@rule("claims", "events", "mentions", dimension="consistency", needs_all=True)
def mention_of_reported_event(tables: Tables) -> Iterator[Problem]:
    """An article that gives an event's date or place has a claim about the event or a part of it.

    An article that tells nothing of an event would seem to give its date or place, and be counted
    among those that report it.
    """
    mention = tables.mentions
    at = mention.rows(mention.via("event_id").event_id.is_not_null())
    shown = mention.frame("event_id", "article_id", at=at).with_columns(at=at)
    odd = shown.join(tables.once(reports), on=["event_id", "article_id"], how="anti").sort("at")
    yield from mention.breaks(odd["at"], "event_id", "no claim of the article is about this event")


@rule("events", "mentions", dimension="consistency")
def mention_overlaps_event(tables: Tables) -> Iterator[Problem]:
    """A date mention of an event overlaps the event's dates; every member of a set does.

    The words shown as evidence for the event's date would speak of another time. A reader who
    follows the event to the page finds a different day.
    """
    mention = tables.mentions
    event = mention.via("event_id")

    def faults(cells: RowCells) -> Iterator[Fault]:
        if not may_overlap(cells.normalized, cells.first, cells.last):
            message = f"{cells.event} is dated {cells.date}"
            yield Fault("normalized", message, (("events", cells.event, "date_edtf"),))

    yield from mention.tell(
        faults,
        among=dated(mention) & event.event_id.is_not_null(),
        normalized=mention.normalized,
        event=mention.event_id,
        first=event.date_earliest,
        last=event.date_latest,
        date=event.date_edtf,
    )
