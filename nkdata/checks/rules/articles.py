"""Rules of articles: who published them, when, what shows it; their text, title and body."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, each, pl, say
from nkdata.checks.registry import rule
from nkdata.checks.rules.dates import after, dated, may_overlap, page_date
from nkdata.checks.rules.segments import documents
from nkdata.checks.rules.spans import texts_of
from nkdata.checks.traces import altered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.engine import RowCells, Tables
    from nkdata.reports.problems import Problem

_SHOWN = ("stated", "byline", "source_attribution")
"""Bases of a publisher that the page prints."""

_DERIVED = ("republication", "rewrite", "translation")
"""Derivations of an article that carries the text or report of another."""


@rule("articles", dimension="completeness")
def text_all_or_none(tables: Tables) -> Iterator[Problem]:
    """Every article has its text; in the withheld edition, none has a text or a body.

    A user could not tell a withheld text from a lost one, and could verify some quotes and not
    others.
    """
    article = tables.articles
    if tables.withheld:
        yield from article.breaks(article.body.is_not_null(), "body", "the text is withheld")
        return
    message = "other articles have theirs; without it nothing in this one can be traced"
    yield from article.breaks(article.text.is_null(), "text", message)


@rule("articles", dimension="consistency", needs_text=True)
def text_hash(tables: Tables) -> Iterator[Problem]:
    """The SHA-256 of an article is that of its text in UTF-8.

    All offsets count characters of one exact text. In another text, each of them may point at other
    words.
    """
    article = tables.articles
    odd = list(altered(tables.once(texts_of), article.series("text_sha256")))
    fault = Fault("text_sha256", "the text is not the one that was read")
    yield from article.problems(odd, [fault] * len(odd))


@rule("articles", "segments", dimension="consistency", needs_text=True)
def title_of_segments(tables: Tables) -> Iterator[Problem]:
    """An article's title is its first title segment, or null where there is none.

    The title column would show words that the page does not print as its title, and a search for
    the printed title would fail.
    """
    made = tables.once(documents)
    for row, title in enumerate(tables.articles.series("title")):
        if row in made and made[row][0] != title:
            fault = Fault("title", f"the segments give {made[row][0]!r}")
            yield from tables.articles.problems([row], [fault])


@rule("articles", "segments", dimension="consistency", needs_text=True)
def body_of_segments(tables: Tables) -> Iterator[Problem]:
    """An article's body is its paragraphs and subheads joined by blank lines, null without any.

    A reader of the body would miss paragraphs of the story, or take menus and advertisements for
    part of it; so would a search.
    """
    made = tables.once(documents)
    for row, body in enumerate(tables.articles.series("body")):
        if row in made and made[row][1] != body:
            yield from tables.articles.problems(
                [row], [Fault("body", "the segments give another body")]
            )


@rule("articles", dimension="completeness")
def published_unless_unknown(tables: Tables) -> Iterator[Problem]:
    """An article has a publication date unless the basis is unknown.

    Relative dates in an article, such as "last week", count from its publication. Nobody could tell
    an unexplained gap from an oversight.
    """
    article = tables.articles
    odd = article.published_edtf.is_not_null() == (article.published_basis == "unknown")
    yield from article.breaks(
        odd, "published_edtf", say("the basis is {}", article.published_basis)
    )


@rule("articles", dimension="completeness")
def published_basis_is_shown(tables: Tables) -> Iterator[Problem]:
    """A concluded publication date has a note; one that is only a bound is open before it.

    A date that somebody worked out would look printed. The day on which a page was fetched would
    look like the day on which it was written.

    A concluded date is inferred from text or events, and the note says how.
    """
    article, basis = tables.articles, tables.articles.published_basis
    concluded = basis.is_in(["inferred_from_text", "inferred_from_event"])
    note = say("the basis {} wants a note that says how", basis)
    yield from article.breaks(concluded & article.published_note.is_null(), "published_note", note)
    bound = basis.is_in(["page_render_date", "retrieval_bound"])
    message = say("the basis {} is an upper bound: write [..DAY]", basis)
    closed = article.published_earliest.is_not_null()
    yield from article.breaks(bound & closed, "published_edtf", message)


@rule("articles", "mentions", dimension="consistency", needs_all=True)
def published_as_stated(tables: Tables) -> Iterator[Problem]:
    """A publication date that the page states overlaps the date of a mention that shows it.

    Every "Friday" and "last week" in the article would count from a day that its own page does not
    give.
    """
    article, mention = tables.articles, tables.mentions
    shown: dict[str, list[tuple[str, str]]] = defaultdict(list)
    at = mention.rows(dated(mention), among=mention.kind == "published")
    for key, *day in mention.frame("article_id", "mention_id", "normalized", at=at).iter_rows():
        shown[key].append((day[0], day[1]))

    def faults(cells: RowCells) -> Iterator[Fault]:
        days = shown.get(cells.article, [])
        if days and not any(may_overlap(text, cells.first, cells.last) for _, text in days):
            against = tuple(("mentions", key, "normalized") for key, _ in days)
            yield Fault("published_edtf", f"the page states {days[0][1]}", against)

    yield from article.tell(
        faults,
        article.published_basis == "stated",
        article=article.article_id,
        first=article.published_earliest,
        last=article.published_latest,
    )


@rule("articles", dimension="timeliness")
def retrieved_after_publication(tables: Tables) -> Iterator[Problem]:
    """A page was not fetched before it was published.

    One of the two days must be wrong. All other dates of the article count from its publication or
    are compared with it.
    """
    article = tables.articles
    early = after(article.published_earliest, article.retrieved_at.dt.date())
    message = say("the page was published {}", article.published_edtf)
    yield from article.breaks(early, "retrieved_at", message, [page_date(article.article_id)])


@rule("articles", "claims", dimension="completeness")
def publisher_of_claims(tables: Tables) -> Iterator[Problem]:
    """An article with claims has a publisher; a pseudo-actor stands for an unidentified one.

    Without a publisher the chain of a claim has no end: nobody can be held to have printed it, and
    counts of claims by outlet drop it in silence.
    """
    article = tables.articles
    carrying = article.article_id.is_in(list(tables.claims.values(tables.claims.article_id)))
    message = "the article carries claims and nobody publishes it"
    yield from article.breaks(article.publisher_id.is_null() & carrying, "publisher_id", message)


@rule("articles", dimension="completeness")
def origin_fits_basis(tables: Tables) -> Iterator[Problem]:
    """An origin publisher is named unless its basis is unknown or not_applicable.

    A reader who groups articles by the newsroom that wrote them first could not tell an unknown
    origin from a forgotten one.
    """
    article, basis = tables.articles, tables.articles.origin_publisher_basis
    nobody = basis.is_in(["unknown", "not_applicable"])
    odd = article.origin_publisher_id.is_not_null() == nobody
    yield from article.breaks(odd, "origin_publisher_id", say("the basis is {}", basis))


@rule("actors", "articles", dimension="consistency")
def publisher_fits_basis(tables: Tables) -> Iterator[Problem]:
    """A publisher is a pseudo-actor of type unidentified if and only if its basis is unknown.

    A pseudo-actor that looks identified would be taken for a known outlet. A basis url without the
    address leaves nothing to look up.

    If a basis is url, the article has the address.
    """
    article, kind = tables.articles, tables.articles.via("publisher_id").actor_type
    odd = (kind == "unidentified") != (article.publisher_basis == "unknown")
    message = say("the publisher is of type {}, its basis {}", kind, article.publisher_basis)
    yield from article.breaks(odd, "publisher_basis", message)
    for column in ("publisher_basis", "origin_publisher_basis"):
        by_url: pl.Expr = getattr(article, column) == "url"
        yield from article.breaks(by_url & article.url.is_null(), column, "the article has no url")


@rule("articles", dimension="consistency")
def derivation_fits_origin(tables: Tables) -> Iterator[Problem]:
    """An original, and nothing else, has no origin to name.

    A republication that passes for an original counts as a second newsroom with the same story, and
    seems to confirm what it only copies.

    An article derives from another only where it carries the other's text or report.
    """
    article, basis = tables.articles, tables.articles.origin_publisher_basis
    odd = (article.derivation == "original") != (basis == "not_applicable")
    yield from article.breaks(odd, "derivation", say("the origin's basis is {}", basis))
    derived = article.derived_from_article_id.is_not_null()
    message = say("the derivation is {}", article.derivation)
    other = ~article.derivation.is_in(_DERIVED)
    yield from article.breaks(derived & other, "derived_from_article_id", message)


@rule("articles", "mentions", dimension="completeness", needs_all=True)
def stated_facts_have_evidence(tables: Tables) -> Iterator[Problem]:
    """A mention shows where the page states its publisher, origin, date or author.

    The table would say that the page prints its publisher, author or date, and nobody could point
    at the words.

    The author is exactly what a mention of kind author quotes, and null without one.
    """
    article, mention = tables.articles, tables.mentions
    evidence = mention.kind.is_in(["author", "published", "publisher"])
    quotes = mention.frame("article_id", "kind", "quote", at=mention.rows(evidence))
    shown: dict[tuple[str, str], str] = {
        (key, kind): quote for key, kind, quote in quotes.iter_rows()
    }
    for kind, column, bases in (
        ("publisher", "publisher_basis", _SHOWN),
        ("publisher", "origin_publisher_basis", _SHOWN),
        ("published", "published_basis", ("stated", "page_render_date")),
    ):
        known = [key for key, its_kind in shown if its_kind == kind]
        promised: pl.Expr = getattr(article, column).is_in(bases)
        message = f"no mention of kind {kind} shows where"
        yield from article.breaks(promised & ~article.article_id.is_in(known), column, message)

    def author_fault(key: str, author: str | None) -> str | None:
        quote = shown.get((key, "author"))
        if quote == author:
            return None
        if author is None:
            return f"a mention shows {quote!r}"
        return "no mention of kind author with these words"

    fault = each(author_fault, article.article_id, article.author, gives=pl.String)
    yield from article.breaks(fault.is_not_null(), "author", fault)
