"""The road from seeds to checked tables: curate, tabulate, check.

`nkdata check` goes so far; `nkdata build` also writes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from nkdata.checks import Scope, check_tables, fold
from nkdata.curation import SourcePage, check_dataset, curate, curate_readings
from nkdata.packages.tabular import tabulate
from nkdata.parser import parse
from nkdata.records import Dataset
from nkdata.reports.problems import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from nkdata.records import Rows
    from nkdata.reports.problems import Problem
    from nkdata.seeds import Seeds


@dataclass(frozen=True)
class Checked:
    """What the seeds give: records, tables, facts about the dataset, and the report on all of them.

    Where the seeds have faults of their own (``faulty``), the records lack the rows that have them
    and what refers to these. ``readings`` leads from article to reader to the rows of what that
    reader read.
    """

    report: Report
    faulty: bool = False
    dataset: Dataset = field(default_factory=Dataset)
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    readings: Mapping[str, Mapping[str, Rows]] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems of rows, placed in the seeds, those of one cause folded into one."""
        origin = self.dataset.origin
        found = [
            p if p.where else replace(p, where=origin(p.table or "", p.key, p.column))
            for p in problems
        ]
        return fold(found, lambda cell: origin(*cell))


def check_seeds(seeds: Seeds) -> Checked:
    """Curate the seeds, make tables of what was read, and run every rule on them, each once."""
    if seeds.problems:  # references into an unreadable file would drown its fault
        return Checked(Report(seeds.problems), faulty=True)
    pages = [SourcePage(a.stem, a.sha256, parse(a.text), a.curation) for a in seeds.articles]
    dataset, faults = curate(seeds.registries, pages)
    readings, other_faults = curate_readings(seeds.registries, pages, seeds.readings, seeds.ledger)
    about, about_faults = check_dataset(seeds.registries["dataset"])
    tables = tabulate(dataset.rows)
    report = check_tables(tables, Scope(partial=bool(faults)))
    made = Checked(report, bool(faults), dataset, tables, readings, about)
    problems = made.placed([*about_faults, *faults, *report.problems])
    problems += [problem for problem in other_faults if problem not in problems]
    rows = {} if about_faults or faults else report.rows
    return replace(made, report=Report(problems, rows, report.skipped))
