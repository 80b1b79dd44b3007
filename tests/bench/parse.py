"""Quality and speed of the parser beside other tools, on the same pages and in one run.

usage: python tests/bench/parse.py BENCH [--limit N] [--repeat N] [--bootstrap N]

BENCH is the folder with ``harness.py``, ``peers.py`` and ``data/``. Text tracks are scored beside the harness's baselines, each
tool over the same texts in turn, with the harness's confidence interval; jusText, boilerpy3 and trafilatura take part where they
are installed, trafilatura with the pages' HTML. The shipped network has seen these pages: what is due to that stands in
``crossvalidated.csv`` beside this file, printed at the end (``train.py --folds 5`` makes it). Speeds are of one core.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from pathlib import Path
from statistics import median

SETS, TRACKS = ("wcxbdev", "andy"), ("soup", "blocks", "r_traf", "r_resili", "r_read", "r_news4k")
BASELINES = ("identity", "long80", "c4_lines", "maxblock", "maxblock7", "maxblock12")
PEERS = {"justext": "peers:t_justext", "boilerpy3": "peers:t_boilerpy3"}
TABLE = Path(__file__).with_name("crossvalidated.csv")
os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"))


def clean(text):
    """Return the article of a page."""
    from nkdata.parser import parse

    return parse(text).body


def tracks(harness, data, limit, repeat, bootstrap):
    """Print for each track what every tool scores, and how fast it is."""
    peers = [spec for module, spec in PEERS.items() if importlib.util.find_spec(module)]
    tools = [("nkdata", lambda texts: [clean(text) for text in texts]), *(harness.resolve(name) for name in (*BASELINES, *peers))]
    for track in TRACKS:
        for name in SETS:
            docs = harness.select(data, name, "all")[: limit or None]
            texts = {row["id"]: row["text"] for row in harness.read_jsonl(data / "tracks" / f"{name}.{track}.jsonl.gz")}
            best = {row["id"]: row["keep"] for row in harness.read_jsonl(data / "oracle" / f"{name}.{track}.jsonl.gz")}
            pages = [texts[doc["id"]] for doc in docs]
            bound = [harness.apply_keep(texts[doc["id"]], best[doc["id"]]) for doc in docs]
            truths = [harness.Truth(doc["truth"]) for doc in docs]
            harness.report(f"{name} {track}", pages, truths, tools, repeat, bootstrap, {"nkdata"}, bound)


def against_the_dom(harness, data, limit):
    """Print the pages a second of trafilatura on HTML and of nkdata on the same pages' text."""
    if importlib.util.find_spec("trafilatura") is None:
        print("\ntrafilatura is not installed: no comparison with the DOM")
        return
    import peers

    docs = harness.select(data, "wcxbdev", "all")[: limit or 100]
    texts = {row["id"]: row["text"] for row in harness.read_jsonl(data / "tracks" / "wcxbdev.soup.jsonl.gz")}
    runs = {"trafilatura": [], "nkdata": []}
    for _ in range(3):
        for name, work, pages in (
            ("trafilatura", peers.trafilatura_default, [doc["html"] for doc in docs]),
            ("nkdata", clean, [texts[doc["id"]] for doc in docs]),
        ):
            start = time.perf_counter()
            for page in pages:
                work(page)
            runs[name].append(len(pages) / (time.perf_counter() - start))
    theirs, ours = median(runs["trafilatura"]), median(runs["nkdata"])
    print(f"\npages a second: trafilatura on HTML {theirs:.1f}, nkdata on text {ours:.1f}, ratio {ours / theirs:.1f}")


def main():
    """Read the command line and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="pages of each set (default: all)")
    parser.add_argument("--repeat", type=int, default=3, help="timed passes (default: 3)")
    parser.add_argument("--bootstrap", type=int, default=200, help="resamples for the confidence interval (default: 200)")
    chosen = parser.parse_args()
    if not (chosen.bench / "harness.py").is_file():
        sys.exit(f"{chosen.bench} holds no harness.py: name the folder of the benchmark")
    sys.path.insert(0, str(chosen.bench))
    import harness

    tracks(harness, chosen.bench / "data", chosen.limit, chosen.repeat, chosen.bootstrap)
    against_the_dom(harness, chosen.bench / "data", chosen.limit)
    print(f"\nOn sites that the network had not seen ({TABLE.name}):\n{TABLE.read_text(encoding='utf-8')}")


if __name__ == "__main__":
    main()
