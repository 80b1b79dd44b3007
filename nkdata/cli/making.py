"""The verbs that write a curation and make the data of it: new, check, build."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nkdata.cli.verb import OK, argument, finish, verb

if TYPE_CHECKING:
    import argparse


@verb(
    "write the skeleton of a curation beside a page: what a machine can fill, and TODOs",
    argument(
        "file",
        metavar="PAGE",
        help="such as seeds/articles/x.txt; an x.yaml that exists is left alone",
    ),
)
def new(arguments: argparse.Namespace) -> int:
    """Write a skeleton, and say how much is left to decide."""
    from nkdata.desk import desk
    from nkdata.reports.problems import Report

    file, document, problems = desk.new(arguments.file)
    if document is None:
        return finish(Report(problems))
    todos = file.read_text(encoding="utf-8").count("# TODO: ")
    print(f"{file} written; decide its {todos} TODOs, then run `nkdata check {file}`")
    if not document.body:
        print("no article was found in this page", file=sys.stderr)
    return OK


@verb(
    "check curation files while you write them, by every rule of meaning; writes nothing",
    argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="curation files of a seeds folder, such as seeds/articles/x.yaml (default: all)",
    ),
    argument(
        "--seeds",
        metavar="DIR",
        help="the seeds folder (default: that of the first file, or seeds)",
    ),
)
def check(arguments: argparse.Namespace) -> int:
    """Check curation files."""
    from nkdata.desk import desk

    return finish(desk.check(arguments.files, arguments.seeds))


@verb(
    "build the data package from the seeds",
    argument(
        "--seeds",
        default="seeds",
        metavar="DIR",
        help="folder of pages, curation and registries (default: seeds)",
    ),
    argument(
        "--out",
        default="data",
        metavar="DIR",
        help="folder to write, replaced in one step (default: data)",
    ),
    argument(
        "--check",
        action="store_true",
        help="write nothing; fail if a build would change a byte of the folder",
    ),
    argument(
        "--register",
        action="store_true",
        help="agree to new ids, lost ids and counts of rows: write ids.txt and counts.csv",
    ),
    argument(
        "--withhold-text",
        action="store_true",
        help="leave out the articles' text; spans, hashes and quotes stay",
    ),
)
def build(arguments: argparse.Namespace) -> int:
    """Build the package, and print the rows of each table and where the files are."""
    from nkdata import flows

    report = flows.build(
        arguments.seeds,
        arguments.out,
        check=arguments.check,
        register=arguments.register,
        withhold_text=arguments.withhold_text,
    )
    if report.ok:
        widest = max(map(len, report.rows))
        for table, rows in report.rows.items():
            print(f"{table:<{widest}}  {rows:>6} rows")
        state = "is current" if arguments.check else "written"
        print(f"{Path(arguments.out).resolve()} {state}")
    return finish(report)
