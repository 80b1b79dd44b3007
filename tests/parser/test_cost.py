"""The parser's cost on costly texts, in the processor's instructions, regular expressions too."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from nkdata.parser import parse

VALGRIND = shutil.which("valgrind")
SMALL, LARGE = 10_000, 40_000  # characters
MEGABYTE = 1_000_000
COUNTED = 10
RUN = """
import sys
from nkdata.parser import parse
unit, size = sys.argv[1], int(sys.argv[2])
parse((unit * (size // len(unit) + 1))[:size])
"""

# the first ones are counted in instructions, which takes a quarter of a minute each; all are parsed
# by the megabyte
UNITS = {
    "one character": "a",
    "interface": "Leave a Reply\n",
    "interface on one line": "Leave a Reply ",
    "nested quotes": "(\"'«",
    "combining marks": "e\u0301\u0302",
    "capitals": ". A",
    "residue": "{{a}}[b_c]",
    "dates": "4 June 2025 ",
    "likenesses": "the same five words again\n",
    "captions": "A ship / ",
    "one capital": "A",
    "one digit": "1",
    "one space": " ",
    "full stops": ".",
    "one word": "word ",
    "bylines": "By ",
    "sections": "World | ",
    "nested brackets": "[{(",
    "closing quotes": '”’")',
    "marks that nobody sees": "\u200b\u200e",
    "sentences": "A b. ",
    "shares": "Share on Facebook, ",
    "clocks": "12:30:",
    "addresses": "https://a.b/",
    "entities": "&nbsp;",
    "hashtags": "#a ",
    "wide": "한국어。",
    "carriage returns": "\r",
    "dashes": "- ",
}


def instructions(unit, size):
    """Return how many instructions a process takes that parses the unit, repeated to the size."""
    done = subprocess.run(
        [
            VALGRIND,
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
            sys.executable,
            "-c",
            RUN,
            unit,
            str(size),
        ],
        env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)[1].replace(",", ""))


@pytest.fixture(scope="module")
def start():
    """What starting Python and importing the parser takes."""
    return instructions("a", 0)


@pytest.mark.heavy
@pytest.mark.skipif(
    VALGRIND is None, reason="instructions are counted by valgrind, which is not here"
)
@pytest.mark.parametrize("name", list(UNITS)[:COUNTED])
def test_instructions_grow_with_the_text(name, start):
    """Four times the text takes at most about four times the instructions."""
    small, large = (instructions(UNITS[name], size) - start for size in (SMALL, LARGE))
    assert large <= 4.6 * small + 20_000_000, (small, large)


@pytest.mark.heavy
@pytest.mark.parametrize("name", UNITS)
def test_a_megabyte_is_parsed(name):
    """A megabyte of anything is labelled and loses nothing."""
    unit = UNITS[name]
    text = (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]
    assert "".join(text[s.start : s.end] for s in parse(text).segments) == text
