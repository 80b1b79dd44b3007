"""What breaks a rule: the first case of the tests in which it is broken, which ships with nkdata."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.errors import BrokenPackageError
from nkdata.paths import cases_dir
from nkdata.printing import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from nkdata.rulebook import Entry

    Case = Mapping[str, Any]

_LONGEST = 400
"""Characters shown of a change; a whole article is no example."""
_PLACES = ("table", "file", "key")
_OUTCOME = ("breaks", "shows", "at", "says", "width", "also", "place", "column", "severity")
"""Keys of a case that say what comes of it, and not what is changed."""


def example(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield label and text of each line that shows how the tests break a rule, in their sample data.

    Yields nothing if the rule has no case, or if PyYAML, which reads the cases, is not installed.

    Raises:
        BrokenPackageError: the cases cannot be read.
    """
    folder = cases_dir() / ("rules" if entry.published else "curation")
    cases = _cases(folder).get(entry.name, [])
    case = next((case for case in cases if "holds" not in case), None)
    if case is None:
        return
    yield "example", one_line(case.get("breaks") or case["shows"])
    for edit in [*case.get("edits", []), *case.get("reshape", [])] or [case]:
        yield "change", _change(edit)
    if "says" in case:
        yield "message", one_line(case["says"])


def _change(edit: Case) -> str:
    """Return an edit in words: the row or file, and what is done to it."""
    key = edit.get("key", "")
    row = f" [{key if isinstance(key, str) else _plain(key)}]" if key else ""
    done = [
        what if value is True else f"{what} {_plain(value)}"
        for what, value in edit.items()
        if what not in (*_PLACES, *_OUTCOME)
    ]
    text = f"{edit.get('table') or edit['file']}{row}: {', '.join(done)}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _plain(value: object) -> str:
    """Return a value as JSON, without the marks that show where a problem is expected."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return one_line(text.replace("⟦", "").replace("⟧", ""))


@cache
def _cases(folder: Path) -> Mapping[str, list[Case]]:
    """Return the cases of a folder by rule."""
    try:
        import yaml
    except ImportError:
        return {}
    cases: dict[str, list[Case]] = {}
    for file in sorted(folder.glob("*.yaml")):
        try:
            text = file.read_text(encoding="utf-8")
            read: dict[str, list[Case]] = yaml.load(text, Loader=yaml.CSafeLoader)
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise BrokenPackageError(
                f"{file}: the examples of the rules cannot be read ({error}); reinstall nkdata"
            ) from error
        for rule, some in read.items():
            cases.setdefault(rule, []).extend(some)
    return cases
