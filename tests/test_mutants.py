"""The checks bite: mistakes made on purpose are caught, and what changes no meaning is not.

Here the first place of each kind is tried, which rules spoke is kept for the run's other tests;
`make mutants` tries many places.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from mutants.judge import DATA, SEEDS, judge_touched, judge_whole, judged, sound, world, written
from mutants.model import KINDS
from mutants.others import caught_by_pandera, caught_by_schema
from mutants.packages import copied, describe
from mutants.run import COLUMNS, TABLED, Trial, first, main, matrix, needless, sample, tried
from mutants.showing import shown
from mutants.telling import BEGIN, END, NAMES, put_into, summary

from nkdata.flows import build
from nkdata.quality import validate

pytestmark = pytest.mark.data
CAUGHT = [name for name, kind in KINDS.items() if kind.expected == "caught"]
TABULAR = [name for name in CAUGHT if KINDS[name].subject in TABLED]
LAST_OF_EACH_SUBJECT = {KINDS[name].subject: name for name in TABULAR}.values()


@pytest.fixture(scope="session")
def spoke(tmp_path_factory):
    """Return a function that tries the first place of a kind and gives the rules that spoke.

    The workers of a run share what came of it in a folder, so that each kind is tried once.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "mutants"
    shared.mkdir(exist_ok=True)

    def try_first(name):
        file = shared / f"{name}.json"
        if not file.is_file():
            problems = judged(first(KINDS[name]))
            kept = file.with_suffix(f".{os.getpid()}")
            kept.write_text(json.dumps({p.rule: p.severity for p in problems}), encoding="utf-8")
            kept.replace(file)
        return json.loads(file.read_text(encoding="utf-8"))

    return try_first


def test_kinds_are_many_and_say_what_they_are():
    """Kinds are many and each has a sentence, and the few beyond any rule have a reason."""
    assert len(CAUGHT) >= 60
    assert all(kind.doc.endswith(".") for kind in KINDS.values())
    assert {kind.name for kind in KINDS.values() if kind.reason} == {
        kind.name for kind in KINDS.values() if kind.expected == "beyond"
    }
    assert sum(kind.expected == "beyond" for kind in KINDS.values()) <= 12


@pytest.mark.parametrize("name", KINDS)
def test_first_place_of_a_kind(name, spoke):
    """At its first place a mistake is caught, and a harmless change is not."""
    caught = "error" in spoke(name).values()
    kind = KINDS[name]
    assert kind.expected == "beyond" or caught == (kind.expected == "caught"), shown(first(kind))


def test_every_rule_kills_something(spoke):
    """Every rule of any stage speaks of the first place of some kind of mistake."""
    killers = {rule for name in CAUGHT for rule in spoke(name)}
    assert [rule for rule in COLUMNS if rule not in killers] == [], "add a kind to tests/mutants/"


def test_without_its_rule_a_mistake_survives(spoke):
    """Several rules alone speak of some mistake, which gets through where they are switched off."""
    alone = {}
    for name in CAUGHT:
        if len(spoke(name)) == 1 and KINDS[name].subject in TABLED:
            alone.setdefault(*spoke(name), name)
    assert len(alone) >= 12
    for rule, name in alone.items():
        assert judge_touched(first(KINDS[name]), without=rule) == [], (rule, name)


def _told(problems):
    return sorted({(p.rule, p.table, str(p.key), p.column) for p in problems}, key=str)


@pytest.mark.parametrize("name", LAST_OF_EACH_SUBJECT)
def test_quick_judgement_is_the_whole_one(name):
    """Running the rules that a mistake can concern finds what running them all finds."""
    mutant = first(KINDS[name])
    assert _told(judge_touched(mutant)) == _told(judge_whole(mutant))


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
    mutant = first(KINDS[name])
    folder = copied(DATA, tmp_path / "data")
    made = mutant.tables(world())
    for table, data in made.items():
        pq.write_table(data, folder / f"{table}.parquet")
    describe(folder, *made)
    assert {p.rule for p in validate(folder).problems} == {p.rule for p in judged(mutant)}


@pytest.mark.parametrize(
    "name", ["figure-mistyped", "participant-deleted", "id-lost-from-ledger", "page-emptied"]
)
def test_seeds_are_judged_as_they_are_built(name, tmp_path):
    """What is said of seeds with a mistake is what `nkdata build` says, and nothing is written."""
    mutant = first(KINDS[name])
    folder = Path(shutil.copytree(SEEDS, tmp_path / "seeds"))
    written(mutant, folder)
    report = build(folder, tmp_path / "data")
    assert not (tmp_path / "data").exists()
    assert {p.rule for p in report.problems} == {
        p.rule.removeprefix("seeds: ") for p in judged(mutant)
    }


def test_others_are_asked_fairly():
    """Pandera and the Table Schemas pass the sound tables, and refuse a null where none may be."""
    whole = sound()
    assert not caught_by_pandera(whole)
    assert not caught_by_schema(whole)
    _, mutants = sample(KINDS["null-in-required-column"], 2)
    _, moved = sample(KINDS["quote-misspelt"], 2)
    assert all(
        caught_by_pandera(m.tables(world())) and caught_by_schema(m.tables(world()))
        for m in mutants
    )
    assert not any(
        caught_by_pandera(m.tables(world())) or caught_by_schema(m.tables(world())) for m in moved
    )


def test_matrix_and_summary():
    """The matrix has a row a kind and a column a rule, and the summary names every subject."""
    kind = KINDS["quote-misspelt"]
    trial = Trial(kind, places=9, tried=3, killed=3, asked=2, schema=0, pandera=1)
    trial.rules["quote-is-span"] = 3
    header, row = matrix([trial]).splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))["quote-is-span"] == "3"
    assert set(COLUMNS) <= set(header.split(","))
    assert needless([trial]) == [rule for rule in COLUMNS if rule != "quote-is-span"]
    lines = summary([trial]).splitlines()
    assert {kind.subject for kind in KINDS.values()} - set(NAMES) == {"harmless", "beyond"}
    assert "| quotes and spans | 1 | 3 | 100 % | 50 % | 0 % |" in lines
    assert "| dates | 0 | 0 | 0 % |  |  |" in lines


def test_summary_takes_the_place_of_the_last_one(tmp_path):
    """The summary stands between the marks of a document, whose other words stay."""
    document = tmp_path / "checks.md"
    document.write_text(f"before\n{BEGIN}old\n{END}\nafter\n", encoding="utf-8")
    put_into(document, "new\n")
    assert document.read_text(encoding="utf-8") == f"before\n{BEGIN}new\n{END}\nafter\n"


def test_one_kind_at_its_places(capsys, tmp_path, monkeypatch):
    """Named kinds are tried and printed with the rules that spoke, and nothing is written."""
    monkeypatch.setattr("mutants.run.trials", lambda names: list(map(tried, names)))
    assert main(["--out", str(tmp_path / "out"), "relation-to-itself"]) == 0
    assert "of" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


@pytest.mark.heavy
def test_every_kind_at_its_places(tmp_path):
    """At each of up to 24 places every mistake is caught, and no harmless change is."""
    assert main(["--out", str(tmp_path)]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {"matrix.csv", "summary.md"}
