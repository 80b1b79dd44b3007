"""Data quality of anybody's tables: a package, single files, or frames of the same schemas, checked by the same rules."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from nkdata.checks import (
    Scope,
    check_integrity,
    check_package,
    check_tables,
    check_traces,
    with_parents,
)
from nkdata.errors import BrokenPackageError, NkdataError, UnknownTableError, suggestion
from nkdata.packages.archives import Archive
from nkdata.packages.frames import SUFFIXES, arrow_of, fit, read_csv, table_of
from nkdata.packages.reader import TableFile, descriptor, parquet_file, read_arrow
from nkdata.packages.writer import recover
from nkdata.paths import DESCRIPTOR, data_dir
from nkdata.reports.problems import LineStarts, Problem, Report
from nkdata.rulebook import published
from nkdata.schema import TABLES, primary_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    import pyarrow as pa

    from nkdata.checks.engine import Data
    from nkdata.reports.problems import Location

T = TypeVar("T")


def validate(
    data: object = None,
    table: str | None = None,
    *,
    against: object = None,
    select: Collection[str] = (),
    skip: Collection[str] = (),
) -> Report:
    """Validate a data package, single tables as files, or frames, and return a report with every problem found.

    A package is checked as a whole: descriptor, files, hashes and row counts, the shape of every table, keys across tables,
    and every rule of meaning. Single tables are checked by every rule that reads nothing but them
    and what their references lead to; the other rules are named in the report as skipped.

    Args:
        data: what to check, the shipped package by default: a folder with a ``datapackage.json`` or a zip archive or wheel of
            one; a Parquet or CSV file named after its table, or several; a pandas or polars
            DataFrame or an Arrow table, together with ``table``; or frames and files by table name.
        table: the name of the table that a frame, or a file that is named otherwise, holds.
        against: where references of single tables lead: a folder or archive of a package, or frames and files by table name;
            the shipped package by default, and for what is not named.
        select: names of rules, or of dimensions, to check; all by default.
        skip: names of rules, or of dimensions, to leave out; the report names them.

    Raises:
        BrokenPackageError: there is no data package, or no readable table, there.
        UnknownTableError, NkdataError: there is no such table, rule or kind of frame.
        MissingExtraError: a library of the extra ``checks`` is not installed.
    """
    chosen = _chosen(select, skip)
    with ExitStack() as stack:
        place = _place_of(data)
        if (
            place is not None
            and table is None
            and (place.is_dir() or place.suffix.lower() not in SUFFIXES)
        ):
            return _package(opened(place, stack), chosen)
        given = _given(data, table)
        parents = _parents(given, against, stack)
        scope = Scope(frozenset(given.tables), chosen, tuple(given.problems))
        return check_tables({**parents, **given.tables}, scope)


def split(
    frame: object,
    table: str,
    *,
    against: object = None,
    select: Collection[str] = (),
    skip: Collection[str] = (),
) -> tuple[Any, Any]:
    """Return the good and the bad rows of a frame: those without, and those with an error; warnings harm no row.

    Takes what `validate` takes for a frame, and returns two frames of the kind that was given, in
    its order; Arrow tables where it was neither pandas nor polars. Where the fault is not one of
    rows (a column is missing), every row is bad.
    """
    report = validate(frame, table, against=against, select=select, skip=skip)
    errors = [p for p in report.problems if p.severity == "error"]
    arrow = arrow_of(frame)
    keys = (
        arrow.column(primary_key(table)).to_pylist()
        if primary_key(table) in arrow.column_names
        else [None] * len(arrow)
    )
    rows = {p.row for p in errors}
    # of two rows with one key nobody knows which is right
    named = {p.key for p in errors if p.row is None or p.rule == "unique"}
    of_table = any(p.row is None and p.key is None for p in errors)
    is_bad = [of_table or place in rows or key in named for place, key in enumerate(keys)]
    return _taken(frame, [not bad for bad in is_bad]), _taken(frame, is_bad)


def _taken(frame: Any, wanted: Sequence[bool]) -> Any:  # whatever kind of frame was given  # noqa: ANN401  # whatever kind of frame was given
    if hasattr(frame, "iloc"):
        return frame[list(wanted)]
    if type(frame).__module__.partition(".")[0] == "polars":
        import polars as pl

        return frame.filter(pl.Series(wanted, dtype=pl.Boolean))
    import pyarrow as pa

    return arrow_of(frame).filter(pa.array(wanted, pa.bool_()))


def _chosen(select: Collection[str], skip: Collection[str]) -> frozenset[str] | None:
    """Return the rules that are left to check, None for all."""
    if not select and not skip:
        return None
    wanted = _rules(select) if select else set(published())
    return frozenset(wanted - _rules(skip))


def _rules(names: Collection[str]) -> set[str]:
    if isinstance(names, str):
        raise NkdataError(f"select and skip take lists: write [{names!r}]")
    dimensions: dict[str, set[str]] = {}
    for rule, about in published().items():
        dimensions.setdefault(about.dimension, set()).add(rule)
    known = dimensions | {rule: {rule} for rule in published()}
    for name in names:
        if name not in known:
            message = f"there is no rule or dimension {name!r}{suggestion(name, known)}; `nkdata validate --rules` lists them"
            raise NkdataError(message)
    return {rule for name in names for rule in known[name]}


# -- packages


def _place_of(data: object) -> Path | None:
    if data is None:
        return data_dir()
    return Path(data) if isinstance(data, str | os.PathLike) else None


def opened(place: Path, stack: ExitStack) -> Path:
    """Return the folder of a package, an archive unpacked for as long as the stack is open where it is an archive."""
    if place.is_file() and place.name != DESCRIPTOR:
        return stack.enter_context(Archive(place).unpacked())
    folder = place.parent if place.name == DESCRIPTOR else place
    recover(folder)
    return folder


def _package(folder: Path, chosen: frozenset[str] | None) -> Report:
    document, scope = descriptor(folder), Scope(chosen=chosen)
    tables, unreadable = _tables(folder, TableFile)
    package = [*unreadable, *check_package(folder, document, tables)]
    # where the descriptor is of another package, no file was compared with its hash
    doubtful = {p.table for p in package}
    for name, file in tables.items():
        file.hashed = name not in doubtful and None not in doubtful
    report = check_tables(tables, scope)
    found = [problem for problem in package if scope.covers(problem)]
    return replace(report, problems=[*found, *_located(folder, tables, report.problems)])


def _tables(folder: Path, read: Callable[[str, Path], T]) -> tuple[dict[str, T], list[Problem]]:
    """Return the tables of a package that can be read, and a problem for each other one."""
    tables: dict[str, T] = {}
    unreadable: list[Problem] = []
    for table in TABLES:
        try:
            tables[table] = read(table, folder)
        except BrokenPackageError as error:
            unreadable.append(Problem("file-unreadable", str(error), table=table))
    return tables, unreadable


def check_published(folder: Path) -> Report:
    """Check that the package in a folder is the one that was published: files, content, and every quote in its text."""
    tables, unreadable = _tables(folder, lambda table, where: read_arrow(table, where=where))
    traces = check_traces(tables)
    problems = [*unreadable, *check_integrity(folder, descriptor(folder), tables), *traces.problems]
    return replace(traces, problems=list(_located(folder, tables, problems)))


def _located(
    folder: Path, tables: Mapping[str, Data], problems: Sequence[Problem]
) -> Iterator[Problem]:
    """Yield the problems of published rows, those with a span placed at the line of the article on which it begins."""
    pages = _Pages(folder, tables)
    spans = _spans(tables, problems)
    for number, problem in enumerate(problems):
        yield replace(problem, where=pages.place(*spans[number])) if number in spans else problem


def _spans(tables: Mapping[str, Data], problems: Sequence[Problem]) -> dict[int, tuple[Any, Any]]:
    """Return the article and first character of each problem whose row has a span, by the problem's number."""
    found: dict[int, tuple[Any, Any]] = {}
    for name in {problem.table for problem in problems}:
        data = tables.get(name or "")
        numbers = [
            number
            for number, problem in enumerate(problems)
            if problem.table == name and problem.row is not None
        ]
        if data is not None and numbers and {"article_id", "start"} <= set(data.schema.names):
            rows = [problems[number].row for number in numbers]
            cells = (
                data.column(column).take(rows).to_pylist() for column in ("article_id", "start")
            )
            found |= dict(zip(numbers, zip(*cells, strict=True), strict=True))
    return found


