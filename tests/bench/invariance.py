"""How often noise leaves the body as it was: a table by kind and place, over made-up articles.

usage: python tests/bench/invariance.py [-n ARTICLES] [--half {0,1}] [--hard] [--json FILE]
                                        [--floors] [--show KIND:PLACE]

A cell is the share of articles whose body is byte for byte the article's paragraphs after one block
of that kind was put in one place: ``top`` above the headline, ``head`` under it, ``between`` two
paragraphs, ``after`` the last. A cell in brackets is a place where real pages do not have that
kind. ``lost`` and ``leaked`` are characters per page, over all four places.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from random import Random
from sys import path as import_path

import_path.insert(0, str(Path(__file__).parents[1]))

from grammar import KINDS, PLACES, article, noise, page, pieces

from nkdata.parser import parse

GATE = 12  # articles that `make test` measures; each costs a second
FLOORS = Path(__file__).parents[1] / "parser" / "cases" / "invariance.json"


def stories(count, half, *, hard=False):
    """Yield articles with a source of chance of their own each."""
    for seed in range(count):
        rng = Random(f"{seed} {half} {hard}")
        yield rng, article(rng, half, hard=hard)


def difference(text, story):
    """Return the characters of the story that the body has lost, and those that leaked into it."""
    found, wanted = set(parse(text).body.split("\n\n")), set(story.paragraphs)
    return sum(map(len, wanted - found)), sum(map(len, found - wanted))


def placed(rng, story, kind, place, half):
    """Return the story with one block of the kind in the place."""
    return pieces(
        story,
        {place: [noise(rng, kind, story, half)]},
        titled=rng.random() < 0.8,
        gap=rng.choice(("\n", "\n\n")),
    )


def by_kind(count, half, *, hard=False):
    """Return, for each kind and place, the differences of each article's page."""
    found = defaultdict(list)
    for rng, story in stories(count, half, hard=hard):
        for kind in KINDS:
            for place in PLACES:
                found[kind, place].append(
                    difference(placed(rng, story, kind, place, half).text, story)
                )
    return found


def _labels(text):
    return [(s.line, s.label, s.duplicate_of) for s in parse(text).segments]


def _dropped(rng, story, half):
    made = page(rng, story, half)
    noisy = [i for i, origin in enumerate(made.origins) if origin not in {"body", "title"}]
    return not noisy or parse(made.without(rng.choice(noisy)).text).body == parse(made.text).body


def _twins(rng, story, half):
    """Whether two printings of a caption, or a teaser and the article, may change places."""
    caption = noise(rng, "caption", story, half).lines[0]
    twin = caption.split(" (")[0].rstrip(".")
    there, back = (
        [story.title, *pair, *story.paragraphs] for pair in ((caption, twin), (twin, caption))
    )
    teaser = noise(rng, "teaser", story, half).lines
    first, last = (
        [*teaser, *teaser, story.title, *story.paragraphs],
        [*teaser, story.title, *story.paragraphs, *teaser],
    )
    return (
        parse("\n".join(there)).body == parse("\n".join(back)).body
        and parse("\n".join(first)).body == parse("\n".join(last)).body
    )


# each takes a source of chance, an article and a half, and says whether the property holds
PROPERTIES = {
    "alone": lambda _rng, story, _half: parse(story.body).body == story.body,
    "alone, under its headline": lambda _rng, story, _half: (
        parse(f"{story.title}\n{story.body}").body == story.body
    ),
    "page of all kinds": lambda rng, story, half: (
        parse(page(rng, story, half).text).body == story.body
    ),
    "one line of noise dropped": _dropped,
    "body of the body": lambda rng, story, half: (
        parse(body := parse(page(rng, story, half).text).body).body == body
    ),
    "twins in either order": _twins,
    "line ends": lambda rng, story, half: (
        t := page(rng, story, half).text,
        _labels(t) == _labels(t.replace("\n", "\r\n")),
    )[1],
    "trailing spaces": lambda rng, story, half: (
        t := page(rng, story, half).text,
        _labels(t) == _labels(t.replace("\n", " \t\n")),
    )[1],
}


def rates(count, half, *, hard=False):
    """Return the rate of each property over the articles."""
    held = defaultdict(int)
    for rng, story in stories(count, half, hard=hard):
        for name, holds in PROPERTIES.items():
            held[name] += holds(rng, story, half)
    return {name: held[name] / count for name in PROPERTIES}


