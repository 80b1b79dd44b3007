"""A page in numbers: what the tagger and the rules know of each line, counted over the whole page at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nkdata.parser.characters import IN_WORD, KINDS, Kind, words
from nkdata.parser.words import ABBREVIATION, FUNCTION, MASKS, WORD_KINDS

if TYPE_CHECKING:
    from nkdata.parser.characters import Array
    from nkdata.parser.lines import Lines

PARAGRAPH_WORDS = 22  # an unpunctuated line this long is a paragraph cut off, not a heading (longest headline seen: 21)
SENTENCE_WORDS = 6  # "Share." and "Sign in now!" end like sentences too
CONTENT_LETTERS = 4  # shorter words are articles and prepositions
CORE_CAP, CORE_COST = 120, 9  # the densest block of prose: words beyond the cap count no more, lines without prose cost
SCALE = 64  # steps of one in the matrix: whole numbers, whose sums are the same on every machine
UNSPACED = 3  # letters without case, before a line counts as written without spaces: two characters for a word

_LOG = np.log1p(np.arange(4096))
_TELLING = len(WORD_KINDS)
_MEMBERS = np.array([[mask >> bit & 1 for bit in range(_TELLING)] for mask in range(2 * ABBREVIATION)], np.int32)
_ELLIPSIS, _STOP, _BRACKET, _QUESTION = map(ord, "….]?")


def _among(*chosen: Kind) -> Array:
    table = np.zeros(KINDS, bool)
    table[list(chosen)] = True
    return table


_CLOSER = _among(Kind.CLOSE, Kind.QUOTE)
_STARTER = _among(Kind.UPPER, Kind.QUOTE, Kind.UNCASED, Kind.OPEN)
_LETTER = _among(Kind.UPPER, Kind.LOWER, Kind.UNCASED)
_BROKEN = _among(Kind.COMMA, Kind.END, Kind.CLOSE)
_BULLET = _among(Kind.MARK, Kind.DASH)
_PER_WORD = [Kind.END, Kind.COMMA, Kind.QUOTE, Kind.COLON, Kind.MARK, Kind.DASH, Kind.OPEN]
_PER_CHARACTER = [Kind.DIGIT, Kind.OTHER, Kind.UNCASED]


@dataclass(frozen=True, slots=True)
class Measures:
    """What is counted of each line; one number a line, unless it says otherwise.

    ``tokens`` are the page's words in lower case, ``ids`` numbers them by their first occurrence, ``vocabulary`` has them in that
    order, ``bounds`` says where each line's words begin and, last, end. ``twin`` is the first line with
    the same words. ``matrix`` is what the tagger sees: one row a line.
    """

    words: Array
    sentences: Array
    closes: Array
    cut: Array
    prose: Array
    tokens: list[str]
    ids: Array
    vocabulary: list[str]
    bounds: Array
    twin: Array
    matrix: Array


def _log(counts: Array) -> Array:
    """Return log(1 + n) by table: libraries for logarithms differ in the last digit."""
    return _LOG[np.minimum(counts, len(_LOG) - 1)]


def measure(lines: Lines) -> Measures:
    """Count everything, in time that grows with the text."""
    n, kind, size = len(lines), lines.kinds, lines.last - lines.first
    inside = IN_WORD[kind]
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    begins, ends = edges[::2], edges[1::2]
    on = lines.of[begins]  # the line of each word
    tokens = words(lines.codes, inside)
    vocabulary = dict.fromkeys(tokens)
    number = dict(zip(vocabulary, range(len(vocabulary)), strict=True))
    ids = np.fromiter(map(number.__getitem__, tokens), np.int64, len(tokens))
    known = np.zeros(len(number), np.int32)
    for word in MASKS.keys() & number.keys():
        known[number[word]] = MASKS[word]
    masks = known[ids]

    characters = _table(lines.of, kind, n)
    initials = _table(on, kind[begins], n)
    spaced = initials.sum(1)
    unspaced = characters[:, Kind.UNCASED]
    printed = np.flatnonzero(np.diff(kind > 0, prepend=False) & (kind > 0))
    count = np.bincount(lines.of[printed], minlength=n) + np.where(unspaced > UNSPACED, unspaced // 2, 0)
    bounds = np.concatenate(([0], np.cumsum(spaced)))
    members = np.zeros((len(tokens) + 1, _TELLING), np.int32)
    np.cumsum(_MEMBERS[masks], axis=0, out=members[1:])
    telling = members[bounds[1:]] - members[bounds[:-1]]

    sentences = _sentences(lines, begins, ends, masks)
    final, closes, cut = _endings(lines)
    prose = (closes & ~cut & (count >= SENTENCE_WORDS)) | (count >= PARAGRAPH_WORDS)
    core = _core(prose, count)

    content = (ends - begins >= CONTENT_LETTERS) & (masks & FUNCTION == 0)
    shared = [column for chosen in (prose, core) for column in _shared(ids[content], on[content], chosen, len(number))]
    twin, copies = _copies(ids, on, bounds)
    first, closing = kind[lines.first], kind[lines.last - 1]
    per_word, per_token, per_character = 1 / np.maximum(count, 1), 1 / np.maximum(spaced, 1), 1 / np.maximum(size, 1)
    columns = [
        *(_log(size), _log(count), count >= SENTENCE_WORDS, count >= PARAGRAPH_WORDS, size * per_word / 8),
        characters[:, _PER_WORD] * per_word[:, None] * 4,
        characters[:, _PER_CHARACTER] * per_character[:, None] * 4,
        *(_log(sentences), sentences > 0),
        initials[:, [Kind.UPPER, Kind.LOWER, Kind.DIGIT]] * per_token[:, None],
        characters[:, Kind.UPPER] * per_character,
        *(first == Kind.UPPER, first == Kind.LOWER, first == Kind.DIGIT, first == Kind.QUOTE, _BULLET[first], _BROKEN[first]),
        *(closes, cut, final == Kind.COLON, final == Kind.COMMA, _LETTER[final], final == Kind.DIGIT),
        *(closing == Kind.QUOTE, closing == Kind.CLOSE, lines.codes[lines.last - 1] == _QUESTION, prose, core),
        telling * per_token[:, None],
        np.minimum(telling[:, 1:], 3) / 3,
        *shared,
        *(_log(copies), copies > 0),
        *_position(lines, count, prose, core),
    ]
    matrix = np.rint(np.clip(np.column_stack(columns), -8, 8) * SCALE)
    return Measures(count, sentences + 1, closes, cut, prose, tokens, ids, list(number), bounds, twin, matrix)


def _table(lines: Array, kind: Array, n: int) -> Array:
    """Return, for each line, how many of each kind."""
    return np.bincount(lines * KINDS + kind, minlength=n * KINDS).reshape(n, KINDS)


def _sentences(lines: Lines, begins: Array, ends: Array, masks: Array) -> Array:
    """Return how many sentences end inside each line, abbreviations and initials aside."""
    at = np.flatnonzero(lines.kinds == Kind.END)
    padded = np.append(lines.kinds, [Kind.SPACE] * 3)
    one, two, three = padded[at + 1], padded[at + 2], padded[at + 3]
    ends_there = ((one == Kind.SPACE) & _STARTER[two]) | (_CLOSER[one] & (two == Kind.SPACE) & _STARTER[three])
    before = np.searchsorted(begins, at) - 1  # the word before each
    if len(begins):
        short = (ends - begins == 1) | (masks & ABBREVIATION > 0)
        ends_there &= ~((before >= 0) & (ends[before] == at) & short[before])
    return np.bincount(lines.of[at[ends_there & (at < lines.last[lines.of[at]] - 1)]], minlength=len(lines))


def _endings(lines: Lines) -> tuple[Array, Array, Array]:
    """Return the kind of the last character that closes no quotation, whether it ends a sentence, and whether dots cut the line."""
    back = [lines.kinds[np.maximum(lines.last - step, lines.first)] for step in (1, 2, 3)]
    final = np.where(_CLOSER[back[0]], np.where(_CLOSER[back[1]], back[2], back[1]), back[0])
    last, previous = lines.codes[lines.last - 1], lines.codes[np.maximum(lines.last - 2, lines.first)]
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


def _shared(ids: Array, on: Array, chosen: Array, size: int) -> tuple[Array, Array, Array]:
    """Return how much of each line's longer words the chosen lines have too: the share, how often, and how many."""
    n, own = len(chosen), chosen[on]
    elsewhere = np.maximum(np.bincount(ids[own], minlength=size)[ids] - own, 0)
    hits = np.bincount(on[elsewhere > 0], minlength=n)
    each = 1 / np.maximum(np.bincount(on, minlength=n), 1)
    return hits * each, np.bincount(on, weights=_log(elsewhere), minlength=n) * each, _log(hits)


