"""Judging a mutant: what nkdata says of it, running no more than the mistake can have changed."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutants.model import Files, Rows, Seeds, World, arrow
from mutants.packages import copied
from mutants.seeds import Folder
from nkdata.checks import RULES, Scope, check_tables
from nkdata.checks.package import count_problems
from nkdata.curation import check_counts, check_ledger
from nkdata.errors import BrokenPackageError
from nkdata.packages.reader import descriptor, read_arrow
from nkdata.quality import check_published, validate
from nkdata.reports.problems import Problem
from nkdata.road import check_seeds
from nkdata.rulebook import published, stage
from nkdata.schema import TABLES
from nkdata.seeds import read_seeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from mutants.model import Arrow, Mutant

ROOT = Path(__file__).resolve().parents[2]
DATA, SEEDS = ROOT / "data", ROOT / "seeds"
REFUSED = "(refused)"
"""Stands in the place of a rule where no package can be read: the command exits with 2."""
HASH_RULES = ("content-hash", "package-hash")
"""Rules of `nkdata verify` that need no seeds; those that build anew are tried by its own tests."""
CURATION_RULES = tuple(
    rule for name in ("seeds", "curation", "ledger", "counts") for rule in stage(name)
)


@cache
def base() -> dict[str, list[dict[str, object]]]:
    """Return the rows of the shipped tables."""
    return {table: read_arrow(table, where=DATA).to_pylist() for table in TABLES}


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


def judged(mutant: Mutant) -> list[Problem]:
    """Return the problems that nkdata finds in a mutant."""
    match mutant:
        case Files():
            return _judge_files(mutant)
        case Seeds():
            return _judge_seeds(mutant)
        case _:
            return judge_touched(mutant)


def judge_touched(mutant: Rows | Arrow, without: str = "") -> list[Problem]:
    """Return what the checks find in the tables with the mutant's in place of the sound ones.

    Of the rules of meaning only those run that read a table which the mutant touches: the others
    see nothing new. `judge_whole` runs all; a test compares the two.

    Args:
        mutant: the mistake.
        without: a rule that is switched off.
    """
    touched = mutant.tables(world())
    idle = {name for name, rule in RULES.items() if touched.keys().isdisjoint(rule.reads)}
    return _found(touched, Scope(chosen=frozenset(published()) - idle - {without}))


def judge_whole(mutant: Rows | Arrow) -> list[Problem]:
    """Return what every check finds in the tables with the mutant's in place of the sound ones."""
    return _found(mutant.tables(world()), Scope())


def _found(touched: Mapping[str, pa.Table | None], scope: Scope) -> list[Problem]:
    """Return what the checks find in tables, and which have not the declared number of rows."""
    made = {table: data for table, data in {**sound(), **touched}.items() if data is not None}
    counted = [problem for problem in _miscounted(made) if scope.covers(problem)]
    return [*check_tables(made, scope).problems, *counted]


def _miscounted(tables: Mapping[str, pa.Table]) -> Iterable[Problem]:
    for resource in _descriptor()["resources"]:
        yield from count_problems(resource, tables)


@cache
def _descriptor() -> Mapping[str, Any]:
    return descriptor(DATA)


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
    """Return what keeps a seeds folder from being built, in the order of `nkdata build`."""
    source = read_seeds(folder, readings=readings)
    found = check_seeds(source)
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
