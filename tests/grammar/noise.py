"""Noise: blocks of lines that are no part of an article, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grammar.engine import Maker
from grammar.kinds import KIND_RULES
from grammar.stories import STORIES
from grammar.words import WORDS

if TYPE_CHECKING:
    from random import Random

    from grammar.story import Article

RULES = WORDS | STORIES | KIND_RULES
PLACES = ("top", "head", "between", "after")
BEFORE, ANYWHERE = ("top", "head"), PLACES
CUT = 40  # characters that a breadcrumb leaves of a long headline


@dataclass(frozen=True)
class Kind:
    """A kind of noise: the parser's label for most of its lines, and where real pages have it."""

    label: str
    places: tuple[str, ...] = ANYWHERE


BLOCK_KINDS = {
    "breadcrumb": Kind("nav", ("top",)),
    "menu": Kind("nav"),
    "footer": Kind("legal", ("after",)),
    "cookies": Kind("legal"),
    "share": Kind("share"),
    "ad": Kind("ad"),
    "newsletter": Kind("newsletter"),
    "donation": Kind("ad"),
    "paywall": Kind("ad"),
    "login": Kind("comment_form", ("top", "after")),
    "prompt": Kind("other"),
    "related": Kind("related_link"),
    "teaser": Kind("related_link", ("top", "after")),
    "embed": Kind("embed", ("between", "after")),
    "caption": Kind("caption"),
    "media": Kind("other"),
    "comment_form": Kind("comment_form", ("after",)),
    "comments": Kind("comment", ("after",)),
    "counter": Kind("counter"),
    "epoch": Kind("page_date"),
    "ago": Kind("page_date"),
    "stamp": Kind("page_date"),
    "byline": Kind("byline", ("head", "after")),
    "biography": Kind("author_bio", ("after",)),
    "source": Kind("source_link", ("head", "after")),
    "code": Kind("other"),
    "weather": Kind("weather", BEFORE),
    "symbols": Kind("other"),
}
# the same blocks, spoilt on the way: as utf-8 read in another encoding, or with marks that nobody
# sees
SPOILT = {"mojibake": Kind("other"), "invisible": Kind("other")}
KINDS = BLOCK_KINDS | SPOILT
_MARKS = (
    "\u200b",
    "\u200e",
    "\u200f",
    "\ufeff",
    "\u2060",
    "\u00ad",
    "\u202a",
    "\u202c",
    "\u200d",
    "\u2069",
)


@dataclass(frozen=True)
class Noise:
    """A block of noise: its kind, and its lines, none of which is blank."""

    kind: str
    lines: tuple[str, ...]


def noise(rng: Random, kind: str, story: Article | None = None, half: int | None = None) -> Noise:
    """Return a block of the kind; captions and breadcrumbs speak of the story, if one is given.

    Raises KeyError where there is no such kind.
    """
    if kind in SPOILT:
        spoilt = {"mojibake": _mojibake, "invisible": _with_marks}[kind]
        inner = noise(
            rng,
            rng.choice(
                ("share", "ad", "newsletter", "related", "caption", "menu", "footer", "byline")
            ),
            story,
            half,
        )
        return Noise(kind, tuple(spoilt(rng, line) for line in inner.lines))
    maker = Maker(rng, RULES, half, _settled(story) if story else None)
    if not story:
        maker.bound = {name: maker.make(made) for name, made in _STAND_INS.items()}
        maker.bound |= {
            "title": maker.make("foreign_headline"),
            "title_cut": maker.make("foreign_headline")[:CUT],
        }
    block = maker.pick(RULES[kind])
    return Noise(kind, tuple(line for line in block.split("\n") if line.strip()))


_STAND_INS = {
    "hero": "person",
    "second": "person",
    "hero_last": "family",
    "second_last": "family",
    "house": "body_name",
    "where": "place",
    "topic": "thing",
    "land": "country",
    "wares": "goods",
}


def _settled(story: Article) -> dict[str, str]:
    return story.cast | {"title": story.title, "title_cut": story.title[:CUT]}


def _mojibake(rng: Random, line: str) -> str:
    """Return the line as UTF-8 read in the wrong encoding, with characters for it to break on."""
    curly = line.replace("'", "’").replace(" - ", " – ").replace("...", "…") + rng.choice(
        ("…", " »", "\u00a0", "’")
    )
    return curly.encode().decode("cp1252", errors="replace")


def _with_marks(rng: Random, line: str) -> str:
    """Return the line with invisible marks before, in and after it."""
    for _ in range(rng.randint(1, 4)):
        at = rng.choice((0, len(line), rng.randint(0, len(line))))
        line = line[:at] + rng.choice(_MARKS) + line[at:]
    return line
