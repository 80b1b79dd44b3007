"""An article to be proved: its rows, from the seeds or from a published package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nkdata.desk.proof import TABLES
from nkdata.errors import BrokenPackageError, NkdataError, suggestion
from nkdata.packages.reader import read_arrow
from nkdata.road import check_seeds
from nkdata.schema import arrow_schema, columns
from nkdata.seeds import folder_of, read_seeds

if TYPE_CHECKING:
    import os

    from nkdata.records import Dataset, Record, Rows
    from nkdata.reports.problems import Problem


def show(
    what: str | os.PathLike[str], where: str | os.PathLike[str] | None = None
) -> tuple[Rows, str, list[Problem]]:
    """Return what a proof of an article is made from.

    Args:
        what: a curation file of a seeds folder or the page beside it; or the id of a published
            article.
        where: the folder of a data package, for an id; the shipped data by default.

    Returns:
        The rows of the tables, the article's id, and the problems of its curation. What a problem
        spoils is not among the rows; where the seeds cannot be read, there are none.

    Raises:
        NkdataError: there is no such file or article, or its text is withheld.
        MissingExtraError: PyYAML is not installed, for a file.
    """
    path = Path(what)
    if path.suffix in (".yaml", ".txt"):
        return _from_seeds(path)
    rows = {table: _published(table, where) for table in TABLES}
    articles = {row["article_id"]: row for row in rows["articles"]}
    if str(what) not in articles:
        known = suggestion(str(what), articles)
        message = f"there is no published article {str(what)!r}{known}"
        raise NkdataError(f"{message}; a file of the seeds ends in .yaml")
    if articles[str(what)]["text"] is None:
        raise NkdataError(f"{what}: this edition withholds the article's text")
    return rows, str(what), []


def _published(table: str, where: str | os.PathLike[str] | None) -> list[Record]:
    import pyarrow as pa

    try:
        arrow = read_arrow(table, where=where).select(columns(table)).cast(arrow_schema(table))
    except (pa.ArrowException, ValueError, KeyError) as error:
        message = f"{table}: its rows are not as the schema says; `nkdata validate` tells ({error})"
        raise BrokenPackageError(message) from error
    rows: list[Record] = arrow.to_pylist()
    return rows


def _from_seeds(path: Path) -> tuple[Rows, str, list[Problem]]:
    source = read_seeds(folder_of(path), readings=False)
    file = source.file(path)
    if source.problems:
        return {}, path.stem, source.problems
    if path.parent.name != "articles":
        raise NkdataError(f"{path}: no article, but a registry or a reading")
    checked = check_seeds(source)
    rows = _whole_rows(checked.dataset)
    here = [p for p in checked.report.problems if p.where and p.where.file == file]
    whole = any(row["article_id"] == path.stem for row in rows["articles"])
    return rows if whole else {}, path.stem, here


def _whole_rows(dataset: Dataset) -> dict[str, list[Record]]:
    """Return the rows as they will be in the tables: every column there, an empty text null."""
    return {
        table: [
            {name: None if (cell := row.get(name)) == "" else cell for name in columns(table)}
            for row in rows
        ]
        for table, rows in dataset.rows.items()
    }
