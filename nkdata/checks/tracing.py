"""Rules of use: what a row rests on is there, and who or what it names is in the article it comes from."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from nkdata.checks.registry import breach, breaches, rule
from nkdata.document import splits_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.columns import Numbers
    from nkdata.checks.registry import Faults, View
    from nkdata.reports.problems import Problem

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

    A user could not tell a text that is withheld from one that was lost, and could verify some
    quotes and not others.
    """

    def faults(text: bool, body: bool) -> Faults:
        if not text and not view.withheld:
            yield "text", "other articles have theirs; without it nothing in this one can be traced"
        elif not text and body:
            yield "body", "the text is withheld"

    yield from breaches(view, "articles", faults, "text?", "body?")


class _Pages:
    """The texts of all articles as one, with what is known of each of its characters: white space, or part of a word."""

    def __init__(self, view: View) -> None:
        texts = [text or "" for (text,) in view.cells("articles", "text")]
        self.lengths = np.array([*map(len, texts), 0])
        self.starts = np.append(0, np.cumsum(self.lengths))
        characters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        known, kinds = np.zeros(0x110000, bool), np.zeros((2, 0x110000), bool)
        known[characters] = True
        for code in np.flatnonzero(known).tolist():
            kinds[:, code] = chr(code).isspace(), splits_word(2 * chr(code), 1)
        self.space, self.word = (np.append(kind[characters], values=False) for kind in kinds)

    def split(self, view: View, table: str) -> Numbers:
        """Return the positions of the spans that begin or end inside a word, or with white space."""
        article, start, end = (
            view.parents(table, "article_id"),
            *(view.numbers(table, edge) for edge in ("start", "end")),
        )
        length = self.lengths[article]
        sound = np.flatnonzero(
            (start >= 0) & (start < end) & (end <= length)
        )  # the others are another rule's problem
        first, last = (self.starts[article[sound]] + edge[sound] for edge in (start, end))
        within, before = start[sound] > 0, end[sound] < length[sound]
        begins = self.space[first] | (within & self.word[first - 1] & self.word[first])
        ends = self.space[last - 1] | (before & self.word[last - 1] & self.word[last])
        split: Numbers = sound[begins | ends]
        return split


@rule("articles", "claims", "mentions", dimension="conformity", needs_text=True, apart=True)
def span_on_words(view: View) -> Iterator[Problem]:
    """A span begins and ends with a visible character, and not inside a word.

    A quote cut inside a word or a number, such as 10 out of 100, says what the page does not.
    """
    pages = view.once(_Pages)
    for table in ("claims", "mentions"):
        for row in view.at(table, pages.split(view, table)):
            text = view.text(row["article_id"]) or ""
            for column in ("start", "end"):
                fault = _edge_fault(text, row["start"], row[column])
                if fault:
                    yield breach(
                        table,
                        row,
                        column,
                        f"the span {'begins' if column == 'start' else 'ends'} {fault}",
                    )


def _edge_fault(text: str, start: int, edge: int) -> str:
    if text[edge if edge == start else edge - 1].isspace():
        return "with white space"
    return "inside a word" if splits_word(text, edge) else ""


@rule("attributions", "claims", "mentions", dimension="completeness", needs_all=True)
def cue_is_used(view: View) -> Iterator[Problem]:
    """A cue is the cue of a hop of its claim.

    Words would be marked as naming a source that the claim's chain does not have: somebody who
    spoke is left out.
    """
    used = view.referred("attributions", "cue_mention_id")
    cues = view.which("mentions", lambda kind: kind == "cue", "kind")
    for mention in view.at("mentions", cues[~used[cues]]):
        yield breach("mentions", mention, "kind", "no hop of the claim has it as its cue")


class _Names:
    """The mentions by which articles name actors, each article's by where they begin."""

    def __init__(self, view: View) -> None:
        self.spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self.longest: dict[str, int] = defaultdict(int)
        named = view.which(
            "mentions", lambda kind, actor: kind == "name" and actor, "kind", "actor_id?"
        )
        for article, start, end, actor in view.cells(
            "mentions", "article_id", "start", "end", "actor_id", among=named
        ):
            self.spans[article].append((start, end, actor))
            self.longest[article] = max(self.longest[article], end - start)
        for spans in self.spans.values():
            spans.sort()

    def within(self, article: str, start: int, end: int) -> set[str]:
        """Return the actors that are named in a stretch of an article, wholly or in part."""
        spans = self.spans.get(article, [])
        first = bisect_left(spans, start - self.longest[article], key=itemgetter(0))
        last = bisect_left(spans, end, key=itemgetter(0))
        return {actor for _, until, actor in spans[first:last] if until > start}


@rule("actors", "attributions", "mentions", dimension="consistency", needs_all=True)
def cue_names_its_source(view: View) -> Iterator[Problem]:
    """A cue that holds the name of an actor holds that of its hop's actor, or of one under the same control.

    The words name one party and the chain credits another, from which independence would then be
    computed.
    """
    names = _Names(view)
    among = view.linked("attributions", "cue_mention_id")
    cue = ("cue_mention_id.article_id", "cue_mention_id.start", "cue_mention_id.end")
    for position, (actor, *span) in zip(
        among.tolist(), view.cells("attributions", "actor_id", *cue, among=among), strict=True
    ):
        inside = names.within(*span)
        if inside and view.sources.root(actor) not in {view.sources.root(one) for one in inside}:
            yield breach(
                "attributions",
                view.rows["attributions"][position],
                "actor_id",
                f"its cue names {', '.join(sorted(inside))}",
            )


