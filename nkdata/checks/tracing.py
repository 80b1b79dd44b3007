"""Rules of use: what a row rests on is there, and who or what it names is in the article it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.checks.registry import breach, rule
from nkdata.document import splits_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.registry import View
    from nkdata.records import Record
    from nkdata.report import Problem

_DESCRIBED = ("group", "unidentified")
"""Types of actors that articles describe rather than name."""

_USES = {
    "actors": ("parent_id",),
    "articles": ("publisher_id", "origin_publisher_id"),
    "attributions": ("actor_id",),
    "claims": ("claimant_id", "subject_id", "value_actor_id"),
    "event_participants": ("actor_id",),
    "mentions": ("actor_id",),
}
"""The columns that refer to an actor, beside its names."""


@rule("articles", dimension="completeness")
def text_all_or_none(view: View) -> Iterator[Problem]:
    """Every article has its text, or in the withheld edition none has; a body stands only beside a text.

    A user could not tell a text that is withheld from one that was lost, and could verify some quotes and not others.
    """
    for article in view.rows["articles"]:
        if article["text"] is None and not view.withheld:
            yield breach("articles", article, "text", "other articles have theirs; without it nothing in this one can be traced")
        elif article["text"] is None and article["body"] is not None:
            yield breach("articles", article, "body", "the text is withheld")


@rule("articles", "claims", "mentions", dimension="conformity", needs_text=True, apart=True)
def span_on_words(view: View) -> Iterator[Problem]:
    """A span begins and ends with a visible character, and not inside a word.

    A quote cut inside a word or a number, such as 10 out of 100, says what the page does not.
    """
    for table in ("claims", "mentions"):
        for row in view.rows[table]:
            text = view.text(row["article_id"]) or ""
            for column in ("start", "end"):
                fault = _edge_fault(text, row["start"], row["end"], row[column])
                if fault:
                    yield breach(table, row, column, f"the span {'begins' if column == 'start' else 'ends'} {fault}")


def _edge_fault(text: str, start: int, end: int, edge: int) -> str:
    if not 0 <= start < end <= len(text):
        return ""  # another rule's problem
    if text[edge if edge == start else edge - 1].isspace():
        return "with white space"
    return "inside a word" if splits_word(text, edge) else ""


@rule("attributions", "claims", "mentions", dimension="completeness", needs_all=True)
def cue_is_used(view: View) -> Iterator[Problem]:
    """A cue is the cue of a hop of its claim.

    Words would be marked as naming a source that the claim's chain does not have: somebody who spoke is left out.
    """
    used = {hop["cue_mention_id"] for hop in view.rows["attributions"]}
    for mention in view.rows["mentions"]:
        if mention["kind"] == "cue" and mention["mention_id"] not in used:
            yield breach("mentions", mention, "kind", "no hop of the claim has it as its cue")


@rule("actors", "attributions", "mentions", dimension="consistency", needs_all=True)
def cue_names_its_source(view: View) -> Iterator[Problem]:
    """A cue that holds the name of an actor holds that of its hop's actor, or of one under the same control.

    The words name one party and the chain credits another, from which independence would then be computed.
    """
    names = view.grouped("mentions", "article_id")
    for hop in view.rows["attributions"]:
        cue = view.get("mentions", hop["cue_mention_id"])
        inside = {n["actor_id"] for n in names[cue["article_id"]] if _names_within(n, cue)} if cue else set()
        if inside and view.sources.root(hop["actor_id"]) not in {view.sources.root(actor) for actor in inside}:
            yield breach("attributions", hop, "actor_id", f"its cue names {', '.join(sorted(inside))}")


def _names_within(mention: Record, cue: Record) -> bool:
    named = mention["kind"] == "name" and mention["actor_id"] is not None
    return bool(named and mention["start"] < cue["end"] and mention["end"] > cue["start"])


@rule("actors", "articles", "attributions", "claims", "event_participants", "mentions", dimension="consistency", needs_all=True)
def actor_is_used(view: View) -> Iterator[Problem]:
    """Every actor is named in an article, speaks, publishes, takes part, is spoken of, is an answer, or controls another.

    An entry that nothing leads to inflates counts of actors, and no article can be shown for it.
    """
    used = {row[column] for table, names in _USES.items() for row in view.rows[table] for column in names}
    for actor in view.rows["actors"]:
        if actor["actor_id"] not in used:
            yield breach("actors", actor, None, "nothing in any article leads to it")


@rule(
    "actors",
    "actor_names",
    "articles",
    "attributions",
    "claims",
    "event_participants",
    dimension="consistency",
    needs_text=True,
    needs_all=True,
)
def actor_is_named(view: View) -> Iterator[Problem]:
    """Whom a claim is about, who answers it, who takes part by it and who says it stand in its article.

    By a slip in an id somebody would be credited with words or deeds in an article that never mentions them.

    A person stands there by name; any other actor by its name or that of one under the same control. Groups and unidentified
    sources are described.
    """
    printed = _Printed(view)
    for table, column, row, claim in _references(view):
        actor = view.get("actors", row[column])
        if actor and claim and not printed.stands(actor, claim["article_id"]):
            yield breach(table, row, column, f"no name of {actor['actor_id']} stands in {claim['article_id']}")


def _references(view: View) -> Iterator[tuple[str, str, Record, Record | None]]:
    for claim in view.rows["claims"]:
        yield "claims", "subject_id", claim, claim
        yield "claims", "value_actor_id", claim, claim
    for row in view.rows["event_participants"]:
        yield "event_participants", "actor_id", row, view.get("claims", row["claim_id"])
    for hop in view.rows["attributions"]:
        if hop["stated"]:
            yield "attributions", "actor_id", hop, view.get("claims", hop["claim_id"])


class _Printed:
    """Tells which actors an article names, by any of their names as whole words."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.known: dict[tuple[str, str], bool] = {}
        self.kin: dict[str, list[str]] = {}
        for actor in view.rows["actors"]:
            self.kin.setdefault(view.sources.root(actor["actor_id"]), []).append(actor["actor_id"])

    def stands(self, actor: Record, article: str) -> bool:
        if actor["actor_type"] in _DESCRIBED or actor["is_anonymous"] or self.view.text(article) is None:
            return True
        person = actor["actor_type"] == "person"
        kin = [actor["actor_id"]] if person else self.kin[self.view.sources.root(actor["actor_id"])]
        return any(self._named(one, article) for one in kin)

    def _named(self, actor: str, article: str) -> bool:
        if (actor, article) not in self.known:
            names = [name["name"] for name in self.view.grouped("actor_names", "actor_id").get(actor, [])]
            self.known[actor, article] = any(whole(name, self.view.text(article) or "") for name in names)
        return self.known[actor, article]


