"""What is printed and written of two releases: text, JSON, and what notebooks show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow as pa
import pytest
from compared import (
    CLAIMS,
    MINI,
    SCHEMA_CASES,
    changed,
    edited,
    files,
    grown,
    lost,
    many,
    package_property,
    reworked,
    with_column,
    written,
)
from samples import mini_rows

from nkdata.changes import outline
from nkdata.changes.changelog import entry
from nkdata.changes.rows import compare_rows
from nkdata.changes.schema_words import KINDS
from nkdata.changes.text import ROWS, lines
from nkdata.changes.words import plain
from nkdata.rulebook import stage


def test_text_cuts_nothing_without_a_word():
    """What is left out is counted, a cut says how much, and with ``whole`` all is there."""
    found = changed(MINI, files(many(100), version="1.1.0"))
    short, whole = "\n".join(lines(found)), "\n".join(lines(found, whole=True))
    assert short.count("  + q-") == 20
    assert "[... 80 more: --all shows them]" in short
    assert "[... 300 more characters]" in short
    assert whole.count("  + q-") == 100
    assert "[..." not in whole


def test_no_cell_steers_the_terminal():
    """Control characters of cells are escaped, in text with and without colour."""
    data = mini_rows()
    data["claims"][0]["statement"] = "a \x1b[31m red\nline and \u202e so"
    found = changed(MINI, files(data, version="2.0.0"))
    plain_text = "\n".join(lines(found))
    assert "\x1b" not in plain_text
    assert "\\x1b[31m red\\nline" in plain_text
    assert "\x1b[31m red" not in "\n".join(lines(found, colour=True))
    assert "\x1b[32m" in "\n".join(lines(found, colour=True))


def test_the_summary_has_a_row_a_table():
    """The first lines are the releases, the numbers of each table that moved, and the bump."""
    data = edited()
    data["questions"] = grown()["questions"]
    text = str(changed(MINI, files(data, version="2.0.0"))).splitlines()
    assert text[0] == "OLD (mini 1.0.0) -> NEW (mini 2.0.0)"
    assert text[1].split() == ["table", "old", "new", "added", "removed", "changed"]
    count, asked = len(data["claims"]), len(data["questions"])
    assert [line.split() for line in text[2:4]] == [
        ["claims", str(count), str(count), "0", "0", "1"],
        ["questions", str(asked - 1), str(asked), "1", "0", "0"],
    ]
    assert text[4] == "Major change since 1.0.0: rows edited: claims."
    assert any(line.endswith("{+ Indeed.+}") for line in text)


def schema_of_changes():
    """Return the JSON Schema of the file of changes."""
    return json.loads(
        (Path(__file__).resolve().parents[2] / "schemas" / "changes.json").read_text(
            encoding="utf-8"
        )
    )


def test_the_file_of_changes_follows_its_schema():
    """The JSON is valid under schemas/changes.json, which lists the kinds and rules of the code."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = schema_of_changes()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    whole = [
        MINI,
        files(edited()),
        files(lost(), version="x"),
        with_column(grown(), "hint", {"another": "x"}),
    ]
    pairs = [(MINI, new) for new in whole] + [
        (CLAIMS, reworked(CLAIMS, work)) for *_, work in SCHEMA_CASES
    ]
    for old, new in pairs:
        validator.validate(written(changed(old, new)))
        validator.validate(written(changed(new, old)))
    assert schema["$defs"]["schemaChange"]["properties"]["kind"]["enum"] == list(KINDS)
    assert schema["$defs"]["problem"]["properties"]["rule"]["enum"] == list(stage("changes"))
    assert not validator.is_valid(written(changed(MINI, MINI)) | {"bump": "huge"})


def test_numbers_that_are_not_finite_are_written():
    """A cell that JSON has no number for is written as text."""
    nan = pa.table({"k": ["a"], "x": [float("nan")]})
    (cells,) = compare_rows(pa.table({"k": ["a"], "x": [1.0]}), nan, "k").edits
    assert plain(cells.new[0].as_py()) == "nan"


@pytest.mark.parametrize("data", [edited, grown, lost, mini_rows])
def test_both_printers_say_the_same(data):
    """Every line of the outline stands in the text and in the Markdown, and every number."""
    found = changed(MINI, files(data(), version="2.0.0"))
    text = "\n".join(lines(found))
    entries = re.findall(r"^(?:### | *- )(.*)", entry(found), flags=re.MULTILINE)
    outlined = list(outline.lines(found, ROWS, derived=False))
    for (_, marked), line in zip(outlined, entries, strict=True):
        said = [words.strip() for _, words in marked]
        assert [words for words in said if words not in text] == []
        assert [words for words in said if words not in line.replace("\\", "")] == []
    for row in outline.counts(found):
        assert f"| {' | '.join(row)} |" in entry(found)
        assert " ".join(row) in re.sub(" +", " ", text)


def test_changes_in_a_notebook():
    """The changes are one line, in a notebook a table of numbers, and no name is read as markup."""
    named = reworked(MINI, package_property("name", "<b>mini</b>"))
    found = changed(named, files(grown(), name="<b>mini</b>"))
    assert repr(found) == (
        "<Changes <b>mini</b> 1.0.0 -> <b>mini</b> 1.0.0: minor; rows added: questions; "
        "problem: version-too-small>"
    )
    shown = found._repr_html_()
    assert "<b>" not in shown
    assert "<td>questions</td>" in shown
    assert changed(MINI, MINI)._repr_html_() == (
        "<p>&lt;Changes mini 1.0.0 -&gt; mini 1.0.0: none&gt;</p>"
    )