def counts(count=GATE, half=1):
    """Return how many articles hold, by ``kind:place`` and by property, as the gate counts them."""
    held = {}
    for name, holds in PROPERTIES.items():
        held[name] = sum(holds(rng, story, half) for rng, story in stories(count, half))
    for kind, known in KINDS.items():
        for place in known.places:
            drawn = stories(count, half)
            held[f"{kind}:{place}"] = sum(
                parse(placed(r, s, kind, place, half).text).body == s.body for r, s in drawn
            )
    return held


def raise_floors():
    """Record what holds now; a floor never falls by this."""
    known = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    made = {cell: max(held, known.get(cell, 0)) for cell, held in counts().items()}
    FLOORS.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def mean(values):
    """Return the mean of some numbers."""
    values = list(values)
    return sum(values) / len(values)


def exact(differences):
    """Return the share of pages whose body is the article's."""
    return mean(pair == (0, 0) for pair in differences)


def rows(found):
    """Yield the table's rows: kind, rates by place, lost and leaked characters, places."""
    for kind, known in KINDS.items():
        cells = {place: exact(found[kind, place]) for place in PLACES}
        every = [pair for place in PLACES for pair in found[kind, place]]
        yield kind, known.places, cells, mean(p[0] for p in every), mean(p[1] for p in every)


def _cell(rate, *, natural):
    return f"{rate:.3f} " if natural else f"({rate:.2f})"


def report(found, held, count):
    """Return the tables as text."""
    lines = [
        f"{count} articles",
        f"{'kind':<14}" + "".join(f"{p:>10}" for p in PLACES) + f"{'lost':>8}{'leaked':>8}",
    ]
    for kind, natural, cells, lost, leaked in rows(found):
        rated = "".join(f"{_cell(cells[p], natural=p in natural):>10}" for p in PLACES)
        lines.append(f"{kind:<14}{rated}{lost:>8.1f}{leaked:>8.1f}")
    everything = {
        p: exact([d for k, known in KINDS.items() if p in known.places for d in found[k, p]])
        for p in PLACES
    }
    lines.append(f"{'natural':<14}" + "".join(f"{everything[p]:>9.3f} " for p in PLACES))
    return "\n".join([*lines, "", *(f"{name:<28}{rate:.3f}" for name, rate in held.items())])


def show(kind, place, arguments):
    """Print pages that the parser does not get right."""
    for rng, story in stories(arguments.n, arguments.half, hard=arguments.hard):
        made = placed(rng, story, kind, place, arguments.half)
        if parse(made.text).body != story.body:
            labels = {s.line: (s.label, s.rule) for s in parse(made.text).segments}
            for number, line in enumerate(made.text.split("\n"), 1):
                if line.strip():
                    origin = (
                        "body"
                        if line in story.paragraphs
                        else "title"
                        if line == story.title
                        else kind
                    )
                    print(f"{origin:<12}{labels.get(number, ('', ''))!s:<40}{line[:90]}")
            print()


def main():
    """Print the table."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("-n", type=int, default=100, metavar="ARTICLES")
    reader.add_argument(
        "--half",
        type=int,
        choices=(0, 1),
        help="wording of one half of the productions; a learner takes 0, a test 1",
    )
    reader.add_argument(
        "--hard",
        action="store_true",
        help="articles with subheads, lists and paragraphs of one sentence",
    )
    reader.add_argument("--json", metavar="FILE", help="write the rates here too")
    reader.add_argument(
        "--show", metavar="KIND:PLACE", help="print the pages of a cell that fail, line by line"
    )
    reader.add_argument(
        "--floors",
        action="store_true",
        help="raise the floors that the gate holds the parser to, and print nothing",
    )
    arguments = reader.parse_args()
    if arguments.floors:
        raise_floors()
        return
    if arguments.show:
        show(*arguments.show.split(":"), arguments)
        return
    found, held = (
        measure(arguments.n, arguments.half, hard=arguments.hard) for measure in (by_kind, rates)
    )
    print(report(found, held, arguments.n))
    if arguments.json:
        made = {"kinds": {kind: cells for kind, _, cells, _, _ in rows(found)}, "properties": held}
        Path(arguments.json).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
