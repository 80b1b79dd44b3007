"""The house keeps its own rules: names, sizes, docstrings, examples, versions and files."""

from __future__ import annotations

import ast
import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

import pytest

import nkdata

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
MODULES = [
    "nkdata",
    *(
        m.name
        for m in pkgutil.walk_packages(nkdata.__path__, "nkdata.")
        if not m.name.endswith("__main__")
    ),
]
SOURCES = sorted((ROOT / "nkdata").rglob("*.py"))
EXEMPLARY = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in SOURCES
    if ">>> " in path.read_text(encoding="utf-8")
]
"""Modules with examples in their docstrings."""
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


def python(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run code in an interpreter that has imported nothing yet."""
    return subprocess.run(
        [sys.executable, *options, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )


@cache
def pyproject() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    """Return a file of the checkout, or skip: an sdist carries less than a clone."""
    path = ROOT / name
    if not path.is_file():
        pytest.skip(f"{name} is not in this checkout")
    return path.read_text(encoding="utf-8")


# -- the door


@pytest.mark.parametrize("name", nkdata.__all__)
def test_public_name_is_documented(name: str) -> None:
    """Every public name can be fetched and has a docstring that somebody wrote."""
    thing = getattr(nkdata, name)
    doc = thing.__doc__ or ""
    assert doc.strip().splitlines(), f"nkdata.{name} has no docstring"
    assert not doc.startswith(f"{name}("), (
        f"nkdata.{name} has only the docstring that dataclass writes"
    )


def test_docstring_of_the_door_shows_every_public_name() -> None:
    """What `help(nkdata)` prints first shows every function's arguments, and names every class."""
    shown = nkdata.__doc__ or ""
    listed = re.findall(r"^    (\w+)\(", shown, flags=re.MULTILINE)
    assert sorted(listed) == [name for name in nkdata.__all__ if name.islower()]
    assert [name for name in nkdata.__all__ if not re.search(rf"\b{name}\b", shown)] == []


def test_door_lists_what_it_opens() -> None:
    """The names in __all__, their homes and what dir() shows are the same names, in order."""
    assert list(nkdata.__all__) == sorted(nkdata.__all__)
    assert set(nkdata.__all__) == set(nkdata._HOMES)  # noqa: SLF001  # the registry itself is under test
    assert set(nkdata.__all__) | {"__version__"} == set(dir(nkdata))


def test_type_checkers_see_the_same_door() -> None:
    """What is imported for type checkers only is what __getattr__ fetches, from the same homes."""
    tree = ast.parse((ROOT / "nkdata/__init__.py").read_text(encoding="utf-8"))
    imports = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nkdata.")
    ]
    seen = {
        alias.name: (node.module or "").removeprefix("nkdata.")
        for node in imports
        for alias in node.names
    }
    assert seen == nkdata._HOMES  # noqa: SLF001  # the registry itself is under test


def test_unknown_name_is_an_attribute_error() -> None:
    """A name that nkdata does not have is an AttributeError, so that hasattr works."""
    assert not hasattr(nkdata, "no_such_name")


def test_no_public_name_becomes_a_module() -> None:
    """Importing every submodule turns no public name into a module, at any time."""
    assert set(MODULES) > {"nkdata.flows", "nkdata.parser", "nkdata.packages.reader"}
    first = f"import importlib, types, nkdata; [importlib.import_module(m) for m in {MODULES}]"
    things = "[getattr(nkdata, name) for name in nkdata.__all__]"
    last = f"assert not any(isinstance(thing, types.ModuleType) for thing in {things})"
    python(f"{first}; {last}; {last}")
    python(f"import nkdata; [getattr(nkdata, name) for name in nkdata.__all__]; {first}; {last}")


def test_import_is_light() -> None:
    """Importing nkdata imports nothing else, and so costs next to nothing."""
    code = """
import sys
before = set(sys.modules)
import nkdata
print(*sorted(set(sys.modules) - before))
"""
    assert python(code).stdout.split() == ["__future__", "nkdata"]


# -- sizes, and where the proof of a module is

PROVED_BY = {
    "__init__": "test_house.py",
    "__main__": "test_cli.py",
    "content": "test_writer.py",
    "packages/archives": "test_sources.py",
    "packages/frames": "test_quality.py",
    "paths": "test_reader.py",
    "pytest_plugin": "test_plugs.py",
    "records": "test_curation.py",
    "reports": "test_formats.py",
    "road": "test_flows.py",
    "seeds": "test_curation.py",
    "versions": "changes/test_versions.py",
}
"""Modules, and rooms as a whole, whose tests bear another name than theirs."""


