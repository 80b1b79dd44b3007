"""The skeleton of a curation: what a page settles and nothing else, in a file that can be read."""

from __future__ import annotations

import hashlib
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import MINI, copy_of_mini
from strategies import any_text, pages

import nkdata
from nkdata.cli import main
from nkdata.curation import draft
from nkdata.curation.quotes import Finder, QuoteSpan, longest
from nkdata.curation.yaml_text import flow, scalar
from nkdata.desk.check import check
from nkdata.desk.new import new
from nkdata.errors import NkdataError
from nkdata.nodes import Entries, plain
from nkdata.parser import parse
from nkdata.rulebook import published, stage
from nkdata.schema import codes
from nkdata.seeds import read_seeds, read_yaml
from nkdata.words.times import find, settled

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
STEMS = [path.stem for path in sorted((SEEDS / "articles").glob("*.txt"))]
ACTORS = read_seeds(MINI).registries["actors"]
TODO = re.compile(r"^ +# TODO: ", re.MULTILINE)


@pytest.fixture
def seeds(tmp_path):
    """Return a copy of the mini seeds in which the first page has no curation yet."""
    folder = copy_of_mini(tmp_path)
    (folder / "articles" / "a_harbour.yaml").unlink()
    return folder


def read(text):
    """Return a skeleton as the seeds' own reader reads it."""
    problems = []
    made = read_yaml(text, "x.yaml", problems)
    assert not problems
    return made


def drafted(text, actors=ACTORS):
    """Return the skeleton of a page, as text and as it is read."""
    made = draft(
        "x", hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), parse(text), actors
    )
    return made, plain(read(made))


# -- the mini page


def test_skeleton_of_a_page(seeds):
    """Hash, language, title, author, names and dates are filled in; the rest has a TODO."""
    file, document, problems = new(seeds / "articles" / "a_harbour.txt")
    assert (file, problems) == (seeds / "articles" / "a_harbour.yaml", [])
    assert document.title == "Ferry carrying envoys reaches Northport"
    text = file.read_text(encoding="utf-8")
    made, whole = (
        plain(read(t))
        for t in (text, (MINI / "articles" / "a_harbour.yaml").read_text(encoding="utf-8"))
    )
    for key in ("text_sha256", "language", "title", "author"):
        assert made["article"][key] == whole["article"][key]
    assert {key for key, value in made["article"].items() if value} == {
        "text_sha256",
        "language",
        "title",
        "author",
    }
    assert made["names"] == {
        "northland": ["Northland"],
        "eastland": ["Eastland"],
        "eastland-army": ["the Eastland army", "Eastland army"],
        "bo-lind": ["Bo Lind"],
        "cora-dahl": ["President Cora Dahl"],
        "harbour-post": ["The Harbour Post"],
        "tidings": ["Tidings"],
    }
    assert [(m["kind"], m["quote"], m.get("normalized")) for m in made["mentions"]] == [
        ("author", "Ada Quill", None),
        ("published", "March 5, 2031", "2031-03-05"),
        ("date", "Tuesday", None),
        ("date", "Friday", None),
        ("date", "last month", None),
    ]
    assert made["claims"] is None
    assert 'line 4 (page_date): "March 5, 2031"' in text
    assert "line 2 (site_name): The Harbour Post" in text
    assert len(TODO.findall(text)) >= 6


def test_check_says_what_is_still_to_be_decided(seeds):
    """Straight after, the check names each decision that is due, at its line, and nothing else."""
    file, *_ = new(seeds / "articles" / "a_harbour.txt")
    problems = [p for p in check([file]).problems if p.where.file == str(file)]
    assert {p.rule for p in problems} == {"missing-key"}
    assert {p.message.split()[0] for p in problems} == {
        "publisher_basis",
        "origin_publisher_basis",
        "derivation",
        "published_basis",
    }


