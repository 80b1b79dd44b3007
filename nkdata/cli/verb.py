"""What a verb of the command line is, and what several verbs share."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nkdata.reports.outputs import Output
    from nkdata.reports.problems import Report

OK, BAD = 0, 1
EPILOG = "exit status: 0 fine, 1 problems in the data, 2 could not run"
_WIDEST = 140
"""Columns at most, however wide the terminal: longer lines are hard to follow."""

Given = argparse.Namespace
"""What was given on the command line, by the names of a verb's arguments."""

Argument = Callable[[argparse.ArgumentParser], object]
"""What adds an argument to a verb's parser."""


class Verb(NamedTuple):
    """A verb: its name, what it does, its arguments, and the function that runs it."""

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    run: Callable[[Given], int]

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


def verb(summary: str, *arguments: Argument) -> Callable[[Callable[[Given], int]], Verb]:
    """Make a verb of the function that runs it, under the function's name."""
    return lambda run: Verb(run.__name__, summary, arguments, run)


def argument(
    name: str,
    metavar: str,
    text: str,
    **options: Any,  # noqa: ANN401  # passed on to argparse as it is
) -> Argument:
    """Return an argument with a value, shown as ``metavar``; the options are those of argparse."""
    return lambda parser: parser.add_argument(name, metavar=metavar, help=text, **options)


def flag(name: str, text: str) -> Argument:
    """Return an argument without a value, which is given or not."""
    return lambda parser: parser.add_argument(name, action="store_true", help=text)


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
