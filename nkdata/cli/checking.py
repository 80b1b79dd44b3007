"""The verbs that check and compare data packages: validate, verify, diff, explain."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nkdata.cli.verb import BAD, OK, Given, argument, finish, flag, is_coloured, verb, width
from nkdata.reports.outputs import add_arguments

if TYPE_CHECKING:
    from collections.abc import Sequence


@verb(
    "check a data package or single tables: files, shape, keys, and every rule of meaning",
    argument(
        "data",
        "DIR|FILE",
        "folder, zip or wheel of a data package, or Parquet and CSV files named after their "
        "tables (default: the shipped data)",
        nargs="*",
    ),
    argument(
        "--against",
        "DIR",
        "package in which to look up what single tables refer to (default: the shipped data)",
    ),
    argument(
        "--select",
        "NAMES",
        "check only these rules or dimensions, separated by commas",
        action="append",
        default=[],
    ),
    argument(
        "--skip",
        "NAMES",
        "leave out these rules or dimensions; the report names them",
        action="append",
        default=[],
    ),
    flag("--rules", "list the rules, each with its dimension and what it holds; check nothing"),
    add_arguments,
)
def validate(given: Given) -> int:
    """Check what is given, and report; or list the rules."""
    from nkdata import quality
    from nkdata.rulebook import lookup

    if given.rules:
        print("\n".join(lookup.listed(published=True)))
        return OK
    report = quality.validate(
        given.data if len(given.data) > 1 else next(iter(given.data), None),
        against=given.against,
        select=_names(given.select),
        skip=_names(given.skip),
    )
    return finish(report, given.outputs, given.fail_on)


def _names(lists: Sequence[str]) -> list[str]:
    return [name.strip() for name in ",".join(lists).split(",") if name.strip()]


@verb(
    "prove that a data package is the published one: its hashes, and every quote",
    argument(
        "data",
        "DIR",
        "folder, zip or wheel of a data package (default: the shipped data)",
        nargs="?",
    ),
    flag("--rebuild", "also build it anew in memory, and say what moved: rows, or bytes only"),
    argument("--seeds", "DIR", "folder to rebuild from (default: seeds)", default="seeds"),
)
def verify(given: Given) -> int:
    """Verify a package, and report."""
    from nkdata import flows

    return finish(flows.verify(given.data, seeds=given.seeds if given.rebuild else None))


@verb(
    "compare two releases: rows, schemas, ids, and the version that the change asks for",
    argument(
        "old",
        "OLD",
        "folder, zip or wheel of a data package, or a git revision: REV, or REV:path where the "
        "package is not in data",
    ),
    argument("new", "NEW", "likewise; its version has to say what changed"),
    argument(
        "--format",
        "{text,json}",
        "what to print (default: text)",
        choices=("text", "json"),
        default="text",
    ),
    flag("--all", "print every row and every cell whole, not some and how many are left out"),
    argument("--changes", "FILE", "also write the changes as JSON, after schemas/changes.json"),
    argument("--changelog", "FILE", "insert or renew this version's entry in a Markdown file"),
    argument(
        "--ledger",
        "FILE",
        "ids that were retired before: an ids.txt, or a file that --changes wrote "
        "(seeds/ids.txt beside OLD and NEW is read anyway)",
        action="append",
        default=[],
    ),
)
def diff(given: Given) -> int:
    """Compare two releases, print what changed, and fail where the version does not say so."""
    from nkdata import flows
    from nkdata.changes.machine import document
    from nkdata.changes.text import lines
    from nkdata.reports.text import render

    changes = flows.diff(
        given.old,
        given.new,
        ledgers=given.ledger,
        changes=given.changes,
        changelog=given.changelog,
    )
    if given.format == "json":
        sys.stdout.writelines(document(changes))
    else:
        for line in lines(changes, whole=given.all, colour=is_coloured()):
            print(line)
    sys.stdout.flush()  # before the problems, where both go to one place
    for problem in changes.problems:
        print(render(problem), file=sys.stderr)
    return OK if changes.ok else BAD


@verb(
    "say what a rule holds, why, and what breaks it; or list all rules",
    argument(
        "rule",
        "RULE",
        "name of a rule, as a report shows it in brackets (default: list them)",
        nargs="?",
    ),
)
def explain(given: Given) -> int:
    """Explain a rule, or list them."""
    from nkdata.rulebook.lookup import explained, listed

    print("\n".join(explained(given.rule, width()) if given.rule else listed()))
    return OK
