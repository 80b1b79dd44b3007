"""`nkdata validate` beside frictionless and pandera on the shipped tables, replicated.

    python tests/bench/validate.py [--claims 10000] [--others 2000] [--keep FOLDER]

Each replica has keys of its own, and words of its own: a word of every text is replaced by one that
no other replica has, so that texts and quotes are as distinct as they would be. All run as programs
of their own, on packages made in the same run.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nkdata.ids import digest
from nkdata.packages.reader import descriptor, read_arrow
from nkdata.schema import TABLES, arrow_schema, fields, foreign_keys, is_required, primary_key

BLOCK = 100
"""Replicas that are made and written at once."""

WORDS = {
    "articles": ("title", "text", "body", "author"),
    "actors": ("name",),
    "actor_names": ("name",),
    "claims": ("quote", "statement", "value_text"),
    "mentions": ("quote",),
    "event_participants": ("title_as_stated",),
}
"""The columns that hold words of the articles."""

# made of consonants: no number word, month or hedge is among them, and spans keep their length
TOKENS = ["".join(letters) for letters in itertools.product("bcdfghjklmnpqrstvwxz", repeat=3)]

LINKS = {
    "segments": ("article_id", "start"),
    "actor_names": ("actor_id", "digest"),
    "event_participants": ("event_id", "role", "actor_id"),
    "attributions": ("claim_id", "hop"),
    "mentions": ("article_id", "span", "kind", "actor_id", "event_id", "claim_id"),
    "claim_relations": ("from_claim_id", "relation", "to_claim_id"),
}
"""What the id of a link row is made from."""


def replicas(table, shipped, numbers):
    """Return replicas of a table as one: keys with a prefix, words with a token, link ids anew."""
    worded = [_reworded(table, shipped, TOKENS[number % len(TOKENS)]) for number in numbers]
    made = {
        name: pa.chunked_array([t.column(name).combine_chunks() for t in worded])
        for name in shipped.column_names
    }
    prefix = pa.array([f"r{number:06d}-" for number in numbers for _ in range(len(shipped))])
    for name in {primary_key(table), *(key.column for key in foreign_keys(table))}:
        made[name] = pc.binary_join_element_wise(prefix, made[name].combine_chunks(), "")
    if table == "actors":  # one item is one actor
        fresh = pa.array([f"Q{number + 1}" for number in numbers for _ in range(len(shipped))])
        made["wikidata_id"] = pc.binary_join_element_wise(
            fresh, pc.utf8_slice_codeunits(made["wikidata_id"].combine_chunks(), 1), "000"
        )
    if table in LINKS:
        parts = [_part(made, part) for part in LINKS[table]]
        made[primary_key(table)] = pc.binary_join_element_wise(*parts, ".", null_handling="skip")
    if table == "attributions":
        made["cue_mention_id"] = _cues(shipped, numbers)
    return pa.table(made).cast(arrow_schema(table))


def _reworded(table, shipped, token):
    for name in WORDS.get(table, ()):
        index = shipped.schema.get_field_index(name)
        words = pc.replace_substring_regex(shipped.column(index), r"\bthe\b", token)
        shipped = shipped.set_column(index, shipped.schema.field(index), words)
    if table == "articles":
        hashes = [
            hashlib.sha256(text.encode()).hexdigest() for text in shipped.column("text").to_pylist()
        ]
        index = shipped.schema.get_field_index("text_sha256")
        shipped = shipped.set_column(index, shipped.schema.field(index), pa.array(hashes))
    return shipped


def _part(made, part):
    if part == "digest":
        return pa.array([digest(name) for name in made["name"].to_pylist()])
    if part == "span":
        return pc.binary_join_element_wise(
            made["start"].cast(pa.string()), made["end"].cast(pa.string()), "-"
        )
    column = made[part]
    return (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).cast(
        pa.string()
    )


def _cues(shipped, numbers):
    """Return the ids of cue mentions: each id that such an id is made from gets the prefix."""
    bare = shipped.column("cue_mention_id").to_pylist()
    return pa.array(
        [cue and _cue(cue, f"r{number:06d}-") for number in numbers for cue in bare], pa.string()
    )


def _cue(mention, prefix):
    article, span, kind, *targets = mention.split(".")
    return ".".join([prefix + article, span, kind, *(prefix + target for target in targets)])


def package(folder, claims):
    """Write a data package of at least so many claims, and return how many rows it has."""
    folder.mkdir(parents=True, exist_ok=True)
    about = descriptor()
    number = -(-claims // len(read_arrow("claims")))
    for resource in about["resources"]:
        table = resource["name"]
        file = folder / f"{table}.parquet"
        resource["rows"] = _write(file, table, number)
        with file.open("rb") as raw:
            resource["hash"] = f"sha256:{hashlib.file_digest(raw, 'sha256').hexdigest()}"
        del resource[
            "contentHash"
        ]  # `nkdata validate` does not read it, and it takes longer than all that is measured
    del about["contentHash"], about["id"]
    (folder / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    return sum(resource["rows"] for resource in about["resources"])


def _write(file, table, number):
    shipped = read_arrow(table)
    with pq.ParquetWriter(
        file, arrow_schema(table), compression="snappy", write_page_checksum=True
    ) as writer:
        for first in range(0, number, BLOCK):
            block = range(first, min(first + BLOCK, number))
            writer.write_table(replicas(table, shipped, block))
    return number * len(shipped)


@dataclass
class Run:
    """What a program cost, and what it said last."""

    rows: int
    wall: float
    cpu: float
    memory: float
    said: str

    @property
    def speed(self):
        """Rows a second."""
        return self.rows / self.wall


def measured(rows, *command):
    """Run a program and return its cost: seconds, CPU seconds and peak memory in GB."""
    with tempfile.TemporaryFile("w+") as out:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *command], stdout=out, stderr=out)
        _, _, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        out.seek(0)
        said = out.read().strip().splitlines() or [""]
    return Run(rows, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024**2, said[-1])


def frictionless(folder):
    """Validate with frictionless as it comes, with all the faults that it thinks it finds."""
    import frictionless as library

    report = library.Package(str(folder / "datapackage.json")).validate(limit_errors=10**9)
    print(f"valid: {report.valid}")


def pandera(folder):
    """Validate with pandera over pandas: types, nulls, keys, codes, patterns and ranges."""
    import pandas as pd
    import pandera.pandas as library

    for table in TABLES:
        data = pq.read_table(folder / f"{table}.parquet").to_pandas(types_mapper=pd.ArrowDtype)
        library.DataFrameSchema(
            {name: _column(library, table, name) for name in fields(table)},
            strict=True,
            ordered=True,
        ).validate(data, lazy=True)
    print("valid: True")


def _column(library, table, name):
    constraints = fields(table)[name].get("constraints", {})
    known = {
        "enum": library.Check.isin,
        "pattern": lambda pattern: library.Check.str_matches(f"^(?:{pattern})$"),
        "minimum": library.Check.ge,
        "maximum": library.Check.le,
    }
    checks = [make(constraints[key]) for key, make in known.items() if key in constraints]
    return library.Column(
        checks=checks, nullable=not is_required(table, name), unique=bool(constraints.get("unique"))
    )


def _show(name, run):
    cost = f"{run.wall:8.1f} s {run.cpu:8.1f} s CPU {run.memory:6.2f} GB"
    print(f"{name:32} {run.rows:>10,} rows {cost} {run.speed:>10,.0f} rows/s  {run.said}")


def main():
    """Print what each validator takes, and how many times faster nkdata is."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument(
        "--claims",
        type=int,
        default=10_000,
        help="claims of the package that nkdata and pandera validate",
    )
    arguments.add_argument(
        "--others",
        type=int,
        default=2_000,
        help="claims of the package that frictionless validates",
    )
    arguments.add_argument(
        "--keep", type=Path, help="folder to make the packages in, and to leave them in"
    )
    arguments.add_argument("--only", action="store_true", help="measure nkdata alone")
    arguments.add_argument("--run", choices=["frictionless", "pandera"], help=argparse.SUPPRESS)
    arguments.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.run:
        {"frictionless": frictionless, "pandera": pandera}[given.run](given.folder)
        return
    with tempfile.TemporaryDirectory() as scratch:
        compare(given.keep or Path(scratch), given)


def compare(folder, given):
    """Make the packages, run each validator, and print the figures."""
    large = folder / f"claims-{given.claims}"
    start = time.perf_counter()
    rows = package(large, given.claims)
    print(f"made {rows:,} rows in {time.perf_counter() - start:.1f} s")
    ours = measured(rows, "-m", "nkdata", "validate", str(large))
    _show("nkdata validate", ours)
    if given.only:
        return
    small = folder / f"claims-{given.others}"
    few = package(small, given.others)
    runs = {
        "pandera.pandas, shape only": measured(
            rows, __file__, "--run", "pandera", "--folder", str(large)
        ),
        "frictionless, shape and keys": measured(
            few, __file__, "--run", "frictionless", "--folder", str(small)
        ),
    }
    for name, run in runs.items():
        _show(name, run)
        print(f"  nkdata checks {ours.speed / run.speed:.1f} times as many rows a second")


if __name__ == "__main__":
    main()
