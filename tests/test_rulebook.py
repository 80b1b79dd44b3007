"""The rulebook: every rule can be looked up, and every problem says which quality is at stake."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from samples import copy_of_mini, mini_rows, raw_tables

import nkdata
from nkdata.checks import RULES, check_tables
from nkdata.checks.registry import rule
from nkdata.cli import main
from nkdata.desk.check import check
from nkdata.reports.problems import Problem, Report
from nkdata.rulebook import Dimension, Severity, about, entries, examples, published, stage
from nkdata.rulebook.examples import example
from nkdata.rulebook.lookup import explained, listed

ENTRIES = list(entries())
NAMES = sorted({entry.name for entry in ENTRIES})


def _is_complete(about):
    """Tell whether dimension and severities are known, and the texts are sentences."""
    return (
        about.dimension in get_args(Dimension)
        and about.severities
        and set(about.severities) <= set(get_args(Severity))
        and about.holds.endswith(".")
        and about.why.endswith(".")
        and len(about.why.split()) >= 8
    )


def test_every_rule_says_why():
    """Every rule has dimension, severities, a sentence that it holds, and a why of eight words."""
    assert [f"{e.stage}: {e.name}" for e in ENTRIES if not _is_complete(e.about)] == []


def test_no_two_rules_share_a_reason():
    """Each rule has a reason of its own, and every dimension some rules."""
    assert len({entry.about.why for entry in ENTRIES}) == len(ENTRIES)
    assert {entry.about.dimension for entry in ENTRIES} == set(get_args(Dimension))


def test_published_rules_are_those_of_the_checks():
    """The rules of published tables are those that `nkdata validate` runs, once, in its order."""
    assert [entry.name for entry in ENTRIES if entry.published] == list(published())


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
    """Every rule that is no function is named by the code, and every stage has rules."""
    written = {node.value for node in _nodes() if isinstance(node, ast.Constant)}
    functions = stage("tables").keys()
    assert [name for name in NAMES if name not in functions and name not in written] == []
    assert all(stage(entry.stage) for entry in ENTRIES)


def _explanation(entry):
    """Return what is said of a rule in one line."""
    about = entry.about
    severity = " or ".join(about.severities)
    return f"severity {severity} reads {entry.reads} holds {about.holds} why {about.why}"


def test_explain(capsys):
    """Every rule is explained with dimension, severity, tables, what it holds and why."""
    for entry in ENTRIES:
        assert main(["explain", entry.name]) == 0
        printed = capsys.readouterr().out
        assert printed.startswith(f"{entry.name}\n  dimension  ")
        assert _explanation(entry) in " ".join(printed.split())


def test_a_name_of_two_stages_is_explained_twice():
    """A promise that is kept at two stages is explained for each."""
    assert [line for line in explained("text-hash") if line.startswith("text")] == [
        "text-hash",
        "text-hash",
    ]


def test_explain_wraps():
    """Lines are no wider than asked for, long words apart, and have the same words at any width."""
    for name in NAMES:
        lines = list(explained(name, 60))
        assert all(len(line) <= 60 or max(map(len, line.split())) > 60 - 13 for line in lines)
        assert " ".join(" ".join(lines).split()) == " ".join(" ".join(explained(name, 140)).split())


def test_explain_lists_all(capsys):
    """Without a rule all are listed, a line each; `validate --rules` lists those of tables."""
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


@pytest.fixture
def cases(tmp_path, monkeypatch):
    """Return a folder of cases of the test's own."""
    monkeypatch.setattr(examples, "cases_dir", lambda: tmp_path)
    for name in ("rules", "curation"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_every_rule_with_a_case_shows_an_example():
    """A rule over tables, shape or curation is explained with the first case that breaks it."""
    kinds = {"seeds", "curation", "ledger", "counts", "shape", "tables"}
    shown = {entry.name for entry in ENTRIES if dict(example(entry)).get("change")}
    assert shown >= {entry.name for entry in ENTRIES if entry.stage in kinds}


def test_explain_shows_what_breaks_a_rule(cases):
    """The first case that breaks a rule is shown, with nothing that steers the terminal."""
    (cases / "rules" / "figures.yaml").write_text(
        "value-order:\n"
        "  - {holds: equal cells, edits: []}\n"
        '  - {breaks: "ends exchanged \\e[31m", at: [], says: too low, edits: [{table: claims, '
        "key: a, set: {value_low: 2, asserted: 2031-03-01}}, "
        "{table: claims, key: b, drop: true}]}\n",
        encoding="utf-8",
    )
    assert list(explained("value-order"))[-4:] == [
        "  example    ends exchanged \\x1b[31m",
        '  change     claims [a]: set {"value_low": 2, "asserted": "2031-03-01"}',
        "  change     claims [b]: drop",
        "  message    too low",
    ]
    assert not any("example" in line for line in explained("hops-without-gaps"))


def test_explain_shows_a_fault_of_the_seeds(cases):
    """A fault in a seed file is shown by what is replaced, and long texts are cut."""
    (cases / "curation" / "seeds.yaml").write_text(
        "seed-yaml:\n"
        "  - {shows: a tab, file: actors.yaml, find: x, put: ⟦y⟧, at: [actors.yaml, 1, 1]}\n"
        f"seed-empty: [{{shows: much, file: a.txt, find: {'x' * 9_000}}}]\n",
        encoding="utf-8",
    )
    assert '  change     actors.yaml: find "x", put "y"' in list(explained("seed-yaml"))
    assert max(map(len, explained("seed-empty"))) < 500


@pytest.mark.usefixtures("cases")
def test_without_pyyaml_a_rule_is_explained_without_example(monkeypatch):
    """Where PyYAML is not installed, the explanation has all but the example."""
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert not any("example" in line for line in explained("value-order"))


def test_broken_cases_exit_with_2(cases, capsys):
    """Cases that cannot be read are named with their file, and are no traceback."""
    (cases / "rules" / "figures.yaml").write_text("{", encoding="utf-8")
    assert main(["explain", "value-order"]) == 2
    assert "figures.yaml: the examples of the rules cannot be read" in capsys.readouterr().err


def test_problems_of_tables_have_their_dimension():
    """What the check of tables finds has the dimension of its rule, also in the data frame."""
    rows = mini_rows()
    rows["claims"][0] |= {"value_low": 2, "value_best": 1, "event_id": "nowhere"}
    rows["events"][0]["title"] = ""
    for report in (
        check_tables(raw_tables(rows)),
        check_tables(raw_tables({**rows, "events": mini_rows()["events"]})),
    ):
        assert report.problems
        assert [p.dimension for p in report.problems] == [
            published()[p.rule].dimension for p in report.problems
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
    """A promise that is kept at two stages has one dimension, and stands once a stage."""
    assert len({(entry.name, entry.stage) for entry in ENTRIES}) == len(ENTRIES)
    for entry in ENTRIES:
        assert about(entry.name).dimension == entry.about.dimension


def test_dimension_does_not_depend_on_what_was_imported():
    """A problem has its rule's dimension where no other module of nkdata was imported."""
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
    """Problems of severity info leave a report ok, and are counted where there are any."""
    report = Report([Problem("r", "m", severity="info"), Problem("r", "m", severity="warning")])
    assert report.ok
    assert report.summary() == "0 errors, 1 warning, 1 info"
