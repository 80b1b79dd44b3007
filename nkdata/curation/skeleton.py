"""The skeleton of a curation: what a machine can read off a page, and a TODO where people decide.

It invents nothing: no claim, no event, no date that the page's own words do not settle.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from nkdata.curation.forms import defaults, forms, written
from nkdata.curation.quotes import Finder, QuoteError, QuoteSpan, longest
from nkdata.curation.yaml_text import flow, scalar
from nkdata.schema import codes
from nkdata.words.times import find, settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nkdata.document import Document, Segment
    from nkdata.records import Record
    from nkdata.words.times import TimeWord

MODELINE = "# yaml-language-server: $schema="
_HEAD = """\
# A skeleton: what a machine could read off the page. seeds/README.md gives the format and the \
rules of reading; replace each TODO."""
_NO_ARTICLE = """\
# No article was found in this page: `nkdata parse --why` shows how its lines are labelled; \
correct them under labels."""
_CLAIMS = """\
claims:
  # TODO: one entry for each proposition that the article carries, such as
  # {number}-what-it-says:
  #   quote: the words, exactly as printed
  #   statement: One neutral, self-contained proposition.
  #   type: one of {types}
  #   said_by: {{an-actor: the words that say so}}      # without it, the article's own voice
  #   event: an-event
  #   question: a-question
  #   value: 600
  #   value_text: as printed, inside the quote"""
_MENTIONS = """\
mentions:
  # TODO: name the event of each date, or write claim: and its claim; \
leave both out where it is of neither."""
_EVIDENCE = {
    "published": ("page_date", "dateline"),
    "author": ("byline", "author_bio"),
    "publisher": ("site_name", "source_link", "byline", "author_bio"),
}
"""Labels of the lines that may show where a fact of the article comes from."""

_ENGLISH = re.compile(r"the|of|and|to|in|a|that|is|for|on|with|as|was|by")
_SHARE = 0.15
"""The least share of these words in an English text, of which they are a quarter.

A text in Dutch or German, which share some of them, has a twentieth.
"""

_LONGEST_NAME = 80

_QUESTIONS = {
    "weekday": "which day? a weekday counts from the publication date",
    "date": "of which year?",
    "bare-month": "of which year?",
}
"""What is to be decided of words that say when, by their form."""


