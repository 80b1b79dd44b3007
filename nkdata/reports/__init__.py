"""Reports: problems, and the formats in which people, programs and CI services read them.

A format takes a report and what makes a run fail (`FAIL_ON`), and returns the text of a file. None
leaves a problem out, except where a service would cut it off: the text then counts what is missing,
and says where all of it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.reports.github import github
from nkdata.reports.json import document
from nkdata.reports.junit import junit
from nkdata.reports.sarif import sarif
from nkdata.reports.summary import summary
from nkdata.reports.text import text
from nkdata.reports.verdict import FAIL_ON, fails

if TYPE_CHECKING:
    from collections.abc import Callable

    from nkdata.reports.problems import Report

__all__ = ["FAIL_ON", "FORMATS", "document", "fails", "github", "junit"]
__all__ += ["sarif", "summary", "text"]

FORMATS: dict[str, Callable[[Report, str], str]] = {
    "text": text,
    "json": document,
    "junit": junit,
    "github": github,
    "sarif": sarif,
}
"""Every format by the name that the command line gives it."""
