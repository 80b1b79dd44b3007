"""What is wrong with the seeds: of curation and of every rule, in one run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nkdata.curation import Passages, check_ledger, words_of
from nkdata.road import check_seeds
from nkdata.seeds import folder_of, is_reading, read_seeds

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from nkdata.reports.problems import Problem, Report
    from nkdata.seeds import Seeds


def check(
    files: Sequence[str | os.PathLike[str]] = (), seeds: str | os.PathLike[str] | None = None
) -> Report:
    """Check curation files, or the whole folder, and report what concerns them.

    That is what is wrong in the files and in the entries of the registries that they lead to. The
    whole folder is read, because other articles may contradict them. Readings bear on nothing else,
    and are read where one of them or no file is named.

    Args:
        files: curation files of one seeds folder, or the pages beside them; readings too.
        seeds: the folder; by default the one that the first file lies in, or else ``seeds``.

    Raises:
        NkdataError: there is no such folder, or a file is none of its curation files.
        MissingExtraError: a library of the extra ``build`` is not installed.
    """
    paths = [Path(file) for file in files]
    folder = Path(seeds) if seeds is not None else folder_of(paths[0]) if paths else Path("seeds")
    source = read_seeds(folder, readings=not paths or any(map(is_reading, paths)))
    wanted = [source.file(path) for path in paths]
    checked = check_seeds(source)
    if source.problems:
        return checked.report
    problems = list(checked.report.problems)
    if not checked.faulty:
        ledger = str(source.ledger_file)
        problems += check_ledger(checked.dataset, source.ledger, ledger, register=True)
    shown = _about(source, wanted, problems) if wanted else problems
    return replace(checked.report, problems=sorted(shown, key=_place))


def _place(problem: Problem) -> tuple[str, int, int]:
    where = problem.where
    return (where.file, where.line, where.column) if where else ("", 0, 0)


def _about(source: Seeds, files: Sequence[str], problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems in some files and in what they lead to, and those without a place."""
    nodes = {str(a.path.with_suffix(".yaml")): a.curation for a in source.articles}
    passages = Passages(source.registries, nodes.values())
    words = [word for file in files if file in nodes for word in words_of(nodes[file])]
    reached = passages.reach(words, [str(source.folder / f"{n}.yaml") for n in source.registries])
    return [
        p
        for p in problems
        if p.where is None or p.where.file in files or passages.at(p.where) in reached
    ]
