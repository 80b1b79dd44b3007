"""The entry of a changelog, and its place in the file."""

from __future__ import annotations

from compared import (
    MINI,
    changed,
    files,
    grown,
    lost,
    many,
)
from samples import mini_rows

from nkdata.changes.changelog import ROWS, entry, updated


def test_entry_comes_first_and_is_renewed():
    """An entry comes first, what people wrote around it stays, and a second run changes only it."""
    found = changed(MINI, files(grown(), version="1.1.0"))
    text = "# Mine\n\nA preamble.\n\n## [1.0.0] - 2031-01-01\n\nWords.\n"
    made = updated(text, found)
    assert (
        made.index("A preamble.")
        < made.index("## [1.1.0] - 2031-03-01")
        < made.index("## [1.0.0] - 2031-01-01")
    )
    assert updated(made, found) == made
    noted = made.replace(
        "## [1.1.0] - 2031-03-01\n", "## [1.1.0] - 2031-03-01\n\nA note of mine.\n"
    )
    again = updated(noted, changed(MINI, files(many(3), version="1.1.0")))
    assert (
        again.count("A note of mine.")
        == again.count("## [1.1.0]")
        == again.count("<!-- made by")
        == 1
    )
    assert "q-0002" in again
    assert "`another`" not in again


def test_entry_under_a_heading_that_people_wrote():
    """Under a heading of that version without an entry, the entry is put before the words."""
    found = changed(MINI, files(grown(), version="1.1.0"))
    made = updated("# Mine\n\n## [1.1.0]\n\nWords.\n\n## [1.0.0]\n", found)
    assert made.count("## [1.1.0] - 2031-03-01\n") == 1
    assert made.index("`another`") < made.index("Words.") < made.index("## [1.0.0]")
    assert updated(made, found) == made


def test_entry_is_unreleased_until_the_version_does():
    """With too small a version the entry is unreleased, until a version that does replaces it."""
    early = updated("", changed(MINI, files(grown())))
    assert "## [Unreleased]\n" in early
    late = updated(early, changed(MINI, files(grown(), version="1.1.0")))
    assert "Unreleased" not in late
    assert late.count("## [") == late.count("<!-- made by") == 1
    noted = early.replace("## [Unreleased]\n", "## [Unreleased]\n\nTo do.\n")
    kept = updated(noted, changed(MINI, files(grown(), version="1.1.0")))
    assert "## [Unreleased]" in kept
    assert kept.count("<!-- made by") == 1


def test_entry_lists_what_people_wrote():
    """Rows with ids that people wrote are listed, others counted, shared changes said once."""
    data = lost()
    data["mentions"].pop()
    for row in data["questions"]:
        row["scope_note"] = "A *new* note"
    text = entry(changed(MINI, files(data, version="2.0.0")))
    gone = mini_rows()["claims"][-1]
    assert f"  - `{gone['claim_id']}`: {gone['statement']}" in text
    assert f"- `claims {gone['claim_id']}` retired in 2.0.0" in text
    assert "mentions (" not in text
    assert text.count("A \\*new\\* note") == len(
        {row["scope_note"] for row in mini_rows()["questions"]}
    )


def test_entry_counts_what_it_leaves_out():
    """An entry of many rows lists some and says how many more there are."""
    text = entry(changed(MINI, files(many(100), version="1.1.0")))
    assert text.count("  - `q-") == ROWS
    assert f"  - … and {100 - ROWS} more" in text
