"""Errors that stop the program.

Faults in the data are not errors: they are rows, see `nkdata.reports.problems`.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class NkdataError(Exception):
    """Something could not be run; the message says what, and how to mend it.

    The command line exits with 2.
    """


class UnknownTableError(NkdataError, KeyError):
    """A table that does not exist was asked for; the message names the nearest one that does."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """Take the name that was asked for and the names that exist."""
        self.name, self.message = name, unknown("table", name, list(known))
        super().__init__(self.message)

    def __str__(self) -> str:
        """Return the message as it stands: KeyError would print it in quotes."""
        return self.message


class MissingExtraError(NkdataError, ImportError):
    """A library of an optional extra is not installed; the message gives the command for it."""

    def __init__(self, library: str, extra: str) -> None:
        """Take the library that was missing and the extra that brings it."""
        super().__init__(
            f"this needs {library}, which is not installed: pip install 'nkdata[{extra}]'"
        )


class BrokenPackageError(NkdataError, ValueError):
    """A folder or file is not a readable part of a data package."""


class BusyError(NkdataError, BlockingIOError):
    """Another build is writing to the same folder."""


def unknown(kind: str, name: str, known: Collection[str]) -> str:
    """Return a message: there is no thing of a kind and name; the nearest one, and all of them."""
    return (
        f"there is no {kind} {name!r}{suggestion(name, known)}; the {kind}s are {', '.join(known)}"
    )


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean 'x'?)`` for the known word nearest to ``word``, else ``""``."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""
