"""Curation: every mistake a curator can make gives one problem, at its file, line and column, with the fix.

A case is one mistake in a copy of the mini seeds: a file, the text to find in it and the text to put there. The marks
⟦ and ⟧ in what is put stand around the characters that the problem must point at; they are taken
out before the build. Where there is nothing to mark, ``at`` gives file, line and column. ``place``,
``column`` or ``width`` are ``any`` where YAML's own reader decides how far a thing reaches.
"""

from __future__ import annotations

import hashlib
import json
import re

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from samples import CASES, copy_of_mini, curated

from nkdata import curation, seeds
from nkdata.checks import ALL_RULES
from nkdata.curation import counts, ledger
from nkdata.curation.quotes import Finder, QuoteError, QuoteSpan
from nkdata.desk.check import check
from nkdata.document import Document, Segment
from nkdata.flows import build
from nkdata.nodes import Entries, Items, plain
from nkdata.parser import parse
from nkdata.reports.problems import render
from nkdata.seeds import read_yaml

FILES = sorted((CASES / "curation").glob("*.yaml"))
OWNERS = {
    "seeds": seeds.RULES,
    "curation": curation.RULES,
    "ledger": ledger.RULES,
    "counts": counts.RULES,
    "checks": ALL_RULES,
}
OPEN, CLOSE = "⟦", "⟧"


def _cases():
    found = []
    for file in FILES:
        for rule, cases in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            found += [pytest.param(rule, case, id=f"{rule}: {case['shows']}") for case in cases]
    return found


def _edits(case):
    return case.get("edits") or [
        {key: case[key] for key in ("file", "find", "put")},
        *case.get("also", []),
    ]


def _apply(folder, edit):
    path = folder / edit["file"]
    if edit.get("delete"):
        path.unlink()
        return
    text = edit["put"]
    if "find" in edit:
        old = path.read_bytes().decode("utf-8")
        assert old.count(edit["find"]) == 1, (
            f"{edit['find']!r} stands {old.count(edit['find'])} times in {edit['file']}"
        )
        text = old.replace(edit["find"], edit["put"])
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode(edit.get("encoding", "utf-8")))


def _marked(folder):
    """Take the marks out of the files and return where they stood: file, line, column and width."""
    found = None
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        if OPEN.encode() not in raw:
            continue
        text = raw.decode("utf-8")
        start, end = text.index(OPEN), text.index(CLOSE) - 1
        found = (
            str(path),
            text.count("\n", 0, start) + 1,
            start - text.rfind("\n", 0, start),
            end - start,
        )
        path.write_bytes(text.replace(OPEN, "").replace(CLOSE, "").encode())
    return found


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_mistake_gives_one_problem(rule, case, tmp_path):
    """A mistake in the seeds gives exactly one problem, of its rule, where it was made, and nothing is written."""
    folder = copy_of_mini(tmp_path)
    for edit in _edits(case):
        _apply(folder, edit)
    marked = _marked(folder)
    report = build(folder, tmp_path / "out")
    assert [p.rule for p in report.problems] == [rule], str(report)
    (problem,) = report.problems
    assert case["says"] in problem.message
    assert not (tmp_path / "out").exists()
    _judged_alike(folder, rule, problem)
    where = problem.where
    expected = (
        marked or (str(folder / case["at"][0]), *case["at"][1:], 1)
        if case.get("place") != "any"
        else None
    )
    if expected:
        assert (where.file, where.line) == expected[:2]
        assert case.get("column") == "any" or where.column == expected[2]
        assert case.get("width") == "any" or not marked or where.width == expected[3]


def _judged_alike(folder, rule, problem):
    """The check says what the build says, save of what the build is about to register; and says it of the file alone too."""
    said = [] if rule in ("ledger-missing", "ledger-lost", *counts.RULES) else [problem]
    assert check(seeds=folder).problems == said
    if said and problem.where.file.endswith(".yaml") and rule not in seeds.RULES:
        assert check([problem.where.file], folder).problems == said


def test_folder_of_cases_is_not_empty():
    """The folder of cases holds a file for each owner of rules."""
    assert {file.stem for file in FILES} == OWNERS.keys()


