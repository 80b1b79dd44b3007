"""What the operating system gives: exchanging two names in one step, and keeping builds apart."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
from functools import cache
from typing import TYPE_CHECKING

from nkdata.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: builds at once are not kept apart there
    fcntl = None  # type: ignore[assignment]

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_CANNOT_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM})
"""No such call, no such file system, or a sandbox that answers so to calls it does not know."""
_CANNOT_LOCK = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOLCK, errno.EBADF})
"""No such call, or a network file system that has no locks, or none on folders."""


@cache
def renameat2() -> Callable[..., int] | None:
    """Return the C library's renameat2, or None: not Linux, or a C library without it."""
    try:
        return ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return None


def exchange(first: Path, second: Path) -> bool:
    """Exchange two names in one step, or return False where the system cannot.

    Raises:
        OSError: the system refuses.
    """
    call = renameat2()
    if call is None:
        return False
    names = os.fsencode(first), os.fsencode(second)
    if call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(second))


@contextlib.contextmanager
def lock(out: Path) -> Iterator[None]:
    """Keep other builds away from the folder. Raises BusyError where one is at work."""
    # The lock lies on the parent folder itself: it leaves no file behind, and a killed process lets
    # go of it.
    if fcntl is None:
        yield
        return
    descriptor = os.open(out.parent, os.O_RDONLY)
    try:
        _flock(descriptor, out)
        yield
    finally:
        os.close(descriptor)


def _flock(descriptor: int, out: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        message = (
            "another build is writing here, or beside it; wait until it is done, and try again"
        )
        raise BusyError(f"{out}: {message}") from error
    except OSError as error:
        if error.errno not in _CANNOT_LOCK:
            raise
