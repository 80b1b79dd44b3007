"""croissant.json: the package as Croissant 1.1, which is schema.org JSON-LD as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.content import file_hash
from nkdata.packages.writer.citation import bibtex
from nkdata.packages.writer.parts import given, thing
from nkdata.packages.writer.schema_org import about
from nkdata.paths import beside
from nkdata.schema import codes, columns, fields, foreign_keys, primary_key, table_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nkdata.packages.writer.parts import ArrowTables, Facts

CROISSANT = "croissant.json"
CONTEXT = beside(__file__, "context.toml")
"""The standard's recommended context, whole, so that no reader has to fetch one."""
TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
}
FORMATS = ("application/vnd.apache.parquet", "application/x-parquet")
"""The registered media type, and the older name that mlcroissant reads by."""


def render_croissant(
    tables: ArrowTables,
    dataset: Facts,
    identifiers: list[str],
    files: Mapping[str, bytes],
) -> Facts:
    """Return the document: a file and a record set for each table, and one for each list of codes.

    Args:
        tables: the tables by name.
        dataset: what seeds/dataset.yaml says.
        identifiers: what names these very rows, whatever the version.
        files: the package's files by name, the tables' among them.
    """
    lists = [(table, name) for table in tables for name in columns(table) if codes(table, name)]
    document = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        **about(tables, dataset),
        "identifier": identifiers,
        "citeAs": bibtex(dataset),
        "distribution": [_file(table, files[f"{table}.parquet"]) for table in tables],
        "recordSet": [*map(_record_set, tables), *(_code_list(*column) for column in lists)],
    }
    return given(document)


def _node(kind: str, own: str, **properties: object) -> Facts:
    """Return a node of the document, which others refer to by its id."""
    return thing(f"cr:{kind}", **{"@id": own}, **properties)


def _file(table: str, data: bytes) -> Facts:
    name = f"{table}.parquet"
    return _node(
        "FileObject",
        name,
        name=name,
        description=table_schema(table)["description"],
        contentUrl=name,
        contentSize=f"{len(data)} B",
        encodingFormat=FORMATS,
        sha256=file_hash(data).removeprefix("sha256:"),
    )


def _record_set(table: str) -> Facts:
    schema = table_schema(table)
    return _node(
        "RecordSet",
        table,
        name=schema["title"],
        description=schema["description"],
        key={"@id": f"{table}/{primary_key(table)}"},
        field=[_field(table, name) for name in columns(table)],
    )


def _field(table: str, name: str) -> Facts:
    field = fields(table)[name]
    kinds = [TYPES[field["type"]], field.get("rdfType")]
    return _node(
        "Field",
        f"{table}/{name}",
        name=name,
        description=f"{field['title']}. {field['description']}",
        dataType=list(filter(None, kinds)),
        source=_column(table, name),
        references=_references(table, name),
    )


def _column(table: str, name: str) -> Facts:
    return {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": name}}


def _references(table: str, name: str) -> Facts | None:
    if codes(table, name):
        return {"field": {"@id": f"codes/{table}/{name}/code"}}
    # A key names the column that holds it, not the field. Given the field, mlcroissant 1.1 joins
    # the tables' record sets, loses rows where the one referred to refers on, and takes a table
    # that refers to itself for a circle.
    targets = [key.table for key in foreign_keys(table) if key.column == name]
    return _column(targets[0], primary_key(targets[0])) if targets else None


def _code_list(table: str, name: str) -> Facts:
    own, field = f"codes/{table}/{name}", fields(table)[name]
    types = {"code": TYPES[field["type"]], "name": TYPES["string"]}
    values = codes(table, name).items()
    return _node(
        "RecordSet",
        own,
        name=f"Codes of {table}.{name}",
        description=field["description"],
        dataType="sc:Enumeration",
        key={"@id": f"{own}/code"},
        field=[_node("Field", f"{own}/{n}", name=n, dataType=kind) for n, kind in types.items()],
        data=[{f"{own}/code": value, f"{own}/name": code["label"]} for value, code in values],
    )