@pytest.mark.parametrize("owner", ["seeds", "curation", "ledger", "counts"])
def test_every_rule_has_a_case(owner):
    """Every rule over seeds has a case, and no case is for a rule that does not exist."""
    file = CASES / "curation" / f"{owner}.yaml"
    assert yaml.safe_load(file.read_text(encoding="utf-8")).keys() == OWNERS[owner].keys()


def test_cases_of_checks_are_of_rules_over_tables():
    """The cases of rules over tables name rules that exist."""
    file = CASES / "curation" / "checks.yaml"
    assert yaml.safe_load(file.read_text(encoding="utf-8")).keys() <= ALL_RULES.keys()


def test_all_mistakes_are_found_in_one_run(tmp_path):
    """Three mistakes in three files give three problems."""
    folder = copy_of_mini(tmp_path)
    for edit in (
        {"file": "actors.yaml", "find": "Westland, type: state", "put": "Westland, type: realm"},
        {"file": "events.yaml", "find": "  date: 2031-02\n", "put": "  date: February\n"},
        {
            "file": "articles/b_coast.yaml",
            "find": "evidentiality: imagery",
            "put": "evidentiality: photos",
        },
    ):
        _apply(folder, edit)
    assert [p.rule for p in build(folder, tmp_path / "out").problems] == [
        "unknown-code",
        "bad-edtf",
        "unknown-code",
    ]


# -- rendering


def test_rendering_of_an_unknown_id(tmp_path, monkeypatch):
    """An unknown id is shown with its place, the nearest known one, and the word underlined."""
    folder = copy_of_mini(tmp_path)
    _apply(
        folder,
        {
            "file": "articles/a_harbour.yaml",
            "find": "publisher: harbour-post",
            "put": "publisher: harbor-post",
        },
    )
    monkeypatch.chdir(tmp_path)
    (problem,) = build("seeds", "out").problems
    assert render(problem) == (
        "seeds/articles/a_harbour.yaml:6:14: error[unknown-id]: publisher: actors has no 'harbor-post' (did you mean 'harbour-post'?)\n"
        " 6 |   publisher: harbor-post\n"
        "   |              ^^^^^^^^^^^"
    )


def test_rendering_of_an_unquoted_set(tmp_path, monkeypatch):
    """An EDTF set that YAML takes for a list is shown as it should be written."""
    folder = copy_of_mini(tmp_path)
    file = {
        "file": "articles/b_coast.yaml",
        "find": 'published: "[2031-03-05..2031-03-06]"',
        "put": "published: [2031-03-05..2031-03-06]",
    }
    _apply(folder, file)
    monkeypatch.chdir(tmp_path)
    (problem,) = build("seeds", "out").problems
    head, line, underline = render(problem).split("\n")
    assert head == (
        "seeds/articles/b_coast.yaml:9:14: error[unquoted-set]: "
        'YAML reads [2031-03-05..2031-03-06] as a list: write published: "[2031-03-05..2031-03-06]"'
    )
    assert line == " 9 |   published: [2031-03-05..2031-03-06]"
    assert re.fullmatch(r"   \|              \^+", underline)


def test_rendering_of_a_cell_that_breaks_a_rule(tmp_path, monkeypatch):
    """A cell that breaks a rule over tables is shown with table, column, key and value, at the line it was written on."""
    folder = copy_of_mini(tmp_path)
    _apply(
        folder,
        {
            "file": "articles/a_harbour.yaml",
            "find": "value_text: At least 12",
            "put": "value_text: at least 12",
        },
    )
    monkeypatch.chdir(tmp_path)
    (problem,) = build("seeds", "out").problems
    line = problem.where.line
    assert render(problem) == (
        f"seeds/articles/a_harbour.yaml:{line}:17: error[value-text-in-quote]: "
        "claims.value_text [a-lorries]: it does not stand in the quote (value: 'at least 12')\n"
        f" {line} |     value_text: at least 12\n"
        "    |                 ^^^^^^^^^^^"
    )


# -- pages as they come


