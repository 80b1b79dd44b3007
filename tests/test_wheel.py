"""The wheel in an environment that holds it, pandas and pyarrow, and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest

from nkdata.schema import TABLES

requirements = pytest.importorskip(
    "packaging.requirements", reason="needs packaging, of the extra dev"
)

ROOT = Path(__file__).resolve().parents[1]
TAKEN = (
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "CITATION.cff",
    "LICENSE",
    "Makefile",
    "constraints.txt",
)
TAKEN += (".ci", ".gitignore", "nkdata", "schemas", "seeds", "data", "docs", "tests")
ABSENT = (
    "duckdb",
    "frictionless",
    "hypothesis",
    "pandera",
    "polars",
    "pytest",
    "trafilatura",
    "w3lib",
    "yaml",
)
EXTRAS = {"validate": "checks", "build": "build", "check": "build"}

for library in ("build", "hatchling", "pip"):
    if find_spec(library) is None:
        pytest.skip(f"needs {library}, of the extra dev", allow_module_level=True)
if not (ROOT / "LICENSE").is_file():
    pytest.skip("needs a checkout to build from", allow_module_level=True)


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program, without what the tests' own environment would tell it."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "VIRTUAL_ENV"))
    }
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def must(*command: str | Path, cwd: Path) -> str:
    """Run a program that has to succeed, and return what it printed."""
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def closure(*names: str) -> dict[str, metadata.Distribution]:
    """Return the installed distributions of these names and all that they require."""
    found: dict[str, metadata.Distribution] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = metadata.distribution(name)
        needs = map(requirements.Requirement, found[name].requires or ())
        waiting.extend(
            need.name
            for need in needs
            if need.marker is None or need.marker.evaluate({"extra": ""})
        )
    return found


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the checkout, as a clone has it, in a folder with a space in its name."""
    copy = tmp_path_factory.mktemp("a clone")
    for name in TAKEN:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, copy / name)
    return copy


@pytest.fixture(scope="module")
def dist(checkout: Path) -> Path:
    """Return a folder with a wheel of the checkout, and in ``again`` the sdist and its wheel."""
    folder = checkout / "dist"
    build = (sys.executable, "-m", "build", "--no-isolation")
    must(*build, "--wheel", "--outdir", folder, checkout, cwd=checkout)
    must(*build, "--outdir", folder / "again", checkout, cwd=checkout)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    """Return the wheel built from the checkout."""
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs' folder of an environment with the wheel and its base dependencies only.

    The dependencies are links to those of the running environment: a real installation would
    fetch them.
    """
    home = tmp_path_factory.mktemp("an environment")
    venv.create(home, with_pip=False, symlinks=os.name == "posix")
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(home), "platbase": str(home)}))
    for distribution in closure("pandas", "pyarrow").values():
        for top in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
            (site / top).symlink_to(Path(str(distribution.locate_file(top))).resolve())
    bin_folder = Path(
        sysconfig.get_path("scripts", "venv", {"base": str(home), "platbase": str(home)})
    )
    pip = (
        sys.executable,
        "-m",
        "pip",
        "--python",
        bin_folder / "python",
        "install",
        "--no-index",
        "--no-deps",
        "--quiet",
    )
    must(*pip, "--disable-pip-version-check", wheel, cwd=home)
    return bin_folder


@pytest.fixture
def python(installed: Path) -> Path:
    """Return the interpreter of that environment."""
    return installed / "python"


def test_environment_is_empty(python: Path, tmp_path: Path) -> None:
    """The environment lacks every library of the extras: the tests below prove what they say."""
    code = f"""
from importlib.util import find_spec
print(*[name for name in {ABSENT} if find_spec(name)])
"""
    assert must(python, "-c", code, cwd=tmp_path).strip() == ""


def test_wheel_holds_data_schemas_and_licence(wheel: Path) -> None:
    """The wheel carries tables, model, typing marker and licence, and neither seeds nor tests."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"nkdata/_data/{table}.parquet" for table in TABLES} <= names
    assert {f"nkdata/_schemas/{table}.json" for table in TABLES} <= names
    assert {"nkdata/_schemas/changes.json", "nkdata/_schemas/report.json"} <= names
    assert "nkdata/_cases/rules/shape.yaml" in names
    assert {
        "nkdata/_data/datapackage.json",
        "nkdata/_data/README.md",
        "nkdata/_data/croissant.json",
        "nkdata/py.typed",
    } <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"nkdata"}


def test_sdist_gives_the_same_wheel(dist: Path, wheel: Path) -> None:
    """The wheel of the sdist holds the files of the wheel of the checkout, byte for byte."""
    (other,) = (dist / "again").glob("*.whl")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(other) as two:
        assert {name: one.read(name) for name in one.namelist()} == {
            name: two.read(name) for name in two.namelist()
        }


