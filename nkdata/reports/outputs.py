"""Where a report goes: to the terminal, to files, and to the CI service that runs the command."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nkdata.files import write
from nkdata.reports import FAIL_ON, FORMATS, fails, summary
from nkdata.reports.text import quiet, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nkdata.reports.problems import Location, Report

LINES = frozenset({"text", "github"})
"""Formats that are lines of a log, among which others may stand."""
DOCUMENTS = tuple(name for name in FORMATS if name not in LINES)
"""Formats that are a whole file: nothing else may stand beside one of them on standard output."""


class Output(NamedTuple):
    """A format by name, and the file it goes to; None is standard output."""

    name: str
    file: Path | None


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """Add ``--format`` and ``--fail-on`` to a verb that ends in a report."""
    verb.add_argument(
        "--format",
        dest="outputs",
        action=_Outputs,
        default=[],
        metavar="FORMAT[=FILE]",
        help=f"how to report: {', '.join(FORMATS)} (default: text), to standard output or to a "
        f"file; may be given several times, at most one of {', '.join(DOCUMENTS)} without a file",
    )
    verb.add_argument(
        "--fail-on",
        choices=FAIL_ON,
        default="error",
        help="the least severity that makes the exit status 1 (default: error)",
    )


class _Outputs(argparse.Action):
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        value: object,
        _option: str | None = None,
    ) -> None:
        name, equals, file = str(value).partition("=")
        if name not in FORMATS or (equals and not file):
            known = ", ".join(FORMATS)
            parser.error(f"--format {value}: write FORMAT or FORMAT=FILE; the formats are {known}")
        outputs = [*namespace.outputs, Output(name, Path(file) if file not in ("", "-") else None)]
        printed = [o.name for o in outputs if o.file is None and o.name in DOCUMENTS]
        if len(printed) > 1:
            remedy = f"give the other a file: --format {name}=FILE"
            parser.error(f"only one of {' and '.join(printed)} can be printed; {remedy}")
        namespace.outputs = outputs


def deliver(report: Report, outputs: Sequence[Output], fail_on: str) -> bool:
    """Print a report, write it to files, tell the CI service, and return whether the run fails.

    Text is printed whatever goes to files: problems to standard error, totals to standard output. A
    whole document that is printed has standard output to itself; then text is printed to standard
    error, where it was asked for. On GitHub Actions annotations and the summary of the step come by
    themselves.

    Raises:
        NkdataError, OSError: a file cannot be written, or its folder cannot be made.
    """
    placed = _placed(report, Path.cwd())

    def formatted(name: str) -> str:
        return FORMATS[name](_for_github(placed) if name == "github" else placed, fail_on)

    for name, file in outputs:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            write(file, formatted(name))
    printed = {name for name, file in outputs if file is None}
    for name in printed.intersection(DOCUMENTS):
        _print_document(formatted(name))
    beside = sys.stderr if printed.intersection(DOCUMENTS) else sys.stdout
    if beside is sys.stdout or "text" in printed:
        sys.stderr.writelines(f"{quiet(render(problem))}\n" for problem in placed.problems)
        beside.write(f"{quiet(placed.summary())}\n")
    if "github" in printed or _on_github():
        beside.write(formatted("github"))  # the runner reads commands on both streams
    _summarize(placed, fail_on)
    return fails(report, fail_on)


def _print_document(text: str) -> None:
    """Print a document in UTF-8, whatever the terminal's encoding: its readers know no other."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _on_github() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _summarize(report: Report, fail_on: str) -> None:
    """Add the summary of the report to that of the step, on GitHub Actions."""
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if _on_github() and page:
        with Path(page).open("a", encoding="utf-8", newline="\n") as file:
            file.write(summary(_for_github(report), fail_on))


def _for_github(report: Report) -> Report:
    """Return the report with files as GitHub names them: from the root of the checkout."""
    return _placed(report, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()))


def _placed(report: Report, base: Path) -> Report:
    """Return the report with the files that lie in a folder named from there."""
    base = base.resolve()
    problems = [replace(p, where=p.where and _from(p.where, base)) for p in report.problems]
    return replace(report, problems=problems)


def _from(where: Location, base: Path) -> Location:
    if not os.path.isfile(where.file):  # noqa: PTH113  # this raises nothing, whatever a name holds
        return where
    file = Path(where.file).resolve()
    if not file.is_relative_to(base):
        return where
    return replace(where, file=file.relative_to(base).as_posix())
