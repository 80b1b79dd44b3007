"""Faults: what a rule tells of a row, before it is a problem with key, value and place."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars as pl

    from nkdata.reports.problems import Cell
    from nkdata.rulebook import Severity


class RowCells(SimpleNamespace):
    """Some cells of a row, each an attribute of the name under which it was asked for."""


class Fault(NamedTuple):
    """What is wrong with a row: the column, or None for the row as a whole, and what to tell."""

    column: str | None
    message: str
    against: tuple[Cell, ...] = ()
    severity: Severity = "error"


class Against(NamedTuple):
    """A cell of another row to compare with: its table, the expression of its key, its column."""

    table: str
    key: pl.Expr
    column: str
