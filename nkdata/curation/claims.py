"""Claims: quotes, defaults, figures, and the chain of who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.curation.fields import fill_dates, places
from nkdata.curation.forms import EXTRAS, PLACED, relation_kinds
from nkdata.curation.quotes import QuoteError
from nkdata.ids import link_id
from nkdata.nodes import Entries, Text
from nkdata.schema import codes
from nkdata.words.numbers import read_notation

if TYPE_CHECKING:
    from nkdata.curation.articles import Page
    from nkdata.curation.fields import Desk
    from nkdata.curation.quotes import Span
    from nkdata.nodes import Node
    from nkdata.records import Record

_VALUES = (
    "value_modifier",
    "value_low",
    "value_best",
    "value_high",
    "value_actor_id",
    "value_boolean",
    "value_date_edtf",
)
"""The columns that the key ``value`` fills."""


def read_claims(page: Page, curation: Entries) -> None:
    """Read the claims of an article: a mapping from claim id to its columns and the keys of `EXTRAS`."""
    desk = page.desk
    claims = desk.mapping(curation.get("claims"), "claims", curation.at)
    facts = desk.mapping(curation.get("article"), "article", curation.at) if claims else None
    if facts is not None and not facts.get("publisher"):
        message = (
            "the article carries claims: name its publisher, a pseudo-actor where nobody can tell"
        )
        desk.fault("no-claimant", message, facts.place("publisher"))
    for key, node in claims.pairs():
        if desk.convert("claims", "claim_id", "the id", key):
            _claim(page, key, desk.mapping(node, str(key), key.at))


def _claim(page: Page, key: Text, entries: Entries) -> None:
    desk, article = page.desk, page.article
    record = desk.record("claims", str(key), entries, extra=EXTRAS["claims"])
    span = page.locate(entries, "quote", page.finder.claimable) if entries.get("quote") else None
    said_by = _said_by(desk, entries)
    chain = _chain(article, [actor for actor, _ in said_by])
    _fill_defaults(record, own_voice=not said_by)
    _fill_value(desk, record, entries)
    record |= {"article_id": article["article_id"], "claimant_id": chain[0] if chain else None}
    if (
        not desk.require("claims", record, entries)
        or span is None
        or not chain
        or ("claims", str(key)) in desk.dataset.origins
    ):
        return
    record |= {
        "start": span.start,
        "end": span.end,
        "quote": page.finder.text[span.start : span.end],
    }
    where = {
        "start": entries.place("quote"),
        "end": entries.place("quote"),
        **places("claims", key.at, entries),
    }
    if "value" in entries:
        where |= dict.fromkeys(_VALUES, entries.place("value"))
    desk.dataset.add("claims", record, where)
    cues = {actor: _cue(page, record, span, node) for actor, node in said_by}
    _add_hops(desk, record, chain, cues, key)
    _add_restatements(page, record, entries)
    _add_relations(desk, record, entries)


def _fill_defaults(record: Record, *, own_voice: bool) -> None:
    record["quotation"] = record["quotation"] or ("none" if own_voice else "indirect")
    record["factuality_article"] = record["factuality_article"] or (
        record["factuality_claimant"] if own_voice else "Uu"
    )


def _said_by(desk: Desk, entries: Entries) -> list[tuple[str, Node | None]]:
    """Return the named sources, deepest first, each with the cue that was written for it."""
    node = entries.get("said_by")
    if isinstance(node, Entries):
        pairs = [
            (actor, cue) for actor, cue in node.pairs() if desk.refer("actors", actor, "said_by")
        ]
        return [(str(actor), cue or None) for actor, cue in pairs]
    text = desk.text(node, "said_by")
    return [(str(text), None)] if text and desk.refer("actors", text, "said_by") else []


def _chain(article: Record, named: list[str]) -> list[str]:
    """Return the hops: the named sources, then the origin publisher and the publisher where these are not yet last.

    An actor stands in a chain once; a publisher that is itself the deepest source of its page is
    the only hop.
    """
    publishers = [article["origin_publisher_id"], article["publisher_id"]]
    return list(dict.fromkeys(actor for actor in [*named, *publishers] if actor))


def _add_hops(
    desk: Desk, claim: Record, chain: list[str], cues: dict[str, str | None], key: Text
) -> None:
    for hop, actor in enumerate(chain):
        record = {
            "attribution_id": link_id(claim["claim_id"], hop),
            "claim_id": claim["claim_id"],
            "hop": hop,
            "actor_id": actor,
        }
        record |= {"cue_mention_id": cues.get(actor), "stated": actor in cues}
        desk.dataset.add("attributions", record, {"": key.at})


def _cue(page: Page, claim: Record, span: Span, node: Node | None) -> str | None:
    """Add the mention for a cue, written as its words or as ``{quote: ..., within: ...}``; return its id."""
    desk, within = page.desk, None
    if isinstance(node, Entries):
        desk.check_keys(node, PLACED)
        within = desk.text(node.get("within"), "within")
        node = node.get("quote")
    words = desk.text(node, "a cue")
    if words is None:
        return None
    try:
        place = page.finder.find_near(str(words), span, within and str(within))
    except QuoteError as error:
        desk.fault(error.rule, str(error), words.at)
        return None
    return page.mention(place, {"kind": "cue", "claim_id": claim["claim_id"]}, {"": words.at})


def _fill_value(desk: Desk, record: Record, entries: Entries) -> None:
    """Fill the value columns from ``value``, read as the question's value type says."""
    text = desk.text(entries.get("value"), "value")
    if text is None or (entries.get("question") and record["question_id"] is None):
        return  # an unknown question was already noted
    question = desk.questions.get(record["question_id"])
    if record["question_id"] and not question:
        return  # a faulty question was already noted
    kind = question["value_type"] if question else "text"
    if kind == "number":
        _fill_figure(desk, record, text)
    elif kind == "actor":
        record["value_actor_id"] = desk.refer("actors", text, "value")
    elif kind == "boolean":
        record["value_boolean"] = desk.convert("claims", "value_boolean", "value", text)
    elif kind == "date":
        record["value_date_edtf"] = desk.convert("claims", "value_date_edtf", "value", text)
        fill_dates(record, "value_date")
    else:
        desk.fault(
            "value-without-question",
            "value answers a question: write question, or only value_text where it takes words",
            text.at,
        )


