"""The skeleton of a curation: what a machine can read off a page, and a TODO beside everything that people decide.

It invents nothing: no claim, no event, no date that the page's own words do not settle.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from nkdata.curation.forms import defaults, layout, written
from nkdata.curation.quotes import Finder, QuoteError, QuoteSpan, longest
from nkdata.curation.yaml_text import flow, scalar
from nkdata.schema import codes, fields, is_required
from nkdata.words.times import find, settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nkdata.document import Document, Segment
    from nkdata.records import Record
    from nkdata.words.times import TimeWord

MODELINE = "# yaml-language-server: $schema="
_HEAD = "# A skeleton: what a machine could read off the page. seeds/README.md gives the format and the rules of reading; replace each TODO."
_NO_ARTICLE = "# No article was found in this page: `nkdata parse --why` shows how its lines are labelled; correct them under labels."
_EVIDENCE = {
    "published": ("page_date", "dateline"),
    "author": ("byline", "author_bio"),
    "publisher": ("site_name", "source_link", "byline", "author_bio"),
}
"""Labels of the lines that may show where a fact of the article comes from."""

_ENGLISH = frozenset(
    ["the", "of", "and", "to", "in", "a", "that", "is", "for", "on", "with", "as", "was", "by"]
)
_SHARE = 0.15
"""Of an English text a quarter of the words are among these; of a text in Dutch or German, which share some, a twentieth."""

_LONGEST_NAME = 80

_QUESTIONS = {
    "weekday": "which day? a weekday counts from the publication date",
    "date": "of which year?",
    "bare-month": "of which year?",
}
"""What is to be decided of words that say when, by their form."""


def skeleton(
    stem: str, sha256: str, document: Document, names: Sequence[Record], schema: str | None = None
) -> str:
    """Return the text of a curation file for a page.

    Args:
        stem: the page's file name without its ending.
        sha256: of the page's bytes.
        document: the parsed page.
        names: rows of actor_names, with the column ``actor_type`` beside them.
        schema: where the form for editors lies, seen from the file.
    """
    finder = Finder(document)
    sections = [_article(sha256, document), _names(finder, names), _mentions(finder), _claims(stem)]
    head = [f"{MODELINE}{schema}"] if schema else []
    empty = [] if document.body else [_NO_ARTICLE]
    return (
        "\n".join([*head, _HEAD, *empty, *(line for section in sections for line in section)])
        + "\n"
    )


# -- the article's own facts


def _article(sha256: str, document: Document) -> Iterator[str]:
    known = {
        "text_sha256": sha256,
        "language": _language(document),
        "title": document.title,
        "author": _author(document),
    }
    yield "article:"
    for key in dict.fromkeys(
        ["text_sha256", "language", *layout()["extras"]["articles"], *written("articles")]
    ):
        column = written("articles").get(key)
        if column in defaults("articles"):
            continue
        value = known.get(key)
        if value is None:
            yield from (f"  # {line}" for line in _asked(key, column, document))
        yield f"  {key}: {scalar(value)}" if value else f"  {key}:"


def _asked(key: str, column: str | None, document: Document) -> Iterator[str]:
    if column is None:
        yield "The page prints no title."
        return
    allowed = codes("articles", column)
    todo = (
        "TODO: "
        if is_required("articles", column) or key in ("publisher", "published", "author")
        else "if known: "
    )
    yield f"{todo}{fields('articles')[column]['description']}{' One of: ' + ', '.join(map(str, allowed)) + '.' if allowed else ''}"
    if key in _EVIDENCE:
        for segment in _segments(document, _EVIDENCE[key]):
            yield f"line {segment.line} ({segment.label}): {flow(_short(document.words(segment)))}"


def _language(document: Document) -> str | None:
    """Return ``en`` where the article's words are English; of other languages nothing is told."""
    words = re.findall(r"[^\W\d_]+", document.body.lower())
    share = sum(word in _ENGLISH for word in words) / max(1, len(words))
    return "en" if share >= _SHARE and "the" in words else None


def _author(document: Document) -> str | None:
    """Return the byline without its "By", where nothing but names can be in it."""
    match = re.fullmatch(
        r"(?:(?:Written\s+)?By:?\s+)?([^\d|/@:;()<>]+)", document.byline or "", re.IGNORECASE
    )
    return match[1].strip() if match and len(match[1]) <= _LONGEST_NAME else None


def _segments(document: Document, labels: Sequence[str]) -> list[Segment]:
    return [s for s in document.segments if s.label in labels and s.duplicate_of is None]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}..."


# -- names


def _names(finder: Finder, names: Sequence[Record]) -> Iterator[str]:
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for row in names:
        owners[row["name"]][row["actor_id"]] = (
            "" if row["kind"] == "canonical" else row["actor_type"]
        )
    printed = _printed(finder, owners)
    yield "names:"
    for form in printed:
        if len(owners[form]) > 1:
            yield f"  # TODO: {flow(form)} is a name of {' and of '.join(owners[form])}: list it under the one that is meant"
    clear: dict[str, list[str]] = defaultdict(list)
    for row in names:
        if (
            row["name"] in printed
            and len(owners[row["name"]]) == 1
            and row["name"] not in clear[row["actor_id"]]
        ):
            clear[row["actor_id"]].append(row["name"])
    for actor, forms in clear.items():
        places = [form for form in forms if owners[form][actor] == "state"]
        if places:
            yield f"  # TODO: does {' or '.join(map(flow, places))} always stand for the government? If not, write mentions of kind name"
        if forms:
            yield f"  {actor}: [{', '.join(map(flow, sorted(forms, key=len, reverse=True)))}]"


