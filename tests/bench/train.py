"""Learn the tagger's numbers from the development pages, and score it on sites it has not seen.

usage: python tests/bench/train.py BENCH [--folds N] [--steps N] [--out FILE] [--networks FOLDER]

BENCH is the folder with ``harness.py`` and ``data/``. With ``--folds 0`` (the default) the network
learns from all pages and its numbers are written; with ``--folds 5`` each fifth of the sites is
parsed with a network that never saw it, and what the parser scores on each track is printed and
written to ``crossvalidated.csv`` beside this file; with ``--networks FOLDER`` the folds' networks
are kept there and found again, so that a change of the rules is scored without learning anew. Needs
jax and optax (``pip install -e ".[train]"``); nkdata itself needs neither.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random
from sys import path as import_path

import jax
import jax.numpy as jnp
import numpy as np
import optax

import_path.insert(0, str(Path(__file__).parents[1]))

from grammar import article, page

from nkdata.parser import parse, tagger
from nkdata.parser.lines import read_lines
from nkdata.parser.measures import SCALE, measure

COLUMNS = tuple(measure(read_lines("a")).columns)  # all that there are: a new one is learned too
TABLE = Path(__file__).with_name("crossvalidated.csv")
WEIGHTS = Path(tagger.__file__).with_name("weights.txt")
SETS, WHOLE, RESIDUE = (
    ("wcxbdev", "andy"),
    ("soup", "blocks"),
    ("r_traf", "r_resili", "r_read", "r_news4k"),
)
WIDTH, REACHES, PAGE_AFTER = 24, (1, 2, 4, 8, 16), 2
ROWS, GAP, PAGES = 12_000, 40, 200  # of one step: lines, empty rows between pages, pages at most
RATE, DECAY, DROPOUT, AVERAGE = 6e-3, 3e-3, 0.1, 0.995
WORD_WEIGHT = 0.8  # a line weighs as much as its words to this power: the score counts words
OFTEN = {
    "soup": 1.5,
    "blocks": 1.5,
    "story": 0.4,
    "mixed": 0.7,
    "made": 0.1,
}  # a page of a track is drawn so often; others .6
NEWS = 3.0  # and one of the news set so much more often
MADE = 900  # pages of the grammar


@dataclass(frozen=True)
class Sample:
    """One page: its source, its lines as the tagger sees them, their words, and its story."""

    track: str
    name: str
    site: str
    matrix: np.ndarray
    words: np.ndarray
    keep: np.ndarray

    @property
    def frequency(self) -> float:
        """How often the page is drawn, beside others."""
        return OFTEN.get(self.track, 0.6) * (NEWS if self.name.startswith("andy") else 1.0)


def rows(path):
    """Yield the objects of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def sample(track, name, site, text, keep):
    """Return a page as the tagger sees it."""
    measures = measure(read_lines(text))
    assert len(measures.words) == len(keep), name
    return Sample(
        track,
        name,
        site,
        measures.matrix(COLUMNS).astype(np.float32) / SCALE,
        measures.words.astype(np.float32),
        np.array(keep, np.float32),
    )


def site_of(row):
    """Return the host that a page was read from, without its first parts."""
    match = re.match(r"[a-z]+://(?:www\.)?([^/:]+)", row.get("url") or "")
    return ".".join(match.group(1).split(".")[-3:]) if match else row["id"]


def published(data):
    """Yield the pages of the tracks, with the line selection that comes nearest to the truth."""
    for name in SETS:
        sites = {row["id"]: site_of(row) for row in rows(data / "docs" / f"{name}.jsonl.gz")}
        for track in (*WHOLE, *RESIDUE):
            best = {
                row["id"]: row["keep"] for row in rows(data / "oracle" / f"{name}.{track}.jsonl.gz")
            }
            for row in rows(data / "tracks" / f"{name}.{track}.jsonl.gz"):
                lines = [line for line in row["text"].split("\n") if line.strip()]
                yield (
                    track,
                    f"{name}.{row['id']}",
                    sites[row["id"]],
                    lines,
                    [int(c) for c in best[row["id"]]],
                )


def variants(pages, rng):
    """Yield each whole page's story alone, and with other pages' noise put into it."""
    # residual tracks are left out: what extractors leave beside the story is much like it
    noise = [
        chunk
        for track, _, _, lines, keep in pages
        if track in WHOLE
        for chunk in _chunks(lines, keep, rng)
    ]
    for track, name, site, lines, keep in pages:
        story = [line for line, kept in zip(lines, keep, strict=True) if kept]
        if track in WHOLE and len(story) > 1:
            yield "story", name, site, story, [1] * len(story)
            yield "mixed", name, site, *_mixed(story, noise, rng)


def _chunks(lines, keep, rng):
    """Return a dozen short runs of lines that are no part of the story."""
    left = [line for line, kept in zip(lines, keep, strict=True) if not kept]
    for _ in range(12 if left else 0):
        start = rng.randrange(len(left))
        yield left[start : start + rng.choice((1, 1, 2, 3, 6))]


