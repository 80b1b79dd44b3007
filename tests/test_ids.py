"""Ids of link rows: a function of their parents, and of nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from nkdata.ids import digest, link_id

SLUGS = st.text("abc-09", min_size=1, max_size=8)


@given(st.lists(SLUGS, min_size=1))
def test_parents_can_be_read_off_a_link_id(parents):
    """The ids of the parents stand in a link id in their order, and come out again."""
    assert link_id(*parents).split(".") == parents


def test_absent_parents_leave_no_gap():
    """A parent that is absent adds nothing, and a number is written as it is."""
    assert link_id("a", None, 0, None) == "a.0"


@given(st.text())
def test_digest_stands_for_any_text(text):
    """Any text, half characters too, has one digest of eight hexadecimal digits."""
    assert len(digest(text)) == 8
    assert int(digest(text), 16) >= 0
    assert digest(text) == digest(text)


def test_digests_are_told_apart():
    """Names that differ by a mark have other digests."""
    assert len({digest(name) for name in ("김정은", "김정일", "Kim Jong-un", "Kim Jong Un")}) == 4
