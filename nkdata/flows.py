"""The whole story: seeds to data, and data to a report. READ THIS FIRST."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkdata.agreement import measure
from nkdata.checks import check_package, check_tables, fold
from nkdata.curation import check_counts, check_ledger, counted, registered, segment_records
from nkdata.desk import examine, located
from nkdata.engines import run
from nkdata.errors import BrokenPackageError
from nkdata.markup import read as read_markup
from nkdata.parser import parse
from nkdata.paths import data_dir
from nkdata.reader import PACKAGE, TableFile, descriptor
from nkdata.report import Lines, Problem, Report
from nkdata.schema import TABLES
from nkdata.seeds import read_seeds
from nkdata.tabular import arrow_batch, tabulate, withhold
from nkdata.writer import differences, install, recover, render

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from nkdata.document import Document
    from nkdata.report import Location


def build(
    seeds: str | os.PathLike[str] = "seeds",
    out: str | os.PathLike[str] = "data",
    *,
    check: bool = False,
    register: bool = False,
    withhold_text: bool = False,
) -> Report:
    """Build the data package in ``out`` from a seeds folder, and return the report.

    A report that is not ok means that nothing was written. Warnings are reported and do not keep the build from writing.

    Args:
        seeds: the folder of scraped pages, curation and registries; seeds/README.md gives the format.
        out: the folder to write; what it held before is swapped out in one step.
        check: write nothing, and report each file that a build would change.
        register: add new ids to the ledger ``ids.txt``, mark lost ones as retired, and write the counts of rows ``counts.csv``.
        withhold_text: leave article text and body out; spans, hashes and quotes stay.

    Raises:
        NkdataError: there is no such folder, another build is running, or the disk cannot be written.
        MissingExtraError: a library of the extra ``build`` is not installed.
    """
    source = read_seeds(Path(seeds))
    if source.problems:  # what refers into a file that cannot be read would only drown its fault
        return Report(source.problems)
    examined = examine(source)
    if examined.faulty:  # ids of rows that could not be made would be missed in the ledger
        return examined.report
    dataset = examined.dataset
    ledger = Path(seeds) / "ids.txt"
    # where a package lies already, a lost ledger is not written anew: its tombstones would be gone with it
    register &= bool(source.ledger) or not (Path(out) / PACKAGE).is_file()
    unregistered = list(check_ledger(dataset, source.ledger, str(ledger), register=register))
    if unregistered or not examined.report.ok:
        return replace(examined.report, problems=[*unregistered, *examined.report.problems])
    tables = tabulate(dataset.rows)
    report = check_tables(tables)  # what was said of the rows, proved again of the tables that are written
    report = replace(report, problems=fold(located(dataset, report.problems), lambda cell: dataset.origin(*cell)))
    counts = Path(seeds) / "counts.csv"
    moved = [] if register or not report.ok else list(check_counts(dataset, source.counts, str(counts)))
    if moved or not report.ok:
        return replace(report, problems=[*report.problems, *moved])
    recover(Path(out))
    files = render(withhold(tables) if withhold_text else tables, examined.about, measure(examined.readings))
    if check:
        stale = [Problem("stale", f"{Path(out) / name}; run `nkdata build`") for name in differences(files, Path(out))]
        return replace(report, problems=[*report.problems, *stale])
    if register:  # before the package: killed between the two, the ledger knows more than was published, and never less
        _write(counts, counted(dataset))
        _write(ledger, registered(dataset, source.ledger, str(examined.about["version"])))
    install(files, Path(out))
    return report


def _write(path: Path, text: str) -> None:
    aside = path.with_suffix(".new")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(path)


def parse_html(html: str | bytes) -> Document:
    """Parse a page's HTML: an extractor takes the article out of the markup, and `parse` labels what it leaves.

    The document's text is what the extractor left, a block a line; its ``metadata`` is what the markup states. Where the
    extractor finds no article, the text is every text node; what is not HTML at all is parsed as it is. Bytes are read in
    the encoding they declare or look like. No page raises, and no network is used.

    Raises:
        MissingExtraError: a library of the extra ``html`` is not installed.
    """
    text, metadata = read_markup(html)
    return replace(parse(text), metadata=metadata)


def parse_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Parse a record batch of pages: columns article_id and text in, rows of the segments table out.

    A page without text gives no rows. This is the kernel that every engine runs; one page is parsed by the same code.
    """
    pages = zip(batch.column("article_id").to_pylist(), batch.column("text").to_pylist(), strict=True)
    rows = [row for stem, text in pages if text for row in segment_records(str(stem), parse(text))]
    return arrow_batch("segments", rows)


