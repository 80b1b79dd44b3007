"""The outputs that docs/ shows, of small invented packages; of a long one, what matters."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from pathlib import Path

from samples import broken, built, changed

from nkdata.cli import main

COMMAND = (
    "nkdata validate data --format text --format github --format json=report.json "
    "--format junit=report.xml --format sarif=out.sarif"
)
DIFF = "nkdata diff old new"


def run(folder: Path) -> dict[str, str]:
    """Run the command on the broken package in a folder, and return what each format gave."""
    broken(folder)
    printed, reported = _run(COMMAND, folder)
    lines = printed.splitlines(keepends=True)
    annotations = [line for line in lines if line.startswith("::")]
    files = {
        name: (folder / name).read_text(encoding="utf-8")
        for name in ("report.json", "report.xml", "out.sarif")
    }
    text = reported + "".join(line for line in lines if line not in annotations)
    return {"text": text, "github": "".join(annotations), **files}


def _run(command: str, folder: Path) -> tuple[str, str]:
    """Run a command that exits with 1, and return what it printed and what it reported."""
    printed, reported = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(reported),
    ):
        assert main(command.split()[1:]) == 1
    return printed.getvalue(), reported.getvalue()


def shown() -> str:
    """Return what `nkdata validate` gives, as Markdown: text, annotations, a piece of the rest."""
    with tempfile.TemporaryDirectory() as folder:
        made = run(Path(folder).resolve())
    pieces = (
        ("text", "GitHub annotations", made["github"]),
        ("json", "JSON: a problem, and what became of its rule", _json(made["report.json"])),
        ("xml", "JUnit XML: a case", _junit(made["report.xml"])),
        ("json", "SARIF: a result", _sarif(made["out.sarif"])),
    )
    parts = [_fenced("sh", f"{COMMAND}    # exits with 1\n"), _fenced("text", made["text"])]
    parts += [f"{title}:\n\n{_fenced(language, text)}" for language, title, text in pieces]
    return "\n".join(parts)


def compared() -> str:
    """Return what `nkdata diff` prints of two small packages, as Markdown."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve()
        built(folder, "old")
        changed(folder, "new")
        text = "".join(_run(DIFF, folder))
    return f"{_fenced('sh', f'{DIFF}    # exits with 1' + chr(10))}\n{_fenced('text', text)}"


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}```\n"


def _json(text: str) -> str:
    report = json.loads(text)
    problem = report["problems"][0]
    rule = next(rule for rule in report["rules"] if rule["rule"] == problem["rule"])
    return _dumped({"problems": [problem, "..."], "rules": [rule, "..."]})


def _sarif(text: str) -> str:
    """Return the first result, without its rule's place in the list: that moves with every rule."""
    result = json.loads(text)["runs"][0]["results"][0]
    del result["ruleIndex"], result["properties"], result["locations"][0]["logicalLocations"]
    return _dumped(result | {"...": "..."})


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _junit(text: str) -> str:
    """Return the first case that failed."""
    case = re.search(
        r"^ *<testcase [^>]*>\n *<failure .*?</testcase>\n", text, re.MULTILINE | re.DOTALL
    )
    assert case
    return case[0]
