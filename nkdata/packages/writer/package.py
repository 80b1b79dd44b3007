"""Tables to the files of a data package, in memory: a pure function."""

from __future__ import annotations

import io
import json
import uuid
from typing import TYPE_CHECKING

from nkdata.content import content_hash, file_hash, package_hash
from nkdata.errors import NkdataError, UnknownTableError
from nkdata.packages.writer.card import CARD, render_card
from nkdata.packages.writer.croissant import CROISSANT, FORMATS, render_croissant
from nkdata.packages.writer.parts import given
from nkdata.paths import DESCRIPTOR
from nkdata.schema import TABLES, arrow_schema, columns, is_required, primary_key, table_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from nkdata.agreement import Agreement
    from nkdata.packages.writer.parts import ArrowTables, Facts

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
ROWS_PER_GROUP = 122_880
"""As DuckDB writes them: enough to scan in one go, few enough to read in parallel.

Each of today's tables fits into one group.
"""


def render(
    tables: ArrowTables, dataset: Facts, agreement: Agreement | None = None
) -> dict[str, bytes]:
    """Return the files of the package by name.

    There is a Parquet file for each table, the card, croissant.json and, last, the descriptor.

    Args:
        tables: every table of the schema, with its columns in order, sorted by primary key.
        dataset: what seeds/dataset.yaml says: name, title, description, version, released,
            homepage, contributors, licenses and keywords.
        agreement: how far two readings of each article agree, for the card.

    Raises:
        NkdataError: a table or column is missing or superfluous, a required cell is empty, or a
            number is not finite.
    """
    for name in tables:
        if name not in TABLES:
            raise UnknownTableError(name, TABLES)
    whole = {table: _conform(table, tables.get(table)) for table in TABLES}
    hashes = {table: content_hash(data) for table, data in whole.items()}
    files = {f"{t}.parquet": _parquet(data, dataset, hashes[t]) for t, data in whole.items()}
    files[CARD] = render_card(whole, dataset, hashes, agreement)
    descriptor = _descriptor(whole, dataset, hashes, files)
    identifiers = [f"urn:uuid:{descriptor['id']}", descriptor["contentHash"]]
    files[CROISSANT] = _json(render_croissant(whole, dataset, identifiers, files))
    files[DESCRIPTOR] = _json(descriptor)
    return files


def _conform(table: str, data: pa.Table | None) -> pa.Table:
    """Return a table with the schema's types and metadata, in one chunk."""
    import pyarrow as pa

    if data is None:
        remedy = "a package holds every table, if need be without rows"
        raise NkdataError(f"the table {table} is missing: {remedy}")
    if tuple(data.column_names) != columns(table):
        odd = sorted(set(data.column_names) ^ set(columns(table))) or "their order"
        raise NkdataError(f"{table}: its columns are not those of the schema; look at {odd}")
    _refuse_empty(table, data)
    try:
        # The cast brings the schema's metadata; it, and chunks, would show in the file.
        return data.cast(arrow_schema(table)).combine_chunks()
    except (pa.ArrowException, ValueError) as error:
        reason = f"its columns do not have the schema's types ({error})"
        raise NkdataError(f"{table}: {reason}") from error


def _refuse_empty(table: str, data: pa.Table) -> None:
    for name in columns(table):
        if is_required(table, name) and data.column(name).null_count:
            row = data.column(name).to_pylist().index(None)
            cell = f"{table}.{name} [{data.column(primary_key(table))[row].as_py()}]"
            raise NkdataError(f"{cell}: the cell is empty, and the column is required")


def _parquet(data: pa.Table, dataset: Facts, content: str) -> bytes:
    import pyarrow.parquet as pq

    metadata = {
        **(data.schema.metadata or {}),
        b"content_hash": content.encode(),
        b"dataset": str(dataset["name"]).encode(),
        b"dataset_version": str(dataset["version"]).encode(),
    }
    buffer = io.BytesIO()
    pq.write_table(
        data.replace_schema_metadata(dict(sorted(metadata.items()))),
        buffer,
        row_group_size=ROWS_PER_GROUP,
        write_page_checksum=True,
    )
    return buffer.getvalue()


def _json(document: Facts) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _descriptor(
    tables: ArrowTables,
    dataset: Facts,
    hashes: Mapping[str, str],
    files: Mapping[str, bytes],
) -> Facts:
    content = package_hash(hashes)
    document = {
        "$schema": PROFILE,
        "name": dataset["name"],
        # The id follows from the content: two builds of the same rows are the same package.
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:{content}")),
        "title": dataset.get("title"),
        "description": dataset.get("description"),
        "version": str(dataset["version"]),
        "created": f"{dataset['released']}T00:00:00Z",
        "contentHash": content,
        "homepage": dataset.get("homepage"),
        "keywords": dataset.get("keywords"),
        "contributors": [_contributor(person) for person in dataset.get("contributors") or ()],
        "licenses": dataset.get("licenses"),
        "sources": [_source(article) for article in tables["articles"].to_pylist()],
        "resources": [
            _resource(table, data, hashes[table], files[f"{table}.parquet"])
            for table, data in tables.items()
        ],
    }
    return given(document)


def _contributor(person: Facts) -> Facts:
    # Version 2 of the standard has a list of roles where version 1 had one role.
    roles = {"roles": [person["role"]]} if "role" in person else {}
    return {key: value for key, value in person.items() if key != "role"} | roles


def _source(article: Facts) -> Facts:
    source = {"title": article["title"] or article["article_id"], "path": article["url"]}
    return given({**source, "articleId": article["article_id"], "rights": article["rights"]})


def _resource(table: str, data: pa.Table, content: str, file: bytes) -> Facts:
    schema = table_schema(table)
    # No `bytes`: the stock frictionless command fails every Parquet file that states it.
    return {
        "name": table,
        "type": "table",
        "path": f"{table}.parquet",
        "format": "parquet",
        "mediatype": FORMATS[0],
        "title": schema["title"],
        "description": schema["description"],
        "hash": file_hash(file),
        "contentHash": content,
        "rows": data.num_rows,
        "schema": schema,
    }
