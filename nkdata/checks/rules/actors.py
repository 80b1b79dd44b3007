"""Rules of actors: one actor, one identity; whom a row names stands in its article."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from nkdata.checks.engine import Fault, each, pl, say
from nkdata.checks.registry import rule
from nkdata.document import stands_whole
from nkdata.relations import ACTOR, Sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.checks.engine import Table, Tables
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


def sources(tables: Tables) -> Sources:
    """Return who stands behind each claim that answers a question; for `Tables.once`."""

    def behind() -> dict[str, set[str]]:
        hop = tables.attributions
        answering = hop.via("claim_id").question_id.is_not_null()
        chains: dict[str, set[str]] = defaultdict(set)
        rows = hop.frame("claim_id", "actor_id", at=hop.rows(answering)).iter_rows()
        for claim, actor in rows:
            chains[claim].add(actor)
        return chains

    return Sources(tables.actors.records(*ACTOR)[::-1], behind)  # the first of two with one id


@rule("actors", "actor_names", dimension="uniqueness")
def canonical_name(tables: Tables) -> Iterator[Problem]:
    """An actor has one canonical name, the one in actors.

    Joining actors with their canonical names would double or lose an actor, or show it under two
    names.
    """
    actor, name = tables.actors, tables.actor_names
    canonical: dict[str, list[str]] = defaultdict(list)
    rows = name.frame("actor_id", "name", at=name.rows(name.kind == "canonical"))
    for key, words in rows.iter_rows():
        canonical[key].append(words)
    faults = {
        row: Fault("name", f"actor_names has as canonical: {', '.join(known) or 'none'}")
        for row, (key, words) in enumerate(actor.frame("actor_id", "name").iter_rows())
        if (known := canonical.get(key, [])) != [words]
    }
    yield from actor.problems(list(faults), list(faults.values()))


@rule(*_USES, dimension="consistency", needs_all=True)
def actor_is_used(tables: Tables) -> Iterator[Problem]:
    """Something refers to every actor.

    An entry that nothing leads to inflates counts of actors, and no article can be shown for it.

    The actor is named in an article, speaks, publishes, takes part, is spoken of, is an answer, or
    controls another.
    """
    places = [getattr(tables, name).places(link) for name, links in _USES.items() for link in links]
    used = pl.concat(places).drop_nulls().unique()
    actor = tables.actors
    # if an id stands twice, both of its rows are used
    idle = ~actor.actor_id.is_in(actor.series("actor_id", used).implode())
    yield from actor.breaks(idle, None, "nothing in any article leads to it")


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
def actor_is_named(tables: Tables) -> Iterator[Problem]:
    """The article of a claim names its stated sources, its subject, its answer and who took part.

    One wrong id would credit somebody with words or deeds in an article that never mentions them.

    A person stands there by name; any other actor by its name or by that of one under the same
    control. Groups and unidentified sources are described, not named.
    """
    printed = _Printed(tables)
    claim, hop, participant = tables.claims, tables.attributions, tables.event_participants
    yield from printed.absent(claim, "subject_id", claim.article_id)
    yield from printed.absent(claim, "value_actor_id", claim.article_id)
    yield from printed.absent(participant, "actor_id", participant.via("claim_id").article_id)
    stated = hop.rows(hop.stated)
    yield from printed.absent(hop, "actor_id", hop.via("claim_id").article_id, stated)


class _Printed:
    """Tells which actors an article names, by any of their names as whole words."""

    def __init__(self, tables: Tables) -> None:
        self.texts = tables.articles.by_key("text")
        self.root = tables.once(sources).root
        self.known: dict[tuple[str, bool, str], bool] = {}
        self.actors: dict[str, tuple[str, bool]] = {}
        self.kin: dict[str, list[str]] = defaultdict(list)
        for actor, *kind in tables.actors.frame(
            "actor_id", "actor_type", "is_anonymous"
        ).iter_rows():
            self.actors.setdefault(actor, (kind[0], kind[1]))
            self.kin[self.root(actor)].append(actor)
        self.names: dict[str, list[str]] = defaultdict(list)
        for actor, name in tables.actor_names.frame("actor_id", "name").iter_rows():
            self.names[actor].append(name)

    def absent(
        self, table: Table, column: str, article: pl.Expr, among: pl.Series | None = None
    ) -> Iterator[Problem]:
        """Yield a problem for each row whose actor does not stand in the row's article."""
        actor: pl.Expr = getattr(table, column)
        absent = each(lambda *cells: not self.stands(*cells), actor, article, gives=pl.Boolean)
        message = say("no name of {} stands in {}", actor, article)
        given = actor.is_not_null() & article.is_not_null()
        yield from table.breaks(absent, column, message, among=table.rows(given, among))

    def stands(self, actor: str, article: str) -> bool:
        """Tell whether an article names an actor."""
        kind, anonymous = self.actors.get(actor, ("group", True))
        text = self.texts.get(article)
        if kind in _DESCRIBED or anonymous or text is None:
            return True
        person = kind == "person"
        family = actor if person else self.root(actor)
        if (family, person, article) not in self.known:
            kin = [actor] if person else self.kin[family]
            names = (name for one in kin for name in self.names[one])
            self.known[family, person, article] = any(stands_whole(name, text) for name in names)
        return self.known[family, person, article]


