"""The card's section on readings: who read what, which rows are paired, and how the paired rows compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.agreement import Count
from nkdata.agreement.columns import is_coded
from nkdata.agreement.measures import wilson
from nkdata.packages.writer.grid import grid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nkdata.agreement import Agreed, Agreement

_ABOUT = """\
Each article is read twice, by readers who do not know of each other's reading; what the tables hold is settled from both, and may differ
from both. The readings are kept in `seeds/readings/` and compared here as they were written, before anything was settled. A reader
chooses ids from the registries where these have them, and the registries grew with the first readings: of actors, events and questions
the figures tell how alike two readers chose from that list.
"""
_PAIRING = """\
Rows are paired one-to-one within an article, the best pair first: claims and mentions of a kind where their spans have at least half of the
longer one in common, several claims on one span by the words that their statements share; events by id, else by title, else by at least
half of the claims about them; participants by event and actor. None of the columns compared below takes part, save that an event's id
pairs events. Only in one reading: a row that the other reader has not, or has elsewhere. The intervals are Wilson's, 95 %, as if rows were
drawn one by one.
"""
_COLUMNS = """\
Over all pairs. *Filled* counts the pairs in which at least one reader wrote something, *same* is the share in which both wrote the same or
both nothing. *Alpha* is Krippendorff's for nominal data, with nothing as a value of its own: 1 where they always agree, 0 where they
agree as often as by chance. It is undefined where both wrote one and the same value everywhere, which says little of a column that
hardly varies; where one value is rare, few slips make it low. Krippendorff takes 0.8 for reliable, and 0.667 as the least for tentative
conclusions. Rows in one reading alone are in none of these figures: read them with the table above.
"""
_HEAD = (
    "table",
    "article",
    "reader-1",
    "reader-2",
    "paired",
    "only reader-1",
    "only reader-2",
    "paired of reader-1",
    "paired of reader-2",
)


def render_agreement(agreement: Agreement) -> str:
    """Return the section's text: what was read, what is paired, what agrees."""
    parts = [_ABOUT, _unread(agreement)]
    if agreement.counts:
        parts += [
            f"### Rows\n\n{_PAIRING}",
            _counts(agreement),
            f"### Columns\n\n{_COLUMNS}",
            _columns(agreement),
        ]
    return "\n\n".join(part.strip() for part in parts if part)


def _unread(agreement: Agreement) -> str:
    missing = {
        stem: readers
        for stem, readers in agreement.readers.items()
        if len(readers) < 2  # noqa: PLR2004  # two readers
    }  # two readers
    if not missing:
        return ""
    each = ", ".join(
        f"`{stem}` ({'only ' + readers[0] if readers else 'no reading'})"
        for stem, readers in missing.items()
    )
    return f"Not compared, for want of two readings: {each}."


def _counts(agreement: Agreement) -> str:
    tables = dict.fromkeys(count.table for count in agreement.counts if count.table != "articles")
    rows = [
        _row(f"`{count.article}`", count)
        for table in tables
        for count in agreement.counts
        if count.table == table
    ]
    rows += [_row("all", _total(table, agreement.counts)) for table in tables]
    head = (
        "table",
        "article",
        "reader-1",
        "reader-2",
        "paired",
        "only reader-1",
        "only reader-2",
        "of reader-1's paired",
        "of reader-2's paired",
    )
    return grid(head, rows)


def _total(table: str, counts: Iterable[Count]) -> Count:
    mine = [count for count in counts if count.table == table]
    return Count(
        "",
        table,
        sum(c.first for c in mine),
        sum(c.second for c in mine),
        sum(c.pairs for c in mine),
    )


def _row(article: str, count: Count) -> tuple[str, ...]:
    figures = (
        count.first,
        count.second,
        count.pairs,
        count.first - count.pairs,
        count.second - count.pairs,
    )
    return (
        count.table,
        article,
        *map(str, figures),
        _share(count.pairs, count.first),
        _share(count.pairs, count.second),
    )


def _columns(agreement: Agreement) -> str:
    head = ("column", "pairs", "filled", "same", "alpha", "beside")
    return grid(head, [_column(found) for found in agreement.columns])


def _column(found: Agreed) -> tuple[str, ...]:
    share = _share(found.same, found.pairs)
    return (
        f"`{found.table}.{found.column}`",
        str(found.pairs),
        str(found.filled),
        share,
        _alpha(found),
        _beside(found),
    )


def _alpha(found: Agreed) -> str:
    if found.alpha is not None:
        return _two(found.alpha)
    if not found.pairs:
        return "undefined: no pair"
    if found.always is None:
        return "undefined: always empty"
    return (
        f"undefined: always {found.always}"
        if is_coded(found.table, found.column)
        else "undefined: always the same"
    )


def _beside(found: Agreed) -> str:
    if found.shared is not None:
        return (
            f"a day in common: {_share(found.shared, found.both)} where both are dated"
            if found.both
            else ""
        )
    return (
        ""
        if found.ordered is None
        else f"alpha in their order: {_two(found.ordered)} (where both are filled: {found.both})"
    )


def _share(hits: int, of: int) -> str:
    if not of:
        return ""
    low, high = wilson(hits, of)
    return f"{_percent(hits / of)} % ({_percent(low)}–{_percent(high)})"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _two(number: float) -> str:
    return f"{number + 0.0:.2f}"
