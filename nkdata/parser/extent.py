"""The extent of the article: the run of lines that carries most prose, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nkdata.parser.features import Line

# Measured on four tracks of 421 development pages: shingle F1 .87 and .87, .88 and .90; neighbouring values differ by
# less than their noise of .015.
CAP = 120  # words beyond which a line counts no more
PARAGRAPH = 20.0  # what a second sentence counts beyond its words: teasers and captions have one
JOINT = 2.0  # what a piece of a broken sentence costs
BULLET = 2.0  # what a list item costs: stories have lists, but menus have more
NAME = 8.0  # what a few unpunctuated words cost, up to as many as a heading inside the article has
HEADLINE = 10.0  # what more of them cost: other stories' headlines surround an article
NOISE = 4.0  # what a line of known noise costs
NOISE_CAP = 14.0  # what a gap of known noise costs at most, so that noise between paragraphs never parts them
NAME_WORDS = 6
LEAST_WORDS = 4  # of a sentence that may close the article


def _weight(line: Line, *, joined: bool) -> float:
    if line.is_prose:
        return min(line.words, CAP) + (PARAGRAPH if line.sentences > 1 else 0.0)
    if line.starts_low or joined:
        return line.words - JOINT
    if line.is_bullet:
        return -BULLET
    return -HEADLINE if line.words > NAME_WORDS else -NAME


def _weights(lines: Sequence[Line], claimed: Sequence[bool]) -> Iterator[float]:
    """Yield what each line speaks for or against the run that holds it."""
    gap = 0.0
    for index, line in enumerate(lines):
        if claimed[index]:
            step = min(NOISE, NOISE_CAP - gap)
            gap += step
            yield -step
            continue
        after = index + 1
        weight = _weight(line, joined=after < len(lines) and not claimed[after] and lines[after].starts_low)
        gap = 0.0 if weight > 0 else gap
        yield weight


def extent(lines: Sequence[Line], claimed: Sequence[bool]) -> range:
    """Return the run of lines with the greatest sum of weights, trimmed to prose at both ends; empty without prose."""
    best = current = 0.0
    start, found = 0, range(0)
    for index, weight in enumerate(_weights(lines, claimed)):
        current += weight
        if current <= 0:
            current, start = 0.0, index + 1
        elif current > best:
            best, found = current, range(start, index + 1)
    return _trimmed(lines, claimed, _closed(lines, claimed, found))


def _closed(lines: Sequence[Line], claimed: Sequence[bool], run: range) -> range:
    """Take in short sentences that follow at once."""
    stop = run.stop
    while run and stop < len(lines) and not claimed[stop] and _closes(lines[stop]):
        stop += 1
    return range(run.start, stop)


def _closes(line: Line) -> bool:
    return line.is_prose or (line.ends_sentence and not line.cut and line.words >= LEAST_WORDS)


def _trimmed(lines: Sequence[Line], claimed: Sequence[bool], run: range) -> range:
    prose = [i for i in run if not claimed[i] and lines[i].is_prose]
    if not prose:
        return range(0)
    closing = [i for i in range(prose[-1], run.stop) if not claimed[i] and _closes(lines[i])]
    return range(prose[0], closing[-1] + 1)
