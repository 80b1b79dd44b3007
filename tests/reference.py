"""What is made and checked in outside data/: parts of docs/, the forms of editors, CITATION.cff.

`make reference` writes them; a test asserts that they are current.
"""

import argparse
import json
import os
from pathlib import Path
from unittest import mock

import outputs
import yaml

from nkdata.cli import GROUPS, parser
from nkdata.cli.verb import EPILOG
from nkdata.packages.writer.citation import is_person
from nkdata.packages.writer.parts import given

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CITATION = ROOT / "CITATION.cff"
FORMS = ROOT / "schemas" / "curation"
MESSAGE = (
    "If you use this dataset, please cite it as below, "
    "and cite the articles that its rows point at."
)


def commands() -> str:
    """Return the help of the command line, and of each verb, as Markdown."""
    parsers = argparse.ArgumentParser(prog="nkdata").add_subparsers()
    verbs = [verb for group in GROUPS.values() for verb in group]
    with mock.patch.dict(os.environ, COLUMNS="110"):
        shown = [f"```text\n{parser().format_help()}```\n"]
        for verb in verbs:
            text = verb.add_to(parsers).format_help().replace(f"\n\n{EPILOG}", "")
            shown.append(f"## {verb.name}\n\n```text\n{text}```\n")
    return "\n".join(shown)


MADE = {
    "commands.md": ("commands", commands),
    "quality.md": ("outputs", outputs.shown),
    "releases.md": ("diff", outputs.compared),
}
"""Documents, and what is made in each: the name of its marks, and what stands between them."""


def document(name: str) -> str:
    """Return a document with what is made in it fresh."""
    mark, make = MADE[name]
    before, begin, rest = (
        (DOCS / name)
        .read_text(encoding="utf-8")
        .partition(f"<!-- {mark}: made by `make reference` -->\n")
    )
    _, end, after = rest.partition(f"<!-- /{mark} -->")
    assert end, f"{name} has no marks for {mark}"
    return before + begin + make() + end + after


def citation() -> str:
    """Return CITATION.cff as the facts about the dataset give it."""
    from nkdata.curation import check_dataset
    from nkdata.seeds import read_seeds

    dataset, problems = check_dataset(read_seeds(ROOT / "seeds").registries["dataset"])
    assert not problems
    return render_citation(dataset)


def render_citation(dataset: dict) -> str:
    """Return CITATION.cff (Citation File Format 1.2.0), of the dataset and not of the software."""
    cited = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
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
    text = yaml.safe_dump(given(cited), sort_keys=False, allow_unicode=True, width=120)
    return f"# Made by `make reference` from seeds/dataset.yaml: do not edit it.\n{text}"


def _author(contributor: dict) -> dict:
    if not is_person(contributor):
        return {"name": str(contributor["title"])}
    names = {"given-names": "givenName", "family-names": "familyName"}
    return given({key: contributor.get(name) for key, name in names.items()})


def forms() -> dict[Path, str]:
    """Return the forms that editors of the seeds read, by file."""
    from nkdata.curation.forms import forms

    return {
        FORMS / f"{name}.json": json.dumps(form, ensure_ascii=False, indent=2) + "\n"
        for name, form in forms().items()
    }


def current() -> dict[Path, str]:
    """Return every generated file with the text that it should hold."""
    return {
        **{DOCS / name: document(name) for name in MADE},
        CITATION: citation(),
        **forms(),
    }


if __name__ == "__main__":
    FORMS.mkdir(exist_ok=True)
    for file, text in current().items():
        file.write_text(text, encoding="utf-8", newline="\n")
