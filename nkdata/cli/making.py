"""The verbs that write a curation and make the data of it: new, check, build."""

from __future__ import annotations

import sys
from pathlib import Path

from nkdata.cli.verb import OK, Given, argument, finish, flag, verb


@verb(
    "write the skeleton of a curation beside a page: what a machine can fill, and TODOs",
    argument("file", "PAGE", "such as seeds/articles/x.txt; an x.yaml that exists is left alone"),
)
def new(given: Given) -> int:
    """Write a skeleton, and say how much is left to decide."""
    from nkdata.desk import new as desk
    from nkdata.reports.problems import Report

    file, document, problems = desk.new(given.file)
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
        "FILE",
        "curation files of a seeds folder, such as seeds/articles/x.yaml (default: all)",
        nargs="*",
    ),
    argument("--seeds", "DIR", "the seeds folder (default: that of the first file, or seeds)"),
)
def check(given: Given) -> int:
    """Check curation files."""
    from nkdata.desk import check as desk

    return finish(desk.check(given.files, given.seeds))


@verb(
    "build the data package from the seeds",
    argument(
        "--seeds",
        "DIR",
        "folder of pages, curation and registries (default: seeds)",
        default="seeds",
    ),
    argument(
        "--out", "DIR", "folder to write, replaced in one step (default: data)", default="data"
    ),
    flag("--check", "write nothing; fail if a build would change a byte of the folder"),
    flag(
        "--register",
        "agree to new ids, lost ids and counts of rows: write ids.txt and counts.csv",
    ),
    flag("--withhold-text", "leave out the articles' text; spans, hashes and quotes stay"),
)
def build(given: Given) -> int:
    """Build the package, and print the rows of each table and where the files are."""
    from nkdata import flows

    report = flows.build(
        given.seeds,
        given.out,
        check=given.check,
        register=given.register,
        withhold_text=given.withhold_text,
    )
    if report.ok:
        widest = max(map(len, report.rows))
        for table, rows in report.rows.items():
            print(f"{table:<{widest}}  {rows:>6} rows")
        print(Path(given.out).resolve(), "is current" if given.check else "written")
    return finish(report)
