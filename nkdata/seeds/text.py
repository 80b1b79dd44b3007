"""Bytes to text: what cannot be text has its line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.reports.problems import Location, Problem

if TYPE_CHECKING:
    from pathlib import Path


def decode(path: Path, raw: bytes, problems: list[Problem]) -> str | None:
    """Return the bytes of a file as text, or None with the reason added to ``problems``."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        byte = f"byte 0x{raw[error.start]:02x} at offset {error.start}"
        message = f"{byte} is not UTF-8 ({error.reason}); save the file as UTF-8"
    else:
        before, nul, _ = text.partition("\0")
        if not nul:
            return text
        message = "a NUL character; remove it"
    problems.append(Problem("seed-encoding", message, where=Location.after(str(path), before)))
    return None
