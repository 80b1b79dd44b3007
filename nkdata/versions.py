"""Versions of the data, and the rule by which a change raises them.

A version is MAJOR.MINOR.PATCH, as the Data Package standard recommends. A new release has to be
raised by:

- **patch** where the rows say what they said. Files were written anew, or titles, descriptions and
  other words about the data changed. The content hash is the same.
- **minor** where everything that was said still stands. Rows, tables, optional columns or codes
  were added, or a constraint was loosened.
- **major** where something that was said no longer stands. A row was edited or removed, or the
  schema broke: a table or column was removed, a column retyped, reordered or added as required, a
  code removed, a constraint tightened, a key changed. Or the package has another name.

The standard's own recipe counts a corrected cell as a patch. Here it is major: a figure that
somebody quoted has moved.
"""

from __future__ import annotations

import re
from enum import IntEnum

_VERSION = re.compile(r"(0|[1-9][0-9]{0,17})\.(0|[1-9][0-9]{0,17})\.(0|[1-9][0-9]{0,17})")


class Bump(IntEnum):
    """By how much a version has to be raised."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The name in small letters, as it is printed and written."""
        return self.name.lower()


def parse_version(text: object) -> tuple[int, int, int] | None:
    """Return the three numbers of a version, or None where it is none.

    >>> parse_version("1.10.0"), parse_version("1.10"), parse_version("v1.10.0")
    ((1, 10, 0), None, None)
    """
    match = _VERSION.fullmatch(text) if isinstance(text, str) else None
    return match and (int(match[1]), int(match[2]), int(match[3]))


def raised(version: str, bump: Bump) -> str | None:
    """Return the smallest version above a version by a bump, or None where the version is none.

    >>> raised("1.4.2", Bump.PATCH), raised("1.4.2", Bump.MINOR), raised("1.4.2", Bump.MAJOR)
    ('1.4.3', '1.5.0', '2.0.0')
    """
    numbers = parse_version(version)
    if numbers is None:
        return None
    major, minor, patch = numbers
    higher = {
        Bump.MAJOR: (major + 1, 0, 0),
        Bump.MINOR: (major, minor + 1, 0),
        Bump.PATCH: (major, minor, patch + 1),
    }
    return ".".join(map(str, higher.get(bump, numbers)))
