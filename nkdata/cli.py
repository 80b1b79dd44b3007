"""The command line: verbs, each a few lines. Exit 0 fine, 1 problems in the data, 2 could not run."""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nkdata import __version__
from nkdata.errors import NkdataError
from nkdata.reports.outputs import add_arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nkdata.document import Document, Metadata, Statement
    from nkdata.reports.outputs import Output
    from nkdata.reports.problems import Report

OK, BAD, FAILED = 0, 1, 2
INTERRUPTED = 130  # as shells report a program that Ctrl-C ended
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_EPILOG = "exit status: 0 fine, 1 problems in the data, 2 could not run"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    arguments = parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a terminal that cannot show a character gets its escape
            stream.reconfigure(errors="backslashreplace")
    try:
        run: Callable[[argparse.Namespace], int] = arguments.run
        return run(arguments)
    except BrokenPipeError:
        # the reader of our output went away, as `| head` does; keep Python from complaining about
        # it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print("nkdata: interrupted", file=sys.stderr)
        return INTERRUPTED
    except NkdataError as error:
        print(f"nkdata: {error}", file=sys.stderr)
        return FAILED
    except OSError as error:
        print(f"nkdata: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return FAILED


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser; the reference in the documentation is made from it."""
    top = argparse.ArgumentParser(
        prog="nkdata", description="Build, check and read the nkdata tables.", epilog=_EPILOG
    )
    top.add_argument("--version", action="version", version=f"nkdata {__version__}")
    verbs = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _build_arguments(_verb(verbs, "build", _build, "build the data package from the seeds"))
    new = _verb(
        verbs,
        "new",
        _new,
        "write the skeleton of a curation beside a scraped page: what a machine can fill, and TODOs",
    )
    new.add_argument(
        "file",
        metavar="PAGE",
        help="such as seeds/articles/x.txt; an existing x.yaml is left alone",
    )
    check = _verb(
        verbs,
        "check",
        _check,
        "check curation files while they are written, with every rule of meaning; writes nothing",
    )
    check.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="curation files of a seeds folder, such as seeds/articles/x.yaml (default: all)",
    )
    check.add_argument(
        "--seeds",
        metavar="DIR",
        help="the seeds folder (default: that of the first file, or seeds)",
    )
    _validate_arguments(
        _verb(
            verbs,
            "validate",
            _validate,
            "check a data package or single tables: files, shape, keys, and every rule of meaning",
        )
    )
    why = _verb(
        verbs,
        "explain",
        _explain,
        "explain a rule: what it holds, why, and what breaks it; or list all rules",
    )
    why.add_argument(
        "rule",
        nargs="?",
        metavar="RULE",
        help="name of the rule, as it stands in brackets in a report (default: list them)",
    )
    proved = _verb(
        verbs,
        "verify",
        _verify,
        "verify that a data package is the one that was published: hashes, and every quote",
    )
    proved.add_argument(
        "data",
        nargs="?",
        metavar="DIR",
        help="folder, zip or wheel of a data package (default: the shipped data)",
    )
    proved.add_argument(
        "--rebuild",
        action="store_true",
        help="also build it anew in memory, and say what moved: rows, or bytes only",
    )
    proved.add_argument(
        "--seeds", default="seeds", metavar="DIR", help="folder to rebuild from (default: seeds)"
    )
    _diff_arguments(
        _verb(
            verbs,
            "diff",
            _diff,
            "compare two releases: rows, schemas, ids, and the version that the change asks for",
        )
    )
    _verb(verbs, "ls", _ls, "list the tables with their rows and what they hold")
    proof = _verb(
        verbs,
        "show",
        _show,
        "show an article with its claims marked under the words, and what was read in them",
    )
    proof.add_argument(
        "article",
        metavar="ARTICLE",
        help="a file of the seeds, such as seeds/articles/x.yaml, or the id of a published article",
    )
    proof.add_argument(
        "--data",
        metavar="DIR",
        help="folder of a data package, for an id (default: the shipped data)",
    )
    about = _verb(verbs, "describe", _describe, "show a table's columns: type, meaning, codes")
    about.add_argument("table", metavar="TABLE", help="name of the table; `nkdata ls` lists them")
    lines = _verb(verbs, "parse", _parse, "show each line of a scraped page with its label")
    lines.add_argument(
        "file", metavar="FILE", help="a scraped page as UTF-8 text or as HTML; - for standard input"
    )
    lines.add_argument("--why", action="store_true", help="show the rule that gave each label")
    lines.add_argument(
        "--facts",
        action="store_true",
        help="show first what the page states: title, authors, place, publisher, dates, each with its words",
    )
    page = "read FILE as HTML and show what its markup states (default: by the suffix .html, .htm, .xhtml, .shtml)"
    lines.add_argument("--html", action=argparse.BooleanOptionalAction, help=page)
    return top


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(
        name, help=text, description=f"{text[0].upper()}{text[1:]}.", epilog=_EPILOG
    )
    verb.set_defaults(run=run)
    return verb


def _build_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--seeds",
        default="seeds",
        metavar="DIR",
        help="folder of pages, curation and registries (default: seeds)",
    )
    verb.add_argument(
        "--out",
        default="data",
        metavar="DIR",
        help="folder to write (default: data); swapped in one step",
    )
    verb.add_argument(
        "--check",
        action="store_true",
        help="write nothing; fail if a build would change a byte of the folder",
    )
    verb.add_argument(
        "--register",
        action="store_true",
        help="agree to new ids, lost ids and counts of rows: write ids.txt and counts.csv",
    )
    verb.add_argument(
        "--withhold-text",
        action="store_true",
        help="leave the articles' text out; spans, hashes and quotes stay",
    )


def _validate_arguments(verb: argparse.ArgumentParser) -> None:
    what = "folder, zip or wheel of a data package, or Parquet and CSV files named after their tables (default: the shipped data)"
    verb.add_argument("data", nargs="*", metavar="DIR|FILE", help=what)
    verb.add_argument(
        "--against",
        metavar="DIR",
        help="package that references of single tables lead into (default: the shipped data)",
    )
    verb.add_argument(
        "--select",
        metavar="NAMES",
        action="append",
        default=[],
        help="check only these rules or dimensions, separated by commas",
    )
    verb.add_argument(
        "--skip",
        metavar="NAMES",
        action="append",
        default=[],
        help="leave these rules or dimensions out; the report names them",
    )
    verb.add_argument(
        "--rules",
        action="store_true",
        help="list the rules with dimension and what each holds, and check nothing",
    )
    add_arguments(verb)


def _diff_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "old",
        metavar="OLD",
        help="folder with a data package, zip or wheel of one, or git revision REV or REV:path (path: data)",
    )
    verb.add_argument("new", metavar="NEW", help="likewise; its version has to say what changed")
    verb.add_argument(
        "--format", choices=("text", "json"), default="text", help="what is printed (default: text)"
    )
    verb.add_argument(
        "--all",
        action="store_true",
        help="every row and every cell whole (default: some, and how many are left out)",
    )
    verb.add_argument(
        "--changes",
        metavar="FILE",
        help="write the changes as JSON too, after schemas/changes.json",
    )
    verb.add_argument(
        "--changelog",
        metavar="FILE",
        help="insert or renew an entry of this version in a Markdown file",
    )
    ledger = "ids retired before: an ids.txt, or a file that --changes wrote (seeds/ids.txt beside OLD and NEW is read too)"
    verb.add_argument("--ledger", metavar="FILE", action="append", default=[], help=ledger)


def _diff(arguments: argparse.Namespace) -> int:
    from nkdata.changes.machine import document
    from nkdata.changes.text import lines
    from nkdata.flows import diff
    from nkdata.reports.text import render

    found = diff(
        arguments.old,
        arguments.new,
        ledgers=arguments.ledger,
        changes=arguments.changes,
        changelog=arguments.changelog,
    )
    if arguments.format == "json":
        sys.stdout.writelines(document(found))
    else:
        for line in lines(found, whole=arguments.all, colour=_coloured()):
            print(line)
    sys.stdout.flush()  # before the problems, where both go to one place
    for problem in found.problems:
        print(render(problem), file=sys.stderr)
    return OK if found.ok else BAD


def _build(arguments: argparse.Namespace) -> int:
    from nkdata.flows import build

    report = build(
        arguments.seeds,
        arguments.out,
        check=arguments.check,
        register=arguments.register,
        withhold_text=arguments.withhold_text,
    )
    if report.ok:
        width = max(map(len, report.rows))
        for table, rows in report.rows.items():
            print(f"{table:<{width}}  {rows:>6} rows")
        state = "is current" if arguments.check else "written"
        print(f"{Path(arguments.out).resolve()} {state}")
    return _finish(report)


def _new(arguments: argparse.Namespace) -> int:
    from nkdata.desk.new import new
    from nkdata.reports.problems import Report

    file, document, problems = new(arguments.file)
    if document is None:
        return _finish(Report(problems))
    todos = file.read_text(encoding="utf-8").count("# TODO: ")
    print(
        f"{file} written: {todos} things to decide stand in it as TODO; then `nkdata check {file}`"
    )
    if not document.body:
        print("no article was found in this page", file=sys.stderr)
    return OK


def _check(arguments: argparse.Namespace) -> int:
    from nkdata.desk.check import check

    return _finish(check(arguments.files, arguments.seeds))


def _validate(arguments: argparse.Namespace) -> int:
    from nkdata.quality import validate
    from nkdata.rulebook.lookup import listed

    if arguments.rules:
        print("\n".join(listed(published=True)))
        return OK
    data = arguments.data if len(arguments.data) > 1 else next(iter(arguments.data), None)
    report = validate(
        data,
        against=arguments.against,
        select=_names(arguments.select),
        skip=_names(arguments.skip),
    )
    return _finish(report, arguments.outputs, arguments.fail_on)


def _verify(arguments: argparse.Namespace) -> int:
    from nkdata.flows import verify

    return _finish(verify(arguments.data, seeds=arguments.seeds if arguments.rebuild else None))


def _names(given: Sequence[str]) -> list[str]:
    return [name.strip() for names in given for name in names.split(",") if name.strip()]


def _explain(arguments: argparse.Namespace) -> int:
    from nkdata.rulebook.lookup import explained, listed

    width = min(shutil.get_terminal_size((100, 24)).columns, 140)
    print("\n".join(listed() if arguments.rule is None else explained(arguments.rule, width)))
    return OK


def _finish(report: Report, outputs: Sequence[Output] = (), fail_on: str = "error") -> int:
    """Print or write the report, and return the exit status."""
    from nkdata.reports.outputs import deliver

    return BAD if deliver(report, outputs, fail_on) else OK


def _ls(_: argparse.Namespace) -> int:
    from nkdata.packages.reader import read_arrow, tables
    from nkdata.schema import table_schema

    width = max(map(len, tables()))
    for table in tables():
        rows = len(read_arrow(table, columns=[]))
        print(f"{table:<{width}}  {rows:>6}  {table_schema(table)['description']}")
    return OK


def _show(arguments: argparse.Namespace) -> int:
    from nkdata.desk.proof import proof
    from nkdata.desk.show import show
    from nkdata.reports.problems import Report

    rows, article, problems = show(arguments.article, arguments.data)
    width = min(shutil.get_terminal_size((100, 24)).columns, 140)
    for line in proof(rows, article, width, colour=_coloured()) if rows else ():
        print(line)
    return _finish(Report(problems)) if problems else OK


def _describe(arguments: argparse.Namespace) -> int:
    from nkdata.schema import codes, fields, is_required, table_schema

    schema = table_schema(arguments.table)
    print(f"{arguments.table}: {schema['description']}\n")
    for name, field in fields(arguments.table).items():
        print(
            f"{name}  ({field['type']}{', required' if is_required(arguments.table, name) else ''})"
        )
        print(f"    {field['description']}")
        for value, code in codes(arguments.table, name).items():
            print(f"      {value}: {code['label']}")
    return OK


def _parse(arguments: argparse.Namespace) -> int:
    from nkdata.printing import one_line

    document = _page(arguments)
    if arguments.facts:
        _print_facts(document)
    for mark, statement in _stated(document.metadata, everything=arguments.why):
        source = f"  {statement.source:<22}" if arguments.why else ""
        print(f"   -  {mark:<22}{source}  {one_line(statement.value)}")
    colour = _coloured()
    for segment in document.segments:
        note = (
            ""
            if segment.duplicate_of is None
            else f" = line {document.segments[segment.duplicate_of].line}"
        )
        label = f"{segment.label}{note}"
        rule = f"  {segment.rule:<22}" if arguments.why else ""
        line = f"{segment.line:>4}  {label:<22}{rule}  {one_line(document.words(segment))}"
        print(_painted(line, segment.label) if colour else line)
    if not document.body:
        print("no article was found in this page", file=sys.stderr)
    return OK


def _print_facts(document: Document) -> None:
    """Print a line for each fact: its name, its value, how it is known, and the words that state it; then an empty line."""
    from nkdata.bibliography import facts
    from nkdata.printing import one_line

    for name, value, basis, start, end in facts(document).rows():
        line = document.text.count("\n", 0, start) + 1
        print(
            f"{name:<10}  {one_line(value):<40}  {basis:<22}  line {line}: {one_line(document.text[start:end])}"
        )
    print()


def _coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _page(arguments: argparse.Namespace) -> Document:
    is_html = arguments.html
    if is_html is None:
        is_html = Path(arguments.file).suffix.lower() in _HTML_SUFFIXES
    if is_html:
        from nkdata.flows import parse_html

        return parse_html(_raw(arguments.file))
    from nkdata.parser import parse

    return parse(_read(arguments.file))


def _stated(metadata: Metadata, *, everything: bool) -> Iterator[tuple[str, Statement]]:
    """Yield each field's first statement, and those that differ from it: of the day always, else where everything is wanted."""
    from nkdata.document import FIELDS

    for field in FIELDS:
        shown = (
            metadata.stated(field)
            if everything or field == "published"
            else metadata.stated(field)[:1]
        )
        yield from (
            (f"also {field}" if number else field, statement)
            for number, statement in enumerate(shown)
        )


def _raw(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _read(name: str) -> str:
    raw = _raw(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NkdataError(
            f"{name}: byte 0x{raw[error.start]:02x} at offset {error.start} is not UTF-8"
        ) from error


_COLOURS = {
    "title": 1,
    "deck": 1,
    "body": 0,
    "subhead": 1,
    "caption": 36,
    "byline": 35,
    "dateline": 35,
    "page_date": 35,
}


def _painted(line: str, label: str) -> str:
    return f"\x1b[{_COLOURS.get(label, 2)}m{line}\x1b[0m"