@rule("actors", dimension="consistency")
def anonymous_has_no_identity(tables: Tables) -> Iterator[Problem]:
    """An actor without a name is in no register: it is no state, and has no Wikidata id.

    An official whom nobody named would be joined by that id to a known party in other data, and get
    an origin that the article hides.
    """
    actor = tables.actors
    known = actor.wikidata_id.is_not_null() | (actor.actor_type == "state")
    message = say("known: {}", actor.wikidata_id.fill_null("a state"))
    yield from actor.breaks(actor.is_anonymous & known, "is_anonymous", message)


@rule("actors", dimension="completeness")
def media_control_of_media(tables: Tables) -> Iterator[Problem]:
    """Media, and no other actors, say who controls them.

    A reader who separates state media from private ones would lose the outlets without the code, or
    count ministries among the press.
    """
    actor = tables.actors
    odd = actor.media_control.is_not_null() != (actor.actor_type == "media")
    yield from actor.breaks(odd, "media_control", say("the actor's type is {}", actor.actor_type))


@rule("actors", dimension="uniqueness")
def one_item_one_actor(tables: Tables) -> Iterator[Problem]:
    """An item of Wikidata stands for one actor.

    One body would be counted as two. A join on the Wikidata item would give each of them the deeds
    of both.
    """
    actor = tables.actors
    first = actor.actor_id.first().over("wikidata_id")
    doubled = actor.rows(actor.wikidata_id.is_not_null() & (first != actor.actor_id))
    owners = (
        dict(reversed(list(actor.frame("wikidata_id", "actor_id").iter_rows())))
        if len(doubled)
        else {}
    )
    items = actor.cells(actor.wikidata_id, doubled)
    faults = [Fault("wikidata_id", f"{owners[item]} has it already") for item in items]
    yield from actor.problems(doubled, faults)


@rule("actors", dimension="consistency")
def control_within_country(tables: Tables) -> Iterator[Problem]:
    """An actor that a state controls, over any steps, belongs to that state's country.

    A ministry of one country would be counted among the bodies of another, and its words be taken
    for those of that state.

    The rule holds where both countries are given.
    """
    actor = tables.actors
    root = tables.once(sources).root
    kinds = {
        key: (kind, country)
        for key, kind, country in actor.frame("actor_id", "actor_type", "country_code").iter_rows()
    }

    def fault(key: str, country: str) -> str | None:
        above = root(key)
        kind, other = kinds.get(above, (None, None))
        foreign = kind == "state" and other is not None and other != country
        return f"it is controlled by {above}, of {other}" if foreign else None

    told = each(fault, actor.actor_id, actor.country_code, gives=pl.String)
    among = actor.country_code.is_not_null()
    yield from actor.breaks(told.is_not_null(), "country_code", told, among=among)