def _with_page(folder, stem, text):
    raw = text.encode("utf-8")
    (folder / "articles" / f"{stem}.txt").write_bytes(raw)
    file = folder / "articles" / f"{stem}.yaml"
    old = file.read_text(encoding="utf-8")
    file.write_text(
        re.sub(r"text_sha256: \S+", f"text_sha256: {hashlib.sha256(raw).hexdigest()}", old),
        encoding="utf-8",
    )
    return curated(folder)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_page_with_other_line_ends(tmp_path, end):
    """A page with CRLF or CR is curated as it is: every span is right in the text as decoded."""
    folder = copy_of_mini(tmp_path)
    text = (folder / "articles" / "b_coast.txt").read_bytes().decode().replace("\n", end)
    dataset = _with_page(folder, "b_coast", text)
    (article,) = (a for a in dataset.rows["articles"] if a["article_id"] == "b_coast")
    assert article["text"] == text
    spanned = [
        r
        for table in ("claims", "mentions")
        for r in dataset.rows[table]
        if r["article_id"] == "b_coast"
    ]
    assert len(spanned) >= 8
    assert all(text[r["start"] : r["end"]] == r["quote"] for r in spanned)
    assert build(folder, tmp_path / "out").ok


def test_page_with_a_byte_order_mark(tmp_path):
    """A byte order mark is a character of the page: kept, counted, and not part of the title."""
    folder = copy_of_mini(tmp_path)
    text = "\ufeff" + (folder / "articles" / "b_coast.txt").read_bytes().decode()
    dataset = _with_page(folder, "b_coast", text)
    (claim,) = (c for c in dataset.rows["claims"] if c["claim_id"] == "b-westland")
    assert text[claim["start"] : claim["end"]] == claim["quote"]


def test_curation_with_crlf_and_a_byte_order_mark(tmp_path):
    """A curation file saved by a Windows editor, with CRLF and a byte order mark, is read like any other."""
    folder = copy_of_mini(tmp_path)
    for file in folder.rglob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert build(folder, tmp_path / "out").ok


