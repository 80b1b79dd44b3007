"""What a verb of the command line is, and what several verbs share."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from nkdata.reports.outputs import Output
    from nkdata.reports.problems import Report

    Run = Callable[[argparse.Namespace], int]
    Argument = Callable[[argparse.ArgumentParser], object]

OK, BAD = 0, 1
EPILOG = "exit status: 0 fine, 1 problems in the data, 2 could not run"
_WIDEST = 140
"""Columns at most, however wide the terminal: longer lines are hard to follow."""


class Verb(NamedTuple):
    """A verb: its name, what it does, its arguments, and the function that runs it."""

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    run: Run

    def add_to(
        self, verbs: argparse._SubParsersAction[argparse.ArgumentParser]
    ) -> argparse.ArgumentParser:
        """Add the verb to a parser's sub-commands, and return its own parser."""
        description = f"{self.summary[0].upper()}{self.summary[1:]}."
        parser = verbs.add_parser(self.name, description=description, epilog=EPILOG)
        for add in self.arguments:
            add(parser)
        parser.set_defaults(run=self.run)
        return parser


def verb(summary: str, *arguments: Argument) -> Callable[[Run], Verb]:
    """Make a verb of the function that runs it, under the function's name."""
    return lambda run: Verb(run.__name__, summary, arguments, run)


def argument(
    *flags: str,
    **options: Any,  # noqa: ANN401  # passed on to argparse as it is
) -> Argument:
    """Return what adds an argument to a parser; takes what `ArgumentParser.add_argument` takes."""
    return lambda parser: parser.add_argument(*flags, **options)


def finish(report: Report, outputs: Sequence[Output] = (), fail_on: str = "error") -> int:
    """Print or write a report, and return the exit status."""
    from nkdata.reports.outputs import deliver

    return BAD if deliver(report, outputs, fail_on) else OK


def width() -> int:
    """Return the columns of the terminal, 100 where there is none."""
    return min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)


def is_coloured() -> bool:
    """Return whether standard output is a terminal whose user wants colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