def _mixed(story, noise, rng):
    share, around = rng.choice((0.05, 0.15, 0.4)), (0, 1, 3, 10)
    found = [(line, 0) for _ in range(rng.choice(around)) for line in rng.choice(noise)]
    for line in story:
        found.append((line, 1))
        if rng.random() < share:
            found += [(other, 0) for other in rng.choice(noise)]
    found += [(line, 0) for _ in range(rng.choice(around)) for line in rng.choice(noise)]
    return [line for line, _ in found], [kept for _, kept in found]


def made():
    """Yield pages of the grammar; tests draw from the half of it that is not seen here."""
    for seed in range(MADE):
        rng = Random(f"train {seed}")
        found = page(rng, article(rng, 0, hard=seed % 3 == 0), 0)
        pairs = [
            (line, int(origin == "body"))
            for line, origin in zip(found.lines, found.origins, strict=True)
            if line.strip()
        ]
        lines = [
            (piece, kept)
            for line, kept in pairs
            for piece in re.split(r"[\r\n]+", line)
            if piece.strip()
        ]
        yield (
            "made",
            f"made.{seed}",
            f"made.{seed}",
            [line for line, _ in lines],
            [kept for _, kept in lines],
        )


def samples(bench):
    """Return every page to learn from."""
    pages = [row for row in published(bench / "data") if row[3]]
    rng = Random(5)
    return [
        sample(track, name, site, "\n".join(lines), keep)
        for track, name, site, lines, keep in (*pages, *variants(pages, rng), *made())
    ]


def initial(key, inputs):
    """Return random numbers for every layer."""
    shapes = {
        "line": (inputs, WIDTH),
        **{f"near{r}": (3 * WIDTH, WIDTH) for r in REACHES},
        "page": (WIDTH, WIDTH),
        "answer": (WIDTH, 1),
    }
    keys = dict(zip(shapes, jax.random.split(key, len(shapes)), strict=True))
    return {
        name: (jax.random.normal(keys[name], shape) * 0.7 * shape[0] ** -0.5, jnp.zeros(shape[1]))
        for name, shape in shapes.items()
    }


def dropped(state, key, index):
    """Return the state with some of it left out, while learning."""
    if key is None:
        return state
    return (
        state
        * jax.random.bernoulli(jax.random.fold_in(key, index), 1 - DROPOUT, state.shape)
        / (1 - DROPOUT)
    )


def answers(weights, inputs, real, owner, key):
    """Return the log-odds of each row, as ``tagger.log_odds`` does, for many pages at once."""
    state = dropped(_layer(weights["line"], inputs), key, 0) * real
    for index, reach in enumerate(REACHES):
        void = jnp.zeros((reach, WIDTH))
        near = jnp.concatenate(
            [
                jnp.concatenate([void, state[:-reach]]),
                state,
                jnp.concatenate([state[reach:], void]),
            ],
            axis=1,
        )
        state = (state + dropped(_layer(weights[f"near{reach}"], near), key, index + 1)) * real
        if index == PAGE_AFTER:
            mean = jax.ops.segment_sum(state, owner, PAGES) / (
                jax.ops.segment_sum(real, owner, PAGES) + 1e-6
            )
            state = (state + _layer(weights["page"], mean)[owner]) * real
    product, bias = weights["answer"]
    return (state @ product + bias)[:, 0]


def _layer(layer, state):
    product, bias = layer
    return jax.nn.relu(state @ product + bias)


def packed(chosen, scale):
    """Put pages one after the other, with empty rows between them."""
    inputs, real = np.zeros((ROWS, len(scale)), np.float32), np.zeros((ROWS, 1), np.float32)
    keep, weight, owner, at, count = (
        *np.zeros((2, ROWS), np.float32),
        np.full(ROWS, PAGES - 1),
        0,
        0,
    )
    for one in chosen:
        stop = at + len(one.keep)
        if len(one.keep) > ROWS // 2:
            continue
        if stop + GAP > ROWS or count == PAGES - 1:
            break  # the next may be shorter: taking it would favour short pages
        inputs[at:stop], real[at:stop], keep[at:stop], owner[at:stop] = (
            one.matrix * scale,
            1,
            one.keep,
            count,
        )
        said = (one.words + 1) ** WORD_WEIGHT
        weight[at:stop] = said / said.sum()
        at, count = stop + GAP, count + 1
    return inputs, real, owner, keep, weight / count


