"""The two files that a comparison writes on demand, each swapped in whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.changes import changelog, machine
from nkdata.changes.ids import read_ledger
from nkdata.files import read_text, write

if TYPE_CHECKING:
    from pathlib import Path

    from nkdata.changes.ids import Ledger
    from nkdata.changes.model import Changes


def earlier(path: Path) -> Ledger:
    """Return the ids that an earlier file of changes has retired, none where there is no file yet.

    Raises:
        NkdataError: there is a file, and no comparison wrote it: it would be lost.
    """
    if not path.exists():
        return {}
    text = read_text(path)
    return read_ledger(text if text.lstrip().startswith("{") else "{" + text, str(path))


def write_changes(changes: Changes, path: Path) -> None:
    """Write the changes as JSON; raises NkdataError where the file cannot be written."""
    write(path, machine.document(changes))


def write_changelog(changes: Changes, path: Path) -> None:
    """Put the entry of these changes into a changelog, a new one where there is none.

    Raises:
        NkdataError: the file cannot be read or written.
    """
    write(path, changelog.updated(read_text(path) if path.exists() else "", changes))
