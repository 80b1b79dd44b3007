"""North Korea's dealings with Russia and China as the open press reported them.

Every row points at the characters it came from, and names who said so, through whom, when, and
how surely.

>>> import nkdata
>>> nkdata.tables()[:4]
('articles', 'actors', 'events', 'claims')

Read the data:

    tables()                        the names of the tables
    describe(table)                 a table's columns: type, meaning, codes
    load(table)                     a table for pandas, polars, pyarrow or duckdb
    path(table)                     a table's Parquet file

Check and compare:

    validate(data)                  a `Report` on a package, files or frames, with each `Problem`
    split(frame, table)             the good and the bad rows of a frame
    verify(where)                   a `Report` on whether a package is the published one
    diff(old, new)                  the `Changes` between two releases

Read a scraped page:

    parse(text)                     a `Document`: the page's lines as labelled `Segment` tuples
    parse_html(html)                the same of HTML, with `Metadata`: each `Statement` of markup
    parse_batches(batches)          a corpus as Arrow record batches, on one core or many
    facts(document)                 `Facts`: title, authors, publisher, dates, each with its words
    resolve(expression, published)  "last week" as a date

Build:

    build(seeds, out)               the data package of a seeds folder

What cannot run raises `NkdataError`, which says what to do.
"""

from __future__ import annotations

# type checkers read it as true; importing it from typing would take most of this module's time
TYPE_CHECKING = False
if TYPE_CHECKING:
    from nkdata.bibliography import Facts, facts
    from nkdata.changes import Changes
    from nkdata.document import Document, Metadata, Segment, Statement
    from nkdata.errors import NkdataError
    from nkdata.flows import build, diff, parse_batches, parse_html, verify
    from nkdata.packages.reader import describe, load, path, tables
    from nkdata.parser import parse
    from nkdata.quality import split, validate
    from nkdata.reports.problems import Problem, Report
    from nkdata.words.times import resolve

__all__ = [
    "Changes",
    "Document",
    "Facts",
    "Metadata",
    "NkdataError",
    "Problem",
    "Report",
    "Segment",
    "Statement",
    "build",
    "describe",
    "diff",
    "facts",
    "load",
    "parse",
    "parse_batches",
    "parse_html",
    "path",
    "resolve",
    "split",
    "tables",
    "validate",
    "verify",
]

__version__ = "0.1.0"

_HOMES = {
    "Changes": "changes",
    "Document": "document",
    "Facts": "bibliography",
    "Metadata": "document",
    "NkdataError": "errors",
    "Problem": "reports.problems",
    "Report": "reports.problems",
    "Segment": "document",
    "Statement": "document",
    "build": "flows",
    "describe": "packages.reader",
    "diff": "flows",
    "facts": "bibliography",
    "load": "packages.reader",
    "parse": "parser",
    "parse_batches": "flows",
    "parse_html": "flows",
    "path": "packages.reader",
    "resolve": "words.times",
    "split": "quality",
    "tables": "packages.reader",
    "validate": "quality",
    "verify": "flows",
}


def __getattr__(name: str) -> object:
    """Fetch a public name on its first use, so that importing nkdata imports no heavy library."""
    if name not in _HOMES:
        raise AttributeError(f"module 'nkdata' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"nkdata.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__, "__version__"]