def learn(pages, steps):
    """Return the numbers of every layer; the same pages always give the same ones."""
    rng = np.random.default_rng(0)
    scale = (1 / (np.concatenate([one.matrix[::7] for one in pages]).std(0) + 0.05)).astype(
        np.float32
    )
    chance = np.array([one.frequency for one in pages])
    optimizer = optax.adamw(optax.cosine_onecycle_schedule(steps, RATE), weight_decay=DECAY)
    weights = average = initial(jax.random.PRNGKey(0), len(scale))

    @jax.jit
    def step(weights, state, average, batch, key):
        inputs, real, owner, keep, weight = batch

        def loss(weights):
            return (
                optax.sigmoid_binary_cross_entropy(answers(weights, inputs, real, owner, key), keep)
                * weight
            ).sum()

        value, slope = jax.value_and_grad(loss)(weights)
        update, state = optimizer.update(slope, state, weights)
        weights = optax.apply_updates(weights, update)
        average = jax.tree.map(
            lambda old, new: AVERAGE * old + (1 - AVERAGE) * new, average, weights
        )
        return weights, state, average, value

    state = optimizer.init(weights)
    for number in range(steps):
        drawn = rng.choice(len(pages), size=150, p=chance / chance.sum())
        batch = packed([pages[index] for index in drawn], scale)
        weights, state, average, value = step(
            weights, state, average, batch, jax.random.PRNGKey(number)
        )
        if number % 100 == 99:
            print(f"step {number + 1}: loss {float(value):.3f}", flush=True)
    product, bias = average["line"]
    return {**average, "line": (product * scale[:, None], bias)}


def layers(weights):
    """Yield each layer as the tagger reads it, in whole numbers."""
    names = [("line", 0)]
    for index, reach in enumerate(REACHES):
        names += [(f"near{reach}", reach)] + ([("page", 0)] if index == PAGE_AFTER else [])
    for name, reach in (*names, ("answer", 0)):
        product, bias = (np.asarray(part, np.float64) for part in weights[name])
        yield tagger.Layer(
            reach,
            np.rint(product * tagger.STEPS),
            np.rint(bias * tagger.STEPS * SCALE),
            COLUMNS if name == "line" else (),
        )


REMARKS = """\
# The tagger's numbers, learned by tests/bench/train.py: weights in steps of 1/256, biases in steps
# of 1/16384. Each layer has a row for its bias and a row for each number that it reads; in the
# first layer these are columns of the measures, by name.
"""


def write(network, path):
    """Write the network as the tagger reads it."""
    lines = []
    for layer in network:
        names = layer.names or [""] * len(layer.weights)
        rows = zip(("", *names), (layer.bias, *layer.weights), strict=True)
        lines.append(f"layer {layer.reach}")
        lines += [" ".join([name, *(str(int(n)) for n in row)]).strip() for name, row in rows]
    path.write_text(REMARKS + "\n".join(lines) + "\n", encoding="ascii")


def fold_of(site, folds):
    """Return the fold that a site belongs to."""
    return hashlib.sha256(site.encode()).digest()[0] % folds


def fold_network(pages, fold, chosen):
    """Return the network that saw no site of the fold, kept from an earlier run or new."""
    path = chosen.networks and chosen.networks / f"fold{fold}of{chosen.folds}-{chosen.steps}.txt"
    if path and path.is_file():
        return tuple(tagger.read_layers(path.read_text(encoding="ascii").splitlines()))
    network = tuple(
        layers(
            learn([one for one in pages() if fold_of(one.site, chosen.folds) != fold], chosen.steps)
        )
    )
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(network, path)
    return network


def cross_validate(bench, chosen, out):
    """Print and write what the parser scores on each track, on sites its network has not seen."""
    import_path.insert(0, str(bench))
    import harness

    truth = {
        f"{name}.{row['id']}": harness.Truth(row["truth"])
        for name in SETS
        for row in rows(bench / "data" / "docs" / f"{name}.jsonl.gz")
    }
    pages = cache(partial(samples, bench))
    networks = [fold_network(pages, fold, chosen) for fold in range(chosen.folds)]
    scores = defaultdict(lambda: defaultdict(list))
    for track, name, site, lines, keep in published(bench / "data"):
        tagger.network = partial(networks.__getitem__, fold_of(site, chosen.folds))
        best = [line for line, kept in zip(lines, keep, strict=True) if kept]
        for who, text in {
            "nkdata": parse("\n".join(lines)).body,
            "every line": "\n".join(lines),
            "best lines": "\n".join(best),
        }.items():
            scores[name.split(".")[0], track][who].append(harness.score_one(truth[name], text))
    with out.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(
            ("set", "track", "who", "pages", "f1", "f1_deviation", "precision", "recall")
        )
        for (name, track), found in scores.items():
            for who, per in found.items():
                mean, deviation = harness.aggregate(per), harness.bootstrap(per, None, 200)[0]
                figures = [
                    f"{figure:.3f}" for figure in (mean["F1"], deviation, mean["P"], mean["R"])
                ]
                table.writerow((name, track, who, len(per), *figures))
                print(
                    f"{name:<8} {track:<9} {who:<11} {len(per):>4} pages"
                    f"  F1 {figures[0]} ±{figures[1]}  P {figures[2]}  R {figures[3]}"
                )


def main():
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument(
        "--networks", type=Path, metavar="FOLDER", help="where the folds' networks are kept"
    )
    chosen = parser.parse_args()
    if chosen.folds:
        cross_validate(chosen.bench, chosen, TABLE)
    else:
        write(layers(learn(samples(chosen.bench), chosen.steps)), chosen.out)


if __name__ == "__main__":
    main()
