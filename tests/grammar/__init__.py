"""A grammar of news pages: articles, and kinds of noise, in wording made up anew for every seed.

Everything is a pure function of a ``random.Random`` (or of a seed): ``article``, ``noise``,
``page``. The productions are data: ``words`` (names, places, things), ``stories`` (sentences,
paragraphs, headlines) and ``kinds`` (noise). The property tests wrap it (``strategies``), the
invariance table measures with it (``bench/invariance``), and a training script may augment with it.
Whoever learns from the grammar takes ``half=0``: every list of four productions or more is then cut
down to its even entries, and tests that take ``half=1`` see wording that nobody learned.
"""

from grammar.engine import Maker
from grammar.noise import BLOCK_KINDS, KINDS, PLACES, Kind, Noise, noise
from grammar.page import Page, page, pieces
from grammar.story import Article, article

__all__ = [
    "BLOCK_KINDS",
    "KINDS",
    "PLACES",
    "Article",
    "Kind",
    "Maker",
    "Noise",
    "Page",
    "article",
    "noise",
    "page",
    "pieces",
]
