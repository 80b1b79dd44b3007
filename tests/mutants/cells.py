"""Mistakes of cells: empty where they must not be, of another type, or of no meaning."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mutants.model import kind, put, stale
from nkdata.checks.shape import FREE_TEXT
from nkdata.schema import TABLES, codes, columns, fields, foreign_keys, is_required, primary_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mutants.model import Row, Rows, World


def _cells(world: World, *types: str) -> Iterator[tuple[str, str, Row]]:
    for table in TABLES:
        for column in columns(table):
            if fields(table)[column]["type"] in types:
                yield from ((table, column, row) for row in world.rows[table])


def _some(world: World, *types: str) -> Iterator[tuple[str, str, Row]]:
    """Yield a few filled cells of each column, so that every column has its share of the places."""
    for table in TABLES:
        for column in columns(table):
            filled = [row for row in world.rows[table] if row[column] is not None]
            if fields(table)[column]["type"] in types:
                yield from (
                    (table, column, row) for row in world.rng.sample(filled, min(3, len(filled)))
                )


@kind
def null_in_required_column(world: World) -> Iterator[Rows]:
    """A cell is empty that must be filled."""
    for table, column, row in _some(world, "string", "integer", "boolean"):
        if is_required(table, column):
            yield stale(put(table, row, **{column: None}))


@kind
def no_such_code(world: World) -> Iterator[Rows]:
    """A code is misspelt."""
    for table, column, row in _some(world, "string"):
        if codes(table, column):
            yield stale(put(table, row, **{column: f"{row[column][:-1]}_"}))


@kind
def code_in_capitals(world: World) -> Iterator[Rows]:
    """A code is written in other case."""
    for table, column, row in _some(world, "string"):
        if codes(table, column):
            yield stale(put(table, row, **{column: row[column].swapcase()}))


@kind
def label_for_code(world: World) -> Iterator[Rows]:
    """The words that explain a code stand in its place."""
    for table, column, row in _some(world, "string"):
        if codes(table, column):
            yield stale(put(table, row, **{column: codes(table, column)[row[column]]["label"]}))


@kind
def code_of_no_scale(world: World) -> Iterator[Rows]:
    """A coded number lies outside its scale."""
    for table, column, row in _some(world, "integer"):
        if codes(table, column):
            yield put(table, row, **{column: world.rng.choice([0, 9, 99, -1])})


@kind
def negative_count(world: World) -> Iterator[Rows]:
    """A count or an offset is negative."""
    for table, column, row in _some(world, "integer"):
        if not codes(table, column):
            yield stale(put(table, row, **{column: -1}))


@kind
def empty_string(world: World) -> Iterator[Rows]:
    """A missing text was written as an empty string."""
    for table, column, row in _cells(world, "string"):
        if row[column] is None:
            yield stale(put(table, row, **{column: ""}))


@kind
def word_for_null(world: World) -> Iterator[Rows]:
    """A missing text was written as the word that some program prints for it."""
    for table, column, row in _cells(world, "string"):
        if row[column] is None:
            yield stale(
                put(
                    table,
                    row,
                    **{
                        column: world.rng.choice(
                            [
                                "None",
                                "nan",
                                "NaN",
                                "null",
                                "NULL",
                                "N/A",
                                "NA",
                                "<NA>",
                                "NaT",
                                "n/a",
                                "-",
                            ]
                        )
                    },
                )
            )


@kind
def not_a_number(world: World) -> Iterator[Rows]:
    """A missing number was written as NaN."""
    for table, column, row in _cells(world, "number"):
        if row[column] is None:
            yield put(table, row, **{column: math.nan})


@kind
def infinite_number(world: World) -> Iterator[Rows]:
    """An open end was written as infinity."""
    for table, column, row in _cells(world, "number"):
        if row[column] is None:
            yield put(table, row, **{column: world.rng.choice([math.inf, -math.inf])})


@kind
def white_space_at_end(world: World) -> Iterator[Rows]:
    """A text has white space at an end."""
    for table, column, row in _some(world, "string"):
        if (table, column) not in FREE_TEXT:
            yield stale(
                put(
                    table,
                    row,
                    **{
                        column: world.rng.choice(
                            [" {}", "{} ", "{}\t", "{}\r\n", "\ufeff{}"]
                        ).format(row[column])
                    },
                )
            )


@kind
def line_break_in_text(world: World) -> Iterator[Rows]:
    """A text kept the line breaks of the file that it was read from."""
    for table, column, row in _some(world, "string"):
        if (table, column) not in FREE_TEXT and " " in row[column].strip():
            yield stale(
                put(
                    table,
                    row,
                    **{
                        column: row[column].replace(
                            " ", world.rng.choice(["\n", "\r\n", "\u2028"]), 1
                        )
                    },
                )
            )


@kind
def utf8_read_as_windows(world: World) -> Iterator[Rows]:
    """A text in UTF-8 was read as Windows-1252."""
    for table, column, row in _some(world, "string"):
        spoilt = row[column].encode().decode("cp1252", "replace")
        if spoilt != row[column] and (table, column) not in (
            ("articles", "text"),
            ("articles", "body"),
        ):
            yield stale(put(table, row, **{column: spoilt}))


@kind
def letters_lost_in_encoding(world: World) -> Iterator[Rows]:
    """Letters beyond ASCII became question marks."""
    yield from _ascii_only(world, "?", _WORDS)


@kind
def replacement_characters(world: World) -> Iterator[Rows]:
    """Letters beyond ASCII became replacement characters."""
    yield from _ascii_only(world, "\ufffd", FREE_TEXT)


def _ascii_only(world: World, sign: str, left_out: Collection[tuple[str, str]]) -> Iterator[Rows]:
    for table, column, row in _cells(world, "string"):
        if (table, column) not in left_out and row[column] and not row[column].isascii():
            spoilt = "".join(c if c.isascii() else sign for c in row[column])
            yield put(table, row, **{column: spoilt})


_WORDS = frozenset(
    {
        ("articles", "published_note"),
        ("claims", "statement"),
        ("claims", "rank_note"),
        ("events", "date_note"),
        ("events", "title"),
        ("actors", "description"),
    }
    | {
        ("questions", "text"),
        ("questions", "scope_note"),
        ("articles", "rights"),
        ("claim_relations", "note"),
    }
)
"""Columns in the curators' words, in which a question mark may be one."""


@kind
def markup_in_text(world: World) -> Iterator[Rows]:
    """A text was escaped for HTML."""
    signs = {
        "&": "&amp;",
        "’": "&rsquo;",
        "'": "&#39;",
        '"': "&quot;",
        "“": "&ldquo;",
        "–": "&ndash;",
    }
    for table, column, row in _cells(world, "string"):
        found = [sign for sign in signs if row[column] and sign in row[column]]
        if found:
            sign = world.rng.choice(found)
            yield put(table, row, **{column: row[column].replace(sign, signs[sign])})


_UNPRINTED = {("events", "title"), ("events", "place_name")}
"""Columns in the curators' words, which no text has to print: `words_edited` has them."""


@kind
def text_cut_short(world: World) -> Iterator[Rows]:
    """A text was cut off, as a column of limited width does."""
    for table, column, row in _some(world, "string"):
        keyed = column == primary_key(table) or column in {f.column for f in foreign_keys(table)}
        if (
            not keyed
            and not codes(table, column)
            and len(row[column]) > 24
            and (table, column) not in _UNPRINTED
        ):
            yield put(
                table,
                row,
                **{column: row[column][: len(row[column]) - world.rng.randint(2, 12)].rstrip(" .")},
            )
