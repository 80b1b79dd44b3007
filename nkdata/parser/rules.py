"""The registry: every rule that can decide a segment's label, with one sentence on what it knows.

A line rule sees one line alone (``evidence``). A context rule sees the page: where the article
starts and ends and what stands beside a line (``context``, ``headline``). Rules name kinds of
noise; the words of each kind are in
``vocabulary``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nkdata.parser import evidence
from nkdata.parser.evidence import (
    ANY,
    anywhere,
    appeal,
    few_words,
    no_paragraph,
    no_prose,
    opening,
    unreported,
    whole,
)

if TYPE_CHECKING:
    from nkdata.parser.evidence import Test

LABELS: Final = (
    *(
        "title",
        "site_name",
        "deck",
        "byline",
        "dateline",
        "page_date",
        "body",
        "subhead",
        "caption",
        "related_link",
    ),
    *(
        "embed",
        "nav",
        "ad",
        "share",
        "comment_form",
        "comment",
        "author_bio",
        "source_link",
        "weather",
        "counter",
    ),
    *("section_list", "newsletter", "legal", "other"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named reason for a label; ``test`` decides from the line alone, and is None where the page decides."""

    name: str
    label: str
    description: str
    test: Test | None = None


LINE_RULES: Final = (
    Rule("symbols-only", "other", "The line has no letter and no digit.", evidence.symbols),
    Rule(
        "file-residue",
        "other",
        "Style sheet, script, tag or bare address left over from the page's source.",
        opening("file-residue", ANY),
    ),
    Rule(
        "template-residue",
        "other",
        "A placeholder, shortcode or rule block that the site's template never filled.",
        anywhere("template-residue", ANY),
    ),
    Rule(
        "date-stamp",
        "page_date",
        "Every word belongs to a date, a clock or an epoch number.",
        evidence.date_stamp,
    ),
    Rule(
        "bare-date-word",
        "page_date",
        "The word that introduces a date, without the date.",
        whole("bare-date-word"),
    ),
    Rule(
        "weather-reading",
        "weather",
        "A temperature or another reading of a weather widget.",
        (*few_words(anywhere("temperature", 8)), *anywhere("weather-reading", 8)),
    ),
    Rule(
        "comment-count",
        "counter",
        "How many readers commented, or that none did.",
        whole("comment-count"),
    ),
    Rule(
        "counter",
        "counter",
        "A bare number, or a number of views, shares or minutes.",
        (*few_words(whole("bare-number")), *whole("counter")),
    ),
    Rule(
        "advertisement",
        "ad",
        "The frame, label or placeholder of an advertisement.",
        whole("advertisement"),
    ),
    Rule(
        "author-follow",
        "author_bio",
        "Where to follow or reach a named author.",
        evidence.author_follow,
    ),
    Rule(
        "comment-form",
        "comment_form",
        "A field, button or notice of a form for readers' comments.",
        (*whole("comment-form"), *opening("comment-form")),
    ),
    Rule(
        "bio-heading", "author_bio", "The heading of a box about the author.", whole("bio-heading")
    ),
    Rule(
        "share-widget",
        "share",
        "A button or a platform's name for sharing or following.",
        whole("share-widget"),
    ),
    Rule(
        "related-pointer",
        "related_link",
        "A pointer to another story, by the words that open it.",
        no_paragraph(opening("related-pointer")),
    ),
    Rule(
        "list-heading",
        "section_list",
        "The heading of a list of other stories.",
        whole("list-heading"),
    ),
    Rule(
        "source-note",
        "source_link",
        "Where the text came from, or where the rest of it is.",
        unreported((*whole("source-note"), *opening("source-note"))),
    ),
    Rule(
        "cookie-notice",
        "legal",
        "A notice about cookies, addressed to the reader.",
        appeal("cookie-notice"),
    ),
    Rule(
        "copyright-notice",
        "legal",
        "Copyright, licence, terms or a disclaimer.",
        unreported(anywhere("copyright-notice", 120)),
    ),
    Rule(
        "newsletter-appeal",
        "newsletter",
        "An offer of newsletters, alerts or a channel, addressed to the reader.",
        appeal("newsletter-appeal"),
    ),
    Rule(
        "donation-appeal",
        "ad",
        "A request to give, join or pay, addressed to the reader.",
        appeal("donation-appeal"),
    ),
    Rule(
        "reader-prompt",
        "other",
        "A request to readers: tips, ratings, corrections.",
        appeal("reader-prompt"),
    ),
    Rule(
        "embedded-post",
        "embed",
        "What an embedded post leaves: a handle, an address.",
        anywhere("embedded-post"),
    ),
    Rule("promotion", "ad", "A commercial offer.", appeal("promotion")),
    Rule(
        "bot-notice",
        "other",
        "A message to browsers and robots.",
        no_paragraph(opening("boilerplate-bot")),
    ),
    Rule(
        "page-media",
        "other",
        "The controls or the number of a video, a picture or a page.",
        whole("page-media"),
    ),
    Rule(
        "developing-note",
        "other",
        "A note on the state of the story: developing, to be refreshed, corrected.",
        unreported(anywhere("developing-note", 40)),
    ),
    Rule("hashtags", "nav", "Nothing but hashtags.", anywhere("hashtags")),
    Rule("language-switch", "nav", "The page's other languages.", whole("language-switch")),
    Rule(
        "section-tag",
        "nav",
        "The names of sections, or tags with their heading.",
        whole("section-tag"),
    ),
    Rule(
        "site-menu",
        "nav",
        "An entry of the site's menus, footers or account box.",
        whole("site-menu"),
    ),
    Rule(
        "breadcrumb",
        "nav",
        "A path from the home page down to the article.",
        no_prose(opening("breadcrumb")),
    ),
    Rule(
        "agency-credit",
        "byline",
        "An agency or a desk standing alone as the author.",
        whole("agency-credit"),
    ),
    Rule("byline", "byline", "By and a name.", evidence.byline),
    Rule(
        "photo-credit",
        "caption",
        "The credit or the stock phrase of a picture's caption.",
        (*anywhere("photo-credit", 90), *opening("photo-credit")),
    ),
    Rule(
        "slash-credit",
        "caption",
        "Unpunctuated words that end in a slash and a source.",
        evidence.slash_credit,
    ),
    Rule(
        "comment-meta",
        "comment",
        "Who commented, or the buttons under a comment.",
        no_prose(whole("comment-meta", 10)),
    ),
    Rule(
        "biography",
        "author_bio",
        "Who the author or the outlet is: a name, is a, and two words of the trade.",
        evidence.biography,
    ),
)

