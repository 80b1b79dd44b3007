"""A page in numbers: what the tagger and the rules know of each line, counted for all at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.characters import KINDS, Kind, among
from nkdata.parser.lexicon import ABBREVIATION, FUNCTION, MASKS, WORD_KINDS
from nkdata.parser.sentences import endings, sentence_ends
from nkdata.parser.tokens import MIXER, WordTable, alike, read_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nkdata.parser.characters import Array
    from nkdata.parser.lines import PageLines
    from nkdata.parser.tokens import Tokens

    Columns = dict[str, Array]

PARAGRAPH_WORDS = 22
"""An unpunctuated line this long is a paragraph cut off: the longest headline seen has 21 words."""

SENTENCE_WORDS = 6  # "Share." and "Sign in now!" end like sentences too
CONTENT_LETTERS = 4  # shorter words are articles and prepositions
CORE_CAP, CORE_COST = 120, 9
"""The densest block of prose: how many words of a line count, what a line without prose costs."""

MOST = 8  # of a measure
SCALE = 64
"""Steps of one in the matrix: whole numbers, whose sums are the same on every machine."""

UNSPACED = 3
"""Letters without case before a line counts as written without spaces: two of them make a word."""

_LOG = np.log1p(np.arange(4096))
_GROUPS = (0, *sorted(set(MASKS.values())))
"""The sets of kinds that words have, as bits: a word's group is its place here."""

_MEMBERS = np.array(
    [[mask >> bit & 1 for bit in range(len(WORD_KINDS))] for mask in _GROUPS], np.float64
)
_SMALL, _ABBREVIATED = (
    np.array([mask & bit > 0 for mask in _GROUPS]) for bit in (FUNCTION, ABBREVIATION)
)
_QUESTION = ord("?")


_LETTER = among(Kind.UPPER, Kind.LOWER, Kind.UNCASED)
_BROKEN = among(Kind.COMMA, Kind.END, Kind.CLOSE)
_BULLET = among(Kind.MARK, Kind.DASH)


@dataclass(frozen=True, slots=True)
class Measures:
    """What is counted of each line: arrays with one number a line.

    Attributes:
        tokens: the words of the pages.
        words: how many words a line has; without spaces, two characters count as one.
        sentences: how many sentences it has.
        closes: whether it ends as a sentence does.
        cut: whether it ends in an ellipsis.
        prose: whether it reads as a paragraph.
        twin: the first line with the same words.
        columns: all that the tagger may see, by name.
    """

    tokens: Tokens
    words: Array
    sentences: Array
    closes: Array
    cut: Array
    prose: Array
    twin: Array
    columns: Columns

    def matrix(self, names: Sequence[str]) -> Array:
        """Return some columns in whole steps of 1/`SCALE`, one row a line.

        Raises:
            KeyError: if no column has one of the names.
        """
        matrix = np.empty((len(names), len(self.words)))
        for row, name in zip(matrix, names, strict=True):
            row[:] = self.columns[name]
        np.minimum(matrix, MOST, out=matrix)
        matrix *= SCALE
        return np.rint(matrix, out=matrix).T