class _Pages:
    """Where in the pages of a package spans begin; a page is read only when a problem lies on it, and once."""

    def __init__(self, folder: Path, tables: Mapping[str, Data]) -> None:
        self._articles = folder.resolve().parent / "seeds" / "articles"
        self._tables = tables
        self._pages: dict[str, tuple[str, LineStarts] | None] = {}

    @cached_property
    def _rows(self) -> dict[str, int]:
        articles = self._tables.get("articles")
        if articles is None or not {"article_id", "text"} <= set(articles.schema.names):
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

    def _page(self, article: str) -> tuple[str, LineStarts] | None:
        row = self._rows.get(article)
        text = None if row is None else self._texts[row].as_py()
        page = self._articles / f"{article}.txt"
        return (
            (str(page) if page.is_file() else page.name, LineStarts(text))
            if isinstance(text, str)
            else None
        )


# -- single tables


@dataclass(slots=True)
class _Given:
    tables: dict[str, pa.Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, table: str, data: object) -> None:
        if table not in TABLES:
            raise UnknownTableError(table, TABLES)
        if table in self.tables:
            raise NkdataError(f"two files or frames for the table {table}: give one")
        if isinstance(data, str | os.PathLike):
            self.tables[table], problems = _file(Path(data), table)
            self.problems += problems
        else:
            self.tables[table] = fit(arrow_of(data), table)


def _file(file: Path, table: str) -> tuple[pa.Table, list[Problem]]:
    if file.suffix.lower() == ".csv":
        return read_csv(file, table)
    with parquet_file(file) as parquet:
        return fit(parquet.read(), table), []


def _given(data: object, table: str | None) -> _Given:
    given = _Given()
    if isinstance(data, str | os.PathLike):
        given.add(table or table_of(Path(data)), data)
    elif isinstance(data, Mapping):
        for name, frame in data.items():
            given.add(str(name), frame)
    elif table is not None:
        given.add(table, data)
    elif (
        isinstance(data, Iterable) and not hasattr(data, "columns") and not hasattr(data, "schema")
    ):
        for file in data:
            given.add(table_of(Path(file)), file)
    else:
        raise NkdataError(
            f'which table is it? Say so: validate(frame, "claims"); the tables are {", ".join(TABLES)}'
        )
    return given


def _parents(given: _Given, against: object, stack: ExitStack) -> dict[str, pa.Table]:
    """Return the tables that references lead to and that are not given themselves."""
    wanted = with_parents(given.tables) - given.tables.keys()
    beside = _given(against, None).tables if isinstance(against, Mapping) else {}
    place = data_dir() if isinstance(against, Mapping) else _place_of(against)
    if place is None:
        raise NkdataError(
            "against takes the folder or archive of a data package, or frames and files by table name"
        )
    folder = opened(place, stack)
    return {
        table: beside[table] if table in beside else read_arrow(table, where=folder)
        for table in sorted(wanted)
    }
