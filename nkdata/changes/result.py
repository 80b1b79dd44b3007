"""The outcome of a comparison, which prints itself."""

from __future__ import annotations

from nkdata.changes.model import Comparison
from nkdata.changes.outline import counts
from nkdata.changes.text import lines
from nkdata.printing import html_table, html_text


class Changes(Comparison):
    """A `Comparison` that prints itself: as text, as one line, and as a table in notebooks."""

    def __str__(self) -> str:
        """Return the changes as `nkdata diff` prints them."""
        return "\n".join(lines(self))

    def __repr__(self) -> str:
        """Return one line: the two releases, the bump and what asks for it, and the problems."""
        old, new = (f"{side.name} {side.version}" for side in (self.old, self.new))
        problems = dict.fromkeys(problem.rule for problem in self.problems)
        said = [self.bump, *self.reasons, *(f"problem: {rule}" for rule in problems)]
        return f"<Changes {old} -> {new}: {'; '.join(said)}>"

    def _repr_html_(self) -> str:
        """Return a table of the numbers, for notebooks."""
        rows = counts(self)
        return f"<p>{html_text(repr(self))}</p>" + (html_table(rows[0], rows[1:]) if rows else "")
