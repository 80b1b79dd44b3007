"""Tables to a data package on disk: rendered in memory, written aside, then swapped in one step.

`render` is pure: the same tables give the same bytes. `install` is all that touches the disk, and
`differences` compares what is rendered with what lies there.
"""

from __future__ import annotations

from nkdata.content import content_hash, package_hash
from nkdata.packages.writer.comparison import differences
from nkdata.packages.writer.folder import install, recover
from nkdata.packages.writer.package import render

__all__ = ["content_hash", "differences", "install", "package_hash", "recover", "render"]
