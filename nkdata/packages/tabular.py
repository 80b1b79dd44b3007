"""Records to Arrow tables: columns in schema order, rows sorted by primary key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.schema import TABLES, arrow_schema, columns, primary_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from nkdata.records import Record, Rows

WITHHELD = ("text", "body")
"""The columns of articles that the edition without article text leaves empty."""


def tabulate(rows: Rows) -> dict[str, pa.Table]:
    """Return an Arrow table for each table of the schema, whatever order the records came in."""
    return {table: arrow_table(table, rows.get(table, ())) for table in TABLES}


def arrow_table(table: str, records: Sequence[Record]) -> pa.Table:
    """Return one table's records as Arrow, sorted by primary key.

    Absent columns are null, and so are empty strings.
    """
    import pyarrow as pa

    ordered = sorted(records, key=lambda record: str(record[primary_key(table)]))
    cells = {name: [_cell(record.get(name)) for record in ordered] for name in columns(table)}
    return pa.table(cells, schema=arrow_schema(table))


def arrow_batch(table: str, records: Sequence[Record]) -> pa.RecordBatch:
    """Return records as one Arrow record batch of a table's schema, in the order given."""
    import pyarrow as pa

    return pa.RecordBatch.from_pylist(list(records), schema=arrow_schema(table))


def _cell(value: object) -> object:
    return None if value == "" else value


def withhold(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the edition without article text; spans, hashes and quotes stay as they were."""
    import pyarrow as pa

    articles = tables["articles"]
    for column in WITHHELD:
        index = articles.schema.get_field_index(column)
        field = articles.schema.field(index)
        articles = articles.set_column(index, field, pa.nulls(len(articles), field.type))
    return {**tables, "articles": articles}


def is_withheld(articles: pa.Table) -> bool:
    """Tell whether a table of articles is that of the edition without article text."""
    return 0 < len(articles) == int(articles.column("text").null_count)
