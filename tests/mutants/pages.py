"""Mistakes of pages: their segments, labels, titles and bodies."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mutants.model import both, drop, kind, put, stale
from nkdata.schema import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutants.model import Row, Rows, World


def _of(world: World, article: Row) -> list[Row]:
    return sorted(
        (s for s in world.rows["segments"] if s["article_id"] == article["article_id"]),
        key=lambda s: s["start"],
    )


def _pairs(world: World) -> Iterator[tuple[Row, Row]]:
    for article in world.rows["articles"]:
        found = _of(world, article)
        yield from pairwise(found)


@kind
def segment_gap(world: World) -> Iterator[Rows]:
    """A segment ends before the next one begins."""
    yield from (
        put("segments", row, end=row["end"] - world.rng.randint(1, row["end"] - row["start"] - 1))
        for row in _long(world)
    )


def _long(world: World) -> Iterator[Row]:
    yield from (row for row in world.rows["segments"] if row["end"] - row["start"] > 2)


@kind
def segments_overlap(world: World) -> Iterator[Rows]:
    """A segment reaches into the next one."""
    yield from (
        put("segments", one, end=one["end"] + world.rng.randint(1, two["end"] - two["start"]))
        for one, two in _pairs(world)
    )


@kind
def segment_lost(world: World) -> Iterator[Rows]:
    """A segment is missing."""
    repeated = {row["duplicate_of"] for row in world.rows["segments"]}
    yield from (
        drop("segments", row) for row in world.rows["segments"] if row["segment_id"] not in repeated
    )


@kind
def segments_merged(world: World) -> Iterator[Rows]:
    """Two segments became one."""
    repeated = {row["duplicate_of"] for row in world.rows["segments"]}
    for one, two in _pairs(world):
        if two["segment_id"] not in repeated:
            yield both(put("segments", one, end=two["end"]), drop("segments", two))


@kind
def boundary_moved(world: World) -> Iterator[Rows]:
    """The boundary between two segments lies within a line."""
    for one, two in _pairs(world):
        if two["end"] - two["start"] > 8:
            at = two["start"] + world.rng.randint(1, 6)
            if world.text(two)[two["start"] : at].strip():
                yield both(put("segments", one, end=at), put("segments", two, start=at))


@kind
def boundary_off_by_one(world: World) -> Iterator[Rows]:
    """The boundary between two segments leaves a line end to the next one."""
    yield from (
        both(put("segments", one, end=one["end"] - 1), put("segments", two, start=two["start"] - 1))
        for one, two in _pairs(world)
    )


@kind
def story_labelled_furniture(world: World) -> Iterator[Rows]:
    """A paragraph or title got a label of furniture, or furniture that of a paragraph."""
    story = ("body", "title")
    for row in world.rows["segments"]:
        to = (
            world.other(codes("segments", "label"), *story, "subhead")
            if row["label"] in story
            else world.rng.choice(story)
        )
        yield put("segments", row, label=to)


@kind
def furniture_label_swapped(world: World) -> Iterator[Rows]:
    """A piece of furniture got the label of another kind of furniture."""
    story = ("body", "title", "subhead")
    for row in world.rows["segments"]:
        if row["label"] not in story:
            yield put(
                "segments", row, label=world.other(codes("segments", "label"), *story, row["label"])
            )


@kind
def labels_exchanged(world: World) -> Iterator[Rows]:
    """Two neighbouring segments have each other's labels."""
    for one, two in _pairs(world):
        if one["label"] != two["label"]:
            yield both(
                put("segments", one, label=two["label"]), put("segments", two, label=one["label"])
            )


@kind
def rule_of_segment_misspelt(world: World) -> Iterator[Rows]:
    """The rule that gave a label is none of the parser's."""
    yield from (
        put(
            "segments",
            row,
            rule=world.rng.choice(
                [row["rule"][:-1], row["rule"].replace("-", "_") + "_", row["label"] + "s"]
            ),
        )
        for row in world.rows["segments"]
    )


@kind
def rule_of_another_label(world: World) -> Iterator[Rows]:
    """The rule named is one that gives another label."""
    rules = {row["rule"]: row["label"] for row in world.rows["segments"]}
    for row in world.rows["segments"]:
        yield put(
            "segments",
            row,
            rule=world.other([rule for rule, label in rules.items() if label != row["label"]]),
        )


