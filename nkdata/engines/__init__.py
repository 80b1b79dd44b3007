"""Engines: where a kernel runs. A kernel takes one Arrow record batch, returns one, and does not know which engine runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.engines.distributed import run_dask
from nkdata.engines.local import run_local, run_processes
from nkdata.errors import NkdataError, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pyarrow as pa

    from nkdata.engines.window import Kernel

    Engine = Callable[[Kernel, Iterable[pa.RecordBatch], int | None], Iterator[pa.RecordBatch]]

ENGINES: Mapping[str, Engine] = {"local": run_local, "processes": run_processes, "dask": run_dask}
"""Engine names: ``local`` in this process, ``processes`` on this machine's cores, ``dask`` on a Dask cluster."""


def run(
    kernel: Kernel,
    batches: Iterable[pa.RecordBatch],
    engine: str = "local",
    workers: int | None = None,
) -> Iterator[pa.RecordBatch]:
    """Run a kernel over record batches and yield its results, in the order of the batches.

    Args:
        kernel: a function of one record batch, importable on the workers; it sets its output's schema itself.
        batches: the input; read no further ahead than the engine has hands for, so it may be larger than memory.
        engine: one of `ENGINES`.
        workers: how many batches are worked on at once; the machine's or the cluster's own number by default.

    Raises:
        NkdataError: there is no such engine; the message names the nearest.
        MissingExtraError: the engine's library is not installed.
    """
    if engine not in ENGINES:
        raise NkdataError(
            f"there is no engine {engine!r}{suggestion(engine, ENGINES)}; the engines are {', '.join(ENGINES)}"
        )
    return ENGINES[engine](kernel, batches, workers)
