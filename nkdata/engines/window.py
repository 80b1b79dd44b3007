"""A window over futures: some are always under way, and results come in order."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

    Kernel = Callable[[pa.RecordBatch], pa.RecordBatch]


class Future(Protocol):
    """A result that may not be there yet."""

    def result(self) -> pa.RecordBatch:
        """Wait for the result, and raise what the kernel raised."""
        ...


def in_order(
    submit: Callable[[pa.RecordBatch], Future], batches: Iterable[pa.RecordBatch], width: int
) -> Iterator[pa.RecordBatch]:
    """Submit batches, ``width`` at most ahead of the reader, and yield their results in order."""
    pending: deque[Future] = deque()
    for batch in batches:
        pending.append(submit(batch))
        if len(pending) >= width:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
