"""Measure the checks' own engine beside polars and DuckDB.

    python tests/bench/engines.py FOLDER [--claims 1000000] [--runs 3]

Each rule, and the shape of all tables, runs on each engine in a process of its own; figures are
medians. Before that, all engines must find the same rows at fault in a small package with planted
faults. `docs/engine.md` has the figures and the choice.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
from datetime import date
from importlib import import_module
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from validate import measured, package

from nkdata.packages.reader import TableFile, read_arrow
from nkdata.schema import TABLES, arrow_schema

ENGINES = ("own", "polars", "polars-by-arrow", "duckdb")
RULES = (
    "as-of-fits",
    "edtf-gives-bounds",
    "quote-is-span",
    "disputes-are-derived",
    "one-item-one-actor",
    "every-claim-joined",
)
SHAPES = ("own", "pandera", "polars")
IMPORTS = ("pyarrow", "polars", "duckdb", "pandera.polars")


def run(engine, rule, folder):
    """Return the rows at fault by table and primary key; the rule ``start`` only imports."""
    if rule == "spoil":
        return spoil(folder)
    if rule == "shape":
        return import_module("trial_shape").FAULTS[engine](folder)
    if engine == "own":
        return own(folder, rule)
    module = import_module(f"trial_{engine.partition('-')[0]}")
    if engine == "polars-by-arrow":
        module.read = module.read_by_arrow
    return set() if rule == "start" else getattr(module, rule.replace("-", "_"))(folder)


def own(folder, rule):
    """Return what the checks of the package find, by one rule alone."""
    from nkdata.checks.kernels import constraint_faults

    from nkdata.checks import RULES as KNOWN
    from nkdata.checks import View

    gc.disable()  # as `check_tables` does
    tables = {table: TableFile(table, folder) for table in TABLES}
    if rule == "start":
        return set()
    if rule == "every-claim-joined":
        return every_claim_joined(View(tables))
    rows = {(problem.table, problem.key) for problem in KNOWN[rule].find(View(tables))}
    if rule == "one-item-one-actor":  # whose trial looks at the claims' key as well
        keys = tables["claims"].column("claim_id")
        repeated = constraint_faults({"unique": True}, keys)
        rows |= {("claims", keys[row].as_py()) for _, found in repeated for row in found.tolist()}
    return rows


def every_claim_joined(view):
    """Return what breaks `as-of-fits`, read over the day of assertion.

    Few claims have a figure, so that `as-of-fits` joins few; this joins all of them.
    """
    from nkdata.checks.dates import TOLERANCE, beyond

    from nkdata.checks.registry import breaches

    def faults(tense, first, published, semantics, last, begun):  # noqa: PLR0913, PLR0917  # six cells
        if tense != "future" and beyond(first, published, TOLERANCE):
            yield "asserted_edtf", "it lies after publication"
        if semantics == "cumulative" and beyond(begun, last, TOLERANCE):
            yield "asserted_edtf", "it lies before the event"

    paths = (
        "time_reference",
        "asserted_earliest",
        "article_id.published_latest",
        "question_id.temporal_semantics",
        "asserted_latest",
        "question_id.event_id.date_earliest",
    )
    return {("claims", problem.key) for problem in breaches(view, "claims", faults, *paths)}


def spoil(folder):
    """Make a small package with faults for every rule, and return nothing."""
    package(folder, 2_000)
    claims = read_arrow("claims", where=folder).to_pylist()
    dated = [row for row in claims if row["as_of_earliest"]]
    dated[0]["as_of_earliest"] = dated[0]["as_of_latest"] = date(2099, 1, 1)
    dated[-1]["as_of_earliest"] = dated[-1]["as_of_latest"] = date(1900, 1, 1)
    asserted = [row for row in claims if row["asserted_edtf"] and row["question_id"]]
    asserted[0]["asserted_earliest"] = date(2099, 1, 1)
    asserted[1]["asserted_edtf"] = "2025-02-31"
    claims[500]["start"] += 1
    claims[701]["claim_id"] = claims[700]["claim_id"]
    claims[900]["claim_type"] = "hearsay"
    claims[902]["statement"] = "Fish &amp; chips."
    disputes = read_arrow("disputes", where=folder).to_pylist()
    disputes[5]["n_claims"] += 1
    disputes[9]["low_open"] = not disputes[9]["low_open"]
    actors = read_arrow("actors", where=folder).to_pylist()
    items = [row for row in actors if row["wikidata_id"]]
    items[4]["wikidata_id"] = items[1]["wikidata_id"]
    for table, rows in (("claims", claims), ("disputes", disputes), ("actors", actors)):
        data = pa.Table.from_pylist(rows, schema=arrow_schema(table))
        pq.write_table(data, folder / f"{table}.parquet")
    return set()


def agree(folder):
    """Stop where two engines find different rows of a package with faults, or none."""
    for rule, engines in (*((rule, ENGINES) for rule in RULES), ("shape", SHAPES)):
        told = {engine: said(engine, rule, folder).said for engine in engines}
        print(f"{rule:22} {told[engines[0]]}")
        if len(set(told.values())) > 1 or not told[engines[0]].startswith("[("):
            raise SystemExit(f"they differ: {told}")


def said(engine, rule, folder):
    """Run a rule on an engine as a program of its own."""
    return measured(0, __file__, str(folder), "--engine", engine, "--rule", rule)


def show(name, runs):
    """Print the medians of some runs."""
    wall, cpu, memory = (
        statistics.median(getattr(run, of) for run in runs) for of in ("wall", "cpu", "memory")
    )
    print(
        f"{name:40} {cpu:7.2f} s CPU {wall:7.2f} s {memory:6.2f} GB  {runs[0].said[:40]}",
        flush=True,
    )


def main():
    """Make the packages, hold the engines against each other, and print what each costs."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path, help="the package, made where it is not there")
    arguments.add_argument("--claims", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--engine", help=argparse.SUPPRESS)
    arguments.add_argument("--rule", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.rule:
        print(sorted(run(given.engine, given.rule, given.folder)))
        return
    if not given.folder.exists():
        package(given.folder, given.claims)
    with tempfile.TemporaryDirectory() as scratch:
        said("own", "spoil", Path(scratch))  # elsewhere: a child's peak memory starts at ours
        agree(Path(scratch))
    for name in IMPORTS:
        show(f"import {name}", [measured(0, "-c", f"import {name}") for _ in range(given.runs)])
    trials = [(rule, engine) for rule in ("start", *RULES) for engine in ENGINES]
    for rule, engine in (*trials, *(("shape", engine) for engine in SHAPES)):
        show(f"{rule} {engine}", [said(engine, rule, given.folder) for _ in range(given.runs)])


if __name__ == "__main__":
    main()
