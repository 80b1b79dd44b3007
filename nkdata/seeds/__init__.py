"""Seeds: files to texts and curation, with every line and column kept.

A seeds folder holds ``dataset.yaml``, ``actors.yaml``, ``events.yaml``, ``questions.yaml``, the
ledger ``ids.txt``, the counts
``counts.csv`` and, in ``articles/``, each scraped page as ``<stem>.txt`` with its curation beside it as ``<stem>.yaml``.
``readings/`` may hold what each of two people read in a page, as ``reader-1/<stem>.yaml`` and ``reader-2/<stem>.yaml``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nkdata.agreement import READERS
from nkdata.errors import NkdataError
from nkdata.nodes import Entries, Text
from nkdata.reports.problems import Location, Problem
from nkdata.seeds.counts import read_counts
from nkdata.seeds.plain_yaml import read_yaml
from nkdata.seeds.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REGISTRIES = ("dataset", "actors", "events", "questions")


@dataclass
class Article:
    """One scraped page: its stem, its text exactly as decoded, the hash of its bytes, and its curation."""

    stem: str
    path: Path
    text: str
    sha256: str
    curation: Entries


@dataclass
class Seeds:
    """Everything a seeds folder says, and what is wrong with its files."""

    folder: Path
    articles: list[Article] = field(default_factory=list)
    registries: dict[str, Entries] = field(default_factory=dict)
    readings: dict[str, dict[str, Entries]] = field(default_factory=dict)
    """Article to reader to reading; articles that nobody has read independently are left out."""
    ledger: dict[tuple[str, Text], str | None] = field(default_factory=dict)
    """(table, id) to the version that retired it, None while it is in use."""
    counts: dict[tuple[str, str], tuple[int, Location]] = field(default_factory=dict)
    """(article, table) to the rows that are expected, and where that stands; no article for the dataset as a whole."""
    problems: list[Problem] = field(default_factory=list)


def read_seeds(folder: Path, *, readings: bool = True) -> Seeds:
    """Read a seeds folder, on request without its readings. Faults in files become problems.

    Raises:
        NkdataError: there is no such folder.
    """
    if not folder.is_dir():
        raise NkdataError(f"{folder}: there is no such seeds folder; give one with --seeds DIR")
    seeds = Seeds(folder)
    for name in REGISTRIES:
        path = folder / f"{name}.yaml"
        seeds.registries[name] = read_registry(path, seeds.problems)
    seeds.articles = [a for p in _pages(folder / "articles") if (a := _article(p, seeds.problems))]
    seeds.problems.extend(_strays(folder / "articles"))
    if readings:
        seeds.readings = _readings(folder, seeds.problems)
    seeds.ledger = dict(_ledger(folder / "ids.txt", seeds.problems))
    seeds.counts = read_counts(folder / "counts.csv", seeds.problems)
    return seeds


def read_page(path: Path) -> tuple[str, str, list[Problem]]:
    """Return a page's text and the SHA-256 of its bytes, with what is wrong with it; raises NkdataError where there is none."""
    if path.suffix != ".txt" or not path.is_file():
        raise NkdataError(f"{path}: a scraped page is a file <name>.txt")
    problems: list[Problem] = []
    raw = path.read_bytes()
    text = decode(path, raw, problems)
    if text is not None and not text.strip():
        problems.append(Problem("seed-empty", "the page is empty", where=Location(str(path), 1)))
    return text or "", hashlib.sha256(raw).hexdigest(), problems


def read_registry(path: Path, problems: list[Problem]) -> Entries:
    """Return a registry, or an empty one with the reason added to ``problems``."""
    return _curation(path, problems) or Entries(Location(str(path), 1))


def _pages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.txt") if path.is_file())


def _strays(folder: Path) -> Iterator[Problem]:
    if not folder.is_dir() or not _pages(folder):
        message = "there is no scraped page here; put one as <name>.txt"
        yield Problem("seed-missing", message, where=Location(str(folder), 1))
        return
    stems = {p.stem for p in _pages(folder)}
    for path in sorted(folder.iterdir()):
        if not path.is_file():
            yield Problem(
                "seed-stray",
                f"{path.name} is no file: pages and curations stand side by side",
                where=Location(str(path), 1),
            )
        elif path.suffix != ".txt" and (path.suffix != ".yaml" or path.stem not in stems):
            message = f"{path.name} belongs to no page: expected {path.stem}.txt beside it, or another name"
            yield Problem("seed-stray", message, where=Location(str(path), 1))


def _article(path: Path, problems: list[Problem]) -> Article | None:
    text, sha256, faults = read_page(path)
    problems.extend(faults)
    curation = _curation(path.with_suffix(".yaml"), problems)
    return None if faults or curation is None else Article(path.stem, path, text, sha256, curation)


def _curation(path: Path, problems: list[Problem]) -> Entries | None:
    if not path.is_file():
        new = "; `nkdata new` writes a skeleton" if path.with_suffix(".txt").is_file() else ""
        message = f"{path.name} is missing; every page and registry needs its file{new}"
        problems.append(Problem("seed-missing", message, where=Location(str(path), 1)))
        return None
    text = decode(path, path.read_bytes(), problems)
    return None if text is None else read_yaml(text, str(path), problems)


def _readings(folder: Path, problems: list[Problem]) -> dict[str, dict[str, Entries]]:
    found: dict[str, dict[str, Entries]] = {}
    stems = {page.stem for page in _pages(folder / "articles")}
    for path in _reading_files(folder / "readings", problems):
        if path.suffix != ".yaml" or (stems and path.stem not in stems):
            message = f"{path.name} is the reading of no page: expected {path.stem}.txt in {folder / 'articles'}, or another name"
            problems.append(Problem("reading-stray", message, where=Location(str(path), 1)))
        elif (reading := _curation(path, problems)) is not None:
            found.setdefault(path.stem, {})[path.parent.name] = reading
    return found


def _reading_files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name in READERS and path.is_dir():
            yield from sorted(path.iterdir())
        else:
            message = f"{path.name} is no reader's folder: a reading is {' or '.join(f'{reader}/<stem>.yaml' for reader in READERS)}"
            problems.append(Problem("reading-stray", message, where=Location(str(path), 1)))


def _ledger(path: Path, problems: list[Problem]) -> Iterator[tuple[tuple[str, Text], str | None]]:
    if not path.is_file():
        return
    text = (decode(path, path.read_bytes(), problems) or "").removeprefix("\ufeff")
    first: dict[tuple[str, str], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        where = Location(str(path), number, 1, max(1, len(line.rstrip())))
        match line.split():
            case [] | ["#", *_]:
                continue
            case [table, key, *_] if (
                table,
                key,
            ) in first:  # or a later line would bring back what an earlier one buried
                problems.append(
                    Problem(
                        "ledger-line",
                        f"{table} {key} already stands on line {first[table, key]}",
                        where=where,
                    )
                )
            case [table, key]:
                first[table, key] = number
                yield (table, Text(key, where)), None
            case [table, key, "retired", version]:
                first[table, key] = number
                yield (table, Text(key, where)), version
            case _:
                problems.append(
                    Problem(
                        "ledger-line",
                        "a ledger line is `table id`, or `table id retired VERSION`",
                        where=where,
                    )
                )
