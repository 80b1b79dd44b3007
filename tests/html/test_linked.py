"""JSON-LD: its shapes, names by reference, and which thing is the page's article."""

from __future__ import annotations

import json

import pytest
from html_pages import NEWS, script, stated

pytest.importorskip("trafilatura", reason="needs the extra html")


@pytest.mark.parametrize(
    "head",
    [
        script(NEWS),
        script({"@type": "WebSite", "name": "Post"}, NEWS),
        script({"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, NEWS]}),
        script({"@type": "WebPage", "mainEntity": NEWS, "datePublished": "2020-01-01"}),
        script(NEWS | {"@type": ["Thing", "https://schema.org/NewsArticle"]}),
        "<script type='application/ld+json'>{broken</script>" + script(NEWS),
        (
            "<script type='Application/LD+JSON; charset=utf-8'>"
            f"//<![CDATA[\n{json.dumps(NEWS)};\n//]]></script>"
        ),
        script(NEWS | {"articleBody": "a"}),
        script(NEWS).replace("Ferry", "Ferry\n\t"),
    ],
)
def test_shapes_of_json_ld(head):
    """Lists, graphs, entities, types, broken neighbours, wrappings, raw controls: all are read."""
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
