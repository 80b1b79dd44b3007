"""Time words: what the expressions of date in an English text may mean, in an article of some day.

``find`` recognises them. ``resolve`` gives an EDTF string (the profile of ``edtf``) that is as wide
as the words leave it, and no wider. Nothing is looked up: "Victory Day" is no time word. Weeks run
from Monday to Sunday.

The grammar is our own because libraries resolve an expression to one moment, mostly to one ahead.
Of the 44 dates that the seeds' curators read, dateparser 1.5 gave 16 rightly and 16 as one day of a
longer time; parsedatetime 2.6 had two thirds, and timefhuman 0.1.5 two fifths, a week or a year
off; recognizers-text 1.0 gave two readings for every weekday. Here each reading is a range.
"""

from __future__ import annotations

from functools import lru_cache

from nkdata.words import edtf
from nkdata.words.times.grammar import TimeWord, find
from nkdata.words.times.ranges import MOST_DAYS, days_of, written
from nkdata.words.times.readings import Context, readings

__all__ = ["MOST_DAYS", "Context", "TimeWord", "find", "readings", "resolve", "settled"]


def resolve(
    expression: str,
    published: str,
    *,
    sentence: str = "",
    text: str = "",
    previous: str | None = None,
) -> str | None:
    """Return the EDTF string of an expression's first time word; None where nobody could tell.

    >>> resolve("on Wednesday", "[2023-07-26..2023-07-27]")
    '2023-07-26'
    >>> resolve("last week", "2025-10-15")
    '[2025-10-06..2025-10-12]'
    >>> resolve("last June", "2025-08-21")
    '[2024-06,2025-06]'

    Args:
        expression: the words, "last October" or "said on Wednesday".
        published: when the article was published, as EDTF.
        sentence: the sentence around them; where it speaks of what is to come, readings ahead count
            too.
        text: the whole article; a month that it names with a year elsewhere may be meant again.
        previous: what the time word before this one resolved to, for "that same month".

    Raises:
        EdtfError: ``published`` or ``previous`` is no EDTF of the profile.
    """
    word = _first(expression)
    if word is None:
        return None
    context = Context(sentence, text, edtf.parse(previous) if previous else None)
    if not word.is_relative:
        return written(readings(word, context=context))
    days = days_of(edtf.parse(published))
    return written(reading for day in days for reading in readings(word, day, context))


@lru_cache(maxsize=4096)
def _first(expression: str) -> TimeWord | None:
    return next(iter(find(expression)), None)


def settled(word: TimeWord) -> str | None:
    """Return the EDTF string of a time word whose meaning depends on nothing else; None for others.

    >>> [settled(word) for word in find("on March 5, 2031, and again on Friday")]
    ['2031-03-05', None]
    """
    return None if word.is_relative else written(readings(word))
