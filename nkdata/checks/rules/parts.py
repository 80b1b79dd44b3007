"""Events and what they are part of: what the rules of events, mentions and answers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.engine import pl

if TYPE_CHECKING:
    from nkdata.checks.engine import Tables


def parents_of_events(tables: Tables) -> dict[str, str | None]:
    """Return what each event is part of; for `Tables.once`."""
    return tables.events.by_key("parent_event_id")


def wholes(tables: Tables, event: str | None) -> list[str]:
    """Return an event and those that it is part of, over any number of steps."""
    parents = tables.once(parents_of_events)
    above: list[str] = []
    while event is not None and event not in above:
        above.append(event)
        event = parents.get(event)
    return above


def reports(tables: Tables) -> pl.DataFrame:
    """Return each event with each article that reports it or a part of it; for `Tables.once`.

    The columns are event_id and article_id.
    """
    told = tables.claims.frame("event_id", "article_id").drop_nulls().unique()
    above = [(part, whole) for part in told["event_id"].unique() for whole in wholes(tables, part)]
    parts = pl.DataFrame(above, {"event_id": pl.String, "whole": pl.String}, orient="row")
    wider = told.join(parts, on="event_id")
    return wider.select(pl.col("whole").alias("event_id"), "article_id").unique()
