"""The curator's desk: what `nkdata check` says of a file, and how little one mistake sets off."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from samples import MINI, copy_of_mini

from nkdata.checks import RULES
from nkdata.desk.check import check
from nkdata.errors import NkdataError
from nkdata.flows import build
from nkdata.nodes import Entries, Items
from nkdata.reports.problems import Location
from nkdata.rulebook import published
from nkdata.seeds import read_yaml

ROOT = Path(__file__).resolve().parents[1]
HARBOUR, COAST = "articles/a_harbour.yaml", "articles/b_coast.yaml"


def edit(folder, file, find, put):
    """Replace the one occurrence of a text in a file; return the line of the replacement."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(find) == 1, f"{find!r} stands {text.count(find)} times"
    path.write_text(text.replace(find, put), encoding="utf-8")
    return text[: text.index(find)].count("\n") + 1


ONE_ERROR = {
    "a quote moved by one character": (
        HARBOUR,
        "quote: They allegedly",
        "quote: hey allegedly",
        "span-on-words",
        0,
    ),
    "a quote one character too long": (
        HARBOUR,
        "quote: They allegedly",
        "quote: .They allegedly",
        "quote-not-found",
        0,
    ),
    "a number not in the quote": (HARBOUR, "    value: 40", "    value: 41", "value-as-printed", 1),
    "a printed number not in the quote": (
        HARBOUR,
        'value_text: "40"',
        'value_text: "41"',
        "value-text-in-quote",
        0,
    ),
    "a date the weekday contradicts": (
        HARBOUR,
        "Tuesday, normalized: 2031-03-04",
        "Tuesday, normalized: 2031-03-05",
        "weekday-as-printed",
        0,
    ),
    "a claim without claimant": (
        HARBOUR,
        "    said_by: {eastland-army: denied}\n",
        "    quotation: indirect\n",
        "source-is-stated",
        -4,
    ),
    "an article without claimant": (
        COAST,
        "  publisher: coast-gazette\n",
        "  publisher:\n",
        "no-claimant",
        0,
    ),
    "a relation typed by hand": (
        COAST,
        "{denies: b-thirty-eight,",
        "{contradicts: b-thirty-eight,",
        "reader-leaves-rules-alone",
        0,
    ),
    "a hand-typed relation of a kind no reader states": (
        COAST,
        "{denies:",
        "{agrees:",
        "unknown-key",
        0,
    ),
}


@pytest.mark.parametrize("shows", ONE_ERROR)
def test_one_mistake_is_one_error_at_its_line(shows, tmp_path):
    """A slip in a claim is exactly one error, at its line, for the file and for the folder."""
    file, find, put, rule, offset = ONE_ERROR[shows]
    seeds = copy_of_mini(tmp_path)
    line = edit(seeds, file, find, put) + offset
    for report in (check([seeds / file]), check(seeds=seeds), build(seeds, tmp_path / "out")):
        assert [(p.rule, p.where.file, p.where.line) for p in report.problems] == [
            (rule, str(seeds / file), line)
        ], str(report)


def test_a_clean_file_has_no_problem():
    """Nothing is said of seeds that are in order, whole or file by file, page or curation."""
    for files in (
        [],
        [MINI / HARBOUR],
        [MINI / HARBOUR, MINI / COAST],
        [MINI / "articles" / "a_harbour.txt"],
        [MINI / "events.yaml"],
    ):
        report = check(files, MINI)
        assert not report.problems
        assert not report.skipped
        assert sum(report.rows.values()) > 100


