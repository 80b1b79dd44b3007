"""The checks bite: mistakes made on purpose are caught wherever they change meaning, and what changes none is not.

tests/kill_matrix.csv has what came of all kinds at many places; here a few places of each show that
it is current. Its columns after ``pandera`` are rules, and hold at how many of the places tried a
rule spoke.
"""

from __future__ import annotations

import csv
import json
import shutil
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from mutants.judge import (
    DATA,
    REFUSED,
    SEEDS,
    judge_touched,
    judge_whole,
    judged,
    sound,
    world,
    written,
)
from mutants.model import KINDS, Rows
from mutants.others import caught_by_pandera, caught_by_schema
from mutants.packages import copied, describe
from mutants.run import COLUMNS, EXAMPLES, MATRIX, TABLED, examples, matrix, sample, trials, tried
from mutants.telling import README, readme

from nkdata.flows import build
from nkdata.quality import validate

CAUGHT = [name for name, kind in KINDS.items() if kind.expected == "caught"]


@cache
def _matrix():
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return {row["kind"]: row for row in csv.DictReader(file)}


def _killers(row):
    return {rule for rule in COLUMNS if row[rule]}


def test_kinds_are_many_and_say_what_they_are():
    """There are far more than sixty kinds of mistakes, each with a sentence; those beyond any rule are few and have a reason."""
    assert len(CAUGHT) >= 60
    assert all(kind.doc.endswith(".") for kind in KINDS.values())
    assert {kind.name for kind in KINDS.values() if kind.reason} == {
        kind.name for kind in KINDS.values() if kind.expected == "beyond"
    }
    assert sum(kind.expected == "beyond" for kind in KINDS.values()) <= 12


def test_matrix_has_these_kinds_and_rules():
    """The matrix has a row for each kind, with its words, and a column for each rule, in order; nothing else."""
    made = matrix([]).splitlines()[0]
    assert MATRIX.read_text(encoding="utf-8").splitlines()[0] == made, "run `make mutants`"
    assert list(_matrix()) == list(KINDS), "run `make mutants`"
    for name, row in _matrix().items():
        kind = KINDS[name]
        assert (row["subject"], row["expected"], row["mistake"], row["reason"]) == (
            kind.subject,
            kind.expected,
            kind.doc,
            kind.reason,
        )


@pytest.mark.parametrize("name", KINDS)
def test_matrix_shows_each_kind_as_it_has_to_be(name):
    """In the matrix a mistake was caught at every place that was tried, and a harmless change at none."""
    row = _matrix()[name]
    assert 0 < int(row["tried"]) <= int(row["places"])
    if row["expected"] != "beyond":
        assert int(row["killed"]) == (int(row["tried"]) if row["expected"] == "caught" else 0)


def test_every_rule_is_needed():
    """Every rule, of tables, packages and curation, speaks of at least one kind of mistake."""
    needed = set().union(*(_killers(_matrix()[name]) for name in CAUGHT))
    assert set(COLUMNS) - needed == set()


@pytest.mark.parametrize("name", KINDS)
def test_kind_is_still_caught(name):
    """At its first place a mistake is caught and a harmless change is not, by no other rules than the matrix has."""
    found = tried(name, 1, others=False)
    row = _matrix()[name]
    assert found.tried == 1
    assert found.kind.expected == "beyond" or found.killed == (found.kind.expected == "caught"), (
        found.survivors
    )
    assert set(found.rules) <= _killers(row), "run `make mutants`"
    assert found.places == int(row["places"]), "run `make mutants`"


def _alone():
    """Return for each rule that is the only one to speak of some kind, the first such kind."""
    alone = {}
    for name in CAUGHT:
        killers = _killers(_matrix()[name])
        if len(killers) == 1 and KINDS[name].subject in TABLED:
            alone.setdefault(killers.pop(), name)
    return alone


@pytest.mark.parametrize(("rule", "name"), _alone().items() if MATRIX.is_file() else [])
def test_without_its_rule_a_mistake_survives(rule, name):
    """Where one rule alone speaks of a mistake, switching it off lets every place of it through, and nothing else is said."""
    _, mutants = sample(KINDS[name], 3)
    for mutant in mutants:
        assert {problem.rule for problem in judged(mutant)} == {rule}
        assert judged(mutant, frozenset({rule})) == []


