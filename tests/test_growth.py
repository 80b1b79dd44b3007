"""The data may grow: with an alias and an article more, the tests of shipped rows still hold.

A copy of the checkout gets an alias and the article of CONTRIBUTING.md, is built with
``--register``, and runs its own tests. Tests that look at shipped rows are marked ``data``; the
heavy test runs the whole gate, so that a test which is not marked and counts rows is found too.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from test_contributing import NAME, walk

from nkdata.cli import main
from nkdata.packages.reader import read_arrow

ROOT = Path(__file__).resolve().parents[1]
ALIAS = "Name That No Page Prints"
KEPT = {".ci", ".github", ".gitignore", ".pre-commit-hooks.yaml"}
"""What a checkout has under hidden names; the rest is what tools leave."""
MARKED = [
    path.relative_to(ROOT)
    for path in sorted((ROOT / "tests").rglob("test_*.py"))
    if "pytest.mark.data\n" in path.read_text(encoding="utf-8")
]


def _litter(folder: str, names: list[str]) -> set[str]:
    """Return what is not copied: what tools leave at the top, and unfinished byte code."""
    top = {"build", "dist"} if Path(folder) == ROOT else set()
    hidden = {name for name in names if name.startswith(".")} - KEPT if top else set()
    return (top & set(names)) | hidden | {name for name in names if ".pyc." in name}


def _grow(checkout: Path) -> None:
    """Add an alias and an article, as people do, and build."""
    actors = checkout / "seeds" / "actors.yaml"
    text = actors.read_text(encoding="utf-8")
    assert "alias: [" in text
    actors.write_text(text.replace("alias: [", f"alias: [{ALIAS}, ", 1), encoding="utf-8")
    shutil.copy(checkout / "tests" / "example" / f"{NAME}.txt", checkout / "seeds" / "articles")
    for language, block in walk():
        if language == "yaml":
            _write(checkout, *block.split("\n", 1))
    seeds, data = checkout / "seeds", checkout / "data"
    assert main(["build", "--seeds", str(seeds), "--out", str(data), "--register"]) == 0


def _write(checkout: Path, first: str, text: str) -> None:
    """Put a block of the walk-through where its first line says: into a file, or at its end."""
    at_end, name = re.fullmatch(r"# (at the end of )?(\S+)", first).groups()
    file = checkout / name
    form = "# yaml-language-server: $schema=../../schemas/curation/article.json"
    before = file.read_text(encoding="utf-8").rstrip() if at_end else form
    file.write_text(f"{before}\n{text}", encoding="utf-8")


def _interpreter(home: Path, checkout: Path) -> Path:
    """Return the interpreter of an environment like this one, but with the nkdata of the copy."""
    venv.create(home, symlinks=True)
    here = {"base": str(home), "platbase": str(home)}
    site = Path(sysconfig.get_path("purelib", "venv", here))
    paths = [str(checkout), *(path for path in sys.path if "site-packages" in path)]
    (site / "copy.pth").write_text("\n".join(paths) + "\n", encoding="utf-8")
    python = Path(sysconfig.get_path("scripts", "venv", here)) / "python"
    for script in Path(sysconfig.get_path("scripts")).iterdir():
        program = python.with_name(script.name)
        if not program.exists() and script.read_bytes().startswith(b"#!/"):
            program.write_bytes(re.sub(rb"^#!.*", f"#!{python}".encode(), script.read_bytes()))
            program.chmod(0o755)
    return python


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory):
    """Return a function that runs pytest in a copy of the checkout whose data have grown."""
    home = tmp_path_factory.mktemp("grown")
    checkout = Path(shutil.copytree(ROOT, home / "checkout", ignore=_litter))
    python = _interpreter(home / "environment", checkout)
    _grow(checkout)

    def run(*arguments: str | Path) -> str:
        command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
        done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
        return done.stdout

    run.data = checkout / "data"
    return run


def test_data_have_grown(grown):
    """The copy's tables have the alias and the claims of the article."""
    names = read_arrow("actor_names", where=grown.data).column("name").to_pylist()
    articles = read_arrow("claims", where=grown.data).column("article_id").to_pylist()
    assert ALIAS in names
    assert NAME in articles


def test_marked_tests_hold_of_grown_data(grown):
    """An alias and an article more break no test marked ``data``, the mutants left aside."""
    files = [path for path in MARKED if path.name != "test_mutants.py"]
    assert {path.name for path in files} > {"test_dataset.py", "test_skeleton.py"}
    assert re.search(r"^\d+ passed", grown("-m", "data and not heavy", *files), re.MULTILINE)


@pytest.mark.heavy
def test_gate_holds_of_grown_data(grown):
    """An alias and an article more break no test but the walk-through, which adds that article."""
    left_out = ["--ignore=tests/test_growth.py"]
    left_out += ["--deselect=tests/test_contributing.py::test_walk_through"]
    grown("-m", "not heavy", "--numprocesses=logical", "--dist=worksteal", *left_out)
