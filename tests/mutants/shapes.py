"""Mistakes of whole tables: columns lost, added, moved or retyped, rows cut off."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mutants.model import Arrow, kind
from nkdata.schema import TABLES, columns, fields, is_required

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mutants.model import World


def _retyped(
    table: str, column: str, change: Callable[[pa.ChunkedArray], pa.ChunkedArray]
) -> Arrow:
    def reshape(data: pa.Table) -> pa.Table:
        index = data.schema.get_field_index(column)
        cells = change(data.column(column))
        return data.set_column(index, data.schema.field(index).with_type(cells.type), cells)

    return Arrow({table: reshape}, column)


def _columns(*types: str) -> Iterator[tuple[str, str]]:
    yield from (
        (table, column)
        for table in TABLES
        for column in columns(table)
        if fields(table)[column]["type"] in types
    )


def _cast(to: pa.DataType, *types: str) -> Iterator[Arrow]:
    yield from (_retyped(table, column, lambda c: c.cast(to)) for table, column in _columns(*types))


@kind
def column_dropped(world: World) -> Iterator[Arrow]:
    """A column is not there."""
    for table in world.rows:
        for column in columns(table):
            yield Arrow({table: lambda t, c=column: t.drop_columns([c])}, column)


@kind
def column_added(world: World) -> Iterator[Arrow]:
    """A column came along that nobody asked for, such as a frame's index."""
    for table in world.rows:
        for name in ("__index_level_0__", "Unnamed: 0", "index", "score"):
            yield Arrow(
                {table: lambda t, n=name: t.append_column(n, pa.array(range(len(t)), pa.int64()))},
                name,
            )


@kind
def column_twice(world: World) -> Iterator[Arrow]:
    """A join left a column there twice."""
    for table in world.rows:
        for column in columns(table):
            yield Arrow({table: lambda t, c=column: t.append_column(c, t.column(c))}, column)


@kind
def columns_reordered(world: World) -> Iterator[Arrow]:
    """Two columns changed places."""
    for table in world.rows:
        names = columns(table)
        for one, two in pairwise(names):
            order = [{one: two, two: one}.get(name, name) for name in names]
            yield Arrow({table: lambda t, o=order: t.select(o)}, two)


@kind
def column_renamed(world: World) -> Iterator[Arrow]:
    """A column has another name, as it has in some other dataset."""
    for table in world.rows:
        for column in columns(table):
            new = world.rng.choice(
                [column.upper(), column.replace("_", ""), f"{column}_x", f" {column}"]
            )
            if new != column:
                yield Arrow(
                    {
                        table: lambda t, c=column, n=new: t.rename_columns(
                            [n if c == x else x for x in t.column_names]
                        )
                    },
                    column,
                )


@kind
def cells_of_two_columns_exchanged(world: World) -> Iterator[Arrow]:
    """Two columns of one type have each other's cells, every one."""
    for table in world.rows:
        names = columns(table)
        for one, two in pairwise(names):
            same = fields(table)[one]["type"] == fields(table)[two]["type"] and is_required(
                table, one
            ) == is_required(table, two)
            if (
                same
                and any(row[one] != row[two] for row in world.rows[table])
                and (one, two) != ("text", "value_type")
            ):
                yield Arrow({table: lambda t, a=one, b=two: _exchanged(t, a, b)}, one)


def _exchanged(data: pa.Table, one: str, two: str) -> pa.Table:
    cells = {one: data.column(two), two: data.column(one)}
    return pa.table(
        [cells.get(name, data.column(name)) for name in data.column_names], schema=data.schema
    )


@kind
def integers_as_floats(world: World) -> Iterator[Arrow]:
    """Whole numbers became floating-point ones, as pandas makes them where a cell is missing."""
    yield from _cast(pa.float64(), "integer")


@kind
def narrow_integers(world: World) -> Iterator[Arrow]:
    """Whole numbers are held in fewer bits."""
    yield from _cast(pa.int32(), "integer")


