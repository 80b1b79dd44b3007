"""The extractor alone beside the extractor and our labels, on pages with a known body.

    python tests/bench/extraction.py ../shared/bench [--bootstrap 1000] [--limit N] [--extractor
    peers:resiliparse_main]

The folder holds harness.py (metrics), peers.py (other extractors) and data/docs/*.jsonl.gz (id,
truth, html).
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
from pathlib import Path

from nkdata.html import read
from nkdata.parser import parse

METRICS = ("F1", "P", "R", "docF1", "wF1")


def ours(html):
    """Return the text that parse_html gives to the parser."""
    return read(html)[0]


def extractor(name):
    """Return an extractor by its name, module:function, or our own."""
    if not name:
        return ours
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def safely(function, html):
    """Return what an extractor leaves, nothing where it fails."""
    try:
        return function(html) or ""
    except Exception as error:  # noqa: BLE001  # other people's extractors, on any page
        print(f"  {type(error).__name__}: {error}", file=sys.stderr)
        return ""


def differences(harness, alone, pair, times):
    """Yield for each metric the mean of pair minus alone over resamples, and its 95 % bounds."""
    draw = random.Random(1)  # resampling, no secret
    samples = []
    for _ in range(times):
        chosen = [draw.randrange(len(alone)) for _ in alone]
        one, two = (harness.aggregate([rows[i] for i in chosen]) for rows in (alone, pair))
        samples.append({metric: two[metric] - one[metric] for metric in METRICS})
    for metric in METRICS:
        values = sorted(sample[metric] for sample in samples)
        yield metric, sum(values) / times, values[int(times * 0.025)], values[int(times * 0.975)]


def main():
    """Print the two rows of figures, and their differences."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--dataset", default="wcxbdev")
    arguments.add_argument("--extractor", default="")
    arguments.add_argument("--bootstrap", type=int, default=1000)
    arguments.add_argument("--limit", type=int)
    chosen = arguments.parse_args()
    sys.path.insert(0, str(chosen.folder))
    harness = importlib.import_module("harness")
    documents = list(
        harness.read_jsonl(chosen.folder / "data" / "docs" / f"{chosen.dataset}.jsonl.gz")
    )[: chosen.limit]
    take = extractor(chosen.extractor)
    texts = [safely(take, document["html"]) for document in documents]
    truths = [harness.Truth(document["truth"]) for document in documents]
    alone = [harness.score_one(*row) for row in zip(truths, texts, strict=True)]
    pair = [
        harness.score_one(truth, parse(text).body)
        for truth, text in zip(truths, texts, strict=True)
    ]
    name = chosen.extractor or "the extractor of parse_html"
    print(f"{chosen.dataset}, {len(documents)} pages, {name}")
    for name, rows in (("alone", alone), ("with our labels", pair)):
        figures = harness.aggregate(rows)
        print(f"{name:<16}", *(f"{metric} {figures[metric]:.4f}" for metric in METRICS))
    for metric, mean, low, high in differences(harness, alone, pair, chosen.bootstrap):
        print(f"  {metric:<6} {mean:+.4f} [{low:+.4f}, {high:+.4f}]")


if __name__ == "__main__":
    main()
