"""Data quality of anybody's tables: packages, files and frames, checked by the same rules."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import replace
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
    from collections.abc import Callable, Collection, Iterator, Sequence

    import pyarrow as pa

    from nkdata.checks.engine import Data

    Scalars = Sequence[pa.Scalar[Any]]
    Column = Callable[[str, str], Scalars]

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
            or a zip or wheel of one; Parquet or CSV files named after their tables; a pandas or
            polars DataFrame or an Arrow table, with ``table``; or frames and files by table name.
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
    if place and table is None and (place.is_dir() or place.suffix.lower() not in SUFFIXES):
        with opened(place) as folder:
            return _package(folder, chosen)
    tables, problems = _given(data, table)
    scope = Scope(frozenset(tables), chosen, tuple(problems))
    return check_tables({**_parents(tables, against), **tables}, scope)


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
    # nobody knows which of two rows with one key is right
    keys = {p.key for p in errors if p.row is None or p.rule == "unique"}
    if any(p.row is None and p.key is None for p in errors):
        return [True] * len(arrow)
    cells = arrow.column(key).to_pylist() if key in arrow.column_names else [None] * len(arrow)
    rows = {p.row for p in errors}
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
            near = f"{suggestion(name, known)}; `nkdata validate --rules` lists them"
            raise NkdataError(f"there is no rule or dimension {name!r}{near}")
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
    # if the descriptor is of another package, no file was compared with its hash
    doubtful = {p.table for p in package}
    for name, file in tables.items():
        file.hashed = doubtful.isdisjoint({name, None})
    report = check_tables(tables, scope)
    found = filter(scope.covers, package)
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
    pages = folder.resolve().parent / "seeds" / "articles"
    column = _columns(tables)
    lines = _article_lines(column)
    for problem in problems:
        span = [column(problem.table or "", name) for name in ("article_id", "start")]
        row = problem.row if all(map(len, span)) else None
        article, start = (None if row is None else cells[row].as_py() for cells in span)
        if isinstance(article, str) and isinstance(start, int) and (starts := lines(article)):
            page = pages / f"{article}.txt"
            name = str(page) if page.is_file() else page.name
            yield replace(problem, where=starts.place(name, start))
        else:
            yield problem


def _columns(tables: Mapping[str, Data]) -> Column:
    """Return what gives a table's column, empty where there is none; each is read once."""

    @cache
    def column(table: str, name: str) -> Scalars:
        data = tables.get(table)
        return () if data is None or name not in data.schema.names else data.column(name)

    return column


def _article_lines(column: Column) -> Callable[[str], LineStarts | None]:
    """Return what finds the lines of an article's text; no text is read before it is needed."""

    @cache
    def texts() -> dict[object, pa.Scalar[Any]]:
        ids = (cell.as_py() for cell in column("articles", "article_id"))
        return dict(zip(ids, column("articles", "text"), strict=False))

    @cache
    def lines(article: str) -> LineStarts | None:
        text = texts()[article].as_py() if article in texts() else None
        return LineStarts(text) if isinstance(text, str) else None

    return lines


# -- single tables


def _named(data: object, table: str | None) -> Iterable[tuple[str, object]]:
    """Return the files or frames that were given, each with the table that it holds."""
    if isinstance(data, str | os.PathLike):
        return [(table or table_of(Path(data)), data)]
    if isinstance(data, Mapping):
        return data.items()
    if table is not None:
        return [(table, data)]
    if isinstance(data, Iterable) and not (hasattr(data, "columns") or hasattr(data, "schema")):
        return [(table_of(Path(file)), file) for file in data]
    remedy = f'Say so: validate(frame, "claims"); the tables are {", ".join(TABLES)}'
    raise NkdataError(f"which table is it? {remedy}")


def _given(data: object, table: str | None = None) -> tuple[dict[str, pa.Table], list[Problem]]:
    """Return the tables that were given, and the problems of cells that cannot be read."""
    tables: dict[str, pa.Table] = {}
    problems: list[Problem] = []
    for name, content in _named(data, table):
        if name not in TABLES:
            raise UnknownTableError(str(name), TABLES)
        if name in tables:
            raise NkdataError(f"two files or frames for the table {name}: give one")
        tables[name], faults = _read(name, content)
        problems += faults
    return tables, problems


def _read(table: str, content: object) -> tuple[pa.Table, list[Problem]]:
    if not isinstance(content, str | os.PathLike):
        return fit(arrow_of(content), table), []
    file = Path(content)
    if file.suffix.lower() == ".csv":
        return read_csv(file, table)
    with parquet_file(file) as parquet:
        return fit(parquet.read(), table), []


def _parents(tables: Collection[str], against: object) -> dict[str, pa.Table]:
    """Return the tables that references lead to and that are not given themselves."""
    beside = _given(against)[0] if isinstance(against, Mapping) else {}
    place = data_dir() if isinstance(against, Mapping) else _place_of(against)
    if place is None:
        kinds = "the folder or archive of a data package, or frames and files by table name"
        raise NkdataError(f"against takes {kinds}")
    wanted = sorted(with_parents(tables) - set(tables))
    with opened(place) as folder:
        return {
            table: beside[table] if table in beside else read_arrow(table, where=folder)
            for table in wanted
        }
