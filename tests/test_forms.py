"""The forms: what they admit to an editor, and what their validator says of the rest."""

from __future__ import annotations

import copy
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from samples import CASES, MINI, copy_of_mini

from nkdata.curation import validator
from nkdata.curation.forms import forms
from nkdata.desk.check import check
from nkdata.rulebook import stage
from nkdata.seeds import read_yaml

jsonschema = pytest.importorskip("jsonschema", reason="needs jsonschema, of the extra dev")

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(
    f
    for f in [*(ROOT / "seeds").rglob("*.yaml"), *MINI.rglob("*.yaml")]
    if "readings" not in f.parts
)
"""The files that people go on editing; readings are kept as they were written."""
FORMS = forms()
BLIND = {
    "quote-not-found", "quote-ambiguous", "unknown-id", "unknown-name", "title-differs",
    "text-hash", "label-line", "duplicate-id", "empty-registry", "no-claimant",
    "value-without-question", "bad-figure", "unquoted-set", "bad-edtf",
}  # fmt: skip
"""Rules that want the page, another file, or more than a pattern; an editor sees few breaches."""


class _Editor(yaml.CSafeLoader):
    """Reads YAML 1.2 as the language server does: a number is no text, a day is one."""


_CORE = {
    "null": ("~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": ("true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": ("[-+]?[0-9]+", list("-+0123456789")),
    "float": (r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+0123456789.")),
}
_Editor.yaml_implicit_resolvers = {}
for _tag, (_pattern, _first) in _CORE.items():
    _Editor.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first
    )


def load(text):
    """Return a YAML text as an editor sees it."""
    return yaml.load(text, Loader=_Editor)  # noqa: S506  # a SafeLoader


def name_of(file):
    """Return the name of the form that a curation file follows."""
    if file.parent.parent.name == "readings":
        return "reading"
    return "article" if file.parent.name == "articles" else file.stem


@cache
def editor(name):
    """Return a validator as editors have it."""
    return jsonschema.Draft7Validator(FORMS[name])


def faults(file, text=None):
    """Return what a file's form has to say of it."""
    return [
        e.message
        for e in editor(name_of(file)).iter_errors(
            load(file.read_text(encoding="utf-8") if text is None else text)
        )
    ]


@pytest.mark.parametrize("name", FORMS)
def test_form_is_a_schema(name):
    """Every form is a JSON Schema of the draft that it names."""
    jsonschema.Draft7Validator.check_schema(FORMS[name])
    assert FORMS[name]["$schema"] == jsonschema.Draft7Validator.META_SCHEMA["$schema"]


@pytest.mark.data
@pytest.mark.parametrize("file", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_curation_file_fits_its_form(file):
    """Every curation file of the seeds and of the mini seeds is admitted by its form."""
    assert faults(file) == []


@pytest.mark.parametrize(
    "file", [f for f in FILES if (ROOT / "seeds") in f.parents], ids=lambda p: p.name
)
def test_curation_file_names_its_form(file):
    """The first line of a seed file leads an editor to the form it follows."""
    first = file.read_text(encoding="utf-8").split("\n", 1)[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named, first
    assert (
        file.parent / named[1]
    ).resolve() == ROOT / "schemas" / "curation" / f"{name_of(file)}.json"


def _shape_cases():
    made = yaml.safe_load((CASES / "curation" / "curation.yaml").read_text(encoding="utf-8"))
    for rule, cases in made.items():
        if rule not in BLIND:
            shaped = [case for case in cases if "edits" not in case]
            yield from (pytest.param(case, id=f"{rule}: {case['shows']}") for case in shaped)


@pytest.mark.parametrize("case", list(_shape_cases()))
def test_form_refuses_what_curation_refuses(case):
    """A mistake in keys, codes, shapes or patterns is refused by the form as well."""
    file = MINI / case["file"]
    text = file.read_text(encoding="utf-8").replace(
        case["find"], case["put"].replace("⟦", "").replace("⟧", "")
    )
    for other in case.get("also", []):
        text = text.replace(other["find"], other["put"].replace("⟦", "").replace("⟧", ""))
    assert faults(file, text)


def test_rules_that_a_form_cannot_see_are_rules():
    """The rules that want more than a schema are rules of curation, and leave some to the forms."""
    assert stage("curation").keys() > BLIND
    assert stage("curation").keys() - BLIND == {
        "wrong-shape",
        "unknown-key",
        "missing-key",
        "unknown-code",
        "bad-value",
    }


ROWS = {
    "articles/a_harbour.yaml": [
        ("article",),
        ("mentions", 0),
        ("claims", "a-forty"),
        ("claims", "a-grain"),
    ],
    "articles/b_coast.yaml": [("claims", "b-sixty"), ("claims", "b-sixty", "relations", 0)],
    "actors.yaml": [("northland",), ("cora-dahl",)],
    "events.yaml": [("visit",), ("landing",), ("visit", "participants", 0)],
    "questions.yaml": [("lorries",)],
    "dataset.yaml": [()],
}


@pytest.mark.parametrize("name", ROWS)
def test_form_and_curation_demand_the_same_keys(name, tmp_path):
    """Whichever key is taken away, an editor complains if and only if curation says so."""
    file = copy_of_mini(tmp_path) / name
    whole = yaml.load(
        file.read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,  # noqa: S506  # it makes nothing but strings
    )
    for path in ROWS[name]:
        for key in _at(whole, path):
            made = copy.deepcopy(whole)
            del _at(made, path)[key]
            text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, default_style='"')
            file.write_text(text, encoding="utf-8")
            said = [p.message for p in check([file]).problems if p.rule == "missing-key"]
            assert bool(faults(file, text)) == bool(said), (path, key, said)


def _at(node, path):
    for step in path:
        node = node[step]
    return node


def test_form_names_every_section():
    """An article's form has the sections that curation reads, and explains every key of a claim."""
    article = FORMS["article"]["properties"]
    assert [*article] == ["article", "labels", "names", "mentions", "claims"]
    claim = article["claims"]["additionalProperties"]["properties"]
    assert all(form.get("description") for form in claim.values())
    assert {"quote", "said_by", "value", "relations"} <= claim.keys()


# -- what the validator says


SAID = {
    "a list of places": (
        "mentions: [{kind: place, quote: {words: a}}]",
        "quote must be a single text",
    ),
    "an item of a list": (
        "mentions: [a]",
        "an item of mentions must be a mapping: `key: value` lines",
    ),
    "either of two shapes": (
        "claims: {c: {said_by: {who: {is: {}}}}}",
        "no key 'is' here; the keys are quote, within",
    ),
    "a mapping for texts": (
        "names: {who: {is: he}}",
        "who must be a single text or a list: `- item` lines",
    ),
    "a line feed behind a code": (
        'article: {language: "en\\n"}',
        r"language must be text that matches [a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*, not 'en\n'",
    ),
    "a moment before all": (
        "article: {retrieved_at: '0001-01-01T00:00+14:00'}",
        "retrieved_at must be a moment such as 2031-03-05T09:30Z, not '0001-01-01T00:00+14:00'",
    ),
    "an empty id": ("claims: {'': {quote: a}}", "the key '' must be text that matches"),
    "an empty claim": ("claims: {c: }", "c is missing: "),
}


@pytest.mark.parametrize("shows", SAID)
def test_what_is_said_of_a_shape(shows):
    """What a form does not admit is said with the key, what is due there, and what was written."""
    text, said = SAID[shows]
    problems = validator.faults(read_yaml(text, "x.yaml", []), FORMS["article"], "the curation")
    assert said in " | ".join(problem.message for problem in problems)
    assert all(problem.where.line == 1 for problem in problems)
