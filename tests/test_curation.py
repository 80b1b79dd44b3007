"""Curation: each mistake of a curator gives one problem, at its place, with the fix.

A case is one mistake in a copy of the mini seeds: a file, the text to find in it and the text to
put there. The marks ⟦ and ⟧ in what is put stand around the characters that the problem must point
at; they are taken out before the build. Where there is nothing to mark, ``at`` gives file, line and
column. ``place``, ``column`` or ``width`` are ``any`` where YAML's own reader decides how far a
thing reaches.
"""

from __future__ import annotations

import hashlib
import re

import pytest
import yaml
from samples import CASES, copy_of_mini, curated

from nkdata.desk.check import check
from nkdata.flows import build
from nkdata.parser import parse
from nkdata.reports.text import render
from nkdata.rulebook import published, stage

FILES = sorted((CASES / "curation").glob("*.yaml"))
OWNERS = {
    **{name: stage(name) for name in ("seeds", "curation", "ledger", "counts")},
    "checks": published(),
}
OPEN, CLOSE = "⟦", "⟧"


def _cases():
    found = []
    for file in FILES:
        for rule, cases in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            found += [pytest.param(rule, case, id=f"{rule}: {case['shows']}") for case in cases]
    return found


def _edits(case):
    return case.get("edits") or [
        {key: case[key] for key in ("file", "find", "put")},
        *case.get("also", []),
    ]


def _apply(folder, edit):
    path = folder / edit["file"]
    if edit.get("delete"):
        path.unlink()
        return
    text = edit["put"]
    if "find" in edit:
        old = path.read_bytes().decode("utf-8")
        assert old.count(edit["find"]) == 1, (
            f"{edit['find']!r} stands {old.count(edit['find'])} times in {edit['file']}"
        )
        text = old.replace(edit["find"], edit["put"])
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode(edit.get("encoding", "utf-8")))


def _marked(folder):
    """Take the marks out of the files and return where they stood: file, line, column and width."""
    found = None
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        if OPEN.encode() not in raw:
            continue
        text = raw.decode("utf-8")
        start, end = text.index(OPEN), text.index(CLOSE) - 1
        found = (
            str(path),
            text.count("\n", 0, start) + 1,
            start - text.rfind("\n", 0, start),
            end - start,
        )
        path.write_bytes(text.replace(OPEN, "").replace(CLOSE, "").encode())
    return found


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_mistake_gives_one_problem(rule, case, tmp_path):
    """A mistake gives exactly one problem, of its rule, at its place, and nothing is written."""
    folder = copy_of_mini(tmp_path)
    for edit in _edits(case):
        _apply(folder, edit)
    marked = _marked(folder)
    report = build(folder, tmp_path / "out")
    assert [p.rule for p in report.problems] == [rule], str(report)
    (problem,) = report.problems
    assert case["says"] in problem.message
    assert not (tmp_path / "out").exists()
    _judged_alike(folder, rule, problem)
    where = problem.where
    expected = (
        marked or (str(folder / case["at"][0]), *case["at"][1:], 1)
        if case.get("place") != "any"
        else None
    )
    if expected:
        assert (where.file, where.line) == expected[:2]
        assert case.get("column") == "any" or where.column == expected[2]
        assert case.get("width") == "any" or not marked or where.width == expected[3]


def _judged_alike(folder, rule, problem):
    """Assert that the check says the same, of the folder and of the file alone.

    It says nothing of what a build could register.
    """
    said = [] if rule in ("ledger-missing", "ledger-lost", *OWNERS["counts"]) else [problem]
    assert check(seeds=folder).problems == said
    if said and problem.where.file.endswith(".yaml") and rule not in OWNERS["seeds"]:
        assert check([problem.where.file], folder).problems == said


def test_folder_of_cases_is_not_empty():
    """The folder of cases holds a file for each owner of rules."""
    assert {file.stem for file in FILES} == OWNERS.keys()


@pytest.mark.parametrize("owner", ["seeds", "curation", "ledger", "counts"])
def test_every_rule_has_a_case(owner):
    """Every rule over seeds has a case, and no case is for a rule that does not exist."""
    file = CASES / "curation" / f"{owner}.yaml"
    assert yaml.safe_load(file.read_text(encoding="utf-8")).keys() == OWNERS[owner].keys()


def test_cases_of_checks_are_of_rules_over_tables():
    """The cases of rules over tables name rules that exist."""
    file = CASES / "curation" / "checks.yaml"
    assert yaml.safe_load(file.read_text(encoding="utf-8")).keys() <= published().keys()


def test_all_mistakes_are_found_in_one_run(tmp_path):
    """Three mistakes in three files give three problems."""
    folder = copy_of_mini(tmp_path)
    for edit in (
        {"file": "actors.yaml", "find": "Westland, type: state", "put": "Westland, type: realm"},
        {"file": "events.yaml", "find": "  date: 2031-02\n", "put": "  date: February\n"},
        {
            "file": "articles/b_coast.yaml",
            "find": "evidentiality: imagery",
            "put": "evidentiality: photos",
        },
    ):
        _apply(folder, edit)
    assert [p.rule for p in build(folder, tmp_path / "out").problems] == [
        "unknown-code",
        "bad-edtf",
        "unknown-code",
    ]


# -- rendering


