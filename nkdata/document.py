"""A parsed document: the scraped text, the labelled segments that tile it, what its markup states.

A noun shared by the stages. The parser makes documents, `nkdata.html` reads their metadata,
curation finds quotes in them, and the checks rebuild them from the published tables. Nothing here
decides on a label, nor which statement is right beyond their order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from nkdata.printing import cut, html_table, html_text, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FIELDS = ("title", "author", "publisher", "published", "language", "url")
BODY_LABELS = frozenset({"body", "subhead"})
CURATOR_RULE = "curator"


class Segment(NamedTuple):
    """A stretch ``text[start:end]`` of one document, with the kind of thing it is.

    ``start`` and ``end`` are 0-based Unicode code-point offsets, end exclusive; the segment holds
    its line's end and the blank lines after it. ``line`` is the 1-based line its first visible
    character stands on. ``rule`` names the rule or evidence that chose ``label``. ``duplicate_of``
    is the index, in the document's segments, of an earlier segment whose words this one repeats,
    exactly or nearly.
    """

    start: int
    end: int
    line: int
    label: str
    rule: str
    duplicate_of: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a page's markup states.

    ``field`` is one of title, author, publisher, published, language and url. ``value`` is the
    statement as read, for ``published`` an EDTF string; ``printed`` is how it stands there.
    ``source`` names the place: ``NewsArticle.datePublished`` for a property of JSON-LD,
    ``meta og:title``, ``link canonical``, ``html lang``, ``time datetime``, ``title``.
    """

    field: str
    value: str
    source: str
    printed: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """All that a page's markup states, the statement to be believed first in each field.

    Attributes give the first statement's value, or None where the markup is silent; `stated` gives
    all of a field's.

    >>> page = Metadata((Statement("language", "en", "html lang", "EN"),))
    >>> page.language, page.title
    ('en', None)
    """

    statements: tuple[Statement, ...] = ()

    def stated(self, field: str) -> tuple[Statement, ...]:
        """Return the statements of a field that differ in value, the one to be believed first."""
        distinct: dict[str, Statement] = {}
        for statement in self.statements:
            if statement.field == field:
                distinct.setdefault(statement.value, statement)
        return tuple(distinct.values())

    def _first(self, field: str) -> str | None:
        return next((s.value for s in self.statements if s.field == field), None)

    @property
    def title(self) -> str | None:
        """The headline, without the site's name after it where the markup gives that name."""
        return self._first("title")

    @property
    def author(self) -> str | None:
        """The authors' names, joined by commas."""
        return self._first("author")

    @property
    def publisher(self) -> str | None:
        """The name of the publisher, or of the site."""
        return self._first("publisher")

    @property
    def published(self) -> str | None:
        """The day of first publication as EDTF.

        Where the markup contradicts itself, ``stated("published")`` has more than one.
        """
        return self._first("published")

    @property
    def language(self) -> str | None:
        """The BCP 47 tag of the language."""
        return self._first("language")

    @property
    def url(self) -> str | None:
        """The page's own address."""
        return self._first("url")


NOTHING: Final = Metadata()
"""What a page without markup states."""


@dataclass(frozen=True, repr=False)
class Document:
    """A scraped text and the segments that tile it: concatenated, they are the text.

    ``metadata`` is what the markup of an HTML page states; of a page that came as text it is empty.
    """

    text: str
    segments: tuple[Segment, ...]
    metadata: Metadata = NOTHING

    def __repr__(self) -> str:
        """Return one line: the title, the size of the body, and how many segments there are."""
        title = "without a title" if self.title is None else repr(cut(self.title, 80))
        body = f"{len(self.body)} characters of body in {len(self.segments)} segments"
        return f"<Document: {one_line(title)}, {body}>"

    def _repr_html_(self) -> str:
        """Return the line of `repr` and a table of the segments, for notebooks."""
        rows = [(s.line, s.label, s.rule, self.words(s)) for s in self.segments]
        table = html_table(("line", "label", "rule", "words"), rows)
        return f"<p>{html_text(repr(self))}</p>\n{table}"

    def words(self, segment: Segment) -> str:
        """Return the segment's text without the white space and byte order mark around it."""
        return self.text[segment.start : segment.end].strip().removeprefix("\ufeff").lstrip()

    def _first(self, label: str) -> str | None:
        return next((self.words(s) for s in self.segments if s.label == label), None) or None

    @cached_property
    def title(self) -> str | None:
        """The first title segment, as printed; None where the page prints no title."""
        return self._first("title")

    @cached_property
    def byline(self) -> str | None:
        """The first byline segment, as printed; None where the page prints none."""
        return self._first("byline")

    @cached_property
    def body(self) -> str:
        """The article's paragraphs and subheads joined by blank lines; empty where it has none.

        A paragraph that repeats an earlier paragraph is left out; one that repeats a deck or a
        caption stays.
        """
        return "\n\n".join(self.words(s) for s in self.segments if self._is_body(s))

    @cached_property
    def duplicates(self) -> tuple[Segment, ...]:
        """The segments that repeat, exactly or nearly, what an earlier one says."""
        return tuple(s for s in self.segments if s.duplicate_of is not None)

    def _is_body(self, segment: Segment) -> bool:
        if segment.label not in BODY_LABELS:
            return False
        return (
            segment.duplicate_of is None
            or self.segments[segment.duplicate_of].label not in BODY_LABELS
        )

    def relabelled(self, labels: Mapping[int, str]) -> Document:
        """Return the document with a curator's labels for the segments on the given 1-based lines.

        Raises KeyError naming the first line on which no segment starts.
        """
        missing = labels.keys() - {s.line for s in self.segments}
        if missing:
            raise KeyError(min(missing))
        return replace(self, segments=tuple(_relabel(self.segments, labels)))


def _relabel(segments: Iterable[Segment], labels: Mapping[int, str]) -> Iterable[Segment]:
    for segment in segments:
        label = labels.get(segment.line, segment.label)
        yield (
            segment if label == segment.label else segment._replace(label=label, rule=CURATOR_RULE)
        )


def splits_word(text: str, offset: int) -> bool:
    """Tell whether an offset lies inside a word.

    That is between two digits, or letters of a script with capitals. Scripts without capitals run
    words together (Chinese) or hang particles on them (Korean); there nothing tells.
    """
    return 0 < offset < len(text) and _joins(text[offset - 1]) and _joins(text[offset])


def stands_whole(words: str, text: str) -> bool:
    """Tell whether words stand in a text with no word split at either end."""
    start = text.find(words)
    while start >= 0:
        if not (splits_word(text, start) or splits_word(text, start + len(words))):
            return True
        start = text.find(words, start + 1)
    return False


def _joins(character: str) -> bool:
    return character.isdigit() or character.lower() != character.upper()
