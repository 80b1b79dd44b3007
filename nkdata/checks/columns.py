"""Columns under the rules: polars, loaded when it is first used; a column read; a function asked once for equal cells."""

from __future__ import annotations

import sys
from datetime import date
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from nkdata.errors import BrokenPackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import ModuleType

    import polars as pl
    import pyarrow as pa

__all__ = ["ROW", "Data", "each", "is_ascending", "pl", "read", "say"]


def _polars() -> ModuleType | None:
    """Return polars, which is loaded when it is first used: who explains a rule needs no engine; None where it is absent."""
    if "polars" in sys.modules:
        return sys.modules["polars"]
    spec = find_spec("polars")
    if spec is None or spec.loader is None:
        return None
    spec.loader = loader = LazyLoader(spec.loader)
    sys.modules["polars"] = module = module_from_spec(spec)
    loader.exec_module(module)
    return module


if not TYPE_CHECKING:
    pl = _polars()

ROW = "#"
"""The name of a row's position, counted from 0, among the columns of a frame."""


class Data(Protocol):
    """Arrow columns of the schema: a `pyarrow.Table`, or a Parquet file that is read column by column."""

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema."""

    def column(self, name: str) -> pa.ChunkedArray[Any]:
        """Return a column."""

    def __len__(self) -> int:
        """Return the number of rows."""


@runtime_checkable
class OnDisk(Protocol):
    """Columns that lie in a Parquet file, which may be known to be as it was written."""

    file: Path
    hashed: bool


def read(data: Data, column: str) -> pl.Series:
    """Return a column. Raises BrokenPackageError where its file cannot be read."""
    # a quarter of the time that the way through Arrow takes, which alone looks at the checksums of pages
    if isinstance(data, OnDisk) and data.hashed:
        try:
            return _in_calendar(pl.read_parquet(data.file, columns=[column]).to_series())
        except (pl.exceptions.PolarsError, OSError) as error:
            message = f"{data.file}: not a readable Parquet file ({error})"
            raise BrokenPackageError(message) from error
    made = pl.from_arrow(data.column(column))
    if not isinstance(made, pl.Series):
        raise TypeError("an Arrow column makes a series")
    return _in_calendar(made)


def _in_calendar(cells: pl.Series) -> pl.Series:
    """Return cells with days and times moved into the years 1 to 9999: Python has no others, and no EDTF date gives the ends."""
    if cells.dtype == pl.Date:
        return cells.clip(date.min, date.max)
    if isinstance(cells.dtype, pl.Datetime):
        ends = (pl.lit(day).cast(cells.dtype) for day in (date.min, date.max))
        return cells.to_frame().select(pl.first().clip(*ends)).to_series()
    return cells


def each(
    function: Callable[..., object], *cells: pl.Expr, gives: pl.DataType | type[pl.DataType]
) -> pl.Expr:
    """Return the expression of what a function gives for some cells, run once for each combination that occurs."""

    def run(parts: Sequence[pl.Series]) -> pl.Series:
        seen = pl.DataFrame([part.alias(str(number)) for number, part in enumerate(parts)])
        distinct = seen.unique(maintain_order=True)
        made = [function(*row) for row in distinct.iter_rows()]
        values = distinct.with_columns(pl.Series("value", made, gives, strict=False))
        return seen.join(
            values, on=distinct.columns, how="left", nulls_equal=True, maintain_order="left"
        )["value"]

    return pl.map_batches(list(cells), run, return_dtype=gives)


def say(template: str, *cells: pl.Expr) -> pl.Expr:
    """Return the expression of a message in which ``{}`` stands for a cell; a missing one reads as ``nothing``."""
    return pl.format(template, *(cell.cast(pl.String).fill_null("nothing") for cell in cells))


def is_ascending(keys: pl.Series) -> bool:
    """Tell whether each key is greater than the one before, as in a published table: then none stands twice."""
    return not keys.null_count() and bool((keys[1:] > keys[:-1]).all())
