"""Words about a problem that no output can be broken with: control characters, direction marks and surrogates are escaped."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from nkdata.printing import cut, one_line, visible

if TYPE_CHECKING:
    from nkdata.reports.problems import Problem

_WIDEST = 160
"""Characters of a value that a sentence shows; JSON and SARIF have it whole."""


def cell(problem: Problem) -> str:
    """Return what a problem is about in words, such as ``claims.quote [c1]``; an empty text where it is about no table."""
    name = ".".join(part for part in (problem.table, problem.column) if part)
    row = f"row {problem.row}" if problem.row is not None else ""
    return one_line(
        " ".join(
            part for part in (name, f"[{problem.key}]" if problem.key is not None else row) if part
        )
    )


def sentence(problem: Problem) -> str:
    """Return the problem in words, without its severity, rule and place."""
    about = cell(problem)
    value = "" if problem.value is None else f" (value: {short(problem.value)})"
    return f"{about}{': ' if about else ''}{visible(problem.message)}{value}" or one_line(
        problem.rule
    )


def short(value: object) -> str:
    """Return a value on one line; of a long one the beginning, and how long it is."""
    return cut(one_line(repr(value) if isinstance(value, str) else value), _WIDEST)


def scalar(value: Any) -> Any:  # a cell of any type  # noqa: ANN401  # a cell of any type
    """Return a value as JSON has it: numbers, truths and null as they are, everything else as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return value if isinstance(value, float) and math.isfinite(value) else str(value)


def dump(made: object) -> str:
    r"""Return a document of built-in types as JSON that every reader takes: surrogates as text, what cannot be seen escaped.

    >>> print(dump(["김정은 \u202e"]))
    [
      "김정은 \u202e"
    ]
    <BLANKLINE>
    """
    text = json.dumps(_encodable(made), ensure_ascii=False, indent=2, allow_nan=False)
    return re.sub(r"[^\n -~]", _escape, text) + "\n"


def _encodable(made: object) -> object:
    if isinstance(made, dict):
        return {_encodable(key): _encodable(value) for key, value in made.items()}
    if isinstance(made, list | tuple):
        return [_encodable(value) for value in made]
    # half of a character that no UTF-8 has: most readers of JSON refuse it, escaped or not
    return (
        made.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(made, str) else made
    )


def _escape(found: re.Match[str]) -> str:
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]
