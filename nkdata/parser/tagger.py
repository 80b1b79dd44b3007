"""The tagger: for each line of a page, how surely it belongs to the story.

A small convolutional network over the page's measures: one layer on each line, then layers that
look at neighbours ever further away, and one that looks at the page as a whole (after Yu & Koltun
2016, "Multi-scale context aggregation by dilated convolutions"). ``weights.txt`` beside this file
holds its numbers, which ``tests/bench/train.py`` learns.

All numbers are whole (weights and measures are counted in small steps), so that every sum is exact
and a page gets the same labels on every machine, whatever order its libraries add in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.measures import SCALE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.parser.characters import Array

STEPS = 256  # of one, in a weight
ROWS = 128  # of one product: a larger one is split over threads, see _product
MOST = 4096
"""No activation grows beyond this, so that every sum is exact in a float32. The largest on 5,190
pages was 2,406."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: what a line's row, or those of its neighbours at a distance, add up to.

    Attributes:
        reach: how many lines away the neighbours are; 0 for none.
        weights: one row for each number that the layer reads.
        bias: what is added to each sum.
        names: what each row of the weights reads, where the file names it: columns of `Measures`.
    """

    reach: int
    weights: Array
    bias: Array
    names: tuple[str, ...] = ()


@cache
def network() -> tuple[Layer, ...]:
    """Return the layers in the file's order: the line alone, neighbours and page, the answer."""
    rows = Path(__file__).with_name("weights.txt").read_text(encoding="ascii").splitlines()
    return tuple(read_layers(rows))


def read_layers(rows: Iterable[str]) -> Iterator[Layer]:
    """Read layers: a heading ``layer REACH``, a row for the bias, and rows of weights.

    A row of weights may begin with a name. Lines that open with # are remarks.
    """
    blocks: list[list[list[str]]] = []
    for row in rows:
        if row.startswith("layer"):
            blocks.append([])
        if not row.startswith("#"):
            blocks[-1].append(row.split())
    for heading, bias, *weights in blocks:
        names = tuple(cells.pop(0) for cells in weights if not cells[0].lstrip("-").isdigit())
        numbers = np.array([bias, *weights], np.float32)
        yield Layer(int(heading[1]), numbers[1:], numbers[0], names)


def log_odds(matrix: Array, pages: Array | None = None, layers: Sequence[Layer] = ()) -> Array:
    """Return the log-odds that each line belongs to the story; 0 means even.

    Args:
        matrix: the measures that the first layer names, one row a line.
        pages: where the rows of each page begin and, last, end; None if all are of one page.
        layers: the network; by default the one that nkdata ships.
    """
    first, *middle, last = layers or network()
    bounds = np.array([0, len(matrix)]) if pages is None else pages
    state = np.minimum(_step(_product(matrix.astype(np.float32), first)), MOST)
    for layer in middle:
        if layer.reach:
            state += _step(_product(_neighbours(state, layer.reach, bounds), layer))
        else:
            state += np.repeat(
                _step(_product(_means(state, bounds), layer)), np.diff(bounds), axis=0
            )
        np.minimum(state, MOST, out=state)
    return _product(state, last)[:, 0].astype(np.float64) / (SCALE * STEPS)


def _product(rows: Array, layer: Layer) -> Array:
    """Return the rows times the weights, plus the bias, some rows at a time.

    OpenBLAS splits a larger product over threads. Threads that wait for each other cost more than
    they save here: 33 ms a page instead of 2, with every processor busy.
    """
    sums = np.empty((len(rows), layer.weights.shape[1]), np.float32)
    for start in range(0, len(rows), ROWS):
        np.matmul(rows[start : start + ROWS], layer.weights, out=sums[start : start + ROWS])
    sums += layer.bias
    return sums


def _step(sums: Array) -> Array:
    np.maximum(sums, 0, out=sums)
    sums *= 1 / STEPS
    return np.floor(sums, out=sums)


def _means(state: Array, bounds: Array) -> Array:
    """Return the mean row of each page, in whole numbers."""
    sums = np.add.reduceat(state.astype(np.float64), bounds[:-1], axis=0)
    return np.round(sums / np.diff(bounds)[:, None]).astype(np.float32)


def _neighbours(state: Array, reach: int, bounds: Array) -> Array:
    """Return each row beside those ``reach`` before and after it; beyond the page all is zero."""
    n, width = state.shape
    wide = np.zeros((n, 3 * width), np.float32)
    wide[:, width : 2 * width] = state
    if n > reach:
        wide[reach:, :width] = state[:-reach]
        wide[:-reach, 2 * width :] = state[reach:]
    for start in bounds[1:-1].tolist():
        wide[start : start + reach, :width] = 0
        wide[max(start - reach, 0) : start, 2 * width :] = 0
    return wide
