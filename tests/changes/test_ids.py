"""Ids that vanish get a tombstone, and ids that come back are a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from compared import (
    MINI,
    changed,
    files,
    grown,
    lost,
    table_of,
)
from samples import mini_rows

from nkdata.changes import read_ledger
from nkdata.changes.machine import document
from nkdata.errors import NkdataError
from nkdata.rulebook import stage


def test_lost_ids_get_tombstones():
    """An id that people wrote and that vanished has a tombstone; a derived row has none."""
    data = lost()
    data["mentions"].pop()
    gone = mini_rows()["claims"][-1]["claim_id"]
    found = changed(MINI, files(data, version="2.0.0"))
    assert [(stone.table, stone.id, stone.retired) for stone in found.tombstones] == [
        ("claims", gone, "2.0.0")
    ]
    assert table_of(found, "mentions").removed.num_rows == 1
    assert f"claims {gone} retired in 2.0.0" in str(found)
    assert found.ok


def test_retired_ids_never_come_back():
    """An id that a ledger retired is a problem where NEW adds it, and none where OLD has it too."""
    ledger = {
        ("questions", "another"): "0.9.0",
        ("claims", mini_rows()["claims"][0]["claim_id"]): "0.9.0",
    }
    found = changed(MINI, files(grown(), version="1.1.0"), ledgers=[ledger])
    assert [(problem.rule, problem.table, problem.key) for problem in found.problems] == [
        ("id-reused", "questions", "another")
    ]
    assert "retired in 0.9.0" in found.problems[0].message
    assert not changed(
        MINI, files(grown(), version="1.1.0"), ledgers=[{("questions", "another"): ""}]
    ).ok


def test_the_ledger_beside_the_new_release_has_the_tombstones():
    """A ledger beside NEW has to retire each lost id, and gives the version of the tombstone."""
    gone = mini_rows()["claims"][-1]["claim_id"]
    new = files(lost(), version="2.0.0")
    missing = changed(MINI, new, kept={("claims", gone): None})
    assert [problem.rule for problem in missing.problems] == ["tombstone-missing"]
    kept = changed(MINI, new, kept={("claims", gone): "1.9.0"})
    assert (kept.ok, [stone.retired for stone in kept.tombstones]) == (True, ["1.9.0"])


def test_ledgers_are_read_from_both_kinds_of_file():
    """An ids.txt and a file of changes give the same ids, with those that were buried before."""
    text = "# ids\nclaims a\nclaims b retired 1.0.0\n\n"
    assert read_ledger(text, "ids.txt") == {("claims", "a"): None, ("claims", "b"): "1.0.0"}
    found = changed(MINI, files(lost(), version="2.0.0"), ledgers=[read_ledger(text, "ids.txt")])
    again = read_ledger("".join(document(found)), "changes.json")
    assert again == {
        ("claims", "b"): "1.0.0",
        ("claims", mini_rows()["claims"][-1]["claim_id"]): "2.0.0",
    }


@pytest.mark.parametrize(
    "text",
    [
        "claims",
        "claims a b c d",
        "claims a\nclaims a",
        "{",
        "{}",
        '{"format": "other"}',
        "[" * 10_000 + "{",
    ],
)
def test_a_ledger_that_is_none(text):
    """A file that is no ledger is an error that names it."""
    with pytest.raises(NkdataError, match="the file"):
        read_ledger(text, "the file")


def test_every_rule_is_broken_somewhere_here():
    """Each rule of the comparison stands in a test of this folder."""
    files = Path(__file__).parent.glob("*.py")
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert [rule for rule in stage("changes") if f'"{rule}"' not in text] == []
