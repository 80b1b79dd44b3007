"""Lines that are nothing but a date or a clock: every word of them belongs to one."""

from __future__ import annotations

import re

from nkdata.parser.vocabulary import CLASSES

MONTH, WEEKDAY, UNIT = (CLASSES[name] for name in ("month", "weekday", "unit"))

_NUMERIC = (
    r"\d{1,4}([./-])\d{1,2}\1\d{1,4}\.?|\d{4}-\d\d-\d\dt[\d:.+-]+z?|\d{4}年\d{1,2}月\d{1,2}日"
)
_DAY = rf"(?:{MONTH})\.?|{_NUMERIC}|ago|yesterday|today|\d{{10}}|\d{{13}}"
_PART = (
    rf"(?:{WEEKDAY}|{UNIT})\.?|\d{{1,4}}(?:st|nd|rd|th)?|(?:{MONTH})\.?\d{{1,2}}"
    r"|\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:[ap]\.?m\.?|z|h)?|\d{1,2}[ap]\.?m\.?|[ap]\.?m\.?|noon"
    r"|midnight|(?:gmt|utc)(?:[+-]\d{1,2}(?::?\d\d)?)?|[ecmp][sd]?t|bst|ist|kst|jst|cest|cet|msk"
    r"|hkt|sgt|aest|edt|est|hrs?|[+-]\d{1,2}:?\d\d|first|published|updated?|posted|modified|last"
    r"|created|edited|released?|dated?|time|on|at|of|the|and|an?|about|local|de|du"
)
_TELLS_TIME = re.compile(r"\d|\bago\b|today")
_NAMES_A_DAY, _IN_STAMP = re.compile(_DAY), re.compile(f"{_PART}|{_DAY}")


def is_stamp(folded: str) -> bool:
    """Tell whether the folded line is a date, a clock or an epoch number and nothing else."""
    if not _TELLS_TIME.search(folded):
        return False
    names_a_day = False
    for word in folded.split():
        bare = word.strip(",;:()[]|-•·./")
        if bare and not _IN_STAMP.fullmatch(bare):
            return False
        names_a_day = names_a_day or _NAMES_A_DAY.fullmatch(bare) is not None
    return names_a_day
