"""Cells: what a text by itself may break, whatever its column says."""

from __future__ import annotations

import re

Fault = tuple[str, str]
"""A rule of shape, and the message for a cell that breaks it."""


def text_problem(value: str | None, *, free: bool, optional: bool) -> Fault | None:
    """Return the rule that a text breaks and what is wrong, None where nothing is.

    A ``free`` text is a page's own, whatever it is; an ``optional`` one may be null.
    """
    if value == "":
        return "empty-string", "an empty string; write null"
    if value is None or free:
        return None
    if not value.replace("\u00a0", "").isprintable():
        return "control-character", "holds a control character"
    if value != value.strip():
        return "control-character", "begins or ends with white space"
    if optional and value in NO_WORDS:
        return "empty-string", "a word for null; write null"
    return _slip(value)


NO_WORDS = frozenset(
    {"None", "nan", "NaN", "null", "NULL", "N/A", "NA", "n/a", "<NA>", "NaT", "-", "--"}
)
"""What programs write for a missing cell. In a required column it may be somebody's name."""

# a word of another script, saved in an encoding without its letters
_LOST = re.compile(r"(?<!\S)\?{3,}(?!\S)")
_ESCAPE = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z]+[0-9]*);")


def _slip(value: str) -> Fault | None:
    if "&" in value and _ESCAPE.search(value):
        return "encoding-slip", "holds an escape of HTML; write the character"
    spoilt = _LOST.search(value) or (
        not value.isascii() and ("\ufffd" in value or "â€" in value or _reads_as_utf8(value))
    )
    return (
        (
            "encoding-slip",
            "holds letters that were lost or read in a wrong encoding; save the source as UTF-8",
        )
        if spoilt
        else None
    )


def _reads_as_utf8(value: str) -> bool:
    try:
        value.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return False
    return True
