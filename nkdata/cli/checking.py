"""The verbs that check and compare data packages: validate, verify, diff, explain."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nkdata.cli.verb import BAD, OK, Given, finish, is_coloured, width

if TYPE_CHECKING:
    from collections.abc import Sequence


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


def verify(given: Given) -> int:
    """Verify a package, and report."""
    from nkdata import flows

    return finish(flows.verify(given.data, seeds=given.seeds if given.rebuild else None))


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
        shown = lines(changes, whole=given.all, colour=is_coloured())
        sys.stdout.writelines(f"{line}\n" for line in shown)
    sys.stdout.flush()  # before the problems, where both go to one place
    sys.stderr.writelines(f"{render(problem)}\n" for problem in changes.problems)
    return OK if changes.ok else BAD


def explain(given: Given) -> int:
    """Explain a rule, or list them."""
    from nkdata.rulebook.lookup import explained, listed

    print("\n".join(explained(given.rule, width()) if given.rule else listed()))
    return OK
