"""The house keeps its own rules: names, versions, docstrings, schemas, examples and files, each over the whole registry."""

from __future__ import annotations

import ast
import doctest
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

import nkdata
from nkdata.schema import TABLES

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
    """Return a file of the checkout, or skip where it is absent (an sdist carries less than a clone)."""
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
    """What `help(nkdata)` prints first has every function with its arguments, and names every class."""
    shown = nkdata.__doc__ or ""
    listed = re.findall(r"^    (\w+)\(", shown, flags=re.MULTILINE)
    assert sorted(listed) == [name for name in nkdata.__all__ if name.islower()]
    assert [name for name in nkdata.__all__ if not re.search(rf"\b{name}\b", shown)] == []


def test_door_lists_what_it_opens() -> None:
    """The names in __all__, the homes they are fetched from and what dir() shows are the same names, in order."""
    assert list(nkdata.__all__) == sorted(nkdata.__all__)
    assert set(nkdata.__all__) == set(nkdata._HOMES)  # the registry itself is under test  # noqa: SLF001  # the registry itself is under test
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
    assert seen == nkdata._HOMES  # the registry itself is under test  # noqa: SLF001  # the registry itself is under test


def test_unknown_name_is_an_attribute_error() -> None:
    """A name that nkdata does not have is an AttributeError, so that hasattr works."""
    assert not hasattr(nkdata, "no_such_name")


def test_no_public_name_becomes_a_module() -> None:
    """Importing every submodule turns no public name into a module, before or after it was first used."""
    assert set(MODULES) > {"nkdata.flows", "nkdata.parser", "nkdata.packages.reader"}
    first = f"import importlib, types, nkdata; [importlib.import_module(m) for m in {MODULES}]"
    last = "assert not any(isinstance(getattr(nkdata, name), types.ModuleType) for name in nkdata.__all__)"
    python(f"{first}; {last}; {last}")
    python(f"import nkdata; [getattr(nkdata, name) for name in nkdata.__all__]; {first}; {last}")
    for module in MODULES:
        importlib.import_module(module)
    assert not any(isinstance(getattr(nkdata, name), ModuleType) for name in nkdata.__all__)


def test_import_is_light() -> None:
    """Importing nkdata imports no library outside the standard one, nor any other module of its own."""
    code = """
import sys
before = set(sys.modules)
import nkdata
new = {name for name in set(sys.modules) - before}
print(*sorted(name for name in new if name.partition(".")[0] not in sys.stdlib_module_names))
"""
    assert python(code).stdout.split() == ["nkdata"]


def test_import_is_quick() -> None:
    """Importing nkdata takes a few milliseconds of its own."""
    own = re.compile(r"^import time: +(\d+) \| +\d+ \| nkdata$", flags=re.MULTILINE)
    microseconds = [
        int(own.findall(python("import nkdata", "-X", "importtime").stderr)[0]) for _ in range(5)
    ]
    assert min(microseconds) < 10_000


# -- docstrings


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_has_a_docstring(path: Path) -> None:
    """Every module says in its first lines what it is."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", TESTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_test_says_what_it_proves(path: Path) -> None:
    """Every test function has a docstring of one sentence."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) and n.name.startswith("test_")
    ]
    docs = {test.name: (ast.get_docstring(test) or "").replace("\n", " ") for test in tests}
    assert [name for name, doc in docs.items() if not re.fullmatch(r".*[.?!]", doc)] == []
    assert [name for name, doc in docs.items() if re.search(r"[a-z0-9)][.?!] +[A-Z]", doc)] == []


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_run(module: str) -> None:
    """Examples in docstrings give what they show."""
    assert doctest.testmod(importlib.import_module(module)).failed == 0


# -- versions, pins, files


def test_versions_agree() -> None:
    """One version stands in pyproject.toml, the package and the changelog's newest entry; the data have a version of their own."""
    newest = re.search(r"^## \[([^\]]+)\]", text_of("CHANGELOG.md"), flags=re.MULTILINE)
    assert newest
    assert {pyproject()["project"]["version"], nkdata.__version__, newest[1]} == {
        nkdata.__version__
    }


