"""The outputs that the README shows: what `nkdata validate` writes of broken data, long lists cut and the cuts marked."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from pathlib import Path

from samples import broken

from nkdata.cli import main

COMMAND = "nkdata validate data --format text --format json=report.json --format junit=report.xml --format github --format sarif=out.sarif"
_SHOWN = 5


def run(folder: Path) -> dict[str, str]:
    """Run the command on the broken package in a folder, and return what each format gave."""
    broken(folder)
    printed, told = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(told),
    ):
        assert main(COMMAND.split()[1:]) == 1
    lines = printed.getvalue().splitlines(keepends=True)
    commands = [line for line in lines if line.startswith("::")]
    files = {
        name: (folder / name).read_text(encoding="utf-8")
        for name in ("report.json", "report.xml", "out.sarif")
    }
    rest = "".join(line for line in lines if line not in commands)
    return {"text": told.getvalue() + rest, "github": "".join(commands), **files}


def shown() -> str:
    """Return the outputs as Markdown: text open, the others to be opened."""
    with tempfile.TemporaryDirectory() as folder:
        made = run(Path(folder).resolve())
    parts = [f"```sh\n{COMMAND}    # exits with 1\n```\n\n```text\n{made['text']}```\n"]
    others = (
        ("json", "JSON", _json(made["report.json"])),
        ("xml", "JUnit XML", _junit(made["report.xml"])),
        ("text", "GitHub annotations", made["github"]),
        ("json", "SARIF", _sarif(made["out.sarif"])),
    )
    for language, title, text in others:
        parts.append(
            f"<details><summary>{title}</summary>\n\n```{language}\n{text}```\n\n</details>\n"
        )
    return "\n".join(parts)


def _json(text: str) -> str:
    made = json.loads(text)
    made["rows"] = dict(list(made["rows"].items())[:2]) | {"...": f"{len(made['rows']) - 2} more"}
    made["rules"] = _some(made["rules"], {problem["rule"] for problem in made["problems"]})
    return _dumped(made)


def _sarif(text: str) -> str:
    made = json.loads(text)
    driver = made["runs"][0]["tool"]["driver"]
    driver["rules"] = _some(
        driver["rules"], {result["ruleId"] for result in made["runs"][0]["results"][:1]}
    )
    results = made["runs"][0]["results"]
    made["runs"][0]["results"] = [results[0], f"... {len(results) - 1} more"]
    return _dumped(made)


def _some(rules: list[dict], wanted: set[str]) -> list:
    kept = [rule for rule in rules if rule.get("rule", rule.get("id")) in wanted]
    return [*kept, f"... {len(rules) - len(kept)} more"]


def _dumped(made: object) -> str:
    text = json.dumps(made, ensure_ascii=False, indent=2)
    return re.sub(r"\{\s+(\"\w+\": [^{}\[\]\n]+)\s+\}", r"{\1}", text) + "\n"


def _junit(text: str) -> str:
    """Return the XML with runs of passed cases cut to a comment."""
    passed = re.compile(rf"(?: *<testcase [^>]*/>\n){{{_SHOWN + 1},}}")

    def cut(found: re.Match[str]) -> str:
        lines = found[0].splitlines(keepends=True)
        return "".join(lines[:2]) + f"    <!-- {len(lines) - 2} more that passed -->\n"

    return passed.sub(cut, text)