def test_an_existing_file_is_never_touched(seeds, capsys):
    """A curation that is there, even as a dangling link, is an error and stays as it is."""
    page = seeds / "articles" / "b_coast.txt"
    before = page.with_suffix(".yaml").read_bytes()
    assert main(["new", str(page)]) == 2
    assert "never overwritten" in capsys.readouterr().err
    assert page.with_suffix(".yaml").read_bytes() == before
    link = seeds / "articles" / "a_harbour.yaml"
    link.symlink_to(seeds / "nowhere.yaml")
    with pytest.raises(NkdataError, match="never overwritten"):
        new(seeds / "articles" / "a_harbour.txt")
    assert not (seeds / "nowhere.yaml").exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("articles/none.txt", "a scraped page is a file"),
        ("articles/b_coast.yaml", "a scraped page is a file"),
        ("loose.txt", "no page of a seeds folder"),
        ("articles/a harbour.txt", "rename it"),
    ],
)
def test_what_is_no_page_of_a_seeds_folder(name, says, seeds):
    """What is no page of the folder, or can be no id, is an error, and nothing is written."""
    if name in ("loose.txt", "articles/a harbour.txt"):
        shutil.copyfile(seeds / "articles" / "a_harbour.txt", seeds / name)
    before = sorted(seeds.rglob("*"))
    with pytest.raises(NkdataError, match=says):
        new(seeds / name)
    assert sorted(seeds.rglob("*")) == before


@pytest.mark.parametrize("raw", [b"caf\xe9", b"  \n", b"a\x00b"], ids=["latin", "blank", "nul"])
def test_a_page_that_cannot_be_read(raw, seeds, capsys):
    """A page that is no text is a problem with its place and exit status 1; nothing is written."""
    page = seeds / "articles" / "c_bad.txt"
    page.write_bytes(raw)
    assert main(["new", str(page)]) == 1
    assert "c_bad.txt:1:" in capsys.readouterr().err
    assert not page.with_suffix(".yaml").exists()


def test_a_page_without_an_article_says_so(seeds, capsys):
    """Skeleton and command say that a page has no article, and the skeleton can still be read."""
    page = seeds / "articles" / "c_form.txt"
    page.write_text(
        "Leave a Reply\n\nYour email address will not be published.\n", encoding="utf-8"
    )
    assert main(["new", str(page)]) == 0
    assert capsys.readouterr().err == "no article was found in this page\n"
    text = page.with_suffix(".yaml").read_text(encoding="utf-8")
    assert "# No article was found in this page" in text
    assert plain(read(text))["article"]["language"] is None


def test_skeleton_leads_editors_to_the_form(tmp_path):
    """The first line names the form of articles where there are forms, and only there."""
    folder = copy_of_mini(tmp_path)
    (tmp_path / "schemas" / "curation").mkdir(parents=True)
    (tmp_path / "schemas" / "curation" / "article.json").write_text("{}", encoding="utf-8")
    (folder / "articles" / "a_harbour.yaml").unlink()
    file, *_ = new(folder / "articles" / "a_harbour.txt")
    assert file.read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=../../schemas/curation/article.json\n"
    )
    assert "yaml-language-server" not in drafted("A page.\n")[0]


# -- names


def actors(**names):
    """Return a registry of states, each with the given aliases."""
    lines = [
        f"{key}: {{name: {key.title()}, type: {kind}, names: {{alias: [{', '.join(forms)}]}}}}"
        for key, (kind, *forms) in names.items()
    ]
    made = read_yaml("\n".join(lines), "actors.yaml", [])
    assert isinstance(made, Entries)
    return made


PAGE = (
    "A Title That Names Nobody At All Here\n\n{}\n\n"
    "A second paragraph that says something else, and that ends with a full stop as well.\n"
)


def test_longest_form_wins():
    """A form inside a longer one, or before it, is listed only if it stands alone too."""
    registry = actors(kim=("person", "Kim Jo", "Jo"), ann=("person", "Jo Ann"))
    _, made = drafted(
        PAGE.format(
            "The minister Kim Jo met a visitor on the pier, and the visitor was pleased with it."
        ),
        registry,
    )
    assert made["names"] == {"kim": ["Kim Jo"]}
    _, made = drafted(
        PAGE.format(
            "The minister Kim Jo met Jo Ann on the pier, and later Jo was pleased with it all."
        ),
        registry,
    )
    assert made["names"] == {"kim": ["Kim Jo", "Jo"], "ann": ["Jo Ann"]}
    registry = actors(north=("state", "the North"), force=("armed_force", "North Island fleet"))
    _, made = drafted(
        PAGE.format(
            "On the pier the North Island fleet waited for the envoys, who were late for it."
        ),
        registry,
    )
    assert made["names"] == {"force": ["North Island fleet"]}


