"""Formats: a report to text that people, programs and CI services read. Each is a pure function of the report.

A format takes the report, what the rules are by name, and what makes a run fail (`FAIL_ON`), and
returns the text of a file. None leaves a problem out; what a service would cut is counted, and the
whole is where that count says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.reports.document import document, read_document
from nkdata.reports.github import github
from nkdata.reports.junit import junit
from nkdata.reports.markdown import markdown
from nkdata.reports.sarif import sarif
from nkdata.reports.text import text
from nkdata.reports.verdict import FAIL_ON, fails

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nkdata.reports.problems import Report
    from nkdata.rulebook import About

__all__ = [
    "FAIL_ON",
    "FORMATS",
    "document",
    "fails",
    "github",
    "junit",
    "markdown",
    "read_document",
    "sarif",
    "text",
]

FORMATS: dict[str, Callable[[Report, Mapping[str, About], str], str]] = {
    "text": text,
    "json": document,
    "junit": junit,
    "github": github,
    "sarif": sarif,
}
"""Every format by the name that the command line gives it."""
