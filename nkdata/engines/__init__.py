"""Engines: where a kernel runs.

A kernel takes one Arrow record batch and returns one. It does not know which engine runs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.engines.backends import run_dask, run_local, run_processes
from nkdata.errors import NkdataError, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from nkdata.engines.backends import Engine, Kernel

ENGINES: Mapping[str, Engine] = {"local": run_local, "processes": run_processes, "dask": run_dask}
"""``local`` is this process, ``processes`` this machine's cores, ``dask`` a Dask cluster."""


def run(
    kernel: Kernel,
    batches: Iterable[pa.RecordBatch],
    engine: str = "local",
    workers: int | None = None,
) -> Iterator[pa.RecordBatch]:
    """Run a kernel over record batches and yield its results, in the order of the batches.

    Args:
        kernel: a function of one record batch that the workers can import; it sets its output's
            schema itself.
        batches: the input. It may be larger than memory: it is read no further ahead than there
            are workers to take it.
        engine: one of `ENGINES`.
        workers: how many batches are worked on at once; by default the number of cores, or of the
            cluster's threads.

    Raises:
        NkdataError: there is no such engine; the message names the nearest.
        MissingExtraError: the engine's library is not installed.
    """
    if engine not in ENGINES:
        nearest = suggestion(engine, ENGINES)
        names = ", ".join(ENGINES)
        raise NkdataError(f"there is no engine {engine!r}{nearest}; the engines are {names}")
    return ENGINES[engine](kernel, batches, workers)
