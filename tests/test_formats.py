"""Formats: whatever a report says, real readers of each format read it back, whole."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from read_back import read_document
from strategies import PROBLEMS, REPORTS, RULE_BOOKS

from nkdata.paths import schemas_dir
from nkdata.printing import one_line
from nkdata.reports import (
    FAIL_ON,
    FORMATS,
    document,
    fails,
    github,
    junit,
    sarif,
    summary,
    text,
)
from nkdata.reports.github import SHOWN
from nkdata.reports.json import VERSION
from nkdata.reports.problems import Location, Problem, Report
from nkdata.reports.sarif import SCHEMA
from nkdata.reports.text import sentence
from nkdata.rulebook import About, published

FAILING = st.sampled_from(sorted(FAIL_ON))
SOME = settings(max_examples=30)


def problem(**told):
    """Return an error of the rule `code`, with what is told of it."""
    return Problem(
        **{
            "rule": "code",
            "message": "no such code",
            "table": "claims",
            "key": "c1",
            "column": "claim_type",
        }
        | told
    )


def formatted(make, report, rules, fail_on="error"):
    """Return a report in a format, as it is where the rulebook holds these rules."""
    with patch("nkdata.reports.verdict.published", return_value=rules):
        return make(report, fail_on)


FULL = Report(
    [
        problem(value="evnt", where=Location("seeds/articles/a.yaml", 3, 11, 4), row=17),
        problem(severity="warning", key="c2", message="50% of it\nis: odd, really"),
        Problem("file-hash", "it was changed", table="claims", severity="info"),
    ],
    {"claims": 2, "actors": 1},
    {"quote-is-span": "the article text is withheld"},
)


@SOME
@given(report=REPORTS, rules=RULE_BOOKS, fail_on=FAILING)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_printable(name, report, rules, fail_on):
    """Every format is UTF-8 in which nothing is invisible or steers a terminal."""
    made = formatted(FORMATS[name], report, rules, fail_on)
    made.encode()
    assert {c for c in made if not c.isprintable()} <= {"\n", "\u00a0"}
    assert made.endswith("\n") or (name == "github" and not report.problems)


@given(report=st.builds(Report, st.lists(PROBLEMS, max_size=6)))
@example(report=Report([problem(severity="warning")]))
def test_what_fails(report):
    """A run fails with an error, with a warning if that was asked for, and never if that was."""
    found = {p.severity for p in report.problems}
    assert fails(report, "error") == ("error" in found) == (not report.ok)
    assert fails(report, "warning") == bool(found & {"error", "warning"})
    assert not fails(report, "never")


# -- text


def test_text_of_a_report():
    """Text has a line a problem, as compilers print them, then totals and what was not checked."""
    lines = text(FULL).splitlines()
    assert (
        lines[0] == "seeds/articles/a.yaml:3:11: error[code]: claims.claim_type [c1]: no such code "
        "(value: 'evnt')"
    )
    assert lines[-1] == "not checked, the article text is withheld: quote-is-span"


@SOME
@given(report=REPORTS)
def test_text_commands_no_runner(report):
    """No line of text is a command to GitHub's runner, whatever the data holds."""
    assert not [
        line for line in text(report).split("\n") if line.lstrip().startswith("::") or "##[" in line
    ]


# -- JSON


def encodable(value):
    """Return a value with halves of characters written out, as JSON has them."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def as_encodable(report):
    """Return a report as JSON gives it back."""
    problems = [
        replace(
            p,
            **{
                name: encodable(getattr(p, name))
                for name in ("rule", "message", "key", "column", "value")
            },
            where=p.where and replace(p.where, file=encodable(p.where.file)),
            against=tuple(tuple(map(encodable, end)) for end in p.against),
        )
        for p in report.problems
    ]
    return Report(
        problems,
        report.rows,
        {encodable(rule): encodable(why) for rule, why in report.skipped.items()},
    )


@SOME
@given(report=REPORTS, rules=RULE_BOOKS, fail_on=FAILING)
def test_json_is_read_back(report, rules, fail_on):
    """JSON gives back the same problems, every field of each, and the same rules not run."""
    jiter = pytest.importorskip("pydantic_core")
    made = formatted(document, report, rules, fail_on)
    wanted = as_encodable(report)
    found = read_document(made)
    assert found.problems == wanted.problems
    assert (found.rows, found.skipped) == (wanted.rows, wanted.skipped)
    assert jiter.from_json(made)["failed"] == fails(report, fail_on)


@SOME
@given(report=REPORTS, rules=RULE_BOOKS, fail_on=FAILING)
def test_json_fits_its_schema(report, rules, fail_on):
    """JSON is valid against schemas/report.json, whose every field has a description."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((schemas_dir() / "report.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(
        json.loads(formatted(document, report, rules, fail_on))
    )


