"""Strategies for the property tests: built up from parts, never drawn at random and filtered."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date
from functools import cache
from random import Random

import grammar
from hypothesis import strategies as st

from nkdata.reports.problems import Location, Problem, Report
from nkdata.rulebook import About
from nkdata.schema import TABLES, columns, fields, foreign_keys, is_required, primary_key
from nkdata.words import calendar

# -- scraped pages

SUBJECTS = (
    "The harbour council",
    "A visiting delegation",
    "The ministry of fisheries",
    "Her predecessor",
    "The provincial governor",
    "A spokesman for the railway",
    "Two retired engineers",
    "The orchestra",
    "An inspector from the capital",
    "The rival party",
)
VERBS = (
    "welcomed",
    "postponed",
    "inspected",
    "criticised",
    "signed",
    "ignored",
    "described",
    "toured",
    "cancelled",
    "praised",
    "rebuilt",
    "questioned",
)
OBJECTS = (
    "the new bridge",
    "a trade accord",
    "the winter festival",
    "several warehouses",
    "the old shipyard",
    "a joint declaration",
    "the border crossing",
    "an agricultural station",
    "the naval exercise",
    "a shipment of grain",
    "the memorial garden",
)
TAILS = (
    "on Tuesday",
    "after months of delay",
    "despite heavy rain",
    "in front of a small crowd",
    "without giving a reason",
    "for the second time this year",
    "according to two officials",
    "before the talks began",
    "at the request of the mayor",
    "while reporters waited outside",
)
GIVEN = ("Mina", "Jonas", "Adaeze", "Pavel", "Lucía", "Tomoko", "Ivo", "Salome", "Henrik", "Noor")
FAMILY = (
    "Okafor",
    "Lindqvist",
    "Marchetti",
    "Dvořák",
    "Tanaka",
    "Whitcombe",
    "Haddad",
    "Brandt",
    "Sorensen",
    "Achebe",
)
PLACES = ("Springfield", "Ulaanbaatar", "Nairobi", "Quito", "Tromsø", "Busan", "Leeds", "Perth")
OUTLETS = (
    "The Daily Lantern",
    "Harbour Post",
    "Northern Observer",
    "Kestrel News",
    "The Evening Courier",
    "Radio Meridian",
)
MONTHS = tuple(month for month in calendar.MONTHS if month != "May")
DAYS = calendar.WEEKDAYS
PLATFORMS = ("Facebook", "Twitter", "WhatsApp", "LinkedIn", "Telegram", "Reddit", "Instagram")


def joined(*parts: str | st.SearchStrategy[str], by: str = " ") -> st.SearchStrategy[str]:
    """Join constant and drawn parts."""
    return st.tuples(*(st.just(p) if isinstance(p, str) else p for p in parts)).map(by.join)


def pick(*options: str) -> st.SearchStrategy[str]:
    """Draw one of the options."""
    return st.sampled_from(options)


sentences = joined(pick(*SUBJECTS), pick(*VERBS), pick(*OBJECTS), pick(*TAILS)).map(
    lambda s: s + "."
)
paragraphs = st.lists(sentences, min_size=2, max_size=5, unique=True).map(" ".join)
names = joined(pick(*GIVEN), pick(*FAMILY))
years = st.integers(1995, 2030).map(str)
days = st.integers(1, 28).map(str)
clauses = joined(
    pick(*GIVEN), pick(*VERBS), pick(*OBJECTS), pick("ahead of", "after", "despite"), pick(*OBJECTS)
)


def _titled(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split())


headlines = clauses.map(lambda s: s[:1].upper() + s[1:])


def articles() -> st.SearchStrategy[list[str]]:
    """Articles whose paragraphs have two sentences or more."""
    return st.lists(paragraphs, min_size=2, max_size=6, unique=True)


NOISE: dict[str, st.SearchStrategy[str]] = {
    "ad": st.one_of(
        joined(
            pick("", "- ", "— "),
            pick("Advertisement", "ADVERTISEMENT", "Sponsored", "Promoted", "Paid content"),
            pick("", " -", "."),
            by="",
        ),
        joined(
            pick("Story", "Article", "Content"),
            "continues below",
            pick("this ad", "advertisement", "this advertisement"),
        ),
        joined(
            pick("Recommended", "Promoted", "Sponsored"),
            "by",
            pick("Zergnet", "Outbox", "Acme Motors"),
        ),
        joined(
            "Support our",
            pick("journalism", "work", "reporting"),
            "with a",
            pick("small gift", "monthly pledge"),
        ).map(lambda s: s + "."),
    ),
    "share": st.one_of(
        joined(
            pick("Share", "Tweet", "Share this", "Share this article", "Follow us"),
            pick("on", "via"),
            pick(*PLATFORMS),
        ),
        pick("Share.", "SHARE", "Share this story:", "Copy link", "Spread the word"),
        st.lists(pick(*PLATFORMS), min_size=2, max_size=4, unique=True).map(" ".join),
    ),
    "comment_form": st.one_of(
        joined(
            pick("Leave", "Post", "Write", "Add", "Submit", "LEAVE"),
            pick("a", "your", "A"),
            pick("comment", "reply", "Reply", "COMMENT", "response"),
            pick("", "here", "below"),
        ).map(str.strip),
        joined(
            pick("Please enter your", "Please type your", "Please provide your"),
            pick("name", "comment", "email address"),
            pick("", "here", "first"),
        ).map(str.strip),
        joined(
            "You must be logged in to", pick("post a comment.", "reply.", "join the discussion.")
        ),
        pick(
            "Your e-mail address will not be shown.",
            "Required fields are marked with a star",
            "Name *",
            "Email *",
            "Website",
        ),
    ),
    "counter": st.one_of(
        joined(
            st.integers(0, 9999).map(str), pick("comments", "views", "shares", "likes", "reads")
        ),
        joined(st.integers(1, 30).map(str), pick("min read", "minute read")),
        st.integers(0, 99999).map(str),
        pick("NO COMMENTS", "No comments yet", "Be the first to comment"),
    ),
    "related_link": st.one_of(
        joined(
            pick(
                "Also read:",
                "Also Read -",
                "READ MORE:",
                "Read more |",
                "Related:",
                "See also:",
                "Watch:",
                "Read next:",
            ),
            headlines,
        ),
        headlines.map(lambda s: s + " in the north"),
        headlines.map(str.upper),
    ),
    "embed": st.one_of(
        headlines.map(_titled),
        joined("A post shared by", pick(*OUTLETS), pick("(@lantern)", "(@kestrel_news)")),
        joined(
            "—",
            names,
            pick("(@minao)", "(@quill77)"),
            pick(*MONTHS),
            days.map(lambda d: d + ","),
            years,
        ),
    ),
    "source_link": st.one_of(
        joined("Source:", pick(*OUTLETS)),
        joined(
            pick("Read", "View", "See"),
            "the",
            pick("full", "original", "whole"),
            pick("story", "article", "report"),
            pick("here", "on their site"),
        ),
        joined(
            "This",
            pick("article", "story", "report"),
            pick("first appeared in", "was originally published by"),
            pick(*OUTLETS),
        ).map(lambda s: s + "."),
        joined("Reporting by", names, "and", names),
    ),
    "newsletter": st.one_of(
        joined(
            pick("Sign up for our", "Subscribe to our", "Get our"),
            pick("morning", "weekly", "free"),
            "newsletter",
            pick("", "today", "now"),
        ).map(str.strip),
        joined(
            "Get the",
            pick("day's", "week's", "latest"),
            pick("stories", "headlines"),
            "delivered to your inbox.",
        ),
        joined("Enter your e-mail address to", pick("receive alerts", "get updates")),
    ),
    "legal": st.one_of(
        joined(
            pick("©", "Copyright", "(c)"), years, pick(*OUTLETS), pick("", "All rights reserved.")
        ).map(str.strip),
        joined(
            "We use cookies to improve your",
            pick("visit", "reading", "experience"),
            "on our site. You can change this in your",
            pick("browser.", "settings."),
        ),
        joined(
            "This material may not be",
            pick("published", "reproduced", "redistributed"),
            "without written permission.",
        ),
    ),
    "page_date": st.one_of(
        joined(
            pick(*DAYS).map(lambda d: d + ","), pick(*MONTHS), days.map(lambda d: d + ","), years
        ),
        joined(
            pick("Published:", "Updated", "Posted on", "Last updated:"),
            days,
            pick(*MONTHS),
            years,
            pick("", "14:05", "at 9:30 am", "07:12 GMT"),
        ).map(str.strip),
        joined(years, pick("-01-", "-11-"), st.integers(10, 28).map(str), by=""),
        joined(st.integers(2, 23).map(str), pick("hours ago", "days ago", "months ago")),
        st.integers(1_200_000_000, 1_800_000_000).map(str),
    ),
    "byline": st.one_of(
        joined(pick("By", "BY", "Written by", "Posted by"), names),
        joined("By", names, "and", names),
        pick("Agence France-Presse", "Staff Reporter", "News Desk", "REUTERS"),
    ),
    "caption": st.one_of(
        joined(
            pick(*SUBJECTS),
            "at",
            pick(*OBJECTS),
            "in",
            pick(*PLACES),
            joined("(Photo:", names, by=" ").map(lambda s: s + ")"),
        ),
        joined("Photo:", names, "/", pick(*OUTLETS)),
        joined(pick(*SUBJECTS), "beside", pick(*OBJECTS), "in", pick(*PLACES), "/", pick(*OUTLETS)),
        joined(
            "In this image provided by",
            pick(*OUTLETS).map(lambda s: s + ","),
            "officials stand near",
            pick(*OBJECTS),
        ).map(lambda s: s + "."),
    ),
    "weather": st.one_of(
        joined(st.integers(-30, 45).map(str), pick("°C", "°F", " °C", "º", ".4 C", ".9 F"), by=""),
        joined(
            pick("Humidity", "Wind", "Feels like"),
            st.integers(1, 90).map(str),
            pick("%", "km/h", "°"),
        ),
    ),
    "nav": st.one_of(
        joined(
            "Home",
            pick(">", "/", "»"),
            pick("World", "Politics", "Harbours"),
            pick(">", "/", "»"),
            headlines,
        ),
        joined(pick("Skip to", "Back to", "Go to"), pick("main content", "top", "home page")),
        pick(
            "Menu",
            "Log in",
            "Sign In",
            "Exit mobile version",
            "Show more",
            "World News",
            "Politics",
            "Switch to desktop version",
        ),
        joined(pick("Tags:", "Filed under:", "Topics:", "Category:"), pick(*PLACES), pick(*PLACES)),
        joined(pick(*PLACES).map(lambda s: "#" + s), pick(*GIVEN).map(lambda s: "#" + s)),
    ),
    "section_list": joined(
        pick("Latest", "Related", "Trending", "Popular", "Recommended", "Most Read", "More"),
        pick("News", "Articles", "Stories", "Posts", "Videos"),
    ),
    "author_bio": st.one_of(
        joined(
            names,
            "is a",
            pick("freelance", "staff", "senior"),
            pick("writer", "reporter"),
            "who covers",
            pick("shipping.", "railways.", "orchestras."),
        ),
        joined("Follow", names, "on", pick("Facebook", "Twitter")).map(lambda s: s + "."),
        joined(names, "is a", pick("journalist", "columnist"), "based in", pick(*PLACES)).map(
            lambda s: s + ". Her work has appeared in several magazines."
        ),
        pick("About the author", "About the writer"),
    ),
    "comment": joined(names, pick("says:", "wrote:", "commented:")),
    "other": st.one_of(
        joined("{{", pick("item.title", "page?.author", "widget_77.heading"), "}}"),
        joined(
            pick(".box", "#side", ".card-list"),
            "{",
            pick("margin: 0 auto;", "color: #222; width: 4px;"),
            "}",
        ),
        joined("[", pick("embed_code", "photo_gallery", "relativedate"), "]", by=""),
        joined(
            "This is a developing story.",
            pick("Check back for updates.", "Refresh the page for more."),
        ),
        joined("Was this", pick("article", "page"), "helpful?"),
        pick("* * *", "•••", "___"),
    ),
}


def noise(*kinds: str) -> st.SearchStrategy[str]:
    """One line of noise of one of the kinds, or of any, in wording made up here."""
    return st.sampled_from(sorted(kinds or NOISE)).flatmap(NOISE.__getitem__)


@st.composite
def noisy_pages(draw: st.DrawFn, *kinds: str) -> tuple[list[str], list[str]]:
    """An article's paragraphs, and the same with lines of noise put before, between and after."""
    article = draw(articles())
    lines: list[str] = []
    for paragraph in article:
        lines += [*draw(st.lists(noise(*kinds), max_size=2)), paragraph]
    return article, [*lines, *draw(st.lists(noise(*kinds), max_size=3))]


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page with a headline and noise, its lines parted by one line end or two."""
    _, lines = draw(noisy_pages())
    return draw(pick("\n", "\n\n")).join([draw(headlines), *lines])


# -- pages of the grammar: its wording comes from a seed, its structure is drawn, so that a failing
# page shrinks

UNSEEN = 1  # the half of the grammar's productions that no training takes
_seeds = st.integers(0, 2**32).map(Random)


def stories(*, hard: bool = False) -> st.SearchStrategy[grammar.Article]:
    """Articles about one matter each; hard ones have subheads, lists and very short paragraphs."""
    return _seeds.map(lambda rng: grammar.article(rng, UNSEEN, hard=hard))


def blocks(story: grammar.Article, place: str) -> st.SearchStrategy[grammar.Noise]:
    """Blocks of noise that real pages have in the place."""
    fitting = [name for name, kind in grammar.KINDS.items() if place in kind.places]
    return st.tuples(st.sampled_from(fitting), _seeds).map(
        lambda drawn: grammar.noise(drawn[1], drawn[0], story, UNSEEN)
    )


@st.composite
def grown_pages(draw: st.DrawFn, *, hard: bool = False) -> grammar.Page:
    """An article with blocks of noise, each where real pages have it."""
    story = draw(stories(hard=hard))
    noises = {place: draw(st.lists(blocks(story, place), max_size=3)) for place in grammar.PLACES}
    return grammar.pieces(story, noises, titled=draw(st.booleans()), gap=draw(pick("\n", "\n\n")))


any_text = st.text(
    st.characters() | st.sampled_from("\r\n\n \u2028\x0b\x85\u200f\ud800\x00{[\"'.-\u2013")
)


# -- tables

_CONTROL = st.characters(exclude_categories=["C", "Z"])
WORDS = st.text(_CONTROL, min_size=1, max_size=8) | st.sampled_from(
    ["김정은", "“so”", "a b", "12", "true"]
)
DAYS_OF_USE = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@cache
def cells(table: str, column: str) -> st.SearchStrategy:
    """Cells that the Table Schema allows in a column."""
    field = fields(table)[column]
    limits = field.get("constraints", {})
    made = {
        "string": st.from_regex(
            limits["pattern"], fullmatch=True, alphabet=st.characters(codec="ascii")
        )
        if "pattern" in limits
        else WORDS,
        "integer": st.integers(limits.get("minimum", -(2**63)), limits.get("maximum", 2**63 - 1)),
        "number": st.floats(
            limits.get("minimum"), limits.get("maximum"), allow_nan=False, allow_infinity=False
        ),
        "boolean": st.booleans(),
        "date": DAYS_OF_USE,
        "datetime": st.datetimes(timezones=st.just(UTC)),
    }[field["type"]]
    made = st.sampled_from(limits["enum"]) if "enum" in limits else made
    return made if is_required(table, column) else st.none() | made


def rows(table: str, max_size: int = 4) -> st.SearchStrategy[list[dict]]:
    """Rows that a Table Schema allows, references aside, each with a primary key of its own."""
    row = st.fixed_dictionaries({name: cells(table, name) for name in columns(table)})
    return st.lists(row, max_size=max_size, unique_by=lambda made: made[primary_key(table)])


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[dict]]:
    """Rows of every table whose references hit and miss, drawn from known and unknown ids."""
    made = {table: draw(rows(table, 3)) for table in TABLES}
    for table in TABLES:
        known = {
            key.column: [row[primary_key(key.table)] for row in made[key.table]]
            for key in foreign_keys(table)
        }
        for row in made[table]:
            for column in known.keys() - {primary_key(table)}:
                row[column] = draw(
                    st.sampled_from(
                        [*known[column], "nobody", *([] if is_required(table, column) else [None])]
                    )
                )
    return made


@st.composite
def releases(draw: st.DrawFn, table: str) -> tuple[list[dict], list[dict]]:
    """Rows of a table in two releases: some stay, are edited, go or come, in another order."""
    old = draw(rows(table, 6))
    key = primary_key(table)
    free = [name for name in columns(table) if name != key]
    kept = [dict(row) for row in old if draw(st.booleans())]
    for row in kept:
        for name in draw(st.lists(st.sampled_from(free), max_size=2)):
            row[name] = draw(cells(table, name))
    come = [row for row in draw(rows(table, 3)) if row[key] not in {known[key] for known in old}]
    return old, draw(st.permutations([*kept, *come]))


# -- dates and figures


@st.composite
def atoms(draw: st.DrawFn) -> tuple[str, date, date]:
    """A single EDTF date with its first and last day."""
    day = draw(DAYS_OF_USE)
    year, month = f"{day:%Y}", f"{day:%m}"
    last = monthrange(day.year, day.month)[1]
    whole_year, whole_month = (
        (date(day.year, 1, 1), date(day.year, 12, 31)),
        (day.replace(day=1), day.replace(day=last)),
    )
    text, (first, final) = draw(
        st.sampled_from(
            [
                (year, whole_year),
                (f"{year}-XX-XX", whole_year),
                (f"{year}-{month}", whole_month),
                (f"{year}-{month}-XX", whole_month),
                (day.isoformat(), (day, day)),
            ]
        )
    )
    return text + draw(st.sampled_from(["", "", "?", "~", "%"])), first, final


@st.composite
def edtf_strings(draw: st.DrawFn) -> tuple[str, date | None, date | None]:
    """An EDTF string with the first and last day that it admits, None where an end is open."""
    one, other = sorted([draw(atoms()), draw(atoms())], key=lambda atom: atom[1:])
    hull = (one[1], max(one[2], other[2]))
    whole, open_end, open_start = (one[1], other[2]), (one[1], None), (None, one[2])
    options = [
        (one[0], one[1:]),
        (f"{one[0]}/..", open_end),
        (f"../{one[0]}", open_start),
        (f"[{one[0]}..]", open_end),
        (f"[..{one[0]}]", open_start),
        (f"[{one[0]},{other[0]}]", hull),
        (f"[{other[0]},{one[0]}]", hull),
    ]
    if one[1] <= other[2]:
        options += [(f"{one[0]}/{other[0]}", whole), (f"[{one[0]}..{other[0]}]", whole)]
    text, bounds = draw(st.sampled_from(options))
    return text, *bounds


NUMBERS = st.integers(-(10**6), 10**6) | st.decimals(-1000, 1000, places=2)


@st.composite
def figures(draw: st.DrawFn) -> tuple[str, str, float | None, float | None, float | None]:
    """A figure in a curator's notation with its modifier, low, best and high."""
    one, other = sorted([draw(NUMBERS), draw(NUMBERS)])
    options = [
        (f"{one}", "exact", None, float(one), None),
        (f"~{one}", "approx", None, float(one), None),
        (f"{one}..", "at_least", float(one), None, None),
        (f"..{one}", "at_most", None, None, float(one)),
        ("vague", "vague", None, None, None),
    ]
    if one < other:
        options.append((f"{one}..{other}", "between", float(one), None, float(other)))
    return draw(st.sampled_from(options))


