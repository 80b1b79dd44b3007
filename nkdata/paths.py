"""Where the model and the data lie: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(inside: str, beside: str) -> Path:
    # A wheel carries the folder inside the package (hatchling's force-include); an editable install does not see
    # force-included files, so there the checkout's own folder is used.
    packaged = _PACKAGE / inside
    return packaged if packaged.is_dir() else _PACKAGE.parent / beside


def schemas_dir() -> Path:
    """Return the folder of Table Schemas, one JSON file a table."""
    return _folder("_schemas", "schemas")


def data_dir() -> Path:
    """Return the folder of the published data package."""
    return _folder("_data", "data")
