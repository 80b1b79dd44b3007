"""Packages that cannot be compared."""

from __future__ import annotations

import pytest
from compared import (
    MINI,
    changed,
    reworked,
)

from nkdata.errors import BrokenPackageError


def unreadable(name, data):
    """Return the mini files with one of them replaced, or left out."""
    return {
        **{key: value for key, value in MINI.items() if key != name},
        **({} if data is None else {name: data}),
    }


HALF = MINI["claims.parquet"][: len(MINI["claims.parquet"]) // 2]
BROKEN = [
    (unreadable("datapackage.json", None), "no such file"),
    (unreadable("datapackage.json", b"{"), "the descriptor is not JSON"),
    (unreadable("datapackage.json", b"\xff"), "the descriptor is not JSON"),
    (unreadable("datapackage.json", b"[" * 100_000), "the descriptor is not JSON"),
    (unreadable("datapackage.json", b"[]"), "not a JSON object"),
    (unreadable("datapackage.json", b"{}"), "lists no resources"),
    (unreadable("claims.parquet", None), "no such file"),
    (unreadable("claims.parquet", HALF), "claims.parquet: not a readable Parquet file"),
    (unreadable("claims.parquet", b""), "not a readable Parquet file"),
    (
        unreadable("claims.parquet", MINI["actors.parquet"]),
        "its columns are not those of its schema",
    ),
    (reworked(MINI, lambda d, _: d["resources"].append(5)), "a resource has no name"),
    (
        reworked(MINI, lambda d, _: d["resources"].append(d["resources"][0])),
        "two resources have the name 'articles'",
    ),
    (
        reworked(MINI, lambda _, t: t["claims"].update(path="../claims.parquet")),
        "climbs out of the package",
    ),
    (
        reworked(MINI, lambda _, t: t["claims"].update(path="/claims.parquet")),
        "climbs out of the package",
    ),
    (
        reworked(MINI, lambda _, t: t["claims"].update(path="https://x.example/claims.parquet")),
        "climbs out of the package",
    ),
    (reworked(MINI, lambda _, t: t["claims"].update(path=["a.parquet"])), "is not a Parquet file"),
    (reworked(MINI, lambda _, t: t["claims"].update(path="claims.csv")), "is not a Parquet file"),
    (reworked(MINI, lambda _, t: t["claims"].pop("schema")), "has no schema with named fields"),
    (reworked(MINI, lambda _, t: t["claims"]["schema"].pop("primaryKey")), "no single primary key"),
    (
        reworked(MINI, lambda _, t: t["claims"]["schema"].update(primaryKey=["claim_id", "quote"])),
        "no single primary key",
    ),
    (
        reworked(MINI, lambda _, t: t["claims"]["schema"].update(primaryKey="article_id")),
        "stands in",
    ),
    (
        reworked(MINI, lambda _, t: t["claims"]["schema"].update(primaryKey="rank_reason")),
        "is empty in",
    ),
]


@pytest.mark.parametrize(
    ("bad", "said"), BROKEN, ids=[f"{n}-{said}" for n, (_, said) in enumerate(BROKEN)]
)
def test_what_cannot_be_compared(bad, said):
    """A package that cannot be compared, as OLD or as NEW, is an error that says why."""
    for pair in ((MINI, bad), (bad, MINI)):
        with pytest.raises(BrokenPackageError, match=said):
            changed(*pair)
