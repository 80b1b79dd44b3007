"""Bytes of a page to text, as browsers do it, and text to what a markup library can take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SEVEN_BIT = re.compile(rb"iso-2022-|hz-gb", re.IGNORECASE)
"""Encodings whose bytes are ASCII, and so pass for UTF-8."""
_WIDE = {
    "utf-16-le": re.compile(rb"(?:[^\0]\0)+[^\0]?"),
    "utf-16-be": re.compile(rb"(?:\0[^\0])+\0?"),
}
_HEAD = 4096
"""Bytes in which a declaration is looked for: four times as many as browsers look at."""
_SAMPLE = 20_000
_ASCII = bytes(range(0x80))
_TOOLS = "idna punycode undefined unicode-escape raw-unicode-escape charmap mbcs oem"
"""Codecs of Python that no page is written in, though one may say so."""
_CONTROLS: dict[int, str | None] = dict.fromkeys(
    (*range(9), 11, *range(14, 32), 0x7F, 0xFFFE, 0xFFFF)
) | {12: " "}


def decoded(raw: bytes) -> str:
    """Return the text of a page's bytes; what cannot be read becomes U+FFFD.

    The encoding is the first of these: that of a byte order mark, UTF-16 without one, UTF-8 where
    all of it is valid, the declared one, the likeliest one.
    """
    try:
        from w3lib.encoding import read_bom, to_unicode
    except ImportError as error:
        raise MissingExtraError("w3lib", "html") from error
    marked, mark = read_bom(raw)
    if marked and mark:
        return to_unicode(raw[len(mark) :], marked)
    return to_unicode(raw, _wide(raw) or _utf8(raw) or _declared(raw) or _likeliest(raw))


def _utf8(raw: bytes) -> str | None:
    """Name UTF-8 where all of the page is valid, and nothing in its head speaks of seven bits."""
    if _SEVEN_BIT.search(raw[:_HEAD]):
        return None
    try:
        raw.decode()
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _wide(raw: bytes) -> str | None:
    """Name the UTF-16 of which every second byte is zero where the page begins."""
    return next((name for name, form in _WIDE.items() if form.fullmatch(raw[:64])), None)


def _declared(raw: bytes) -> str | None:
    from w3lib.encoding import html_body_declared_encoding

    name = html_body_declared_encoding(raw[:_HEAD])
    # a page that says UTF-8 and is not is damaged, or its head was copied from somewhere else
    return name if name and name != "utf-8" and _is_web(name) else None


def _is_web(name: str) -> bool:
    try:
        return name not in _TOOLS.split() and bool(b"a".decode(name, "replace"))
    except (LookupError, UnicodeError):
        return False


def _likeliest(raw: bytes) -> str:
    """Name the encoding that the bytes look like: UTF-8 where most are that, and some damaged."""
    from charset_normalizer import from_bytes

    sound = raw.decode("utf-8", "ignore").encode()
    if 2 * len(sound.translate(None, _ASCII)) > len(raw.translate(None, _ASCII)):
        return "utf-8"
    # markup and scripts are ASCII, and would be most of any sample
    pieces = (piece for piece in re.split(rb"[<>\r\n]", raw) if not piece.isascii())
    matches = from_bytes(b"\n".join(_up_to(_SAMPLE, pieces)))
    best = matches.best()
    # for a few accents the library takes the neighbours of Western Europe's, which browsers take
    if best is None or any("cp1252" in match.could_be_from_charset for match in matches):
        return "cp1252"
    return best.encoding


def _up_to(size: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        size -= len(piece)
        if size <= 0:
            return


def repaired(text: str) -> str:
    """Return the text without control characters, and with U+FFFD for surrogates without a pair."""
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.removeprefix("\ufeff").translate(_CONTROLS)
