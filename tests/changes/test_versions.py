"""The version that a release has to declare for what changed."""

from __future__ import annotations

import pytest
from compared import (
    MINI,
    changed,
    edited,
    files,
    grown,
    lost,
    package_property,
    reworked,
)
from hypothesis import given
from hypothesis import strategies as st
from samples import mini_rows

from nkdata.changes import Bump
from nkdata.versions import parse_version, raised


@pytest.mark.parametrize(
    ("data", "version", "bump", "smallest", "ok"),
    [
        (mini_rows, "1.0.0", "none", "1.0.0", True),
        (mini_rows, "0.9.9", "patch", "1.0.1", False),
        (mini_rows, "1.0.1", "patch", "1.0.1", True),
        (grown, "1.0.0", "minor", "1.1.0", False),
        (grown, "1.0.9", "minor", "1.1.0", False),
        (grown, "1.1.0", "minor", "1.1.0", True),
        (edited, "1.10.0", "major", "2.0.0", False),
        (edited, "2.0.0", "major", "2.0.0", True),
        (lost, "1.1.0", "major", "2.0.0", False),
        (lost, "10.0.0", "major", "2.0.0", True),
    ],
)
def test_version_says_what_changed(data, version, bump, smallest, ok):
    """A version that is too small for what changed is a problem that names the smallest allowed."""
    found = changed(MINI, files(data(), version=version))
    assert (found.bump, found.smallest, found.ok) == (bump, smallest, ok)
    assert [problem.rule for problem in found.problems] == ([] if ok else ["version-too-small"])
    if not ok:
        assert f"the smallest version that would do is {smallest}" in found.problems[0].message


@pytest.mark.parametrize(
    "version", ["1.0", "v1.0.0", "1.0.0-rc.1", "01.0.0", "", "1.0.0\n", "٣.0.0"]
)
def test_version_that_is_none(version):
    """What is no version MAJOR.MINOR.PATCH is a problem, in either release, and never passes."""
    bad = reworked(MINI, package_property("version", version))
    for pair in ((MINI, bad), (bad, MINI), (bad, bad)):
        found = changed(*pair)
        assert {problem.rule for problem in found.problems} == {"version-malformed"}
        assert "MAJOR.MINOR.PATCH" in found.problems[0].message
    assert changed(bad, MINI).smallest is None


def test_a_version_never_goes_back():
    """A smaller version is a problem even where nothing changed in the tables."""
    found = changed(reworked(MINI, package_property("version", "1.0.1")), MINI)
    assert [problem.rule for problem in found.problems] == ["version-too-small"]


@given(st.tuples(*[st.integers(0, 999)] * 3), st.sampled_from(Bump))
def test_raised_versions(numbers, bump):
    """A raised version is greater, ends in zeros, and grows with the bump."""
    version = ".".join(map(str, numbers))
    higher = [parse_version(raised(version, each)) for each in Bump]
    assert higher == sorted(set(higher))
    assert higher[0] == numbers
    zeros = max(bump - 1, 0)
    assert raised(version, bump).split(".")[3 - zeros :] == ["0"] * zeros
