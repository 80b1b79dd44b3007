"""The rules of meaning, a module a table; importing this registers them all, in the order in which they run."""

from nkdata.checks.rules import (
    actors,
    answers,
    articles,
    attributions,
    claims,
    dates,
    events,
    grounds,
    hedges,
    mentions,
    questions,
    relations,
    segments,
    spans,
    tables,
    worded,
)

__all__ = [
    "actors",
    "answers",
    "articles",
    "attributions",
    "claims",
    "dates",
    "events",
    "grounds",
    "hedges",
    "mentions",
    "questions",
    "relations",
    "segments",
    "spans",
    "tables",
    "worded",
]
