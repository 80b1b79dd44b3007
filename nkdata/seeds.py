"""Seeds: files to texts and curation, with every line and column kept.

A seeds folder holds ``dataset.yaml``, ``actors.yaml``, ``events.yaml``, ``questions.yaml``, the ledger ``ids.txt`` and, in
``articles/``, each scraped page as ``<stem>.txt`` with its curation beside it as ``<stem>.yaml``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkdata.errors import MissingExtraError, NkdataError
from nkdata.nodes import Entries, Items, Node, Text
from nkdata.report import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

REGISTRIES = ("dataset", "actors", "events", "questions")
_DEEPEST = 20
"""Levels of nesting a seed file may have; the format needs five."""

RULES = {
    "seed-missing": "A file that the seeds folder needs is not there.",
    "seed-encoding": "A seed file is UTF-8 without NUL characters.",
    "seed-yaml": "A curation file is plain YAML: no anchors, aliases, tags, second documents or repeated keys.",
    "seed-empty": "A scraped page has at least one visible character.",
    "seed-stray": "Every file in seeds/articles is a page (.txt) or the curation (.yaml) of one.",
    "ledger-line": "A line of the ledger is `table id`, or `table id retired VERSION`, and the only one of its id.",
}


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
    ledger: dict[tuple[str, Text], str | None] = field(default_factory=dict)
    """(table, id) to the version that retired it, None while it is in use."""
    problems: list[Problem] = field(default_factory=list)


def read_seeds(folder: Path) -> Seeds:
    """Read a seeds folder. Faults in files become problems; raises NkdataError where there is no such folder."""
    if not folder.is_dir():
        raise NkdataError(f"{folder}: there is no such seeds folder; give one with --seeds DIR")
    seeds = Seeds(folder)
    for name in REGISTRIES:
        path = folder / f"{name}.yaml"
        seeds.registries[name] = _curation(path, seeds.problems) or Entries(Location(str(path), 1))
    seeds.articles = [a for p in _pages(folder / "articles") if (a := _article(p, seeds.problems))]
    seeds.problems.extend(_strays(folder / "articles"))
    seeds.ledger = dict(_ledger(folder / "ids.txt", seeds.problems))
    return seeds


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
            yield Problem("seed-stray", f"{path.name} is no file: pages and curations stand side by side", where=Location(str(path), 1))
        elif path.suffix != ".txt" and (path.suffix != ".yaml" or path.stem not in stems):
            message = f"{path.name} belongs to no page: expected {path.stem}.txt beside it, or another name"
            yield Problem("seed-stray", message, where=Location(str(path), 1))


def _article(path: Path, problems: list[Problem]) -> Article | None:
    raw = path.read_bytes()
    text = _decode(path, raw, problems)
    if text is not None and not text.strip():
        problems.append(Problem("seed-empty", "the page is empty", where=Location(str(path), 1)))
        text = None
    curation = _curation(path.with_suffix(".yaml"), problems)
    if text is None or curation is None:
        return None
    return Article(path.stem, path, text, hashlib.sha256(raw).hexdigest(), curation)


def _decode(path: Path, raw: bytes, problems: list[Problem]) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        message = f"byte 0x{raw[error.start]:02x} at offset {error.start} is not UTF-8 ({error.reason}); save the file as UTF-8"
        problems.append(Problem("seed-encoding", message, where=_place(path, before)))
        return None
    nul = text.find("\0")
    if nul >= 0:
        problems.append(Problem("seed-encoding", "a NUL character; remove it", where=_place(path, text[:nul])))
        return None
    return text


def _place(path: Path, before: str) -> Location:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Location(str(path), len(lines), len(lines[-1]) + 1)


def _curation(path: Path, problems: list[Problem]) -> Entries | None:
    if not path.is_file():
        message = f"{path.name} is missing; every page and registry needs its file"
        problems.append(Problem("seed-missing", message, where=Location(str(path), 1)))
        return None
    text = _decode(path, path.read_bytes(), problems)
    return None if text is None else read_yaml(text, str(path), problems)


def read_yaml(text: str, file: str, problems: list[Problem]) -> Entries | None:
    """Return the mapping a YAML text holds, or None with the reason added to ``problems``."""
    try:
        import yaml
    except ImportError as error:
        raise MissingExtraError("PyYAML", "build") from error
    reader = _Reader(text.removeprefix("\ufeff"), file)
    try:
        for event in yaml.parse(reader.text, Loader=yaml.CBaseLoader):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file, 1)
        problems.append(Problem("seed-yaml", f"{error.problem}; a value with ': ', ' #' or a bracket wants quotes", where=where))
        return None
    except yaml.reader.ReaderError as error:
        problems.append(
            Problem("seed-yaml", f"{error.reason} (character {error.character!r})", where=_place(Path(file), text[: error.position]))
        )
        return None
    except _YamlError as fault:
        problems.append(Problem("seed-yaml", str(fault), where=fault.where))
        return None
    if isinstance(reader.root, Entries):
        return reader.root
    if reader.root is None:
        return Entries(Location(file, 1))
    problems.append(Problem("seed-yaml", "the file holds no mapping: write `key: value` lines", where=reader.root.at))
    return None


class _YamlError(ValueError):
    def __init__(self, message: str, where: Location) -> None:
        super().__init__(message)
        self.where = where


Event = Any
"""A YAML event: PyYAML's events share no base that types their marks, values and anchors."""