@rule(
    "actors",
    "articles",
    "attributions",
    "claims",
    "event_participants",
    "mentions",
    dimension="consistency",
    needs_all=True,
)
def actor_is_used(view: View) -> Iterator[Problem]:
    """Every actor is named in an article, speaks, publishes, takes part, is spoken of, is an answer, or controls another.

    An entry that nothing leads to inflates counts of actors, and no article can be shown for it.
    """
    used = np.any(
        [view.referred(table, column) for table, names in _USES.items() for column in names], axis=0
    )
    for actor in view.at("actors", np.flatnonzero(~used)):
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

    By a slip in an id somebody would be credited with words or deeds in an article that never
    mentions them.

    A person stands there by name; any other actor by its name or that of one under the same
    control. Groups and unidentified sources are described.
    """
    printed = _Printed(view)

    def faults(article: str | None, *actors: str | None) -> Faults:
        for column, actor in zip(("subject_id", "value_actor_id"), actors, strict=True):
            yield from fault(column, actor, article)

    def fault(column: str, actor: str | None, article: str | None) -> Faults:
        if actor is not None and article is not None and not printed.stands(actor, article):
            yield column, f"no name of {actor} stands in {article}"

    def acting(actor: str, article: str | None) -> Faults:
        return fault("actor_id", actor, article)

    yield from breaches(view, "claims", faults, "article_id", "subject_id", "value_actor_id")
    yield from breaches(view, "event_participants", acting, "actor_id", "claim_id.article_id")
    stated = view.which("attributions", bool, "stated")
    yield from breaches(
        view, "attributions", acting, "actor_id", "claim_id.article_id", among=stated
    )


class _Printed:
    """Tells which actors an article names, by any of their names as whole words."""

    def __init__(self, view: View) -> None:
        self.texts = dict(view.cells("articles", "article_id", "text"))
        self.root = view.sources.root
        self.known: dict[tuple[str, bool, str], bool] = {}
        self.actors: dict[str, tuple[str, bool]] = {}
        self.kin: dict[str, list[str]] = defaultdict(list)
        for actor, kind, anonymous in view.cells(
            "actors", "actor_id", "actor_type", "is_anonymous"
        ):
            self.actors[actor] = kind, anonymous
            self.kin[self.root(actor)].append(actor)
        self.names: dict[str, list[str]] = defaultdict(list)
        for actor, name in view.cells("actor_names", "actor_id", "name"):
            self.names[actor].append(name)

    def stands(self, actor: str, article: str) -> bool:
        kind, anonymous = self.actors.get(actor, ("group", True))
        if kind in _DESCRIBED or anonymous or self.texts.get(article) is None:
            return True
        family = actor if kind == "person" else self.root(actor)
        if (family, kind == "person", article) not in self.known:
            kin = [actor] if kind == "person" else self.kin[family]
            text = self.texts[article] or ""
            self.known[family, kind == "person", article] = any(
                whole(name, text) for one in kin for name in self.names[one]
            )
        return self.known[family, kind == "person", article]


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

    An article that tells nothing of an event would seem to give its date or place, and be counted
    among those that report it.
    """
    told = view.combinations("claims", "event_id", "article_id")
    reported = {(event, article) for part, article in told for event in wholes(view, part)}

    def faults(event: str, article: str) -> Faults:
        if (event, article) not in reported:
            yield "event_id", "no claim of the article is about this event"

    yield from breaches(
        view,
        "mentions",
        faults,
        "event_id",
        "article_id",
        among=view.linked("mentions", "event_id"),
    )


@rule("claims", "events", "mentions", dimension="completeness", needs_all=True)
def date_of_event_is_printed(view: View) -> Iterator[Problem]:
    """The date of an event that is printed, or counts from publication, is shown by a date mention of it or of what it is part of.

    The basis promises that a page prints the day, and without the mention nobody can find where.
    """
    dates = view.which("mentions", lambda kind: kind == "date", "kind")
    shown = {
        event
        for both in view.combinations("mentions", "event_id", "claim_id.event_id", among=dates)
        for event in both
    }
    for event in view.where(
        "events", lambda basis: basis in ("explicit", "relative_publication"), "date_basis"
    ):
        if event["event_id"] not in shown and not shown & set(wholes(view, event["event_id"])):
            yield breach(
                "events",
                event,
                "date_basis",
                f"the basis is {event['date_basis']}, and no date mention shows where",
            )


def _wholes(view: View) -> dict[str, str | None]:
    return dict(view.cells("events", "event_id", "parent_event_id"))


def wholes(view: View, event: str | None) -> list[str]:
    """Return an event and those that it is part of, over any number of steps."""
    parents = view.once(_wholes)
    found: list[str] = []
    while event is not None and event not in found:
        found.append(event)
        event = parents.get(event)
    return found
