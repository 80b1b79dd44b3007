"""How to cite the dataset: its BibTeX entry, and who is a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.packages.writer.parts import given

if TYPE_CHECKING:
    from nkdata.packages.writer.parts import Facts


def bibtex(dataset: Facts) -> str:
    """Return the dataset as a BibTeX entry, on one line."""
    authors = [f"{{{_tex(person['title'])}}}" for person in dataset.get("contributors") or ()]
    version = str(dataset["version"])
    parts = {
        "author": " and ".join(authors),
        "title": f"{{{_tex(dataset.get('title') or dataset['name'])}}}",
        "year": str(dataset["released"])[:4],
        "version": _tex(version),
        "url": dataset.get("homepage"),
    }
    listed = ", ".join(f"{name} = {{{value}}}" for name, value in given(parts).items())
    name = re.sub(r"[^A-Za-z0-9]+", "-", str(dataset["name"]))
    return f"@misc{{{name}-{version}, {listed}}}"


def is_person(contributor: Facts) -> bool:
    """Tell whether a contributor is a person: of a group only the title is known."""
    return bool(contributor.get("givenName") or contributor.get("familyName"))


def _tex(text: object) -> str:
    escaped = re.sub(r"([&%$#_{}])", r"\\\1", str(text).replace("\\", " "))
    return escaped.replace("~", "\\~{}").replace("^", "\\^{}")
