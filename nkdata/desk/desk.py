"""The curator's desk: a skeleton for a new page, and what stands in the seeds and is wrong with it, told at once."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nkdata.curation import (
    Passages,
    check_ledger,
    draft,
    words_of,
)
from nkdata.desk.proof import TABLES as PROOF_TABLES
from nkdata.errors import BrokenPackageError, NkdataError, suggestion
from nkdata.packages.reader import read_arrow
from nkdata.parser import parse
from nkdata.road import check_seeds
from nkdata.schema import arrow_schema, columns, fields
from nkdata.seeds import read_page, read_registry, read_seeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nkdata.document import Document
    from nkdata.records import Dataset, Record, Rows
    from nkdata.reports.problems import Problem, Report
    from nkdata.seeds import Seeds


_FORM = "schemas/curation/article.json"


def new(file: str | os.PathLike[str]) -> tuple[Path, Document | None, list[Problem]]:
    """Write the skeleton of a curation beside a scraped page of a seeds folder; an existing file is never touched.

    Returns:
        The file, the parsed page, and the problems that kept it from being written; then there is
        no page.

    Raises:
        NkdataError: there is no such page in a seeds folder, its name can be no id, or it has a curation already.
        MissingExtraError: PyYAML is not installed.
    """
    page = Path(file)
    folder = folder_of(page)
    target = page.with_suffix(".yaml")
    text, sha256, problems = read_page(page)
    _refuse(page, folder, target)
    actors = read_registry(folder / "actors.yaml", problems)
    if problems:
        return target, None, problems
    document = parse(text)
    form = f"../../{_FORM}" if (folder.parent / _FORM).is_file() else None
    with target.open("x", encoding="utf-8", newline="\n") as out:
        out.write(draft(page.stem, sha256, document, actors, form))
    return target, document, []


def _refuse(page: Path, folder: Path, target: Path) -> None:
    pattern = fields("articles")["article_id"]["constraints"]["pattern"]
    if page.parent.name != "articles" or not (folder / "actors.yaml").is_file():
        raise NkdataError(
            f"{page}: no page of a seeds folder: put it in the folder articles beside actors.yaml"
        )
    if not re.fullmatch(pattern, page.stem):
        raise NkdataError(
            f"{page}: its name is the article's id, and has to match {pattern}; rename it"
        )
    if os.path.lexists(target):
        raise NkdataError(
            f"{target}: there already, and never overwritten; move it away for a new skeleton"
        )


def _whole_rows(dataset: Dataset) -> dict[str, list[Record]]:
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
    """Check curation files, and the entries of the registries that they lead to; the whole folder where none is named.

    What an article is compared with counts as well: the whole folder is read, and only what concerns the files is reported.
    Readings bear on nothing else, and are read where one is named or no file is.

    Args:
        files: curation files of one seeds folder, or the pages beside them; readings too.
        seeds: the folder; by default the one that the first file lies in, or else ``seeds``.

    Raises:
        NkdataError: there is no such folder, or a file is none of its curation files.
        MissingExtraError: PyYAML is not installed.
    """
    paths = [Path(file) for file in files]
    folder = Path(seeds) if seeds is not None else folder_of(paths[0]) if paths else Path("seeds")
    source = read_seeds(folder, readings=not paths or any(map(_is_reading, paths)))
    wanted = [_curation_file(source, path) for path in paths]
    checked = check_seeds(source)
    if source.problems:
        return checked.report
    problems = list(checked.report.problems)
    if not checked.faulty:
        ledger = str(folder / "ids.txt")
        problems += check_ledger(checked.dataset, source.ledger, ledger, register=True)
    shown = _about(source, wanted, problems) if wanted else problems
    return replace(checked.report, problems=sorted(shown, key=_place))


def _place(problem: Problem) -> tuple[str, int, int]:
    where = problem.where
    return (where.file, where.line, where.column) if where else ("", 0, 0)


def show(
    what: str | os.PathLike[str], where: str | os.PathLike[str] | None = None
) -> tuple[Rows, str, list[Problem]]:
    """Return what a proof of an article is made from: rows of the tables, the article's id, and problems of its curation.

    Where there are problems, what they spoil is not among the rows; where the seeds cannot be read,
    nothing is.

    Args:
        what: a curation file of a seeds folder or the page beside it; or the id of a published article.
        where: the folder of a data package, for an id; the shipped data by default.

    Raises:
        NkdataError: there is no such file or article, or its text is withheld.
        MissingExtraError: PyYAML is not installed, for a file.
    """
    path = Path(what)
    if path.suffix in (".yaml", ".txt"):
        return _from_seeds(path)
    rows = {table: _published(table, where) for table in PROOF_TABLES}
    articles = {row["article_id"]: row for row in rows["articles"]}
    if str(what) not in articles:
        known = suggestion(str(what), articles)
        raise NkdataError(
            f"there is no published article {str(what)!r}{known}; a file of the seeds ends in .yaml"
        )
    if articles[str(what)]["text"] is None:
        raise NkdataError(f"{what}: this edition withholds the article's text")
    return rows, str(what), []


def _published(table: str, where: str | os.PathLike[str] | None) -> list[Record]:
    import pyarrow as pa

    try:
        rows: list[Record] = (
            read_arrow(table, where=where)
            .select(columns(table))
            .cast(arrow_schema(table))
            .to_pylist()
        )
    except (pa.ArrowException, ValueError, KeyError) as error:
        raise BrokenPackageError(
            f"{table}: its rows are not as the schema says; `nkdata validate` tells ({error})"
        ) from error
    return rows


def _from_seeds(path: Path) -> tuple[Rows, str, list[Problem]]:
    source = read_seeds(folder_of(path), readings=False)
    file = _curation_file(source, path)
    if source.problems:
        return {}, path.stem, source.problems
    if path.parent.name != "articles":
        raise NkdataError(f"{path}: no article, but a registry or a reading")
    checked = check_seeds(source)
    rows = _whole_rows(checked.dataset)
    here = [p for p in checked.report.problems if p.where and p.where.file == file]
    found = any(row["article_id"] == path.stem for row in rows["articles"])
    return rows if found else {}, path.stem, here


def folder_of(path: Path) -> Path:
    """Return the seeds folder that a file of it lies in."""
    if _is_reading(path):
        return path.parent.parent.parent
    return path.parent.parent if path.parent.name == "articles" else path.parent


def _is_reading(path: Path) -> bool:
    return path.parent.parent.name == "readings"


def _curation_file(source: Seeds, path: Path) -> str:
    """Return a file as the problems name it."""
    known = [
        *(source.folder / f"{name}.yaml" for name in source.registries),
        *(page.with_suffix(".yaml") for page in sorted((source.folder / "articles").glob("*.txt"))),
        *sorted((source.folder / "readings").glob("*/*.yaml")),
    ]
    same = [file for file in known if file.resolve() == path.with_suffix(".yaml").resolve()]
    if not same or not path.exists():
        raise NkdataError(
            f"{path}: no curation file of the seeds folder {source.folder}; name one of its .yaml files, or none for all"
        )
    return str(same[0])


def _about(source: Seeds, files: Sequence[str], problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems in some files and in what they lead to in the registries; and those that have no place."""
    nodes = {
        str(article.path.with_suffix(".yaml")): article.curation for article in source.articles
    }
    passages = Passages(source.registries, nodes.values())
    words = [word for file in files if file in nodes for word in words_of(nodes[file])]
    reached = passages.reach(
        words, [str(source.folder / f"{name}.yaml") for name in source.registries]
    )
    return [
        p
        for p in problems
        if p.where is None or p.where.file in files or passages.at(p.where) in reached
    ]
