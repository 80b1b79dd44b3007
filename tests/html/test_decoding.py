"""Bytes to text: declared encodings, undeclared ones, and damaged bytes."""

from __future__ import annotations

import pytest
from html_pages import page

pytest.importorskip("trafilatura", reason="needs the extra html")

from nkdata.html.decoding import decoded

CYRILLIC = (
    "Паром с посланниками прибыл в Нортпорт во вторник. Совет гавани приветствовал делегацию,"
    " сообщили два чиновника."
)


KOREAN = (
    "사절단을 태운 여객선이 화요일 노스포트에 도착했다."
    " 항만 위원회는 대표단을 환영했다고 관리 두 명이 말했다."
)


CHINESE = (
    "载有特使的渡轮星期二抵达北港。"
    "两名官员说，港口委员会对代表团表示欢迎，但没有透露更多有关协议的情况。"
)


JAPANESE = (
    "特使を乗せたフェリーは火曜日にノースポートに到着した。"
    "港湾評議会は代表団を歓迎したと二人の当局者が語った。"
)


@pytest.mark.parametrize(
    ("words", "label", "codec"),
    [
        (CYRILLIC, "windows-1251", "cp1251"),
        (CYRILLIC, "koi8-r", "koi8-r"),
        (KOREAN, "euc-kr", "euc-kr"),
        (KOREAN, "ks_c_5601-1987", "cp949"),
        (CHINESE, "gb2312", "gb18030"),
        (CHINESE, "big5", None),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "iso-2022-jp", "iso2022_jp"),
        ("“Smart” quotes – and café", "iso-8859-1", "cp1252"),
        ("naïve café", "utf-8", "utf-8"),
    ],
)
def test_declared_encodings(words, label, codec):
    """An encoding is read as browsers read it, declared in a meta element or for XML."""
    if codec is None:
        words, codec = "載有特使的渡輪星期二抵達北港。", "big5"
    for head in (
        f'<meta charset="{label}">',
        f'<meta http-equiv="Content-Type" content="text/html; charset={label}">',
    ):
        assert words in decoded(page(head, body=f"<p>{words}</p>").encode(codec))
    assert words in decoded(
        f'<?xml version="1.0" encoding="{label}"?><html><p>{words}</p></html>'.encode(codec)
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_without_a_declaration(codec):
    """The Unicode encodings are known by their marks or by their bytes."""
    assert decoded(page(body=f"<p>{KOREAN}</p>").encode(codec)).removeprefix("\ufeff") == page(
        body=f"<p>{KOREAN}</p>"
    )


@pytest.mark.parametrize(
    ("words", "codec"),
    [
        (CYRILLIC, "cp1251"),
        (KOREAN, "cp949"),
        (CHINESE, "gb18030"),
        ("Le café était fermé. " * 5, "cp1252"),
    ],
)
def test_encodings_that_nothing_declares(words, codec):
    """Without a declaration, or with one that the bytes refute, the likeliest encoding is read."""
    for head in ("", '<meta charset="utf-8">'):
        assert words in decoded(page(head, body=f"<p>{words * 3}</p>").encode(codec))


@pytest.mark.parametrize(
    "label",
    ["hex", "rot13", "punycode", "idna", "unicode_escape", "undefined", "utf-7", "no-such", "zlib"],
)
def test_declared_encodings_of_no_page(label):
    """Codecs that are no encoding of pages are not used, whatever the page says."""
    raw = page(f'<meta charset="{label}">', body=f"<p>{CYRILLIC}</p>").encode("cp1251")
    assert CYRILLIC in decoded(raw)


def test_damaged_bytes():
    """One byte that is not UTF-8 costs one character."""
    raw = page(body=f"<p>{KOREAN}</p>").encode() + b"\xff"
    assert decoded(raw) == page(body=f"<p>{KOREAN}</p>") + "\ufffd"
