"""What a verb of the command line is, and what several verbs share."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from nkdata.paths import beside
from nkdata.reports.outputs import add_arguments, deliver

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nkdata.reports.outputs import Output
    from nkdata.reports.problems import Report

OK, BAD = 0, 1
EPILOG = "exit status: 0 fine, 1 problems in the data, 2 could not run"
_WIDEST = 140
"""Columns at most, however wide the terminal: longer lines are hard to follow."""

_VERBS = beside(__file__, "verbs.toml")

Given = argparse.Namespace
"""What was given on the command line, by the names of a verb's arguments."""


class Verb(NamedTuple):
    """A verb: what it does, its arguments, and the function of its name that runs it."""

    run: Callable[[Given], int]
    summary: str
    arguments: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    reports: bool = False

    @property
    def name(self) -> str:
        """The verb's name on the command line."""
        return self.run.__name__

    def add_to(
        self, verbs: argparse._SubParsersAction[argparse.ArgumentParser]
    ) -> argparse.ArgumentParser:
        """Add the verb to a parser's sub-commands, and return its own parser."""
        description = f"{self.summary[0].upper()}{self.summary[1:]}."
        parser = verbs.add_parser(self.name, description=description, epilog=EPILOG)
        parser.register("action", "yes_or_no", argparse.BooleanOptionalAction)
        for name, options in self.arguments.items():
            parser.add_argument(name, **options)
        if self.reports:
            add_arguments(parser)
        parser.set_defaults(run=self.run)
        return parser


def verb(run: Callable[[Given], int]) -> Verb:
    """Return the verb that a function runs; verbs.toml describes it under the function's name."""
    return Verb(run, **_VERBS[run.__name__])


def finish(report: Report, outputs: Sequence[Output] = (), fail_on: str = "error") -> int:
    """Print or write a report, and return the exit status."""
    return BAD if deliver(report, outputs, fail_on) else OK


def width() -> int:
    """Return the columns of the terminal, 100 where there is none."""
    return min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)


def is_coloured() -> bool:
    """Return whether standard output is a terminal whose user wants colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