spans = st.builds(
    lambda start, width: QuoteSpan(start, start + width), st.integers(0, 30), st.integers(1, 8)
)


@given(found=st.lists(spans))
def test_longest_spans(found):
    """No two kept spans overlap, and each other span overlaps a kept one that is no shorter."""
    kept = longest(found)
    assert all(one.end <= two.start for one, two in pairwise(kept))
    for span in set(found) - set(kept):
        assert any(
            k.start < span.end and span.start < k.end and k.end - k.start >= span.end - span.start
            for k in kept
        )


def test_ambiguous_form_is_a_comment():
    """A form of two actors is left to the curator, who is told of whom it may be."""
    registry = actors(east=("armed_force", "the army"), west=("armed_force", "the army"))
    text, made = drafted(
        PAGE.format("On the pier the army waited for the envoys, who had been announced for noon."),
        registry,
    )
    assert made["names"] is None
    assert "# TODO: the army is a name of east and of west" in text


def test_other_name_of_a_state_is_asked_about():
    """Another name of a state, which may be a place, is listed with a question."""
    text, made = drafted(
        PAGE.format(
            "In Easton the envoys waited for the answer, which had been announced for noon."
        ),
        actors(east=("state", "Easton")),
    )
    assert made["names"] == {"east": ["Easton"]}
    assert "# TODO: does Easton always stand for the government?" in text


# -- language and author


@pytest.mark.parametrize(
    ("paragraph", "language"),
    [
        (
            (
                "The envoys of the island came to the harbour on a ferry, and the mayor was there "
                "to greet them in the rain. They stayed."
            ),
            "en",
        ),
        (
            (
                "De gezanten van het eiland kwamen met een veerboot in de haven aan, en de "
                "burgemeester was er om ze te begroeten. Zij bleven."
            ),
            None,
        ),
        (
            (
                "Die Gesandten der Insel kamen in den Hafen, was der Bürgermeister für den Anfang "
                "einer Freundschaft hielt. Sie blieben."
            ),
            None,
        ),
        ("섬의 사절단이 배를 타고 항구에 도착했으며 시장이 비를 맞으며 그들을 맞이했다.", None),
        (
            (
                "Les envoyés de l’île sont arrivés au port en ferry, et le maire était là pour les "
                "accueillir sous la pluie. Ils restèrent."
            ),
            None,
        ),
    ],
)
def test_language_is_told_or_left_open(paragraph, language):
    """English is told by its commonest words; any other language is left to the curator."""
    _, made = drafted(paragraph)
    assert made["article"]["language"] == language


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Ada Quill", "Ada Quill"),
        ("By Ada Quill and Bo Lind", "Ada Quill and Bo Lind"),
        ("By Ada Quill | March 5, 2031", None),
    ],
)
def test_author_is_the_byline(byline, author):
    """A byline of names gives the author and its mention; any other is left to the curator."""
    page = (
        (MINI / "articles" / "a_harbour.txt")
        .read_text(encoding="utf-8")
        .replace("By Ada Quill", byline)
    )
    _, made = drafted(page)
    assert made["article"]["author"] == author
    assert [m["quote"] for m in made["mentions"] if m["kind"] == "author"] == (
        [author] if author else []
    )


# -- every page


def _safe(text):
    document = parse(text)
    _, read_back = drafted(text, ACTORS)
    finder = Finder(document)
    for mention in read_back["mentions"] or ():
        found = finder.find(mention["quote"], finder.nameable, mention.get("within"))
        assert text[found.start : found.end] == mention["quote"]
        assert mention["kind"] in codes("mentions", "kind")
        assert mention.get("event") is None
        assert "claim" not in mention
    assert read_back["claims"] is None


@given(text=pages())
@settings(max_examples=30)
def test_every_page_has_a_skeleton(text):
    """The skeleton of any page reads back, its quotes stand there, and no claim is made up."""
    _safe(text)


