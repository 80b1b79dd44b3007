"""Where a data package may lie: in a folder, in a zip or wheel, in a revision of git.

Files are read from it by name. Nothing is ever unpacked or checked out: no member of an archive can
land outside a folder, and no working tree is touched.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from nkdata.errors import BrokenPackageError, NkdataError
from nkdata.files import decoded, read_bytes, read_text
from nkdata.packages.archives import IN_WHEEL, Archive
from nkdata.paths import DESCRIPTOR, climbs

if TYPE_CHECKING:
    from collections.abc import Callable

IN_REVISION = "data"
LEDGER = "seeds/ids.txt"


@dataclass(frozen=True, slots=True)
class Source:
    """A place with a data package: its name as given, its files, and the ledger of ids beside it.

    ``read`` takes a file's path inside the package and raises BrokenPackageError where it cannot be
    read. ``ledger`` is the ledger's text, None where there is none.
    """

    name: str
    read: Callable[[str], bytes]
    ledger: str | None = None


def source(where: str | os.PathLike[str]) -> Source:
    """Return the data package in a folder, in a zip or wheel, or in a git revision.

    What lies on the disk under that name counts first. A revision is written ``REV`` or
    ``REV:path``, and is one of the repository around the working directory. Its path is counted
    from the repository's top, and is ``data`` where none is given.

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
        inside = [folder / place for place in (IN_REVISION, IN_WHEEL)]
        hints = [f"; there is one in {place}" for place in inside if (place / DESCRIPTOR).is_file()]
        hint = "".join(hints[:1])
        raise BrokenPackageError(f"{name}: there is no data package here, no {DESCRIPTOR}{hint}")
    beside = folder.resolve().parent / LEDGER
    ledger = read_text(beside) if beside.is_file() else None
    return Source(name, lambda file: read_bytes(folder / file), ledger)


# -- revisions


class _GitError(Exception):
    """Git did not do what it was asked; the message is the last line of what it said."""


def _revision(name: str) -> Source:
    revision, colon, path = name.partition(":")
    top = PurePosixPath(path if colon else IN_REVISION)
    commit = _commit(name, revision)
    if climbs(str(top)):
        raise NkdataError(
            f"{name}: the path climbs out of the repository; "
            "it is counted from the repository's top"
        )

    def read(file: str) -> bytes:
        try:
            return _git("cat-file", "blob", f"{commit}:{top / file}")
        except _GitError as error:
            message = f"{name}: there is no {top / file} in that revision ({error})"
            raise BrokenPackageError(message) from error

    beside = top.parent / LEDGER
    try:
        ledger = _git("cat-file", "blob", f"{commit}:{beside}")
    except _GitError:
        return Source(name, read)
    return Source(name, read, decoded(ledger, f"{revision}:{beside}"))


def _commit(name: str, revision: str) -> str:
    missing = f"{name}: there is no such folder or file, and no"
    if not revision or revision.startswith("-"):
        raise NkdataError(f"{missing} revision can have that name")
    try:
        return _git("rev-parse", "--verify", f"{revision}^{{commit}}").decode().strip()
    except _GitError as error:
        raise NkdataError(f"{missing} git revision {revision!r} here ({error})") from error


def _git(*arguments: str) -> bytes:
    """Return what git writes. Raises _GitError."""
    command = ["git", *arguments]
    try:
        return subprocess.run(  # noqa: S603  # the user's own git, and no shell
            command, capture_output=True, check=True, stdin=subprocess.DEVNULL
        ).stdout
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode("utf-8", "replace").strip().splitlines()
        said = lines[-1] if lines else f"git ended with {error.returncode}"
        raise _GitError(said) from error
    except (OSError, ValueError) as error:
        raise _GitError(f"git cannot be run: {error}") from error
