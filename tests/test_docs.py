"""The documents: what they show runs and is current, and between them they show everything."""

from __future__ import annotations

import csv
import inspect
import re
from pathlib import Path

import pytest
import reference
from test_house import text_of

import nkdata
from nkdata.cli import GROUPS
from nkdata.packages.reader import BACKENDS
from nkdata.reports import FORMATS
from nkdata.schema import TABLES

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md"))
DOCUMENTS = ["README.md", "CONTRIBUTING.md", *DOCS]
FUNCTIONS = [name for name in nkdata.__all__ if inspect.isfunction(getattr(nkdata, name))]
VERBS = [verb.name for group in GROUPS.values() for verb in group]
EXAMPLE = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```(?:sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MOST = 8192
"""Bytes of a README that a stranger reads to its end."""

if not DOCS:
    pytest.skip("needs a checkout, with its documents", allow_module_level=True)


def text_of_all() -> str:
    """Return the README and the documents, as one text."""
    return "\n".join(map(text_of, ["README.md", *DOCS]))


# -- what is made


def test_generated_files_are_current():
    """What is generated is what the code, the schemas and the seeds give now."""
    for file, text in reference.current().items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name}: run `make reference`"


def test_no_form_is_left_over():
    """The folder of forms holds what is generated and nothing else."""
    assert set(reference.FORMS.iterdir()) == set(reference.forms())


def test_parser_figures_are_those_that_were_measured():
    """The table of the parser's figures has those of the cross-validation, row by row."""
    with (ROOT / "tests/bench/crossvalidated.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    figures = {(row["set"], row["track"], row["who"]): row for row in rows}
    expected = []
    for track in dict.fromkeys(row["track"] for row in rows):
        for name in ("wcxbdev", "andy"):
            every, ours, best = (
                figures[name, track, who] for who in ("every line", "nkdata", "best lines")
            )
            shown = f"**{ours['f1']}** ± {ours['f1_deviation']}"
            expected.append(f"{every['f1']} | {shown} | {best['f1']} |")
    shown = re.findall(r"^\| [^|]+ \| \w+ \| (0.*)$", text_of("docs/parser.md"), re.MULTILINE)
    assert shown == expected


# -- what is shown


@pytest.mark.data
@pytest.mark.parametrize("name", DOCUMENTS)
def test_examples_run(name, monkeypatch, capsys):
    """Python examples run, one after another, and print the lines that stand below them."""
    monkeypatch.chdir(ROOT)
    names = {"__name__": "__main__"}
    for number, (code, shown) in enumerate(EXAMPLE.findall(text_of(name)), start=1):
        exec(compile(code, f"{name}, block {number}", "exec"), names)  # noqa: S102  # our own examples
        printed = iter(capsys.readouterr().out.splitlines())
        assert [line for line in shown.splitlines() if line not in printed] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_exist(name):
    """Every make target and every verb that the documents show is there."""
    text = text_of(name)
    shown = "\n".join([*SHELL.findall(text), *re.findall(r"`([^`\n]+)`", text)])
    targets = re.findall(r"^([a-z-]+):", text_of("Makefile"), flags=re.MULTILINE)
    made = re.findall(r"(?:^|&& )make(?: [A-Z]+=\S+)* ([a-z][a-z-]*)", shown, flags=re.MULTILINE)
    run = re.findall(r"(?:^|&& |-m )nkdata ([a-z]+)", shown, flags=re.MULTILINE)
    assert set(made) <= set(targets)
    assert set(run) <= set(VERBS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name):
    """Every relative link leads to a file that is there, and to a heading of it."""
    place = (ROOT / name).parent
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text_of(name)):
        file, _, heading = target.partition("#")
        path = place / file if file else ROOT / name
        assert path.exists(), target
        if heading:
            titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}
            assert heading in anchors, target


@pytest.mark.parametrize("name", FUNCTIONS)
def test_documents_show_every_function(name):
    """The README or a document names every public function."""
    assert re.search(rf"\b{name}\(", text_of_all())


@pytest.mark.parametrize("verb", VERBS)
def test_documents_show_every_verb(verb):
    """The README names every verb, and a document shows its arguments."""
    assert f"`{verb}`" in text_of("README.md")
    assert f"\n## {verb}\n" in text_of("docs/commands.md")


@pytest.mark.parametrize("name", FORMATS)
def test_documents_explain_every_format(name):
    """Every format of reports has a row in the table of docs/quality.md."""
    assert f"\n| `{name}` |" in text_of("docs/quality.md")


@pytest.mark.parametrize("name", BACKENDS)
def test_documents_name_every_backend(name):
    """Every backend of `load` is named where its documents describe it."""
    (row,) = re.findall(r"^\| `nkdata\.load\(.*$", text_of("docs/python.md"), re.MULTILINE)
    assert name in row.rpartition("` | ")[2]
    assert f"``{name}``" in nkdata.load.__doc__


def test_readme_names_every_table():
    """The README has a line for each table, and for nothing that is none."""
    rows = re.findall(r"^\| `(\w+)` \|", text_of("README.md"), flags=re.MULTILINE)
    assert sorted(rows) == sorted(TABLES)


def test_readme_is_short():
    """The README is no longer than a stranger reads."""
    assert len(text_of("README.md").encode()) <= MOST


def test_every_document_is_linked():
    """Every document is linked from the README or from another document."""
    linked = set(re.findall(r"\]\((?:docs/)?(\w+\.md)[)#]", text_of_all()))
    assert [name for name in DOCS if Path(name).name not in linked] == []


def test_map_names_every_room():
    """The map in CONTRIBUTING.md names the rooms that the package has, and no others."""
    text = text_of("CONTRIBUTING.md")
    table = text[text.index("| room | what is in it |") :].partition("\n\n")[0]
    rooms = re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines()[2:]))
    package = ROOT / "nkdata"
    there = [path.stem for path in package.glob("*.py")]
    there += [path.parent.name for path in package.glob("*/__init__.py")]
    assert sorted(rooms) == sorted(there)
