"""The card's section on readings: who read what, which rows are paired, and how pairs compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.agreement import READERS, Count
from nkdata.agreement.columns import is_coded
from nkdata.agreement.measures import wilson
from nkdata.packages.writer.parts import grid

if TYPE_CHECKING:
    from nkdata.agreement import Agreed, Agreement

_ABOUT = """\
Two readers read each article, and neither knows of the other's reading. What the tables hold is
settled from both, and may differ from both. The readings are kept in `seeds/readings/` and are
compared here as they were written, before anything was settled. A reader chooses ids from the
registries where these have them, and the registries grew with the first readings: for actors,
events and questions the figures tell how alike two readers chose from that list.
"""
_PAIRING = """\
Rows are paired one-to-one within an article, the best pair first: claims, and mentions of a kind,
where their spans have at least half of the longer one in common (several claims on one span by the
words that their statements share); events by id, else by title, else by at least half of the claims
about them; participants by event and actor. None of the columns compared below takes part, save
that an event's id pairs events. A row stands under "only" if the other reader does not have it, or
has it elsewhere. The intervals are Wilson's, 95 %, as if rows were drawn one by one.
"""
_COLUMNS = """\
Over all pairs. *Filled* counts the pairs in which at least one reader wrote something. *Same* is
the share in which both wrote the same, or both nothing. *Alpha* is Krippendorff's for nominal data,
with nothing as a value of its own: 1 where they always agree, 0 where they agree as often as by
chance. It is undefined where both wrote one and the same value everywhere, which says little of a
column that hardly varies; where one value is rare, few slips make it low. Krippendorff takes 0.8
for reliable, and 0.667 as the least for tentative conclusions. Rows that only one reading has are
in none of these figures: read them with the table above.
"""
_ROWS_HEAD = (
    *("table", "article", "reader-1", "reader-2", "paired", "only reader-1", "only reader-2"),
    *("of reader-1's paired", "of reader-2's paired"),
)
_COLUMNS_HEAD = ("column", "pairs", "filled", "same", "alpha", "beside")


def render_agreement(agreement: Agreement) -> str:
    """Return the section's text: what was read, what is paired, what agrees."""
    parts = [_ABOUT, _unread(agreement)]
    if agreement.counts:
        columns = grid(_COLUMNS_HEAD, map(_column, agreement.columns))
        parts += ["### Rows", _PAIRING, _counts(agreement), "### Columns", _COLUMNS, columns]
    return "\n\n".join(part.strip() for part in parts if part)


def _unread(agreement: Agreement) -> str:
    missing = [
        f"`{stem}` ({'only ' + readers[0] if readers else 'no reading'})"
        for stem, readers in agreement.readers.items()
        if len(readers) < len(READERS)
    ]
    return f"Not compared, for want of two readings: {', '.join(missing)}." if missing else ""


def _counts(agreement: Agreement) -> str:
    by_table: dict[str, list[Count]] = {}
    for count in agreement.counts:
        if count.table != "articles":
            by_table.setdefault(count.table, []).append(count)
    rows = [_row(f"`{c.article}`", c) for counts in by_table.values() for c in counts]
    rows += [_row("all", _total(table, counts)) for table, counts in by_table.items()]
    return grid(_ROWS_HEAD, rows)


def _total(table: str, counts: list[Count]) -> Count:
    first, second, pairs = (
        sum(getattr(count, name) for count in counts) for name in ("first", "second", "pairs")
    )
    return Count("", table, first, second, pairs)


def _row(article: str, count: Count) -> tuple[str, ...]:
    first, second, pairs = count.first, count.second, count.pairs
    figures = (first, second, pairs, first - pairs, second - pairs)
    shares = (_share(pairs, first), _share(pairs, second))
    return (count.table, article, *map(str, figures), *shares)


def _column(agreed: Agreed) -> tuple[str, ...]:
    return (
        f"`{agreed.table}.{agreed.column}`",
        str(agreed.pairs),
        str(agreed.filled),
        _share(agreed.same, agreed.pairs),
        _alpha(agreed),
        _beside(agreed),
    )


def _alpha(agreed: Agreed) -> str:
    if agreed.alpha is not None:
        return _figure(agreed.alpha)
    if not agreed.pairs:
        return "undefined: no pair"
    if agreed.always is None:
        return "undefined: always empty"
    always = agreed.always if is_coded(agreed.table, agreed.column) else "the same"
    return f"undefined: always {always}"


def _beside(agreed: Agreed) -> str:
    """Return what else is measured: of dates the share with a day in common, of scales an alpha."""
    if agreed.shared is not None and agreed.both:
        return f"a day in common: {_share(agreed.shared, agreed.both)} where both are dated"
    if agreed.shared is not None or agreed.ordered is None:
        return ""
    filled = f"where both are filled: {agreed.both}"
    return f"alpha in their order: {_figure(agreed.ordered)} ({filled})"


def _share(hits: int, of: int) -> str:
    if not of:
        return ""
    share, low, high = (f"{100 * part:.0f}" for part in (hits / of, *wilson(hits, of)))
    return f"{share} % ({low}–{high})"


def _figure(number: float) -> str:
    return f"{number + 0.0:.2f}"  # adding zero makes -0.0 positive