def test_every_quote_is_where_it_says(python: Path, tmp_path: Path) -> None:
    """Both base backends load a hundred claims or more, and each quote is text[start:end]."""
    code = """
import nkdata
claims, articles = nkdata.load("claims"), nkdata.load("articles")
text = dict(zip(articles["article_id"], articles["text"]))
assert all(text[c.article_id][c.start:c.end] == c.quote for c in claims.itertuples())
rows = nkdata.load("claims", backend="pyarrow").to_pylist()
assert all(text[r["article_id"]][r["start"]:r["end"]] == r["quote"] for r in rows)
assert [r["claim_id"] for r in rows] == list(claims["claim_id"])
print(len(rows))
"""
    assert int(must(python, "-c", code, cwd=tmp_path)) >= 100


@pytest.mark.parametrize(
    "command", [("nkdata",), ("python", "-m", "nkdata")], ids=["script", "module"]
)
def test_tables_are_listed(command: tuple[str, ...], installed: Path, tmp_path: Path) -> None:
    """`nkdata ls` names every table, as a program and as a module."""
    program, *options = command
    listed = [
        line.split()[0]
        for line in must(installed / program, *options, "ls", cwd=tmp_path).splitlines()
        if line.strip()
    ]
    assert set(TABLES) <= set(listed)


def test_page_is_parsed(installed: Path, tmp_path: Path) -> None:
    """`nkdata parse` needs no extra."""
    page = tmp_path / "page.txt"
    page.write_text(
        "A title that is long enough to be one\n\n"
        "The first paragraph says something, and ends with a full stop.\n"
    )
    assert "The first paragraph" in must(installed / "nkdata", "parse", page, cwd=tmp_path)


def test_article_is_shown(installed: Path, tmp_path: Path) -> None:
    """`nkdata show` of a published article needs no extra."""
    assert "004-met-families" in must(
        installed / "nkdata", "show", "004_b2ee3106bb31e0ed", cwd=tmp_path
    )


def test_releases_are_compared(wheel: Path, installed: Path, tmp_path: Path) -> None:
    """`nkdata diff` needs no extra, and reads the package out of a wheel."""
    shipped = next(path.parent for path in installed.parent.rglob("nkdata/_data/datapackage.json"))
    assert "No change since " in must(installed / "nkdata", "diff", wheel, shipped, cwd=tmp_path)


@pytest.mark.parametrize("verb", EXTRAS)
def test_missing_extra_is_named(verb: str, installed: Path, tmp_path: Path) -> None:
    """A command that needs an extra says which, exits with 2, and shows no traceback."""
    seeds = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", seeds)
    done = run(installed / "nkdata", verb, cwd=tmp_path)
    assert done.returncode == 2, done.stdout + done.stderr
    assert f"pip install 'nkdata[{EXTRAS[verb]}]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seeds"]


def test_html_names_its_extra(installed: Path, tmp_path: Path) -> None:
    """A page of HTML needs an extra, and the command says which one."""
    page = tmp_path / "page.html"
    page.write_text("<p>A paragraph.</p>")
    done = run(installed / "nkdata", "parse", page, cwd=tmp_path)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "pip install 'nkdata[html]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_rule_is_explained(installed: Path, tmp_path: Path) -> None:
    """`nkdata explain` needs no extra; PyYAML, if it is there, adds an example."""
    said = must(installed / "nkdata", "explain", "quote-is-span", cwd=tmp_path)
    assert "  why  " in said
    assert "  example  " not in said


@pytest.mark.parametrize("backend", ["polars", "duckdb"])
def test_missing_backend_is_named(backend: str, python: Path, tmp_path: Path) -> None:
    """A backend whose library is absent says which extra brings it."""
    code = f"""
import nkdata
try: nkdata.load("claims", backend={backend!r})
except ImportError as error: print(error)
"""
    assert f"pip install 'nkdata[{backend}]'" in must(python, "-c", code, cwd=tmp_path)


def test_editable_install_sees_the_same_tables(python: Path, tmp_path: Path) -> None:
    """The environment that runs the tests reads the checkout's tables, which are the wheel's."""
    code = """
import hashlib, json, nkdata
files = {table: nkdata.path(table) for table in nkdata.tables()}
hashes = {t: [str(f), hashlib.sha256(f.read_bytes()).hexdigest()] for t, f in files.items()}
print(json.dumps(hashes))
"""
    packaged = json.loads(must(python, "-c", code, cwd=tmp_path))
    done = run(sys.executable, "-c", code, cwd=tmp_path)
    here = json.loads(done.stdout) if done.returncode == 0 else {}
    if not here or not all(Path(path).is_relative_to(ROOT / "data") for path, _ in here.values()):
        pytest.skip("nkdata is not installed editable from this checkout")
    assert {table: digest for table, (_, digest) in here.items()} == {
        table: digest for table, (_, digest) in packaged.items()
    }
    assert all(
        hashlib.sha256((ROOT / "data" / f"{t}.parquet").read_bytes()).hexdigest() == digest
        for t, (_, digest) in here.items()
    )
