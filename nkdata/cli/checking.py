"""The verbs that check and compare data packages: validate, verify, diff, explain."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nkdata.cli.verb import BAD, OK, argument, finish, is_coloured, verb, width
from nkdata.reports.outputs import add_arguments

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


@verb(
    "check a data package or single tables: files, shape, keys, and every rule of meaning",
    argument(
        "data",
        nargs="*",
        metavar="DIR|FILE",
        help="folder, zip or wheel of a data package, or Parquet and CSV files named after their "
        "tables (default: the shipped data)",
    ),
    argument(
        "--against",
        metavar="DIR",
        help="package in which to look up what single tables refer to (default: the shipped data)",
    ),
    argument(
        "--select",
        metavar="NAMES",
        action="append",
        default=[],
        help="check only these rules or dimensions, separated by commas",
    ),
    argument(
        "--skip",
        metavar="NAMES",
        action="append",
        default=[],
        help="leave out these rules or dimensions; the report names them",
    ),
    argument(
        "--rules",
        action="store_true",
        help="list the rules, each with its dimension and what it holds, and check nothing",
    ),
    add_arguments,
)
def validate(arguments: argparse.Namespace) -> int:
    """Check what is given, and report; or list the rules."""
    from nkdata import quality, rulebook

    if arguments.rules:
        print("\n".join(rulebook.listed(published=True)))
        return OK
    data = arguments.data if len(arguments.data) > 1 else next(iter(arguments.data), None)
    report = quality.validate(
        data,
        against=arguments.against,
        select=_names(arguments.select),
        skip=_names(arguments.skip),
    )
    return finish(report, arguments.outputs, arguments.fail_on)


def _names(given: Sequence[str]) -> list[str]:
    return [name.strip() for names in given for name in names.split(",") if name.strip()]


@verb(
    "prove that a data package is the published one: its hashes, and every quote",
    argument(
        "data",
        nargs="?",
        metavar="DIR",
        help="folder, zip or wheel of a data package (default: the shipped data)",
    ),
    argument(
        "--rebuild",
        action="store_true",
        help="also build it anew in memory, and say what moved: rows, or bytes only",
    ),
    argument(
        "--seeds", default="seeds", metavar="DIR", help="folder to rebuild from (default: seeds)"
    ),
)
def verify(arguments: argparse.Namespace) -> int:
    """Verify a package, and report."""
    from nkdata import flows

    seeds = arguments.seeds if arguments.rebuild else None
    return finish(flows.verify(arguments.data, seeds=seeds))


@verb(
    "compare two releases: rows, schemas, ids, and the version that the change asks for",
    argument(
        "old",
        metavar="OLD",
        help="folder, zip or wheel of a data package, or a git revision: REV, or REV:path where "
        "the package is not in data",
    ),
    argument("new", metavar="NEW", help="likewise; its version has to say what changed"),
    argument(
        "--format", choices=("text", "json"), default="text", help="what to print (default: text)"
    ),
    argument(
        "--all",
        action="store_true",
        help="print every row and every cell whole (default: some, and how many are left out)",
    ),
    argument(
        "--changes",
        metavar="FILE",
        help="also write the changes as JSON, after schemas/changes.json",
    ),
    argument(
        "--changelog",
        metavar="FILE",
        help="insert or renew this version's entry in a Markdown file",
    ),
    argument(
        "--ledger",
        metavar="FILE",
        action="append",
        default=[],
        help="ids that were retired before: an ids.txt, or a file that --changes wrote "
        "(seeds/ids.txt beside OLD and NEW is read anyway)",
    ),
)
def diff(arguments: argparse.Namespace) -> int:
    """Compare two releases, print what changed, and fail where the version does not say so."""
    from nkdata import flows
    from nkdata.changes.machine import document
    from nkdata.changes.text import lines
    from nkdata.reports.problems import render

    changes = flows.diff(
        arguments.old,
        arguments.new,
        ledgers=arguments.ledger,
        changes=arguments.changes,
        changelog=arguments.changelog,
    )
    if arguments.format == "json":
        sys.stdout.writelines(document(changes))
    else:
        for line in lines(changes, whole=arguments.all, colour=is_coloured()):
            print(line)
    sys.stdout.flush()  # before the problems, where both go to one place
    for problem in changes.problems:
        print(render(problem), file=sys.stderr)
    return OK if changes.ok else BAD


@verb(
    "say what a rule holds, why, and what breaks it; or list all rules",
    argument(
        "rule",
        nargs="?",
        metavar="RULE",
        help="name of a rule, as a report shows it in brackets (default: list them)",
    ),
)
def explain(arguments: argparse.Namespace) -> int:
    """Explain a rule, or list them."""
    from nkdata.rulebook import explained, listed

    rule = arguments.rule
    print("\n".join(listed() if rule is None else explained(rule, width())))
    return OK
