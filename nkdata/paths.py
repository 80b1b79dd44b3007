"""Where model, data and cases lie, in an installed package or a checkout."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent
DESCRIPTOR = "datapackage.json"
"""The file that makes a folder a data package, as the Data Package standard names it."""


def _folder(inside: str, beside: str) -> Path:
    # A wheel carries the folder inside the package (hatchling's force-include). An editable install
    # does not see force-included files, so there the checkout's own folder is used.
    packaged = _PACKAGE / inside
    return packaged if packaged.is_dir() else _PACKAGE.parent / beside


def schemas_dir() -> Path:
    """Return the folder of Table Schemas, one JSON file a table."""
    return _folder("_schemas", "schemas")


def data_dir() -> Path:
    """Return the folder of the published data package."""
    return _folder("_data", "data")


def cases_dir() -> Path:
    """Return the folder of the tests' cases, which show for each rule what breaks it."""
    return _folder("_cases", "tests/cases")


def beside(module: str, name: str) -> dict[str, Any]:
    """Return what a TOML file says that lies beside a module's file."""
    return tomllib.loads(Path(module).with_name(name).read_text(encoding="utf-8"))


def climbs(path: str) -> bool:
    """Tell whether a relative path leads out of its folder, here or on some other system.

    >>> climbs("claims.parquet"), climbs("../claims.parquet"), climbs("/claims.parquet")
    (False, True, True)
    """
    parts = path.replace("\\", "/").split("/")
    return parts[0] == "" or ".." in parts or ":" in parts[0] or "\0" in path
