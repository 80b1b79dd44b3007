"""Two folders compared, and the files that are written beside."""

from __future__ import annotations

import json

import pytest
from compared import (
    MINI,
    files,
    lost,
    written,
)
from samples import mini_rows

import nkdata
from nkdata.changes.changelog import updated
from nkdata.errors import NkdataError


@pytest.fixture
def folders(tmp_path):
    """Two folders: the package of the mini seeds, and the next release of it without a claim."""
    for name, made in (("old", MINI), ("new", files(lost(), version="2.0.0"))):
        (tmp_path / name).mkdir()
        for file, data in made.items():
            (tmp_path / name / file).write_bytes(data)
    return tmp_path


def test_diff_of_folders(folders):
    """Two folders are compared, and the two files are written beside, again without a change."""
    log, machine = folders / "log.md", folders / "changes.json"
    for _ in range(2):
        found = nkdata.diff(folders / "old", folders / "new", changes=machine, changelog=log)
        assert (found.bump, found.ok) == ("major", True)
        assert json.loads(machine.read_text(encoding="utf-8")) == written(found)
        assert log.read_text(encoding="utf-8") == updated("", found)
    assert sorted(path.name for path in folders.iterdir()) == [
        "changes.json",
        "log.md",
        "new",
        "old",
    ]


def test_a_file_of_changes_remembers(folders):
    """An id that the same file retired earlier cannot come back, and stays buried in the next."""
    machine = folders / "changes.json"
    nkdata.diff(folders / "old", folders / "new", changes=machine)
    back = nkdata.diff(folders / "new", folders / "old", changes=machine)
    assert [problem.rule for problem in back.problems] == ["version-too-small", "id-reused"]
    assert json.loads(machine.read_text(encoding="utf-8"))["buried"] != []


def test_a_ledger_beside_or_named(folders):
    """A ledger is read beside a package's folder, or where it is named."""
    gone = mini_rows()["claims"][-1]["claim_id"]
    (folders / "named.txt").write_text(f"claims {gone} retired 1.5.0\n")
    named = nkdata.diff(folders / "new", folders / "old", ledgers=[folders / "named.txt"])
    assert "id-reused" in {problem.rule for problem in named.problems}
    (folders / "seeds").mkdir()
    (folders / "named.txt").rename(folders / "seeds" / "ids.txt")
    beside = nkdata.diff(folders / "old", folders / "new")
    assert [stone.retired for stone in beside.tombstones] == ["1.5.0"]


@pytest.mark.parametrize("text", ["claims a retired 1.0.0\n", "", "{}", "[]"])
def test_a_file_that_is_not_ours_is_not_overwritten(folders, text):
    """A file of changes that no comparison wrote is left as it is."""
    (folders / "mine").write_text(text)
    with pytest.raises(NkdataError, match="not a file that `nkdata diff --changes` wrote"):
        nkdata.diff(folders / "old", folders / "new", changes=folders / "mine")
    assert (folders / "mine").read_text() == text


def test_files_that_cannot_be_written(folders):
    """A missing folder, and a changelog that is not text, are errors that name the file."""
    for option in ("changes", "changelog"):
        with pytest.raises(NkdataError, match="none"):
            nkdata.diff(folders / "old", folders / "new", **{option: folders / "none" / "file"})
    (folders / "log.md").write_bytes(b"\xff")
    with pytest.raises(NkdataError, match="not UTF-8"):
        nkdata.diff(folders / "old", folders / "new", changelog=folders / "log.md")
