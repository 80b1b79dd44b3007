"""A run of the checks never raises, whatever the rows refer to and whatever shape tables have."""

from __future__ import annotations

import math
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_cases import change
from samples import mini_rows, raw_table, raw_tables
from strategies import tables

from nkdata.checks import RULES, check_tables
from nkdata.checks.engine import Tables
from nkdata.packages.tabular import tabulate, withhold
from nkdata.reports.problems import Problem, Report
from nkdata.reports.text import render
from nkdata.rulebook import published
from nkdata.schema import TABLES, arrow_schema, columns, date_stems, primary_key


@settings(max_examples=15)
@given(made=tables())
def test_no_rule_raises(made):
    """On rows that refer wildly every rule runs to its end, and finds the same in any packing."""
    _run_every_rule(made)


@pytest.mark.heavy
@settings(max_examples=500)
@given(made=tables())
def test_no_rule_raises_on_many_tables(made):
    """The same on many more tables, where there is time for them."""
    _run_every_rule(made)


def _run_every_rule(made):
    arrow = tabulate(made)
    whole, chunks = (
        Tables(arrow),
        Tables({name: _in_chunks(table) for name, table in arrow.items()}),
    )
    for name, rule in RULES.items():
        found = list(rule.find(whole))
        assert list(rule.find(chunks)) == found, name
        for problem in found:
            keys = arrow[problem.table][primary_key(problem.table)]
            # a derived row that is missing has a key, and no place
            assert problem.row is None or keys[problem.row].as_py() == problem.key, name
            assert problem.table in TABLES, name
            assert problem.column is None or problem.column in columns(problem.table), name
            assert problem.message, name
            assert render(problem), name


@settings(max_examples=4)
@given(made=tables())
def test_check_tables_never_raises(made):
    """On such rows the whole check gives a report whose problems are of known rules."""
    report = check_tables(tabulate(made))
    assert {p.rule for p in report.problems} <= published().keys()
    assert len(report.to_frame()) == len(report.problems)
    assert str(report)


@pytest.mark.parametrize(
    "data",
    [{}, {"claims": pa.table({})}, {"strange": pa.table({"a": [1]})}],
    ids=["none", "bare", "strange"],
)
def test_check_of_almost_nothing(data):
    """No tables, a table without columns and one of another name give a report."""
    report = check_tables(data)
    assert not report.ok
    assert "table-missing" in {p.rule for p in report.problems}


def _in_chunks(table):
    return pa.Table.from_batches(table.to_batches(2), table.schema)


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
    """Every table mangled in one way gives a report, and no rule of meaning raises."""
    report = check_tables(
        {name: MANGLE[how](table) for name, table in tabulate(mini_rows()).items()}
    )
    assert not report.ok
    assert {p.rule for p in report.problems} <= published().keys()


@settings(max_examples=6)
@given(name=st.sampled_from(TABLES), how=st.sampled_from(list(MANGLE)))
def test_check_of_one_mangled_table(name, how):
    """One mangled table never stops the checks of the others: what cannot be run is named."""
    made = tabulate(mini_rows())
    made[name] = MANGLE[how](made[name])
    report = check_tables(made)
    assert {p.rule for p in report.problems} <= published().keys()
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


DAYS = {"the first": date.min, "the last": date.max}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("table", ["articles", "claims", "events"])
def test_the_ends_of_the_calendar(table, day):
    """The first and the last day of the calendar may stand in any date."""
    for stem in date_stems(table):
        rows = mini_rows()
        dated = {f"{stem}_earliest": DAYS[day], f"{stem}_latest": DAYS[day]}
        for row in rows[table]:
            row |= {f"{stem}_edtf": DAYS[day].isoformat(), **dated}
        report = check_tables(raw_tables(rows))
        assert "edtf-gives-bounds" not in {p.rule for p in report.problems}
        assert str(report)


