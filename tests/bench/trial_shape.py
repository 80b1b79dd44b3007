"""The shape of all tables by pandera, by expressions of polars, and by the checks as they stand."""

from __future__ import annotations

import gc

import polars as pl
from nkdata.checks.kernels import text_problem

from nkdata.checks.shape import FREE_TEXT, check_shape
from nkdata.packages.reader import TableFile
from nkdata.schema import TABLES, fields, is_required, primary_key

TYPES = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "datetime": pl.Datetime("us", "UTC"),
}
NO_WORDS = ["-", "--", "<NA>", "N/A", "NA", "NULL", "NaN", "NaT", "None", "n/a", "nan", "null"]


def by_own(folder):
    """Return what `check_shape` finds."""
    gc.disable()  # as `check_tables` does
    problems = check_shape({table: TableFile(table, folder) for table in TABLES}, TABLES)
    return {(problem.table, problem.key) for problem in problems}


def by_polars(folder):
    """Return what expressions over each column find."""
    return {row for table in TABLES for row in _faults(folder, table)}


def _faults(folder, table):
    scan = pl.scan_parquet(folder / f"{table}.parquet")
    for name, field in fields(table).items():
        data = scan.select(name).collect()
        for test in (*_tests(data, field), _spoilt(data.lazy(), table, name)):
            rows = data.select(test.fill_null(value=False).arg_true()).to_series()
            if len(rows):
                keys = scan.select(pl.col(primary_key(table)).gather(rows.to_list())).collect()
                yield from ((table, key) for key in keys.to_series())


def _tests(data, field):
    """Yield an expression for each constraint that is true where a cell breaks it."""
    constraints, cell = field.get("constraints", {}), pl.col(field["name"])
    if constraints.get("required"):
        yield cell.is_null()
    if constraints.get("unique") and not _ascending(data.to_series()):
        yield cell.is_duplicated() & cell.is_not_null()
    if "enum" in constraints:
        yield ~cell.is_in(constraints["enum"])
    if "pattern" in constraints:
        yield ~cell.str.contains(rf"\A(?:{constraints['pattern']})\z")
    if "minimum" in constraints:
        yield cell < constraints["minimum"]
    if "maximum" in constraints:
        yield cell > constraints["maximum"]
    if field["type"] == "number":
        yield ~cell.is_finite()


def _ascending(cells):
    """Tell whether each cell is greater than the one before, so that none is repeated."""
    return bool((cells.head(-1) < cells.tail(-1)).all(ignore_nulls=False))


def _spoilt(frame, table, name):
    """Return an expression that is true where a text is spoilt: each suspect is looked at once."""
    if fields(table)[name]["type"] != "string":
        return pl.lit(value=False)
    free, optional = (table, name) in FREE_TEXT, not is_required(table, name)
    cell = pl.col(name)
    odd = cell == ""
    if not free:
        odd |= cell.str.contains(r"[^ -~]|^ | $|&|\?\?\?") | cell.is_in(NO_WORDS)
    suspects = frame.select(name).filter(odd).unique().collect().to_series()
    spoilt = [text for text in suspects if text_problem(text, free=free, optional=optional)]
    return cell.is_in(spoilt) if spoilt else pl.lit(value=False)


def by_pandera(folder):
    """Return what pandera finds, whose failure cases name rows."""
    from pandera.errors import SchemaErrors

    rows = set()
    for table in TABLES:
        data = pl.read_parquet(folder / f"{table}.parquet")
        try:
            _schema(table).validate(data, lazy=True)
        except SchemaErrors as error:
            keys = data[primary_key(table)]
            rows |= {(table, keys[row]) for row in error.failure_cases["index"]}
    return rows


def _schema(table):
    import pandera.polars as pandera

    def column(name, field):
        constraints = field.get("constraints", {})
        known = {
            "enum": pandera.Check.isin,
            "pattern": lambda pattern: pandera.Check.str_matches(f"^(?:{pattern})$"),
            "minimum": pandera.Check.ge,
            "maximum": pandera.Check.le,
        }
        checks = [make(constraints[key]) for key, make in known.items() if key in constraints]
        if field["type"] == "number":
            checks.append(
                pandera.Check(lambda data: data.lazyframe.select(pl.col(data.key).is_finite()))
            )
        if field["type"] == "string":
            checks.append(
                pandera.Check(
                    lambda data: data.lazyframe.select(~_spoilt(data.lazyframe, table, data.key))
                )
            )
        nullable, unique = not is_required(table, name), bool(constraints.get("unique"))
        return pandera.Column(TYPES[field["type"]], checks, nullable=nullable, unique=unique)

    columns = {name: column(name, field) for name, field in fields(table).items()}
    return pandera.DataFrameSchema(columns, strict=True, ordered=True)


FAULTS = {"own": by_own, "polars": by_polars, "pandera": by_pandera}
