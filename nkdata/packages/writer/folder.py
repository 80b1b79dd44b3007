"""Files to a folder in one step: killed at any moment, the folder is the old one or the new one.

The files are written aside into ``.NAME.new`` beside the folder NAME and flushed to the disk. Where
the system can exchange two names in one step (Linux, renameat2) it does, and what is then in
``.NAME.new`` is the old folder, which is deleted. Elsewhere the folder is renamed to ``.NAME.old``
and the new one renamed into its place; killed between the two, `recover` puts the old one back.
"""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

from nkdata.errors import NkdataError
from nkdata.files import flush_folder, refusal, write_new
from nkdata.packages.writer import system
from nkdata.packages.writer.card import CARD
from nkdata.packages.writer.croissant import CROISSANT
from nkdata.paths import DESCRIPTOR
from nkdata.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAMES = frozenset({*(f"{table}.parquet" for table in TABLES), CARD, CROISSANT, DESCRIPTOR})
"""Every name this writer writes; a folder that holds any other is not ours to replace."""


def install(files: Mapping[str, bytes], out: Path) -> None:
    """Make the folder hold exactly these files, in one step.

    ``files`` is what `render` returned. The folder is made where there is none, and replaced where
    it holds only what this function wrote. A symlink is followed.

    Raises:
        BusyError: another build is writing there at this moment.
        NkdataError: the folder holds something else, or cannot be written; it is then as it was.
    """
    if unknown := sorted(set(files) - NAMES):
        raise NkdataError(f"{unknown[0]}: not a file of the package")
    with _reasons(out):
        out = _resolve(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        with system.lock(out):
            _replace(files, out)


def recover(out: Path) -> None:
    """Put back the folder if a killed build left it aside, and delete what else that build left.

    Raises:
        NkdataError: the folder is missing, and putting it back failed.
    """
    try:
        with _reasons(out):
            out = _resolve(out)
            if any(os.path.lexists(aside) for aside in _asides(out)):
                with system.lock(out):
                    _tidy(out)
    except NkdataError:
        # A folder that stands is whole: no reader need care for what else lies beside it.
        if not out.exists():
            raise


def _replace(files: Mapping[str, bytes], out: Path) -> None:
    new, old = _asides(out)
    _tidy(out)
    _refuse_foreign(out)
    if os.path.lexists(out) and not os.access(out, os.W_OK):
        # It could be renamed all the same, and then not be deleted.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(out))
    try:
        _write_aside(files, new)
        if not os.path.lexists(out):
            new.rename(out)
        elif not system.exchange(new, out):
            out.rename(old)
            new.rename(out)
        flush_folder(out.parent)
    finally:
        _tidy(out)  # deletes the unfinished folder after a failure, else the replaced one


def _asides(out: Path) -> tuple[Path, Path]:
    return out.with_name(f".{out.name}.new"), out.with_name(f".{out.name}.old")


def _tidy(out: Path) -> None:
    new, old = _asides(out)
    if os.path.lexists(old) and not os.path.lexists(out):
        _refuse_foreign(old)
        old.rename(out)
        flush_folder(out.parent)
    for aside in (new, old):
        _refuse_foreign(aside)
        if os.path.lexists(aside):
            # The descriptor goes first: a folder deleted by half is then no package.
            for file in sorted(aside.iterdir(), key=lambda file: file.name != DESCRIPTOR):
                file.unlink()
            aside.rmdir()


def _refuse_foreign(folder: Path) -> None:
    """Raise NkdataError where there is something that this writer did not write."""
    if not os.path.lexists(folder):
        return
    remedy = "move it away, or name another folder"
    if not folder.is_dir() or folder.is_symlink():
        message = "there is a file of that name, and a folder is to be written"
        raise NkdataError(f"{folder}: {message}; {remedy}")
    for entry in sorted(folder.iterdir()):
        if entry.name not in NAMES or (entry.is_dir() and not entry.is_symlink()):
            message = "not written by nkdata, which replaces the whole folder"
            raise NkdataError(f"{entry}: {message}; {remedy}")


def _write_aside(files: Mapping[str, bytes], new: Path) -> None:
    new.mkdir()
    for name in sorted(files, key=lambda name: (name == DESCRIPTOR, name)):
        with _reasons(new / name):
            write_new(new / name, [files[name]])
    flush_folder(new)


def _resolve(out: Path) -> Path:
    try:
        return out.resolve()
    except RuntimeError as error:  # what Python 3.11 and 3.12 raise for it
        raise NkdataError(f"{out}: a symlink that leads to itself") from error


@contextlib.contextmanager
def _reasons(path: Path) -> Iterator[None]:
    """Turn what the system refuses into an error that names the file and the reason."""
    try:
        yield
    except NkdataError:
        raise
    except OSError as error:
        raise refusal(error.filename or path, error) from error
