"""The README's command line reference, made from the command line's own help: `make reference` writes it."""

import os
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- reference: made by `make reference` -->\n", "<!-- /reference -->"
VERBS = ("build", "check", "validate", "ls", "describe", "parse")


def reference() -> str:
    """Return the reference as Markdown."""
    os.environ["COLUMNS"] = "110"
    from nkdata.cli import parser

    verbs = parser()._subparsers._group_actions[0].choices  # noqa: SLF001  # argparse offers no other way in
    assert tuple(verbs) == VERBS, "a verb was added: name it here"
    helps = [verbs[name].format_help().replace("\n\nexit status: 0 fine, 1 problems in the data, 2 could not run", "") for name in VERBS]
    return "```text\n" + "\n".join(helps) + "```\n"


def current() -> str:
    """Return the README with a fresh reference in it."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    return before + BEGIN + reference() + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    README.write_text(current(), encoding="utf-8", newline="\n")