def test_json_schema_is_explained():
    """Every field of reports is described, none may be left out or added, the version is ours."""
    schema = json.loads((schemas_dir() / "report.json").read_text(encoding="utf-8"))
    assert schema["properties"]["version"]["const"] == VERSION
    for form in [schema, schema["properties"]["counts"], *schema["$defs"].values()]:
        assert all(field["description"].endswith(".") for field in form["properties"].values())
        assert form["additionalProperties"] is False
        assert form["required"] == list(form["properties"])


def test_json_of_values_without_a_type():
    """A value that JSON has no type for is text, and so is a key."""
    (told,) = json.loads(document(Report([problem(value=float("nan"), key=3)])))["problems"]
    assert (told["value"], told["key"]) == ("nan", "3")


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"format": "nkdata-report", "version": 2}', "no JSON"]
)
def test_json_of_something_else_is_refused(text):
    """Another document, or one of a later version, is a ValueError."""
    with pytest.raises(ValueError, match=r"nkdata-report|Expecting"):
        read_document(text)


# -- JUnit


def suites(made):
    """Return the suites that junitparser reads in JUnit XML."""
    junitparser = pytest.importorskip("junitparser")
    return list(junitparser.JUnitXml.fromstring(made.encode()))


@SOME
@given(report=REPORTS, rules=RULE_BOOKS, fail_on=FAILING)
def test_junit_has_a_case_for_each_rule(report, rules, fail_on):
    """A reader finds one case a rule: failed, skipped or passed, and every problem in it."""
    found = suites(formatted(junit, report, rules, fail_on))
    cases = [case for suite in found for case in suite]
    named = {*rules, *report.skipped, *(p.rule for p in report.problems)}
    assert len(cases) == len(named) == sum(suite.tests for suite in found)
    assert bool(sum(suite.failures for suite in found)) == fails(report, fail_on)
    listed = "\n".join(
        [
            *(f"{case.result[0].text}" for case in cases if case.is_failure),
            *(case.system_out or "" for case in cases),
        ]
    )
    assert len(
        re.findall(r"^(?:.*: )?(?:error|warning|info): ", listed, flags=re.MULTILINE)
    ) >= len(report.problems)


def test_junit_of_a_report():
    """Green rules ran, red ones list their problems, warnings stay green, skipped ones say why."""
    rules = {
        "code": About("A coded cell holds one of its codes.", dimension="conformity"),
        "quote-is-span": About("A quote is its span."),
    }
    by_name = {
        case.name: (suite.name, case)
        for suite in suites(formatted(junit, FULL, rules | {"range": About("In bounds.")}))
        for case in suite
    }
    assert {name: suite.removeprefix("nkdata.") for name, (suite, _) in by_name.items()} == {
        "code": "conformity", "quote-is-span": "consistency",
        "range": "consistency", "file-hash": "consistency",
    }  # fmt: skip
    assert by_name["range"][1].is_passed
    assert by_name["file-hash"][1].is_passed
    assert "info: claims: it was changed" in by_name["file-hash"][1].system_out
    assert by_name["quote-is-span"][1].result[0].message == "the article text is withheld"
    failure = by_name["code"][1].result[0]
    assert failure.message == "2 problems: claims.claim_type [c1]: no such code (value: 'evnt')"
    assert failure.text.splitlines() == [
        "A coded cell holds one of its codes. 2 problems:",
        "seeds/articles/a.yaml:3:11: error: claims.claim_type [c1]: no such code (value: 'evnt')",
        "warning: claims.claim_type [c2]: 50% of it",
        "is: odd, really",
    ]


# -- SARIF


