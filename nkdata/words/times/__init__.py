"""Time words: the expressions of date in an English text, and what each may mean in an article of a given date.

``find`` recognises them, and ``resolve`` gives an EDTF string (the profile of ``edtf``) that is as wide as the words leave
it and no wider. Nothing is looked up: "Victory Day" is no time word. Weeks run from Monday to
Sunday.

Libraries resolve an expression to a moment, mostly one ahead: of the 44 dates that the seeds' curators read, dateparser 1.5 gave
16 rightly and 16 as one day of a longer time, parsedatetime 2.6 two thirds and timefhuman 0.1.5 two
fifths a week or a year off, and recognizers-text 1.0 two readings for every weekday. So the grammar
is our own, and each reading of it is a range.
"""

from __future__ import annotations

from functools import lru_cache

from nkdata.words import edtf
from nkdata.words.times.grammar import TimeWord, find
from nkdata.words.times.readings import Context, readings
from nkdata.words.times.spans import MOST_DAYS, days_of, written

__all__ = ["MOST_DAYS", "Context", "TimeWord", "find", "readings", "resolve", "settled"]


def resolve(
    expression: str,
    published: str,
    *,
    sentence: str = "",
    text: str = "",
    previous: str | None = None,
) -> str | None:
    """Return the EDTF string of the first time word in the expression; None where nobody could tell.

    >>> resolve("on Wednesday", "[2023-07-26..2023-07-27]")
    '2023-07-26'
    >>> resolve("last week", "2025-10-15")
    '[2025-10-06..2025-10-12]'
    >>> resolve("last June", "2025-08-21")
    '[2024-06,2025-06]'

    Args:
        expression: the words, "last October" or "said on Wednesday".
        published: when the article was published, as EDTF.
        sentence: the sentence around them; where it speaks of what is to come, readings ahead count too.
        text: the whole article; a month that it names with a year elsewhere may be meant again.
        previous: what the time word before this one resolved to, for "that same month".

    Raises:
        EdtfError: ``published`` or ``previous`` is no EDTF of the profile.
    """
    word = _first(expression)
    if word is None:
        return None
    known = edtf.parse(previous) if previous else None
    context = Context(sentence, text, known)
    return resolved(word, published, context)


@lru_cache(maxsize=4096)
def _first(expression: str) -> TimeWord | None:
    return next(iter(find(expression)), None)


def settled(word: TimeWord) -> str | None:
    """Return the EDTF string of a time word whose meaning hangs on nothing else; None for all others.

    >>> [settled(word) for word in find("on March 5, 2031, and again on Friday")]
    ['2031-03-05', None]
    """
    return None if word.is_relative else written(readings(word, None, Context()))


def resolved(word: TimeWord, published: str, context: Context) -> str | None:
    """Return the EDTF string of a time word that was found; None where nobody could tell."""
    if not word.is_relative:
        return written(readings(word, None, context))
    days = days_of(edtf.parse(published))
    if not days:
        return None
    found = [reading for day in days for reading in readings(word, day, context)]
    return written(found)
