"""What is made from the code and checked in: the README's command line reference, and the forms that editors read.

`make reference` writes them; a test asserts that they are current.
"""

import json
import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
FORMS = ROOT / "schemas" / "curation"
BEGIN, END = "<!-- reference: made by `make reference` -->\n", "<!-- /reference -->"
VERBS = ("build", "new", "check", "validate", "explain", "ls", "show", "describe", "parse")


def reference() -> str:
    """Return the command line reference as Markdown."""
    os.environ["COLUMNS"] = "110"
    from nkdata.cli import parser

    verbs = parser()._subparsers._group_actions[0].choices  # noqa: SLF001  # argparse offers no other way in
    assert tuple(verbs) == VERBS, "a verb was added: name it here"
    helps = [verbs[name].format_help().replace("\n\nexit status: 0 fine, 1 problems in the data, 2 could not run", "") for name in VERBS]
    return "```text\n" + "\n".join(helps) + "```\n"


def readme() -> str:
    """Return the README with a fresh reference in it."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    return before + BEGIN + reference() + END + rest.split(END, 1)[1]


def current() -> dict[Path, str]:
    """Return every generated file with the text that it should hold."""
    from nkdata.curation.forms import forms

    made = {FORMS / f"{name}.json": json.dumps(form, ensure_ascii=False, indent=2) + "\n" for name, form in forms().items()}
    return {README: readme(), **made}


if __name__ == "__main__":
    FORMS.mkdir(exist_ok=True)
    for file, text in current().items():
        file.write_text(text, encoding="utf-8", newline="\n")
