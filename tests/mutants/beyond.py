"""Mistakes that no rule over one package can tell.

They are tried all the same, so that nobody takes a green report for more than it is.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mutants.keys import KIN, keys_of_each_other
from mutants.model import beyond, both, put
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutants.model import Rows, World


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (table, column) for table, _, column in (name.partition(".") for name in text.split())
    )


WORDS = _columns(
    "claims.statement claims.rank_note articles.published_note articles.rights events.title"
    " events.place_name events.date_note questions.text questions.scope_note actors.description"
    " claim_relations.note"
)
JUDGED = _columns(
    "claims.claim_type claims.evidentiality claims.factuality_claimant claims.factuality_article"
    " claims.author_stance claims.time_reference claims.quotation events.context events.occurrence"
    " event_participants.role actors.actor_type"
    " actors.sector questions.cardinality articles.derivation articles.published_basis"
)


@beyond(
    "the curators' own words say what they say: only a diff, or the content hash, tells that they"
    " were edited"
)
def words_edited(world: World) -> Iterator[Rows]:
    """A word of a statement, note, title or place is another."""
    for table, column in WORDS:
        for row in world.rows[table]:
            words = (row[column] or "").split()
            spots = [n for n, word in enumerate(words) if word.isalpha() and word.islower()]
            if spots:
                at = world.rng.choice(spots)
                yield put(
                    table,
                    row,
                    **{
                        column: " ".join(
                            [
                                *words[:at],
                                world.rng.choice(["not", "never", "all", "some"]),
                                *words[at + 1 :],
                            ]
                        )
                    },
                )


@beyond(
    "which words are whose only their reader knows; quote and statement share too few words to"
    " hold on to"
)
def words_of_another_row(world: World) -> Iterator[Rows]:
    """Two rows have each other's statements, notes or titles."""
    for table, column in WORDS:
        filled = [row for row in world.rows[table] if row[column]]
        for one, two in pairwise(filled):
            if one[column] != two[column]:
                yield both(
                    put(table, one, **{column: two[column]}),
                    put(table, two, **{column: one[column]}),
                )


@beyond(
    "a judgement of reading has several legal answers: only a second reading tells, and the card"
    " says how far two agree"
)
def judgement_changed(world: World) -> Iterator[Rows]:
    """A code of judgement is another legal one."""
    for table, column in JUDGED:
        for row in world.rows[table]:
            if row[column] is not None:
                yield put(table, row, **{column: world.other(codes(table, column), row[column])})


@beyond("how much of a sentence carries a claim is the reader's judgement")
def span_a_word_wider(world: World) -> Iterator[Rows]:
    """A claim's span takes in the next word."""
    for row in world.rows["claims"]:
        text = world.text(row)
        rest = text[row["end"] :]
        word = rest.split(maxsplit=1)[0] if rest[:1] == " " else ""
        if word and "\n" not in rest[: rest.index(word)]:
            end = row["end"] + rest.index(word) + len(word)
            if text[end - 1].isalnum():
                yield put("claims", row, end=end, quote=text[row["start"] : end])


@beyond(
    'whom "he" or "officials" means, and which of those named in a passage it is about, is the'
    " reader's to say"
)
def another_whom_the_article_names(world: World) -> Iterator[Rows]:
    """A claim is about somebody else whom its article names too."""
    for row in world.rows["claims"]:
        named = sorted(
            {
                m["actor_id"]
                for m in world.rows["mentions"]
                if m["article_id"] == row["article_id"] and m["actor_id"]
            }
            - {row["subject_id"]}
        )
        if row["subject_id"] and named:
            yield put("claims", row, subject_id=world.rng.choice(named))


@beyond(
    "which happening a claim is about is the reader's to say, where another leaves nothing"
    " unclaimed"
)
def another_event_of_the_article(world: World) -> Iterator[Rows]:
    """A claim is filed under another event that its article tells of."""
    for row in world.rows["claims"]:
        told = sorted(
            {
                c["event_id"]
                for c in world.rows["claims"]
                if c["article_id"] == row["article_id"] and c["event_id"]
            }
            - {row["event_id"]}
        )
        if row["event_id"] and told:
            yield put("claims", row, event_id=world.rng.choice(told))


@beyond(
    "what hangs on the two may fit either; that an id names the matter of the other row only its"
    " reader sees"
)
def keys_of_kin_exchanged(world: World) -> Iterator[Rows]:
    """Two claims of one article, two events or two questions exchanged their keys."""
    for table in KIN:
        for one, two in pairwise(world.rows[table]):
            if one.get("article_id") == two.get("article_id"):
                yield keys_of_each_other(table, one, two)


@beyond("what is known from outside the texts no text tells")
def outside_knowledge_wrong(world: World) -> Iterator[Rows]:
    """A Wikidata item is one off, a position a tenth of a degree, a medium under other control."""
    for row in world.rows["actors"]:
        if row["wikidata_id"]:
            yield put("actors", row, wikidata_id=f"Q{int(row['wikidata_id'][1:]) + 1}")
        if row["media_control"]:
            yield put(
                "actors",
                row,
                media_control=world.other(codes("actors", "media_control"), row["media_control"]),
            )
    for row in world.rows["events"]:
        if row["latitude"] is not None:
            yield put("events", row, latitude=row["latitude"] + 0.1)


@beyond("an optional cell may be empty; a diff tells that it was not")
def optional_cell_lost(world: World) -> Iterator[Rows]:
    """A cell that adds to a row is empty."""
    optional = (
        ("actors", "wikidata_id"),
        ("actors", "country_code"),
        ("actors", "sector"),
        ("actors", "description"),
        ("events", "context"),
        ("events", "event_subtype"),
        ("event_participants", "title_as_stated"),
        ("questions", "bounded_by_id"),
        ("questions", "event_id"),
        ("claims", "subject_id"),
    )
    for table, column in optional:
        yield from (
            put(table, row, **{column: None})
            for row in world.rows[table]
            if row[column] is not None
        )


@beyond(
    "a rule that gives the same label is told apart only by parsing the page again, as a rebuild"
    " does"
)
def another_rule_of_the_same_label(world: World) -> Iterator[Rows]:
    """A segment names another rule that gives its label."""
    rules = {
        "body": ["paragraph", "cut-paragraph", "list-item", "continuation"],
        "ad": ["advertisement", "promotion"],
        "nav": ["site-menu", "breadcrumb", "section-tag"],
    }
    for row in world.rows["segments"]:
        if row["label"] in rules:
            yield put("segments", row, rule=world.other(rules[row["label"]], row["rule"]))


@beyond("a unit is the curators' word for what a question counts, and no text has to print it")
def unit_swapped(world: World) -> Iterator[Rows]:
    """A question's figures are in another unit."""
    units = {question["unit"] for question in world.rows["questions"]} - {None}
    for question in world.rows["questions"]:
        if question["unit"]:
            yield put("questions", question, unit=world.other(sorted(units), question["unit"]))


@beyond("which of those who read an article coded a claim is written nowhere else")
def coder_changed(world: World) -> Iterator[Rows]:
    """A claim is said to have been coded by another reader."""
    readers = {row["coder"] for row in world.rows["claims"]}
    for row in world.rows["claims"]:
        yield put("claims", row, coder=world.other(sorted(readers), row["coder"]))
