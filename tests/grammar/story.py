"""Articles: a headline and paragraphs about one matter, with the same people and places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grammar.engine import Maker
from grammar.stories import STORIES
from grammar.words import WORDS

if TYPE_CHECKING:
    from random import Random

RULES = WORDS | STORIES


@dataclass(frozen=True)
class Article:
    """What a page is made around; ``cast`` are the settled slots, for captions to speak of."""

    title: str
    paragraphs: tuple[str, ...]
    cast: dict[str, str]

    @property
    def body(self) -> str:
        """The paragraphs as the parser's body joins them."""
        return "\n\n".join(self.paragraphs)


def article(rng: Random, half: int | None = None, *, hard: bool = False) -> Article:
    """Return an article of two to nine paragraphs, each of two sentences or more.

    A ``hard`` one also has paragraphs of one sentence, subheads and list items, and ends as it
    likes.
    """
    maker = Maker(rng, RULES, half)
    maker.bound = _cast(maker)
    paragraphs = [_paragraph(maker, "lead"), *(_paragraph(maker) for _ in range(rng.randint(1, 8)))]
    if hard:
        paragraphs = _hardened(maker, paragraphs)
    return Article(_capital(maker.make("headline")), tuple(dict.fromkeys(paragraphs)), maker.bound)


def _cast(maker: Maker) -> dict[str, str]:
    hero, second = maker.make("person"), maker.make("person")
    house = maker.make("body_name")
    return {
        "hero": hero,
        "second": second,
        "hero_last": _surname(hero),
        "second_last": _surname(second),
        "house": house,
        "where": maker.make("place"),
        "topic": maker.make("thing"),
        "land": maker.make("country"),
        "wares": maker.make("goods"),
    }


def _surname(person: str) -> str:
    """Return the name that the text goes on with: the first of three Korean ones, else the last."""
    names = person.split()
    return names[0] if len(names) > 2 and "." not in person else names[-1]


def _paragraph(maker: Maker, first: str = "statement") -> str:
    sentences = [_capital(maker.make(first))]
    wanted = 1 + maker.rng.choice((1, 1, 2, 2, 3, 4))
    while len(sentences) < wanted:
        sentences = list(dict.fromkeys([*sentences, _capital(maker.make("statement"))]))
    return " ".join(sentences)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _hardened(maker: Maker, paragraphs: list[str]) -> list[str]:
    hard: list[str] = []
    for paragraph in paragraphs:
        if maker.chance(0.15):
            hard.append(_capital(maker.make("subhead")))
        hard.append(paragraph)
        if maker.chance(0.4):
            hard.append(_capital(maker.make("lone")))
        if maker.chance(0.1):
            hard += [f"• {_capital(maker.make('lone'))}" for _ in range(maker.rng.randint(2, 4))]
    return hard
