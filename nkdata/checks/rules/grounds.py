"""The ground of an event's date: the days that articles give."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, each, pl
from nkdata.checks.registry import rule
from nkdata.checks.rules.dates import TOLERANCE, dated, interval
from nkdata.checks.rules.parts import reports
from nkdata.words import edtf
from nkdata.words.times import find, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nkdata.checks.engine import Tables
    from nkdata.reports.problems import Problem

_ENDS = ("earliest", "latest")
_DAYS = {"articles": ("published",), "claims": ("value_date", "as_of", "asserted")}
"""The dates that give days beside those of mentions and events."""


@rule("articles", "claims", "events", "mentions", dimension="consistency", needs_all=True)
def date_has_ground(tables: Tables) -> Iterator[Problem]:
    """Each end of an event's date is, to a day, an end of a date in its note or in an article.

    A date that was mistyped, or that nobody printed, would stand on the timeline as firmly as one
    that a page gives.

    A date in an article is a date mention, the publication, or another event or answer. The article
    reports the event, its parts, or what the event is part of or counts from.
    """
    event = tables.events
    ends = [
        event.frame("event_id", "date_note", row=event.position, day=f"date_{end}") for end in _ENDS
    ]
    wanted = pl.concat(ends).drop_nulls("day")
    near = [
        wanted.with_columns(pl.col("day").dt.offset_by(f"{days}d").alias("near"))
        for days in (-1, 0, 1)
    ]
    grounded = (
        pl.concat(near)
        .join(_kin(tables), on="event_id")
        .join(_given(tables), left_on=["article_id", "near"], right_on=["article_id", "day"])
        .filter(pl.col("owner").is_null() | (pl.col("owner") != pl.col("event_id")))
    )
    bare = wanted.join(grounded, on=["row", "day"], how="anti").sort("row", "day")
    for row, day, note in bare.select("row", "day", "date_note").iter_rows():
        if not any(abs(day - printed) <= TOLERANCE for printed in _printed_in(note or "")):
            message = f"no note, mention or other event gives {day}"
            yield from event.problems([row], [Fault("date_edtf", message)])


def _kin(tables: Tables) -> pl.DataFrame:
    """Return each event with the articles that report it, its whole or its anchor."""
    event, told = tables.events, tables.once(reports)
    kin = [
        event.frame("event_id", kin=link).drop_nulls()
        for link in ("event_id", "parent_event_id", "anchor_event_id")
    ]
    of_kin = pl.concat(kin).join(told, left_on="kin", right_on="event_id")
    return of_kin.select("event_id", "article_id").unique()


def _given(tables: Tables) -> pl.DataFrame:
    """Return the days that articles give, as article_id, day and owner.

    The owner is the event whose date gives the day, null where no event does.
    """
    parts = [
        getattr(tables, name).frame("article_id", day=f"{stem}_{end}")
        for name, stems in _DAYS.items()
        for stem in stems
        for end in _ENDS
    ]
    mention, event = tables.mentions, tables.events
    at = mention.rows(dated(mention))
    for number, end in enumerate(_ENDS):
        day = each(lambda text, n=number: _bounds(text)[n], mention.normalized, gives=pl.Date)
        parts.append(mention.frame("article_id", day=day, at=at))
        days = event.frame("event_id", day=f"date_{end}")
        owned = tables.once(reports).join(days, on="event_id")
        parts.append(owned.select("article_id", "day", owner="event_id"))
    every: pl.DataFrame = pl.concat(parts, how="diagonal")
    return every.drop_nulls("day").unique()


def _bounds(text: str) -> tuple[date | None, date | None]:
    read = interval(text)
    return (read.earliest, read.latest) if read else (None, None)


@lru_cache(maxsize=256)
def _printed_in(note: str) -> frozenset[date]:
    """Return the first and last days of the dates that a note prints."""
    dates = [edtf.parse(text) for word in find(note) if (text := settled(word))]
    return frozenset(day for read in dates for day in (read.earliest, read.latest) if day)