@pytest.mark.parametrize("number", [-(2**31), -5_000_000, 5_000_000, 2**31 - 1])
def test_a_day_beyond_the_calendar(number):
    """A day of a year that Python does not have is a problem of its row."""
    for table in ("articles", "claims", "events"):
        for column in (f"{stem}_latest" for stem in date_stems(table)):
            made = raw_tables(mini_rows())
            field = arrow_schema(table).field(column)
            days = pa.array([number] * len(made[table]), pa.int32()).cast(field.type)
            place = made[table].schema.get_field_index(column)
            made[table] = made[table].set_column(place, field, days)
            rules = {p.rule for p in check_tables(made).problems if p.table == table}
            assert "edtf-gives-bounds" in rules, column


def test_mini_seeds_break_no_rule():
    """The unchanged tables break no rule, and every rule is run on them."""
    report = check_tables(tabulate(mini_rows()))
    assert not report.problems
    assert not report.skipped
    assert report.rows == {table: len(rows) for table, rows in mini_rows().items()}


def test_withheld_edition_names_what_it_skips():
    """The edition without text breaks no rule, and names exactly the rules that need text."""
    report = check_tables(withhold(tabulate(mini_rows())))
    assert not report.problems
    assert report.skipped == {
        name: "the article text is withheld" for name, rule in RULES.items() if rule.needs_text
    }


def test_withheld_edition_keeps_quotes_spans_and_hashes():
    """Withholding text nulls text and body, and changes nothing else."""
    whole = tabulate(mini_rows())
    bare = withhold(whole)
    for name, table in whole.items():
        kept = [
            c
            for c in table.column_names
            if (name, c) not in (("articles", "text"), ("articles", "body"))
        ]
        assert bare[name].schema.equals(table.schema, check_metadata=True)
        assert bare[name].select(kept).equals(table.select(kept))
    assert (
        bare["articles"]["text"].null_count
        == bare["articles"]["body"].null_count
        == len(whole["articles"])
    )


def test_runner_names_the_rule_and_the_value():
    """A problem found through check_tables carries its rule's name and the offending value."""
    rows = mini_rows()
    change(rows, {"table": "claims", "key": "a-forty", "set": {"value_text": "41"}})
    found = [
        (p.rule, p.table, p.key, p.column, p.value) for p in check_tables(raw_tables(rows)).problems
    ]
    assert found == [
        (rule, "claims", "a-forty", "value_text", "41")
        for rule in ("value-text-in-quote", "value-as-printed")
    ]


def test_rules_over_broken_tables_are_skipped_by_name():
    """A rule whose tables are out of shape is named as skipped, and the others run."""
    tables = tabulate(mini_rows())
    del tables["disputes"]
    rows = mini_rows()
    rows["questions"][0]["value_type"] = "colour"
    tables["questions"] = raw_table("questions", rows["questions"])
    report = check_tables(tables)
    assert [p.rule for p in report.problems] == ["code", "table-missing"]
    assert report.skipped.keys() == {
        n for n, r in RULES.items() if {"disputes", "questions"} & set(r.reads)
    }
    assert report.skipped["unit-iff-number"] == "questions not in good shape"


def test_problems_name_their_rows():
    """A problem of shape, meaning or keys has the row's 0-based position, as in the frame."""
    rows = mini_rows()
    number = next(
        number for number, row in enumerate(rows["claims"]) if row["claim_id"] == "a-forty"
    )
    rows["claims"][number] |= {"value_text": "41", "statement": "two\x07bells"}
    rows["mentions"][2]["actor_id"] = "nobody-at-all"
    report = check_tables(raw_tables(rows))
    assert {("control-character", number), ("foreign-key", 2), ("name-is-of-actor", 2)} <= {
        (p.rule, p.row) for p in report.problems
    }
    rows["claims"][number]["statement"] = "two bells"
    report = check_tables(raw_tables(rows))
    assert {p.row for p in report.problems if p.table == "claims"} == {number}
    assert report.to_frame()["row"].tolist() == [p.row for p in report.problems]


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
