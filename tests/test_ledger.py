"""The ledger of ids: what is written is read again, and a line that cannot be read is named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nkdata.ledger import ledger_text, parse_ledger
from nkdata.schema import CURATED

SLUGS = st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True)


@given(
    st.dictionaries(st.tuples(st.sampled_from(CURATED), SLUGS), st.sampled_from([None, "1.0.0"]))
)
def test_ledger_is_read_as_it_was_written(ledger):
    """A ledger that was written is read again with every id and version, without a problem."""
    problems = []
    lines = parse_ledger(ledger_text(ledger), "ids.txt", problems)
    assert {key: line.retired for key, line in lines.items()} == ledger
    assert not problems


def test_second_line_of_an_id_is_a_problem():
    """An id that stands twice keeps what its first line says, and the second line is a problem."""
    problems = []
    ledger = parse_ledger("claims a retired 1.0.0\nclaims a\n", "ids.txt", problems)
    (problem,) = problems
    assert {key: line.retired for key, line in ledger.items()} == {("claims", "a"): "1.0.0"}
    assert (problem.rule, problem.where.line) == ("ledger-line", 2)
    assert "line 1" in problem.message
