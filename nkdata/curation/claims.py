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
    from nkdata.curation.quotes import QuoteSpan
    from nkdata.nodes import Node, Text
    from nkdata.records import Record


def read_claims(page: ArticlePage, curation: Entries) -> None:
    """Add the claims of an article, each with its hops, restatements and stated relations."""
    claims, facts = curation.mapping("claims"), curation.mapping("article")
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
    span = page.locate(entries, page.finder.claimable)
    said_by = _said_by(curator, entries)
    chain = _chain(article, [actor for actor, _ in said_by])
    _fill_defaults(record, own_voice=not said_by)
    _fill_value(curator, record, entries)
    if span is None or not chain or ("claims", str(key)) in curator.dataset.origins:
        return
    record |= {**page.quoted(span), "claimant_id": chain[0]}
    values = [column for column in record if column.startswith("value_")]
    answer = dict.fromkeys(values, entries.place("value")) if "value" in entries else {}
    curator.dataset.add("claims", record, answer | places("claims", key.at, entries))
    cues = {actor: _cue(page, record, span, node) for actor, node in said_by}
    _add_hops(curator, record, chain, cues, key)
    _add_restatements(page, record, entries)
    _add_relations(curator, record, entries)


def _fill_defaults(record: Record, *, own_voice: bool) -> None:
    record["quotation"] = record["quotation"] or ("none" if own_voice else "indirect")
    record["factuality_article"] = record["factuality_article"] or (
        record["factuality_claimant"] if own_voice else "Uu"
    )


def _said_by(curator: Curator, entries: Entries) -> list[tuple[str, Node | None]]:
    """Return the named sources, deepest first, each with the cue that was written for it."""
    node = entries.get("said_by")
    text = text_of(node)
    written = node.pairs() if isinstance(node, Entries) else [(text, None)] if text else []
    known = [(who, cue) for who, cue in written if curator.refer("actors", who, "said_by")]
    return [(str(who), cue) for who, cue in known]


def _chain(article: Record, named: list[str]) -> list[str]:
    """Return the hops: the named sources, the origin publisher and the publisher.

    An actor stands in a chain once; a publisher that is itself the deepest source of its page is
    the only hop.
    """
    publishers = [article["origin_publisher_id"], article["publisher_id"]]
    return list(dict.fromkeys(actor for actor in [*named, *publishers] if actor))


def _add_hops(
    curator: Curator, claim: Record, chain: list[str], cues: dict[str, str | None], key: Text
) -> None:
    for hop, actor in enumerate(chain):
        record = {
            "attribution_id": link_id(claim["claim_id"], hop),
            "claim_id": claim["claim_id"],
            "hop": hop,
            "actor_id": actor,
            "cue_mention_id": cues.get(actor),
            "stated": actor in cues,
        }
        curator.dataset.add("attributions", record, {"": key.at})


def _cue(page: ArticlePage, claim: Record, near: QuoteSpan, node: Node | None) -> str | None:
    """Add the mention of a cue and return its id, None where no cue was written or found."""
    span = page.locate(node, page.finder.claimable, near)
    if span is None or node is None:
        return None
    words = node.place("quote") if isinstance(node, Entries) else node.at
    return page.mention(span, {"kind": "cue", "claim_id": claim["claim_id"]}, {"": words})


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


def _add_restatements(page: ArticlePage, claim: Record, entries: Entries) -> None:
    for kind in ("support", "duplicate"):
        for node in entries.listed(kind):
            span = page.locate(node, page.finder.claimable)
            if span:
                page.mention(span, {"kind": kind, "claim_id": claim["claim_id"]}, {"": node.at})


def _add_relations(curator: Curator, claim: Record, entries: Entries) -> None:
    """Add the relations that a reader states: ``- {denies: other-claim, note: why}``."""
    for node in entries.listed("relations"):
        stated = node if isinstance(node, Entries) else Entries(node.at)
        for kind in relation_kinds():
            other = stated.text(kind)
            if other and curator.refer("claims", other, kind):
                _relation(curator, claim["claim_id"], kind, other, stated.text("note"))


def _relation(curator: Curator, claim: str, kind: str, other: Text, note: Text | None) -> None:
    ends = [claim, str(other)]
    if codes("claim_relations", "relation")[kind]["symmetric"]:
        ends.sort(reverse=True)
    record: Record = {
        "relation_id": link_id(ends[0], kind, ends[1]),
        "from_claim_id": ends[0],
        "to_claim_id": ends[1],
        "relation": kind,
        "basis": "human",
        "note": note and str(note),
    }
    curator.dataset.add("claim_relations", record, {"": other.at})
