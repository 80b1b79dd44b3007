"""The verbs that read: ls, describe and show the data, parse a page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nkdata.cli.verb import OK, argument, finish, is_coloured, verb, width
from nkdata.errors import NkdataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.document import Document, Segment
    from nkdata.metadata import Metadata, Statement

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
def ls(_: argparse.Namespace) -> int:
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
    argument("table", metavar="TABLE", help="name of the table; `nkdata ls` lists them"),
)
def describe(arguments: argparse.Namespace) -> int:
    """Print each column of a table, and its codes."""
    from nkdata.schema import codes, fields, is_required, table_schema

    table = arguments.table
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
        metavar="ARTICLE",
        help="a file of the seeds, such as seeds/articles/x.yaml, or the id of a published article",
    ),
    argument(
        "--data",
        metavar="DIR",
        help="folder of the data package that has the id (default: the shipped data)",
    ),
)
def show(arguments: argparse.Namespace) -> int:
    """Print an article with its claims, and what is wrong with its curation."""
    from nkdata.desk import desk
    from nkdata.desk.proof import proof
    from nkdata.reports.problems import Report

    rows, article, problems = desk.show(arguments.article, arguments.data)
    for line in proof(rows, article, width(), colour=is_coloured()) if rows else ():
        print(line)
    return finish(Report(problems)) if problems else OK


@verb(
    "show each line of a scraped page with its label",
    argument(
        "file",
        metavar="FILE",
        help="a scraped page as UTF-8 text or as HTML; - for standard input",
    ),
    argument("--why", action="store_true", help="show the rule that gave each label"),
    argument(
        "--facts",
        action="store_true",
        help="first show what the page states, each with its words: title, authors, place, "
        "publisher, dates",
    ),
    argument(
        "--html",
        action=argparse.BooleanOptionalAction,
        help="read FILE as HTML, and show what its markup states (default: by the suffix "
        f"{', '.join(_HTML_SUFFIXES)})",
    ),
)
def parse(arguments: argparse.Namespace) -> int:
    """Print a page's facts where they are asked for, what its markup states, and its lines."""
    document = _page(arguments)
    if arguments.facts:
        _print_facts(document)
    _print_statements(document.metadata, why=arguments.why)
    coloured = is_coloured()
    for segment in document.segments:
        line = _line(document, segment, why=arguments.why)
        print(f"\x1b[{_COLOURS.get(segment.label, _DIM)}m{line}\x1b[0m" if coloured else line)
    if not document.body:
        print("no article was found in this page", file=sys.stderr)
    return OK


def _page(arguments: argparse.Namespace) -> Document:
    file, is_html = arguments.file, arguments.html
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
    from nkdata.printing import one_line

    for name, value, basis, start, end in facts(document).rows():
        line = document.text.count("\n", 0, start) + 1
        words = one_line(document.text[start:end])
        print(f"{name:<10}  {one_line(value):<40}  {basis:<22}  line {line}: {words}")
    print()


def _print_statements(metadata: Metadata, *, why: bool) -> None:
    """Print a line for each statement of the markup, with its place where that is asked for."""
    from nkdata.printing import one_line

    for name, statement in _statements(metadata, everything=why):
        source = f"  {statement.source:<22}" if why else ""
        print(f"   -  {name:<22}{source}  {one_line(statement.value)}")


def _statements(metadata: Metadata, *, everything: bool) -> Iterator[tuple[str, Statement]]:
    """Yield each field's first statement, and of the day of publication, or of all, the others."""
    from nkdata.metadata import FIELDS

    for field in FIELDS:
        for number, statement in enumerate(metadata.stated(field)):
            if number == 0:
                yield field, statement
            elif everything or field == "published":
                yield f"also {field}", statement


def _line(document: Document, segment: Segment, *, why: bool) -> str:
    """Return a segment's line for the terminal: line number, label, rule if asked for, words."""
    from nkdata.printing import one_line

    label = segment.label
    if segment.duplicate_of is not None:
        label = f"{label} = line {document.segments[segment.duplicate_of].line}"
    rule = f"  {segment.rule:<22}" if why else ""
    return f"{segment.line:>4}  {label:<22}{rule}  {one_line(document.words(segment))}"
