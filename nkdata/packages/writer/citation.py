"""How to cite the dataset, from seeds/dataset.yaml: CITATION.cff of the checkout, and BibTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.packages.writer.parts import given

if TYPE_CHECKING:
    from nkdata.packages.writer.parts import Facts

_HEAD = "# Made by `make reference` from seeds/dataset.yaml: do not edit it.\n"
_MESSAGE = (
    "If you use this dataset, please cite it as below, "
    "and cite the articles that its rows point at."
)


def render_citation(dataset: Facts) -> str:
    """Return CITATION.cff (Citation File Format 1.2.0), of the dataset and not of the software.

    Args:
        dataset: title, description, version, released, homepage, contributors, licenses, keywords.
    """
    import yaml

    document = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": dataset["title"],
        "abstract": dataset["description"],
        "authors": [_author(person) for person in dataset["contributors"]],
        "version": str(dataset["version"]),
        "date-released": str(dataset["released"]),
        "url": dataset.get("homepage"),
        "license": [str(licence["name"]) for licence in dataset["licenses"] if licence.get("name")],
        "keywords": [str(word) for word in dataset.get("keywords") or ()],
    }
    text = yaml.safe_dump(given(document), sort_keys=False, allow_unicode=True, width=120)
    return f"{_HEAD}{text}"


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


def _author(contributor: Facts) -> Facts:
    if not is_person(contributor):
        return {"name": str(contributor["title"])}
    names = {"given-names": "givenName", "family-names": "familyName"}
    return given({key: contributor.get(name) for key, name in names.items()})


def _tex(text: object) -> str:
    escaped = re.sub(r"([&%$#_{}])", r"\\\1", str(text).replace("\\", " "))
    return escaped.replace("~", "\\~{}").replace("^", "\\^{}")
