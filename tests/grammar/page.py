"""Pages: an article with blocks of noise at its places, as lines of known origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grammar.noise import KINDS, PLACES, Noise, noise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from random import Random

    from grammar.story import Article

MOST = {"top": 5, "head": 3, "between": 2, "after": 8}


@dataclass(frozen=True)
class Page:
    """Lines of text, and where each comes from: ``body``, ``title`` or a kind of noise."""

    article: Article
    lines: tuple[str, ...]
    origins: tuple[str, ...]
    gap: str = "\n"

    @property
    def text(self) -> str:
        """The lines as one text."""
        return self.gap.join(self.lines)

    def without(self, index: int) -> Page:
        """Return the page with one line dropped."""
        keep = [i for i in range(len(self.lines)) if i != index]
        return Page(
            self.article,
            tuple(self.lines[i] for i in keep),
            tuple(self.origins[i] for i in keep),
            self.gap,
        )


def pieces(
    story: Article, noises: Mapping[str, Sequence[Noise]], *, titled: bool = True, gap: str = "\n"
) -> Page:
    """Put the article together with noises at named places; ``between`` fills the gaps in turn."""
    rows = list(_rows(noises.get("top", ())))
    rows += [(story.title, "title")] if titled else []
    rows += _rows(noises.get("head", ()))
    between = list(noises.get("between", ()))
    gaps = len(story.paragraphs) - 1
    for i, paragraph in enumerate(story.paragraphs):
        rows.append((paragraph, "body"))
        if i < gaps:
            rows += _rows(between[i::gaps])
    rows += _rows(noises.get("after", ()))
    return Page(story, tuple(line for line, _ in rows), tuple(origin for _, origin in rows), gap)


def _rows(blocks: Iterable[Noise]) -> Iterable[tuple[str, str]]:
    return [(line, block.kind) for block in blocks for line in block.lines]


def page(rng: Random, story: Article, half: int | None = None) -> Page:
    """Return a page with noise of all kinds, each where real pages have it."""
    noises = {}
    for place in PLACES:
        fitting = [kind for kind, known in KINDS.items() if place in known.places]
        noises[place] = [
            noise(rng, rng.choice(fitting), story, half) for _ in range(rng.randint(0, MOST[place]))
        ]
    return pieces(story, noises, titled=rng.random() < 0.85, gap=rng.choice(("\n", "\n\n")))