def _copies(ids: Array, on: Array, bounds: Array) -> tuple[Array, Array]:
    """Return the first line that has each line's words in their order, and how many others have them."""
    place = np.arange(len(ids)) - bounds[on]
    # a sum over mixed numbers, modulo 2**64: two lines of other words agree in one of 10**19 cases
    word = (ids.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = word * (2 * place.astype(np.uint64) + np.uint64(0x632BE59BD9B4E019))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(mixed ^ (mixed >> np.uint64(29)))))
    _, first, group, sizes = np.unique(sums[bounds[1:]] - sums[bounds[:-1]], return_index=True, return_inverse=True, return_counts=True)
    return first[group], sizes[group] - 1


def _position(lines: Lines, count: Array, prose: Array, core: Array) -> list[Array]:
    """Return where on the page each line stands, and how the page is made."""
    n = len(lines)
    index, ones, total = np.arange(n), np.ones(n), max(int(count.sum()), 1)
    blank = np.minimum(np.diff(lines.number, prepend=lines.number[:1] - 1) - 1, 3)
    said = np.cumsum(prose * count)
    return [
        *(blank / 3, ones * (blank.sum() > n * 0.05)),
        *(index / max(n - 1, 1), ones * float(_log(np.array(n))) / 6, ones * float(_log(np.array(total // 16))) / 8),
        *(_log(index) / 6, _log(n - 1 - index) / 6),
        *(ones * said[-1:] / total, ones * count[core].sum() / total, said / np.maximum(said[-1:], 1)),
    ]
