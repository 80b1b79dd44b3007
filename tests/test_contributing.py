"""The walk-through of CONTRIBUTING.md, done to the letter in a copy of the seeds."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from test_house import text_of

from nkdata.cli import main
from nkdata.desk.check import check
from nkdata.nodes import plain
from nkdata.packages.reader import read_arrow
from nkdata.seeds import read_yaml

ROOT = Path(__file__).resolve().parents[1]
NAME = "005_invented-report"


def walk():
    """Return the fenced blocks of the walk-through in order: language and text."""
    text = text_of("CONTRIBUTING.md")
    section = text[text.index("## Adding an article") : text.index("## Habits")]
    return re.findall(r"^```(\w+)\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)


def read(path):
    """Return a curation file as plain values."""
    problems = []
    made = plain(read_yaml(path.read_text(encoding="utf-8"), str(path), problems))
    assert not problems
    return made


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Return a copy of what the walk-through touches, as the folder that commands run in."""
    for name in ("seeds", "data", "schemas", "tests/example"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(line, capsys):
    """Run a command of the walk-through, check its status, and return what it printed."""
    command, _, remark = line.partition("#")
    program, *arguments = shlex.split(command)
    expected = int((re.search(r"exits with (\d)", remark) or ["", "0"])[1])
    if program == "cp":
        shutil.copy(*arguments)
        return ""
    assert program == "nkdata"
    status = main(arguments)
    printed = capsys.readouterr()
    assert status == expected, f"{line}\n{printed.err}"
    return printed.out + printed.err


def _edit(text):
    """Put a YAML block where its first line says: at the end of a file, or in its place."""
    first, _, rest = text.partition("\n")
    where, file = re.fullmatch(r"# (at the end of )?(\S+)", first).groups()
    path = Path(file)
    old = path.read_text(encoding="utf-8")
    path.write_text(
        f"{old.rstrip()}\n{rest}" if where else f"{old.partition(chr(10))[0]}\n{rest}",
        encoding="utf-8",
    )


def test_walk_through(checkout, capsys):
    """Every command does what stands there, and the data then hold a sound sixth article."""
    before = read_arrow("claims", where=checkout / "data").num_rows
    printed, skeleton = "", {}
    for language, text in walk():
        if language == "sh":
            printed = "".join(_run(line, capsys) for line in text.splitlines())
        elif language == "text":
            assert all(line in printed for line in text.splitlines()), printed
        else:
            skeleton = skeleton or read(checkout / "seeds" / "articles" / f"{NAME}.yaml")
            _edit(text)
    _says_what_the_skeleton_said(skeleton, read(checkout / "seeds" / "articles" / f"{NAME}.yaml"))
    assert not check(seeds=checkout / "seeds").problems
    claims = [
        row
        for row in read_arrow("claims", where=checkout / "data").to_pylist()
        if row["article_id"] == NAME
    ]
    assert {(c["claim_id"], c["claimant_id"], c["value_best"]) for c in claims} == {
        ("005-forty-cars", "example-railway", 40.0),
        ("005-cars-arrived", "example-courier", None),
    }
    assert read_arrow("claims", where=checkout / "data").num_rows == before + 2
    assert "claims 005-forty-cars\n" in (checkout / "seeds" / "ids.txt").read_text(encoding="utf-8")
    assert f"{NAME},claims,2\n" in (checkout / "seeds" / "counts.csv").read_text(encoding="utf-8")


def _says_what_the_skeleton_said(skeleton, whole):
    filled = {key: value for key, value in skeleton["article"].items() if value}
    assert filled.keys() == {"text_sha256", "language", "title", "author"}
    assert filled.items() <= whole["article"].items()
    assert skeleton["names"].items() <= whole["names"].items()
    quotes = [mention["quote"] for mention in whole["mentions"]]
    assert all(mention["quote"] in quotes for mention in skeleton["mentions"])


def test_walk_through_has_every_step():
    """The walk-through shows each verb, an edit of each registry, and the curation itself."""
    made = "".join(text for language, text in walk() if language == "sh")
    assert [
        c
        for c in ("nkdata new", "nkdata check", "nkdata show", "nkdata build --register")
        if c not in made
    ] == []
    files = [text.split("\n", 1)[0].split()[-1] for language, text in walk() if language == "yaml"]
    assert files == [
        *(f"seeds/{name}.yaml" for name in ("actors", "events", "questions")),
        f"seeds/articles/{NAME}.yaml",
    ]
