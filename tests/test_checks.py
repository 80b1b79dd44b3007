"""Checks never raise: whatever the rows refer to and whatever shape the tables are in, problems are rows."""

from __future__ import annotations

import math
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import mini_rows, raw_tables
from strategies import tables

from nkdata.checks import ALL_RULES, RULES, check_tables, shape
from nkdata.checks.registry import View
from nkdata.checks.shape import check_keys
from nkdata.packages.tabular import tabulate
from nkdata.reports.problems import Problem, Report
from nkdata.reports.text import render
from nkdata.schema import TABLES, columns, primary_key


@settings(max_examples=15)
@given(made=tables())
def test_no_rule_raises(made):
    """On rows that refer wildly every rule runs to its end, finds the same in records and in Arrow, and every problem can be shown."""
    _run_every_rule(made)


@pytest.mark.heavy
@settings(max_examples=500)
@given(made=tables())
def test_no_rule_raises_on_many_tables(made):
    """The same on many more tables, where there is time for them."""
    _run_every_rule(made)


def _run_every_rule(made):
    tables = tabulate(made)
    view, columns_view = (
        View({name: table.to_pylist() for name, table in tables.items()}),
        View(tables),
    )
    for name, rule in RULES.items():
        found = list(rule.find(view))
        assert [replace(problem, row=None) for problem in rule.find(columns_view)] == found, name
        for problem in found:
            assert problem.table in TABLES, name
            assert problem.column is None or problem.column in columns(problem.table), name
            assert problem.message, name
            assert render(problem), name


@settings(max_examples=4)
@given(made=tables())
def test_check_tables_never_raises(made):
    """On such rows the whole check gives a report whose problems are of known rules."""
    report = check_tables(tabulate(made))
    assert {p.rule for p in report.problems} <= ALL_RULES.keys()
    assert len(report.to_frame()) == len(report.problems)
    assert str(report)


@pytest.mark.parametrize(
    "data",
    [{}, {"claims": pa.table({})}, {"strange": pa.table({"a": [1]})}],
    ids=["none", "bare", "strange"],
)
def test_check_of_almost_nothing(data):
    """No tables, a table without columns and a table of another name give a report and no exception."""
    report = check_tables(data)
    assert not report.ok
    assert "table-missing" in {p.rule for p in report.problems}


def _texts(table, name):
    return [str(value) for value in table.column(name).to_pylist()]


MANGLE = {
    "without": lambda t: t.drop_columns(t.column_names[0]),
    "with": lambda t: t.append_column("another", pa.nulls(len(t), pa.int8())),
    "twice": lambda t: t.append_column(t.column_names[0], t.column(0)),
    "reversed": lambda t: t.select(t.column_names[::-1]),
    "retyped": lambda t: pa.table(
        {n: pa.array(_texts(t, n), pa.large_string()) for n in t.column_names}
    ),
    "nested": lambda t: pa.table(
        {n: pa.array([[v] for v in _texts(t, n)]) for n in t.column_names}
    ),
    "empty": lambda t: t.slice(0, 0),
    "null": lambda t: pa.table(
        {n: pa.nulls(len(t), t.schema.field(n).type) for n in t.column_names}, schema=t.schema
    ),
    "doubled": lambda t: pa.concat_tables([t, t]),
}


@pytest.mark.parametrize("how", MANGLE)
def test_check_of_mangled_tables(how):
    """Every table mangled in one way gives a report; a way that leaves the shape alone leaves no rule of meaning to raise."""
    report = check_tables(
        {name: MANGLE[how](table) for name, table in tabulate(mini_rows()).items()}
    )
    assert not report.ok
    assert {p.rule for p in report.problems} <= ALL_RULES.keys()


@settings(max_examples=6)
@given(name=st.sampled_from(TABLES), how=st.sampled_from(list(MANGLE)))
def test_check_of_one_mangled_table(name, how):
    """One mangled table never stops the checks of the others: what cannot be run is named."""
    made = tabulate(mini_rows())
    made[name] = MANGLE[how](made[name])
    report = check_tables(made)
    assert {p.rule for p in report.problems} <= ALL_RULES.keys()
    assert set(report.skipped) <= RULES.keys()
    if how in ("without", "with", "twice", "reversed", "retyped", "nested"):
        assert set(report.skipped) == {rule for rule in RULES if name in RULES[rule].reads}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_none(value):
    """A number that is not finite is a problem of its cell and crashes no rule."""
    rows = mini_rows()
    for row in rows["claims"]:
        row |= {"value_low": value, "value_best": value, "value_high": value}
    assert {p.rule for p in check_tables(raw_tables(rows)).problems} == {"range"}


