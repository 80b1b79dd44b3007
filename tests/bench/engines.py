"""Measure polars beside DuckDB on rules of the checks; `docs/engine.md` has figures and choice.

    python tests/bench/engines.py FOLDER [--claims 1000000] [--runs 3]

Each rule runs on each engine in a process of its own; figures are medians. Before that, both
engines must find the same rows at fault in a small package with planted faults.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from validate import measured, package

from nkdata.packages.reader import read_arrow
from nkdata.schema import arrow_schema

STEP = timedelta(days=1)
SPANNED = {"claims": "claim_id", "mentions": "mention_id"}


class Polars:
    """The rules as expressions of polars over Parquet files that are read as they are needed."""

    def __init__(self, folder):
        """Take the package's folder."""
        import polars as pl

        self.pl, self.folder = pl, folder

    def read(self, table):
        """Return a table, of which the columns that are used are read."""
        return self.pl.scan_parquet(self.folder / f"{table}.parquet")

    def two_joins(self, stem):
        """Return claims of a day after publication, or of a total before its event."""
        col, (first, last) = self.pl.col, (f"{stem}_earliest", f"{stem}_latest")
        joined = (
            self.read("claims")
            .filter(col(first).is_not_null() | col(last).is_not_null())
            .select("claim_id", "article_id", "question_id", "time_reference", first, last)
            .join(self.read("articles").select("article_id", "published_latest"), on="article_id")
            .join(
                self.read("questions").select("question_id", "event_id", "temporal_semantics"),
                on="question_id",
                how="left",
            )
            .join(
                self.read("events").select("event_id", "date_earliest"), on="event_id", how="left"
            )
        )
        late = (col("time_reference") != "future") & (col(first) - col("published_latest") > STEP)
        total = col("temporal_semantics") == "cumulative"
        early = total & (col("date_earliest") - col(last) > STEP)
        return set(joined.filter(late | early).select("claim_id").collect().to_series())

    def spans(self):
        """Return claims and mentions whose quote is not the text of their span."""
        col = self.pl.col
        texts = self.read("articles").select("article_id", "text")
        span = col("text").str.slice(col("start"), col("end") - col("start"))
        odd = [
            self.read(table).join(texts, on="article_id").filter(span != col("quote")).select(key)
            for table, key in SPANNED.items()
        ]
        return {key for frame in odd for key in frame.collect().to_series()}

    def keys(self):
        """Return the keys of claims that stand in several rows."""
        keys = self.read("claims").select("claim_id").collect().to_series()
        return set(keys.filter(keys.is_duplicated()))


class DuckDB:
    """The rules as queries of DuckDB over Parquet files."""

    def __init__(self, folder):
        """Take the package's folder."""
        import duckdb

        self.connection = duckdb.connect()
        for table in ("articles", "claims", "events", "mentions", "questions"):
            self.connection.read_parquet(str(folder / f"{table}.parquet")).create_view(table)

    def found(self, query):
        """Return the first column of what a query finds."""
        return {row[0] for row in self.connection.sql(query).fetchall()}

    def two_joins(self, stem):
        """Return claims of a day after publication, or of a total before its event."""
        first, last = f"c.{stem}_earliest", f"c.{stem}_latest"
        return self.found(f"""
            SELECT claim_id FROM claims c JOIN articles a USING (article_id)
            LEFT JOIN questions q USING (question_id) LEFT JOIN events e ON e.event_id = q.event_id
            WHERE time_reference <> 'future' AND {first} - published_latest > 1
            OR temporal_semantics = 'cumulative' AND e.date_earliest - {last} > 1
            """)  # noqa: S608  # column names of our own

    def spans(self):
        """Return claims and mentions whose quote is not the text of their span."""
        odd = [
            self.found(f"""
                SELECT {key} FROM {table} t JOIN articles a USING (article_id)
                WHERE a.text[t.start + 1:t."end"] <> t.quote
                """)  # noqa: S608  # table names of our own
            for table, key in SPANNED.items()
        ]
        return set.union(*odd)

    def keys(self):
        """Return the keys of claims that stand in several rows."""
        return self.found("SELECT claim_id FROM claims GROUP BY claim_id HAVING count(*) > 1")


ENGINES = {"polars": Polars, "duckdb": DuckDB}
RULES = {
    "start": lambda _: set(),
    "as-of-fits": lambda engine: engine.two_joins("as_of"),
    "every-claim-joined": lambda engine: engine.two_joins("asserted"),
    "quote-is-span": lambda engine: engine.spans(),
    "unique": lambda engine: engine.keys(),
}


def spoil(folder):
    """Make a small package with faults for every rule."""
    package(folder, 2_000)
    claims = read_arrow("claims", where=folder).to_pylist()
    dated = [row for row in claims if row["as_of_earliest"]]
    dated[0]["as_of_earliest"] = dated[0]["as_of_latest"] = date(2099, 1, 1)
    dated[-1]["as_of_earliest"] = dated[-1]["as_of_latest"] = date(1900, 1, 1)
    next(row for row in claims if row["asserted_edtf"])["asserted_earliest"] = date(2099, 1, 1)
    claims[500]["start"] += 1
    claims[701]["claim_id"] = claims[700]["claim_id"]
    data = pa.Table.from_pylist(claims, schema=arrow_schema("claims"))
    pq.write_table(data, folder / "claims.parquet")


def agree(folder):
    """Stop where the engines find different rows of a package with faults, or none."""
    made = {name: engine(folder) for name, engine in ENGINES.items()}
    for rule, run in RULES.items():
        found = [run(engine) for engine in made.values()]
        if found[0] != found[1] or (not found[0] and rule != "start"):
            raise SystemExit(f"{rule}: they differ, or find nothing: {found}")


def prepare(folder, claims):
    """Hold the engines against each other, and make the package where it is not there."""
    with tempfile.TemporaryDirectory() as scratch:
        spoil(Path(scratch))
        agree(Path(scratch))
    if not folder.exists():
        package(folder, claims)


def show(rule, engine, runs):
    """Print the medians of some runs."""
    cpu, memory = (statistics.median(getattr(run, of) for run in runs) for of in ("cpu", "memory"))
    print(
        f"{rule:20} {engine:8} {cpu:7.2f} s CPU {memory:6.2f} GB  {runs[0].said} rows", flush=True
    )


def main():
    """Make the packages, hold the engines against each other, and print what each costs."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path, help="the package, made where it is not there")
    arguments.add_argument("--claims", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    arguments.add_argument("--rule", choices=RULES, help=argparse.SUPPRESS)
    arguments.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.rule:
        print(len(RULES[given.rule](ENGINES[given.engine](given.folder))))
        return
    if given.prepare:
        prepare(given.folder, given.claims)
        return
    # as a program of its own: the peak memory of those that are measured would start at ours
    ready = measured(0, __file__, str(given.folder), "--claims", str(given.claims), "--prepare")
    if ready.said:
        raise SystemExit(ready.said)
    for rule in RULES:
        for engine in ENGINES:
            command = (__file__, str(given.folder), "--engine", engine, "--rule", rule)
            show(rule, engine, [measured(0, *command) for _ in range(given.runs)])


if __name__ == "__main__":
    main()
