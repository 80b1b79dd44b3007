"""Seeds: files to texts and curation, with every line and column kept.

A seeds folder holds ``dataset.yaml``, ``actors.yaml``, ``events.yaml``, ``questions.yaml``, the
ledger ``ids.txt``, the counts ``counts.csv`` and, in ``articles/``, each scraped page as
``<stem>.txt`` with its curation beside it as ``<stem>.yaml``. ``readings/`` may hold what each of
two people read in a page, as ``reader-1/<stem>.yaml`` and ``reader-2/<stem>.yaml``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nkdata.agreement import READERS
from nkdata.errors import NkdataError
from nkdata.ledger import Ledger, parse_ledger
from nkdata.nodes import Entries
from nkdata.reports.problems import Location, Problem
from nkdata.seeds.counts import parse_counts
from nkdata.seeds.plain_yaml import read_yaml
from nkdata.seeds.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REGISTRIES = ("dataset", "actors", "events", "questions")


@dataclass
class Article:
    """One scraped page: its stem, its text as decoded, the hash of its bytes, and its curation."""

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
    ledger: Ledger = field(default_factory=dict)
    counts: dict[tuple[str, str], tuple[int, Location]] = field(default_factory=dict)
    """(article, table) to the rows expected and the place; "" for the dataset as a whole."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def ledger_file(self) -> Path:
        """The file of the ledger."""
        return self.folder / "ids.txt"

    @property
    def counts_file(self) -> Path:
        """The file of the counts of rows."""
        return self.folder / "counts.csv"

    def file(self, path: Path) -> str:
        """Return a curation file, or the one beside a page, by the name that its problems have.

        Raises:
            NkdataError: the file is none of this folder's curation files.
        """
        known = [
            *(self.folder / f"{name}.yaml" for name in REGISTRIES),
            *(page.with_suffix(".yaml") for page in _pages(self.folder)),
            *sorted(self.folder.glob("readings/*/*.yaml")),
        ]
        wanted = path.with_suffix(".yaml").resolve()
        same = [file for file in known if file.resolve() == wanted]
        if not same or not path.exists():
            raise NkdataError(
                f"{path}: no curation file of the seeds folder {self.folder}; "
                "name one of its .yaml files, or none for all"
            )
        return str(same[0])


def read_seeds(folder: Path, *, readings: bool = True) -> Seeds:
    """Read a seeds folder, on request without its readings. Faults in files become problems.

    Raises:
        NkdataError: there is no such folder.
    """
    if not folder.is_dir():
        raise NkdataError(f"{folder}: there is no such seeds folder; give one with --seeds DIR")
    seeds = Seeds(folder)
    problems = seeds.problems
    for name in REGISTRIES:
        seeds.registries[name] = read_registry(folder / f"{name}.yaml", problems)
    seeds.articles = [a for page in _pages(folder) for a in _article(page, problems)]
    _note_strays(folder, problems)
    if readings:
        seeds.readings = _readings(folder, problems)
    ids, counts = seeds.ledger_file, seeds.counts_file
    seeds.ledger = parse_ledger(_optional(ids, problems), str(ids), problems)
    seeds.counts = parse_counts(_optional(counts, problems), str(counts), problems)
    return seeds


def folder_of(file: Path) -> Path:
    """Return the seeds folder that a file of it lies in."""
    if is_reading(file):
        return file.parent.parent.parent
    return file.parent.parent if file.parent.name == "articles" else file.parent


def is_reading(file: Path) -> bool:
    """Tell whether a file lies where readings do."""
    return file.parent.parent.name == "readings"


def read_page(path: Path, problems: list[Problem]) -> tuple[str | None, str]:
    """Return a page's text and the SHA-256 of its bytes.

    Of a page that cannot be read the text is None, and the reason is added to ``problems``.

    Raises:
        NkdataError: there is no such page.
    """
    if path.suffix != ".txt" or not path.is_file():
        raise NkdataError(f"{path}: a scraped page is a file <name>.txt")
    raw = path.read_bytes()
    text = decode(path, raw, problems)
    if text is not None and not text.strip():
        text = None
        _note(problems, "seed-empty", path, "the page is empty")
    return text, hashlib.sha256(raw).hexdigest()


def read_registry(path: Path, problems: list[Problem]) -> Entries:
    """Return a registry, or an empty one with the reason added to ``problems``."""
    return _curation(path, problems) or Entries(Location(str(path), 1))


def _note(problems: list[Problem], rule: str, path: Path, message: str) -> None:
    problems.append(Problem(rule, message, where=Location(str(path), 1)))


def _pages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("articles/*.txt") if path.is_file())


def _note_strays(folder: Path, problems: list[Problem]) -> None:
    articles, stems = folder / "articles", {page.stem for page in _pages(folder)}
    if not stems:
        message = "there is no scraped page here; put one as <name>.txt"
        _note(problems, "seed-missing", articles, message)
    for path in sorted(articles.iterdir()) if stems else ():
        if not path.is_file():
            message = f"{path.name} is no file: pages and curations stand side by side"
            _note(problems, "seed-stray", path, message)
        elif path.suffix != ".txt" and (path.suffix != ".yaml" or path.stem not in stems):
            message = f"{path.name} belongs to no page: expected {path.stem}.txt beside it"
            _note(problems, "seed-stray", path, f"{message}, or another name")


def _article(page: Path, problems: list[Problem]) -> Iterator[Article]:
    text, sha256 = read_page(page, problems)
    curation = _curation(page.with_suffix(".yaml"), problems)
    if text is not None and curation is not None:
        yield Article(page.stem, page, text, sha256, curation)


def _curation(path: Path, problems: list[Problem]) -> Entries | None:
    if not path.is_file():
        new = "; `nkdata new` writes a skeleton" if path.with_suffix(".txt").is_file() else ""
        message = f"{path.name} is missing; every page and registry needs its file{new}"
        _note(problems, "seed-missing", path, message)
        return None
    text = decode(path, path.read_bytes(), problems)
    return None if text is None else read_yaml(text, str(path), problems)


def _readings(folder: Path, problems: list[Problem]) -> dict[str, dict[str, Entries]]:
    readings: dict[str, dict[str, Entries]] = {}
    stems = {page.stem for page in _pages(folder)}
    for path in _reading_files(folder / "readings", problems):
        if path.suffix != ".yaml" or (stems and path.stem not in stems):
            message = (
                f"{path.name} is the reading of no page: "
                f"expected {path.stem}.txt in {folder / 'articles'}, or another name"
            )
            _note(problems, "reading-stray", path, message)
        elif (reading := _curation(path, problems)) is not None:
            readings.setdefault(path.stem, {})[path.parent.name] = reading
    return readings


def _reading_files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    for path in sorted(folder.glob("*")):
        if path.name in READERS and path.is_dir():
            yield from sorted(path.iterdir())
        else:
            due = " or ".join(f"{reader}/<stem>.yaml" for reader in READERS)
            message = f"{path.name} is no reader's folder: a reading is {due}"
            _note(problems, "reading-stray", path, message)


def _optional(path: Path, problems: list[Problem]) -> str:
    """Return the text of a file, empty where there is none."""
    return (decode(path, path.read_bytes(), problems) or "") if path.is_file() else ""
