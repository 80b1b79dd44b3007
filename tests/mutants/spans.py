"""Mistakes of quotes and spans: off by one, counted otherwise, or of a text that was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutants.model import kind, put
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutants.model import Row, Rows, World

SPANNED = ("claims", "mentions")


def spanned(world: World) -> Iterator[tuple[str, Row]]:
    """Yield table and row of every span."""
    yield from ((table, row) for table in SPANNED for row in world.rows[table])


@kind
def span_starts_late(world: World) -> Iterator[Rows]:
    """A span begins a character late."""
    yield from (put(table, row, start=row["start"] + 1) for table, row in spanned(world))


@kind
def span_ends_early(world: World) -> Iterator[Rows]:
    """A span ends a character early."""
    yield from (put(table, row, end=row["end"] - 1) for table, row in spanned(world))


@kind
def span_shifted(world: World) -> Iterator[Rows]:
    """A span is shifted by one, as counting from 1 does."""
    yield from (
        put(table, row, start=row["start"] + 1, end=row["end"] + 1) for table, row in spanned(world)
    )


@kind
def quote_loses_a_letter(world: World) -> Iterator[Rows]:
    """A span is off by one, and its quote was cut out of the text anew."""
    for table, row in spanned(world):
        for start, end in ((row["start"] + 1, row["end"]), (row["start"], row["end"] - 1)):
            lost = world.text(row)[row["start"] if start != row["start"] else end]
            if lost.isalnum() and end - start > 1:
                yield _recut(world, table, row, start, end)


@kind
def quote_gains_a_letter(world: World) -> Iterator[Rows]:
    """A span is too wide by one, and its quote was cut out of the text anew."""
    for table, row in spanned(world):
        text = world.text(row)
        for start, end in ((row["start"] - 1, row["end"]), (row["start"], row["end"] + 1)):
            if (
                start >= 0
                and end <= len(text)
                and (text[start if start != row["start"] else end - 1].isspace())
            ):
                yield _recut(world, table, row, start, end)


def _recut(world: World, table: str, row: Row, start: int, end: int) -> Rows:
    return put(table, row, start=start, end=end, quote=world.text(row)[start:end])


@kind
def span_in_bytes(world: World) -> Iterator[Rows]:
    """A span was counted in bytes and not in characters."""
    for table, row in spanned(world):
        text = world.text(row)
        start, end = (len(text[: row[edge]].encode()) for edge in ("start", "end"))
        if start != row["start"]:
            yield put(table, row, start=start, end=end)


@kind
def span_ends_exchanged(world: World) -> Iterator[Rows]:
    """Start and end changed places."""
    yield from (
        put(table, row, start=row["end"], end=row["start"]) for table, row in spanned(world)
    )


@kind
def span_counts_in_paragraph(world: World) -> Iterator[Rows]:
    """A span counts from its paragraph and not from the beginning of the text."""
    for table, row in spanned(world):
        first = max(
            s["start"]
            for s in world.rows["segments"]
            if s["article_id"] == row["article_id"] and s["start"] <= row["start"]
        )
        if first:
            yield put(table, row, start=row["start"] - first, end=row["end"] - first)


@kind
def span_of_another_article(world: World) -> Iterator[Rows]:
    """A row names another article than the one it was read in."""
    for table, row in spanned(world):
        yield put(table, row, article_id=world.other(world.by_id("articles"), row["article_id"]))


@kind
def quote_misspelt(world: World) -> Iterator[Rows]:
    """A letter of a quote is wrong."""
    for table, row in spanned(world):
        at = world.rng.choice(
            [n for n, letter in enumerate(row["quote"]) if letter.isalpha()] or [0]
        )
        letter = row["quote"][at]
        wrong = world.other("abcdefghijklmnopqrstuvwxyz", letter.lower())
        yield put(
            table,
            row,
            quote=row["quote"][:at]
            + (wrong.upper() if letter.isupper() else wrong)
            + row["quote"][at + 1 :],
        )


@kind
def quote_tidied(world: World) -> Iterator[Rows]:
    """A quote was tidied: straight marks for curly ones, plain spaces for hard ones, a capital."""
    for table, row in spanned(world):
        for old, new in (("“", '"'), ("”", '"'), ("’", "'"), ("\u00a0", " ")):
            if old in row["quote"]:
                yield put(table, row, quote=row["quote"].replace(old, new))
        if row["quote"][0].islower():
            yield put(table, row, quote=row["quote"][0].upper() + row["quote"][1:])


@kind
def quote_paraphrased(world: World) -> Iterator[Rows]:
    """A claim quotes its own statement and not the article."""
    yield from (
        put("claims", row, quote=row["statement"], end=row["start"] + len(row["statement"]))
        for row in world.rows["claims"]
    )


@kind
def words_inserted_before_spans(world: World) -> Iterator[Rows]:
    """The text was edited before the spans that count in it."""
    for article in world.rows["articles"]:
        for _ in range(5):
            at = world.rng.randrange(len(article["text"]) // 2)
            yield put(
                "articles", article, text=article["text"][:at] + "also " + article["text"][at:]
            )


@kind
def letter_of_text_changed(world: World) -> Iterator[Rows]:
    """A letter of the text was corrected under a quote."""
    for _, row in spanned(world):
        article = world.by_id("articles")[row["article_id"]]
        at = world.rng.choice(
            [n for n in range(row["start"], row["end"]) if article["text"][n].isalpha()]
            or [row["start"]]
        )
        wrong = world.other("abcdefghijklmnopqrstuvwxyz", article["text"][at].lower())
        yield put(
            "articles", article, text=article["text"][:at] + wrong + article["text"][at + 1 :]
        )


@kind
def line_ends_changed(world: World) -> Iterator[Rows]:
    """The text went through a program that changes line ends, or strips white space."""
    for article in world.rows["articles"]:
        for text in (
            article["text"].replace("\n", "\r\n"),
            article["text"].rstrip(),
            article["text"].replace("\n\n", "\n"),
            article["text"].lstrip(),
        ):
            if text != article["text"]:
                yield put("articles", article, text=text)


@kind
def hard_spaces_lost(world: World) -> Iterator[Rows]:
    """The text was normalised: other spaces, quotation marks or dashes than the page has."""
    for article in world.rows["articles"]:
        for old, new in (
            ("\u00a0", " "),
            ("’", "'"),
            ("“", '"'),
            ("–", "-"),
            ("é", "e\u0301"),
            ("  ", " "),
        ):
            if old in article["body"]:
                yield put("articles", article, text=article["text"].replace(old, new))


@kind
def text_cut_off(world: World) -> Iterator[Rows]:
    """The end of a text is missing."""
    for article in world.rows["articles"]:
        for share in (0.3, 0.6, 0.9, 0.99):
            yield put(
                "articles", article, text=article["text"][: int(len(article["text"]) * share)]
            )


@kind
def texts_exchanged(world: World) -> Iterator[Rows]:
    """An article has the text of another."""
    for article in world.rows["articles"]:
        for other in world.rows["articles"]:
            if other is not article:
                yield put("articles", article, text=other["text"])


@kind
def wrong_hash(world: World) -> Iterator[Rows]:
    """An article's hash is another's, or has a slip."""
    for article in world.rows["articles"]:
        for other in world.rows["articles"]:
            slip = article["text_sha256"][:-1] + ("0" if article["text_sha256"][-1] != "0" else "1")
            yield put(
                "articles", article, text_sha256=slip if other is article else other["text_sha256"]
            )


@kind
def text_of_one_article_withheld(world: World) -> Iterator[Rows]:
    """One article lacks its text, and the others have theirs."""
    yield from (
        put("articles", article, text=None, body=None) for article in world.rows["articles"]
    )


@kind
def claim_in_furniture(world: World) -> Iterator[Rows]:
    """A claim's words were found in a menu, a form or a link, where the page prints them too."""
    labels = codes("segments", "label")
    for segment in world.rows["segments"]:
        words = world.text(segment)[segment["start"] : segment["end"]].strip()
        if not labels[segment["label"]]["holds_claims"] and words:
            start = world.text(segment).index(words, segment["start"])
            claims = [
                c
                for c in world.rows["claims"]
                if c["article_id"] == segment["article_id"] and c["value_text"] is None
            ]
            yield put(
                "claims", world.rng.choice(claims), start=start, end=start + len(words), quote=words
            )