def test_pins_are_names_and_versions() -> None:
    """Every line of constraints.txt is a name and an exact version, perhaps with a marker, and no name stands twice."""
    lines = [
        line
        for line in text_of("constraints.txt").splitlines()
        if line and not line.startswith("#")
    ]
    pin = re.compile(
        r"([A-Za-z0-9][A-Za-z0-9._-]*)==[0-9][A-Za-z0-9.+!]*(?: ; python_version [<>=]+ \"3\.[0-9]+\")?"
    )
    assert [line for line in lines if not pin.fullmatch(line)] == []
    plain = [line.lower() for line in lines if ";" not in line]
    assert len({line.partition("==")[0] for line in plain}) == len(plain)


def test_pins_cover_what_is_asked_for() -> None:
    """Every direct dependency and the build back end are pinned, to a version that pyproject.toml allows."""
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
    """Every rule that ruff is told to ignore carries a comment that says why."""
    ignores = re.findall(
        r"^(?:ignore|\".*\") = \[\n(.*?)^\]",
        text_of("pyproject.toml"),
        flags=re.MULTILINE | re.DOTALL,
    )
    lines = [line.strip() for block in ignores for line in block.splitlines() if line.strip()]
    assert len(lines) > 5
    assert [line for line in lines if not re.fullmatch(r"\"[A-Z]+[0-9]*\", +# \S.+", line)] == []


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
    """No file names a package registry's host, and none outside the scraped pages a folder in somebody's home."""
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


def test_no_lock_file() -> None:
    """Pins live in constraints.txt: lock files carry addresses."""
    assert [
        str(path.relative_to(ROOT))
        for path in files()
        if path.suffix == ".lock" or path.name.endswith("-lock.json")
    ] == []


# -- the model


def schema(table: str) -> dict[str, Any]:
    """Return a table's schema file as it lies there."""
    document: dict[str, Any] = json.loads(
        (ROOT / "schemas" / f"{table}.json").read_text(encoding="utf-8")
    )
    return document


FIELDS = [
    pytest.param(table, field, id=f"{table}.{field['name']}")
    for table in TABLES
    for field in schema(table)["fields"]
]
STANDARD_TYPES = {"string", "integer", "number", "boolean", "date", "datetime"}
"""Scalars only: every reader has them, and each becomes one Arrow type."""


OTHER_SCHEMAS = {"changes", "report"}
"""Schemas of files that are no tables."""


def test_every_table_has_a_schema() -> None:
    """The tables of the code and the schema files are the same, but for the schemas of other files."""
    assert {path.stem for path in (ROOT / "schemas").glob("*.json")} == set(TABLES) | OTHER_SCHEMAS
    assert len(TABLES) == len(set(TABLES))


