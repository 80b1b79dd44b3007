"""Files read and written whole: killed at any moment, a file is the old one or the new one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from nkdata.errors import BrokenPackageError, NkdataError

if TYPE_CHECKING:
    from collections.abc import Iterable


def read_text(path: Path) -> str:
    """Return a file's text, without a byte order mark. Raises as `read_bytes` and `decoded` do."""
    return decoded(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes. Raises BrokenPackageError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise BrokenPackageError(f"{path}: cannot be read ({reason})") from error


def decoded(raw: bytes, name: object) -> str:
    """Return the text of a file, without a byte order mark.

    Raises:
        BrokenPackageError: it is not UTF-8; the message gives the file's name and the byte.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"byte 0x{error.object[error.start]:02x} at offset {error.start} is not UTF-8"
        raise BrokenPackageError(f"{name}: {reason}") from error


def write(path: Path, text: str | Iterable[str]) -> None:
    r"""Write a text, or the pieces of one, aside and then replace the file in one step.

    Lines end in \n; half a surrogate pair is written as an escape. A symlink is followed, and the
    file's mode kept. What is no regular file (a pipe, a terminal) is written to directly.

    Raises:
        NkdataError: the file cannot be written; it is then as it was before.
    """
    pieces = [text] if isinstance(text, str) else text
    data = (piece.encode("utf-8", "backslashreplace") for piece in pieces)
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                file.writelines(data)
        else:
            _replace(target, data)
    except OSError as error:
        raise refusal(path, error) from error


def _replace(target: Path, data: Iterable[bytes]) -> None:
    aside = target.with_name(f".{target.name}.new")
    try:
        aside.unlink(missing_ok=True)  # what a killed run left
        write_new(aside, data)
        if target.exists():
            shutil.copymode(target, aside)
        aside.replace(target)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()
    flush_folder(target.parent)


def write_new(path: Path, data: Iterable[bytes]) -> None:
    """Write a file that is not there yet, and flush it to the disk. Raises OSError."""
    with path.open("xb") as file:
        file.writelines(data)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Flush a folder's names to the disk, where the system can."""
    if os.name == "nt":  # folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that flushes no folders
            raise
    finally:
        os.close(descriptor)


def refusal(path: object, error: OSError) -> NkdataError:
    """Return the error of a file that the system refuses to write: its name, and why."""
    return NkdataError(f"{path}: cannot be written ({error.strerror or error})")
