"""Plain YAML to located nodes: mappings, lists and texts, and nothing else that YAML can do."""

from __future__ import annotations

from typing import Any

from nkdata.errors import MissingExtraError
from nkdata.nodes import Entries, Items, Node, Text
from nkdata.reports.problems import Location, Problem

_DEEPEST = 20
"""Levels of nesting a seed file may have; the format needs five."""


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
        problems.append(
            Problem(
                "seed-yaml",
                f"{error.problem}; a value with ': ', ' #' or a bracket wants quotes",
                where=where,
            )
        )
        return None
    except yaml.reader.ReaderError as error:
        problems.append(
            Problem(
                "seed-yaml",
                f"{error.reason} (character {error.character!r})",
                where=Location.after(file, text[: error.position]),
            )
        )
        return None
    except _YamlError as fault:
        problems.append(Problem("seed-yaml", str(fault), where=fault.where))
        return None
    if isinstance(reader.root, Entries):
        return reader.root
    if reader.root is None:
        return Entries(Location(file, 1))
    problems.append(
        Problem(
            "seed-yaml", "the file holds no mapping: write `key: value` lines", where=reader.root.at
        )
    )
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
            raise _YamlError(
                "anchors, aliases and tags have no meaning here; a text that begins with & * or ! wants quotes",
                at,
            )
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
        # YAML would drop the rest of `quote: ranked # 3` in silence, and what is left may well
        # stand in the article.
        mark = event.end_mark
        plain = not getattr(event, "style", None)
        if (
            plain
            and mark.line < len(self.lines)
            and self.lines[mark.line][mark.column :].lstrip().startswith("#")
        ):
            raise _YamlError(
                "' #' begins a comment: put the value in quotes, or the comment on its own line", at
            )

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
            raise _YamlError(
                f"the key {str(node)!r} was already given on line {first.at.line}", node.at
            )
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
