"""HTML pages: what the extractor leaves, what the markup states, and pages made to break things."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest
from counting import calls
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("trafilatura", reason="needs the extra html")

import nkdata
from nkdata.document import BASIS, FIELDS, Metadata, Statement
from nkdata.html import read, trees
from nkdata.html.days import day
from nkdata.html.decoding import decoded
from nkdata.parser import parse
from nkdata.schema import codes
from nkdata.words import edtf

PARAGRAPHS = (
    "A ferry carrying envoys reached Northport on Tuesday. It had left the day before, two officials said.",
    "The harbour council welcomed the delegation. It said nothing more about the accord, which was signed in June.",
    "Two retired engineers toured the old shipyard. The orchestra played in front of a small crowd, despite heavy rain.",
)
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
NEWS = {
    "@type": "NewsArticle",
    "headline": "Ferry reaches Northport",
    "datePublished": "2025-08-30",
}


def page(head="", body=ARTICLE, language=""):
    """Return an HTML page with a menu before the article and a footer after it."""
    menu, footer = (
        "<nav><a href='/'>Home</a><a href='/w'>World</a></nav>",
        "<footer><p>All rights reserved.</p></footer>",
    )
    return f"<!doctype html><html{language}><head>{head}</head><body>{menu}<article>{body}</article>{footer}</body></html>"


def script(*things):
    """Return a JSON-LD script that holds the things."""
    return f'<script type="application/ld+json">{json.dumps(things[0] if len(things) == 1 else things)}</script>'


def stated(head="", **options):
    """Return the metadata of a page with this head."""
    return nkdata.parse_html(page(head, **options)).metadata


# -- the article


def test_body_is_the_article_and_the_labels_clean_it():
    """The extractor drops menu and footer, and the labels a newsletter block that it leaves."""
    document = nkdata.parse_html(page(body=ARTICLE + "<p>Sign up for our newsletter</p>"))
    assert document.body == "\n\n".join(PARAGRAPHS)
    assert "Home" not in document.text
    assert "newsletter" in {segment.label for segment in document.segments}


def test_text_is_parsed_by_the_parser():
    """But for its metadata, the document is what parse makes of the text that the extractor left."""
    document = nkdata.parse_html(page(script(NEWS)))
    assert document.metadata.statements
    plain = parse(document.text)
    assert (plain.text, plain.segments) == (document.text, document.segments)
    assert plain.metadata == Metadata()


def test_reader_comments_are_left_out():
    """Comments that the markup tells apart do not reach the text."""
    comments = "<div id='comments' class='comments'><p>I was there and it rained. Nobody told us.</p></div>"
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


# -- pages made to break things

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
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": {"9" * 6000}}}</script>'
    ),
    "json surrogate": page(
        '<script type="application/ld+json">{"@type":"Article","headline":"a \\ud800 b\\u0000"}</script>'
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
    """Assert what holds for any document: the segments tile the text, and the metadata is well-formed."""
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
    "metas": "<meta property=og:title content='Ferry - Post'><meta property=og:site_name content=Post>",
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


# -- encodings

CYRILLIC = "Паром с посланниками прибыл в Нортпорт во вторник. Совет гавани приветствовал делегацию, сообщили два чиновника."
KOREAN = "사절단을 태운 여객선이 화요일 노스포트에 도착했다. 항만 위원회는 대표단을 환영했다고 관리 두 명이 말했다."
CHINESE = "载有特使的渡轮星期二抵达北港。两名官员说，港口委员会对代表团表示欢迎，但没有透露更多有关协议的情况。"
JAPANESE = "特使を乗せたフェリーは火曜日にノースポートに到着した。港湾評議会は代表団を歓迎したと二人の当局者が語った。"


@pytest.mark.parametrize(
    ("words", "label", "codec"),
    [
        (CYRILLIC, "windows-1251", "cp1251"),
        (CYRILLIC, "koi8-r", "koi8-r"),
        (KOREAN, "euc-kr", "euc-kr"),
        (KOREAN, "ks_c_5601-1987", "cp949"),
        (CHINESE, "gb2312", "gb18030"),
        (CHINESE, "big5", None),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "iso-2022-jp", "iso2022_jp"),
        ("“Smart” quotes – and café", "iso-8859-1", "cp1252"),
        ("naïve café", "utf-8", "utf-8"),
    ],
)
def test_declared_encodings(words, label, codec):
    """A declared encoding is read as browsers read it, whether a meta element or an XML declaration names it."""
    if codec is None:
        words, codec = "載有特使的渡輪星期二抵達北港。", "big5"
    for head in (
        f'<meta charset="{label}">',
        f'<meta http-equiv="Content-Type" content="text/html; charset={label}">',
    ):
        assert words in decoded(page(head, body=f"<p>{words}</p>").encode(codec))
    assert words in decoded(
        f'<?xml version="1.0" encoding="{label}"?><html><p>{words}</p></html>'.encode(codec)
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_without_a_declaration(codec):
    """The Unicode encodings are known by their marks or by their bytes."""
    assert decoded(page(body=f"<p>{KOREAN}</p>").encode(codec)).removeprefix("\ufeff") == page(
        body=f"<p>{KOREAN}</p>"
    )


@pytest.mark.parametrize(
    ("words", "codec"),
    [
        (CYRILLIC, "cp1251"),
        (KOREAN, "cp949"),
        (CHINESE, "gb18030"),
        ("Le café était fermé. " * 5, "cp1252"),
    ],
)
def test_encodings_that_nothing_declares(words, codec):
    """Without a declaration, or with one that the bytes refute, the likeliest encoding is read."""
    for head in ("", '<meta charset="utf-8">'):
        assert words in decoded(page(head, body=f"<p>{words * 3}</p>").encode(codec))


@pytest.mark.parametrize(
    "label",
    ["hex", "rot13", "punycode", "idna", "unicode_escape", "undefined", "utf-7", "no-such", "zlib"],
)
def test_declared_encodings_of_no_page(label):
    """Codecs that are no encoding of pages are not used, whatever the page says."""
    raw = page(f'<meta charset="{label}">', body=f"<p>{CYRILLIC}</p>").encode("cp1251")
    assert CYRILLIC in decoded(raw)


def test_damaged_bytes():
    """One byte that is not UTF-8 costs one character."""
    raw = page(body=f"<p>{KOREAN}</p>").encode() + b"\xff"
    assert decoded(raw) == page(body=f"<p>{KOREAN}</p>") + "\ufffd"


# -- what the markup states


def test_statements_carry_value_place_and_words():
    """A statement says what was read, where, and how it stands there."""
    assert stated(script(NEWS | {"datePublished": "2025-08-30T23:10:00+09:00"})).stated(
        "published"
    ) == (
        Statement(
            "published", "2025-08-30", "NewsArticle.datePublished", "2025-08-30T23:10:00+09:00"
        ),
    )


def test_basis_is_a_code_of_the_tables():
    """What is stated in metadata has a basis that the articles table knows."""
    assert BASIS in codes("articles", "published_basis")


@pytest.mark.parametrize(
    ("head", "field", "value", "source"),
    [
        (
            '<meta property="og:title" content=" Ferry  reaches &amp;amp; leaves ">',
            "title",
            "Ferry reaches & leaves",
            "meta og:title",
        ),
        ("<title>Ferry reaches Northport</title>", "title", "Ferry reaches Northport", "title"),
        ('<meta name="author" content="Mina Okafor">', "author", "Mina Okafor", "meta author"),
        (
            '<meta property="og:site_name" content="Harbour Post">',
            "publisher",
            "Harbour Post",
            "meta og:site_name",
        ),
        (
            '<meta name="article:published_time" content="2025-08-30">',
            "published",
            "2025-08-30",
            "meta article:published_time",
        ),
        (
            '<meta itemprop="datePublished" content="Aug 30, 2025">',
            "published",
            "2025-08-30",
            "meta datepublished",
        ),
        ('<meta property="og:locale" content="ko_kr">', "language", "ko-KR", "meta og:locale"),
        (
            '<link rel="shortlink canonical" href="https://example.org/a">',
            "url",
            "https://example.org/a",
            "link canonical",
        ),
        (
            '<meta property="og:url" content="https://example.org/b">',
            "url",
            "https://example.org/b",
            "meta og:url",
        ),
    ],
)
def test_places_of_statements(head, field, value, source):
    """Each place that markup has for a field is read."""
    (statement,) = stated(head).stated(field)
    assert (statement.value, statement.source) == (value, source)
    assert getattr(stated(head), field) == value


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="article:author" content="https://example.org/mina">',
        '<link rel="canonical" href="/relative">',
        '<link rel="canonical" href="javascript:alert(1)">',
        '<meta name="language" content="the language of the harbour">',
        '<meta property="article:published_time" content="soon">',
        '<meta property="article:modified_time" content="2025-08-30">',
        '<meta property="og:title" content=" ">',
    ],
)
def test_what_is_no_statement(head):
    """Links for authors, relative addresses, words for dates and the like state nothing."""
    assert stated(head).statements == ()


def test_language_of_the_page():
    """The language stands on the root element."""
    assert stated(language=" lang='en-gb'").language == "en-GB"


def test_the_sites_name_is_cut_from_the_title():
    """The site's name behind a title is no part of it; the words as printed are kept."""
    head = '<title>Ferry - by rail - Harbour Post</title><meta property="og:site_name" content="Harbour Post">'
    (statement,) = stated(head).stated("title")
    assert (statement.value, statement.printed) == (
        "Ferry - by rail",
        "Ferry - by rail - Harbour Post",
    )


