"""Zip archives and wheels that hold a data package: finding it in them, and reading from it."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from nkdata.errors import BrokenPackageError
from nkdata.paths import DESCRIPTOR, climbs

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_WHEEL = "nkdata/_data"
_MOST = 4 << 30
"""Bytes that an archive may unpack to.

A few hundred times the largest package that was tried, and less than most disks hold.
"""
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError),  # a bad archive or member, a cut end
    *(RuntimeError, NotImplementedError),  # a password, an unknown compression
    *(ValueError, OSError),  # names that cannot be read
)
"""What zipfile raises."""


class Archive:
    """The data package in an archive: where wheels carry it, else the one that lies highest.

    All methods raise BrokenPackageError, which names the archive.
    """

    def __init__(self, file: Path, name: str | None = None) -> None:
        """Take a file, and its name as errors give it.

        The file has to be an archive that holds one package, whose members stay inside it.
        """
        self.file, self.name = file, name or str(file)
        if not zipfile.is_zipfile(file):
            wanted = f"a folder with a {DESCRIPTOR}, or an archive of one"
            raise self._error(f"neither a folder nor a zip or wheel; give {wanted}")
        with self._opened("not a readable zip") as archive:
            members = archive.infolist()
        self._refuse_bad(members)
        self.top = self._top([PurePosixPath(member.filename) for member in members])

    def _refuse_bad(self, members: list[zipfile.ZipInfo]) -> None:
        for name in (member.filename for member in members):
            if climbs(name):
                warning = "climbs out of the archive; do not trust this file"
                raise self._error(f"the member {name!r} {warning}")
        if sum(member.file_size for member in members) > _MOST:
            raise self._error(f"unpacks to more than {_MOST >> 30} GB")

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the package."""
        member = str(self.top / path)
        try:
            with self._opened(f"{member} cannot be read") as archive:
                return archive.read(member)
        except KeyError as error:
            raise self._error(f"there is no {member} in it") from error

    @contextmanager
    def unpacked(self) -> Iterator[Path]:
        """Yield the package's folder, unpacked aside for as long as it is needed."""
        with tempfile.TemporaryDirectory(prefix="nkdata-") as aside:
            with self._opened("cannot be unpacked") as archive:
                names = archive.namelist()
                inside = [n for n in names if PurePosixPath(n).is_relative_to(self.top)]
                archive.extractall(aside, inside)
            yield Path(aside) / self.top

    @contextmanager
    def _opened(self, failing: str) -> Iterator[zipfile.ZipFile]:
        try:
            with zipfile.ZipFile(self.file) as archive:
                yield archive
        except _BROKEN as error:
            raise self._error(f"{failing} ({error})") from error

    def _top(self, members: list[PurePosixPath]) -> PurePosixPath:
        tops = [member.parent for member in members if member.name == DESCRIPTOR]
        in_wheel = [top for top in tops if str(top) == IN_WHEEL]
        highest = min((len(top.parts) for top in tops), default=0)
        chosen = in_wheel or [top for top in tops if len(top.parts) == highest]
        if len(chosen) == 1:
            return chosen[0]
        several = f"{len(chosen)} packages: {', '.join(map(str, chosen))}"
        raise self._error(
            f"it holds {several if chosen else f'no {DESCRIPTOR}'}; "
            f"an archive holds one data package, a wheel in {IN_WHEEL}"
        )

    def _error(self, message: str) -> BrokenPackageError:
        return BrokenPackageError(f"{self.name}: {message}")
