"""HTML pages to be read: an article in them, a menu before it and a footer after it."""

import json

import nkdata

PARAGRAPHS = (
    (
        "A ferry carrying envoys reached Northport on Tuesday. It had left the day before, two"
        " officials said."
    ),
    (
        "The harbour council welcomed the delegation. It said nothing more about the accord, which"
        " was signed in June."
    ),
    (
        "Two retired engineers toured the old shipyard. The orchestra played in front of a small"
        " crowd, despite heavy rain."
    ),
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
    content = f"<body>{menu}<article>{body}</article>{footer}</body>"
    return f"<!doctype html><html{language}><head>{head}</head>{content}</html>"


def script(*things):
    """Return a JSON-LD script that holds the things."""
    content = json.dumps(things[0] if len(things) == 1 else things)
    return f'<script type="application/ld+json">{content}</script>'


def stated(head="", **options):
    """Return the metadata of a page with this head."""
    return nkdata.parse_html(page(head, **options)).metadata
