"""Lines that are nothing but a date or a clock: every word of them belongs to one."""

from __future__ import annotations

import re
from string import digits

from nkdata.parser.anchors import LONG, MANY, Anchors, needs
from nkdata.parser.vocabulary import CLASSES

MOST_WORDS = 18  # "Published: Wednesday, 30 May, 2018, 6:14am Updated: ..." has fourteen

_NUMERIC = (
    r"\d{1,4}([./-])\d{1,2}\1\d{1,4}\.?|\d{4}-\d\d-\d\dt[\d:.+-]+z?|\d{4}年\d{1,2}月\d{1,2}日"
)
_DAY = rf"(?:{CLASSES['month']})\.?|{_NUMERIC}|ago|yesterday|today|\d{{10}}|\d{{13}}"
_PART = (
    rf"(?:{CLASSES['weekday']}|{CLASSES['unit']})\.?|\d{{1,4}}(?:st|nd|rd|th)?|(?:{CLASSES['month']})\.?\d{{1,2}}"
    r"|\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:[ap]\.?m\.?|z|h)?|\d{1,2}[ap]\.?m\.?|[ap]\.?m\.?|noon|midnight"
    r"|(?:gmt|utc)(?:[+-]\d{1,2}(?::?\d\d)?)?|[ecmp][sd]?t|bst|ist|kst|jst|cest|cet|msk|hkt|sgt|aest|edt|est|hrs?|[+-]\d{1,2}:?\d\d"
    r"|first|published|updated?|posted|modified|last|created|edited|released?|dated?|time|on|at|of|the|and|an?|about|local|de|du"
)
_ANCHOR, _IN_STAMP = re.compile(_DAY), re.compile(f"{_PART}|{_DAY}")
_NAMED = needs(rf"\b(?:{CLASSES['month']}|ago|today|yesterday)\b", opening=False)[0].anywhere
STAMP_NEEDS = (
    Anchors(anywhere=frozenset((*digits, "ago ", "today "))),
    Anchors(anywhere=_NAMED | {LONG, MANY}),
)
"""Beginnings of words one of which every stamp has: a figure, or a word for a day; and a month, a word for a day, or figures enough."""

_DIGIT = re.compile(r"\d|\bago\b|yesterday|today")


def is_stamp(folded: str) -> bool:
    """Whether the folded line is a date, a clock or an epoch number and nothing else."""
    tokens = [t for t in (w.strip(",;:()[]|-•·./") for w in folded.split()) if t]
    if not 0 < len(tokens) <= MOST_WORDS or not _DIGIT.search(folded):
        return False
    return all(map(_IN_STAMP.fullmatch, tokens)) and any(map(_ANCHOR.fullmatch, tokens))
