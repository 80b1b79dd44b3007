"""Articles: bibliographic facts, segments, and the mentions of names, dates and places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nkdata.curation.fields import places
from nkdata.curation.forms import EXTRAS, SECTIONS
from nkdata.curation.quotes import Finder, QuoteError, Span, longest
from nkdata.ids import link_id
from nkdata.nodes import Entries, Items, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nkdata.curation.fields import Desk
    from nkdata.document import Document
    from nkdata.nodes import Node
    from nkdata.records import Record
    from nkdata.reports.problems import Location


@dataclass(frozen=True, slots=True)
class Page:
    """An article under the curator's hands: its record, and a finder over its text."""

    desk: Desk
    article: Record
    finder: Finder

    def locate(self, entries: Entries, key: str, labels: frozenset[str]) -> Span | None:
        """Return the span of the quote under a key, with the ``within`` beside it as context; None with a problem."""
        quote = self.desk.text(entries.get(key), key)
        within = self.desk.text(entries.get("within"), "within")
        if quote is None:
            if not isinstance(entries.get(key), (Items, Entries)):
                self.desk.fault("missing-key", f"{key} is missing", entries.at)
            return None
        try:
            return self.finder.find(str(quote), labels, None if within is None else str(within))
        except QuoteError as error:
            self.desk.fault(error.rule, str(error), quote.at)
            return None

    def mention(self, span: Span, record: Record, where: Mapping[str, Location]) -> str:
        """Add a mention and return its id, a function of article, kind, span and target."""
        article = self.article["article_id"]
        targets = [record.get(column) for column in ("actor_id", "event_id", "claim_id")]
        name = link_id(article, f"{span.start}-{span.end}", record["kind"], *targets)
        place = {
            "article_id": article,
            "start": span.start,
            "end": span.end,
            "quote": self.finder.text[span.start : span.end],
        }
        self.desk.dataset.add(
            "mentions", {"sic": False, **record, **place, "mention_id": name}, where
        )
        return name


def read_article(desk: Desk, stem: str, sha256: str, document: Document, curation: Entries) -> Page:
    """Add the article and its segments; return its page."""
    desk.check_keys(curation, SECTIONS)
    desk.convert("articles", "article_id", "the file's name", Text(stem, curation.at))
    facts = desk.mapping(curation.get("article"), "article", curation.at)
    document = _relabelled(desk, document, curation.get("labels"))
    record = desk.record("articles", stem, facts, extra=EXTRAS["articles"])
    record |= {"title": document.title, "text": document.text, "body": document.body or None}
    _check_title(desk, facts, document)
    check_hash(desk, record, sha256, facts)
    if desk.require("articles", record, facts):
        desk.dataset.add("articles", record, places("articles", facts.at, facts))
    for segment in segment_records(stem, document):
        desk.dataset.add("segments", segment, {})
    return Page(desk, record, Finder(document))


def check_hash(desk: Desk, record: Record, sha256: str, facts: Entries) -> None:
    """Note a problem where the page's bytes are not the ones that were read, and put the hash of those that are there."""
    if record["text_sha256"] not in (None, sha256):
        desk.fault(
            "text-hash",
            f"the file's SHA-256 is {sha256}; the article was not read in these bytes",
            facts.place("text_sha256"),
        )
        record["text_sha256"] = sha256


def _relabelled(desk: Desk, document: Document, node: Node | None) -> Document:
    if node is None:
        return document
    labels: dict[int, str] = {}
    for line, label in desk.mapping(node, "labels", node.at).pairs():
        text = desk.text(label, "a label")
        if (
            text
            and desk.convert("segments", "label", "the label", text)
            and desk.convert("segments", "line", "the line", line) is not None
        ):
            labels[int(line)] = str(text)
    try:
        return document.relabelled(labels)
    except KeyError as error:
        desk.fault("label-line", f"no segment begins on line {error.args[0]}", node.at)
        return document


def _check_title(desk: Desk, facts: Entries, document: Document) -> None:
    title = desk.text(facts.get("title"), "title")
    if "title" not in facts:
        desk.fault(
            "missing-key", "title is missing; leave it empty where the page prints none", facts.at
        )
    elif (str(title) if title else None) != document.title:
        message = f"the page's title segment reads {document.title!r}; correct the title, or the line's label under labels"
        desk.fault("title-differs", message, facts.place("title"))


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


def read_names(page: Page, curation: Entries) -> None:
    """Add a name mention for each printing of each name under ``names``: actor id to the forms this article prints.

    Of two forms that overlap the longer one counts: "Kim" is not found inside "Kim Yo Jong".
    """
    desk, finder = page.desk, page.finder
    names = desk.mapping(curation.get("names"), "names", curation.at)
    forms = {(n["actor_id"], n["name"]): n["kind"] for n in desk.dataset.rows["actor_names"]}
    found: list[tuple[Span, Record, Location]] = []
    for actor, node in names.pairs():
        if not desk.refer("actors", actor, "names"):
            continue
        for text in filter(None, (desk.text(item, "a name") for item in desk.items(node, "names"))):
            kind = forms.get((str(actor), str(text)))
            if not kind:
                desk.fault(
                    "unknown-name",
                    f"{str(actor)!r} has no name {str(text)!r}; add it to actors.yaml",
                    text.at,
                )
                continue
            spans = list(finder.occurrences(str(text), finder.nameable))
            if not spans:
                desk.fault(
                    "quote-not-found",
                    f"{str(text)!r} does not stand in the article as a whole word",
                    text.at,
                )
            record = {"kind": "name", "actor_id": str(actor), "sic": kind == "misspelling"}
            found += [(span, record, text.at) for span in spans]
    for span, record, at in _longest(found):
        page.mention(span, record, {"": at})


def _longest(found: list[tuple[Span, Record, Location]]) -> list[tuple[Span, Record, Location]]:
    kept = set(longest(span for span, *_ in found))
    return [
        candidate for candidate in sorted(found, key=lambda f: f[0].start) if candidate[0] in kept
    ]


def read_mentions(page: Page, curation: Entries) -> None:
    """Add the mentions listed under ``mentions``: dates, places, and evidence for the article's own facts."""
    desk = page.desk
    for node in desk.items(curation.get("mentions"), "mentions"):
        entries = desk.mapping(node, "a mention", curation.at)
        record = desk.record("mentions", None, entries, extra=EXTRAS["mentions"])
        span = page.locate(entries, "quote", page.finder.nameable)
        if desk.require("mentions", record, entries, ["quote"]) and span:
            quote = entries.place("quote")
            page.mention(
                span,
                record,
                {"start": quote, "end": quote, **places("mentions", entries.at, entries)},
            )
