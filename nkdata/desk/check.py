"""What is wrong with the seeds: of curation and of every rule, in one run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkdata.checks import check_rows, fold
from nkdata.curation import (
    Passages,
    Source,
    check_dataset,
    check_ledger,
    curate,
    curate_readings,
    words_of,
)
from nkdata.parser import parse
from nkdata.reports.problems import Report
from nkdata.schema import columns
from nkdata.seeds import folder_of, is_reading, read_seeds

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from nkdata.records import Dataset, Record, Rows
    from nkdata.reports.problems import Problem
    from nkdata.seeds import Seeds


@dataclass(frozen=True, slots=True)
class Examined:
    """What the seeds give: the dataset, the facts about it, and the report on both.

    Where curation found faults (``faulty``), the dataset lacks their rows and what refers to these.
    ``readings`` leads from article to reader to the rows of what that reader read.
    """

    dataset: Dataset
    readings: Mapping[str, Mapping[str, Rows]]
    about: Mapping[str, Any]
    report: Report
    faulty: bool


def examine(source: Seeds) -> Examined:
    """Curate seeds whose files could all be read, and run every rule on the dataset."""
    pages = [Source(a.stem, a.sha256, parse(a.text), a.curation) for a in source.articles]
    dataset, faults = curate(source.registries, pages)
    readings, reading_faults = curate_readings(
        source.registries, pages, source.readings, source.ledger
    )
    about, about_faults = check_dataset(source.registries["dataset"])
    report = check_rows(whole_rows(dataset), partial=bool(faults))
    problems = fold(
        [*about_faults, *faults, *located(dataset, report.problems)],
        lambda cell: dataset.origin(*cell),
    )
    rows = {} if about_faults or faults else report.rows
    problems += [problem for problem in reading_faults if problem not in problems]
    return Examined(dataset, readings, about, Report(problems, rows, report.skipped), bool(faults))


def located(dataset: Dataset, problems: Sequence[Problem]) -> list[Problem]:
    """Return problems of rows at the places in the seeds that the rows come from."""
    return [replace(p, where=dataset.origin(p.table or "", p.key, p.column)) for p in problems]


def whole_rows(dataset: Dataset) -> dict[str, list[Record]]:
    """Return the rows as they will be in the tables: every column there, an empty text null."""
    return {
        table: [
            {name: None if (cell := row.get(name)) == "" else cell for name in columns(table)}
            for row in rows
        ]
        for table, rows in dataset.rows.items()
    }


def check(
    files: Sequence[str | os.PathLike[str]] = (), seeds: str | os.PathLike[str] | None = None
) -> Report:
    """Check curation files, or the whole folder, and report what concerns them.

    That is what is wrong in the files and in the entries of the registries that they lead to. The
    whole folder is read, because other articles may contradict them. Readings bear on nothing else,
    and are read where one of them or no file is named.

    Args:
        files: curation files of one seeds folder, or the pages beside them; readings too.
        seeds: the folder; by default the one that the first file lies in, or else ``seeds``.

    Raises:
        NkdataError: there is no such folder, or a file is none of its curation files.
        MissingExtraError: a library of the extra ``build`` is not installed.
    """
    paths = [Path(file) for file in files]
    folder = Path(seeds) if seeds is not None else folder_of(paths[0]) if paths else Path("seeds")
    source = read_seeds(folder, readings=not paths or any(map(is_reading, paths)))
    wanted = [source.file(path) for path in paths]
    if source.problems:
        return Report(source.problems)
    examined = examine(source)
    problems = list(examined.report.problems)
    if not examined.faulty:
        ledger = str(folder / "ids.txt")
        problems += check_ledger(examined.dataset, source.ledger, ledger, register=True)
    shown = _about(source, wanted, problems) if wanted else problems
    return replace(examined.report, problems=sorted(shown, key=_place))


def _place(problem: Problem) -> tuple[str, int, int]:
    where = problem.where
    return (where.file, where.line, where.column) if where else ("", 0, 0)


def _about(source: Seeds, files: Sequence[str], problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems in some files and in what they lead to, and those without a place."""
    nodes = {str(a.path.with_suffix(".yaml")): a.curation for a in source.articles}
    passages = Passages(source.registries, nodes.values())
    words = [word for file in files if file in nodes for word in words_of(nodes[file])]
    reached = passages.reach(words, [str(source.folder / f"{n}.yaml") for n in source.registries])
    return [
        p
        for p in problems
        if p.where is None or p.where.file in files or passages.at(p.where) in reached
    ]