def skeleton(
    stem: str, sha256: str, document: Document, names: Sequence[Record], schema: str | None
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
    number = re.split(r"[^a-z0-9]", stem.lower())[0] or "x"
    lines = [
        *([f"{MODELINE}{schema}"] if schema else []),
        _HEAD,
        *([] if document.body else [_NO_ARTICLE]),
        *_article(sha256, document),
        *_names(finder, names),
        *_mentions(finder),
        _CLAIMS.format(number=number, types=", ".join(codes("claims", "claim_type"))),
    ]
    return "\n".join(lines) + "\n"


# -- the article's own facts


def _article(sha256: str, document: Document) -> Iterator[str]:
    form = forms()["article"]["properties"]["article"]
    known = {
        "text_sha256": sha256,
        "language": _language(document),
        "title": document.title,
        "author": _author(document),
    }
    yield "article:"
    for key in dict.fromkeys([*known, *form["properties"]]):
        value = known.get(key)
        if value:
            yield f"  {key}: {scalar(value)}"
        elif written("articles").get(key) not in defaults("articles"):
            due = "TODO" if key in form["required"] or key in _EVIDENCE else "if known"
            allowed = ", ".join(filter(None, form["properties"][key].get("enum", ())))
            about = form["properties"][key]["description"]
            yield f"  # {due}: {about}{f' One of: {allowed}.' if allowed else ''}"
            for segment in _segments(document, _EVIDENCE.get(key, ())):
                words = document.words(segment)
                short = words if len(words) <= _LONGEST_NAME else f"{words[:_LONGEST_NAME]}..."
                yield f"  # line {segment.line} ({segment.label}): {flow(short)}"
            yield f"  {key}:"


def _language(document: Document) -> str | None:
    """Return ``en`` where the article's words are English, None of every other language."""
    words = re.findall(r"[^\W\d_]+", document.body.lower())
    share = sum(bool(_ENGLISH.fullmatch(word)) for word in words) / max(1, len(words))
    return "en" if share >= _SHARE and "the" in words else None


def _author(document: Document) -> str | None:
    """Return the byline without its "By", where nothing but names can be in it."""
    pattern = r"(?:(?:Written\s+)?By:?\s+)?([^\d|/@:;()<>]+)"
    match = re.fullmatch(pattern, document.byline or "", re.IGNORECASE)
    return match[1].strip() if match and len(match[1]) <= _LONGEST_NAME else None


def _segments(document: Document, labels: Iterable[str]) -> list[Segment]:
    return [s for s in document.segments if s.label in labels and s.duplicate_of is None]


# -- names


def _names(finder: Finder, names: Sequence[Record]) -> Iterator[str]:
    owners: dict[str, dict[str, Record]] = defaultdict(dict)
    for row in names:
        owners[row["name"]][row["actor_id"]] = row
    printed = _printed(finder, owners)
    yield "names:"
    for name in printed:
        if len(owners[name]) > 1:
            whose = " and of ".join(owners[name])
            todo = f"{flow(name)} is a name of {whose}: list it under the one that is meant"
            yield f"  # TODO: {todo}"
    listed: dict[str, list[Record]] = defaultdict(list)
    for name, rows in owners.items():
        if name in printed and len(rows) == 1:
            for actor, row in rows.items():
                listed[actor].append(row)
    for actor, rows_of_actor in listed.items():
        others = [row for row in rows_of_actor if row["kind"] != "canonical"]
        places = [flow(row["name"]) for row in others if row["actor_type"] == "state"]
        if places:
            yield (
                f"  # TODO: does {' or '.join(places)} always stand for the government? "
                "If not, write mentions of kind name"
            )
        shown = sorted((row["name"] for row in rows_of_actor), key=len, reverse=True)
        yield f"  {actor}: [{', '.join(map(flow, shown))}]"


def _printed(finder: Finder, names: Iterable[str]) -> dict[str, None]:
    """Return the names that the page prints, save those that it prints inside longer ones only."""
    spans = longest(span for name in names for span in finder.occurrences(name, finder.nameable))
    return dict.fromkeys(finder.text[span.start : span.end] for span in spans)


# -- mentions


def _mentions(finder: Finder) -> Iterator[str]:
    document = finder.document
    yield _MENTIONS
    author = _author(document)
    if author:
        byline = next(s for s in document.segments if s.label == "byline")
        yield from _mention(finder, "author", _span(document, byline, author))
    for segment in _segments(document, _EVIDENCE["published"]):
        words = document.words(segment)
        times = find(words)
        date = settled(times[0]) if len(times) == 1 else None
        todo = "which day is that? leave normalized out if it is none"
        yield from _mention(finder, "published", _span(document, segment, words), date, todo)
    for segment in _segments(document, finder.claimable):
        for word in find(finder.text[segment.start : segment.end]):
            span = QuoteSpan(segment.start + word.start, segment.start + word.end)
            yield from _mention(finder, "date", span, settled(word), _undecided(word))


def _undecided(word: TimeWord) -> str:
    """Return what is to be decided of a time word that does not settle its date."""
    if "year" in word.parts:
        return "is that a date?"
    other = "when is that? it counts from the publication date, or from what the text speaks of"
    return _QUESTIONS.get(word.form, other)


def _span(document: Document, segment: Segment, words: str) -> QuoteSpan:
    start = document.text.index(words, segment.start)
    return QuoteSpan(start, start + len(words))


def _mention(
    finder: Finder, kind: str, span: QuoteSpan, date: str | None = None, todo: str = ""
) -> Iterator[str]:
    quote = flow(finder.text[span.start : span.end])
    line = finder.segments_of(span)[0].line
    within = _context(finder, span)
    if within is None:
        yield f"  # TODO: line {line} prints {quote}, and no text around it stands only once"
        return
    pairs = [f"kind: {kind}", f"quote: {quote}"]
    if within:
        pairs.append(f"within: {flow(within)}")
    if todo and not date:
        yield f"  # TODO: line {line}: {todo}"
    if kind != "author":
        pairs.append(f"normalized: {flow(date) if date else ''}")
    if kind == "date":
        pairs.append("event: ")
    yield f"  - {{{', '.join(pairs)}}}"


def _context(finder: Finder, span: QuoteSpan) -> str | None:
    """Return the shortest text around a span, word by word, that stands only once.

    It is empty where the span's own words stand once, and None where no text around them does.
    """
    segment = finder.segments_of(span)[0]
    words = [
        (segment.start + word.start(), segment.start + word.end())
        for word in re.finditer(r"\S+", finder.text[segment.start : segment.end])
    ]
    starts = [span.start, *(start for start, _ in words[::-1] if start < span.start)]
    ends = [span.end, *(end for _, end in words if end > span.end)]
    quote = finder.text[span.start : span.end]
    for reach in range(max(len(starts), len(ends))):
        start, end = starts[min(reach, len(starts) - 1)], ends[min(reach, len(ends) - 1)]
        within = finder.text[start:end] if reach else None
        try:
            if finder.find(quote, finder.nameable, within) == span:
                return within or ""
        except QuoteError:
            continue
    return None
