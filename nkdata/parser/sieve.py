"""The sieve: which clues of line rules a line can have at all, by its words and its shape; only those are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nkdata.parser.anchors import LONG, LONGEST, SHORT
from nkdata.parser.characters import SIGNS, Kind
from nkdata.parser.features import HEAD
from nkdata.parser.nets import ALL, BITS, MOST_WORDS, PLANE, net

if TYPE_CHECKING:
    from nkdata.parser.characters import Array
    from nkdata.parser.lines import Lines
    from nkdata.parser.measures import Measures

LEAST_MANY, MOST_FEW = 3, 2  # words of figures that are many, and other words that are few


class Sifted(NamedTuple):
    """What may be: ``lines`` and ``clues`` of the net, two columns in the order of lines and rules; ``outlets`` has every line."""

    lines: Array
    clues: Array
    outlets: Array


def sift(lines: Lines, measures: Measures, wanted: Array) -> Sifted:
    """Return each wanted line with each clue that it may have, and whether each line may name an outlet."""
    half = net().half
    rows = anchored(lines, measures)
    asks, reports, outlets, unsure = _signals(rows)
    shape = (asks | unsure, reports & ~unsure & (lines.last - lines.first <= HEAD))
    bits = rows[:, :half] & rows[:, half:] & net().allowed[_place(measures, *shape)]
    found = np.flatnonzero(bits.any(axis=1) & wanted)
    row, place = np.nonzero(
        np.unpackbits(bits[found].astype("<u8").view(np.uint8), axis=1, bitorder="little")
    )
    return Sifted(found[row], place, outlets | unsure)


def anchored(lines: Lines, measures: Measures) -> Array:
    """Return for each line the row of the clues for which it has the anchors."""
    table, tokens = net(), measures.tokens
    rows = np.empty((len(lines), 2 * table.half), np.uint64)
    rows[:] = table.unneeded
    figures = lines.kinds[tokens.begins] == Kind.DIGIT
    words = tokens.bounds[1:] - tokens.bounds[:-1]
    if len(tokens):
        spoken = np.flatnonzero(words)
        for names in (
            table.long.look_up(tokens.openings(LONGEST)),
            _shorter(lines, measures, figures),
        ):
            told = np.flatnonzero(table.speaks[names])
            _enter(rows, tokens.on[told], table.anywhere[names[told]])
            rows[spoken] |= table.first[names[tokens.bounds[spoken]]]
    count = np.bincount(tokens.on[figures], minlength=len(lines))
    rows[count >= LEAST_MANY] |= table.many
    rows[words - count <= MOST_FEW] |= table.few
    _enter_signs(rows, lines)
    rows[words == 0] = table.wordless
    return rows


def _shorter(lines: Lines, measures: Measures, figures: Array) -> Array:
    """Return for each word the row that its shorter beginning has, or its figures."""
    tokens = measures.tokens
    glued = lines.kinds[tokens.ends - 1] != Kind.DIGIT
    long = tokens.ends - tokens.begins >= len(LONG)
    return np.where(
        figures, net().figures + glued + 2 * long, net().short.look_up(tokens.openings(SHORT))
    )


def _enter_signs(rows: Array, lines: Lines) -> None:
    marks = np.flatnonzero(lines.kinds >= SIGNS)
    names = net().sign[np.minimum(lines.codes[marks], PLANE - 1)]
    told = np.flatnonzero(names)
    _enter(rows, _lines_of(lines, marks[told]), net().signs[names[told]])
    hidden = np.flatnonzero(lines.kinds == Kind.INVISIBLE)
    rows[_lines_of(lines, hidden)] = ALL  # marks that cannot be seen part words


def _lines_of(lines: Lines, places: Array) -> Array:
    return np.searchsorted(lines.first, places, "right") - 1


def _signals(rows: Array) -> list[Array]:
    return [rows[:, place // BITS] & np.uint64(1 << place % BITS) > 0 for place in net().signals]


def _place(measures: Measures, asks: Array, reports: Array) -> tuple[Array, ...]:
    """Return for each line where the clues are that its shape allows."""
    paragraph = measures.prose & (measures.sentences > 1)
    shape = (measures.prose, paragraph, asks, reports, np.minimum(measures.words, MOST_WORDS))
    return tuple(part.astype(np.intp) for part in shape)


def _enter(rows: Array, on: Array, found: Array) -> None:
    """Enter rows for lines, which ascend."""
    if len(on):
        starts = np.flatnonzero(np.concatenate(([True], on[1:] != on[:-1])))
        rows[on[starts]] |= np.bitwise_or.reduceat(found, starts)
