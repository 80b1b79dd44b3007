"""Who stands behind a claim, and whether two claims have sources of their own."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from nkdata.records import Record, Rows

    Chains = Mapping[str, Iterable[str]]

DIRECT_EVIDENCE = frozenset({"observation", "imagery", "document"})
"""Evidentialities with which an outlet's own voice is a source of its own."""


class Sources:
    """Who stands behind each claim: the actors of its chain, each with who controls it."""

    def __init__(self, actors: Iterable[Record], chains: Callable[[], Chains]) -> None:
        """Index the actors.

        Args:
            actors: rows with the columns `ACTOR`.
            chains: gives the actors of each claim's chain; called when they are first needed.
        """
        self._actors: dict[str, Record] = defaultdict(dict)
        self._actors |= {actor["actor_id"]: actor for actor in actors}
        self._chains = cache(chains)
        self.root = cache(self._root)

    @classmethod
    def of(cls, rows: Rows) -> Self:
        """Return the sources of rows that hold actors and attributions."""
        return cls(rows["actors"], lambda: _chains(rows["attributions"]))

    def _root(self, actor_id: str) -> str:
        """Return who stands at the top above an actor; the actor where nobody controls it."""
        seen = {actor_id}
        while parent := self._actors[actor_id].get("parent_id"):
            if parent in seen:
                return actor_id  # a cycle is another rule's problem
            seen.add(parent)
            actor_id = parent
        return actor_id

    def origin(self, claim: Record) -> str | None:
        """Return the known root that a claim comes from, or None.

        An anonymous or unidentified source has none, nor has an outlet's own voice without evidence
        of its own: two outlets that say the same need not know it independently.
        """
        claimant = claim["claimant_id"]
        root = self.root(claimant)
        anonymous = self._actors[claimant].get("is_anonymous")
        unidentified = self._actors[root].get("actor_type") == "unidentified"
        hearsay = claim["quotation"] == "none" and claim["evidentiality"] not in DIRECT_EVIDENCE
        return None if anonymous or unidentified or hearsay else root

    def independent(self, first: Record, second: Record) -> bool:
        """Tell whether two claims come from different known roots.

        Neither chain may pass through the root of the other claim.
        """
        origin, other = self.origin(first), self.origin(second)
        if origin is None or other is None or origin == other:
            return False
        return origin not in self._behind(second) and other not in self._behind(first)

    def _behind(self, claim: Record) -> set[str]:
        return {self.root(actor) for actor in self._chains().get(claim["claim_id"], ())}


def _chains(attributions: Iterable[Record]) -> Chains:
    chains: dict[str, list[str]] = defaultdict(list)
    for hop in attributions:
        chains[hop["claim_id"]].append(hop["actor_id"])
    return chains
