"""What a seed file says, as built-in types that remember where they were written.

Every scalar is a string: YAML's own guesses (dates, booleans, numbers, null) are never made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeAlias

if TYPE_CHECKING:
    from nkdata.reports.problems import Location


class Text(str):
    """A scalar, as a string with its place; empty where nothing was written."""

    __slots__ = ("at",)
    at: Location

    def __new__(cls, value: str, at: Location) -> Self:
        """Make a string that remembers its place."""
        made = super().__new__(cls, value)
        made.at = at
        return made


class Items(list["Node"]):
    """A sequence with its place and its source text, for errors that show how to write it as a string."""

    def __init__(self, at: Location, source: str = "") -> None:
        """Make an empty sequence at a place."""
        super().__init__()
        self.at = at
        self.source = source


class Entries(dict[str, "Node"]):
    """A mapping in written order with its place; its keys are `Text`, so that they remember theirs."""

    def __init__(self, at: Location) -> None:
        """Make an empty mapping at a place."""
        super().__init__()
        self.at = at

    def place(self, key: str) -> Location:
        """Return where the value of a key stands, or the mapping itself where the key is absent."""
        node = self.get(key)
        return self.at if node is None else node.at

    def pairs(self) -> list[tuple[Text, Node]]:
        """Return keys and values, the keys with their places."""
        return [
            (key if isinstance(key, Text) else Text(key, self.at), node)
            for key, node in self.items()
        ]


Node: TypeAlias = Text | Items | Entries


def plain(node: Node) -> object:
    """Return a node as plain strings, lists and dicts, an empty text as None.

    The depth is bounded by the reader of the seeds.
    """
    if isinstance(node, Entries):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(item) for item in node] if isinstance(node, Items) else str(node) or None
