"""Try mutants, say who caught them, and write what came of it: tests/kill_matrix.csv and nkdata/checks/examples.json."""

from __future__ import annotations

import csv
import importlib
import io
import json
import multiprocessing
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mutants.judge import CURATION_RULES, HASH_RULES, REFUSED, ROOT, judged, seeds_folder, world
from mutants.model import KINDS, Files, Seeds
from mutants.others import caught_by_pandera, caught_by_schema, stock_finds_fault
from mutants.showing import example, shown
from mutants.telling import README, readme
from nkdata.rulebook import published

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mutants.model import Kind, Mutant
    from nkdata.reports.problems import Problem

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

MATRIX, EXAMPLES = ROOT / "tests" / "kill_matrix.csv", ROOT / "nkdata" / "checks" / "examples.json"
PLACES = {"packages": 6, "seeds": 8}
"""How many places of a kind are tried, by subject: reading files takes longer than looking at rows."""
MANY = 24
OTHERS = 2
"""At how many of them pandera and frictionless are asked as well: they take twenty times as long."""
COLUMNS = (
    *published(),
    *(f"seeds: {rule}" for rule in CURATION_RULES),
    *(f"verify: {rule}" for rule in HASH_RULES),
    REFUSED,
)


@dataclass
class Trial:
    """What came of the places of a kind: how many there are, were tried and were caught, and by what."""

    kind: Kind
    places: int = 0
    tried: int = 0
    killed: int = 0
    asked: int | None = 0
    schema: int | None = 0
    pandera: int | None = 0
    rules: Counter[str] = field(default_factory=Counter)
    survivors: list[str] = field(default_factory=list)
    examples: dict[str, dict[str, object]] = field(default_factory=dict)

    @property
    def wrong(self) -> bool:
        """Whether a mistake went through, a harmless change did not, or there was nothing to try."""
        expected = {"caught": self.tried, "harmless": 0}.get(self.kind.expected, self.killed)
        return self.killed != expected or not self.tried


def sample(kind: Kind, most: int) -> tuple[int, list[Mutant]]:
    """Return how many places a kind has, and those that are tried: the same on every run, and of fewer the first ones."""
    ground = seeds_folder() if kind.subject == "seeds" else world()
    ground.rng.seed(kind.name)
    found = list(kind.places(ground))
    ground.rng.seed(kind.name)
    ground.rng.shuffle(found)
    return len(found), found[:most]


# -- the matrix


def tried(name: str, most: int | None = None, *, others: bool = True) -> Trial:
    """Try a kind at its places."""
    kind = KINDS[name]
    places, mutants = sample(kind, most or PLACES.get(kind.subject, MANY))
    trial = Trial(kind, places, len(mutants))
    if kind.subject == "seeds":
        trial.schema = trial.pandera = trial.asked = None
    for number, mutant in enumerate(mutants):
        _try(trial, mutant)
        if others and number < OTHERS:
            _ask_others(trial, mutant)
    return trial


def _try(trial: Trial, mutant: Mutant) -> None:
    problems = judged(mutant)
    caught = any(problem.severity == "error" for problem in problems)
    trial.killed += caught
    if not caught:
        trial.survivors.append(shown(mutant))
    trial.rules.update({problem.rule for problem in problems})
    _keep_examples(trial, mutant, problems)


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


def _keep_examples(trial: Trial, mutant: Mutant, problems: Iterable[Problem]) -> None:
    """Keep for each rule the smallest example of this kind: the fewest problems, then the shortest words."""
    if trial.kind.expected != "caught":
        return
    problems = list(problems)
    for problem in problems:
        made = example(trial.kind, mutant, problem)
        size = (len(problems), len(json.dumps(made, ensure_ascii=False)))
        old = trial.examples.get(problem.rule)
        if made and (old is None or size < old["size"]):
            trial.examples[problem.rule] = {"size": size, **made}


def matrix(trials: Iterable[Trial]) -> str:
    """Return the kill matrix as CSV: a kind a row, a rule a column, an empty cell where a rule killed none."""
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


def examples(trials: Iterable[Trial]) -> str:
    """Return one failing example for each rule as JSON."""
    best: dict[str, dict[str, object]] = {}
    for trial in trials:
        for rule, made in trial.examples.items():
            if rule not in best or made["size"] < best[rule]["size"]:
                best[rule] = made
    shown = [rule for rule in COLUMNS if rule in best and rule != REFUSED]
    clean = {
        rule: {key: value for key, value in best[rule].items() if key != "size"} for rule in shown
    }
    return json.dumps(clean, ensure_ascii=False, indent=1) + "\n"


def trials(names: Iterable[str] = (), workers: int = 2) -> list[Trial]:
    """Try all kinds, or those named, in several processes; standard error says how far they are."""
    wanted = list(names) or list(KINDS)
    done = []
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for trial in pool.imap(tried, wanted):
            done.append(trial)
            print(f"{len(done)} of {len(wanted)} kinds: {trial.kind.name}", file=sys.stderr)  # noqa: T201
    return done


def summary(done: Iterable[Trial]) -> str:
    """Return what a reader wants to know first, in a few lines."""
    done = list(done)
    real = [trial for trial in done if trial.kind.expected == "caught"]
    tabled = [trial for trial in real if trial.pandera is not None]
    asked = sum(trial.asked for trial in tabled)
    lines = [
        f"{len(real)} kinds of mistakes, each at up to {MANY} places: nkdata catches {_share(real, 'killed', _sum(real, 'tried'))}",
        f"where others were asked, pandera alone catches {_share(tabled, 'pandera', asked)}",
        f"and the Table Schemas alone {_share(tabled, 'schema', asked)}",
    ]
    for key in ("harmless", "beyond"):
        some = [trial for trial in done if trial.kind.expected == key]
        lines.append(
            f"{len(some)} {key} kinds: {_share(some, 'killed', _sum(some, 'tried'))} caught"
        )
    return "\n".join(lines)


def _sum(done: Iterable[Trial], column: str) -> int:
    return sum(getattr(trial, column) for trial in done)


def _share(done: Iterable[Trial], column: str, of: int) -> str:
    found = _sum(done, column)
    return f"{found} of {of} ({100 * found / max(of, 1):.1f} %)"


def main(names: list[str]) -> int:
    """Try all kinds, or those named; of all, write matrix, examples and summary. Return 1 where one is not as it has to be."""
    done = trials(names)
    for trial in done:
        if names or trial.wrong:
            print(  # noqa: T201
                f"{trial.kind.name}: {trial.killed} of {trial.tried} caught ({trial.places} places)",
                dict(trial.rules) if names else "",
            )
            for line in trial.survivors[:5] if trial.kind.expected == "caught" else ():
                print("    ", line)  # noqa: T201
    print(summary(done))  # noqa: T201
    needless = (
        set()
        if names
        else set(COLUMNS)
        - {rule for trial in done if trial.kind.expected == "caught" for rule in trial.rules}
    )
    if needless:
        print("rules that tell nothing:", *sorted(needless))  # noqa: T201
    if not names:
        MATRIX.write_text(matrix(done), encoding="utf-8", newline="\n")
        EXAMPLES.write_text(examples(done), encoding="utf-8", newline="\n")
        README.write_text(readme(MATRIX), encoding="utf-8", newline="\n")
    return int(bool(needless) or any(trial.wrong for trial in done))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
