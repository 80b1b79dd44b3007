"""A new page: the skeleton of its curation."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from nkdata.curation import draft
from nkdata.errors import NkdataError
from nkdata.parser import parse
from nkdata.schema import fields
from nkdata.seeds import folder_of, read_page, read_registry

if TYPE_CHECKING:
    from nkdata.document import Document
    from nkdata.reports.problems import Problem

_FORM = "schemas/curation/article.json"


def new(file: str | os.PathLike[str]) -> tuple[Path, Document | None, list[Problem]]:
    """Write the skeleton of a curation beside a scraped page; an existing file is never touched.

    Returns:
        The file, the parsed page, and the problems that kept it from being written; then there is
        no page.

    Raises:
        NkdataError: there is no such page in a seeds folder, its name can be no id, or it has a
            curation already.
        MissingExtraError: PyYAML is not installed.
    """
    page = Path(file)
    folder, target = folder_of(page), page.with_suffix(".yaml")
    problems: list[Problem] = []
    text, sha256 = read_page(page, problems)
    _refuse(page, folder, target)
    actors = read_registry(folder / "actors.yaml", problems)
    if text is None or problems:
        return target, None, problems
    document = parse(text)
    form = f"../../{_FORM}" if (folder.parent / _FORM).is_file() else None
    with target.open("x", encoding="utf-8", newline="\n") as out:
        out.write(draft(page.stem, sha256, document, actors, form))
    return target, document, []


def _refuse(page: Path, folder: Path, target: Path) -> None:
    pattern = fields("articles")["article_id"]["constraints"]["pattern"]
    if page.parent.name != "articles" or not (folder / "actors.yaml").is_file():
        message = "no page of a seeds folder: put it in the folder articles beside actors.yaml"
        raise NkdataError(f"{page}: {message}")
    if not re.fullmatch(pattern, page.stem):
        message = f"its name is the article's id, and has to match {pattern}; rename it"
        raise NkdataError(f"{page}: {message}")
    if os.path.lexists(target):
        message = "there already, and never overwritten; move it away for a new skeleton"
        raise NkdataError(f"{target}: {message}")
