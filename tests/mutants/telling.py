"""What the mutants show, as Markdown: by subject who caught how many, and what nobody can catch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from mutants.run import Trial

BEGIN, END = "<!-- mutants: made by `make mutants` -->\n", "<!-- /mutants -->"
NAMES = {
    "keys": "keys and rows",
    "cells": "cells",
    "shapes": "whole tables",
    "spans": "quotes and spans",
    "pages": "pages and their segments",
    "figures": "figures and answers",
    "dates": "dates",
    "sources": "sources and chains",
    "actors": "actors and names",
    "events": "events and places",
    "links": "relations and disputes",
    "packages": "files and descriptor",
    "seeds": "the curators' files",
}


def summary(trials: Sequence[Trial]) -> str:
    """Return the summary: what was caught by subject, what is harmless, what is beyond any rule."""
    return "\n".join([*_table(trials), "", _harmless(trials), "", *_beyond(trials)]) + "\n"


def put_into(document: Path, text: str) -> None:
    """Put a summary between the marks of a document, in place of the last one."""
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    assert end, f"{document} has no marks for the summary"
    document.write_text(f"{before}{BEGIN}{text}{end}{after}", encoding="utf-8", newline="\n")


def _table(trials: Iterable[Trial]) -> Iterator[str]:
    yield "| mistakes in | kinds | places tried | nkdata | pandera alone | Table Schema alone |"
    yield "|---|---|---|---|---|---|"
    mistakes = [trial for trial in trials if trial.kind.expected == "caught"]
    for subject, name in NAMES.items():
        yield _line(name, [trial for trial in mistakes if trial.kind.subject == subject])
    yield _line("**all**", mistakes)


def _line(name: str, trials: Sequence[Trial]) -> str:
    tried = sum(trial.tried for trial in trials)
    caught = _percent(sum(trial.killed for trial in trials), tried)
    others = [_share(trials, tool) for tool in ("pandera", "schema")]
    return f"| {name} | {len(trials)} | {tried} | {caught} | {' | '.join(others)} |"


def _share(trials: Iterable[Trial], tool: str) -> str:
    """Return the share that a tool caught of the places where it was asked, if it can be asked."""
    asked = [trial for trial in trials if getattr(trial, tool) is not None]
    caught = sum(getattr(trial, tool) for trial in asked)
    return _percent(caught, sum(trial.asked or 0 for trial in asked)) if asked else ""


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // max(whole, 1)} %"  # rounded down: "all" is said of nothing less


def _harmless(trials: Iterable[Trial]) -> str:
    harmless = [trial for trial in trials if trial.kind.expected == "harmless"]
    caught, tried = sum(t.killed for t in harmless), sum(t.tried for t in harmless)
    return (
        f"{len(harmless)} kinds of changes that change no meaning, such as rows in another order,"
        f" are tried as well: {caught} of {tried} are caught."
    )


def _beyond(trials: Iterable[Trial]) -> Iterator[str]:
    yield "What no rule over one package can tell, and a green report therefore does not say:"
    yield ""
    for trial in trials:
        if trial.kind.expected == "beyond":
            reason = trial.kind.reason
            yield f"- *{trial.kind.doc}* {reason[0].upper()}{reason[1:]}."