def _printed(finder: Finder, forms: Mapping[str, Any]) -> list[str]:
    """Return the forms that stand in the page, in the order of the text; one inside a longer one does not count."""
    found = [(span, form) for form in forms for span in finder.occurrences(form, finder.nameable)]
    kept = longest(span for span, _ in found)
    return list(dict.fromkeys(finder.text[span.start : span.end] for span in kept))


# -- mentions


def _mentions(finder: Finder) -> Iterator[str]:
    yield "mentions:"
    yield "  # TODO: name the event of each date, or write claim: and its claim; leave both out where it is of neither."
    document = finder.document
    author = _author(document)
    if author:
        yield from _mention(finder, "author", _inside(document, "byline", author))
    for segment in _segments(document, _EVIDENCE["published"]):
        words = find(document.words(segment))
        date = settled(words[0]) if len(words) == 1 else None
        todo = "" if date else "which day is that? leave normalized out if it is none"
        yield from _mention(finder, "published", _whole(finder, segment), date, todo)
    for segment in document.segments:
        if segment.label not in finder.claimable or segment.duplicate_of is not None:
            continue
        for word in find(finder.text[segment.start : segment.end]):
            span, date = (
                QuoteSpan(segment.start + word.start, segment.start + word.end),
                settled(word),
            )
            yield from _mention(finder, "date", span, date, "" if date else _open(word))


def _open(word: TimeWord) -> str:
    """Return what is to be decided of a time word that does not settle its date."""
    if "year" in word.parts:
        return "is that a date?"
    return _QUESTIONS.get(
        word.form,
        "when is that? it counts from the publication date, or from what the text speaks of",
    )


def _inside(document: Document, label: str, words: str) -> QuoteSpan:
    segment = next(s for s in document.segments if s.label == label)
    start = document.text.index(words, segment.start)
    return QuoteSpan(start, start + len(words))


def _whole(finder: Finder, segment: Segment) -> QuoteSpan:
    words = finder.document.words(segment)
    start = finder.text.index(words, segment.start)
    return QuoteSpan(start, start + len(words))


def _mention(
    finder: Finder, kind: str, span: QuoteSpan, date: str | None = None, todo: str = ""
) -> Iterator[str]:
    quote = finder.text[span.start : span.end]
    line = finder.segments_of(span)[0].line
    within = _context(finder, span, quote)
    if within is None:
        yield f"  # TODO: line {line} prints {flow(quote)}, and no text around it stands only once"
        return
    pairs = {"kind": kind, "quote": flow(quote)} | ({"within": flow(within)} if within else {})
    if todo:
        yield f"  # TODO: line {line}: {todo}"
    pairs |= {} if kind == "author" else {"normalized": flow(date) if date else ""}
    pairs |= {"event": ""} if kind == "date" else {}
    yield f"  - {{{', '.join(f'{key}: {value}' for key, value in pairs.items())}}}"


def _context(finder: Finder, span: QuoteSpan, quote: str) -> str | None:
    """Return the shortest text around a span, word by word, that stands only once; empty where the quote does, None where none does."""
    segment = finder.segments_of(span)[0]
    text = finder.text[segment.start : segment.end]
    start, end = span.start - segment.start, span.end - segment.start
    edges = [0, *(m.start() for m in re.finditer(r"(?<=\s)\S", text))]
    ends = [m.end() for m in re.finditer(r"\S(?=\s|\Z)", text)]
    left, right = [e for e in edges if e < start][::-1], [e for e in ends if e > end]
    for reach in range(max(len(left), len(right)) + 1):
        first = left[min(reach, len(left)) - 1] if reach and left else start
        last = right[min(reach, len(right)) - 1] if reach and right else end
        within = text[first:last] if reach else None
        try:
            if finder.find(quote, finder.nameable, within) == span:
                return within or ""
        except QuoteError:
            continue
    return None


# -- claims


def _claims(stem: str) -> Iterator[str]:
    number = re.split(r"[^a-z0-9]", stem.lower())[0] or "x"
    types = ", ".join(codes("claims", "claim_type"))
    yield "claims:"
    yield "  # TODO: one entry for each proposition that the article carries, such as"
    yield f"  # {number}-what-it-says:"
    yield "  #   quote: the words, exactly as printed"
    yield "  #   statement: One neutral, self-contained proposition."
    yield f"  #   type: one of {types}"
    yield "  #   said_by: {an-actor: the words that say so}      # without it, the article's own voice"
    yield "  #   event: an-event"
    yield "  #   question: a-question"
    yield "  #   value: 600"
    yield "  #   value_text: as printed, inside the quote"