def test_some_rules_stand_alone():
    """Several rules are the only ones to tell some mistake, so that the test above has something to show."""
    assert len(_alone()) >= 12


def _told(problems):
    return sorted({(p.rule, p.table, str(p.key), p.column) for p in problems}, key=str)


@pytest.mark.parametrize("name", [name for name in CAUGHT if KINDS[name].subject in TABLED][::9])
def test_quick_judgement_is_the_whole_one(name):
    """What is found by running the rules that a mistake can concern is what is found by running them all."""
    _, mutants = sample(KINDS[name], 1)
    assert _told(judge_touched(mutants[0])) == _told(judge_whole(mutants[0]))


@pytest.mark.heavy
@pytest.mark.parametrize("name", [name for name in KINDS if KINDS[name].subject in TABLED])
def test_quick_judgement_is_the_whole_one_for_all(name):
    """The same for three places of every kind of table."""
    _, mutants = sample(KINDS[name], 3)
    for mutant in mutants:
        assert _told(judge_touched(mutant)) == _told(judge_whole(mutant))


@pytest.mark.parametrize("name", ["participation-lost", "quote-misspelt", "claimant-not-hop-0"])
def test_mutant_as_a_package(name, tmp_path):
    """Written as a package whose hashes are its own, a mutant is caught by the same rules."""
    _, mutants = sample(KINDS[name], 1)
    folder = copied(DATA, tmp_path / "data")
    assert isinstance(mutants[0], Rows)
    made = mutants[0].tables(world())
    for table, data in made.items():
        pq.write_table(data, folder / f"{table}.parquet")
    describe(folder, *made)
    assert {p.rule for p in validate(folder).problems} == {p.rule for p in judged(mutants[0])}


@pytest.mark.parametrize(
    "name", ["figure-mistyped", "participant-deleted", "id-lost-from-ledger", "page-emptied"]
)
def test_seeds_are_judged_as_they_are_built(name, tmp_path):
    """What is said of seeds with a mistake is what `nkdata build` says, which then writes nothing."""
    _, mutants = sample(KINDS[name], 1)
    folder = Path(shutil.copytree(SEEDS, tmp_path / "seeds"))
    written(mutants[0], folder)
    report = build(folder, tmp_path / "data")
    assert not (tmp_path / "data").exists()
    assert {p.rule for p in report.problems} == {
        p.rule.removeprefix("seeds: ") for p in judged(mutants[0])
    }


def test_others_are_asked_fairly():
    """Both pandera and the Table Schemas pass the sound tables, and refuse a table with a missing cell that must be filled."""
    whole = sound()
    assert not caught_by_pandera(whole)
    assert not caught_by_schema(whole)
    _, mutants = sample(KINDS["null-in-required-column"], 4)
    _, moved = sample(KINDS["quote-misspelt"], 4)
    assert all(
        caught_by_pandera(m.tables(world())) and caught_by_schema(m.tables(world()))
        for m in mutants
    )
    assert not any(
        caught_by_pandera(m.tables(world())) or caught_by_schema(m.tables(world())) for m in moved
    )


def test_readme_says_what_the_matrix_has():
    """The README's summary is made from the matrix."""
    assert README.read_text(encoding="utf-8") == readme(MATRIX), "run `make mutants`"


def test_every_rule_has_an_example():
    """The examples show for each rule one mistake that it tells, with the cell before and after, and what is said."""
    shown = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    assert list(shown) == [rule for rule in COLUMNS if rule != REFUSED]
    for rule, example in shown.items():
        assert example["kind"] in CAUGHT, rule
        assert example["message"], rule
        assert example["before"] != example["after"], rule


@pytest.mark.heavy
def test_matrix_and_examples_are_current():
    """Trying every kind at all its places gives the matrix and the examples that are checked in."""
    done = trials()
    assert matrix(done) == MATRIX.read_text(encoding="utf-8")
    assert examples(done) == EXAMPLES.read_text(encoding="utf-8")
