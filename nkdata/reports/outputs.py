"""Where a report goes: to the terminal, to files, and to the CI service that the command runs in."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nkdata import rulebook
from nkdata.files import write
from nkdata.reports import FAIL_ON, FORMATS, fails, github, markdown
from nkdata.reports.text import paragraph, quiet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nkdata.reports.problems import Location, Report
    from nkdata.rulebook import About

DOCUMENTS = frozenset({"json", "junit", "sarif"})
"""Formats that are a whole file: nothing else may stand beside one of them on standard output."""


class Output(NamedTuple):
    """A format by name, and the file it goes to; None is standard output."""

    name: str
    file: Path | None


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """Add ``--format`` and ``--fail-on`` to a verb that ends in a report."""
    several = "may be given several times, at most one of json, junit and sarif without a file"
    verb.add_argument(
        "--format",
        dest="outputs",
        action=_Outputs,
        default=[],
        metavar="FORMAT[=FILE]",
        help=f"how to report: {', '.join(FORMATS)} (default: text), to standard output or to a file; {several}",
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
        name, _, file = str(value).partition("=")
        if name not in FORMATS or str(value).endswith("="):
            parser.error(
                f"--format {value}: write FORMAT or FORMAT=FILE; the formats are {', '.join(FORMATS)}"
            )
        outputs = [*namespace.outputs, Output(name, Path(file) if file not in ("", "-") else None)]
        printed = [
            output.name for output in outputs if output.name in DOCUMENTS and output.file is None
        ]
        if len(printed) > 1:
            parser.error(
                f"only one of {' and '.join(printed)} can be printed; give the other a file: --format {name}=FILE"
            )
        namespace.outputs = outputs


def deliver(report: Report, outputs: Sequence[Output] = (), fail_on: str = "error") -> bool:
    """Print a report, write it to files, tell the CI service, and return whether the run fails.

    Text is printed whatever goes to files: problems to standard error, totals to standard output. A whole document that
    is printed has standard output to itself; then text is printed to standard error, where it was
    asked for. On GitHub Actions annotations and the summary of the step come by themselves.

    Raises:
        NkdataError: a file cannot be written.
    """
    rules = rulebook.published()
    placed = _placed(report, Path.cwd())
    for output in outputs:
        if output.file is not None:
            _save(output.file, _made(output.name, placed, rules, fail_on))
    printed = {output.name for output in outputs if output.file is None}
    for name in printed & DOCUMENTS:
        _print_document(_made(name, placed, rules, fail_on))
    taken = bool(printed & DOCUMENTS)
    if not taken or "text" in printed:
        _print_text(placed, taken=taken)
    _tell_github(report, rules, fail_on, asked="github" in printed, taken=taken)
    return fails(report, fail_on)


def _made(name: str, report: Report, rules: Mapping[str, About], fail_on: str) -> str:
    return FORMATS[name](_for_github(report) if name == "github" else report, rules, fail_on)


def _save(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write(file, text)


def _print_document(text: str) -> None:
    """Print a document in UTF-8, whatever the terminal's encoding: its readers know no other."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _print_text(report: Report, *, taken: bool) -> None:
    for problem in report.problems:
        sys.stderr.write(f"{paragraph(problem)}\n")
    (sys.stderr if taken else sys.stdout).write(f"{quiet(report.summary())}\n")


def _tell_github(
    report: Report, rules: Mapping[str, About], fail_on: str, *, asked: bool, taken: bool
) -> None:
    running = os.environ.get("GITHUB_ACTIONS") == "true"
    if asked or running:  # the runner reads commands on both streams
        (sys.stderr if taken else sys.stdout).write(github(_for_github(report)))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if running and summary:
        with Path(summary).open("a", encoding="utf-8", newline="\n") as file:
            file.write(markdown(_for_github(report), rules, fail_on))


def _for_github(report: Report) -> Report:
    """Return the report with files as GitHub names them: from the root of the checkout, wherever the command runs."""
    return _placed(report, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()))


def _placed(report: Report, base: Path) -> Report:
    """Return the report with the files that lie in a folder named from there."""
    return replace(
        report,
        problems=[
            replace(p, where=p.where and _from(p.where, base.resolve())) for p in report.problems
        ],
    )


def _from(where: Location, base: Path) -> Location:
    if not os.path.isfile(where.file):  # whatever a name holds, this raises nothing  # noqa: PTH113  # whatever a name holds, this raises nothing
        return where
    file = Path(where.file).resolve()
    return (
        replace(where, file=file.relative_to(base).as_posix())
        if file.is_relative_to(base)
        else where
    )