@pytest.mark.parametrize("table", TABLES)
def test_schema_names_and_describes_its_table(table: str) -> None:
    """A schema bears its table's name, a title, a description, version 2 of the standard, and fields of different names."""
    document = schema(table)
    assert document["name"] == table
    assert document["$schema"].endswith("/2.0/tableschema.json")
    assert document["title"].strip()
    assert document["description"].strip().endswith(".")
    assert document["missingValues"] == [""]
    assert "fieldsMatch" not in document
    names = [field["name"] for field in document["fields"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("table", TABLES)
def test_primary_key_is_one_required_unique_column(table: str) -> None:
    """The primary key is the first column, required and unique, and has a pattern."""
    document = schema(table)
    first = document["fields"][0]
    assert document["primaryKey"] == [first["name"]]
    assert first["type"] == "string"
    assert first["constraints"]["required"] is True
    assert first["constraints"]["unique"] is True
    assert "pattern" in first["constraints"]


@pytest.mark.parametrize("table", TABLES)
def test_foreign_keys_point_at_primary_keys(table: str) -> None:
    """A foreign key is one column of this table and names the primary key of a table that exists, with the same type."""
    columns = {field["name"]: field for field in schema(table)["fields"]}
    for key in schema(table).get("foreignKeys", ()):
        (column,) = key["fields"]
        resource = key["reference"].get("resource")
        target = schema(resource or table)
        assert resource != table, "a table refers to itself without naming itself"
        assert columns[column]["type"] == "string"
        assert key["reference"]["fields"] == target["primaryKey"]


@pytest.mark.parametrize("table", TABLES)
def test_columns_that_look_like_keys_are_keys(table: str) -> None:
    """Every column named like an id is a key, save those of other catalogues."""
    document = schema(table)
    keys = {*document["primaryKey"], *(key["fields"][0] for key in document.get("foreignKeys", ()))}
    assert {f["name"] for f in document["fields"] if f["name"].endswith("_id")} - {
        "wikidata_id"
    } <= keys


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_field_is_explained(table: str, field: dict[str, Any]) -> None:
    """Every field has a title and a description, and none repeats its name or its neighbour's words."""
    assert re.fullmatch(r"[a-z][a-z0-9_]*", field["name"])
    assert field["title"].strip()
    assert field["title"] != field["name"]
    assert field["description"].strip().endswith((".", ")"))
    assert [f["name"] for f in schema(table)["fields"] if f["title"] == field["title"]] == [
        field["name"]
    ]


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_field_is_safe_for_stock_tools(table: str, field: dict[str, Any]) -> None:
    """The stock validator accepts the published column: scalars, integers always filled, no bounds where null may stand."""
    constraints = field.get("constraints", {})
    assert field["type"] in STANDARD_TYPES, table
    assert "bytes" not in field
    if not constraints.get("required"):
        assert field["type"] != "integer"
        if field["type"] in {"number", "datetime"}:
            assert constraints.keys().isdisjoint(
                {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
            )


@pytest.mark.parametrize(("table", "field"), [p for p in FIELDS if "categories" in p.values[1]])
def test_codes_are_explained(table: str, field: dict[str, Any]) -> None:
    """Every allowed value stands once, has the column's type, and is explained in a sentence of its own."""
    values = [category["value"] for category in field["categories"]]
    labels = [category["label"] for category in field["categories"]]
    assert len(values) == len(set(values)) > 0, table
    assert {type(value) for value in values} == {{"string": str, "integer": int}[field["type"]]}
    assert "" not in values, "an empty string is null"
    assert all(
        label.strip() and label.strip() != str(value)
        for value, label in zip(values, labels, strict=True)
    )


@pytest.mark.parametrize(
    ("table", "field"), [p for p in FIELDS if "pattern" in p.values[1].get("constraints", {})]
)
def test_pattern_means_the_same_to_both_engines(table: str, field: dict[str, Any]) -> None:
    """A pattern compiles in Python's engine and in RE2, and holds nothing that they read differently once `^` and `$` stand around it."""
    compute = pytest.importorskip("pyarrow.compute")
    pyarrow = pytest.importorskip("pyarrow")
    pattern = field["constraints"]["pattern"]
    re.compile(f"^{pattern}$")
    compute.match_substring_regex(pyarrow.array(["x"]), pattern=f"^{pattern}$")
    assert field["type"] == "string", table
    assert not re.search(r"\\[AbBdDsSwWZ]", pattern), (
        "write explicit classes: the engines differ on Unicode"
    )
    bare = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "", pattern)
    while "(" in bare:
        bare = re.sub(r"\([^()]*\)", "", bare)
    assert "|" not in bare, "write (?:a|b): a bare alternative is not anchored"


@pytest.mark.parametrize("table", TABLES)
def test_dates_are_triples(table: str) -> None:
    """Every date is three neighbouring columns: an EDTF string and its two bounds, which may be open."""
    columns = schema(table)["fields"]
    names = [field["name"] for field in columns]
    stems = {name.removesuffix("_edtf") for name in names if name.endswith("_edtf")}
    assert stems == {n.rsplit("_", 1)[0] for n in names if n.endswith(("_earliest", "_latest"))}
    for stem in stems:
        at = names.index(f"{stem}_edtf")
        triple = columns[at : at + 3]
        assert [field["name"] for field in triple] == [
            f"{stem}_edtf",
            f"{stem}_earliest",
            f"{stem}_latest",
        ]
        assert [field["type"] for field in triple] == ["string", "date", "date"]
        assert not any(field.get("constraints", {}).get("required") for field in triple[1:])