class _Reader:
    """Builds located nodes from YAML events, so that nothing of YAML beyond the plain part can take effect."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.lines = text.split("\n")
        self.stack: list[tuple[Items | Entries, Text | None]] = []
        self.root: Node | None = None

    def take(self, event: Event) -> None:
        kind = type(event).__name__
        if kind in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent"):
            self._open(event, kind)
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            node, _ = self.stack.pop()
            if isinstance(node, Items):
                node.source = self._source(node.at, event.end_mark)

    def _open(self, event: Event, kind: str) -> None:
        at = self._location(event)
        if kind == "AliasEvent" or getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise _YamlError("anchors, aliases and tags have no meaning here; a text that begins with & * or ! wants quotes", at)
        if self.root is not None and not self.stack:
            raise _YamlError("a second document; keep one a file", at)
        if len(self.stack) >= _DEEPEST:
            raise _YamlError("nested too deeply", at)
        node: Node
        if kind == "ScalarEvent":
            node = Text(event.value, at)
            self._refuse_comment(event, at)
        else:
            node = Items(at) if kind == "SequenceStartEvent" else Entries(at)
        self._attach(node)
        if not isinstance(node, Text):
            self.stack.append((node, None))

    def _refuse_comment(self, event: Event, at: Location) -> None:
        # YAML would drop the rest of `quote: ranked # 3` in silence, and what is left may well stand in the article.
        mark = event.end_mark
        plain = not getattr(event, "style", None)
        if plain and mark.line < len(self.lines) and self.lines[mark.line][mark.column :].lstrip().startswith("#"):
            raise _YamlError("' #' begins a comment: put the value in quotes, or the comment on its own line", at)

    def _attach(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent, key = self.stack[-1]
        if isinstance(parent, Items):
            parent.append(node)
        elif key is not None:
            parent[key] = node
            self.stack[-1] = (parent, None)
        elif not isinstance(node, Text):
            raise _YamlError("a key must be a plain word", node.at)
        elif node in parent:
            first = next(key for key, _ in parent.pairs() if key == node)
            raise _YamlError(f"the key {str(node)!r} was already given on line {first.at.line}", node.at)
        else:
            self.stack[-1] = (parent, node)

    def _location(self, event: Event) -> Location:
        start, end = event.start_mark, event.end_mark
        here = self.lines[start.line] if start.line < len(self.lines) else ""
        width = end.column - start.column if end.line == start.line else len(here) - start.column
        return Location(self.file, start.line + 1, start.column + 1, max(1, width))

    def _source(self, at: Location, end: Event) -> str:
        if end.line != at.line - 1:
            return ""
        return self.lines[at.line - 1][at.column - 1 : end.column]


def _ledger(path: Path, problems: list[Problem]) -> Iterator[tuple[tuple[str, Text], str | None]]:
    if not path.is_file():
        return
    text = (_decode(path, path.read_bytes(), problems) or "").removeprefix("\ufeff")
    first: dict[tuple[str, str], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        where = Location(str(path), number, 1, max(1, len(line.rstrip())))
        match line.split():
            case [] | ["#", *_]:
                continue
            case [table, key, *_] if (table, key) in first:  # or a later line would bring back what an earlier one buried
                problems.append(Problem("ledger-line", f"{table} {key} already stands on line {first[table, key]}", where=where))
            case [table, key]:
                first[table, key] = number
                yield (table, Text(key, where)), None
            case [table, key, "retired", version]:
                first[table, key] = number
                yield (table, Text(key, where)), version
            case _:
                problems.append(Problem("ledger-line", "a ledger line is `table id`, or `table id retired VERSION`", where=where))