@kind
def repeat_forgotten(world: World) -> Iterator[Rows]:
    """A segment that repeats another does not say so."""
    yield from (
        put("segments", row, duplicate_of=None)
        for row in world.rows["segments"]
        if row["duplicate_of"] is not None
    )


@kind
def repeat_of_another(world: World) -> Iterator[Rows]:
    """A segment is said to repeat one that says something else."""
    for row in world.rows["segments"]:
        ids = [
            s["segment_id"]
            for s in world.rows["segments"]
            if s["article_id"] == row["article_id"] and s["start"] < row["start"]
        ]
        words = world.text(row)[row["start"] : row["end"]].split()
        if ids and words and row["duplicate_of"] is None:
            yield put("segments", row, duplicate_of=world.rng.choice(ids))


@kind
def repeat_of_a_later_one(world: World) -> Iterator[Rows]:
    """A segment is said to repeat a later one, itself, or one of another article."""
    for row in world.rows["segments"]:
        ids = [
            s["segment_id"]
            for s in world.rows["segments"]
            if s["article_id"] != row["article_id"] or s["start"] >= row["start"]
        ]
        yield put("segments", row, duplicate_of=world.rng.choice(ids))


@kind
def wrong_line(world: World) -> Iterator[Rows]:
    """A segment's line is off by one, counts from 0, or counts segments."""
    for number, row in enumerate(world.rows["segments"], 1):
        yield put(
            "segments",
            row,
            line=world.other([row["line"] + 1, row["line"] - 1 or 2, number], row["line"]),
        )


@kind
def title_misspelt(world: World) -> Iterator[Rows]:
    """A letter of a title is wrong, or it is in other case."""
    for article in world.rows["articles"]:
        if article["title"]:
            for title in (
                article["title"].upper(),
                article["title"].title() + ".",
                article["title"][:-1],
                article["title"].replace("e", "a", 1),
            ):
                if title != article["title"]:
                    yield put("articles", article, title=title)


@kind
def title_lost_or_made_up(world: World) -> Iterator[Rows]:
    """An article lacks its title, or has one that the page does not print."""
    for article in world.rows["articles"]:
        yield put(
            "articles", article, title=None if article["title"] else article["body"].split(".")[0]
        )
        yield put(
            "articles",
            article,
            title=world.other([a["title"] for a in world.rows["articles"]], article["title"])
            or "Untitled",
        )


@kind
def body_edited(world: World) -> Iterator[Rows]:
    """A paragraph of the body is missing, repeated or changed."""
    for article in world.rows["articles"]:
        paragraphs = article["body"].split("\n\n")
        at = world.rng.randrange(len(paragraphs))
        for made in (
            paragraphs[:at] + paragraphs[at + 1 :],
            [*paragraphs, paragraphs[at]],
            paragraphs[::-1],
        ):
            yield put("articles", article, body="\n\n".join(made))
        yield put("articles", article, body=article["body"].replace("\n\n", "\n"))
        yield put("articles", article, body=article["body"].replace(" the ", " a ", 1))


@kind
def body_is_whole_page(world: World) -> Iterator[Rows]:
    """The body holds the whole page, or nothing."""
    for article in world.rows["articles"]:
        yield put("articles", article, body=article["text"])
        yield put("articles", article, body=None)


@kind
def author_wrong(world: World) -> Iterator[Rows]:
    """An author is missing, or is one that the page does not name."""
    for article in world.rows["articles"]:
        for author in (
            None,
            "Staff",
            "By " + (article["author"] or "Reuters"),
            (article["author"] or "Jane Doe").upper(),
        ):
            if author != article["author"]:
                yield put("articles", article, author=author)


@kind
def page_evidence_lost(world: World) -> Iterator[Rows]:
    """The words that show author, publisher or publication date are not pointed at."""
    for article in world.rows["articles"]:
        for shown, rests in (
            ("author", article["author"]),
            ("publisher", article["publisher_basis"] == "stated"),
            ("published", article["published_basis"] == "stated"),
        ):
            found = [
                m
                for m in world.rows["mentions"]
                if m["article_id"] == article["article_id"] and m["kind"] == shown
            ]
            if rests and found:
                yield drop("mentions", *found)


@kind
def segment_id_of_another(world: World) -> Iterator[Rows]:
    """A segment kept the id of the place where it stood before the page was parsed anew."""
    yield from (
        stale(put("segments", row, segment_id=f"{row['article_id']}.{row['start'] + 1}"))
        for row in world.rows["segments"]
    )
