"""Every rule of the registry: documented, well named, and fired by an example."""

import re

import pytest

from nkdata.document import BODY_LABELS, CURATOR_RULE
from nkdata.parser import RULES, parse
from nkdata.parser.rules import LINE_RULES
from nkdata.schema import codes

STORY = (
    "The harbour council welcomed a delegation from the islands on Monday. Its"
    " members toured the old shipyard for an hour.\n"
    "They signed an accord on fisheries before lunch. Neither side gave details of"
    " the quotas that it sets for mackerel."
)
TITLE = "Harbour council signs accord on fisheries with islands\n"
MORE = (
    "\nThe islands have asked for a larger share of the mackerel since 2011, and the"
    " council said that it would study the request.\n"
    "A spokesman for the islands said on Tuesday that “the sea belongs to all of"
    " us”. He did not say when the talks would go on."
)


def within(line):
    """Return the story with the line between its paragraphs."""
    return STORY.replace("\n", f"\n{line}\n")


EXAMPLES = {
    "symbols-only": within("* * *"),
    "file-residue": within(".card { width: 10px; }"),
    "template-residue": within("{{ item.name }}"),
    "date-stamp": within("Tuesday, 4 March 2014, 17:20 GMT"),
    "bare-date-word": within("Published"),
    "weather-reading": within("-4 °C"),
    "weather-place": "-4 °C\nReykjavik\n" + STORY,
    "counter": within("3,120 views"),
    "comment-count": within("14 comments"),
    "advertisement": within("Story continues below advertisement"),
    "author-follow": within("Follow Mina Okafor on Mastodon."),
    "bio-heading": within("About the author"),
    "comment-form": within("Write a comment"),
    "share-widget": within("Share this on Facebook"),
    "related-pointer": within("See also: Mackerel quotas fall"),
    "list-heading": within("Most Read Stories"),
    "source-note": within("This story was first published by Harbour Post."),
    "cookie-notice": within("We use cookies to measure how you read us."),
    "copyright-notice": within("© 2014 Harbour Post"),
    "newsletter-appeal": within("Sign up for our weekly newsletter"),
    "donation-appeal": within("Support our journalism with a small gift."),
    "promotion": within("Get 20% off: shop now"),
    "reader-prompt": within("Was this article helpful?"),
    "embedded-post": within("pic.twitter.com/qX12"),
    "bot-notice": within("Please enable JavaScript to see this page"),
    "page-media": within("Listen to this article"),
    "developing-note": within("This is a developing story."),
    "hashtags": within("#harbour #fish"),
    "language-switch": within("Deutsch | Français"),
    "section-tag": within("World News"),
    "site-menu": within("Skip to main content"),
    "breadcrumb": "Home > Islands > Fisheries\n" + STORY,
    "agency-credit": within("Reuters"),
    "byline": within("By Mina Okafor"),
    "photo-credit": within("The old shipyard at dusk (Photo: Ivo Brandt)"),
    "slash-credit": within("Members of the council look at the old shipyard / Harbour Post"),
    "caption-twin": within(
        "The old shipyard seen at dusk\nThe old shipyard is seen at dusk (Photo: Ivo Brandt)"
    ),
    "comment-meta": within("Pavel says:"),
    "biography": within("Mina Okafor is a freelance writer who covers fisheries."),
    "blank": " \n\n",
    "headline": TITLE + STORY,
    "headline-again": TITLE + "By Mina Okafor\n" + TITLE + STORY,
    "standfirst": TITLE
    + "Both sides keep their mackerel quotas to themselves for the moment\n"
    + STORY,
    "repeated-standfirst": TITLE
    + "The two sides agreed to keep their mackerel quotas secret for the moment.\n"
    + STORY
    + "\nThe two sides agreed to keep their mackerel quotas secret for the moment."
    " They meet again in May.",
    "place-line": TITLE + "REYKJAVIK\n" + STORY,
    "outlet-name": TITLE + "Harbour Post\n" + STORY,
    "before-article": TITLE + "mackerel\n" + STORY,
    "teaser": TITLE + "Heavy rain delays orchestra's tour\n" + STORY,
    "paragraph": STORY,
    "cut-paragraph": STORY
    + "\nAt the end of the day the members of the delegation said that they would be back and th",
    "list-item": within("• a quota for mackerel"),
    "continuation": within("as the mayor put it"),
    "heading": within("What comes next"),
    "stray-words": within("Bookmark"),
    "inline-headline": within("Orchestra cancels tour of the north after heavy rain") + MORE,
    "inline-embed": within("Orchestra Cancels Tour Of The North After Heavy Rain"),
    "trailing-biography": STORY + "\n\nReply\n\nPavel Haddad is the author of a book on herring.",
    "reader-comment": STORY
    + "\n\nLeave a comment\n\nPavel says:\n\nNo quota at all would be best for"
    " everyone on the islands.",
    "other-story": STORY + "\nOrchestra cancels tour of the north after heavy rain",
    "after-article": STORY + "\nHerring",
    "no-article": "Herring\nMackerel",
}

WORDINGS = {
    "page-media": ("Listen to this article (4 min)", "Listen · 4 min", "00:00 / 04:32"),
}
"""Further wordings of what a rule knows, each a line between the paragraphs of the story."""


@pytest.mark.parametrize("rule", sorted(WORDINGS))
def test_every_wording_is_known(rule):
    """The rule decides each of its wordings."""
    for line in WORDINGS[rule]:
        document = parse(within(line))
        assert (line, rule) in {(document.words(s), s.rule) for s in document.segments}


def test_every_rule_has_an_example():
    """A new rule joins this file."""
    assert set(EXAMPLES) == set(RULES)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_rule_is_reachable(name):
    """The example makes the rule decide a segment."""
    document = parse(EXAMPLES[name])
    assert name in {s.rule for s in document.segments}, [
        (document.words(s), s.rule) for s in document.segments
    ]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_no_example_costs_a_paragraph(name):
    """Whatever stands around it, the story stays in the body."""
    if parse(EXAMPLES[name]).body:
        body = parse(EXAMPLES[name]).body
        assert all(paragraph in body for paragraph in STORY.split("\n"))


def test_rules_are_documented():
    """Each rule has a kebab-case name, a known label and one sentence in the schema."""
    for name, code in codes("segments", "rule").items():
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name)
        assert code["label"][0].isupper()
        assert code["label"].endswith(".")
    assert RULES.keys() == codes("segments", "rule").keys() - {CURATOR_RULE}


def test_every_label_has_a_rule():
    """No label stands in the list without a rule that gives it."""
    assert set(RULES.values()) == set(codes("segments", "label")) >= BODY_LABELS


def test_line_rules_are_asked_in_the_order_of_the_schema():
    """The schema lists the line rules first, in the order in which they are asked."""
    assert list(LINE_RULES) == list(RULES)[: len(LINE_RULES)]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\r\n\r", "Menu\nLog in\n2014\n", "© 2014 Harbour Post"]
)
def test_a_page_without_an_article_has_an_empty_body(text):
    """Nothing is made up where there is no article."""
    assert parse(text).body == ""
    assert parse(text).title is None
