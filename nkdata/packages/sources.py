"""Where a data package may lie: in a folder, in a zip or wheel, in a revision of git. Files are read from it by name.

Nothing is ever unpacked or checked out: no member of an archive can land outside a folder, and no working tree is touched.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from nkdata.errors import BrokenPackageError, NkdataError
from nkdata.packages.archives import IN_WHEEL, Archive
from nkdata.paths import DESCRIPTOR, climbs

if TYPE_CHECKING:
    from collections.abc import Callable

IN_REVISION = "data"
LEDGER = "seeds/ids.txt"


@dataclass(frozen=True, slots=True)
class Source:
    """A place with a data package: its name as given, its files, and the text of the ledger of ids that lies beside it, if any.

    ``read`` takes a file's path inside the package and raises BrokenPackageError where it cannot be read.
    """

    name: str
    read: Callable[[str], bytes]
    ledger: str | None = None


def source(where: str | os.PathLike[str]) -> Source:
    """Return the data package that lies in a folder, in a zip or wheel, or in a git revision ``REV`` or ``REV:path``.

    What lies on the disk under that name counts first. A revision is one of the repository around
    the working directory; its path is counted from the repository's top, and is ``data`` where none
    is given.

    Raises:
        BrokenPackageError: there is something, and it holds no data package.
        NkdataError: there is no such folder, file or revision.
    """
    name = os.fspath(where)
    path = Path(name)
    if path.is_dir():
        return _folder(name, path)
    return Source(name, Archive(path, name).read) if path.is_file() else _revision(name)


def _folder(name: str, folder: Path) -> Source:
    if not (folder / DESCRIPTOR).is_file():
        inside = next(
            (place for place in (IN_REVISION, IN_WHEEL) if (folder / place / DESCRIPTOR).is_file()),
            None,
        )
        hint = f"; there is one in {folder / inside}" if inside else ""
        raise BrokenPackageError(f"{name}: there is no data package here, no {DESCRIPTOR}{hint}")
    beside = folder.resolve().parent / LEDGER
    return Source(
        name,
        lambda file: _bytes(folder / file),
        _text(_bytes(beside), str(beside)) if beside.is_file() else None,
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BrokenPackageError(f"{file}: cannot be read ({error.strerror or error})") from error


def _text(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenPackageError(
            f"{name}: not UTF-8 ({error.reason} at byte {error.start})"
        ) from error


# -- revisions


def _revision(name: str) -> Source:
    revision, colon, path = name.partition(":")
    top = PurePosixPath(path if colon else IN_REVISION)
    if not revision or revision.startswith("-"):
        raise NkdataError(
            f"{name}: there is no such folder or file, and no revision can have that name"
        )
    if climbs(str(top)):
        raise NkdataError(
            f"{name}: the path climbs out of the repository; it is counted from the repository's top"
        )
    found, commit, said = _git("rev-parse", "--verify", f"{revision}^{{commit}}")
    if not found:
        raise NkdataError(
            f"{name}: there is no such folder or file, and no git revision {revision!r} here ({said})"
        )
    at = commit.decode().strip()

    def read(file: str) -> bytes:
        there, data, reason = _git("cat-file", "blob", f"{at}:{top / file}")
        if not there:
            raise BrokenPackageError(
                f"{name}: there is no {top / file} in that revision ({reason})"
            )
        return data

    kept, ledger, _ = _git("cat-file", "blob", f"{at}:{top.parent / LEDGER}")
    return Source(name, read, _text(ledger, f"{revision}:{top.parent / LEDGER}") if kept else None)


def _git(*arguments: str) -> tuple[bool, bytes, str]:
    """Return whether git did it, what it wrote, and the last line of what it said."""
    try:
        done = subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607  # the user's own git, and no shell
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )  # the user's own git, and no shell
    except (OSError, ValueError) as error:
        return False, b"", f"git cannot be run: {error}"
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return (
        done.returncode == 0,
        done.stdout,
        lines[-1] if lines else f"git ended with {done.returncode}",
    )
