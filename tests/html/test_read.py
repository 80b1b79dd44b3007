"""HTML pages: what the extractor leaves, and pages made to break things."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest
from counting import calls
from html_pages import ARTICLE, NEWS, PARAGRAPHS, page, script
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("trafilatura", reason="needs the extra html")

import nkdata
from nkdata.document import FIELDS, Metadata
from nkdata.html import read, trees
from nkdata.parser import parse
from nkdata.words import edtf


def test_body_is_the_article_and_the_labels_clean_it():
    """The extractor drops menu and footer, and the labels a newsletter block that it leaves."""
    document = nkdata.parse_html(page(body=ARTICLE + "<p>Sign up for our newsletter</p>"))
    assert document.body == "\n\n".join(PARAGRAPHS)
    assert "Home" not in document.text
    assert "newsletter" in {segment.label for segment in document.segments}


def test_text_is_parsed_by_the_parser():
    """But for its metadata, the document is what parse makes of the extractor's text."""
    document = nkdata.parse_html(page(script(NEWS)))
    assert document.metadata.statements
    plain = parse(document.text)
    assert (plain.text, plain.segments) == (document.text, document.segments)
    assert plain.metadata == Metadata()


def test_reader_comments_are_left_out():
    """Comments that the markup tells apart do not reach the text."""
    comment = "<p>I was there and it rained. Nobody told us.</p>"
    comments = f"<div id='comments' class='comments'>{comment}</div>"
    assert "I was there" not in nkdata.parse_html(page(body=ARTICLE + comments)).text


def test_bytes_and_text_give_the_same():
    """A page as bytes in UTF-8 is the page as text."""
    html = page('<meta charset="utf-8"><title>Кора Даль — 김정은</title>')
    assert nkdata.parse_html(html.encode()) == nkdata.parse_html(html)


def test_without_an_extracted_article_every_text_counts(monkeypatch):
    """Where the extractor finds nothing, or fails, every text node but scripts' is a line."""
    for failure in (None, RecursionError("deep")):

        def fail(*_args, failure=failure, **_options):
            if failure:
                raise failure

        monkeypatch.setattr(trees.trafilatura, "extract", fail)
        document = nkdata.parse_html(page(script(NEWS)))
        assert document.text.splitlines() == ["Home", "World", *PARAGRAPHS, "All rights reserved."]
        assert document.metadata.published == "2025-08-30"


def test_missing_library_names_the_extra(monkeypatch):
    """Without the extra the error says which one it is."""
    monkeypatch.setitem(sys.modules, "nkdata.html.trees", None)
    monkeypatch.delattr("nkdata.html.trees", raising=False)
    with pytest.raises(nkdata.NkdataError, match=r"pip install 'nkdata\[html\]'"):
        nkdata.parse_html(page())


ODD = {
    "empty": "",
    "blank": " \n\t",
    "plain text": "\n\n".join(PARAGRAPHS),
    "one bracket": "<",
    "brackets": "<" * 3000 + ">" * 3000,
    "open tag": "<div class=",
    "truncated": page()[:-60] + "<a href='",
    "only a script": "<script>" * 500,
    "xml": '<?xml version="1.0" encoding="utf-16"?>' + page(),
    "nul": page().replace("envoys", "en\0voys"),
    "surrogate": page().replace("envoys", "en\ud800voys\udfff"),
    "noncharacters": page().replace("envoys", "en\ufffe\uffff\x0bvoys"),
    "frames": "<frameset><frame src=x></frameset>",
    "cdata": "<![CDATA[" * 50 + page(),
    "comment": page() + "<!--" * 50,
    "svg": "<svg><template>\n" + page(),
    "deep": "<div>" * 3000 + ARTICLE,
    "deep and inline": "<b><i>" * 3000 + ARTICLE,
    "doctype": "<!DOCTYPE html PUBLIC '-//W3C//DTD/>" + page(),
    "json deep": page(f'<script type="application/ld+json">{"[" * 100_000}</script>'),
    "json numbers": page(
        '<script type="application/ld+json">'
        f'{{"@type": "NewsArticle", "datePublished": {"9" * 6000}}}</script>'
    ),
    "json surrogate": page(
        '<script type="application/ld+json">'
        '{"@type":"Article","headline":"a \\ud800 b\\u0000"}</script>'
    ),
    "json wrong types": page(
        script(
            {
                "@type": [None, {}, 3],
                "@id": [],
                "author": [[3]],
                "headline": {"@value": []},
                "mainEntity": 3,
            }
        )
    ),
}


