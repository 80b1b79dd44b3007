"""Outputs: which format goes where, what GitHub Actions is told, and what makes a run fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import outputs
import pytest
from read_back import read_document
from samples import copy_of_mini

import nkdata
from nkdata.cli import main
from nkdata.reports import FORMATS
from nkdata.reports.outputs import DOCUMENTS
from nkdata.reports.problems import Location, Problem, Report

ERROR = Problem("code", "no such code", "claims", "c1", "claim_type", "김정은")
WARNING = Problem("range", "rather high", "claims", "c2", "value_best", 10**9, severity="warning")
REPORTS = {"sound": Report([]), "warned": Report([WARNING]), "bad": Report([WARNING, ERROR])}


@pytest.fixture
def told(monkeypatch):
    """Let `nkdata validate` find a given report, and return how to give it."""
    return lambda report: monkeypatch.setattr("nkdata.quality.validate", lambda *_, **__: report)


@pytest.fixture
def on_github(monkeypatch, tmp_path):
    """Run as a step of GitHub Actions does, and return the file of its summary."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return tmp_path / "summary.md"


@pytest.mark.parametrize(("name", "fail_on", "status"), [
    ("sound", "error", 0), ("sound", "warning", 0), ("sound", "never", 0),
    ("warned", "error", 0), ("warned", "warning", 1), ("warned", "never", 0),
    ("bad", "error", 1), ("bad", "warning", 1), ("bad", "never", 0),
])  # fmt: skip
def test_fail_on(name, fail_on, status, told):
    """The exit status is 1 with a problem of the severity that was named, or of a worse one."""
    told(REPORTS[name])
    assert main(["validate", "--fail-on", fail_on]) == status
    assert main(["validate"]) == (name == "bad")


def test_text_is_the_default(told, capsys):
    """Without a format, as with text, problems go to standard error, totals to standard output."""
    told(REPORTS["bad"])
    main(["validate"])
    plain = capsys.readouterr()
    assert plain.err.startswith("warning[range]: claims.value_best [c2]: rather high")
    assert plain.out == "1 error, 1 warning\n"
    main(["validate", "--format", "text"])
    assert capsys.readouterr() == plain


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_printed_document_stands_alone(name, told, capsysbinary):
    """A printed document is all of standard output, in UTF-8, and text goes to standard error."""
    told(REPORTS["bad"])
    main(["validate", "--format", name])
    printed = capsysbinary.readouterr()
    assert printed.err == b""
    assert "김정은" in printed.out.decode("utf-8")
    main(["validate", "--format", name, "--format", "text"])
    both = capsysbinary.readouterr()
    assert both.out == printed.out
    assert both.err.endswith(b"1 error, 1 warning\n")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_printed(name, told, capsys):
    """Every format that is asked for without a file is printed."""
    told(REPORTS["bad"])
    main(["validate", "--format", name])
    printed = capsys.readouterr()
    assert "no such code" in (printed.err if name == "text" else printed.out)


