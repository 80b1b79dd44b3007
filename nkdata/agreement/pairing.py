"""Which row of one reading is which row of the other: one-to-one, the best pair first.

Claims and mentions are paired by where they stand, events by id, title or the claims about them,
participants by event and actor. The order of rows in a file decides nothing, and neither does which
reader is called the first.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nkdata.records import Record, Rows

HALF = 0.5
"""The share of the longer span that two rows must have in common to be taken for the same."""

KINDS = ("date", "place", "publisher", "author", "published", "support", "duplicate")
"""The kinds of mentions that readers write; names are found by the build, and cues are compared as who said so."""

_SAME_ID, _SAME_TITLE = 3.0, 2.0
"""Scores of events, above any share of claims: a common id tells more than a title, and that more than common claims."""


@dataclass(frozen=True)
class Pairs:
    """The rows of two readings and which of them are one.

    ``names`` is for events: the first reader's id for each of the second reader's events that has the same title under another id.
    """

    first: Sequence[Record]
    second: Sequence[Record]
    pairs: Sequence[tuple[Record, Record]]
    names: Mapping[str, str] = field(default_factory=dict)


def pair_rows(stem: str, first: Rows, second: Rows) -> dict[str, Pairs]:
    """Return the pairs of every compared table for the two readings of one article."""
    claims = _pair(_claims(first), _claims(second), _claim_score)
    events = _pair_events(first, second, claims)
    return {
        "articles": _pair([_article(stem, first)], [_article(stem, second)], lambda *_: 1.0),
        "claims": claims,
        "events": events,
        "event_participants": _pair_participants(first, second, events),
        "mentions": _pair(_mentions(first), _mentions(second), _mention_score),
    }


def best_first(
    first: Sequence[Record], second: Sequence[Record], score: Callable[[Record, Record], float]
) -> list[tuple[int, int]]:
    """Return the positions of paired rows: of all pairs with a score the best is taken, and so on with what is left.

    Of equal pairs the one whose rows stand first comes first, so that twins are paired in order.
    Two pairs that share a row are so ranked alike whichever reading is called the first, and
    nothing else about the ranking matters.
    """
    scored = [(score(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second)]
    ranked = sorted((-points, i, j) for points, i, j in scored if points > 0)
    left: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in left and j not in left.values():
            left[i] = j
    return sorted(left.items())


def _pair(
    first: Sequence[Record], second: Sequence[Record], score: Callable[[Record, Record], float]
) -> Pairs:
    return Pairs(
        first, second, [(first[i], second[j]) for i, j in best_first(first, second, score)]
    )


def overlap(one: Record, two: Record) -> float:
    """Return the characters that two spans have in common as a share of the longer one, 0 below half.

    >>> overlap({"start": 0, "end": 10}, {"start": 5, "end": 10}), overlap({"start": 0, "end": 10}, {"start": 6, "end": 10})
    (0.5, 0.0)
    """
    common = min(one["end"], two["end"]) - max(one["start"], two["start"])
    share = max(0, common) / max(one["end"] - one["start"], two["end"] - two["start"])
    return share if share >= HALF else 0.0


def likeness(one: str, two: str) -> float:
    """Return the words that two texts have in common, each as often as it stands in both, as a share of their words (Dice).

    >>> likeness("The talks will help.", "The talks helped"), likeness("", "")
    (0.5714285714285714, 1.0)
    """
    words = [Counter(_words(text)) for text in (one, two)]
    total = sum(count.total() for count in words)
    return 2 * (words[0] & words[1]).total() / total if total else 1.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _claim_score(one: Record, two: Record) -> float:
    common = overlap(one, two)
    return common + likeness(one["statement"], two["statement"]) if common else 0.0


def _mention_score(one: Record, two: Record) -> float:
    return overlap(one, two) if one["kind"] == two["kind"] else 0.0


def _article(stem: str, rows: Rows) -> Record:
    return next(iter(rows["articles"]), {"article_id": stem})


def _claims(rows: Rows) -> list[Record]:
    """Return the claims in text order, each with its named sources; in the article's own voice nobody is the claimant."""
    hops = sorted(rows["attributions"], key=lambda hop: hop["hop"])
    made = []
    for claim in sorted(
        rows["claims"], key=lambda c: (c["start"], c["end"], c["statement"], c["claim_id"])
    ):
        named = [
            hop["actor_id"]
            for hop in hops
            if hop["stated"] and hop["claim_id"] == claim["claim_id"]
        ]
        made.append(
            {
                **claim,
                "said_by": " < ".join(named) or None,
                "claimant_id": named[0] if named else None,
            }
        )
    return made


def _mentions(rows: Rows) -> list[Record]:
    found = (mention for mention in rows["mentions"] if mention["kind"] in KINDS)
    return sorted(found, key=lambda m: (m["start"], m["end"], m["kind"], m["mention_id"]))


def _pair_events(first: Rows, second: Rows, claims: Pairs) -> Pairs:
    together = Counter((one["event_id"], two["event_id"]) for one, two in claims.pairs)
    about = [Counter(claim["event_id"] for claim in rows) for rows in (claims.first, claims.second)]

    def score(one: Record, two: Record) -> float:
        here, there = one["event_id"], two["event_id"]
        if here == there:
            return _SAME_ID
        if _words(one["title"]) == _words(two["title"]):
            return _SAME_TITLE
        most = max(about[0][here], about[1][there])
        share = together[here, there] / most if most else 0.0
        return share if share >= HALF else 0.0

    rows = [sorted(reading["events"], key=lambda e: e["event_id"]) for reading in (first, second)]
    found = _pair(rows[0], rows[1], score)
    # Named alike, not merely claimed alike: else a claim's event would be compared with what paired
    # the events.
    names = {
        two["event_id"]: one["event_id"]
        for one, two in found.pairs
        if score(one, two) == _SAME_TITLE
    }
    return Pairs(found.first, found.second, found.pairs, names)


def _pair_participants(first: Rows, second: Rows, events: Pairs) -> Pairs:
    same = {(one["event_id"], two["event_id"]) for one, two in events.pairs}

    def score(one: Record, two: Record) -> float:
        return float(
            one["actor_id"] == two["actor_id"] and (one["event_id"], two["event_id"]) in same
        )

    rows = [
        sorted(reading["event_participants"], key=lambda p: (p["event_id"], p["actor_id"]))
        for reading in (first, second)
    ]
    return _pair(rows[0], rows[1], score)
