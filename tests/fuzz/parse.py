"""A coverage-guided fuzz target over the parser: `make fuzz`, or `make fuzz RUNS=1000000`.

usage: python tests/fuzz/parse.py RUNS [libFuzzer options]

Starts from tests/fuzz/corpus and changes it by bytes, and by lines of the grammar's noise. What it
finds grows in .fuzz/, which is no part of the repository; an input that breaks an invariant is left
there too, as crash-HASH, and reproduced by naming it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

import atheris

HERE = Path(__file__).parent
FOUND = HERE.parents[1] / ".fuzz"
LONGEST = (
    300  # bytes: longer inputs only cost time, for the parser looks at lines and their neighbours
)
SPLICED = 3  # one change of so many puts a block of noise between two lines
POOL = 40  # blocks of each kind, made once
ROUND = 40_000
"""Executions of one process: atheris keeps the outcomes of comparisons, 25 kB an execution."""
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["nkdata.parser", "nkdata.document"]):
    import nkdata.parser  # noqa: F401  # imported here to be watched

from fuzz.invariants import check
from grammar import KINDS, article, noise


def blocks() -> list[bytes]:
    """Return blocks of noise of every kind, and as many paragraphs as of a few kinds."""
    rng = Random(0)
    made = [noise(rng, kind).lines for kind in KINDS for _ in range(POOL)]
    made += [story.paragraphs[:1] for story in (article(rng, hard=True) for _ in range(5 * POOL))]
    return ["\n".join(lines).encode("utf-8", errors="replace") for lines in made]


BLOCKS = blocks()


def spliced(data: bytes, size: int, seed: int) -> bytes:
    """Change an input by bytes, or now and then put a block of noise between two of its lines."""
    rng = Random(seed)
    if rng.randrange(SPLICED):
        return atheris.Mutate(data, size)
    lines = data.split(b"\n")
    at = rng.randint(0, len(lines))
    lines.insert(at, rng.choice(BLOCKS))
    return b"\n".join(lines)[:size]


def fuzz(runs: int, options: list[str]) -> None:
    """Run so many executions, and end this process."""
    folders = [str(FOUND), str(HERE / "corpus")]
    atheris.Setup(
        [
            sys.argv[0],
            f"-runs={runs}",
            f"-max_len={LONGEST}",
            f"-artifact_prefix={FOUND}/",
            "-timeout=20",
            "-print_final_stats=1",
            *options,
            *folders,
        ],
        check,
        custom_mutator=spliced,
    )
    atheris.Fuzz()


def main() -> None:
    """Run as many executions as are asked for, in rounds, until one finds something."""
    runs, *options = sys.argv[1:] or ["20000"]
    FOUND.mkdir(exist_ok=True)
    for done in range(0, int(runs), ROUND):
        least = min(ROUND, int(runs) - done)  # the corpus is run whole
        child = os.fork()
        if not child:
            fuzz(least, options)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code:
            sys.exit(
                f"stopped in the round after {done} executions;"
                f" an input that broke something lies in {FOUND.name}/"
            )
        sys.stderr.write(f"{done + least} executions or more, and nothing broke\n")


if __name__ == "__main__":
    main()
