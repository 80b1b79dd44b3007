"""The engine of a cluster: Dask, on whatever scheduler the caller's client is connected to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.engines.window import in_order
from nkdata.errors import MissingExtraError, NkdataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from nkdata.engines.window import Kernel


def run_dask(
    kernel: Kernel, batches: Iterable[pa.RecordBatch], workers: int | None = None
) -> Iterator[pa.RecordBatch]:
    """Run the kernel on the Dask cluster of the current client. Raises NkdataError where no client is connected."""
    try:
        import distributed
    except ImportError as error:
        raise MissingExtraError("dask and distributed", "dask") from error
    try:
        client = distributed.get_client()
    except ValueError as error:
        raise NkdataError(
            "no Dask client is connected: make one with `distributed.Client(address)` first"
        ) from error
    count = workers or sum(client.nthreads().values()) or 1
    # pure=False: equal batches are worked on each by itself, so that a cancelled one never takes
    # another's result with it
    yield from in_order(lambda batch: client.submit(kernel, batch, pure=False), batches, 2 * count)