def test_all_errors_at_once(tmp_path):
    """Faults and breaches of rules are found in one run, in the file and where it leads to."""
    seeds = copy_of_mini(tmp_path)
    edit(seeds, HARBOUR, "evidentiality: own_act", "evidentiality: own_deed")
    edit(seeds, HARBOUR, "Tuesday, normalized: 2031-03-04", "Tuesday, normalized: 2031-03-05")
    edit(seeds, "events.yaml", "title_as_stated: harbour master", "title_as_stated: port master")
    edit(seeds, COAST, "value_text: 41+ envoys", "value_text: 42+ envoys")
    assert sorted(p.rule for p in check([seeds / HARBOUR]).problems) == [
        "title-as-printed",
        "unknown-code",
        "weekday-as-printed",
    ]
    assert [p.rule for p in check([seeds / COAST]).problems] == [
        "value-text-in-quote",
        "title-as-printed",
    ]
    assert len(check(seeds=seeds).problems) == 4


def test_what_a_file_does_not_lead_to_is_left_out(tmp_path):
    """A fault of a registry is reported with those articles that lead to its entry."""
    seeds = copy_of_mini(tmp_path)
    edit(
        seeds,
        "actors.yaml",
        "cora-dahl:\n  name: Cora Dahl\n  type: person",
        "cora-dahl:\n  name: Cora Dahl\n  type: queen",
    )
    edit(seeds, "events.yaml", "  subtype: material_aid", "  subtype: immaterial_aid")
    assert [p.rule for p in check([seeds / HARBOUR]).problems] == ["unknown-code", "unknown-code"]
    assert [p.message for p in check([seeds / COAST]).problems] == []
    assert len(check([seeds / "actors.yaml"]).problems) == 1


def test_new_ids_are_no_error_and_buried_ones_are(tmp_path):
    """An id that is not yet in the ledger is nothing to correct; one that was retired is."""
    seeds = copy_of_mini(tmp_path)
    edit(seeds, "ids.txt", "claims a-gifts\n", "")
    assert not check([seeds / HARBOUR]).problems
    edit(seeds, "ids.txt", "claims a-grain\n", "claims a-grain retired 0.1.0\n")
    assert [p.rule for p in check([seeds / HARBOUR]).problems] == ["ledger-reused"]


def test_fault_of_a_reading_is_found_in_it_and_in_the_folder(tmp_path):
    """A slip in a reading is one error of the reading and of the folder, and of no article."""
    seeds = copy_of_mini(tmp_path)
    reading = "readings/reader-2/a_harbour.yaml"
    line = edit(
        seeds, reading, "quote: We counted 40 envoys on deck", "quote: We counted 41 envoys on deck"
    )
    for report in (check([seeds / reading]), check(seeds=seeds), build(seeds, tmp_path / "out")):
        assert [(p.rule, p.where.file, p.where.line) for p in report.problems] == [
            ("quote-not-found", str(seeds / reading), line)
        ]
    assert check([seeds / HARBOUR]).problems == []


@pytest.mark.parametrize("name", ["none.yaml", "articles/c_none.yaml", "ids.txt", "articles"])
def test_what_is_no_curation_file_cannot_be_checked(name, tmp_path):
    """A file that is none of the curation's is an error that says which are."""
    seeds = copy_of_mini(tmp_path)
    with pytest.raises(NkdataError, match="no curation file"):
        check([seeds / name], seeds)


def test_seeds_that_cannot_be_read_are_told_first(tmp_path):
    """A file that is no YAML is reported alone, whichever file was asked about."""
    seeds = copy_of_mini(tmp_path)
    edit(seeds, "questions.yaml", "lorries:\n", "lorries: [\n")
    assert [p.rule for p in check([seeds / HARBOUR]).problems] == ["seed-yaml"]


# -- cascades


def test_wrong_publication_date_is_one_problem(tmp_path):
    """If an article contradicts its publication date, that date is the problem, and says why."""
    seeds = copy_of_mini(tmp_path)
    line = edit(
        seeds,
        HARBOUR,
        "published: 2031-03-05\n  published_basis: stated",
        "published: 2030-03-05\n  published_basis: stated",
    )
    (problem,) = (p for p in check(seeds=seeds).problems if p.rule == "contradicted")
    assert (problem.where.line, problem.where.column) == (line, 14)
    assert (problem.table, problem.key, problem.column) == (
        "articles",
        "a_harbour",
        "published_edtf",
    )
    assert "asserted-before-publication" in problem.message
    assert len(check(seeds=seeds).problems) <= 3


