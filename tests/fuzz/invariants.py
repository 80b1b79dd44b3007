"""What holds of any bytes that are taken for a page. The fuzz target asserts it, and the gate does over the corpus."""

from __future__ import annotations

from nkdata.parser import LABELS, RULES, parse

AGAIN = 4  # one input of so many is parsed twice, and one of so many has its body parsed: each costs a parse


def check(data: bytes) -> None:
    """Assert that the text is tiled by known labels, alike every time, and that its body can be parsed again."""
    text = data.decode("utf-8", errors="surrogateescape")
    document = parse(text)
    assert "".join(text[s.start : s.end] for s in document.segments) == text
    assert all(s.start < s.end and s.label in LABELS and s.rule in RULES for s in document.segments)
    assert all(
        s.duplicate_of is None or 0 <= s.duplicate_of < i for i, s in enumerate(document.segments)
    )
    if len(data) % AGAIN == 0:
        assert parse(text) == document
    elif len(data) % AGAIN == 1:
        parse(document.body)
