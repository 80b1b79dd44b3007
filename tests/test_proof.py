"""The proof of an article: every claim marked under its own words, on any terminal."""

from __future__ import annotations

import re
import sys

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import MINI, built, copy_of_mini, mini_rows

from nkdata.cli import main
from nkdata.desk.proof import lanes, proof, wrapped
from nkdata.desk.show import show
from nkdata.errors import BrokenPackageError, NkdataError
from nkdata.packages.reader import read_arrow
from nkdata.printing import one_line

HARBOUR = MINI / "articles" / "a_harbour.yaml"
ESCAPE = "\x1b"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Return the mini package, built once and not to be changed."""
    return built(tmp_path_factory.mktemp("proof"))


def lines(width=100, article="a_harbour", **options):
    """Return the proof of an article of the mini seeds."""
    return list(proof(mini_rows(), article, width, **options))


def test_proof_of_a_paragraph():
    """A paragraph has its claims marked under the words, and each claim explained below."""
    made = lines()
    at = made.index(
        "   8 body         | “We counted 40 envoys on deck,” harbour master Bo Lind said. "
        "At least 12"
    )
    assert made[at + 1 : at + 15] == [
        f"{'':<17} | [-----------------------------] 3                            [----------> 4",
        f"{'':<17} | lorries followed them ashore, according to the Tidings agency, which cited",
        "                  | >--------------------------] 4",
        "                  | the Eastland army.",
        "   3  a-forty  quantity, past; CT+ for the claimant, Uu for the article",
        "      There were 40 envoys on the ferry's deck.",
        "      bo-lind “said” > harbour-post  (direct, observation)",
        "      envoys-landed = 40 persons “40”",
        "   4  a-lorries  quantity, past; CT+ for the claimant, Uu for the article",
        "      At least 12 lorries came ashore after the envoys.",
        "      eastland-army “which cited the Eastland army” > tidings “according to the",
        "      Tidings agency” > harbour-post  (indirect, not_stated)",
        "      lorries = 12.. vehicles “At least 12”",
        "",
    ]


def test_proof_tells_every_claim_and_line():
    """Every segment has its line and label, and every claim stands once, with all that it says."""
    rows = mini_rows()
    for article in ("a_harbour", "b_coast"):
        made = lines(article=article)
        text = "\n".join(made)
        for segment in (s for s in rows["segments"] if s["article_id"] == article):
            assert any(line.startswith(f"{segment['line']:>4} {segment['label']}") for line in made)
        for claim in (c for c in rows["claims"] if c["article_id"] == article):
            assert len(re.findall(rf"^ +\d+  {claim['claim_id']}  ", text, re.MULTILINE)) == 1
            assert " ".join(claim["statement"].split()) in " ".join(text.split())
    assert "envoys-landed = ~38 persons “some 38”" in "\n".join(lines(article="b_coast"))
    assert "deprecated, source_error: The envoys are of Eastland" in "\n".join(
        lines(article="b_coast")
    )
    assert "soldiers-came = no" in "\n".join(lines())


def test_colour_is_an_extra():
    """Without the colours the coloured proof is the plain one, which has none."""
    plain, coloured = lines(), lines(colour=True)
    assert not any(ESCAPE in line for line in plain)
    assert any(ESCAPE in line for line in coloured)
    assert [re.sub(r"\x1b\[\d*m", "", line) for line in coloured] == plain


@pytest.mark.parametrize(
    ("no_color", "terminal", "coloured"),
    [(None, True, True), ("1", True, False), (None, False, False)],
)
def test_colour_on_terminals_only(no_color, terminal, coloured, monkeypatch, capsys):
    """Colours go to a terminal, unless NO_COLOR is set, and never into a pipe."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert main(["show", str(HARBOUR)]) == 0
    assert (ESCAPE in capsys.readouterr().out) == coloured


# -- marks under words


def row_of(text):
    """Return a text as one row of the terminal."""
    return next(wrapped(text, 0, len(text), 10**6))


def test_overlapping_claims_stand_below_each_other():
    """Nested, equal and crossing spans have a mark each, and neighbours share a row."""
    text = "abcdefghij klmnopqrst uvwxyz"
    spans = [(0, 28), (0, 10), (5, 16), (11, 21), (22, 28), (22, 23)]
    marks = list(
        lanes(row_of(text), {n: {"start": s, "end": e} for n, (s, e) in enumerate(spans, 1)})
    )
    assert marks == [
        "[--------------------------] 1",
        "[--------] 2          [----] 5",
        "     [---------] 3    ^ 6",
        "           [--------] 4",
    ]


texts = st.text(st.sampled_from("ab 김한\u0301\x1b\t’"), min_size=1, max_size=60)


