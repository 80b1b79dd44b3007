"""The features of one line that rules decide by: its words, its shape and how it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

HEAD = 600  # characters a vocabulary rule looks at: no interface phrase is longer, and it bounds every pattern's cost
SENTENCE_ENDS = ".!?…。！？؟।"
CLOSERS = "\"'”’»)]*_ \u00a0\u200b\u200e\u200f\u2069"
LONG = 22  # words; an unpunctuated line this long is a paragraph cut off, not a heading (longest headline seen: 21)
SHORT_SENTENCE = 6  # words; "Share." and "Sign in now!" end like sentences too

_FOLD = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\\": None,
        "\u00a0": " ",
        "–": "-",
        "—": "-",
        "\u2212": "-",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff"),
    }
)
_BREAK = re.compile(r"[.!?…][\"'”’»)\]]{0,3}+\s++[\"'“‘«(\[]{0,3}+(?=[^\W_a-z])|[。！？।؟](?=.)")
_ABBREVIATION = re.compile(
    r"(?:\w|[A-Z](?:\.[A-Z])+|mrs?|ms|dr|st|gen|col|lt|maj|sgt|capt|adm|sen|rep|gov|prof|rev|no|vs|jan|feb|mar|apr|jun|jul|aug"
    r"|sept?|oct|nov|dec|inc|ltd|co|corp|jr|sr|u\.s|u\.k|u\.n)",
    re.IGNORECASE,
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_BULLET = re.compile(r"(?:[•●▪■◦‣∙·*\-–—]|\d{1,2}[.)])\s+\S")
_SMALL = frozenset(
    {
        *("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "it", "its", "nor", "of", "off", "on"),
        *("onto", "or", "over", "per", "so", "than", "that", "the", "to", "up", "via", "vs", "with"),
    }
)


def folded(text: str) -> str:
    """Return the text in lower case with plain quotes and dashes, single spaces and no invisible marks."""
    return " ".join(text.translate(_FOLD).casefold().split())


def _abbreviated(text: str, dot: int) -> bool:
    """Whether the full stop at ``dot`` only ends an abbreviation or an initial."""
    before = text[max(0, dot - 12) : dot].split()
    return text[dot] == "." and bool(before) and _ABBREVIATION.fullmatch(before[-1].lstrip("\"'“‘([")) is not None


@dataclass(frozen=True)
class Line:
    """One non-blank line, stripped, with the features computed from it when first asked for."""

    text: str

    @cached_property
    def head(self) -> str:
        """The folded opening of the line, the part that vocabulary is looked up in."""
        return folded(self.text[:HEAD])

    @cached_property
    def bare(self) -> str:
        """The folded opening without the punctuation and symbols around it."""
        return self.head.strip(" .,:;!?…-|*#_•·()[]{}<>«»›‹→←↑↓▼▲►\"'/\\~+=✕×")

    @cached_property
    def tokens(self) -> list[str]:
        """The words between white space, as printed."""
        return self.text.split()

    @cached_property
    def words(self) -> int:
        """How many words; scripts written without spaces count two characters for a word."""
        count = len(self.tokens)
        return count if self.text.isascii() else count + len(_UNSPACED.findall(self.text)) // 2

    @cached_property
    def last(self) -> str:
        """The last character that is no closing quote or bracket."""
        return self.text[-HEAD:].rstrip(CLOSERS)[-1:]

    @cached_property
    def cut(self) -> bool:
        """Whether the line ends in an ellipsis, as teasers and breadcrumbs that were cut short do."""
        return self.text.endswith(("...", "…", "[…]", "[...]"))

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether the line ends as a sentence does."""
        return self.last in SENTENCE_ENDS and self.last != ""

    @cached_property
    def sentences(self) -> int:
        """How many sentences, abbreviations and initials aside."""
        breaks = sum(not _abbreviated(self.text, m.start()) for m in _BREAK.finditer(self.text))
        return breaks + 1

    @cached_property
    def is_prose(self) -> bool:
        """Whether the line reads as a paragraph: punctuated and of some length, or too long for a heading."""
        if self.ends_sentence and not (self.cut and self.words < LONG):
            return self.words >= SHORT_SENTENCE
        return self.words >= LONG

    @cached_property
    def is_paragraph(self) -> bool:
        """Whether the line is prose of two sentences or more, which short-line vocabulary never claims."""
        return self.is_prose and self.sentences > 1

    @cached_property
    def is_bullet(self) -> bool:
        """Whether the line opens with a list mark."""
        return _BULLET.match(self.text) is not None

    @cached_property
    def starts_low(self) -> bool:
        """Whether the line goes on where another broke off: a small letter or a comma comes first."""
        return self.text[:1].islower() or self.text[:1] in ",.;:)"

    @cached_property
    def capitals(self) -> float:
        """The share of words that begin with a capital, small function words in lower case aside."""
        stripped = (t.strip("\"'“”‘’(),.:;!?") for t in self.tokens[:60])
        words = [w for w in stripped if w[:1].isalpha() and w not in _SMALL]
        return sum(w[0].isupper() for w in words) / len(words) if words else 0.0

    @cached_property
    def is_upper(self) -> bool:
        """Whether all cased letters are capitals."""
        return self.text[:HEAD].isupper()