@pytest.mark.parametrize(
    "head",
    [
        script(NEWS),
        script({"@type": "WebSite", "name": "Post"}, NEWS),
        script({"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, NEWS]}),
        script({"@type": "WebPage", "mainEntity": NEWS, "datePublished": "2020-01-01"}),
        script(NEWS | {"@type": ["Thing", "https://schema.org/NewsArticle"]}),
        "<script type='application/ld+json'>{broken</script>" + script(NEWS),
        f"<script type='Application/LD+JSON; charset=utf-8'>//<![CDATA[\n{json.dumps(NEWS)};\n//]]></script>",
        f"<script type='application/ld+json'>{json.dumps(NEWS | {'articleBody': 'a'}).replace('a', chr(10) * 2, 0)}</script>",
        script(NEWS).replace("Ferry", "Ferry\n\t"),
    ],
)
def test_shapes_of_json_ld(head):
    """Lists, graphs, main entities, several types, broken neighbours, wrappings and raw control characters are all read."""
    found = stated(head)
    assert (found.title, found.published) == ("Ferry reaches Northport", "2025-08-30")


def test_names_by_reference():
    """Authors and publishers may be named elsewhere in the graph, or be plain text."""
    people = [
        {"@id": "#m"},
        {"@type": "Person", "name": "Jonas Brandt"},
        "Ivo Haddad",
        {"@id": "#nobody"},
        "https://example.org/x",
    ]
    graph = [
        NEWS | {"author": people, "publisher": {"@id": "#p"}},
        {"@id": "#m", "name": "Mina Okafor"},
        {"@id": "#p", "name": "Harbour Post"},
    ]
    found = stated(script({"@graph": graph}))
    assert (found.author, found.publisher) == (
        "Mina Okafor, Jonas Brandt, Ivo Haddad",
        "Harbour Post",
    )


def test_of_several_articles_the_one_with_the_pages_title():
    """A page that describes other stories too is not dated by them."""
    others = [NEWS | {"headline": f"Story {n}", "datePublished": f"2001-01-0{n}"} for n in (1, 2)]
    assert (
        stated("<title>Ferry reaches Northport | Post</title>" + script(*others, NEWS)).published
        == "2025-08-30"
    )
    assert stated(script(NEWS, *others)).published == "2025-08-30"
    listed = {"@type": "ItemList", "itemListElement": others}
    assert stated(script(listed, NEWS)).published == "2025-08-30"


def test_contradicting_dates():
    """The earliest stated publication is believed, and the others are kept beside it."""
    head = (
        script(NEWS | {"dateModified": "2024-01-01"})
        + '<meta property="article:published_time" content="2025-08-31T01:10:00+11:00">'
    )
    found = stated(head)
    assert found.published == "2025-08-30"
    assert [s.value for s in found.stated("published")] == ["2025-08-30", "2025-08-31"]


def test_a_day_is_believed_before_its_month():
    """A wider date that holds a narrower one does not contradict it."""
    assert stated(script(NEWS) + '<meta name="date" content="2025-08">').published == "2025-08-30"


def test_times_are_an_upper_bound():
    """A bare time in the page may be that of a change: it bounds the publication, and only where nothing states it."""
    time = '<time datetime="2025-09-02T08:00:00Z">2 September</time>'
    assert stated(body=time + ARTICLE).published == "[..2025-09-02]"
    assert [s.value for s in stated(script(NEWS), body=time + ARTICLE).stated("published")] == [
        "2025-08-30"
    ]
    assert stated(body=f"<aside>{time}</aside>{ARTICLE}").published is None


def test_marked_elements():
    """Elements marked as publication give the day where they agree; where they differ, some are other stories'."""
    one, two = (
        f'<span itemprop="datePublished" content="{when}">x</span>'
        for when in ("2025-08-30T10:00", "2025-08-31")
    )
    assert stated(body=one + ARTICLE + one).published == "2025-08-30"
    assert stated(body=one + ARTICLE + two).published is None
    assert [s.value for s in stated(script(NEWS), body=two + ARTICLE).stated("published")] == [
        "2025-08-30"
    ]
    assert stated(body="<time pubdate>30 August 2025</time>" + ARTICLE).published == "2025-08-30"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2025-08-30", "2025-08-30"),
        ("2025-08-30T23:59:59+09:00", "2025-08-30"),
        ("2025-08-30T00:00:00-11:00", "2025-08-30"),
        ("2025-08-30 23:59:59 -0600", "2025-08-30"),
        ("20250830T120000Z", "2025-08-30"),
        ("2025/8/3", "2025-08-03"),
        ("2025 08 30", "2025-08-30"),
        ("2025-08", "2025-08"),
        ("2025", "2025"),
        ("Sat, 30 Aug 2025 10:00:00 GMT", "2025-08-30"),
        ("Sat Aug 30 2025 10:00:00 GMT+0200 (CEST)", "2025-08-30"),
        ("August 30th, 2025", "2025-08-30"),
        ("30 Sept. 2025", "2025-09-30"),
        ("13/11/2025 09:21:40", "2025-11-13"),
        ("Thu, 09/25/2025 - 00:00", "2025-09-25"),
        ("04/11/2019", "[2019-04-11,2019-11-04]"),
        ("05.05.2020", "2020-05-05"),
        ("2025-02-30", None),
        ("1756512000", None),
        ("1970-01-01T00:00:00Z", None),
        ("-0001-11-30T00:00:00+00:00", None),
        ("mayor 5 2020", None),
        ("yesterday", None),
        ("", None),
        ("²⁰²⁵-08-30", None),
    ],
)
def test_printed_days(printed, expected):
    """A printed date is its own day, and as wide as it can be read."""
    assert day(printed) == expected


@given(st.dates(), st.times(), st.sampled_from(["", "Z", "+09:00", "-1100"]))
def test_zones_do_not_move_the_day(date, time, zone):
    """The day of an ISO 8601 time is the one printed, whatever zone is."""
    expected = (
        None
        if date.isoformat() in {"1970-01-01", "1969-12-31", "1900-01-01", "0001-01-01"}
        else date.isoformat()
    )
    assert day(f"{date.isoformat()}T{time.isoformat()}{zone}") == expected