def test_emptied_registry_is_one_problem(tmp_path):
    """A registry without an entry is one problem, not one for each reference to it."""
    for name in ("actors", "events", "questions"):
        seeds = copy_of_mini(tmp_path / name)
        (seeds / f"{name}.yaml").write_text("", encoding="utf-8")
        assert [(p.rule, p.where) for p in check(seeds=seeds).problems] == [
            ("empty-registry", Location(str(seeds / f"{name}.yaml"), 1))
        ]


def test_missing_entry_is_one_problem_a_file(tmp_path):
    """An id that is gone is one problem in each file that refers to it, with the lines."""
    seeds = copy_of_mini(tmp_path)
    edit(seeds, "events.yaml", "\nlanding:\n", "\nlandfall:\n")
    found = {Path(p.where.file).name: p for p in check(seeds=seeds).problems}
    assert found.keys() == {"a_harbour.yaml", "b_coast.yaml", "events.yaml", "questions.yaml"}
    assert {p.rule for p in found.values()} == {"unknown-id"}
    assert re.search(r"likewise on lines \d+, \d+, \d+", found["a_harbour.yaml"].message)


def _scalars(node):
    if isinstance(node, Entries):
        for key, value in node.pairs():
            yield key
            yield from _scalars(value)
    elif isinstance(node, Items):
        for item in node:
            yield from _scalars(item)
    else:
        yield node


FAULTY = pytest.mark.parametrize(
    "file", [HARBOUR, COAST, "actors.yaml", "events.yaml", "questions.yaml"]
)


@FAULTY
def test_a_fault_sets_off_no_rule(file, tmp_path):
    """Where a key or value that is garbled or emptied is a fault of curation, no rule speaks."""
    one_in_three = {0: ("zzz-q",), 3: ("",)}  # the heavy test tries both everywhere
    _sets_off_no_rule(copy_of_mini(tmp_path), file, lambda place: one_in_three.get(place % 6, ()))


@pytest.mark.heavy
@FAULTY
def test_no_fault_sets_off_a_rule(file, tmp_path):
    """The same where every key or value is garbled and emptied."""
    _sets_off_no_rule(copy_of_mini(tmp_path), file, lambda _: ("zzz-q", ""))


def _sets_off_no_rule(seeds, file, puts):
    path = seeds / file
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for place, scalar in enumerate(_scalars(read_yaml(text, "", []))):
        for put in puts(place):
            line = lines[scalar.at.line - 1]
            cut = scalar.at.column - 1
            edited = line[:cut] + put + line[cut + scalar.at.width :]
            path.write_text(
                "\n".join([*lines[: scalar.at.line - 1], edited, *lines[scalar.at.line :]]),
                encoding="utf-8",
            )
            rules = [p.rule for p in check(seeds=seeds).problems]
            faults = set(rules) - published().keys()
            assert not faults or faults == set(rules), (
                f"line {scalar.at.line}, {str(scalar)!r} as {put!r}: {rules}"
            )
            assert len(rules) < 12


def test_rules_that_conclude_from_absence_are_named_as_skipped(tmp_path):
    """Where rows are missing, the rules that conclude from absence are skipped, and named."""
    seeds = copy_of_mini(tmp_path)
    edit(seeds, HARBOUR, "evidentiality: own_act", "evidentiality: own_deed")
    report = check(seeds=seeds)
    assert report.skipped == {
        name: "until what is faulty is mended" for name, rule in RULES.items() if rule.needs_all
    }
    assert "event-rests-on-claim" in report.skipped


# -- quick


def test_check_imports_no_gate():
    """The check needs neither the validators of the build nor DuckDB, which load slowly."""
    code = (
        f"import sys; from nkdata.desk.check import check; assert check(seeds={str(MINI)!r}).ok; "
        "print(*{'pandera', 'frictionless', 'duckdb'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