# -- reports

NASTY = (
    *(
        "::error file=a::b",
        "##[add-mask]x",
        "a\n::stop-commands::x\r\nb",
        "100%0A%25",
        "]]><failure/>",
        "<td>|`*_&amp;\"'",
    ),
    *(
        "\x00\x08\x1b[31m\x7f\x85",
        "\ud800",
        "\udcff",
        "\u202egnp.exe\u2069",
        "\u2028\ufeff\ufffe",
        "김정은 👩‍👧 é",
        " ",
        "\t",
        "x" * 5_000,
    ),
)
TOLD = st.sampled_from(("", *NASTY)) | st.text(
    st.characters() | st.sampled_from("\n\r:%,<&]>\ud800\u202e"), max_size=8
)
RULE_NAMES = st.sampled_from(["code", "quote-is-span", "file-hash", *NASTY])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TOLD
)
PLACES_IN_FILES = st.builds(Location, TOLD, *(st.integers(1, 10**6) for _ in range(3)))
PROBLEMS = st.builds(
    Problem,
    rule=RULE_NAMES,
    message=TOLD,
    table=st.none() | st.sampled_from(TABLES),
    key=st.none() | TOLD,
    column=st.none() | TOLD,
    value=SCALARS,
    severity=st.sampled_from(["error", "warning", "info"]),
    where=st.none() | PLACES_IN_FILES,
    against=st.lists(st.tuples(TOLD, TOLD, st.none() | TOLD), max_size=1).map(tuple),
    row=st.none() | st.integers(0, 10**9),
    dimension=st.sampled_from(["completeness", "timeliness"]),
)
RULE_BOOKS = st.dictionaries(
    RULE_NAMES,
    st.builds(About, TOLD, TOLD, st.sampled_from(["completeness", "conformity"]) | TOLD),
    max_size=4,
)
REPORTS = st.builds(
    Report,
    st.lists(PROBLEMS, max_size=4) | PROBLEMS.map(lambda problem: [problem] * 12),
    st.dictionaries(st.sampled_from(TABLES), st.integers(0, 10**9), max_size=2),
    st.dictionaries(RULE_NAMES, TOLD, max_size=2),
)
"""Reports whose every text tries to break the format that it is written in."""
