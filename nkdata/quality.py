"""Data quality of anybody's tables: packages, single files and frames, checked by the same rules."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
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
    from collections.abc import Callable, Collection, Iterator

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
    """Validate a data package, single files or frames, and return a report of every problem.

    A package is checked as a whole: descriptor, files, hashes and row counts, the shape of every
    table, keys across tables, and every rule of meaning. Single tables are checked by every rule
    that reads only them and the tables they refer to; the report names the other rules as skipped.

    Args:
        data: what to check, the shipped package by default. A folder with a ``datapackage.json``,
            or a zip or wheel of one; a Parquet or CSV file named after its table, or several; a
            pandas or polars DataFrame or an Arrow table, together with ``table``; or frames and
            files by table name.
        table: the table that a frame holds, or a file with another name.
        against: where single tables refer to: a folder or archive of a package, or frames and
            files by table name. What is not named is looked up in the shipped package.
        select: names of rules, or of dimensions, to check; all by default.
        skip: names of rules, or of dimensions, to leave out; the report names them.

    Raises:
        BrokenPackageError: there is no data package, or no readable table, there.
        UnknownTableError, NkdataError: there is no such table, rule or kind of frame.
        MissingExtraError: a library of the extra ``checks`` is not installed.
    """
    chosen = _chosen(select, skip)
    place = _place_of(data)
    if place and not table and (place.is_dir() or place.suffix.lower() not in SUFFIXES):
        with opened(place) as folder:
            return _package(folder, chosen)
    given = _given(data, table)
    parents = _parents(given, against)
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
    """Return the good and the bad rows of a frame: those without and those with an error.

    Takes what `validate` takes for a frame, and returns two frames of the same kind and order;
    Arrow tables where it was neither pandas nor polars. A warning makes no row bad. An error that
    is not one of rows (a column is missing) makes every row bad.
    """
    report = validate(frame, table, against=against, select=select, skip=skip)
    is_bad = _bad_rows(report, arrow_of(frame), primary_key(table))
    return _taken(frame, [not bad for bad in is_bad]), _taken(frame, is_bad)


def _bad_rows(report: Report, arrow: pa.Table, key: str) -> list[bool]:
    errors = [p for p in report.problems if p.severity == "error"]
    rows = {p.row for p in errors}
    # of two rows with one key nobody knows which is right
    keys = {p.key for p in errors if p.row is None or p.rule == "unique"}
    if any(p.row is None and p.key is None for p in errors):
        return [True] * len(arrow)
    cells = arrow.column(key).to_pylist() if key in arrow.column_names else [None] * len(arrow)
    return [place in rows or cell in keys for place, cell in enumerate(cells)]


def _taken(frame: Any, wanted: list[bool]) -> Any:  # noqa: ANN401  # whatever frame was given
    if hasattr(frame, "iloc"):
        return frame[wanted]
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
    known: dict[str, set[str]] = {}
    for rule, about in published().items():
        known.setdefault(about.dimension, set()).add(rule)
        known[rule] = {rule}
    for name in names:
        if name not in known:
            near = suggestion(name, known)
            remedy = "`nkdata validate --rules` lists them"
            raise NkdataError(f"there is no rule or dimension {name!r}{near}; {remedy}")
    return set().union(*(known[name] for name in names))


# -- packages


def _place_of(data: object) -> Path | None:
    if data is None:
        return data_dir()
    return Path(data) if isinstance(data, str | os.PathLike) else None


@contextmanager
def opened(place: Path) -> Iterator[Path]:
    """Yield the folder of a package; an archive is unpacked for as long as it is needed."""
    if place.is_file() and place.name != DESCRIPTOR:
        with Archive(place).unpacked() as folder:
            yield folder
    else:
        folder = place.parent if place.name == DESCRIPTOR else place
        recover(folder)
        yield folder


def _package(folder: Path, chosen: frozenset[str] | None) -> Report:
    document, scope = descriptor(folder), Scope(chosen=chosen)
    tables, unreadable = _tables(folder, TableFile)
    package = [*unreadable, *check_package(folder, document, tables)]
    # where the descriptor is of another package, no file was compared with its hash
    doubtful = {p.table for p in package}
    for name, file in tables.items():
        file.hashed = doubtful.isdisjoint({name, None})
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
    """Check that a folder holds the package that was published: files, content, and quotes."""
    tables, unreadable = _tables(folder, lambda table, where: read_arrow(table, where=where))
    traces = check_traces(tables)
    problems = [*unreadable, *check_integrity(folder, descriptor(folder), tables), *traces.problems]
    return replace(traces, problems=list(_located(folder, tables, problems)))


def _located(
    folder: Path, tables: Mapping[str, Data], problems: Iterable[Problem]
) -> Iterator[Problem]:
    """Yield the problems of published rows, placed at the line on which a row's span begins."""
    page = _pages(folder, tables)

    @cache
    def column(table: str, name: str) -> pa.ChunkedArray[Any]:
        return tables[table].column(name)

    def place(table: str, row: int) -> Location | None:
        article, start = (column(table, name)[row].as_py() for name in ("article_id", "start"))
        found = page(article) if isinstance(article, str) and isinstance(start, int) else None
        return found and found[1].place(found[0], start)

    spanned = {t for t, data in tables.items() if {"article_id", "start"} <= {*data.schema.names}}
    for problem in problems:
        if problem.row is None or problem.table not in spanned:
            yield problem
        else:
            yield replace(problem, where=place(problem.table, problem.row))


def _pages(
    folder: Path, tables: Mapping[str, Data]
) -> Callable[[str], tuple[str, LineStarts] | None]:
    """Return what finds the page of an article, and its lines; each is read once, when needed."""
    articles = tables.get("articles")
    if articles is None or not {"article_id", "text"} <= set(articles.schema.names):
        return lambda _: None

    @cache
    def texts() -> dict[str, pa.StringScalar]:
        keys = articles.column("article_id").to_pylist()
        return dict(zip(keys, articles.column("text"), strict=True))

    @cache
    def page(article: str) -> tuple[str, LineStarts] | None:
        text = texts()[article].as_py() if article in texts() else None
        file = folder.resolve().parent / "seeds" / "articles" / f"{article}.txt"
        name = str(file) if file.is_file() else file.name
        return (name, LineStarts(text)) if isinstance(text, str) else None

    return page


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


def _given(data: object, table: str | None = None) -> _Given:
    given = _Given()
    if isinstance(data, str | os.PathLike):
        given.add(table or table_of(Path(data)), data)
    elif isinstance(data, Mapping):
        for name, frame in data.items():
            given.add(str(name), frame)
    elif table is not None:
        given.add(table, data)
    elif isinstance(data, Iterable) and not (hasattr(data, "columns") or hasattr(data, "schema")):
        for file in data:
            given.add(table_of(Path(file)), file)
    else:
        known = ", ".join(TABLES)
        remedy = f'Say so: validate(frame, "claims"); the tables are {known}'
        raise NkdataError(f"which table is it? {remedy}")
    return given


def _parents(given: _Given, against: object) -> dict[str, pa.Table]:
    """Return the tables that references lead to and that are not given themselves."""
    beside = _given(against).tables if isinstance(against, Mapping) else {}
    place = data_dir() if isinstance(against, Mapping) else _place_of(against)
    if place is None:
        kinds = "the folder or archive of a data package, or frames and files by table name"
        raise NkdataError(f"against takes {kinds}")
    wanted = sorted(with_parents(given.tables) - given.tables.keys())
    with opened(place) as folder:
        return {
            table: beside[table] if table in beside else read_arrow(table, where=folder)
            for table in wanted
        }
