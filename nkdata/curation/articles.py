"""Articles: bibliographic facts, segments, and the mentions of names, dates and places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nkdata.curation.curator import places
from nkdata.curation.forms import row_id
from nkdata.curation.quotes import Finder, QuoteError, QuoteSpan, longest
from nkdata.ids import link_id
from nkdata.nodes import Entries, Text, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nkdata.curation.curator import Curator
    from nkdata.document import Document
    from nkdata.nodes import Node
    from nkdata.records import Record
    from nkdata.reports.problems import Location


class SourcePage(NamedTuple):
    """A page to curate, the SHA-256 of its bytes, and what was written about it."""

    stem: str
    sha256: str
    document: Document
    curation: Entries


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article that is being curated: its record, its curation, and a finder over its text."""

    curator: Curator
    article: Record
    curation: Entries
    finder: Finder

    def locate(
        self,
        node: Node | None,
        labels: frozenset[str] | None = None,
        near: QuoteSpan | None = None,
    ) -> QuoteSpan | None:
        """Return where quoted words stand; None, with a problem, where that is no one place.

        Args:
            node: the words, or a mapping of them as ``quote``, with ``within`` around them.
            labels: of the segments in which the words may stand; by default those of claims.
            near: a claim's span, for a cue that stands in it or near it.
        """
        if isinstance(node, Entries):
            quote, within = node.text("quote"), node.text("within")
        else:
            quote, within = text_of(node), None
        if quote is None:  # the form's validator reports it
            return None
        try:
            if near:
                return self.finder.find_near(quote, near, within)
            return self.finder.find(quote, labels or self.finder.claimable, within)
        except QuoteError as error:
            self.curator.fault(error.rule, str(error), quote.at)
            return None

    def quoted(self, span: QuoteSpan) -> Record:
        """Return the columns that say which words of the article a row rests on."""
        words = self.finder.text[span.start : span.end]
        article = self.article["article_id"]
        return {"article_id": article, "start": span.start, "end": span.end, "quote": words}

    def mention_words(
        self, kind: str, claim: str, node: Node | None, near: QuoteSpan | None = None
    ) -> str | None:
        """Add the mention of a claim's cue or restatement; return its id, None if it has none."""
        span = self.locate(node, near=near)
        if span is None or node is None:
            return None
        words = node.place("quote") if isinstance(node, Entries) else node.at
        return self.mention(span, {"kind": kind, "claim_id": str(claim)}, {"": words})

    def mention(self, span: QuoteSpan, record: Record, where: Mapping[str, Location]) -> str:
        """Add a mention and return its id, a function of article, kind, span and target."""
        targets = [record.get(column) for column in ("actor_id", "event_id", "claim_id")]
        place = f"{span.start}-{span.end}"
        name = link_id(self.article["article_id"], place, record["kind"], *targets)
        mention = {"sic": False, **record, **self.quoted(span), "mention_id": name}
        self.curator.dataset.add("mentions", mention, where)
        return name


def read_article(curator: Curator, source: SourcePage) -> ArticlePage:
    """Add the article and its segments; return its page."""
    stem, _, document, curation = source
    curator.check(Text(stem, curation.at), row_id("articles"), "the file's name")
    document = _relabelled(curator, document, curation.mapping("labels"))
    facts = curation.mapping("article")
    _check_title(curator, facts, document)
    record = read_facts(curator, source)
    record |= {"title": document.title, "text": document.text, "body": document.body or None}
    for segment in segment_records(stem, document):
        curator.dataset.add("segments", segment, {})
    return ArticlePage(curator, record, curation, Finder(document))


def read_facts(curator: Curator, source: SourcePage) -> Record:
    """Add the record of the article's own facts, with the hash of the bytes that are there."""
    facts, sha256 = source.curation.mapping("article"), source.sha256
    record = curator.record("articles", source.stem, facts)
    if record["text_sha256"] not in (None, sha256):
        message = f"the file's SHA-256 is {sha256}; the article was not read in these bytes"
        curator.fault("text-hash", message, facts.place("text_sha256"))
        record["text_sha256"] = sha256
    if facts:
        curator.dataset.add("articles", record, places("articles", facts.at, facts))
    return record


def _relabelled(curator: Curator, document: Document, labels: Entries) -> Document:
    sound = {
        int(line): str(label)
        for line, label in labels.pairs()
        if text_of(label) and not {line.at, label.at} & curator.spoilt
    }
    try:
        return document.relabelled(sound)
    except KeyError as error:
        curator.fault("label-line", f"no segment begins on line {error.args[0]}", labels.at)
        return document


def _check_title(curator: Curator, facts: Entries, document: Document) -> None:
    node = facts.get("title")
    if isinstance(node, Text) and (str(node) or None) != document.title:
        message = (
            f"the page's title segment reads {document.title!r}; "
            "correct the title, or the line's label under labels"
        )
        curator.fault("title-differs", message, node.at)


def segment_records(stem: str, document: Document) -> list[Record]:
    """Return the rows of the segments table for one parsed page."""
    ids = [link_id(stem, segment.start) for segment in document.segments]
    return [
        {
            "segment_id": name,
            "article_id": stem,
            "start": segment.start,
            "end": segment.end,
            "line": segment.line,
            "label": segment.label,
            "rule": segment.rule,
            "duplicate_of": None if segment.duplicate_of is None else ids[segment.duplicate_of],
        }
        for name, segment in zip(ids, document.segments, strict=True)
    ]


def read_names(page: ArticlePage) -> None:
    """Add a mention for each printing of each name under ``names``, which lists them by actor.

    Of two printings that overlap the longer one counts: "Kim" is not found in "Kim Yo Jong".
    """
    curator, names = page.curator, page.curation.mapping("names")
    kinds = {(n["actor_id"], n["name"]): n["kind"] for n in curator.dataset.rows["actor_names"]}
    printings: list[tuple[QuoteSpan, Record, Location]] = []
    for actor, _ in names.pairs():
        if curator.refer("actors", actor, "names"):
            for text in filter(None, map(text_of, names.listed(actor))):
                printings += _printings(page, actor, text, kinds.get((str(actor), str(text))))
    kept = set(longest(span for span, *_ in printings))
    for span, record, at in sorted(printings, key=lambda printing: printing[0].start):
        if span in kept:
            page.mention(span, record, {"": at})


def _printings(
    page: ArticlePage, actor: Text, name: Text, kind: str | None
) -> list[tuple[QuoteSpan, Record, Location]]:
    """Return each printing of a name with its mention and the place in the curation."""
    if kind is None:
        message = f"{str(actor)!r} has no name {str(name)!r}; add it to actors.yaml"
        page.curator.fault("unknown-name", message, name.at)
        return []
    spans = list(page.finder.occurrences(name, page.finder.nameable))
    if not spans:
        message = f"{str(name)!r} does not stand in the article as a whole word"
        page.curator.fault("quote-not-found", message, name.at)
    record = {"kind": "name", "actor_id": str(actor), "sic": kind == "misspelling"}
    return [(span, record, name.at) for span in spans]


def read_mentions(page: ArticlePage) -> None:
    """Add the ``mentions``: dates, places, and evidence for the article's own facts."""
    for entries in page.curation.records("mentions"):
        record = page.curator.record("mentions", None, entries)
        span = page.locate(entries, page.finder.nameable)
        if span:
            page.mention(span, record, places("mentions", entries.at, entries))
