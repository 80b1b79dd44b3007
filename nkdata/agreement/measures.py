"""Coefficients: how often two readers wrote the same, and how much of that chance would give."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from nkdata.agreement.columns import is_date
from nkdata.errors import MissingExtraError
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Sequence

Level = Literal["nominal", "ordinal", "interval"]
FACTUALITY = ("CT-", "PR-", "PS-", "Uu", "PS+", "PR+", "CT+")
"""From certainly not to certainly, after FactBank (Saurí and Pustejovsky 2009)."""


class Agreed(NamedTuple):
    """How the paired rows compare in one column.

    Attributes:
        pairs: how many rows are paired.
        filled: the pairs in which at least one reader wrote something.
        same: the pairs in which both wrote the same, or nothing.
        alpha: Krippendorff's, nominal, with nothing as a value of its own; None where both always
            wrote one value, or no row is paired.
        always: that one value.
        both: the pairs in which both wrote something.
        ordered: alpha with the distance of codes or figures in their order, over those pairs.
        shared: those of them whose dates have a day in common; None where the column has no dates.
    """

    table: str
    column: str
    pairs: int
    filled: int
    same: int
    alpha: float | None
    always: Any = None
    both: int = 0
    ordered: float | None = None
    shared: int | None = None


def agreed(table: str, column: str, pairs: Sequence[tuple[Any, Any]]) -> Agreed:
    """Return how the values of a column compare, given those of each pair of rows."""
    written = [pair for pair in pairs if None not in pair]
    seen = {value for pair in pairs for value in pair}
    return Agreed(
        table,
        column,
        pairs=len(pairs),
        filled=sum(pair != (None, None) for pair in pairs),
        same=sum(value == other for value, other in pairs),
        alpha=alpha(pairs),
        always=next(iter(seen)) if len(seen) == 1 else None,
        both=len(written),
        ordered=_ordered(column, written),
        shared=sum(share_a_day(*pair) for pair in written) if is_date(column) else None,
    )


def _ordered(column: str, written: Sequence[tuple[Any, Any]]) -> float | None:
    if column.startswith("factuality_"):
        steps = [(FACTUALITY.index(code), FACTUALITY.index(other)) for code, other in written]
        return alpha(steps, "ordinal")
    numbers = all(isinstance(value, float) for pair in written for value in pair)
    return alpha(written, "interval") if numbers else None


def alpha(pairs: Sequence[tuple[Any, Any]], level: Level = "nominal") -> float | None:
    """Return Krippendorff's alpha of two readers, None where there are no two different values.

    ``pairs`` are what the two wrote of each thing; None is a value like any other. The values are
    numbers where the level is not nominal. Raises MissingExtraError without krippendorff.
    """
    codes = {value: code for code, value in enumerate(dict.fromkeys(v for p in pairs for v in p))}
    if len(codes) <= 1:
        return None
    try:
        import krippendorff
    except ImportError as error:
        raise MissingExtraError("krippendorff", "build") from error
    sides = list(zip(*pairs, strict=True))
    if level == "nominal":
        sides = [tuple(codes[value] for value in side) for side in sides]
    return float(krippendorff.alpha(reliability_data=sides, level_of_measurement=level))


def share_a_day(day: str, other: str) -> bool:
    """Tell whether two EDTF strings admit a day in common.

    >>> share_a_day("2025-08", "[2025-08-29..]")
    True
    >>> share_a_day("[2025-08-01,2025-08-03]", "2025-08-02")
    False
    """
    return any(_meet(a, b) for a in edtf.parse(day).members for b in edtf.parse(other).members)


def _meet(extent: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    starts, ends = zip(extent, other, strict=True)
    return max(day or date.min for day in starts) <= min(day or date.max for day in ends)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % confidence interval of a share (Wilson 1927).

    It holds as if the rows were drawn one by one.

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    if not of:
        return 0.0, 1.0
    z = 1.959964  # the normal quantile of 97.5 %
    share, spread = hits / of, z * z / of
    middle, half = share + spread / 2, z * math.sqrt((share * (1 - share) + spread / 4) / of)
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))
