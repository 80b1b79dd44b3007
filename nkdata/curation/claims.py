"""Claims: quotes, defaults, figures, and the chain of who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.curation.curator import fill_dates, places
from nkdata.curation.forms import relation_kinds
from nkdata.ids import link_id
from nkdata.nodes import Entries, text_of
from nkdata.schema import codes
from nkdata.words.numbers import read_notation

if TYPE_CHECKING:
    from nkdata.curation.articles import ArticlePage
    from nkdata.curation.curator import Curator
    from nkdata.nodes import Node, Text
    from nkdata.records import Record


def read_claims(page: ArticlePage) -> None:
    """Add the claims of an article, each with its hops, restatements and stated relations."""
    claims, facts = page.curation.mapping("claims"), page.curation.mapping("article")
    if claims and facts and not facts.get("publisher"):
        message = (
            "the article carries claims: name its publisher, a pseudo-actor where nobody can tell"
        )
        page.curator.fault("no-claimant", message, facts.place("publisher"))
    for key, entries in claims.mappings():
        if key.at not in page.curator.spoilt:
            _claim(page, key, entries)


def _claim(page: ArticlePage, key: Text, entries: Entries) -> None:
    curator, article = page.curator, page.article
    record = curator.record("claims", str(key), entries)
    span = page.locate(entries)
    said_by = _said_by(curator, entries)
    publishers = filter(None, [article["origin_publisher_id"], article["publisher_id"]])
    chain = list(dict.fromkeys([*said_by, *publishers]))  # an actor stands in a chain once
    _fill_defaults(record, own_voice=not said_by)
    _fill_value(curator, record, entries)
    if span is None or not chain or ("claims", str(key)) in curator.dataset.origins:
        return
    record |= {**page.quoted(span), "claimant_id": chain[0]}
    values = [column for column in record if column.startswith("value_")]
    answer = dict.fromkeys(values, entries.place("value")) if "value" in entries else {}
    curator.dataset.add("claims", record, answer | places("claims", key.at, entries))
    for hop, actor in enumerate(chain):
        attribution = {
            "attribution_id": link_id(key, hop),
            "claim_id": str(key),
            "hop": hop,
            "actor_id": actor,
            "cue_mention_id": page.mention_words("cue", key, said_by.get(actor), span),
            "stated": actor in said_by,
        }
        curator.dataset.add("attributions", attribution, {"": key.at})
    for kind in ("support", "duplicate"):
        for words in entries.listed(kind):
            page.mention_words(kind, key, words)
    _add_relations(curator, str(key), entries)


def _fill_defaults(record: Record, *, own_voice: bool) -> None:
    record["quotation"] = record["quotation"] or ("none" if own_voice else "indirect")
    record["factuality_article"] = record["factuality_article"] or (
        record["factuality_claimant"] if own_voice else "Uu"
    )


def _said_by(curator: Curator, entries: Entries) -> dict[str, Node | None]:
    """Return the named sources, deepest first, each with the cue that was written for it."""
    node = entries.get("said_by")
    text = text_of(node)
    written = node.pairs() if isinstance(node, Entries) else [(text, None)] if text else []
    return {str(who): cue for who, cue in written if curator.refer("actors", who, "said_by")}


def _fill_value(curator: Curator, record: Record, entries: Entries) -> None:
    """Fill the value columns from ``value``, read as the question's value type says."""
    text, question = entries.text("value"), curator.questions.get(record["question_id"])
    if text is None or (entries.get("question") and not question):
        return  # what is wrong with the question was already noted
    match question["value_type"] if question else None:
        case "number":
            _fill_figure(curator, record, text)
        case "actor":
            record["value_actor_id"] = curator.refer("actors", text, "value")
        case "boolean":
            record["value_boolean"] = curator.read("claims", "value_boolean", "value", text)
        case "date":
            record["value_date_edtf"] = curator.read("claims", "value_date_edtf", "value", text)
            fill_dates(record, "value_date")
        case _:
            message = (
                "value answers a question: write question, or only value_text where it takes words"
            )
            curator.fault("value-without-question", message, text.at)


def _fill_figure(curator: Curator, record: Record, text: Text) -> None:
    try:
        figure = read_notation(text)
    except ValueError as error:
        curator.fault("bad-figure", str(error), text.at)
        return
    for part in ("modifier", "low", "best", "high"):
        record[f"value_{part}"] = getattr(figure, part)


def _add_relations(curator: Curator, claim: str, entries: Entries) -> None:
    """Add the relations that a reader states: ``- {denies: other-claim, note: why}``."""
    kinds = codes("claim_relations", "relation")
    for stated in entries.records("relations"):
        for kind in relation_kinds():
            other, note = stated.text(kind), stated.text("note")
            if other and curator.refer("claims", other, kind):
                ends = [claim, str(other)]
                first, second = sorted(ends, reverse=True) if kinds[kind]["symmetric"] else ends
                record = {
                    "relation_id": link_id(first, kind, second),
                    "from_claim_id": first,
                    "to_claim_id": second,
                    "relation": kind,
                    "basis": "human",
                    "note": note and str(note),
                }
                curator.dataset.add("claim_relations", record, {"": other.at})
