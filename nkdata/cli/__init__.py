"""The command line: ``nkdata VERB``. Exit 0 is fine, 1 problems in the data, 2 could not run."""

from __future__ import annotations

import argparse
import io
import os
import sys
from typing import TYPE_CHECKING

from nkdata import __version__
from nkdata.cli import checking, making, reading
from nkdata.cli.verb import EPILOG, OK, verb
from nkdata.errors import NkdataError

if TYPE_CHECKING:
    from collections.abc import Sequence

FAILED = 2
INTERRUPTED = 130  # as shells report a program that Ctrl-C ended
_GROUPS = {
    "Read the data, or a page": (reading.ls, reading.describe, reading.show, reading.parse),
    "Check and compare": (checking.validate, checking.verify, checking.diff, checking.explain),
    "Curate and build": (making.new, making.check, making.build),
}
GROUPS = {title: [verb(run) for run in functions] for title, functions in _GROUPS.items()}
"""Every verb, in the order in which people come to need them; each is one function."""

_ABOUT = (
    "North Korea's dealings with Russia and China as the open press reported them:\n"
    "every row with its quote, and with who said so."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; without a verb, print the verbs."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a terminal that cannot show a character gets its escape
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(argv)
    except BrokenPipeError:
        # the reader went away, as `| head` does: keep Python from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        message, status = "interrupted", INTERRUPTED
    except NkdataError as error:
        message, status = str(error), FAILED
    except OSError as error:
        message, status = f"{error.filename or ''}: {error.strerror or error}", FAILED
    print(f"nkdata: {message}", file=sys.stderr)
    return status


def _run(argv: Sequence[str] | None) -> int:
    top = parser()
    arguments = top.parse_args(argv)
    if arguments.run:
        return int(arguments.run(arguments))
    top.print_help()
    return OK


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser, with every verb."""
    top = argparse.ArgumentParser(
        prog="nkdata",
        usage="nkdata VERB ...",
        description=_screen(),
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"nkdata {__version__}")
    top.set_defaults(run=None)
    # argparse knows no groups of verbs, so the screen lists them
    verbs = top.add_subparsers(prog="nkdata", metavar="VERB", help=argparse.SUPPRESS)
    for group in GROUPS.values():
        for each in group:
            each.add_to(verbs)
    return top


def _screen() -> str:
    """Return what nkdata is, its verbs in their groups, and where to read on."""
    lines = [_ABOUT]
    for title, group in GROUPS.items():
        lines += ["", f"{title}:", *(f"  {each.name:<10}{each.summary}" for each in group)]
    return "\n".join([*lines, "", "`nkdata VERB --help` shows the arguments of a verb."])