@given(text=texts, width=st.integers(2, 30), data=st.data())
@settings(max_examples=60)
def test_marks_stand_under_their_words(text, width, data):
    """The marks of a claim cover exactly the columns of its characters, and no two marks touch."""
    edges = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(
                lambda e: e[0] < e[1]
            ),
            max_size=5,
        )
    )
    claims = {n: {"start": start, "end": end} for n, (start, end) in enumerate(edges, 1)}
    found = {number: set() for number in claims}
    rows = list(wrapped(text, 0, len(text), width))
    assert [(r.start, r.end) for r in rows] == list(
        zip([0, *(r.end for r in rows[:-1])], [r.end for r in rows], strict=True)
    )
    for row in rows:
        for marks in lanes(row, claims):
            for mark in re.finditer(r"([\[\]>^-]*) (\d+)(?= |$)", marks):
                found[int(mark[2])] |= {
                    (row.start, column) for column in range(mark.start(), mark.end(1))
                }
    for number, claim in claims.items():
        wanted = {
            (row.start, column)
            for row in rows
            for at in range(max(row.start, claim["start"]), min(row.end, claim["end"]))
            for column in range(row.columns[at - row.start], row.columns[at - row.start + 1])
        }
        assert found[number] == wanted


@given(text=texts, width=st.integers(1, 30))
def test_rows_fit_the_terminal(text, width):
    """A row of more than one character fits the terminal, and the rows together are the text."""
    rows = list(wrapped(text, 0, len(text), width))
    assert all(row.columns[-1] <= width or row.end - row.start == 1 for row in rows)
    assert "".join(text[row.start : row.end] for row in rows) == text


@given(text=st.text())
def test_nothing_steers_the_terminal(text):
    """Shown text is printable, whatever it was."""
    assert all(c.isprintable() or c == "\u00a0" for c in one_line(text))


def test_control_characters_of_a_page_are_escaped():
    """Control characters of a page, a statement or a cue are shown as escapes."""
    rows = mini_rows()
    article = next(a for a in rows["articles"] if a["article_id"] == "a_harbour")
    article["text"] = article["text"].replace("A ferry carrying", "A \x1b[3 carrying")
    article["title"] = "\x07bell"
    rows["claims"][0]["statement"] = "\x1b]0;owned\x07"
    rows["mentions"] = [
        {**m, "quote": m["quote"].replace("said", "\x9bsaid")} for m in rows["mentions"]
    ]
    made = list(proof(rows, "a_harbour", 100))
    assert all(c.isprintable() or c == "\u00a0" for line in made for c in line)
    assert any("A \\x1b[3 carrying" in line for line in made)


@pytest.mark.parametrize("width", [1, 40, 80, 400])
def test_any_width(width):
    """On narrow and on wide terminals there is a proof."""
    assert len(lines(width)) > 30


# -- where it comes from


def test_seeds_and_package_give_the_same_proof(package, monkeypatch, capsys):
    """From the curation, from the page and from the package the proof is the same."""
    monkeypatch.setenv("COLUMNS", "100")
    shown = []
    for arguments in (
        [str(HARBOUR)],
        [str(HARBOUR.with_suffix(".txt"))],
        ["a_harbour", "--data", str(package)],
    ):
        assert main(["show", *arguments]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] == shown[2]
    assert shown[0].splitlines() == lines(100)


@pytest.mark.data
def test_shipped_article_by_id(capsys):
    """An article of the shipped data is shown by its id."""
    assert main(["show", "004_b2ee3106bb31e0ed"]) == 0
    assert "004-met-families" in capsys.readouterr().out


def test_faulty_curation_shows_what_is_sound(tmp_path, capsys):
    """Where the curation has faults the proof shows the rest, and the status is 1."""
    seeds = copy_of_mini(tmp_path)
    file = seeds / "articles" / "a_harbour.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("quote: They allegedly", "quote: They alegedly"),
        encoding="utf-8",
    )
    assert main(["show", str(file)]) == 1
    printed = capsys.readouterr()
    assert "a-forty" in printed.out
    assert "a-gifts" not in printed.out
    assert "error[quote-not-found]" in printed.err
    file.write_text("article: [", encoding="utf-8")
    assert main(["show", str(file)]) == 1
    assert "error[seed-yaml]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("what", "says"), [("a_harbor", "did you mean 'a_harbour'"), ("x", "no published article")]
)
def test_unknown_article(what, says, package):
    """An id that is not published is an error that names the nearest."""
    with pytest.raises(NkdataError, match=says):
        show(what, package)


@pytest.mark.parametrize("file", ["actors.yaml", "articles/none.yaml"])
def test_file_that_is_no_article(file):
    """A registry, and a file that is not there, are errors."""
    with pytest.raises(NkdataError):
        show(MINI / file)


def test_withheld_text_cannot_be_shown(tmp_path):
    """The edition without text has nothing to show, and says so."""
    bare = built(tmp_path, withhold_text=True)
    with pytest.raises(NkdataError, match="withholds"):
        show("a_harbour", bare)


def test_broken_package_cannot_be_shown(tmp_path):
    """A table that is not as the schema says is an error that leads to the validation."""
    folder = built(tmp_path)
    pq.write_table(
        read_arrow("claims", where=folder).drop_columns(["statement"]), folder / "claims.parquet"
    )
    with pytest.raises(BrokenPackageError, match="nkdata validate"):
        show("a_harbour", folder)
