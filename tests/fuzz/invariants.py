"""What holds of any bytes taken for a page: the fuzz target asserts it, and so does the gate."""

from __future__ import annotations

from nkdata.parser import RULES, parse

AGAIN = 4  # one input of so many is parsed twice, and the body of another: each costs a parse


def check(data: bytes) -> None:
    """Assert that known labels tile the text, alike every time, and that its body can be parsed."""
    text = data.decode("utf-8", errors="surrogateescape")
    document = parse(text)
    assert "".join(text[s.start : s.end] for s in document.segments) == text
    assert all(s.start < s.end and RULES.get(s.rule) == s.label for s in document.segments)
    assert all(
        s.duplicate_of is None or 0 <= s.duplicate_of < i for i, s in enumerate(document.segments)
    )
    if len(data) % AGAIN == 0:
        assert parse(text) == document
    elif len(data) % AGAIN == 1:
        parse(document.body)
