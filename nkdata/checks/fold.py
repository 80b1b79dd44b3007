"""Folding: one cause, one problem, said where it can be mended.

Nothing that is wrong is left out. A comparison has two ends: if three or more rows fail against the
same cell, that cell is the likely fault. If one id is missing, every reference to it is the same
fault.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from nkdata.reports.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nkdata.reports.problems import Cell, Location

_MANY = 3
"""If two rows fail against a cell, both may be wrong. If three do, the cell is the likely fault."""

_SHOWN = 4


def fold(problems: Iterable[Problem], place: Callable[[Cell], Location | None]) -> list[Problem]:
    """Return the problems, those of one cause folded into one.

    ``place`` says where a cell was written. In this order: references to one missing row from one
    file become the first of them; problems of one cell become the first of them; errors against one
    cell become one problem of the rule `contradicted` at that cell; a problem that was compared
    with a faulty cell joins the problem of that cell.
    """
    return _by_faulty_end(_by_common_end(_by_cell(_by_missing_row(list(problems))), place))


def _by_missing_row(problems: Sequence[Problem]) -> list[Problem]:
    groups: dict[object, list[Problem]] = defaultdict(list)
    for number, problem in enumerate(problems):
        missing = problem.rule == "unknown-id" and problem.against and problem.where
        groups[
            (problem.against, problem.where.file) if missing and problem.where else number
        ].append(problem)
    return [replace(same[0], message=same[0].message + _also(same[1:])) for same in groups.values()]


def _also(others: Sequence[Problem]) -> str:
    lines = sorted({p.where.line for p in others if p.where})
    if not lines:
        return ""
    more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    shown = ", ".join(map(str, lines[:_SHOWN]))
    return f"; likewise on line{'s' if len(lines) > 1 else ''} {shown}{more}"


def _by_common_end(
    problems: list[Problem], place: Callable[[Cell], Location | None]
) -> list[Problem]:
    """Fold greedily, the cell that explains most first, so that few corrections are asked for."""
    kept = list(problems)
    while True:
        sharing: dict[Cell, list[Problem]] = defaultdict(list)
        for problem in kept:
            for cell in (
                _ends(problem)
                if problem.severity == "error" and problem.rule != "unknown-id"
                else ()
            ):
                sharing[cell].append(problem)
        cell = max(sharing, key=lambda c: len(sharing[c]), default=("", "", None))
        if len(sharing[cell]) < _MANY:
            return kept
        folded = sharing[cell]
        at = kept.index(folded[0])
        kept = [p for p in kept if p not in folded]
        kept.insert(at, _contradicted(cell, folded, place(cell)))


def _ends(problem: Problem) -> Iterable[Cell]:
    if not problem.against or problem.rule == "contradicted":
        return ()
    return dict.fromkeys([*problem.against, _cell(problem)])


def _contradicted(cell: Cell, problems: Sequence[Problem], where: Location | None) -> Problem:
    table, key, column = cell
    shown = "; ".join(_named(problem) for problem in problems[:_SHOWN])
    more = f"; and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
    remedy = f"correct it, or else each of them: {shown}{more}"
    message = f"{len(problems)} problems agree that this is wrong; {remedy}"
    return Problem("contradicted", message, table, key, column, where=where)


def _named(problem: Problem) -> str:
    line = f"line {problem.where.line}, " if problem.where else ""
    return f"{line}{problem.key}: {problem.message} ({problem.rule})"


def _by_faulty_end(problems: list[Problem]) -> list[Problem]:
    own = {_cell(p): p for p in reversed(problems) if p.severity == "error" and p.table and p.key}
    hosts = {_cell(p): host for p in own.values() if (host := _host(p, own))}
    joining: dict[Cell, list[Problem]] = defaultdict(list)
    for cell, host in hosts.items():
        if host not in hosts:  # a host that is itself a guest would vanish, and its guests with it
            joining[host].append(own[cell])
    joined = {_cell(p) for same in joining.values() for p in same}
    return [
        _with_guests(p, joining.get(_cell(p), []))
        for p in problems
        if _cell(p) not in joined or p.severity != "error"
    ]


def _host(problem: Problem, own: Mapping[Cell, Problem]) -> Cell | None:
    """Return the faulty cell that a problem was compared with.

    If two cells blame each other, neither takes in the other.
    """
    return next(
        (
            cell
            for cell in problem.against
            if cell in own and _cell(problem) not in own[cell].against
        ),
        None,
    )


def _with_guests(problem: Problem, guests: Sequence[Problem]) -> Problem:
    if problem.severity != "error" or not guests:
        return problem
    return replace(
        problem,
        message="; ".join(
            [problem.message, *map(_named, sorted(guests, key=lambda p: str(p.key)))]
        ),
    )


def _cell(problem: Problem) -> Cell:
    return (problem.table or "", problem.key or "", problem.column)


def _by_cell(problems: list[Problem]) -> list[Problem]:
    groups: dict[object, list[Problem]] = defaultdict(list)
    for number, problem in enumerate(problems):
        known = problem.table and problem.key and problem.column
        groups[
            (problem.table, problem.key, problem.column, problem.severity) if known else number
        ].append(problem)
    return [
        replace(same[0], message="; ".join([same[0].message, *_further(same)]))
        for same in groups.values()
    ]


def _further(same: Sequence[Problem]) -> list[str]:
    return [f"{p.message} ({p.rule})" for p in same[1:] if p.message != same[0].message]