def parse_batches(batches: Iterable[pa.RecordBatch], engine: str = "local", workers: int | None = None) -> Iterator[pa.RecordBatch]:
    """Parse a corpus of any size: record batches of article_id and text to record batches of the segments table, in order.

    Args:
        batches: columns article_id (string) and text (string, null for a page without text); others are passed over.
        engine: ``local``, ``processes`` (this machine's cores) or ``dask`` (the current client's cluster).
        workers: how many batches are worked on at once; the engine's own choice by default.

    Raises:
        NkdataError: there is no such engine, or no cluster to run on.
        MissingExtraError: the engine's library is not installed.
    """
    return run(parse_batch, batches, engine, workers)


def validate(where: str | os.PathLike[str] | None = None) -> Report:
    """Validate a published data package, the shipped one by default, and return the report.

    Checks the package (descriptor, files, their hashes, row counts), then the shape of every table, keys across tables, and
    every rule of meaning.

    Raises:
        BrokenPackageError: there is no data package there.
        MissingExtraError: a library of the extra ``checks`` is not installed.
    """
    folder = data_dir() if where is None else Path(where)
    recover(folder)
    document = descriptor(folder)
    tables: dict[str, TableFile] = {}
    unreadable: list[Problem] = []
    for table in TABLES:
        try:
            tables[table] = TableFile(table, folder)
        except BrokenPackageError as error:
            unreadable.append(Problem("file-unreadable", str(error), table=table))
    report = check_tables(tables)
    package = check_package(folder, document, tables)
    return replace(report, problems=[*unreadable, *package, *_located(folder, tables, report.problems)])


def _located(folder: Path, tables: Mapping[str, TableFile], problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems of published rows, those with a span placed at the line of the article on which it begins."""
    pages = _Pages(folder, tables)
    spans = _spans(tables, problems)
    for number, problem in enumerate(problems):
        yield replace(problem, where=pages.place(*spans[number])) if number in spans else problem


def _spans(tables: Mapping[str, TableFile], problems: Sequence[Problem]) -> dict[int, tuple[Any, Any]]:
    """Return the article and first character of each problem whose row has a span, by the problem's number."""
    found: dict[int, tuple[Any, Any]] = {}
    for name in {problem.table for problem in problems}:
        data = tables.get(name or "")
        numbers = [number for number, problem in enumerate(problems) if problem.table == name and problem.row is not None]
        if data is not None and numbers and {"article_id", "start"} <= set(data.column_names):
            rows = [problems[number].row for number in numbers]
            cells = (data.column(column).take(rows).to_pylist() for column in ("article_id", "start"))
            found |= dict(zip(numbers, zip(*cells, strict=True), strict=True))
    return found


class _Pages:
    """Where in the pages of a package spans begin; a page is read only when a problem lies on it, and once."""

    def __init__(self, folder: Path, tables: Mapping[str, TableFile]) -> None:
        self._articles = folder.resolve().parent / "seeds" / "articles"
        self._tables = tables
        self._pages: dict[str, tuple[str, Lines] | None] = {}

    @cached_property
    def _rows(self) -> dict[str, int]:
        articles = self._tables.get("articles")
        if articles is None or not {"article_id", "text"} <= set(articles.column_names):
            return {}
        return {key: row for row, key in enumerate(articles.column("article_id").to_pylist())}

    @cached_property
    def _texts(self) -> pa.ChunkedArray[Any]:
        return self._tables["articles"].column("text")

    def place(self, article: object, start: object) -> Location | None:
        """Return the place of a character of an article, None where the package has no such text."""
        if not isinstance(article, str) or not isinstance(start, int):
            return None
        if article not in self._pages:
            self._pages[article] = self._page(article)
        page = self._pages[article]
        return page[1].place(page[0], start) if page else None

    def _page(self, article: str) -> tuple[str, Lines] | None:
        row = self._rows.get(article)
        text = None if row is None else self._texts[row].as_py()
        page = self._articles / f"{article}.txt"
        return (str(page) if page.is_file() else page.name, Lines(text)) if isinstance(text, str) else None
