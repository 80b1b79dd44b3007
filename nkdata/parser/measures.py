"""A page in numbers: what the tagger and the rules know of each line, counted over the whole page at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.characters import KINDS, Kind
from nkdata.parser.tokens import MIXER, Table, alike, read_tokens
from nkdata.parser.words import ABBREVIATION, FUNCTION, MASKS, WORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.parser.characters import Array
    from nkdata.parser.lines import Lines
    from nkdata.parser.tokens import Tokens

PARAGRAPH_WORDS = 22  # an unpunctuated line this long is a paragraph cut off, not a heading (longest headline seen: 21)
SENTENCE_WORDS = 6  # "Share." and "Sign in now!" end like sentences too
CONTENT_LETTERS = 4  # shorter words are articles and prepositions
CORE_CAP, CORE_COST = (
    120,
    9,
)  # the densest block of prose: words beyond the cap count no more, lines without prose cost
MOST = 8  # of a measure
SCALE = 64  # steps of one in the matrix: whole numbers, whose sums are the same on every machine
UNSPACED = 3  # letters without case, before a line counts as written without spaces: two characters for a word

_LOG = np.log1p(np.arange(4096))
_GROUPS = (0, *sorted(set(MASKS.values())))
"""The sets of kinds that words have, as bits: a word's group is its place here."""
_MEMBERS = np.array(
    [[mask >> bit & 1 for bit in range(len(WORD_KINDS))] for mask in _GROUPS], np.float64
)
_SMALL, _ABBREVIATED = (
    np.array([mask & bit > 0 for mask in _GROUPS]) for bit in (FUNCTION, ABBREVIATION)
)
_ELLIPSIS, _STOP, _BRACKET, _QUESTION = map(ord, "….]?")


def _among(*chosen: int) -> Array:
    table = np.zeros(KINDS, bool)
    table[list(chosen)] = True
    return table


_CLOSER = _among(Kind.CLOSE, Kind.QUOTE)
_STARTER = _among(Kind.UPPER, Kind.QUOTE, Kind.UNCASED, Kind.OPEN)
_LETTER = _among(Kind.UPPER, Kind.LOWER, Kind.UNCASED)
_BROKEN = _among(Kind.COMMA, Kind.END, Kind.CLOSE)
_BULLET = _among(Kind.MARK, Kind.DASH)
_PER_WORD = np.array(
    [Kind.END, Kind.COMMA, Kind.QUOTE, Kind.COLON, Kind.MARK, Kind.DASH, Kind.OPEN]
)
_PER_CHARACTER = np.array([Kind.DIGIT, Kind.OTHER, Kind.UNCASED])
_INITIAL = np.array([Kind.UPPER, Kind.LOWER, Kind.DIGIT])
_BEYOND = np.full(3, Kind.SPACE, np.uint8)


@dataclass(frozen=True, slots=True)
class Measures:
    """What is counted of each line; one number a line.

    ``tokens`` are the page's words. ``twin`` is the first line with the same words. ``matrix`` is what the tagger sees: one row a
    line.
    """

    words: Array
    sentences: Array
    closes: Array
    cut: Array
    prose: Array
    twin: Array
    matrix: Array
    tokens: Tokens


