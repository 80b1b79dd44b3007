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
    """Return one line for each file that is missing, superfluous or different in the folder, with the reason.

    Raises:
        NkdataError: the folder cannot be read.
    """
    try:
        there = (
            {path.name: path.read_bytes() if path.is_file() else None for path in out.iterdir()}
            if out.exists()
            else {}
        )
    except OSError as error:
        raise NkdataError(f"{error.filename or out}: cannot be read ({error.strerror})") from error
    lost = [f"{name}: missing" for name in files.keys() - there.keys()]
    extra = [
        f"{name}: superfluous, the build does not make it" for name in there.keys() - files.keys()
    ]
    other = [
        f"{name}: {_reason(name, files[name], there[name])}"
        for name in files.keys() & there.keys()
        if files[name] != there[name]
    ]
    return sorted([*lost, *extra, *other])


def _reason(name: str, built: bytes, found: bytes | None) -> str:
    if found is None:
        return "not a file"
    return _parquet_reason(built, found) if name.endswith(".parquet") else "different"


def _parquet_reason(built: bytes, found: bytes) -> str:
    import pyarrow as pa

    try:
        with _open(built) as ours, _open(found) as theirs:
            if content_hash(ours.read()) != content_hash(theirs.read()):
                return f"different rows ({theirs.metadata.num_rows} there, {ours.metadata.num_rows} built)"
            makers = theirs.metadata.created_by, ours.metadata.created_by
    except (pa.ArrowException, OSError, NkdataError) as error:
        return f"not a readable table ({error})"
    by = f", written by {makers[0]} there and {makers[1]} here" if makers[0] != makers[1] else ""
    return f"same rows, only the file's bytes differ{by}"


def _open(data: bytes) -> pq.ParquetFile:
    import pyarrow.parquet as pq

    return pq.ParquetFile(io.BytesIO(data), page_checksum_verification=True)