def _fill_figure(desk: Desk, record: Record, text: Text) -> None:
    try:
        figure = read_notation(str(text))
    except ValueError as error:
        desk.fault("bad-figure", str(error), text.at)
        return
    record |= {
        "value_modifier": figure.modifier,
        "value_low": figure.low,
        "value_best": figure.best,
        "value_high": figure.high,
    }


def _add_restatements(page: Page, claim: Record, entries: Entries) -> None:
    for kind in ("support", "duplicate"):
        for item in page.desk.items(entries.get(kind), kind):
            span = page.locate(_as_entries(item), "quote", page.finder.claimable)
            if span:
                page.mention(span, {"kind": kind, "claim_id": claim["claim_id"]}, {"": item.at})


def _as_entries(item: Node) -> Entries:
    if isinstance(item, Entries):
        return item
    entries = Entries(item.at)
    entries[Text("quote", item.at)] = item
    return entries


def _add_relations(desk: Desk, claim: Record, entries: Entries) -> None:
    """Add the relations a reader states: ``- {denies: other-claim, note: why}``."""
    kinds = relation_kinds()
    for item in desk.items(entries.get("relations"), "relations"):
        written = desk.mapping(item, "a relation", entries.at)
        desk.check_keys(written, [*kinds, "note"])
        note = desk.text(written.get("note"), "note")
        for kind, node in written.pairs():
            other = desk.text(node, str(kind)) if kind in kinds else None
            if other and desk.refer("claims", other, str(kind)):
                _relation(desk, claim["claim_id"], str(kind), other, note)
        if note is None:
            desk.fault("missing-key", "note is missing: say why", item.at)


def _relation(desk: Desk, claim: str, kind: str, other: Text, note: Text | None) -> None:
    one, two = claim, str(other)
    if codes("claim_relations", "relation")[kind]["symmetric"]:
        one, two = max(one, two), min(one, two)
    record: Record = {
        "relation_id": link_id(one, kind, two),
        "from_claim_id": one,
        "to_claim_id": two,
    }
    record |= {"relation": kind, "basis": "human", "note": str(note) if note else None}
    desk.dataset.add("claim_relations", record, {"": other.at})