def measure(lines: Lines) -> Measures:
    """Count everything, in time that grows with the text."""
    n, kind, size, tokens = len(lines), lines.kinds, lines.last - lines.first, read_tokens(lines)
    group = _telling_words().look_up(tokens.names)
    characters = _characters(lines)
    initials = _table(tokens.on, kind[tokens.begins], n, KINDS)
    spaced = np.diff(tokens.bounds)
    unspaced = characters[:, Kind.UNCASED]
    count = lines.words + np.where(unspaced > UNSPACED, unspaced // 2, 0)
    told = np.flatnonzero(group)
    telling = _table(tokens.on[told], group[told], n, len(_GROUPS)) @ _MEMBERS

    sentences = _sentences(lines, tokens, group)
    final, closes, cut = _endings(lines)
    long, paragraph = count >= SENTENCE_WORDS, count >= PARAGRAPH_WORDS
    prose = (closes & ~cut & long) | paragraph
    core = np.concatenate(
        [_core(prose[a:b], count[a:b]) for a, b in pairwise(lines.pages.tolist())]
    )
    twin, copies = _copies(lines, tokens)
    first, closing = kind[lines.first], kind[lines.last - 1]
    per_word, per_token, per_character = (
        1 / np.maximum(count, 1),
        1 / np.maximum(spaced, 1),
        1 / np.maximum(size, 1),
    )
    columns = [
        *(_log(size), _log(count), long, paragraph, size * per_word / 8),
        (characters[:, _PER_WORD] * per_word[:, None] * 4).T,
        (characters[:, _PER_CHARACTER] * per_character[:, None] * 4).T,
        *(_log(sentences), sentences > 0),
        (initials[:, _INITIAL] * per_token[:, None]).T,
        characters[:, Kind.UPPER] * per_character,
        *(
            first == Kind.UPPER,
            first == Kind.LOWER,
            first == Kind.DIGIT,
            first == Kind.QUOTE,
            _BULLET[first],
            _BROKEN[first],
        ),
        *(
            closes,
            cut,
            final == Kind.COLON,
            final == Kind.COMMA,
            _LETTER[final],
            final == Kind.DIGIT,
        ),
        *(
            closing == Kind.QUOTE,
            closing == Kind.CLOSE,
            lines.codes[lines.last - 1] == _QUESTION,
            prose,
            core,
        ),
        (telling * per_token[:, None]).T,
        (np.minimum(telling[:, 1:], 3) / 3).T,
        *_shared(tokens, group, (prose, core)),
        *(_log(copies), copies > 0),
        *_position(lines, count, prose, core),
    ]
    return Measures(count, sentences + 1, closes, cut, prose, twin, _matrix(columns, n), tokens)


@cache
def _telling_words() -> Table:
    return Table({word: _GROUPS.index(mask) for word, mask in MASKS.items()})


def _matrix(columns: Sequence[Array], n: int) -> Array:
    """Return whole numbers, one row a line, from its columns and from blocks of columns."""
    rows = [1 if column.ndim == 1 else len(column) for column in columns]
    matrix = np.empty((sum(rows), n))
    for end, height, column in zip(accumulate(rows), rows, columns, strict=True):
        matrix[end - height : end] = column
    np.minimum(matrix, MOST, out=matrix)
    matrix *= SCALE
    return np.rint(matrix, out=matrix).T


def _log(counts: Array) -> Array:
    """Return log(1 + n) by table: libraries for logarithms differ in the last digit."""
    return _LOG[np.minimum(counts, len(_LOG) - 1)]


def _table(lines: Array, kind: Array, n: int, kinds: int) -> Array:
    """Return, for each line, how many of each kind."""
    return np.bincount(lines * kinds + kind, minlength=n * kinds).reshape(n, kinds)


def _characters(lines: Lines) -> Array:
    """Return, for each line, how many characters of each kind, white space and small letters aside: most are those."""
    rare = np.flatnonzero(lines.kinds > Kind.LOWER)
    on = np.repeat(np.arange(len(lines)), np.diff(lines.bounds(rare)))
    return _table(on, lines.kinds[rare], len(lines), KINDS)


def _sentences(lines: Lines, tokens: Tokens, group: Array) -> Array:
    """Return how many sentences end inside each line, abbreviations and initials aside."""
    at = np.flatnonzero(lines.kinds == Kind.END)
    padded = np.append(lines.kinds, _BEYOND)
    one, two, three = padded[at + 1], padded[at + 2], padded[at + 3]
    ends_there = ((one == Kind.SPACE) & _STARTER[two]) | (
        _CLOSER[one] & (two == Kind.SPACE) & _STARTER[three]
    )
    at = at[ends_there]
    if len(tokens):
        before = np.searchsorted(tokens.begins, at) - 1  # the word before each
        short = (tokens.ends[before] - tokens.begins[before] == 1) | _ABBREVIATED[group[before]]
        at = at[~((before >= 0) & (tokens.ends[before] == at) & short)]
    inside = at < lines.last[np.searchsorted(lines.first, at, "right") - 1] - 1
    return np.diff(lines.bounds(at[inside]))


def _endings(lines: Lines) -> tuple[Array, Array, Array]:
    """Return the kind of the last character that closes no quotation, whether it ends a sentence, and whether dots cut the line."""
    back = [lines.kinds[np.maximum(lines.last - step, lines.first)] for step in (1, 2, 3)]
    final = np.where(_CLOSER[back[0]], np.where(_CLOSER[back[1]], back[2], back[1]), back[0])
    last, previous = (
        lines.codes[lines.last - 1],
        lines.codes[np.maximum(lines.last - 2, lines.first)],
    )
    dots = (previous == _STOP) | (previous == _ELLIPSIS)
    cut = (last == _ELLIPSIS) | (dots & ((last == _STOP) | (last == _BRACKET)))
    return final, final == Kind.END, cut


def _core(prose: Array, count: Array) -> Array:
    """Return which lines are the prose of the densest block: the run with the greatest sum of words less costs."""
    gain = np.where(prose, np.minimum(count, CORE_CAP), np.minimum(count - CORE_COST, 0))
    total = np.concatenate(([0], np.cumsum(gain)))
    rise = total - np.minimum.accumulate(total)
    stop = int(rise.argmax())
    start = int(np.flatnonzero(rise[: stop + 1] == 0)[-1])
    core = np.zeros(len(prose), bool)
    core[start:stop] = True
    return core & prose


def _shared(tokens: Tokens, group: Array, choices: tuple[Array, ...]) -> Iterator[Array]:
    """Yield how much of each line's longer words the chosen lines have too: the share, how often, and how many."""
    longer = np.flatnonzero((tokens.ends - tokens.begins >= CONTENT_LETTERS) & ~_SMALL[group])
    on = tokens.on[longer]
    places, groups = alike(tokens.own[longer])
    ids = np.empty(len(longer), np.intp)
    ids[places] = groups
    n = len(tokens.bounds) - 1
    each = 1 / np.maximum(np.bincount(on, minlength=n), 1)
    for chosen in choices:
        own = chosen[on]
        elsewhere = np.bincount(ids[own], minlength=len(ids))[ids] - own
        hits = np.bincount(on[elsewhere > 0], minlength=n)
        yield hits * each
        yield np.bincount(on, weights=_log(elsewhere), minlength=n) * each
        yield _log(hits)


def _copies(lines: Lines, tokens: Tokens) -> tuple[Array, Array]:
    """Return the first line that has each line's words in their order, and how many others have them."""
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


def _position(lines: Lines, count: Array, prose: Array, core: Array) -> list[Array]:
    """Return where on the page each line stands, and how the page is made; blank lines do not count, as scrapers add and drop them."""
    begins, page = lines.pages[:-1], lines.page
    sizes = np.diff(lines.pages)
    total = np.maximum(np.add.reduceat(count, begins), 1)
    n, index = sizes[page], np.arange(len(lines)) - begins[page]
    spoken = prose * count
    said = np.cumsum(spoken)
    said -= (said - spoken)[begins][page]
    prosaic = said[lines.pages[1:] - 1]
    return [
        *(index / np.maximum(n - 1, 1), (_log(sizes) / 6)[page], (_log(total // 16) / 8)[page]),
        *(_log(index) / 6, _log(n - 1 - index) / 6),
        *(
            (prosaic / total)[page],
            (np.add.reduceat(count * core, begins) / total)[page],
            said / np.maximum(prosaic, 1)[page],
        ),
    ]