def test_ledger_with_crlf(tmp_path):
    """A ledger with CRLF and comments is read like any other."""
    folder = copy_of_mini(tmp_path)
    file = folder / "ids.txt"
    file.write_bytes(b"\r\n# a note\r\n" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert build(folder, tmp_path / "out").ok


# -- hostile YAML


def _read(text):
    problems = []
    return read_yaml(text, "x.yaml", problems), problems


def test_alias_bomb_is_refused():
    """A bomb of aliases is refused at its first anchor, and nothing is expanded."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    root, (problem,) = _read(bomb)
    assert root is None
    assert (problem.rule, problem.where.line, problem.where.column) == ("seed-yaml", 1, 4)


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000, "a: " + "{a: " * 10_000, "\n".join(" " * i + "a:" for i in range(10_000))],
)
def test_deep_nesting_is_refused(text):
    """Ten thousand levels of nesting are refused with a problem, not with a stack overflow."""
    root, (problem,) = _read(text)
    assert root is None
    assert problem.rule == "seed-yaml"


def test_long_line_is_read_and_shown_in_part(tmp_path):
    """A line of a megabyte is read as a value, and shown in part where it is wrong."""
    folder = copy_of_mini(tmp_path)
    _apply(
        folder,
        {
            "file": "actors.yaml",
            "find": "type: state, sector: GOV}\neastland:",
            "put": f"type: {'x' * 1_000_000}}}\neastland:",
        },
    )
    (problem,) = build(folder, tmp_path / "out").problems
    assert problem.rule == "unknown-code"
    assert max(map(len, render(problem).split("\n")[1:])) < 200


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "on",
        "~",
        "null",
        "2031-03-04",
        "1_000",
        "0o17",
        "1e3",
        "12:30:45",
        ".inf",
        "yes",
        "0x1F",
        "=",
    ],
)
def test_yaml_makes_no_guesses(word):
    """Every plain scalar is a string, whatever YAML would take it for."""
    root, problems = _read(f"a: {word}\n{word}: b\n")
    assert not problems
    assert plain(root) == {"a": word, word: "b"}


def test_yaml_merge_keys_have_no_meaning():
    """The merge key of YAML is a key like any other."""
    root, problems = _read("a: {<<: b}\n")
    assert not problems
    assert plain(root) == {"a": {"<<": "b"}}


@given(
    st.text(
        st.characters() | st.sampled_from("\n\n  :-#[]{}&*!|>'\"%@`,?\t\0\ufeff\u2028"), max_size=60
    )
)
def test_reading_yaml_never_raises(text):
    """Any text is read as a mapping of located nodes or gives exactly one problem of rule seed-yaml."""
    root, problems = _read(text)
    if root is None:
        assert [p.rule for p in problems] == ["seed-yaml"]
        assert problems[0].where.line >= 1
    else:
        assert not problems
        assert isinstance(root, Entries)


def test_yaml_places():
    """A scalar knows its line, column and width; a sequence its source."""
    root, _ = _read('a: one\nb:\n  - "t w o"\n  - [x,\n y]\nc: [p, q]\n')
    places = {str(n): (n.at.line, n.at.column, n.at.width) for n in (root["a"], root["b"][0])}
    assert places == {"one": (1, 4, 3), "t w o": (3, 5, 7)}
    assert isinstance(root["c"], Items)
    assert root["c"].source == "[p, q]"


# -- quotes

MARKS = [
    "“",
    "”",
    "‘",
    "’",
    "'",
    '"',
    "''",
    '""',
    ",",
    ", ",
    ": ",
    "---",
    "...",
    "\\n",
    "\t",
    "  ",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "~",
    "null",
]
SIGNS = [
    "He said: ",
    "ranked #3 ",
    " #",
    "[sic]",
    "{",
    "}",
    "& co",
    "*",
    "!",
    "%",
    "@",
    "`",
    "| ",
    "> ",
    "- ",
    "? ",
    "2031-03-04",
]
LETTERS = [
    "Words ",
    "and more",
    "\u200f",
    "\u200e",
    "\u061c",
    "김정은",
    "é",
    "e\u0301",
    "😀",
    "\u2028",
    "\u0085",
]
QUOTES = (
    st.lists(st.sampled_from([*MARKS, *SIGNS, *LETTERS]), min_size=1, max_size=12)
    .map("".join)
    .map(str.strip)
    .filter(bool)
)
STYLES = st.sampled_from([None, '"', "'", "|", ">"])


def _finder(before, quote, after):
    text = f"{before}{quote}{after}"
    return Finder(Document(text, (Segment(0, len(text), 1, "body", "paragraph"),)))


@given(quote=QUOTES, style=STYLES, flow=st.booleans(), width=st.sampled_from([20, 10_000]))
def test_quotes_survive_yaml(quote, style, flow, width):
    """A quote that a YAML writer wrote, in any style, is read as it was and found at its exact span."""
    if style != '"':
        quote = quote.replace("\u0085", "").replace(
            "\u2028", ""
        )  # line ends to YAML, which only double quotes can escape
    made = {"claims": {"c-1": {"quote": quote, "type": "event"}}}
    text = yaml.safe_dump(
        made, default_style=style, default_flow_style=flow, allow_unicode=True, width=width
    )
    root, problems = _read(text)
    assert not problems, text
    found = root["claims"]["c-1"]["quote"]
    assert found == quote
    assume(quote)
    span = _finder("\x01Before.\n\n", quote, "\n\nAfter.\x01").find(str(found), frozenset({"body"}))
    assert span == QuoteSpan(10, 10 + len(quote))


@given(quote=QUOTES)
def test_quotes_survive_json(quote):
    """A quote written as JSON writes strings is read as it was: a JSON string of the basic plane is a YAML string."""
    quote = quote.replace("😀", "")  # JSON writes it as two halves, of which YAML knows nothing
    root, problems = _read(f"quote: {json.dumps(quote)}\n")
    assert not problems
    assert root["quote"] == quote


PAGE = """The mayor opens the bridge

The mayor opens the bridge

The mayor said so. The bridge is open, the mayor said.

The council said nothing. The mayor’s car was\u00a0first over the bridge.

Leave a Reply
"""


@pytest.fixture(scope="module")
def finder():
    """Return a finder over a page that prints its title twice and ends in a comment form."""
    labels = ("title", "body", "body", "body", "comment_form")
    parts = re.findall(r"[^\n]+\n+", PAGE)
    starts = [sum(map(len, parts[:n])) for n in range(len(parts) + 1)]
    segments = tuple(
        Segment(starts[n], starts[n + 1], 2 * n + 1, label, "test", 0 if n == 1 else None)
        for n, label in enumerate(labels)
    )
    return Finder(Document(PAGE, segments))


def _found(finder, quote, within=None):
    span = finder.find(quote, finder.claimable, within)
    return PAGE.count("\n", 0, span.start) + 1, PAGE[span.start : span.end]


def test_finder_prefers_the_first_printing(finder):
    """Of a text that the page repeats, the printing that repeats no other is meant."""
    assert _found(finder, "The mayor opens the bridge") == (1, "The mayor opens the bridge")


def test_finder_asks_for_context(finder):
    """A quote that stands in several places asks for context, and names their lines."""
    with pytest.raises(
        QuoteError, match=r"stands 2 times \(lines 5, 5\); add within: a longer text around it"
    ) as caught:
        finder.find("mayor said", finder.claimable)
    assert caught.value.rule == "quote-ambiguous"


def test_finder_takes_context(finder):
    """Context resolves an ambiguous quote, and is itself looked for once."""
    assert _found(finder, "mayor said", "open, the mayor said") == (5, "mayor said")
    assert (
        finder.find("mayor said", finder.claimable, "open, the mayor said").start
        == PAGE.index("open, the mayor") + 10
    )
    with pytest.raises(QuoteError, match="add a longer one"):
        finder.find("said", finder.claimable, "mayor said")
    with pytest.raises(QuoteError, match="a shorter one around just this place"):
        finder.find(
            "mayor", finder.claimable, "The mayor said so. The bridge is open, the mayor said."
        )
    with pytest.raises(QuoteError, match="'council' does not stand"):
        finder.find("council", finder.claimable, "mayor said so")


def test_finder_shows_the_nearest(finder):
    """A quote that is not there shows what is printed: other quote marks, other spaces, other letters."""
    for quote, printed in (
        ("The mayor's car", "The mayor’s car"),
        ("was first over", "was\\xa0first over"),
        ("The mayor sayd", "The mayor said"),
    ):
        with pytest.raises(
            QuoteError, match=re.escape(f"the nearest there is {printed!r}".replace("\\\\", "\\"))
        ):
            finder.find(quote, finder.claimable)


def test_finder_says_which_label_forbids(finder):
    """A quote that stands only where no claim may says on which line and under which label."""
    with pytest.raises(QuoteError, match=r"line 9 is labelled comment_form"):
        finder.find("Leave a Reply", finder.claimable)


def test_finder_of_cues_looks_nearby_first(finder):
    """A cue is looked for in the quote, then in its paragraph, then in the article."""
    last = finder.find("The council said nothing", finder.claimable)
    assert finder.find_near("said", last).start == PAGE.index("council said") + 8
    car = finder.find("car was", finder.claimable)
    assert finder.find_near("said", car).start == PAGE.index("council said") + 8
    assert finder.find_near("so", car).start == PAGE.index("so. The")
    with pytest.raises(QuoteError, match="does not stand"):
        finder.find_near("denied", car)


def test_finder_of_names_takes_whole_words(finder):
    """A name is found as whole words only, wherever names may stand."""
    starts = [s.start for s in finder.occurrences("The mayor", finder.nameable)]
    assert starts == [m.start() for m in re.finditer("The mayor", PAGE)]
    assert not list(finder.occurrences("counc", finder.nameable))
    assert not list(finder.occurrences("Leave", finder.nameable))
    assert not list(finder.occurrences("", finder.nameable))


@given(
    before=st.text(max_size=20), quote=st.text(min_size=1, max_size=20), after=st.text(max_size=20)
)
def test_finder_finds_or_says_why(before, quote, after):
    """A quote that stands in a page once is found there; one that stands twice is ambiguous; one that does not is not found."""
    finder, labels = _finder(before, quote, after), frozenset({"body"})
    if finder.text.find(quote, finder.text.find(quote) + 1) < 0:
        assert finder.find(quote, labels) == QuoteSpan(len(before), len(before) + len(quote))
    else:
        with pytest.raises(QuoteError, match="stands"):
            finder.find(quote, labels)
    with pytest.raises(QuoteError, match="does not stand"):
        finder.find(f"{finder.text}.", labels)


def test_spans_of_the_mini_seeds_are_right():
    """Every quote of the mini seeds is the text of its article from start to end."""
    dataset = curated(CASES.parent / "mini")
    texts = {a["article_id"]: a["text"] for a in dataset.rows["articles"]}
    for table in ("claims", "mentions"):
        assert all(
            texts[r["article_id"]][r["start"] : r["end"]] == r["quote"] for r in dataset.rows[table]
        )
    assert all(parse(text).text == text for text in texts.values())
