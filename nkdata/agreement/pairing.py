"""Which row of one reading is which row of the other: one-to-one, the best pair first.

Claims and mentions are paired by where they stand, events by id, title or the claims about them,
participants by event and actor. Neither the order of rows in a file nor which reader is called the
first decides anything.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from nkdata.agreement.columns import SAID_BY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nkdata.records import Record, Rows

    Score = Callable[[Record, Record], float]

HALF = 0.5
"""Share of the longer span that two rows have in common at least: below it most is not shared."""

KINDS = ("date", "place", "publisher", "author", "published", "support", "duplicate")
"""Kinds of mentions that readers write.

Names are found by the build, and cues are compared as who said so.
"""

_SAME_ID, _SAME_TITLE = 3.0, 2.0
"""Scores of events, above any share of claims.

A common id tells more than a title, and a title more than common claims.
"""


@dataclass(frozen=True)
class Pairs:
    """The rows of two readings, and which of them are one.

    ``names`` is for events: the first reader's id of each event that the second reader declared
    with the same title under another id.
    """

    first: Sequence[Record]
    second: Sequence[Record]
    pairs: Sequence[tuple[Record, Record]]
    names: Mapping[str, str] = field(default_factory=dict)


def pair_rows(stem: str, first: Rows, second: Rows) -> dict[str, Pairs]:
    """Return the pairs of every compared table for the two readings of one article."""

    def pair(rows: Callable[[Rows], Sequence[Record]], score: Score) -> Pairs:
        left, right = rows(first), rows(second)
        return Pairs(left, right, [(left[i], right[j]) for i, j in best_first(left, right, score)])

    claims = pair(_claims, _claim_score)
    events = pair(_by("events", "event_id"), _event_score(claims))
    participants = _by("event_participants", "event_id", "actor_id")
    return {
        "articles": pair(lambda rows: rows["articles"] or [{"article_id": stem}], lambda *_: 1.0),
        "claims": claims,
        "events": replace(events, names=_names(events)),
        "event_participants": pair(participants, _participant_score(events)),
        "mentions": pair(_mentions, _mention_score),
    }


def best_first(
    first: Sequence[Record], second: Sequence[Record], score: Score
) -> list[tuple[int, int]]:
    """Return the positions of paired rows: the pair with the best score, and so on with the rest.

    Equal scores rank by position, so that twins are paired in order. Pairs that share a row rank
    alike whichever reading is called the first.
    """
    scored = [(score(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second)]
    ranked = sorted((-points, i, j) for points, i, j in scored if points > 0)
    paired: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in paired and j not in paired.values():
            paired[i] = j
    return sorted(paired.items())


def overlap(row: Record, other: Record) -> float:
    """Return the characters that two spans share, as a share of the longer one, 0 below half.

    >>> span = {"start": 0, "end": 10}
    >>> overlap(span, {"start": 5, "end": 10}), overlap(span, {"start": 6, "end": 10})
    (0.5, 0.0)
    """
    common = min(row["end"], other["end"]) - max(row["start"], other["start"])
    share = common / max(row["end"] - row["start"], other["end"] - other["start"])
    return share if share >= HALF else 0.0


def likeness(text: str, other: str) -> float:
    """Return the words that two texts share, as a share of their words (Dice).

    A word counts as often as it stands in both.

    >>> likeness("The talks will help.", "The talks helped"), likeness("", "")
    (0.5714285714285714, 1.0)
    """
    here, there = Counter(_words(text)), Counter(_words(other))
    total = here.total() + there.total()
    return 2 * (here & there).total() / total if total else 1.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _by(table: str, *key: str) -> Callable[[Rows], list[Record]]:
    return lambda rows: sorted(rows[table], key=itemgetter(*key))


def _claims(rows: Rows) -> list[Record]:
    """Return the claims in text order, each with its named sources, deepest first.

    Nobody is the claimant of what the article says in its own voice.
    """
    named = defaultdict(list)
    for hop in sorted(rows["attributions"], key=itemgetter("hop")):
        if hop["stated"]:
            named[hop["claim_id"]].append(hop["actor_id"])
    claims = []
    for claim in _by("claims", "start", "end", "statement", "claim_id")(rows):
        actors = named[claim["claim_id"]]
        said = {SAID_BY: " < ".join(actors) or None, "claimant_id": actors[0] if actors else None}
        claims.append({**claim, **said})
    return claims


def _mentions(rows: Rows) -> list[Record]:
    mentions = _by("mentions", "start", "end", "kind", "mention_id")(rows)
    return [mention for mention in mentions if mention["kind"] in KINDS]


def _claim_score(row: Record, other: Record) -> float:
    common = overlap(row, other)
    return common + likeness(row["statement"], other["statement"]) if common else 0.0


def _mention_score(row: Record, other: Record) -> float:
    return overlap(row, other) if row["kind"] == other["kind"] else 0.0


def _event_score(claims: Pairs) -> Score:
    together = Counter((row["event_id"], other["event_id"]) for row, other in claims.pairs)
    here = Counter(claim["event_id"] for claim in claims.first)
    there = Counter(claim["event_id"] for claim in claims.second)

    def score(row: Record, other: Record) -> float:
        first, second = row["event_id"], other["event_id"]
        if first == second:
            return _SAME_ID
        if _words(row["title"]) == _words(other["title"]):
            return _SAME_TITLE
        share = together[first, second] / max(here[first], there[second], 1)
        return share if share >= HALF else 0.0

    return score


def _participant_score(events: Pairs) -> Score:
    same = {(row["event_id"], other["event_id"]) for row, other in events.pairs}
    return lambda a, b: (a["event_id"], b["event_id"]) in same and a["actor_id"] == b["actor_id"]


def _names(events: Pairs) -> dict[str, str]:
    """Return the first reader's id for each event that the second names alike.

    Events that are paired by their claims are left out: else a claim's event would be compared with
    what paired the events.
    """
    return {
        other["event_id"]: row["event_id"]
        for row, other in events.pairs
        if row["event_id"] != other["event_id"] and _words(row["title"]) == _words(other["title"])
    }
