"""The words of the page around the article: `vocabulary.txt`, which says how it is read."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nkdata.words import calendar, outlets

if TYPE_CHECKING:
    from collections.abc import Iterator

Patterns = list[tuple[str, str]]
"""A rule's patterns, each behind the words that it stands behind in the file."""


def _read() -> dict[str, dict[str, Patterns]]:
    """Return what stands under each heading, by the heading's two words."""
    tables: dict[str, dict[str, Patterns]] = defaultdict(dict)
    text = Path(__file__).with_name("vocabulary.txt").read_text(encoding="utf-8")
    for line in filter(None, text.splitlines()):
        words, parted, pattern = line.rpartition(" :: ")
        if line.startswith("[") and not parted:
            place, name = line[1:-1].split()
            patterns = tables[place][name] = []
        elif not line.startswith("--"):
            patterns.append((words, pattern))
    return tables


_TABLES = _read()
CLASSES: Final = {
    "agencies": outlets.AGENCIES.lower(),
    "outlets": outlets.OUTLET_WORDS,
    "month": calendar.MONTH.lower(),
    "weekday": "|".join((*calendar.WEEKDAYS, *calendar.SHORT_WEEKDAYS, "tues", "thurs?")).lower(),
}
WHOLE: Final = _TABLES["whole"]
OPENING: Final = _TABLES["opening"]
ANYWHERE: Final = _TABLES["anywhere"]


def expanded(pattern: str) -> str:
    """Return the pattern with its word classes written out."""
    return re.sub(r"\{([a-z]+)\}", lambda name: CLASSES[name[1]], pattern)


def listed(words: str) -> Iterator[str]:
    """Yield the words before a pattern; for a word class, the first words of its phrases."""
    for word in words.split():
        phrases = CLASSES.get(word[1:-1]) if word.startswith("{") else None
        yield from re.findall(r"(?:^|\|)([^\W_]+)", phrases) if phrases else [word]


for _name, [(_, _phrases)] in _TABLES["class"].items():
    CLASSES[_name] = expanded(_phrases)