@given(text=any_text)
@settings(max_examples=60)
def test_every_text_has_a_skeleton(text):
    """So it is with texts that are no page at all."""
    _safe(text)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_scalars_read_back(text):
    """A text written as a scalar reads back as the same text, wherever it may stand."""
    if "\ufeff" in text or "\0" in text:
        return
    made = plain(read(f"a: {{b: {flow(text)}, c: [{flow(text)}]}}\nd: {scalar(text)}\ne: x\n"))
    assert made == {"a": {"b": text, "c": [text]}, "d": text, "e": "x"}


@pytest.mark.data
@pytest.mark.parametrize("stem", STEMS)
def test_skeletons_of_the_seeds_agree_with_their_curation(stem, tmp_path):
    """Of the seeds the skeleton finds the names that their readers listed, and the same facts."""
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    curated = plain(read((folder / "articles" / f"{stem}.yaml").read_text(encoding="utf-8")))
    (folder / "articles" / f"{stem}.yaml").unlink()
    file, *_ = new(folder / "articles" / f"{stem}.txt")
    text = file.read_text(encoding="utf-8")
    made = plain(read(text))
    for key in ("text_sha256", "language", "title"):
        assert made["article"][key] == curated["article"][key]
    listed = {(actor, form) for actor, forms in made["names"].items() for form in forms}
    for actor, forms in curated["names"].items():
        for form in [forms] if isinstance(forms, str) else forms:
            longer = any(owner == actor and form in found for owner, found in listed)
            assert longer or f"# TODO: {flow(form)} is a name of" in text
    rules = {p.rule for p in check([file]).problems}
    assert rules <= stage("curation").keys() | published().keys()
    assert not rules & {
        "quote-not-found",
        "quote-ambiguous",
        "unknown-name",
        "text-hash",
        "title-differs",
        "bad-edtf",
    }


# -- words that say when


WORDS = {
    "on Saturday, August 30, 2025, they": [("Saturday, August 30, 2025", "2025-08-30")],
    "the 5th of March 2031 and 5 March 2031": [
        ("5th of March 2031", "2031-03-05"),
        ("5 March 2031", "2031-03-05"),
    ],
    "in August 2024": [("August 2024", "2024-08")],
    "since early 2024 and in 2023": [("early 2024", "2024"), ("in 2023", "2023")],
    "the 1950-53 war, 1939–1945": [("1950-53", "1950/1953"), ("1939–1945", "1939/1945")],
    "2031-03-05": [("2031-03-05", "2031-03-05")],
    "October 10 and last October": [("October 10", None), ("last October", None)],
    "on Friday and Tuesday evening": [("Friday", None), ("Tuesday evening", None)],
    "last week, three days ago, yesterday": [
        ("last week", None),
        ("three days ago", None),
        ("yesterday", None),
    ],
    "over the past decade, in three months": [("past decade", None), ("in three months", None)],
    "They may march 10 miles in a second; 2,000 of 1500 men sat": [],
    "February 30, 2031": [("February 30, 2031", None)],
    "Mayday in Marchmont": [],
}


@pytest.mark.parametrize("text", WORDS)
def test_time_words_of_a_skeleton(text):
    """Words that say when are found whole, and dated only where they settle the date."""
    assert [(w.text, settled(w)) for w in find(text)] == WORDS[text]


@pytest.mark.data
def test_time_words_of_the_seeds():
    """Of the dates that readers read it finds two in three, and dates none otherwise."""
    texts = {
        row["article_id"]: row["text"]
        for row in nkdata.load("articles", backend="pyarrow").to_pylist()
    }
    mentions = [
        m for m in nkdata.load("mentions", backend="pyarrow").to_pylist() if m["kind"] == "date"
    ]
    found = 0
    for mention in mentions:
        text = texts[mention["article_id"]]
        begin = text.rfind("\n", 0, mention["start"]) + 1
        line = text[begin : text.find("\n", mention["end"])]
        same = [
            w
            for w in find(line)
            if begin + w.start < mention["end"] and mention["start"] < begin + w.end
        ]
        found += bool(same)
        assert all(settled(w) in (None, mention["normalized"]) for w in same)
    assert (
        3 * found >= 2 * len(mentions) > 0
    )  # the others have no word of time: "during the war", "Victory Day"