def test_every_format_to_a_file(told, tmp_path, capsys):
    """Every format goes to its file, in folders made for it, and text is still printed."""
    told(REPORTS["bad"])
    asked = [f"--format={name}={tmp_path}/reports/{name}.out" for name in FORMATS]
    assert main(["validate", *asked]) == 1
    assert capsys.readouterr().out == "1 error, 1 warning\n"
    assert {file.stem for file in (tmp_path / "reports").iterdir()} == FORMATS.keys()
    made = read_document((tmp_path / "reports" / "json.out").read_text(encoding="utf-8"))
    assert [p.rule for p in made.problems] == ["range", "code"]
    assert all(
        (tmp_path / "reports" / f"{name}.out").read_bytes().endswith(b"\n") for name in FORMATS
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--format", "yaml"], f"the formats are {', '.join(FORMATS)}"),
        (["--format", "json="], "write FORMAT or FORMAT=FILE"),
        (["--format", "json", "--format", "sarif"], "only one of json and sarif can be printed"),
        (["--fail-on", "info"], "--fail-on"),
    ],
)
def test_outputs_that_cannot_be(asked, said, capsys):
    """Unknown formats, missing files and two documents for one output exit with 2 and a remedy."""
    with pytest.raises(SystemExit) as left:
        main(["validate", *asked])
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_file_that_cannot_be_written(told, tmp_path, capsys):
    """A file that cannot be written exits with 2, never with the verdict alone."""
    told(REPORTS["sound"])
    assert main(["validate", f"--format=json={tmp_path}"]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_documents_in_any_locale():
    """On a terminal that knows only ASCII a document is still UTF-8."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(nkdata.__file__).resolve().parents[1]),
        "PYTHONIOENCODING": "ascii",
        "LC_ALL": "C",
    }
    code = """
import nkdata.flows
from nkdata.cli import main
from nkdata.reports.problems import Problem, Report
nkdata.quality.validate = lambda *_, **__: Report([Problem("r", "é 김")])
raise SystemExit(main(["validate", "--format", "json"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout.decode("utf-8"))["problems"][0]["message"] == "é 김"


# -- GitHub Actions


def test_github_is_told_by_itself(told, on_github, capsys):
    """On GitHub Actions annotations follow the totals, and the step's summary is added to."""
    told(REPORTS["bad"])
    on_github.write_text("before\n", encoding="utf-8")
    assert main(["validate"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["1", "::error", "::warning"]
    assert on_github.read_text(encoding="utf-8").startswith(
        "before\n### nkdata: failed, 1 error, 1 warning\n"
    )


def test_github_is_told_once(told, on_github, capsys):
    """Annotations that are asked for come once, beside a printed document on standard error."""
    told(REPORTS["bad"])
    main(["validate", "--format", "github"])
    assert capsys.readouterr().out.count("::error") == 1
    main(["validate", "--format", "json"])
    printed = capsys.readouterr()
    assert json.loads(printed.out)["failed"]
    assert printed.err.count("::error") == 1
    assert on_github.read_text(encoding="utf-8").count("### nkdata: failed") == 2


def test_github_is_not_told_elsewhere(told, tmp_path, monkeypatch, capsys):
    """Elsewhere no summary is written, and no annotation but where it is asked for."""
    told(REPORTS["bad"])
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    main(["validate"])
    assert "::" not in capsys.readouterr().out
    main(["validate", "--format", "github"])
    assert "::error " in capsys.readouterr().out
    assert not (tmp_path / "summary.md").exists()


def test_files_are_named_from_the_root_of_the_checkout(
    told, on_github, tmp_path, monkeypatch, capsys
):
    """An annotation names a file from the root of the checkout, text from the working folder."""
    file = tmp_path / "sub" / "seeds" / "a.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("key: value\n", encoding="utf-8")
    places = [Location(str(file), 1, 6, 5), Location("elsewhere.yaml", 1), Location("\0", 1)]
    told(Report([Problem("code", "no such code", where=where) for where in places]))
    monkeypatch.chdir(tmp_path / "sub")
    main(["validate"])
    printed = capsys.readouterr()
    assert [line.partition(",")[0] for line in printed.out.splitlines()[1:]] == [
        "::error file=sub/seeds/a.yaml", "::error file=elsewhere.yaml", r"::error file=\x00",
    ]  # fmt: skip
    assert printed.err.startswith(
        "seeds/a.yaml:1:6: error[code]: no such code\n 1 | key: value\n   |      ^^^^^\n"
    )
    assert "<td>sub/seeds/a.yaml:1:6</td>" in on_github.read_text(encoding="utf-8")


def test_check_annotates_too(on_github, tmp_path, monkeypatch, capsys):
    """Faults of the curation are annotated at their line of the seeds by `nkdata check`."""
    seeds = copy_of_mini(tmp_path)
    monkeypatch.chdir(tmp_path)
    file = seeds / "actors.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("type: group", "type: groop"), encoding="utf-8"
    )
    assert main(["check"]) == 1
    assert "::error file=seeds/actors.yaml,line=" in capsys.readouterr().out
    assert on_github.is_file()


def test_a_real_run(tmp_path):
    """One run over broken data gives every output, and all tell of the same two problems."""
    made = outputs.run(tmp_path)
    rules = ["value-as-printed", "quote-is-span"]
    assert [p["rule"] for p in json.loads(made["report.json"])["problems"]] == rules
    assert [r["ruleId"] for r in json.loads(made["out.sarif"])["runs"][0]["results"]] == rules
    assert made["report.xml"].count("<failure ") == 2
    assert made["github"].count("::error file=seeds/articles/a_harbour.txt,line=") == 2
    assert made["text"].count("error[") == 2
