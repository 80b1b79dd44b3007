"""The rulebook in print: all rules in a list, or one explained, with what breaks it.

What breaks a rule is the first case of the tests in which it is broken; the cases ship with nkdata.
"""

from __future__ import annotations

import json
import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.errors import BrokenPackageError, NkdataError, suggestion
from nkdata.paths import cases_dir
from nkdata.printing import one_line
from nkdata.rulebook import entries

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


def listed(*, published: bool = False) -> Iterator[str]:
    """Yield a line for each rule, or for those of the published tables: name, dimension, text."""
    shown = [entry for entry in entries() if entry.published or not published]
    width = max(len(entry.name) for entry in shown)
    for entry in shown:
        yield f"{entry.name:<{width}}  {entry.about.dimension:<12}  {entry.about.holds}"


def explained(name: str, width: int = 100) -> Iterator[str]:
    """Yield the lines that explain a rule: its facts, and an example if there is one.

    Raises:
        NkdataError: there is no such rule; the message names the nearest.
        BrokenPackageError: the examples cannot be read.
    """
    known = list(entries())
    named = [entry for entry in known if entry.name == name]
    if not named:
        near = suggestion(name, [entry.name for entry in known])
        raise NkdataError(f"there is no rule {name!r}{near}; `nkdata explain` lists them")
    for number, entry in enumerate(named):
        yield from ["", name] if number else [name]
        for label, text in [*_facts(entry), *example(entry)]:
            yield from _wrapped(f"  {label:<10} ", text, width)


def _wrapped(lead: str, text: str, width: int) -> list[str]:
    """Return the lines of a text behind its label; long words, such as keys, stay whole."""
    wrapper = textwrap.TextWrapper(width, lead, " " * len(lead))
    wrapper.break_on_hyphens = wrapper.break_long_words = False
    return wrapper.wrap(text)


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    about = entry.about
    yield "dimension", about.dimension
    yield "severity", " or ".join(about.severities)
    yield "reads", entry.reads
    yield "holds", about.holds
    yield "why", about.why


def example(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield label and text of each line that shows how the tests break a rule in their sample data.

    Yields nothing if the rule has no case, or if PyYAML, which reads the cases, is not installed.
    """
    folder = cases_dir() / ("rules" if entry.published else "curation")
    for case in _cases(folder).get(entry.name, []):
        if "holds" not in case:
            yield "example", one_line(case.get("breaks") or case["shows"])
            for edit in [*case.get("edits", []), *case.get("reshape", [])] or [case]:
                yield "change", _change(edit)
            if "says" in case:
                yield "message", one_line(case["says"])
            return


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
            read = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        except (OSError, ValueError, yaml.YAMLError) as error:
            message = f"the examples of the rules cannot be read ({error}); reinstall nkdata"
            raise BrokenPackageError(f"{file}: {message}") from error
        for rule, some in read.items():
            cases.setdefault(rule, []).extend(some)
    return cases
