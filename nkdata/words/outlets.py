"""Words that name an outlet or a news agency: patterns that each stage extends for its own use."""

from __future__ import annotations

from typing import Final

OUTLET_WORDS: Final = (
    r"news|times|post|herald|daily|today|tribune|press|agency|tv|radio|journal|gazette|chronicle"
    r"|observer|guardian|independent|telegraph|magazine|review|weekly|network|broadcasting|media"
    r"|wire|insider|monitor|standard|mirror|express|bulletin|courier|globe|mail|report|dispatch"
    r"|examiner|inquirer|sentinel|online"
)
"""Common words in the names of outlets, in lower case."""

OUTLET_ENDINGS: Final = "com|net|org|info|news"
"""What follows the last full stop in an outlet's address."""

AGENCIES: Final = (
    r"Reuters|AP|AFP|(?:[Tt]he )?Associated Press|Agence France[- ]Presse|UPI"
    r"|United Press International|Bloomberg|dpa|DPA|Deutsche Welle|DW|EFE|ANSA"
    r"|Xinhua(?: News Agency)?|TASS|ITAR-TASS|Tass|RIA Novosti|Interfax|Sputnik"
    r"|Yonhap(?: News Agency)?|Kyodo(?: News)?|Jiji(?: Press)?|KCNA|Anadolu(?: Agency)?|PTI|ANI"
    r"|IANS|Bernama|Antara|VNA|VOA|RFE/RL|RFA|PA Media|Press Association"
    r"|(?:[Tt]he )?Canadian Press|AAP|Belga|APA"
)
"""News agencies as they are printed, without the short names in `AMBIGUOUS_AGENCIES`."""

AMBIGUOUS_AGENCIES: Final = "RIA|AA|EPA"
"""Agencies whose names alone on a line are mostly something else: "AA" is a choice of text size."""