def test_rendering_of_an_unknown_id(tmp_path, monkeypatch):
    """An unknown id is shown with its place, the nearest known one, and the word underlined."""
    folder = copy_of_mini(tmp_path)
    _apply(
        folder,
        {
            "file": "articles/a_harbour.yaml",
            "find": "publisher: harbour-post",
            "put": "publisher: harbor-post",
        },
    )
    monkeypatch.chdir(tmp_path)
    (problem,) = build("seeds", "out").problems
    assert render(problem) == (
        "seeds/articles/a_harbour.yaml:6:14: error[unknown-id]: "
        "publisher: actors has no 'harbor-post' (did you mean 'harbour-post'?)\n"
        " 6 |   publisher: harbor-post\n"
        "   |              ^^^^^^^^^^^"
    )


def test_rendering_of_an_unquoted_set(tmp_path, monkeypatch):
    """An EDTF set that YAML takes for a list is shown as it should be written."""
    folder = copy_of_mini(tmp_path)
    file = {
        "file": "articles/b_coast.yaml",
        "find": 'published: "[2031-03-05..2031-03-06]"',
        "put": "published: [2031-03-05..2031-03-06]",
    }
    _apply(folder, file)
    monkeypatch.chdir(tmp_path)
    (problem,) = build("seeds", "out").problems
    head, line, underline = render(problem).split("\n")
    assert head == (
        "seeds/articles/b_coast.yaml:9:14: error[unquoted-set]: "
        'YAML reads [2031-03-05..2031-03-06] as a list: write published: "[2031-03-05..2031-03-06]"'
    )
    assert line == " 9 |   published: [2031-03-05..2031-03-06]"
    assert re.fullmatch(r"   \|              \^+", underline)


def test_rendering_of_a_cell_that_breaks_a_rule(tmp_path, monkeypatch):
    """A cell that breaks a rule is shown with table, column, key, value and its line."""
    folder = copy_of_mini(tmp_path)
    _apply(
        folder,
        {
            "file": "articles/a_harbour.yaml",
            "find": "value_text: At least 12",
            "put": "value_text: at least 12",
        },
    )
    monkeypatch.chdir(tmp_path)
    (problem,) = build("seeds", "out").problems
    line = problem.where.line
    assert render(problem) == (
        f"seeds/articles/a_harbour.yaml:{line}:17: error[value-text-in-quote]: "
        "claims.value_text [a-lorries]: it does not stand in the quote (value: 'at least 12')\n"
        f" {line} |     value_text: at least 12\n"
        "    |                 ^^^^^^^^^^^"
    )


# -- pages as they come


def _with_page(folder, stem, text):
    raw = text.encode("utf-8")
    (folder / "articles" / f"{stem}.txt").write_bytes(raw)
    file = folder / "articles" / f"{stem}.yaml"
    old = file.read_text(encoding="utf-8")
    file.write_text(
        re.sub(r"text_sha256: \S+", f"text_sha256: {hashlib.sha256(raw).hexdigest()}", old),
        encoding="utf-8",
    )
    return curated(folder)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_page_with_other_line_ends(tmp_path, end):
    """A page with CRLF or CR is curated as it is: every span is right in the text as decoded."""
    folder = copy_of_mini(tmp_path)
    text = (folder / "articles" / "b_coast.txt").read_bytes().decode().replace("\n", end)
    dataset = _with_page(folder, "b_coast", text)
    (article,) = (a for a in dataset.rows["articles"] if a["article_id"] == "b_coast")
    assert article["text"] == text
    spanned = [
        r
        for table in ("claims", "mentions")
        for r in dataset.rows[table]
        if r["article_id"] == "b_coast"
    ]
    assert len(spanned) >= 8
    assert all(text[r["start"] : r["end"]] == r["quote"] for r in spanned)
    assert build(folder, tmp_path / "out").ok


def test_page_with_a_byte_order_mark(tmp_path):
    """A byte order mark is a character of the page: kept, counted, and not part of the title."""
    folder = copy_of_mini(tmp_path)
    text = "\ufeff" + (folder / "articles" / "b_coast.txt").read_bytes().decode()
    dataset = _with_page(folder, "b_coast", text)
    (claim,) = (c for c in dataset.rows["claims"] if c["claim_id"] == "b-westland")
    assert text[claim["start"] : claim["end"]] == claim["quote"]


def test_curation_with_crlf_and_a_byte_order_mark(tmp_path):
    """A curation file with CRLF and a byte order mark, as Windows editors save, is read alike."""
    folder = copy_of_mini(tmp_path)
    for file in folder.rglob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert build(folder, tmp_path / "out").ok


def test_ledger_with_crlf(tmp_path):
    """A ledger with CRLF and comments is read like any other."""
    folder = copy_of_mini(tmp_path)
    file = folder / "ids.txt"
    file.write_bytes(b"\r\n# a note\r\n" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert build(folder, tmp_path / "out").ok


def test_long_line_is_read_and_shown_in_part(tmp_path):
    """A line of a megabyte is read as a value, and shown in part where it is wrong."""
    folder = copy_of_mini(tmp_path)
    _apply(
        folder,
        {
            "file": "actors.yaml",
            "find": "type: state, sector: GOV}\neastland:",
            "put": f"type: {'x' * 1_000_000}}}\neastland:",
        },
    )
    (problem,) = build(folder, tmp_path / "out").problems
    assert problem.rule == "unknown-code"
    assert max(map(len, render(problem).split("\n")[1:])) < 200


def test_spans_of_the_mini_seeds_are_right():
    """Every quote of the mini seeds is the text of its article from start to end."""
    dataset = curated(CASES.parent / "mini")
    texts = {a["article_id"]: a["text"] for a in dataset.rows["articles"]}
    for table in ("claims", "mentions"):
        assert all(
            texts[r["article_id"]][r["start"] : r["end"]] == r["quote"] for r in dataset.rows[table]
        )
    assert all(parse(text).text == text for text in texts.values())