@pytest.fixture(params=["records", "arrow"])
def view(request):
    """Return a view of the mini tables, as records and as Arrow."""
    return View(mini_rows() if request.param == "records" else tabulate(mini_rows()))


def test_where_asks_once_a_combination(view):
    """A test of cells is run once for each combination of them, over foreign keys too, and its rows come in order."""
    asked = []

    def test(kind, publisher):
        asked.append((kind, publisher))
        return kind == "name"

    found = [
        row["mention_id"] for row in view.where("mentions", test, "kind", "article_id.publisher_id")
    ]
    assert len(asked) == len(set(asked)) > 1
    assert found == [row["mention_id"] for row in view.rows["mentions"] if row["kind"] == "name"]


@pytest.mark.parametrize(
    "path",
    [
        "event_id.date_edtf",
        "question_id.event_id.title",
        "question_id?",
        "first_hop.cue_mention_id.quote",
    ],
)
def test_paths_lead_where_rows_lead(view, path):
    """What a path gives for each claim is what following its keys row by row gives."""
    cells = [cell for (cell,) in view.cells("claims", path)]
    followed = [
        _followed(view, row, *path.removesuffix("?").split(".")) for row in view.rows["claims"]
    ]
    assert cells == ([cell is not None for cell in followed] if path.endswith("?") else followed)
    assert len(set(cells)) > 1


def _followed(view, row, step, *rest):
    if row is None or not rest:
        return row and row[step]
    if step == "first_hop":
        return _followed(view, view.chains[row["claim_id"]][0], *rest)
    tables = {"event_id": "events", "question_id": "questions", "cue_mention_id": "mentions"}
    return _followed(view, view.get(tables[step], row[step]), *rest)


def test_rows_of_arrow_read_as_records():
    """A row of an Arrow table has a record's cells and columns; groups, chains and keys lead to the same rows."""
    one, two = (
        View(mini_rows()),
        View(
            {
                name: pa.Table.from_batches(t.to_batches(3))
                for name, t in tabulate(mini_rows()).items()
            }
        ),
    )
    for table in TABLES:
        key = primary_key(table)
        assert [dict(row) for row in two.rows[table]] == sorted(
            one.rows[table], key=lambda row: row[key]
        )
        assert {key: dict(row) for key, row in two.by_id(table).items()} == one.by_id(table)
        assert [row[key] for row in two.rows[table]] == [
            two.rows[table][n][key] for n in range(len(two.rows[table]))
        ]
    chains = {claim: [dict(hop) for hop in hops] for claim, hops in two.chains.items()}
    assert chains == one.chains
    assert two.get("claims", "no-such-claim") is None
    assert "no-such-claim" not in two.chains


def test_suggestions_end_with_patience(monkeypatch):
    """The key that was meant is looked for as long as that takes no more comparisons than the limit; the problems stay."""
    rows = mini_rows()
    for row in rows["claims"]:
        row["claimant_id"] += "x"
    every = [p.message for p in check_keys(View(rows)) if p.column == "claimant_id"]
    monkeypatch.setattr(shape, "_COMPARISONS", len(rows["actors"]))
    first = [p.message for p in check_keys(View(rows)) if p.column == "claimant_id"]
    assert len(first) == len(every) == len(rows["claims"])
    assert all("did you mean" in message for message in every)
    assert 0 < sum("did you mean" in message for message in first) < len(first)


def test_report_of_no_problem():
    """A report without problems is ok, raises nothing and says what was checked."""
    report = Report([], {"claims": 3})
    report.raise_if_bad()
    assert report.ok
    assert str(report) == "3 rows in 1 table checked: 0 errors, 0 warnings"
    assert len(report.to_frame()) == 0


def test_report_of_a_warning_is_ok():
    """A warning does not make a report bad, an error does."""
    assert Report([Problem("r", "m", severity="warning")]).ok
    assert not Report([Problem("r", "m")]).ok
    with pytest.raises(ValueError, match=r"error\[r\]: m"):
        Report([Problem("r", "m")]).raise_if_bad()