CONTEXT_RULES: Final = (
    Rule("blank", "other", "The text is blank throughout."),
    Rule("weather-place", "weather", "A few words beside a temperature."),
    Rule(
        "caption-twin", "caption", "Unpunctuated words beside a caption that says nearly the same."
    ),
    Rule(
        "headline",
        "title",
        "The line before the article that shares most words with it, and is shaped like a headline.",
    ),
    Rule("headline-again", "title", "The headline once more, before the article."),
    Rule("standfirst", "deck", "An unpunctuated sentence between headline and article."),
    Rule(
        "repeated-standfirst",
        "deck",
        "The sentence under the headline, which a later paragraph says again.",
    ),
    Rule("place-line", "dateline", "A place in capitals just before the first paragraph."),
    Rule("outlet-name", "site_name", "Short words before the article that name an outlet."),
    Rule("before-article", "nav", "Short words before the article that belong to nothing else."),
    Rule(
        "teaser",
        "related_link",
        "A headline, or prose, before the article that is not its headline.",
    ),
    Rule("paragraph", "body", "Punctuated prose inside the article."),
    Rule("cut-paragraph", "body", "Prose too long for a heading though it has no full stop."),
    Rule("list-item", "body", "A marked list item inside the article."),
    Rule("continuation", "body", "A piece of a sentence that an inline link broke up."),
    Rule(
        "heading",
        "subhead",
        "A few unpunctuated words between paragraphs, or words that end in a question mark or a colon.",
    ),
    Rule(
        "stray-words",
        "other",
        "A few words between paragraphs that speak of nothing the article speaks of.",
    ),
    Rule("inline-headline", "related_link", "An unpunctuated headline between paragraphs."),
    Rule(
        "inline-embed",
        "embed",
        "An unpunctuated headline with every word capitalised between paragraphs, as videos and posts are titled.",
    ),
    Rule(
        "trailing-biography", "author_bio", "Words of the trade about somebody, after the article."
    ),
    Rule(
        "reader-comment",
        "comment",
        "Prose under a commenter's name, below a form: one sentence, or in the first person.",
    ),
    Rule("other-story", "related_link", "A headline or prose after the article."),
    Rule("after-article", "other", "Short words after the article that belong to nothing else."),
    Rule("no-article", "other", "Words on a page on which no article was found."),
)

RULES: Final = {rule.name: rule for rule in (*LINE_RULES, *CONTEXT_RULES)}