def whole(words: str, text: str) -> bool:
    """Tell whether words stand in a text with no word split at either end."""
    start = text.find(words)
    while start >= 0:
        if not (splits_word(text, start) or splits_word(text, start + len(words))):
            return True
        start = text.find(words, start + 1)
    return False


@rule("claims", "events", "mentions", dimension="consistency", needs_all=True)
def mention_of_reported_event(view: View) -> Iterator[Problem]:
    """A date or place of an event stands in an article that has a claim about the event, or about a part of it.

    An article that tells nothing of an event would seem to give its date or place, and be counted among those that report it.
    """
    reported: set[tuple[str, str]] = set()
    for claim in view.rows["claims"]:
        reported.update((event, claim["article_id"]) for event in wholes(view, claim["event_id"]))
    for mention in view.rows["mentions"]:
        event = view.get("events", mention["event_id"])
        if event and (mention["event_id"], mention["article_id"]) not in reported:
            yield breach("mentions", mention, "event_id", "no claim of the article is about this event")


@rule("claims", "events", "mentions", dimension="completeness", needs_all=True)
def date_of_event_is_printed(view: View) -> Iterator[Problem]:
    """The date of an event that is printed, or counts from publication, is shown by a date mention of it or of what it is part of.

    The basis promises that a page prints the day, and without the mention nobody can find where.
    """
    shown: set[str | None] = set()
    for mention in view.rows["mentions"]:
        claim = view.get("claims", mention["claim_id"])
        if mention["kind"] == "date":
            shown |= {mention["event_id"], claim["event_id"] if claim else None}
    for event in view.rows["events"]:
        if event["date_basis"] in ("explicit", "relative_publication") and not shown & set(wholes(view, event["event_id"])):
            yield breach("events", event, "date_basis", f"the basis is {event['date_basis']}, and no date mention shows where")


def wholes(view: View, event: str | None) -> list[str]:
    """Return an event and those that it is part of, over any number of steps."""
    found: list[str] = []
    while event is not None and event not in found:
        found.append(event)
        row = view.get("events", event)
        event = row["parent_event_id"] if row else None
    return found
