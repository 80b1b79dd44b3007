"""Grounds: the days that articles give, and the events that they report, as numbers that are joined all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nkdata.checks.dates import TOLERANCE, dated_at
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nkdata.checks.columns import Numbers
    from nkdata.checks.registry import View

_WIDE = 2**32
"""More than there are days, or rows of a table: what a number is multiplied by to stand before another in one."""

_DATES = {"articles": ("published",), "claims": ("value_date", "as_of", "asserted")}
_ENDS = ("earliest", "latest")


class Grounds:
    """Which articles report an event or a part of it, and which days an article gives.

    A day is given by the publication, an answer, a mention, or another event that the article reports: by the end of its date.
    """

    def __init__(self, view: View) -> None:
        """Join the tables of a view."""
        self.events, self._parents = (
            view.identities("events", column) for column in ("event_id", "parent_event_id")
        )
        self.ends = [view.days("events", f"date_{end}") for end in _ENDS]
        self._reports = self._reported(
            view.identities("claims", "event_id"), view.identities("claims", "article_id")
        )
        self._given, *self._owners = _joined(
            [*_days_of_pages(view), *_days_of_mentions(view), *self._days_of_events()]
        )

    def _reported(self, events: Numbers, articles: Numbers) -> Numbers:
        """Return events and articles, in one number each, after following the events to what they are part of."""
        found = np.unique(_paired(events, articles)[events >= 0])
        while True:
            row = self._row(found // _WIDE)
            above = np.where(row < 0, -1, np.append(self._parents, -1)[row])
            more = np.setdiff1d(_paired(above, found % _WIDE)[above >= 0], found)
            if not len(more):
                return found
            found = np.union1d(found, more)

    def _row(self, events: Numbers) -> Numbers:
        """Return the row of each event, -1 where there is none; of an id that stands twice the last."""
        rows = np.full(max(self.events.max(initial=-1), events.max(initial=-1)) + 2, -1)
        rows[self.events] = np.arange(len(self.events))
        return rows[events]

    def _days_of_events(self) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
        events, articles = self._reports // _WIDE, self._reports % _WIDE
        row = self._row(events)
        for end in self.ends:
            yield articles[row >= 0], end[row[row >= 0]], events[row >= 0]

    def articles(self, events: Numbers) -> tuple[Numbers, Numbers]:
        """Return the articles that report some events, and for each the place of its event among them."""
        first, last = (np.searchsorted(self._reports, _paired(events + more, 0)) for more in (0, 1))
        asked = np.repeat(np.arange(len(events)), last - first)
        return asked, self._reports[
            np.arange(len(asked)) - np.repeat(np.cumsum(last - first) - last, last - first)
        ] % _WIDE

    def give(self, articles: Numbers, days: Numbers, events: Numbers) -> Numbers:
        """Tell for each article whether it gives a day, to a day, otherwise than by the date of an event."""
        given = np.zeros(len(articles), bool)
        for shift in range(-TOLERANCE.days, TOLERANCE.days + 1):
            wanted = _paired(articles, days + shift)
            place = np.searchsorted(self._given, wanted)
            for owner in self._owners:
                given |= (self._given[place] == wanted) & (owner[place] != events)
        return given


def _paired(one: Numbers, two: Numbers | int) -> Numbers:
    return one * _WIDE + two


def _joined(days: Iterable[tuple[Numbers, Numbers, Numbers]]) -> tuple[Numbers, Numbers, Numbers]:
    """Return articles and days in one number each, in order, and the least and the greatest event by whose dates each is given."""
    given, owner = (
        np.concatenate(parts)
        for parts in zip(
            *((_paired(a, day)[day > 0], of[day > 0]) for a, day, of in days), strict=True
        )
    )
    order = np.lexsort((owner, given))
    given, owner = (
        np.append(given[order], 2**63 - 1),
        np.append(owner[order], -1),
    )  # whatever is looked for finds a place before the last
    found, first = np.unique(given, return_index=True)
    return found, owner[first], owner[np.append(first[1:], len(given)) - 1]


def _days_of_pages(view: View) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Yield articles with days that no event gives: of publication, and of the claims."""
    for table, stems in _DATES.items():
        articles = view.identities(table, "article_id")
        for stem in stems:
            for end in _ENDS:
                days = view.days(table, f"{stem}_{end}")
                yield articles, days, np.full(len(days), -1)


def _days_of_mentions(view: View) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    dated = dated_at(view)
    articles = view.identities("mentions", "article_id")[dated]
    for end in _ENDS:
        days = view.each(
            "mentions", lambda text, end=end: _ordinal(text, end), "normalized", among=dated
        ).astype(np.int64)
        yield articles, days, np.full(len(days), -1)


def _ordinal(text: str, end: str) -> int:
    day = getattr(edtf.parse(text), end)
    return day.toordinal() if day else -1