def measure(lines: PageLines) -> Measures:
    """Count everything, in time that grows with the text."""
    tokens = read_tokens(lines)
    group = _telling_words().look_up(tokens.names)
    characters = _characters(lines)
    unspaced = characters[:, Kind.UNCASED]
    words = lines.words + np.where(unspaced > UNSPACED, unspaced // 2, 0)
    ends = sentence_ends(lines, tokens, _ABBREVIATED[group])
    final, closes, cut = endings(lines)
    prose = (closes & ~cut & (words >= SENTENCE_WORDS)) | (words >= PARAGRAPH_WORDS)
    bounds = lines.pages.tolist()
    core = np.concatenate([_core(prose[a:b], words[a:b]) for a, b in pairwise(bounds)])
    twin, copies = _copies(lines, tokens)
    columns = {
        **_sizes(lines, words, ends),
        **_shares(lines, tokens, characters, words),
        **_edges(lines, final),
        "closes": closes,
        "cut": cut,
        "prose": prose,
        "core": core,
        **_telling(tokens, group),
        **_shared(tokens, group, {"prose": prose, "core": core}),
        "copies": _log(copies),
        "copied": copies > 0,
        **_position(lines, words, prose, core),
    }
    return Measures(tokens, words, ends + 1, closes, cut, prose, twin, columns)


@cache
def _telling_words() -> WordTable:
    return WordTable({word: _GROUPS.index(mask) for word, mask in MASKS.items()})


def _log(counts: Array) -> Array:
    """Return log(1 + n) by table: libraries for logarithms differ in the last digit."""
    return _LOG[np.minimum(counts, len(_LOG) - 1)]


def _table(lines: Array, kind: Array, n: int, kinds: int) -> Array:
    """Return, for each line, how many of each kind."""
    return np.bincount(lines * kinds + kind, minlength=n * kinds).reshape(n, kinds)


def _characters(lines: PageLines) -> Array:
    """Return, for each line, how many characters of each kind it has.

    White space and small letters are not counted: most characters are these.
    """
    rare = np.flatnonzero(lines.kinds > Kind.LOWER)
    on = np.repeat(np.arange(len(lines)), np.diff(lines.bounds(rare)))
    return _table(on, lines.kinds[rare], len(lines), KINDS)


def _sizes(lines: PageLines, words: Array, ends: Array) -> Columns:
    """Return how long each line is."""
    size = lines.last - lines.first
    return {
        "size": _log(size),
        "words": _log(words),
        "sentence_long": words >= SENTENCE_WORDS,
        "paragraph_long": words >= PARAGRAPH_WORDS,
        "word_length": size * (1 / np.maximum(words, 1)) / 8,
        "sentence_ends": _log(ends),
        "has_sentence_ends": ends > 0,
    }


def _shares(lines: PageLines, tokens: Tokens, characters: Array, words: Array) -> Columns:
    """Return the characters of each kind a word or a character, and what words begin with."""
    initials = _table(tokens.on, lines.kinds[tokens.begins], len(lines), KINDS)
    per_word = 1 / np.maximum(words, 1)
    per_token = 1 / np.maximum(np.diff(tokens.bounds), 1)
    per_character = 1 / np.maximum(lines.last - lines.first, 1)
    return {
        **{
            f"{name}_a_word": characters[:, getattr(Kind, name.upper())] * per_word * 4
            for name in ("end", "comma", "quote", "colon", "mark", "dash", "open")
        },
        **{
            f"{name}_a_character": characters[:, getattr(Kind, name.upper())] * per_character * 4
            for name in ("digit", "other", "uncased")
        },
        "upper_a_character": characters[:, Kind.UPPER] * per_character,
        **{
            f"{name}_initials": initials[:, getattr(Kind, name.upper())] * per_token
            for name in ("upper", "lower", "digit")
        },
    }


def _edges(lines: PageLines, final: Array) -> Columns:
    """Return with what each line begins and ends."""
    first, closing = lines.kinds[lines.first], lines.kinds[lines.last - 1]
    return {
        "first_upper": first == Kind.UPPER,
        "first_lower": first == Kind.LOWER,
        "first_digit": first == Kind.DIGIT,
        "first_quote": first == Kind.QUOTE,
        "first_bullet": _BULLET[first],
        "first_broken": _BROKEN[first],
        "final_colon": final == Kind.COLON,
        "final_comma": final == Kind.COMMA,
        "final_letter": _LETTER[final],
        "final_digit": final == Kind.DIGIT,
        "closing_quote": closing == Kind.QUOTE,
        "closing_bracket": closing == Kind.CLOSE,
        "question": lines.codes[lines.last - 1] == _QUESTION,
    }


def _telling(tokens: Tokens, group: Array) -> Columns:
    """Return how many telling words of each kind a line has: their share, and up to three."""
    n = len(tokens.bounds) - 1
    told = np.flatnonzero(group)
    telling = _table(tokens.on[told], group[told], n, len(_GROUPS)) @ _MEMBERS
    per_token = 1 / np.maximum(np.diff(tokens.bounds), 1)
    counts = dict(zip(WORD_KINDS, telling.T, strict=True))
    shares = {f"{kind}_a_word": count * per_token for kind, count in counts.items()}
    del counts["function"]
    return shares | {f"{kind}_words": np.minimum(count, 3) / 3 for kind, count in counts.items()}


def _core(prose: Array, count: Array) -> Array:
    """Return which lines are the prose of the densest block.

    That block is the run of lines with the greatest sum of words less costs.
    """
    gain = np.where(prose, np.minimum(count, CORE_CAP), np.minimum(count - CORE_COST, 0))
    total = np.concatenate(([0], np.cumsum(gain)))
    rise = total - np.minimum.accumulate(total)
    stop = int(rise.argmax())
    start = int(np.flatnonzero(rise[: stop + 1] == 0)[-1])
    core = np.zeros(len(prose), bool)
    core[start:stop] = True
    return core & prose


def _shared(tokens: Tokens, group: Array, chosen: Columns) -> Columns:
    """Return how much of each line's longer words the chosen lines have too.

    Three columns for each choice: the share of the words, how often they stand there, how many.
    """
    longer = np.flatnonzero((tokens.ends - tokens.begins >= CONTENT_LETTERS) & ~_SMALL[group])
    on = tokens.on[longer]
    places, groups = alike(tokens.own[longer])
    ids = np.empty(len(longer), np.intp)
    ids[places] = groups
    n = len(tokens.bounds) - 1
    each = 1 / np.maximum(np.bincount(on, minlength=n), 1)
    columns = {}
    for name, lines in chosen.items():
        own = lines[on]
        elsewhere = np.bincount(ids[own], minlength=len(ids))[ids] - own
        hits = np.bincount(on[elsewhere > 0], minlength=n)
        columns[f"share_in_{name}"] = hits * each
        columns[f"often_in_{name}"] = np.bincount(on, weights=_log(elsewhere), minlength=n) * each
        columns[f"words_in_{name}"] = _log(hits)
    return columns


def _copies(lines: PageLines, tokens: Tokens) -> tuple[Array, Array]:
    """Return for each line the first one with the same words, and how many others have them."""
    place = np.arange(len(tokens)) - tokens.bounds[tokens.on]
    # a sum over mixed numbers, modulo 2**64: two lines of other words agree in one of 10**19 cases
    mixed = tokens.names * (2 * place.astype(np.uint64) + np.uint64(0x632BE59BD9B4E019))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(mixed ^ (mixed >> np.uint64(29)))))
    said = sums[tokens.bounds[1:]] - sums[tokens.bounds[:-1]] + lines.page.astype(np.uint64)
    places, groups = alike(said * np.uint64(MIXER))
    twin, copies = np.empty(len(said), np.intp), np.empty(len(said), np.intp)
    twin[places] = places[np.searchsorted(groups, groups)]
    copies[places] = np.bincount(groups)[groups] - 1
    return twin, copies


def _position(lines: PageLines, words: Array, prose: Array, core: Array) -> Columns:
    """Return where on the page each line stands, and how the page is made.

    Blank lines do not count, as scrapers add and drop them.
    """
    begins, page = lines.pages[:-1], lines.page
    sizes = np.diff(lines.pages)
    total = np.maximum(np.add.reduceat(words, begins), 1)
    n, index = sizes[page], np.arange(len(lines)) - begins[page]
    spoken = prose * words
    said = np.cumsum(spoken)
    said -= (said - spoken)[begins][page]
    prosaic = said[lines.pages[1:] - 1]
    return {
        "place": index / np.maximum(n - 1, 1),
        "page_lines": (_log(sizes) / 6)[page],
        "page_words": (_log(total // 16) / 8)[page],
        "lines_above": _log(index) / 6,
        "lines_below": _log(n - 1 - index) / 6,
        "page_prose": (prosaic / total)[page],
        "page_core": (np.add.reduceat(words * core, begins) / total)[page],
        "prose_so_far": said / np.maximum(prosaic, 1)[page],
    }
