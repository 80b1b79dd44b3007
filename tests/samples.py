"""The mini seeds as rows, as Arrow tables, as a copy to break, and as a built folder."""

from __future__ import annotations

import copy
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from nkdata.curation import SourcePage, check_dataset, curate
from nkdata.flows import build
from nkdata.packages.writer import install, render
from nkdata.parser import parse
from nkdata.schema import TABLES, arrow_schema, columns
from nkdata.seeds import read_seeds

if TYPE_CHECKING:
    from nkdata.records import Dataset

HERE = Path(__file__).parent
MINI = HERE / "mini"
CASES = HERE / "cases"


def curated(seeds: Path) -> Dataset:
    """Return the records of a seeds folder that has no faults."""
    source = read_seeds(seeds)
    pages = [SourcePage(a.stem, a.sha256, parse(a.text), a.curation) for a in source.articles]
    dataset, faults = curate(source.registries, pages)
    assert not [*source.problems, *faults]
    return dataset


@cache
def _mini_rows():
    dataset = curated(MINI)
    return {
        table: [
            {name: None if row.get(name) == "" else row.get(name) for name in columns(table)}
            for row in dataset.rows[table]
        ]
        for table in TABLES
    }


def mini_rows():
    """Return the rows of the mini seeds by table, with every column, for the caller to change."""
    return copy.deepcopy(_mini_rows())


def raw_table(table, rows):
    """Return rows as an Arrow table of the schema, exactly as they are.

    Empty strings and forbidden nulls stay.
    """
    return pa.table(
        {name: [row[name] for row in rows] for name in columns(table)}, schema=arrow_schema(table)
    )


def raw_tables(rows):
    """Return all tables as `raw_table` makes them."""
    return {table: raw_table(table, rows[table]) for table in rows}


def copy_of_mini(folder: Path) -> Path:
    """Return a copy of the mini seeds in a folder, for the caller to change."""
    return Path(shutil.copytree(MINI, folder / "seeds"))


def built(folder: Path, name: str = "data", **options) -> Path:
    """Return a data package built from the mini seeds in a folder."""
    report = build(MINI, folder / name, **options)
    assert report.ok, str(report)
    return folder / name


def broken(folder: Path) -> Path:
    """Return a data package with two broken cells, whose hashes and counts are right.

    The seeds that it was made from lie beside it.
    """
    seeds = copy_of_mini(folder)
    rows = mini_rows()
    claims = {row["claim_id"]: row for row in rows["claims"]}
    claims["a-grain"]["quote"] = claims["a-grain"]["quote"].replace("Northland", "Northlund")
    claims["a-forty"]["value_best"] = 41.0
    return _packed(rows, seeds, folder / "data")


def changed(folder: Path, name: str) -> Path:
    """Return a data package of the mini rows after two edits: a statement, and a row removed."""
    rows = mini_rows()
    rows["mentions"] = [row for row in rows["mentions"] if row["kind"] != "author"]
    claims = {row["claim_id"]: row for row in rows["claims"]}
    claims["a-forty"]["statement"] = "There were 40 envoys on the ferry."
    return _packed(rows, MINI, folder / name)


def _packed(rows, seeds: Path, out: Path) -> Path:
    """Write a package of these rows, under the title and version of a seeds folder."""
    about, faults = check_dataset(read_seeds(seeds).registries["dataset"])
    assert not faults
    install(render(raw_tables(rows), about), out)
    return out