@kind
def numbers_as_text(world: World) -> Iterator[Arrow]:
    """Numbers became text, as a CSV file holds them."""
    yield from _cast(pa.string(), "integer", "number")


@kind
def booleans_as_text(world: World) -> Iterator[Arrow]:
    """True and false became words."""
    yield from _cast(pa.string(), "boolean")


@kind
def dates_as_text(world: World) -> Iterator[Arrow]:
    """Days became text."""
    yield from _cast(pa.string(), "date")


@kind
def dates_as_moments(world: World) -> Iterator[Arrow]:
    """Days became moments, as pandas holds them."""
    yield from _cast(pa.timestamp("ns"), "date")


@kind
def moments_without_zone(world: World) -> Iterator[Arrow]:
    """Moments lost their zone, or have another precision."""
    for table, column in _columns("datetime"):
        for kind_ in (
            pa.timestamp("us"),
            pa.timestamp("ns", tz="UTC"),
            pa.timestamp("us", tz="Asia/Seoul"),
            pa.int64(),
            pa.string(),
        ):
            yield _retyped(table, column, lambda c, k=kind_: c.cast(k))


@kind
def text_as_categories(world: World) -> Iterator[Arrow]:
    """Text is packed as a dictionary of categories."""
    yield from (
        _retyped(table, column, pc.dictionary_encode) for table, column in _columns("string")
    )


@kind
def wide_text(world: World) -> Iterator[Arrow]:
    """Text is of the wide type that some libraries write."""
    yield from _cast(pa.large_string(), "string")


@kind
def column_emptied(world: World) -> Iterator[Arrow]:
    """A column lost all its cells."""
    for table in world.rows:
        for column in columns(table):
            if (
                any(row[column] is not None for row in world.rows[table])
                and (table, column) not in _OPTIONAL
            ):
                yield _retyped(
                    table, column, lambda c: pa.chunked_array([pa.nulls(len(c), c.type)])
                )


_OPTIONAL = frozenset(
    {
        ("actors", "wikidata_id"),
        ("actors", "country_code"),
        ("actors", "sector"),
        ("actors", "description"),
        ("events", "context"),
    }
    | {
        ("events", "event_subtype"),
        ("event_participants", "title_as_stated"),
        ("questions", "bounded_by_id"),
    }
    | {("questions", "event_id"), ("claims", "subject_id")}
)
"""Columns that add to a row and on which nothing rests: `optional_cell_lost` has them."""


@kind
def table_missing(world: World) -> Iterator[Arrow]:
    """A table is not there."""
    yield from (Arrow({table: None}) for table in world.rows)


@kind
def table_empty(world: World) -> Iterator[Arrow]:
    """A table has no rows."""
    yield from (Arrow({table: lambda t: t.slice(0, 0)}) for table in world.rows)


@kind
def table_cut_off(world: World) -> Iterator[Arrow]:
    """A table has only its first rows."""
    for table, rows in world.rows.items():
        for most in world.rng.sample(range(1, len(rows)), 3):
            yield Arrow({table: lambda t, n=most: t.slice(0, n)})


@kind
def table_doubled(world: World) -> Iterator[Arrow]:
    """A table was appended to itself."""
    yield from (Arrow({table: lambda t: pa.concat_tables([t, t])}) for table in world.rows)


@kind
def tables_exchanged(world: World) -> Iterator[Arrow]:
    """A table lies under the name of another."""
    from mutants.model import arrow

    for one in world.rows:
        two = world.other(world.rows, one)
        yield Arrow({one: lambda _, t=two: arrow(t, world.rows[t])}, two)


@kind
def rows_of_one_article_lost(world: World) -> Iterator[Arrow]:
    """A table lacks the rows of one article, as when one file of many was not read."""
    for table in world.rows:
        if "article_id" in columns(table) and table != "articles":
            for article in world.by_id("articles"):
                yield Arrow(
                    {table: lambda t, a=article: t.filter(pc.not_equal(t["article_id"], a))}
                )
