"""Files are read and written whole: a killed or refused write leaves the old file or the new."""

import errno
import os
import stat
import threading

import pytest

from nkdata.errors import NkdataError
from nkdata.files import read_text, write


def test_a_file_is_made_and_replaced(tmp_path):
    """A text or the pieces of one are written, with LF, and nothing is left beside the file."""
    file = tmp_path / "file.txt"
    write(file, "one\ntwo\n")
    assert file.read_bytes() == b"one\ntwo\n"
    write(file, (piece for piece in ("평양\n", "\ud800", "")))
    assert read_text(file) == "평양\n\\ud800"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("call", ["fsync", "open", "replace"])
def test_a_failure_leaves_the_file_as_it_was(tmp_path, monkeypatch, call):
    """A full disk is one error with path and reason, and the old file stays, alone."""
    file = tmp_path / "file.txt"
    write(file, "old")

    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    if call == "open":
        monkeypatch.setattr("pathlib.Path.open", full)
    with pytest.raises(NkdataError, match=r"file\.txt: cannot be written \(No space left on dev"):
        write(file, "new")
    monkeypatch.undo()
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_pieces_that_raise_leave_the_file_as_it_was(tmp_path):
    """Where making the text fails half way, the old file stays, and nothing is left beside it."""
    file = tmp_path / "file.txt"
    write(file, "old")

    def pieces():
        yield "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(file, pieces())
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_killed_run_left_is_no_obstacle(tmp_path):
    """The file that a killed run left aside is written over."""
    (tmp_path / ".file.txt.new").write_text("half")
    write(tmp_path / "file.txt", "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_links_and_modes_stay(tmp_path):
    """A symlink stays one, what it leads to is replaced, and keeps its mode."""
    file, link = tmp_path / "file.txt", tmp_path / "link"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    write(link, "new")
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_written_to(tmp_path):
    """A pipe is no file to be replaced: its reader gets the text."""
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    write(pipe, "through")
    reader.join(10)
    assert got == ["through"]


def test_a_folder_and_a_file_in_no_folder_are_named(tmp_path):
    """What cannot be a file, and a file in a missing folder, are errors that name them."""
    for path in (tmp_path, tmp_path / "none" / "file.txt"):
        with pytest.raises(NkdataError, match=f"{path}: cannot be written"):
            write(path, "text")


def test_what_cannot_be_read_is_named(tmp_path):
    """A file that is not there and one that is not UTF-8 are errors that name them."""
    with pytest.raises(NkdataError, match=r"none\.txt: cannot be read \(No such file"):
        read_text(tmp_path / "none.txt")
    (tmp_path / "raw").write_bytes(b"\xef\xbb\xbfab")
    assert read_text(tmp_path / "raw") == "ab"
    (tmp_path / "raw").write_bytes(b"ab\xff")
    with pytest.raises(NkdataError, match="raw: byte 0xff at offset 2 is not UTF-8"):
        read_text(tmp_path / "raw")
