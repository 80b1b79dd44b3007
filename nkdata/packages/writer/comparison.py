"""What a rebuild would change, for `nkdata build --check`."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from nkdata.content import content_hash
from nkdata.errors import NkdataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow.parquet as pq


def differences(files: Mapping[str, bytes], out: Path) -> list[str]:
    """Return one line for each file that is missing, superfluous or different in the folder.

    Raises:
        NkdataError: the folder cannot be read.
    """
    try:
        names = {path.name for path in out.iterdir()} if out.exists() else set()
        reasons = {name: _reason(files.get(name), out / name) for name in names}
    except OSError as error:
        raise NkdataError(f"{error.filename or out}: cannot be read ({error.strerror})") from error
    reasons |= dict.fromkeys(files.keys() - names, "missing")
    return sorted(f"{name}: {reason}" for name, reason in reasons.items() if reason)


def _reason(built: bytes | None, path: Path) -> str | None:
    """Return how a file of the folder differs from what was built, None where it does not."""
    if built is None:
        return "superfluous, the build does not make it"
    if not path.is_file():
        return "not a file"
    present = path.read_bytes()
    if present == built:
        return None
    return _parquet_reason(built, present) if path.suffix == ".parquet" else "different"


def _parquet_reason(built: bytes, present: bytes) -> str:
    import pyarrow as pa

    try:
        with _open(built) as ours, _open(present) as theirs:
            counts = theirs.metadata.num_rows, ours.metadata.num_rows
            makers = theirs.metadata.created_by, ours.metadata.created_by
            if content_hash(ours.read()) != content_hash(theirs.read()):
                return f"different rows ({counts[0]} there, {counts[1]} built)"
    except (pa.ArrowException, OSError, NkdataError) as error:
        return f"not a readable table ({error})"
    by = f", written by {makers[0]} there and {makers[1]} here" if makers[0] != makers[1] else ""
    return f"same rows, only the file's bytes differ{by}"


def _open(data: bytes) -> pq.ParquetFile:
    import pyarrow.parquet as pq

    return pq.ParquetFile(io.BytesIO(data), page_checksum_verification=True)