@SOME
@given(report=REPORTS, rules=RULE_BOOKS, fail_on=FAILING)
def test_sarif_is_read_back(report, rules, fail_on):
    """A typed reader of SARIF 2.1.0 finds every problem with rule, level, place and help."""
    reader = pytest.importorskip("sarif_pydantic")
    (run,) = reader.Sarif.model_validate_json(formatted(sarif, report, rules, fail_on)).runs
    assert len(run.results) == len(report.problems)
    for result, told in zip(run.results, report.problems, strict=True):
        assert run.tool.driver.rules[result.rule_index].id == result.rule_id == encodable(told.rule)
        assert result.level.value == {"info": "note"}.get(told.severity, told.severity)
        assert result.message.text
        if told.where:
            region = result.locations[0].physical_location.region
            width = region.end_column - region.start_column
            assert (region.start_line, region.start_column, width) == (
                told.where.line,
                told.where.column,
                told.where.width,
            )
    assert all(
        rule.help["text"] if isinstance(rule.help, dict) else rule.help.text
        for rule in run.tool.driver.rules
    )


@SOME
@given(report=REPORTS, rules=RULE_BOOKS)
def test_sarif_addresses_are_addresses(report, rules):
    """Every file is a URI reference in ASCII, relative ones under the root of the sources."""
    for result in json.loads(formatted(sarif, report, rules))["runs"][0]["results"]:
        for place in result["locations"]:
            if "physicalLocation" in place:
                file = place["physicalLocation"]["artifactLocation"]
                assert re.fullmatch(r"[A-Za-z0-9._~/%-]*", file["uri"].removeprefix("file://"))
                assert ("uriBaseId" in file) != file["uri"].startswith("file://")


def test_sarif_of_a_report():
    """A result has its place in the seed if known, its logical place always, and its row."""
    made = json.loads(sarif(FULL))
    assert (made["$schema"], made["version"]) == (SCHEMA, "2.1.0")
    first, second, third = made["runs"][0]["results"]
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "seeds/articles/a.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 11, "endColumn": 15},
            },
            "logicalLocations": [
                {"fullyQualifiedName": "claims/c1/claim_type", "name": "claim_type", "kind": "cell"}
            ],
        }
    ]
    assert second["locations"][0].keys() == {"logicalLocations"}
    assert third["locations"][0]["logicalLocations"][0] == {
        "fullyQualifiedName": "claims",
        "name": "claims",
        "kind": "table",
    }
    assert first["properties"] == {
        "table": "claims", "key": "c1", "row": 17, "column": "claim_type", "value": "evnt",
        "dimension": published()["code"].dimension,
    }  # fmt: skip
    (skipped,) = made["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert skipped["associatedRule"] == {"id": "quote-is-span"}


@SOME
@given(report=REPORTS, lines=st.integers(1, 1000))
def test_fingerprints_are_stable(report, lines):
    """A fingerprint is one problem's alone, and stays when its row and its line move."""

    def marks(made):
        return [
            r["partialFingerprints"]["nkdataProblem/v1"]
            for r in json.loads(sarif(made))["runs"][0]["results"]
        ]

    moved = [
        replace(p, row=lines, where=p.where and replace(p.where, line=p.where.line + lines))
        for p in report.problems
    ]
    assert marks(report) == marks(replace(report, problems=moved))
    assert len(set(marks(report))) == len(report.problems)


# -- GitHub

COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:]*)(?:,[a-zA-Z]+=[^,:]*)*)::(.*)")


def unescaped(told):
    """Return what the runner reads in a command."""
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        told = told.replace(code, character)
    return told


@SOME
@given(report=REPORTS)
def test_annotations_are_commands(report):
    """Every line is one command, no more than GitHub shows, and what is left over is counted."""
    lines = github(report).splitlines()
    commands = [COMMAND.fullmatch(line) for line in lines]
    assert all(commands)
    kinds = [command[1] for command in commands]
    assert all(kinds.count(kind) <= SHOWN for kind in ("error", "warning", "notice"))
    shown = [command for command in commands if not command[2].endswith("title=nkdata")]
    left = len(report.problems) - len(shown)
    assert bool(left) == (len(shown) < len(lines))


