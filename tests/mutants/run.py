"""Try mutants and say who caught them: `python -m mutants.run [--out FOLDER] [KIND...]`.

All kinds take minutes. What came of them is written to the folder, which git ignores, and the
summary to a document that has marks for it.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import multiprocessing
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from mutants.judge import CURATION_RULES, HASH_RULES, REFUSED, ROOT, judged, seeds_folder, world
from mutants.model import KINDS, Files, Seeds
from mutants.others import caught_by_pandera, caught_by_schema, stock_finds_fault
from mutants.showing import shown
from mutants.telling import put_into, summary
from nkdata.rulebook import published

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mutants.model import Kind, Mutant

TABLED = (
    "keys",
    "cells",
    "shapes",
    "spans",
    "pages",
    "figures",
    "dates",
    "sources",
    "actors",
    "events",
    "links",
)
SUBJECTS = (*TABLED, "packages", "seeds", "harmless", "beyond")
for _subject in SUBJECTS:
    importlib.import_module(f"mutants.{_subject}")

OUT = ROOT / "build" / "mutants"
PLACES = {"packages": 6, "seeds": 8}
"""How many places of a kind are tried, by subject: files take longer to read than rows."""
MANY = 24
OTHERS = 2
"""At how many places pandera and frictionless are asked too: they take twenty times as long."""
COLUMNS = (
    *published(),
    *(f"seeds: {rule}" for rule in CURATION_RULES),
    *(f"verify: {rule}" for rule in HASH_RULES),
    REFUSED,
)


@dataclass
class Trial:
    """How many places a kind has, how many were tried and caught, and by what."""

    kind: Kind
    places: int = 0
    tried: int = 0
    killed: int = 0
    asked: int | None = 0
    schema: int | None = 0
    pandera: int | None = 0
    rules: Counter[str] = field(default_factory=Counter)
    survivors: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether a mistake got through, a harmless change did not, or nothing was tried."""
        expected = {"caught": self.tried, "harmless": 0}.get(self.kind.expected, self.killed)
        return self.killed != expected or not self.tried


def places(kind: Kind) -> Iterator[Mutant]:
    """Yield the mutants of a kind, the same on every run."""
    ground = seeds_folder() if kind.subject == "seeds" else world()
    ground.rng.seed(kind.name)
    return kind.places(ground)


def first(kind: Kind) -> Mutant:
    """Return the mutant at the first place of a kind."""
    return next(iter(places(kind)))


def sample(kind: Kind, most: int) -> tuple[int, list[Mutant]]:
    """Return how many places a kind has, and those that are tried: the same on every run."""
    everywhere = list(places(kind))
    Random(kind.name).shuffle(everywhere)
    return len(everywhere), everywhere[:most]


# -- the matrix


def tried(name: str) -> Trial:
    """Try a kind at its places."""
    kind = KINDS[name]
    count, mutants = sample(kind, PLACES.get(kind.subject, MANY))
    trial = Trial(kind, count, len(mutants))
    if kind.subject == "seeds":
        trial.schema = trial.pandera = trial.asked = None
    for number, mutant in enumerate(mutants):
        _try(trial, mutant)
        if number < OTHERS:
            _ask_others(trial, mutant)
    return trial


def _try(trial: Trial, mutant: Mutant) -> None:
    problems = judged(mutant)
    caught = any(problem.severity == "error" for problem in problems)
    trial.killed += caught
    if not caught:
        trial.survivors.append(shown(mutant))
    trial.rules.update({problem.rule for problem in problems})


def _ask_others(trial: Trial, mutant: Mutant) -> None:
    if isinstance(mutant, Seeds):
        return
    trial.asked += 1
    if isinstance(mutant, Files):
        trial.pandera = None
        trial.schema += stock_finds_fault(mutant)
    else:
        touched = mutant.tables(world())
        trial.schema += caught_by_schema(touched)
        trial.pandera += caught_by_pandera(touched)


def matrix(trials: Iterable[Trial]) -> str:
    """Return the kill matrix as CSV: kinds by rules, and how many mutants each rule killed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        [
            "kind",
            "subject",
            "expected",
            "places",
            "tried",
            "killed",
            "asked_others",
            "table_schema",
            "pandera",
            *COLUMNS,
            "mistake",
            "reason",
        ]
    )
    for trial in trials:
        kind = trial.kind
        head = [
            kind.name,
            kind.subject,
            kind.expected,
            trial.places,
            trial.tried,
            trial.killed,
            trial.asked,
            trial.schema,
            trial.pandera,
        ]
        writer.writerow(
            [*head, *(trial.rules[rule] or "" for rule in COLUMNS), kind.doc, kind.reason]
        )
    return text.getvalue()


def trials(names: Iterable[str]) -> list[Trial]:
    """Try all kinds, or those named, in two processes; standard error says how far they are."""
    wanted = list(names) or list(KINDS)
    done = []
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for trial in pool.imap(tried, wanted):
            done.append(trial)
            print(f"{len(done)} of {len(wanted)} kinds: {trial.kind.name}", file=sys.stderr)  # noqa: T201  # progress
    return done


def needless(done: Iterable[Trial]) -> list[str]:
    """Return the rules that speak of no mistake."""
    spoke = {rule for trial in done if trial.kind.expected == "caught" for rule in trial.rules}
    return [rule for rule in COLUMNS if rule not in spoke]


def main(arguments: list[str] | None = None) -> int:
    """Try all kinds, or those named; write what came of all.

    Return 1 if a kind or rule is not as it has to be.
    """
    parser = argparse.ArgumentParser(prog="mutants.run", description=__doc__)
    parser.add_argument("kinds", metavar="KIND", nargs="*", help="try these alone; write nothing")
    parser.add_argument(
        "--out", type=Path, default=OUT, help="folder to write (default: %(default)s)"
    )
    parser.add_argument("--document", type=Path, help="document to put the summary into")
    asked = parser.parse_args(arguments)
    done = trials(asked.kinds)
    _report(done, every=bool(asked.kinds))
    idle = [] if asked.kinds else needless(done)
    if not asked.kinds:
        asked.out.mkdir(parents=True, exist_ok=True)
        for name, text in (("matrix.csv", matrix(done)), ("summary.md", summary(done))):
            (asked.out / name).write_text(text, encoding="utf-8", newline="\n")
        if asked.document:
            put_into(asked.document, summary(done))
        print(summary(done))  # noqa: T201  # what the command is for
        print(f"{asked.out} written; rules that speak of nothing:", *idle or ["none"])  # noqa: T201  # likewise
    return int(bool(idle) or any(trial.wrong for trial in done))


def _report(done: Iterable[Trial], *, every: bool) -> None:
    """Print the kinds that went wrong, or every kind with the rules that spoke of it."""
    for trial in done:
        if every or trial.wrong:
            print(  # noqa: T201  # what the command is for
                f"{trial.kind.name}: {trial.killed} of {trial.tried} caught",
                f"({trial.places} places)",
                dict(trial.rules) if every else "",
            )
            for line in trial.survivors[:5] if trial.kind.expected == "caught" else ():
                print("    ", line)  # noqa: T201  # likewise


if __name__ == "__main__":
    sys.exit(main())
