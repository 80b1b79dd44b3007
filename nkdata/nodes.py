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
        text = super().__new__(cls, value)
        text.at = at
        return text


class Items(list["Node"]):
    """A sequence with its place, and its source text for errors that show how to quote it."""

    def __init__(self, at: Location, source: str = "") -> None:
        """Make an empty sequence at a place."""
        super().__init__()
        self.at = at
        self.source = source


class Entries(dict[str, "Node"]):
    """A mapping in written order with its place; its keys are `Text`, so they remember theirs.

    `text`, `listed`, `records`, `mapping` and `mappings` pass over what has another shape; that is
    for the form's validator to report.
    """

    def __init__(self, at: Location) -> None:
        """Make an empty mapping at a place."""
        super().__init__()
        self.at = at

    def place(self, key: str) -> Location:
        """Return where the value of a key stands, or the mapping where the key is absent."""
        node = self.get(key)
        return self.at if node is None else node.at

    def pairs(self) -> list[tuple[Text, Node]]:
        """Return keys and values, the keys with their places."""
        return [
            (key if isinstance(key, Text) else Text(key, self.at), node)
            for key, node in self.items()
        ]

    def text(self, key: str) -> Text | None:
        """Return the text under a key, None where there is none."""
        return text_of(self.get(key))

    def listed(self, key: str) -> list[Node]:
        """Return the items under a key; a single text is a list of one."""
        node = self.get(key)
        if isinstance(node, Items):
            return list(node)
        return [text] if (text := text_of(node)) else []

    def records(self, key: str) -> list[Entries]:
        """Return the mappings that are listed under a key."""
        return [node for node in self.listed(key) if isinstance(node, Entries)]

    def mapping(self, key: str) -> Entries:
        """Return the mapping under a key, an empty one where there is none."""
        node = self.get(key)
        return node if isinstance(node, Entries) else Entries(self.place(key))

    def mappings(self) -> list[tuple[Text, Entries]]:
        """Return the keys that hold a mapping, each with it."""
        return [(key, node) for key, node in self.pairs() if isinstance(node, Entries)]


Node: TypeAlias = Text | Items | Entries


def text_of(node: Node | None) -> Text | None:
    """Return a node that is a text, None for an empty text and for every other node."""
    return node if isinstance(node, Text) and node else None


def plain(node: Node) -> object:
    """Return a node as plain strings, lists and dicts, an empty text as None.

    The depth is bounded by the reader of the seeds.
    """
    if isinstance(node, Entries):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(item) for item in node] if isinstance(node, Items) else str(node) or None
