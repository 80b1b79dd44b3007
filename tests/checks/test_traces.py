"""Traces: quotes and texts held against what was read, by the base install as by the rules."""

from __future__ import annotations

import pytest
from samples import mini_rows, raw_tables

from nkdata.checks import check_tables, check_traces
from nkdata.checks.traces import altered, misquoted
from nkdata.packages.tabular import withhold

TRACES = {"quote-is-span", "text-hash"}


def spoilt():
    """Return the mini rows with a quote, two spans and a hash that are wrong."""
    rows = mini_rows()
    rows["claims"][0]["quote"] += "."
    rows["claims"][1]["start"] += 1
    rows["mentions"][2]["end"] = 10**6
    rows["articles"][0]["text_sha256"] = "0" * 64
    return rows


def told(report):
    """Return the problems of traces, with all that they say."""
    return {
        (p.rule, p.table, p.key, p.column, p.value, p.row, p.message)
        for p in report.problems
        if p.rule in TRACES
    }


def test_traces_say_what_the_rules_say():
    """Without the engine the same is found wrong, at the same rows, in the same words."""
    tables = raw_tables(spoilt())
    found = told(check_traces(tables))
    assert found == told(check_tables(tables))
    assert len(found) == 4
    assert not check_traces(raw_tables(mini_rows())).problems


def test_a_trace_that_leads_nowhere_is_passed_over():
    """A quote of an article that is not there is the foreign key's problem alone."""
    rows = mini_rows()
    rows["claims"][0] |= {"article_id": "nowhere", "quote": "other words"}
    assert not check_traces(raw_tables(rows)).problems


def test_withheld_texts_are_named_as_skipped():
    """Where no article has its text, both rules are named as skipped, with the reason."""
    report = check_traces(withhold(raw_tables(mini_rows())))
    assert not report.problems
    assert report.skipped == dict.fromkeys(TRACES, "the article text is withheld")


@pytest.mark.parametrize(
    ("table", "skipped"),
    [("claims", {"quote-is-span"}), ("mentions", {"quote-is-span"}), ("articles", TRACES)],
)
@pytest.mark.parametrize("how", ["gone", "odd"])
def test_a_table_of_another_shape_is_named(table, skipped, how):
    """What cannot be traced for want of a table is named; odd columns are a problem besides."""
    tables = raw_tables(mini_rows())
    odd = tables.pop(table)
    if how == "odd":
        tables[table] = odd.drop_columns(odd.column_names[:1])
    report = check_traces(tables)
    expected = [("column-type", table)] if how == "odd" else []
    assert [(p.rule, p.table) for p in report.problems] == expected
    assert report.skipped == dict.fromkeys(skipped, f"{table} not in good shape")


def test_spans_count_characters():
    """A span is counted in code points, and a text that is missing is passed over."""
    texts = ["déjà 😀 vu", None]
    spans = [(0, 5, 6, "😀"), (0, 7, 9, "vu"), (0, 0, 4, "deja"), (1, 0, 1, "x"), (None, 0, 1, "x")]
    assert list(misquoted(texts, spans)) == [(2, "déjà")]


def test_hashes_are_of_utf_8():
    """A text is hashed as UTF-8, half a surrogate too, and a missing one is passed over."""
    known = "ed59c0afa31a44e70e0fd3d2dc3ac3d1e0c0ad6d2e6c1e2d1a2f3d3a5f2f0a11"
    assert list(altered(["", None, "\ud800"], [known, known, known])) == [0, 2]
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert not list(altered(["", None], [empty, known]))
