"""The facts about the dataset as a whole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from nkdata.curation.fields import Desk
from nkdata.nodes import Items, Text, plain
from nkdata.records import Dataset
from nkdata.versions import parse_version

if TYPE_CHECKING:
    from nkdata.nodes import Entries
    from nkdata.reports.problems import Problem

REQUIRED = ("name", "title", "description", "version", "released", "contributors", "licenses")
OPTIONAL = ("homepage", "keywords")
LISTS = ("contributors", "licenses")


def check_dataset(entries: Entries) -> tuple[dict[str, Any], list[Problem]]:
    """Return dataset.yaml as plain values, and its problems."""
    desk = Desk(Dataset())
    desk.check_keys(entries, [*REQUIRED, *OPTIONAL])
    values = {str(key): plain(node) for key, node in entries.items()}
    for key in REQUIRED:
        if not values.get(key):
            desk.fault("missing-key", f"{key} is missing", entries.at)
    for key in LISTS:
        if values.get(key) and not isinstance(values[key], list):
            desk.fault("wrong-shape", f"{key} must be a list: `- item` lines", entries.place(key))
    released = entries.get("released")
    if released and not _is_day(released):
        desk.fault("bad-value", "released takes a day: YYYY-MM-DD", entries.place("released"))
    version = entries.get("version")
    if version and parse_version(str(version)) is None:
        desk.fault(
            "bad-value", "version takes MAJOR.MINOR.PATCH, such as 1.4.0", entries.place("version")
        )
    return values, desk.problems


def _is_day(node: Text | Items | Entries) -> bool:
    try:
        date.fromisoformat(str(node))
    except ValueError:
        return False
    return len(str(node)) == len("YYYY-MM-DD")
