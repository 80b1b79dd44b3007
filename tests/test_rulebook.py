"""The rulebook: every rule of every stage can be looked up, and every problem of a report says which quality of data is at stake."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from samples import copy_of_mini, mini_rows, raw_tables

import nkdata
from nkdata.checks import ALL_RULES, RULES, check_tables
from nkdata.checks.registry import rule
from nkdata.cli import main
from nkdata.desk.check import check
from nkdata.reports.problems import Problem, Report
from nkdata.rulebook import Dimension, Severity, about, entries, lookup, stage
from nkdata.rulebook.lookup import explained, listed

ENTRIES = list(entries())
NAMES = sorted({entry.name for entry in ENTRIES})


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.name}: {entry.reads}")
def test_every_rule_says_why(entry):
    """Every rule has a dimension, severities, a sentence that it holds, and a why of eight words or more that is another one."""
    about = entry.about
    assert about.dimension in get_args(Dimension)
    assert about.severities
    assert set(about.severities) <= set(get_args(Severity))
    assert about.holds.endswith(".")
    assert about.why.endswith(".")
    assert len(about.why.split()) >= 8
    assert about.why != about.holds


def test_no_two_rules_share_a_reason():
    """Each rule has a reason of its own, and every dimension some rules."""
    assert len({entry.about.why for entry in ENTRIES}) == len(ENTRIES)
    assert {entry.about.dimension for entry in ENTRIES} == set(get_args(Dimension))


def test_published_rules_are_those_of_the_checks():
    """The rules of published tables are those that `nkdata validate` runs, in its order, and each of them stands once."""
    assert [entry.name for entry in ENTRIES if entry.published] == list(ALL_RULES)


def _nodes():
    """Yield every node of the syntax of the code."""
    for file in Path(nkdata.__file__).parent.rglob("*.py"):
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def _named():
    """Yield the name of each rule that stands in the code as that of a problem."""
    position = {"Problem": 0, "_note": 1}
    for node in _nodes():
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if name in position and len(node.args) > position[name]:
            rule = node.args[position[name]]
            if isinstance(rule, ast.Constant):
                yield rule.value


def test_every_problem_is_of_a_rule_that_can_be_looked_up():
    """Every rule that the code names when it makes a problem stands in the rulebook."""
    named = set(_named()) - {""}
    assert {"seed-empty", "stale", "file-hash"} <= named
    assert named <= set(NAMES)


def test_every_rule_is_reported_by_some_code():
    """Every rule of the rulebook that is no function is named by the code, and every stage has rules."""
    written = {node.value for node in _nodes() if isinstance(node, ast.Constant)}
    functions = stage("tables").keys()
    assert [name for name in NAMES if name not in functions and name not in written] == []
    assert all(stage(entry.stage) for entry in ENTRIES)


@pytest.mark.parametrize("name", NAMES)
def test_explain(name, capsys):
    """Every rule is explained with dimension, severity, tables, what it holds and why."""
    assert main(["explain", name]) == 0
    printed = capsys.readouterr().out
    words = " ".join(printed.split())
    assert printed.startswith(f"{name}\n  dimension  ")
    for entry in ENTRIES:
        if entry.name == name:
            about = entry.about
            assert (
                f"severity {' or '.join(about.severities)} reads {entry.reads} holds {about.holds} why {about.why}"
                in words
            )


def test_a_name_of_two_stages_is_explained_twice():
    """A promise that is kept at two stages is explained for each."""
    assert [line for line in explained("text-hash") if line.startswith("text")] == [
        "text-hash",
        "text-hash",
    ]


def test_explain_wraps():
    """No line of an explanation is wider than asked for, long words apart, and an explanation does not depend on the width otherwise."""
    for name in NAMES:
        lines = list(explained(name, 60))
        assert all(len(line) <= 60 or max(map(len, line.split())) > 60 - 13 for line in lines)
        assert " ".join(" ".join(lines).split()) == " ".join(" ".join(explained(name, 140)).split())


def test_explain_lists_all(capsys):
    """Without a rule all are listed, a line each with the dimension; `validate --rules` lists those of published tables."""
    assert main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [entry.name, entry.about.dimension] for entry in ENTRIES
    ]
    assert all(line.endswith(entry.about.holds) for line, entry in zip(lines, ENTRIES, strict=True))
    assert main(["validate", "--rules"]) == 0
    assert capsys.readouterr().out.splitlines() == list(listed(published=True))


def test_explain_names_the_nearest(capsys):
    """An unknown rule exits with 2 and names the nearest."""
    assert main(["explain", "value-ordre"]) == 2
    assert "there is no rule 'value-ordre' (did you mean 'value-order'?)" in capsys.readouterr().err


EXAMPLE = {
    "kind": "two cells exchanged", "table": "claims", "key": "a-forty", "column": "value_low",
    "before": 10, "after": "20 \x1b[31m", "message": "the values are out of order",
}  # fmt: skip


def test_explain_shows_an_example(tmp_path, monkeypatch):
    """Where the examples have the rule, its change and what is said of it are shown, with nothing that steers the terminal."""
    monkeypatch.setattr(lookup, "EXAMPLES", tmp_path / "examples.json")
    assert not any("example" in line for line in explained("value-order"))
    lookup.EXAMPLES.write_text(json.dumps({"value-order": EXAMPLE}), encoding="utf-8")
    assert list(explained("value-order"))[-4:] == [
        "  example    claims.value_low [a-forty], two cells exchanged",
        "  before     10",
        '  after      "20 \\u001b[31m"',
        "  message    the values are out of order",
    ]
    assert not any("example" in line for line in explained("hops-without-gaps"))


@pytest.mark.parametrize(
    "cells",
    [{"before": {"a": [1, None]}, "after": None}, {"before": "x" * 9_000}, {}],
    ids=["row", "long", "bare"],
)
def test_explain_shows_any_example(cells, tmp_path, monkeypatch):
    """Rows, nulls, long texts and an example without cells or key are shown too, none over more than a few lines."""
    monkeypatch.setattr(lookup, "EXAMPLES", tmp_path / "examples.json")
    lookup.EXAMPLES.write_text(
        json.dumps({"row-count": {"table": "claims", "message": "m", **cells}}), encoding="utf-8"
    )
    lines = list(explained("row-count"))
    assert lines.count("  message    m") == 1
    assert ("  after      null" in lines) == ("after" in cells)
    assert len(lines) < 30


def test_broken_examples_exit_with_2(tmp_path, monkeypatch, capsys):
    """Examples that cannot be read are named with their file, and are no traceback."""
    monkeypatch.setattr(lookup, "EXAMPLES", tmp_path / "examples.json")
    lookup.EXAMPLES.write_text("{", encoding="utf-8")
    assert main(["explain", "value-order"]) == 2
    assert "examples.json: the examples of the rules cannot be read" in capsys.readouterr().err


def test_problems_of_tables_have_their_dimension():
    """What the check of tables finds, of shape, keys and meaning, has the dimension of its rule, also in the data frame."""
    rows = mini_rows()
    rows["claims"][0] |= {"value_low": 2, "value_best": 1, "event_id": "nowhere"}
    rows["events"][0]["title"] = ""
    for report in (
        check_tables(raw_tables(rows)),
        check_tables(raw_tables({**rows, "events": mini_rows()["events"]})),
    ):
        assert report.problems
        assert [p.dimension for p in report.problems] == [
            ALL_RULES[p.rule].dimension for p in report.problems
        ]
        assert list(report.to_frame()["dimension"]) == [p.dimension for p in report.problems]


def test_problems_of_seeds_have_their_dimension(tmp_path):
    """What a check of the seeds finds has the dimension of its rule, whichever stage found it."""
    folder = copy_of_mini(tmp_path)
    file = folder / "actors.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("type: group", "type: groop"), encoding="utf-8"
    )
    assert [(p.rule, p.dimension) for p in check(seeds=folder).problems] == [
        ("unknown-code", "conformity")
    ]
    file.write_bytes(b"\xff")
    assert [(p.rule, p.dimension) for p in check(seeds=folder).problems] == [
        ("seed-encoding", "conformity")
    ]


def test_problem_of_a_rule_that_nobody_declared():
    """A problem of an unknown rule has no dimension, and one that brings its own keeps it."""
    report = Report([Problem("mine", "m"), Problem("mine", "m", dimension="uniqueness")])
    assert [p.dimension for p in report.problems] == [None, "uniqueness"]


def test_one_name_has_one_dimension():
    """A promise that is kept at two stages has one dimension, which its problems are labelled with, and stands once a stage."""
    assert len({(entry.name, entry.stage) for entry in ENTRIES}) == len(ENTRIES)
    for entry in ENTRIES:
        assert about(entry.name).dimension == entry.about.dimension


def test_dimension_does_not_depend_on_what_was_imported():
    """A problem has its rule's dimension where no other module of nkdata was imported, even one of a rule that is a function."""
    code = """
from nkdata.reports.problems import Problem, Report
report = Report([Problem("value-order", ""), Problem("seed-yaml", ""), Problem("stale", "")])
print([p.dimension for p in report.problems])
"""
    command = [sys.executable, "-c", code]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed == "['consistency', 'conformity', 'timeliness']\n"


@pytest.mark.parametrize("doc", [None, "It holds.", ""])
def test_rule_without_a_reason_is_refused(doc):
    """A rule whose docstring has no second paragraph cannot be registered."""

    def anew(_view):
        yield from ()

    anew.__doc__ = doc
    with pytest.raises(TypeError, match="what it holds and why"):
        rule("claims", dimension="consistency")(anew)
    assert "anew" not in RULES


def test_summary_counts_what_is_only_said():
    """Problems of severity info leave a report ok, are no warnings, and are counted where there are any."""
    report = Report([Problem("r", "m", severity="info"), Problem("r", "m", severity="warning")])
    assert report.ok
    assert report.summary() == "0 errors, 1 warning, 1 info"
