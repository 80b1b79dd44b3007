"""Engines: where a kernel runs. In this process, on this machine's cores, or on a Dask cluster.

A kernel takes one Arrow record batch and returns one. It does not know which engine runs it.
"""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING

from nkdata.errors import MissingExtraError, NkdataError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Future

    import pyarrow as pa

    Batches = Iterable[pa.RecordBatch]
    Kernel = Callable[[pa.RecordBatch], pa.RecordBatch]
    Engine = Callable[[Kernel, Batches, int | None], Iterator[pa.RecordBatch]]

_EACH = 2
"""Batches for each worker: one in work, and one that waits, so that no worker is idle."""


def _local(kernel: Kernel, batches: Batches, _: int | None) -> Iterator[pa.RecordBatch]:
    """Run the kernel in this process, one batch after the other."""
    return map(kernel, batches)


def _processes(kernel: Kernel, batches: Batches, workers: int | None) -> Iterator[pa.RecordBatch]:
    """Run the kernel in worker processes, by default one for each core of this process."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    affinity = getattr(os, "sched_getaffinity", None)
    count = workers or (len(affinity(0)) if affinity else os.cpu_count() or 1)
    # spawn: a fork of a process in which Arrow has started its threads can hang
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield from _in_order(lambda batch: pool.submit(kernel, batch), batches, count)


def _dask(kernel: Kernel, batches: Batches, workers: int | None) -> Iterator[pa.RecordBatch]:
    """Run the kernel on the Dask cluster of the current client. Raises NkdataError without one."""
    try:
        import distributed
    except ImportError as error:
        raise MissingExtraError("dask and distributed", "dask") from error
    try:
        client = distributed.get_client()
    except ValueError as error:
        remedy = "make one with `distributed.Client(address)` first"
        raise NkdataError(f"no Dask client is connected: {remedy}") from error
    count = workers or sum(client.nthreads().values()) or 1
    # pure=False: equal batches are separate tasks, so that to cancel one leaves the others alone
    yield from _in_order(lambda batch: client.submit(kernel, batch, pure=False), batches, count)


def _in_order(
    submit: Callable[[pa.RecordBatch], Future[pa.RecordBatch]], batches: Batches, workers: int
) -> Iterator[pa.RecordBatch]:
    """Submit batches, a few ahead of the reader, and yield their results in order."""
    pending: deque[Future[pa.RecordBatch]] = deque()
    for batch in batches:
        pending.append(submit(batch))
        if len(pending) >= _EACH * workers:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


ENGINES: Mapping[str, Engine] = {"local": _local, "processes": _processes, "dask": _dask}
"""``local`` is this process, ``processes`` this machine's cores, ``dask`` a Dask cluster."""


def run(
    kernel: Kernel,
    batches: Batches,
    engine: str = "local",
    workers: int | None = None,
) -> Iterator[pa.RecordBatch]:
    """Run a kernel over record batches and yield its results, in the order of the batches.

    Args:
        kernel: a function of one record batch that the workers can import; it sets its output's
            schema itself.
        batches: the input. It may be larger than memory: it is read as workers take it.
        engine: one of `ENGINES`.
        workers: how many batches run at once; by default a core, or a thread of the cluster, each.

    Raises:
        NkdataError: there is no such engine, or for ``dask`` no connected client.
        MissingExtraError: the engine's library is not installed.
    """
    if engine not in ENGINES:
        raise NkdataError(unknown("engine", engine, ENGINES))
    return ENGINES[engine](kernel, batches, workers)
