"""Traces: quotes compared with the characters they point at.

This is plain Python, so that the base install can verify.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from nkdata.reports.problems import Problem, Report
from nkdata.schema import arrow_schema, primary_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    Span = tuple[int | None, int, int, str]


SHOWN = 80
"""Characters of a span that a message shows."""


def misquoted(texts: Sequence[str | None], spans: Iterable[Span]) -> Iterator[tuple[int, str]]:
    """Yield the number of each span whose quote is not its text, and what stands there.

    A span is the position of its text, or None where there is none; its start; its end; and its
    quote. Text is compared as code points.
    """
    for number, (place, start, end, quote) in enumerate(spans):
        text = None if place is None else texts[place]
        if text is not None and text[start:end] != quote:
            yield number, text[start:end]


def altered(texts: Iterable[str | None], hashes: Iterable[str]) -> Iterator[int]:
    """Yield the number of each text whose SHA-256 in UTF-8 is not the one stated."""
    for number, (text, stated) in enumerate(zip(texts, hashes, strict=True)):
        if text is not None and _sha256(text) != stated:
            yield number


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def check_traces(tables: Mapping[str, pa.Table]) -> Report:
    """Check that every quote is the text it points at, and every text the one that was read.

    This needs no library but pyarrow. A table whose columns are not the schema's is a problem, and
    the report names the checks that could not be made for it.
    """
    sound = {name: data for name, data in tables.items() if data.schema.equals(arrow_schema(name))}
    odd = sorted(_TRACED & tables.keys() - sound.keys())
    problems = [
        Problem("column-type", "the columns are not the schema's", table=one) for one in odd
    ]
    skipped = {}
    for rule, (needed, find) in _TRACES.items():
        lacking = [name for name in needed if name not in sound]
        if lacking:
            skipped[rule] = f"{', '.join(lacking)} not in good shape"
        elif sound["articles"].column("text").null_count == len(sound["articles"]):
            skipped[rule] = "the article text is withheld"
        else:
            problems += find(sound)
    return Report(problems, {name: len(data) for name, data in tables.items()}, skipped)


def _wrong_quotes(tables: Mapping[str, pa.Table]) -> Iterator[Problem]:
    articles = tables["articles"]
    texts = _cells(articles, "text")
    places = {key: place for place, key in enumerate(_cells(articles, "article_id"))}
    for name in ("claims", "mentions"):
        cells = [_cells(tables[name], column) for column in ("article_id", "start", "end", "quote")]
        spans = ((places.get(key), *span) for key, *span in zip(*cells, strict=True))
        for row, stretch in misquoted(texts, spans):
            key = _cells(tables[name], primary_key(name))[row]
            message = f"the span {cells[1][row]}-{cells[2][row]} reads {stretch[:SHOWN]!r}"
            yield Problem("quote-is-span", message, name, key, "quote", cells[3][row], row=row)


def _wrong_hashes(tables: Mapping[str, pa.Table]) -> Iterator[Problem]:
    articles = tables["articles"]
    stated = _cells(articles, "text_sha256")
    for row in altered(_cells(articles, "text"), stated):
        key, message = _cells(articles, "article_id")[row], "the text is not the one that was read"
        yield Problem("text-hash", message, "articles", key, "text_sha256", stated[row], row=row)


def _cells(table: pa.Table, column: str) -> list[Any]:
    cells: list[Any] = table.column(column).to_pylist()
    return cells


_TRACES = {
    "quote-is-span": (("articles", "claims", "mentions"), _wrong_quotes),
    "text-hash": (("articles",), _wrong_hashes),
}
_TRACED = {name for needed, _ in _TRACES.values() for name in needed}
