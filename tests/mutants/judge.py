"""Judging a mutant: what nkdata says of it, running no more than the mistake can have changed."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutants.model import Arrow, Files, Rows, Seeds, World, arrow
from mutants.packages import copied
from mutants.seeds import Folder
from nkdata.checks import HARMLESS, RULES, check_tables
from nkdata.checks.columns import as_table
from nkdata.checks.package import count_problems
from nkdata.checks.plain import check_rows_shape
from nkdata.checks.registry import View
from nkdata.checks.shape import check_keys, check_shape
from nkdata.curation import check_counts, check_ledger
from nkdata.desk.check import examine
from nkdata.errors import BrokenPackageError
from nkdata.packages.reader import descriptor, read_arrow
from nkdata.quality import check_published, validate
from nkdata.reports.problems import Problem
from nkdata.rulebook import stage
from nkdata.schema import TABLES
from nkdata.seeds import read_seeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from mutants.model import Mutant
    from nkdata.checks.columns import Table

ROOT = Path(__file__).resolve().parents[2]
DATA, SEEDS = ROOT / "data", ROOT / "seeds"
REFUSED = "(refused)"
"""Stands in the place of a rule where there is no package to speak of, and the command ends with status 2."""
HASH_RULES = ("content-hash", "package-hash")
"""Rules of `nkdata verify` that need no seeds; those that build anew are tried by its own tests."""
CURATION_RULES = {
    rule: about
    for name in ("seeds", "curation", "ledger", "counts")
    for rule, about in stage(name).items()
}


@cache
def base() -> dict[str, list[dict[str, object]]]:
    """Return the rows of the shipped tables."""
    return {table: read_arrow(table, where=DATA).to_pylist() for table in TABLES}


@cache
def _indexed() -> dict[str, Table]:
    """Return the rows of the shipped tables as checks read them, so that what is coded of them is coded once."""
    return {table: as_table(table, rows) for table, rows in base().items()}


@cache
def world() -> World:
    """Return the world of the shipped tables."""
    return World(base())


@cache
def sound() -> dict[str, pa.Table]:
    """Return the shipped tables."""
    return {table: arrow(table, rows) for table, rows in base().items()}


@cache
def seeds_folder() -> Folder:
    """Return the texts of the shipped seeds."""
    return Folder(SEEDS)


def judged(mutant: Mutant, without: frozenset[str] = frozenset()) -> list[Problem]:
    """Return the problems that nkdata finds in a mutant; rules named in ``without`` are switched off."""
    match mutant:
        case Files():
            problems = _judge_files(mutant)
        case Seeds():
            problems = _judge_seeds(mutant)
        case _:
            problems = list(judge_touched(mutant, without))
    return [problem for problem in problems if problem.rule not in without]


def judge_touched(mutant: Rows | Arrow, without: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """Yield what `check_tables` finds in the sound tables with the mutant's in their place, running only what these can have changed.

    That is the shape of these tables, the keys, the rules that read one of them, and the number of
    rows that the descriptor declares. `judge_whole` runs everything; a test compares the two.
    """
    touched = mutant.rows(world()) if isinstance(mutant, Rows) else mutant.tables(world())
    shape = list(_shape(mutant, touched))
    yield from shape
    broken = {p.table for p in shape if p.rule not in HARMLESS} | {
        table for table, data in touched.items() if data is None
    }
    view = View(
        {table: touched.get(table, _indexed()[table]) for table in TABLES if table not in broken}
    )
    yield from check_keys(view)
    for name, rule in RULES.items():
        if (
            name not in without
            and set(rule.reads) & touched.keys()
            and set(rule.reads) <= view.rows.keys()
        ):
            yield from (replace(problem, rule=name) for problem in rule.find(view))
    yield from _declared({table: data for table, data in touched.items() if data is not None})


def _shape(mutant: Rows | Arrow, touched: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problems of shape: rows have the schema's types, so that they need no pandera, which takes ten times as long."""
    if isinstance(mutant, Rows):
        return (p for p in check_rows_shape(touched) if p.table in touched)
    return (
        p
        for p in check_shape({table: data for table, data in touched.items() if data is not None})
        if p.table in touched
    )


def _declared(tables: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problems of tables that have not as many rows as the descriptor declares."""
    for resource in _descriptor()["resources"]:
        yield from count_problems(resource, tables)


@cache
def _descriptor() -> Mapping[str, Any]:
    return descriptor(DATA)


def judge_whole(mutant: Rows | Arrow) -> list[Problem]:
    """Return what `check_tables` finds in all tables with the mutant's in their place, and what the descriptor declares otherwise."""
    made = {**sound(), **mutant.tables(world())}
    there = {table: data for table, data in made.items() if data is not None}
    return [*check_tables(there).problems, *_declared(there)]


def _judge_files(mutant: Files) -> list[Problem]:
    with tempfile.TemporaryDirectory() as where:
        folder = copied(DATA, Path(where) / "data")
        mutant.harm(folder)
        try:
            hashes = (
                replace(p, rule=f"verify: {p.rule}")
                for p in check_published(folder).problems
                if p.rule in HASH_RULES
            )
            return [*validate(folder).problems, *hashes]
        except BrokenPackageError as error:
            return [Problem(REFUSED, str(error))]


def _judge_seeds(mutant: Seeds) -> list[Problem]:
    with tempfile.TemporaryDirectory() as where:
        folder = Path(shutil.copytree(SEEDS, Path(where) / "seeds"))
        written(mutant, folder)
        readings = any(
            name.startswith("readings") for name in [*(e[0] for e in mutant.edits), *mutant.files]
        )
        return [_of_seeds(problem) for problem in examined(folder, readings=readings)]


def written(mutant: Seeds, folder: Path) -> None:
    """Make the mistake in a copy of the seeds."""
    for name, start, end, text in sorted(mutant.edits, key=lambda edit: -edit[1]):
        file = folder / name
        old = file.read_bytes().decode()
        file.write_bytes((old[:start] + text + old[end:]).encode())
    for name, raw in mutant.files.items():
        file = folder / name
        if raw is None:
            file.unlink()
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(raw)


def examined(folder: Path, *, readings: bool) -> Iterable[Problem]:
    """Yield what stands between a seeds folder and its package, in the order in which `nkdata build` asks: without building."""
    source = read_seeds(folder, readings=readings)
    if source.problems:
        return source.problems
    found = examine(source)
    if found.faulty:
        return found.report.problems
    problems = [
        *found.report.problems,
        *check_ledger(found.dataset, source.ledger, str(folder / "ids.txt"), register=False),
    ]
    return problems or list(check_counts(found.dataset, source.counts, str(folder / "counts.csv")))


def _of_seeds(problem: Problem) -> Problem:
    return (
        replace(problem, rule=f"seeds: {problem.rule}")
        if problem.rule in CURATION_RULES
        else problem
    )