@SOME
@given(report=REPORTS)
def test_annotations_are_read_back(report):
    """The runner reads in each command the report's rule, file, line and message, nothing more."""

    def read(line):
        told = dict(
            part.split("=", 1) for part in line.split(" ", 1)[1].split("::", 1)[0].split(",")
        )
        return (
            unescaped(told["title"]),
            unescaped(told.get("file", "")),
            told.get("line", ""),
            unescaped(line.split("::", 2)[2]),
        )

    few = replace(report, problems=report.problems[:4])
    wanted = [
        (
            f"nkdata {one_line(p.rule)}",
            one_line(p.where.file) if p.where else "",
            str(p.where.line) if p.where else "",
            sentence(p)[:4000],
        )
        for p in sorted(few.problems, key=lambda p: ["error", "warning", "info"].index(p.severity))
    ]
    found = [(*line[:3], line[3][:4000]) for line in map(read, github(few).splitlines())]
    assert found == wanted


def test_annotations_of_a_report():
    """An annotation names file, line, columns and rule, and nothing in it is a delimiter."""
    first, second, third = github(FULL).splitlines()
    assert first == (
        "::error file=seeds/articles/a.yaml,line=3,col=11,endColumn=15,title=nkdata code"
        "::claims.claim_type [c1]: no such code (value: 'evnt')"
    )
    assert (
        second
        == "::warning title=nkdata code::claims.claim_type [c2]: 50%25 of it%0Ais: odd, really"
    )
    assert unescaped(COMMAND.fullmatch(second)[3]).endswith("50% of it\nis: odd, really")
    assert third.startswith("::notice title=nkdata file-hash::claims: ")


def test_annotations_left_over_are_counted():
    """Ten problems of each kind are annotated, and a notice says of how many."""
    lines = github(
        Report([problem(severity=s) for s in ("error", "warning", "info") for _ in range(37)])
    ).splitlines()
    assert [
        sum(line.startswith(f"::{kind} ") for line in lines)
        for kind in ("error", "warning", "notice")
    ] == [10, 10, 10]
    wanted = (
        "10 of 37 errors are annotated; 10 of 37 warnings are annotated; "
        "9 of 37 infos are annotated. "
    )
    assert (
        lines[-1] == f"::notice title=nkdata::{wanted}"
        "All of them are in the log and in the summary of the step."
    )


# -- Markdown


@SOME
@given(report=REPORTS, rules=RULE_BOOKS, fail_on=FAILING)
def test_summary_is_one_table(report, rules, fail_on):
    """An HTML parser finds a row for each problem, no markup but ours, and no empty line."""
    html = pytest.importorskip("lxml.html")
    made = formatted(summary, report, rules, fail_on)
    page = html.fragment_fromstring(made, create_parent="div")
    assert len(page.findall(".//tr")) == (len(report.problems) + 1 if report.problems else 0)
    assert {element.tag for element in page.iter()} <= {
        "div",
        "table",
        "tr",
        "th",
        "td",
        "br",
        "details",
        "summary",
        "ul",
        "li",
        "code",
    }
    assert "\n\n" not in made[made.find("<table>") : made.find("</table>")]
    assert len(page.findall(".//li")) == len(report.skipped)


@pytest.mark.parametrize("room", [2_000, 20_000, 200_000])
def test_summary_has_room(room):
    """A summary is never larger than GitHub takes; what has no room is counted."""
    report = Report([problem(key=f"김{number}") for number in range(1_000)])
    made = summary(report, room=room)
    shown = made.count("<tr>") - 1
    assert len(made.encode()) <= room
    assert (f"{shown} of 1000 problems shown; all of them are in the log." in made) == (
        shown < 1_000
    )
    assert made.startswith("### nkdata: failed, 1000 errors, 0 warnings\n")


# -- notebooks


def test_a_report_in_a_notebook():
    """A report shows itself as one line and as a table of its problems, all of it escaped."""
    report = replace(FULL, problems=[problem(message="<b>\x1b[31m", key="c<1>")])
    assert repr(report) == "<Report: 1 error, 0 warnings in 3 rows of 2 tables>"
    assert repr(Report([])) == "<Report: 0 errors, 0 warnings>"
    shown = report._repr_html_()  # as notebooks call it
    assert shown.startswith("<p>&lt;Report: 1 error")
    assert "<td>claims.claim_type [c&lt;1&gt;]</td><td>&lt;b&gt;\\x1b[31m</td>" in shown
    many = Report([problem(message="x" * 2_000)] * 1_000)
    assert "of 1000 problems shown; to_frame() has all of them." in many._repr_html_()  # likewise
