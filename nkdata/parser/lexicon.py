"""Words by what they tell of a line: prose has its small words, furniture a few of its own."""

from __future__ import annotations

from typing import Final

from nkdata.words.calendar import MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS

_DATE_NAMES = " ".join((*MONTHS, *SHORT_MONTHS, *WEEKDAYS, *SHORT_WEEKDAYS)).lower()

FUNCTION: Final = 1
"""The bit of `MASKS` for small words, which every sentence has."""

WORD_KINDS: Final = {
    "function": (
        "the a an of in on at to for from with by as and or but that which who is are"
        " was were be been has have had it its he his she her they their this these"
        " those not said will would could can may might than then when where while"
        " after before into over about also more most one two no all some other there"
        " if so up out what how new only"
    ),
    "personal": "i me my we our us you your yours ours ourselves yourself",
    ("reporting"): (
        "said says told according reported added announced stated noted asked claimed"
        " warned argued explained wrote called"
    ),
    ("past"): (
        "was were had did been went came made took became began left found gave saw held led kept"
    ),
    "interface": (
        "share tweet print email comment comments reply login log sign register"
        " subscribe subscribed subscription newsletter newsletters inbox click menu"
        " search home skip close open next previous prev read watch listen loading"
        " play pause follow like view views sort filter download install app cookie"
        " cookies privacy terms policy contact careers advertise advertisement"
        " sponsored sponsor ad ads account password username cart checkout shop buy"
        " price deals coupon toggle navigation sidebar copyright rights reserved faq"
        " help sitemap"
    ),
    ("platform"): (
        "facebook twitter instagram youtube linkedin pinterest whatsapp telegram"
        " reddit tiktok rss threads bluesky"
    ),
    "listing": (
        "related recommended trending popular latest recent stories story articles"
        " article posts post editor picks must see also more top headlines tags tag"
        " categories category topics archive archives section sections"
    ),
    "time": (
        f"{_DATE_NAMES} ago am pm gmt est edt utc"
        " updated published posted min mins minutes hours hour"
    ),
    "credit": (
        "photo photos image images credit getty reuters afp ap file via courtesy"
        " photograph photographer picture pictured caption shutterstock illustration"
    ),
    "trade": (
        "author editor writer journalist reporter correspondent contributor columnist"
        " staff degree university covers covering based writes freelance founder ceo"
    ),
}
"""The kinds of words that the tagger counts; `function` comes first."""

ABBREVIATION: Final = 1 << len(WORD_KINDS)
"""The bit of `MASKS` for words after which a full stop ends no sentence."""

_ABBREVIATIONS = (
    "mr mrs ms dr st gen col lt maj sgt capt adm sen rep gov prof rev no vs inc ltd co corp jr sr "
    + " ".join(SHORT_MONTHS).lower()
)

MASKS: Final[dict[str, int]] = {}
"""For each telling word, one bit for each of its kinds, in order."""

for _bit, _words in enumerate((*WORD_KINDS.values(), _ABBREVIATIONS)):
    for _word in _words.split():
        MASKS[_word] = MASKS.get(_word, 0) | 1 << _bit
