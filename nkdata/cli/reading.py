"""The verbs that read: ls, describe and show the data, parse a page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nkdata.cli.verb import OK, Given, argument, finish, flag, is_coloured, verb, width
from nkdata.errors import NkdataError
from nkdata.printing import one_line

if TYPE_CHECKING:
    from nkdata.document import Document, Metadata, Segment

_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_BOLD, _DIM, _MAGENTA, _CYAN = 1, 2, 35, 36  # as terminals number them
_COLOURS = {
    "title": _BOLD,
    "deck": _BOLD,
    "body": 0,
    "subhead": _BOLD,
    "caption": _CYAN,
    "byline": _MAGENTA,
    "dateline": _MAGENTA,
    "page_date": _MAGENTA,
}


@verb("list the tables, with their rows and what a row is")
def ls(_: Given) -> int:
    """Print a line for each table."""
    from nkdata.packages.reader import read_arrow, tables
    from nkdata.schema import table_schema

    widest = max(map(len, tables()))
    for table in tables():
        rows = len(read_arrow(table, columns=[]))
        print(f"{table:<{widest}}  {rows:>6}  {table_schema(table)['description']}")
    return OK


@verb(
    "describe a table's columns: type, meaning, codes",
    argument("table", "TABLE", "name of the table; `nkdata ls` lists them"),
)
def describe(given: Given) -> int:
    """Print each column of a table, and its codes."""
    from nkdata.schema import codes, fields, is_required, table_schema

    table = given.table
    print(f"{table}: {table_schema(table)['description']}\n")
    for name, field in fields(table).items():
        print(f"{name}  ({field['type']}{', required' if is_required(table, name) else ''})")
        print(f"    {field['description']}")
        for value, code in codes(table, name).items():
            print(f"      {value}: {code['label']}")
    return OK


@verb(
    "show an article with its claims marked under the words, and what was read in them",
    argument(
        "article",
        "ARTICLE",
        "a file of the seeds, such as seeds/articles/x.yaml, or the id of a published article",
    ),
    argument(
        "--data", "DIR", "folder of the data package that has the id (default: the shipped data)"
    ),
)
def show(given: Given) -> int:
    """Print an article with its claims, and what is wrong with its curation."""
    from nkdata.desk import show as desk
    from nkdata.desk.proof import proof
    from nkdata.reports.problems import Report

    rows, article, problems = desk.show(given.article, given.data)
    for line in proof(rows, article, width(), colour=is_coloured()) if rows else ():
        print(line)
    return finish(Report(problems)) if problems else OK


@verb(
    "show each line of a scraped page with its label",
    argument("file", "FILE", "a scraped page as UTF-8 text or as HTML; - for standard input"),
    flag("--why", "show the rule that gave each label"),
    flag(
        "--facts",
        "first show what the page states, each with its words: title, authors, place, publisher, "
        "dates",
    ),
    lambda parser: parser.add_argument(
        "--html",
        action=argparse.BooleanOptionalAction,
        help="read FILE as HTML, and show what its markup states (default: by the suffix "
        f"{', '.join(_HTML_SUFFIXES)})",
    ),
)
def parse(given: Given) -> int:
    """Print a page's facts where they are asked for, what its markup states, and its lines."""
    document = _page(given.file, is_html=given.html)
    if given.facts:
        _print_facts(document)
    _print_statements(document.metadata, why=given.why)
    coloured = is_coloured()
    for segment in document.segments:
        line = _line(document, segment, why=given.why)
        print(f"\x1b[{_COLOURS.get(segment.label, _DIM)}m{line}\x1b[0m" if coloured else line)
    if not document.body:
        print("no article was found in this page", file=sys.stderr)
    return OK


def _page(file: str, *, is_html: bool | None) -> Document:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    if is_html is None:
        is_html = Path(file).suffix.lower() in _HTML_SUFFIXES
    if is_html:
        from nkdata.flows import parse_html

        return parse_html(raw)
    from nkdata.parser import parse

    try:
        return parse(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        byte = f"byte 0x{raw[error.start]:02x} at offset {error.start}"
        raise NkdataError(f"{file}: {byte} is not UTF-8; convert the file to UTF-8") from error


def _print_facts(document: Document) -> None:
    """Print a line for each fact: name, value, how it is known, the words; then an empty line."""
    from nkdata.bibliography import facts

    for name, value, basis, start, end in facts(document).rows():
        line = document.text.count("\n", 0, start) + 1
        words = one_line(document.text[start:end])
        print(f"{name:<10}  {one_line(value):<40}  {basis:<22}  line {line}: {words}")
    print()


def _print_statements(metadata: Metadata, *, why: bool) -> None:
    """Print each field's first statement; the others of the day of publication, or all with why."""
    from nkdata.document import FIELDS

    for field in FIELDS:
        most = None if why or field == "published" else 1
        for number, statement in enumerate(metadata.stated(field)[:most]):
            name = f"also {field}" if number else field
            source = f"  {statement.source:<22}" if why else ""
            print(f"   -  {name:<22}{source}  {one_line(statement.value)}")


def _line(document: Document, segment: Segment, *, why: bool) -> str:
    """Return a segment's line for the terminal: line number, label, rule if asked for, words."""
    label = segment.label
    if segment.duplicate_of is not None:
        label = f"{label} = line {document.segments[segment.duplicate_of].line}"
    rule = f"  {segment.rule:<22}" if why else ""
    return f"{segment.line:>4}  {label:<22}{rule}  {one_line(document.words(segment))}"