def sound(document):
    """Assert what holds for any document: segments tile the text, and metadata is well-formed."""
    assert "".join(document.text[s.start : s.end] for s in document.segments) == document.text
    for statement in document.metadata.statements:
        assert statement.field in FIELDS
        assert statement.value
        assert statement.value.encode()
        if statement.field == "published":
            edtf.parse(statement.value)


@pytest.mark.parametrize("name", ODD)
def test_odd_pages(name):
    """No page raises, as text or as bytes; where the article can be seen it is kept."""
    html = ODD[name]
    for form in (html, html.encode("utf-8", "surrogatepass")):
        document = nkdata.parse_html(form)
        sound(document)
        assert (PARAGRAPHS[1] in document.text) == (PARAGRAPHS[1] in html)


def test_plain_text_is_parsed_as_it_is():
    """What is not HTML at all comes back unchanged, brackets and all."""
    text = "A title\n\n1 < 2 and <but not c>, <mina@example.org> said.\n" + "\n".join(PARAGRAPHS)
    assert nkdata.parse_html(text) == parse(text)


MARKS = [
    "<",
    ">",
    "</",
    "<p>",
    "<div>",
    "</div>",
    "<b",
    "&#",
    "&amp;",
    '"',
    "'",
    "=",
    "<!--",
    "-->",
    "<meta ",
    "charset=",
    "<time datetime=",
]


MARKS += [
    '<script type="application/ld+json">',
    "{",
    "}",
    "[",
    '"datePublished":',
    '"@type":"Article"',
    "2025-08-30",
    "\0",
    "\ud800",
    "é",
    "김",
]


soup = st.lists(st.one_of(st.sampled_from([*MARKS, *PARAGRAPHS]), st.text(max_size=8))).map("".join)


@settings(max_examples=150)
@given(soup)
def test_any_text_can_be_parsed(text):
    """Whatever stands in a page, it is parsed, twice to the same."""
    document = nkdata.parse_html(text)
    sound(document)
    assert nkdata.parse_html(text) == document


@settings(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=300), soup.map(lambda text: text.encode("utf-16", "surrogatepass"))
    )
)
def test_any_bytes_can_be_parsed(raw):
    """Whatever the bytes are, they are read as some text."""
    sound(nkdata.parse_html(raw))


def work(html):
    """Count the calls that reading a page takes."""
    return calls(read, html)


REPEATED = {
    "tags": "<div>",
    "inline tags": "<b><i>",
    "paragraphs": f"<p>{PARAGRAPHS[0]}</p>",
    "links": "<a href=x>word</a> ",
    "brackets": "<",
    "entities": "&amp;&#",
    "metas": (
        "<meta property=og:title content='Ferry - Post'><meta property=og:site_name content=Post>"
    ),
    "times": "<time datetime=2025-08-30>",
    "scripts": script(NEWS),
    "blanks": "<p>" + " " * 50,
}


@pytest.mark.parametrize("name", REPEATED)
def test_cost_is_linear(name):
    """Four times the page takes at most about four times the calls."""
    unit = REPEATED[name]
    read(page())  # what is imported and set up on the first call
    small, large = work(page(body=unit * 300)), work(page(body=unit * 1200))
    assert large <= 4.6 * small + 2000


def test_ten_megabytes_of_tags():
    """Ten megabytes of nested tags are read in seconds, and the article in them is kept."""
    html = "<div><b>" * 1_250_000 + ARTICLE
    command = "import sys, nkdata; print(nkdata.parse_html(sys.stdin.read()).body)"
    done = subprocess.run(
        [sys.executable, "-c", command],
        input=html,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.split("\n\n") == [*PARAGRAPHS[:-1], PARAGRAPHS[-1] + "\n"]


def test_nothing_is_logged(capfd):
    """The extractor's own complaints do not reach the user."""
    logging.lastResort.setLevel(logging.WARNING)
    for html in ODD.values():
        nkdata.parse_html(html)
    assert capfd.readouterr() == ("", "")
