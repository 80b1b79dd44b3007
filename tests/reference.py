"""What is made and checked in outside data/: the README's reference and outputs, the forms that editors read, CITATION.cff.

`make reference` writes them; a test asserts that they are current.
"""

import json
import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CITATION = ROOT / "CITATION.cff"
FORMS = ROOT / "schemas" / "curation"
BEGIN, END = "<!-- reference: made by `make reference` -->\n", "<!-- /reference -->"
OUTPUTS, OUTPUTS_END = "<!-- outputs: made by `make reference` -->\n", "<!-- /outputs -->"
VERBS = (
    "build",
    "new",
    "check",
    "validate",
    "explain",
    "verify",
    "diff",
    "ls",
    "show",
    "describe",
    "parse",
)


def reference() -> str:
    """Return the command line reference as Markdown."""
    os.environ["COLUMNS"] = "110"
    from nkdata.cli import parser

    verbs = parser()._subparsers._group_actions[0].choices  # argparse offers no other way in  # noqa: SLF001  # argparse offers no other way in
    assert tuple(verbs) == VERBS, "a verb was added: name it here"
    helps = [
        verbs[name]
        .format_help()
        .replace("\n\nexit status: 0 fine, 1 problems in the data, 2 could not run", "")
        for name in VERBS
    ]
    return "```text\n" + "\n".join(helps) + "```\n"


def readme() -> str:
    """Return the README with a fresh reference and fresh outputs in it."""
    import outputs

    text = README.read_text(encoding="utf-8")
    return _filled(_filled(text, BEGIN, reference(), END), OUTPUTS, outputs.shown(), OUTPUTS_END)


def _filled(text: str, begin: str, made: str, end: str) -> str:
    before, rest = text.split(begin)
    return before + begin + made + end + rest.split(end, 1)[1]


def citation() -> str:
    """Return CITATION.cff as the facts about the dataset give it."""
    from nkdata.curation import check_dataset
    from nkdata.packages.writer import render_citation
    from nkdata.seeds import read_seeds

    dataset, problems = check_dataset(read_seeds(ROOT / "seeds").registries["dataset"])
    assert not problems
    return render_citation(dataset)


def current() -> dict[Path, str]:
    """Return every generated file with the text that it should hold."""
    from nkdata.curation.forms import forms

    made = {
        FORMS / f"{name}.json": json.dumps(form, ensure_ascii=False, indent=2) + "\n"
        for name, form in forms().items()
    }
    return {README: readme(), CITATION: citation(), **made}


if __name__ == "__main__":
    FORMS.mkdir(exist_ok=True)
    for file, text in current().items():
        file.write_text(text, encoding="utf-8", newline="\n")
