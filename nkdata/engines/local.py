"""Engines of this machine: one process, or one a core."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nkdata.engines.window import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from nkdata.engines.window import Kernel


def run_local(
    kernel: Kernel,
    batches: Iterable[pa.RecordBatch],
    workers: int | None = None,  # noqa: ARG001  # as every engine
) -> Iterator[pa.RecordBatch]:  # as every engine
    """Run the kernel in this process, one batch after the other."""
    return map(kernel, batches)


def run_processes(
    kernel: Kernel, batches: Iterable[pa.RecordBatch], workers: int | None = None
) -> Iterator[pa.RecordBatch]:
    """Run the kernel in worker processes, by default one a core that this process may use."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    count = workers or (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    # spawn: a fork of a process in which Arrow has started its threads can hang
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield from in_order(lambda batch: pool.submit(kernel, batch), batches, 2 * count)