@cache
def _parsed() -> list[tuple[str, str, ast.Module]]:
    """Return name, text and syntax tree of each module."""
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES}
    return [
        (path.relative_to(ROOT / "nkdata").as_posix(), text, ast.parse(text))
        for path, text in texts.items()
    ]


def test_modules_are_short() -> None:
    """No module has more than 300 lines of 100 characters."""
    assert pyproject()["tool"]["ruff"]["line-length"] == 100
    assert [name for name, text, _ in _parsed() if len(text.splitlines()) > 300] == []


def test_functions_are_short() -> None:
    """No function has more than 40 lines, and nine of ten have at most 17."""
    lines = {
        f"{name}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, _, tree in _parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert [function for function, count in lines.items() if count > 40] == []
    assert quantiles(lines.values(), n=10)[-1] <= 17


def test_class_names_are_unique() -> None:
    """No two classes of the package have one name."""
    names = Counter(
        node.name
        for _, _, tree in _parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


def _mirrored(module: str) -> bool:
    """Tell whether a test file, or a folder of them, has the name of a module or of its room."""
    owners = {path.parts[0] for path in (path.relative_to(ROOT / "tests") for path in TESTS)}
    return any({name, f"test_{name}.py"} & owners for name in module.split("/"))


def test_every_module_has_its_tests() -> None:
    """A module's tests are in the file or folder named like it or its room, or in the table."""
    modules = [
        name.removesuffix(".py").removesuffix("/__init__")
        for name, _, tree in _parsed()
        if len(tree.body) > 1  # more than a docstring
    ]
    entries = {
        module: {entry for entry in PROVED_BY if f"{module}/".startswith(f"{entry}/")}
        for module in modules
    }
    assert [m for m, found in entries.items() if not found and not _mirrored(m)] == []
    assert set(PROVED_BY) == set().union(*entries.values()), "no such module"
    assert [entry for entry in PROVED_BY if _mirrored(entry)] == [], "take it off the table"
    assert [file for file in PROVED_BY.values() if not (ROOT / "tests" / file).is_file()] == []


# -- docstrings


def test_every_test_says_what_it_proves() -> None:
    """Every test function has a docstring of one sentence."""
    wrong = [
        f"{path.name}: {node.name}"
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if not _is_sentence(ast.get_docstring(node) or "")
    ]
    assert wrong == []


def _is_sentence(text: str) -> bool:
    line = text.replace("\n", " ")
    return bool(re.fullmatch(r".*[.?!]", line)) and not re.search(r"[a-z0-9)][.?!] +[A-Z]", line)


CLOCKS = {"time", "perf_counter", "monotonic", "process_time", "now", "today", "utcnow"}
"""Functions that tell the time; a bench may call them, no test may."""


def test_no_test_reads_the_clock() -> None:
    """No test asks what time it is, so that a busy machine or another day changes nothing."""
    asking = [
        f"{path.name}:{node.lineno}"
        for path in [*TESTS, *(ROOT / "tests").glob("*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        if getattr(node.func, "attr", getattr(node.func, "id", "")) in CLOCKS
    ]
    assert asking == []


@pytest.mark.heavy
def test_tests_are_collected_alike() -> None:
    """Tests have the same names and order in every process, whatever its hashes and the time."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--collect-only", "-q"]
    lists = [
        subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        for seed in ("1", "2")
    ]
    names = [[line for line in each if "::" in line] for each in lists]
    assert names[0] == names[1] != []


@pytest.mark.parametrize("module", EXEMPLARY)
def test_examples_in_docstrings_run(module: str) -> None:
    """Examples in docstrings give what they show."""
    found = doctest.testmod(importlib.import_module(module))
    assert found.attempted > 0
    assert found.failed == 0


# -- versions, pins, files


def test_versions_agree() -> None:
    """pyproject.toml, the package and the changelog's newest entry have one version."""
    newest = re.search(r"^## \[([^\]]+)\]", text_of("CHANGELOG.md"), flags=re.MULTILINE)
    assert newest
    assert {pyproject()["project"]["version"], nkdata.__version__, newest[1]} == {
        nkdata.__version__
    }


def test_pins_are_names_and_versions() -> None:
    """Every line of constraints.txt is a name and an exact version, and no name stands twice."""
    lines = [
        line
        for line in text_of("constraints.txt").splitlines()
        if line and not line.startswith("#")
    ]
    pin = re.compile(
        r"([A-Za-z0-9][A-Za-z0-9._-]*)==[0-9][A-Za-z0-9.+!]*"
        r"(?: ; python_version [<>=]+ \"3\.[0-9]+\")?"
    )
    assert [line for line in lines if not pin.fullmatch(line)] == []
    plain = [line.lower() for line in lines if ";" not in line]
    assert len({line.partition("==")[0] for line in plain}) == len(plain)


def test_pins_cover_what_is_asked_for() -> None:
    """Every direct dependency and the build back end have a pin that pyproject.toml allows."""
    requirements = pytest.importorskip("packaging.requirements")
    utils = pytest.importorskip("packaging.utils")
    pins = [
        requirements.Requirement(line)
        for line in text_of("constraints.txt").splitlines()
        if line and not line.startswith("#")
    ]
    pinned = {utils.canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins}
    project = pyproject()["project"]
    extras = project["optional-dependencies"].values()
    asked = [
        *pyproject()["build-system"]["requires"],
        *project["dependencies"],
        *(line for extra in extras for line in extra),
    ]
    for requirement in map(requirements.Requirement, asked):
        name = utils.canonicalize_name(requirement.name)
        if name != "nkdata":
            assert name in pinned, f"{name} is not pinned: make constraints"
            assert pinned[name] in requirement.specifier, (
                f"{name}=={pinned[name]} is outside {requirement.specifier}"
            )


def test_every_lint_exception_has_a_reason() -> None:
    """Every exception from a rule of ruff carries a comment that says why."""
    ignores = re.findall(
        r"^(?:ignore|\"[^\"\n]*\") = \[\n(.*?)^\]",
        text_of("pyproject.toml"),
        flags=re.MULTILINE | re.DOTALL,
    )
    lines = [line.strip() for block in ignores for line in block.splitlines() if line.strip()]
    assert len(lines) > 5
    assert [line for line in lines if not re.fullmatch(r"\"[A-Z]+[0-9]*\", +# \S.+", line)] == []
    bare = re.compile(r"# noqa: [A-Z0-9, ]+$", flags=re.MULTILINE)
    code = [*SOURCES, *(ROOT / "tests").rglob("*.py")]
    assert [path.name for path in code if bare.search(path.read_text(encoding="utf-8"))] == []


def files() -> Iterator[Path]:
    """Yield the files of the checkout, without what tools leave in it."""
    for folder, folders, names in os.walk(ROOT):
        hidden = {
            name for name in folders if name.startswith(".") and name not in {".ci", ".github"}
        }
        folders[:] = sorted(
            set(folders)
            - hidden
            - {"__pycache__", "build", "dist"}
            - {f for f in folders if f.endswith(".egg-info")}
        )
        yield from (Path(folder) / name for name in sorted(names) if name != ".git")


def test_no_download_address_and_no_private_path() -> None:
    """No file names a package registry's host, and none but scraped pages somebody's home."""
    # written in two pieces, or this file would be the first to fail
    hosts = [
        "pypi" + ".org",
        "python" + "hosted.org",
        "npmjs" + ".org",
        "npmjs" + ".com",
        "conda" + ".anaconda.org",
        "crates" + ".io/api",
    ]
    registry = re.compile("|".join(map(re.escape, hosts)).encode())
    home = re.compile(rb"(?<![\w.])/(?:home|Users)/\w+/|(?<![\w.])/ro" + rb"ot/")
    found = []
    for path in files():
        content = path.read_bytes()
        if registry.search(content) or (
            path.suffix not in {".parquet", ".txt"} and home.search(content)
        ):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


LARGE = {"nkdata/parser/weights.txt"}  # as large as training makes the network


def test_no_file_is_a_snapshot() -> None:
    """No file of package or tests has more than 40 KB, as recorded output soon would."""
    large = {
        str(path.relative_to(ROOT))
        for path in files()
        if path.relative_to(ROOT).parts[0] in {"nkdata", "tests"} and path.stat().st_size > 40_000
    }
    assert large <= LARGE


def test_no_lock_file() -> None:
    """Pins live in constraints.txt: lock files carry addresses."""
    assert [
        str(path.relative_to(ROOT))
        for path in files()
        if path.suffix == ".lock" or path.name.endswith("-lock.json")
    ] == []
