"""Texts as plain YAML: bare where that is safe anywhere, in double quotes elsewhere."""

from __future__ import annotations

import re

_BARE = re.compile(r"[^\W_][\w ’‘“”.–—/+-]*(?<! )")


def flow(text: str) -> str:
    """Return a text as a scalar that reads back as the same text, in a flow mapping or list too.

    >>> print(flow("on Friday"), flow("March 5, 2031"))
    on Friday "March 5, 2031"
    """
    if _BARE.fullmatch(text) and "\n" not in text:
        return text
    import yaml

    quoted: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**9)
    return quoted.removesuffix("\n")


def scalar(text: str) -> str:
    """Return a text as a scalar for a line of its own, where commas may stand bare.

    >>> print(scalar("Kim meets families, and mourns"), scalar("Kim: families"))
    Kim meets families, and mourns "Kim: families"
    """
    bare = re.sub(r"[,?!](?= |$)", "", text)
    return text if flow(bare) == bare and not text.endswith(" ") else flow(text)
