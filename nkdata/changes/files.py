"""The two files that a comparison writes on demand, each swapped in whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.changes import changelog, machine
from nkdata.changes.ids import read_ledger
from nkdata.errors import NkdataError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nkdata.changes.ids import Ledger
    from nkdata.changes.model import Comparison


def read_text(path: Path) -> str:
    """Return a file's text; raises NkdataError where it cannot be read or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise NkdataError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from error
    except OSError as error:
        raise NkdataError(f"{path}: cannot be read ({error.strerror or error})") from error


def earlier(path: Path) -> Ledger:
    """Return the ids that an earlier file of changes has retired, none where there is no file yet.

    Raises:
        NkdataError: there is a file, and no comparison wrote it: it would be lost.
    """
    if not path.exists():
        return {}
    text = read_text(path)
    return read_ledger(text if text.lstrip().startswith("{") else "{" + text, str(path))


def write_changes(changes: Comparison, path: Path) -> None:
    """Write the changes as JSON; raises NkdataError where the file cannot be written."""
    _write(path, machine.document(changes))


def write_changelog(changes: Comparison, path: Path) -> None:
    """Put the entry of these changes into a changelog, a new one where there is none.

    Raises:
        NkdataError: the file cannot be read or written.
    """
    _write(path, [changelog.updated(read_text(path) if path.exists() else "", changes)])


def _write(path: Path, pieces: Iterable[str]) -> None:
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
            file.writelines(pieces)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise NkdataError(f"{path}: cannot be written ({error.strerror or error})") from error
