"""Quality and speed of the parser beside other tools, on the same pages and in one run.

usage: python tests/bench/parse.py BENCH [--limit N] [--repeat N] [--bootstrap N]

BENCH is the folder with ``harness.py``, ``peers.py`` and ``data/``. Text tracks are scored beside
the harness's baselines, each tool over the same texts in turn, with the harness's confidence
interval; jusText, boilerpy3 and trafilatura take part where they are installed, trafilatura with
the pages' HTML. The shipped network has seen these pages: what is due to that stands in
``crossvalidated.csv`` beside this file, printed at the end (``train.py --folds 5 --steps 1300``
makes it). Speeds are of one core.
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
OURS = {"nkdata", "nkdata, a batch"}
BASELINES = ("identity", "long80", "c4_lines", "maxblock", "maxblock7", "maxblock12")
PEERS = {"justext": "peers:t_justext", "boilerpy3": "peers:t_boilerpy3"}
TABLE = Path(__file__).with_name("crossvalidated.csv")
os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"))


def alone(texts):
    """Return the articles of pages, each parsed alone, with nothing remembered before."""
    from nkdata.parser import parse
    from nkdata.parser.patterns import remembered

    remembered.clear()
    return [parse(text).body for text in texts]


def together(texts):
    """Return the articles of pages, parsed as a record batch is."""
    from nkdata.parser import parse_texts
    from nkdata.parser.patterns import remembered

    remembered.clear()
    return [document.body for document in parse_texts(texts)]


def tracks(harness, data, limit, repeat, bootstrap):
    """Print for each track what every tool scores, and how fast it is."""
    peers = [spec for module, spec in PEERS.items() if importlib.util.find_spec(module)]
    tools = [
        ("nkdata", alone),
        ("nkdata, a batch", together),
        *(harness.resolve(name) for name in (*BASELINES, *peers)),
    ]
    for track in TRACKS:
        for name in SETS:
            docs = harness.select(data, name, "all")[: limit or None]
            texts = {
                row["id"]: row["text"]
                for row in harness.read_jsonl(data / "tracks" / f"{name}.{track}.jsonl.gz")
            }
            best = {
                row["id"]: row["keep"]
                for row in harness.read_jsonl(data / "oracle" / f"{name}.{track}.jsonl.gz")
            }
            pages = [texts[doc["id"]] for doc in docs]
            bound = [harness.apply_keep(texts[doc["id"]], best[doc["id"]]) for doc in docs]
            truths = [harness.Truth(doc["truth"]) for doc in docs]
            harness.report(f"{name} {track}", pages, truths, tools, repeat, bootstrap, OURS, bound)


def against_the_dom(harness, data, limit):
    """Print the pages a second, in CPU time, of trafilatura on HTML and of nkdata on text."""
    if importlib.util.find_spec("trafilatura") is None:
        print("\ntrafilatura is not installed: no comparison with the DOM")
        return
    import peers

    docs = harness.select(data, "wcxbdev", "all")[: limit or 100]
    texts = {
        row["id"]: row["text"]
        for row in harness.read_jsonl(data / "tracks" / "wcxbdev.soup.jsonl.gz")
    }
    html, text = [doc["html"] for doc in docs], [texts[doc["id"]] for doc in docs]
    work = {
        "trafilatura on HTML": lambda: [peers.trafilatura_default(page) for page in html],
        "nkdata on text": lambda: alone(text),
        "nkdata on a batch of texts": lambda: together(text),
    }
    runs = {name: [] for name in work}
    for _ in range(3):
        for name, run in work.items():
            start = time.process_time()
            run()
            runs[name].append(len(docs) / (time.process_time() - start))
    theirs = median(runs["trafilatura on HTML"])
    print("\npages a second of the processor's time")
    for name, rates in runs.items():
        print(f"  {name:<28} {median(rates):8.1f}  {median(rates) / theirs:5.1f} times trafilatura")


def main():
    """Read the command line and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="pages of each set (default: all)")
    parser.add_argument("--repeat", type=int, default=3, help="timed passes (default: 3)")
    parser.add_argument(
        "--bootstrap",
        type=int,
        default=200,
        help="resamples for the confidence interval (default: 200)",
    )
    chosen = parser.parse_args()
    if not (chosen.bench / "harness.py").is_file():
        sys.exit(f"{chosen.bench} holds no harness.py: name the folder of the benchmark")
    sys.path.insert(0, str(chosen.bench))
    import harness

    tracks(harness, chosen.bench / "data", chosen.limit, chosen.repeat, chosen.bootstrap)
    against_the_dom(harness, chosen.bench / "data", chosen.limit)
    print(f"\nOn sites that the network had not seen ({TABLE.name}):")
    print(TABLE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
