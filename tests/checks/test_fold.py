"""Folding: one cause is one problem, and nothing that is wrong is lost."""

from __future__ import annotations

from nkdata.checks import fold
from nkdata.reports.problems import Location, Problem


def _problem(key, line, rule="r", **more):
    return Problem(rule, f"m{key}", "t", key, where=Location("f", line), **{"column": "c", **more})


def test_folding_keeps_two_apart_and_joins_three():
    """Two rows against one cell stay two problems, three become one, and no warning counts."""
    cell = (("articles", "x", "published_edtf"),)
    made = [_problem(str(n), n, against=cell) for n in range(3)]
    place = {cell[0]: Location("g", 7)}.get
    assert fold(made[:2], place) == made[:2]
    assert (
        fold([*made[:2], _problem("9", 9, against=cell, severity="warning")], place)[0].rule == "r"
    )
    (one,) = fold(made, place)
    assert (one.rule, one.table, one.key, one.column, one.where) == (
        "contradicted",
        *cell[0],
        Location("g", 7),
    )
    assert all(f"m{n}" in one.message for n in range(3))


def test_folding_blames_the_cell_that_explains_most():
    """The common end that most problems share is blamed, and what it does not explain stays."""
    date, event = ("articles", "x", "p"), ("events", "e", "d")
    made = [_problem(str(n), n, against=(date, event)) for n in range(3)]
    made += [
        _problem("3", 3, against=(event,)),
        _problem("4", 4, against=(event,)),
        _problem("5", 5, against=(date,)),
    ]
    rules = [(p.rule, p.key) for p in fold(made, lambda _: None)]
    assert rules == [("contradicted", "e"), ("r", "5")]


def test_folding_of_one_cell():
    """What several rules say of one cell is one problem, of the first, which names the others."""
    made = [
        _problem("k", 1, "first"),
        _problem("k", 1, "second"),
        _problem("k", 1, "third", column="d"),
    ]
    one, other = fold(
        [made[0], Problem(**{**_fields(made[1]), "message": "else"}), made[2]], lambda _: None
    )
    assert (one.rule, one.message) == ("first", "mk; else (second)")
    assert other == made[2]


def test_folding_joins_what_was_compared_with_a_faulty_cell():
    """What was compared with a faulty cell joins its problem, and in a circle nobody is lost."""
    a, b, c = (("t", key, "c") for key in "abc")
    made = [_problem("a", 1), _problem("b", 2, against=(a,)), _problem("c", 3, against=(b,))]
    assert [(p.key, p.message) for p in fold(made, lambda _: None)] == [
        ("a", "ma; line 2, b: mb (r)"),
        ("c", "mc"),
    ]
    circle = [_problem("a", 1, against=(b,)), _problem("b", 2, against=(a,))]
    assert fold(circle, lambda _: None) == circle
    ring = [
        _problem("a", 1, against=(b,)),
        _problem("b", 2, against=(c,)),
        _problem("c", 3, against=(a,)),
    ]
    shown = " ".join(p.message for p in fold(ring, lambda _: None))
    assert all(m in shown for m in ("ma", "mb", "mc"))


def _fields(problem):
    return {name: getattr(problem, name) for name in problem.__slots__}
