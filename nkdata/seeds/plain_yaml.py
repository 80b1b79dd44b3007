"""Plain YAML to located nodes: mappings, lists and texts, and nothing else that YAML can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nkdata.errors import MissingExtraError
from nkdata.nodes import Entries, Items, Node, Text
from nkdata.reports.problems import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 20
"""Levels of nesting a seed file may have; the format needs five."""

Event = Any
"""A YAML event: PyYAML's events share no base that types their marks, values and anchors."""


def read_yaml(text: str, file: str, problems: list[Problem]) -> Entries | None:
    """Return the mapping a YAML text holds, or None with the reason added to ``problems``."""
    try:
        import yaml
    except ImportError as error:
        raise MissingExtraError("PyYAML", "build") from error
    text = text.removeprefix("\ufeff")
    try:
        return _NodeBuilder(yaml.parse(text, Loader=yaml.CBaseLoader), text, file).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file, 1)
        message = f"{error.problem}; a value with ': ', ' #' or a bracket wants quotes"
    except yaml.reader.ReaderError as error:
        where = Location.after(file, text[: error.position])
        message = f"{error.reason} (character {error.character!r})"
    except _YamlError as error:
        where, message = error.where, str(error)
    problems.append(Problem("seed-yaml", message, where=where))
    return None


class _YamlError(ValueError):
    def __init__(self, message: str, where: Location) -> None:
        super().__init__(message)
        self.where = where


class _NodeBuilder:
    """Builds located nodes from YAML events, so that nothing but plain YAML can take effect."""

    def __init__(self, events: Iterator[Event], text: str, file: str) -> None:
        self.events, self.file = events, file
        self.lines = text.split("\n")
        self.end: Event = None

    def document(self) -> Entries:
        root: Node | None = None
        for event in self.events:
            if type(event).__name__.startswith(("Stream", "Document")):
                continue
            if root is not None:
                raise _YamlError("a second document; keep one a file", self.location(event))
            root = self.node(event, 0)
        if root is None:
            return Entries(Location(self.file, 1))
        if not isinstance(root, Entries):
            raise _YamlError("the file holds no mapping: write `key: value` lines", root.at)
        return root

    def node(self, event: Event, depth: int) -> Node:
        at = self.location(event)
        if getattr(event, "anchor", None) or getattr(event, "tag", None):  # an alias has an anchor
            message = "anchors, aliases and tags have no meaning here; "
            raise _YamlError(f"{message}a text that begins with & * or ! wants quotes", at)
        if depth >= _DEEPEST:
            raise _YamlError("nested too deeply", at)
        match type(event).__name__:
            case "ScalarEvent":
                self.refuse_comment(event, at)
                return Text(event.value, at)
            case "SequenceStartEvent":
                items = Items(at)
                items += [self.node(item, depth + 1) for item in self.until("SequenceEndEvent")]
                if self.end.line == at.line - 1:
                    items.source = self.lines[at.line - 1][at.column - 1 : self.end.column]
                return items
        entries = Entries(at)
        for start_of_key in self.until("MappingEndEvent"):
            key = self.node(start_of_key, depth + 1)
            if not isinstance(key, Text):
                raise _YamlError("a key must be a plain word", key.at)
            if key in entries:
                first = next(other for other, _ in entries.pairs() if other == key)
                message = f"the key {str(key)!r} was already given on line {first.at.line}"
                raise _YamlError(message, key.at)
            entries[key] = self.node(next(self.events), depth + 1)
        return entries

    def until(self, end: str) -> Iterator[Event]:
        """Yield the first event of each part; the caller takes the others before the next part."""
        for event in self.events:
            if type(event).__name__ == end:
                self.end = event.end_mark
                return
            yield event

    def refuse_comment(self, event: Event, at: Location) -> None:
        # YAML would drop the rest of `quote: ranked # 3` in silence, and what is left may well
        # stand in the article.
        mark = event.end_mark
        rest = "" if event.style else "".join(self.lines[mark.line : mark.line + 1])[mark.column :]
        if rest.lstrip().startswith("#"):
            message = "' #' begins a comment: "
            raise _YamlError(
                f"{message}put the value in quotes, or the comment on its own line", at
            )

    def location(self, event: Event) -> Location:
        start, end = event.start_mark, event.end_mark
        here = "".join(self.lines[start.line : start.line + 1])
        width = (end.column if end.line == start.line else len(here)) - start.column
        return Location(self.file, start.line + 1, start.column + 1, max(1, width))
