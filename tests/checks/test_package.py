"""The package: each way of breaking a folder breaks the rule that is about it."""

from __future__ import annotations

import copy
import hashlib
import json

import pyarrow.parquet as pq
import pytest
from samples import built, raw_table

from nkdata.checks import RULES
from nkdata.content import content_hash
from nkdata.quality import validate
from nkdata.rulebook import stage


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Return the mini package, built once."""
    return built(tmp_path_factory.mktemp("package"))


@pytest.fixture
def folder(sound, tmp_path):
    """Return a copy of the mini package to break."""
    made = tmp_path / "data"
    made.mkdir()
    for file in sound.iterdir():
        (made / file.name).write_bytes(file.read_bytes())
    return made


def _descriptor(folder, change):
    file = folder / "datapackage.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    change(document)
    file.write_text(json.dumps(document), encoding="utf-8")


def _resource(document, name):
    return next(resource for resource in document["resources"] if resource["name"] == name)


def _missing_file(folder):
    (folder / "disputes.parquet").unlink()


def _flipped_byte(folder):
    file = folder / "actors.parquet"
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1  # of the magic number that ends every Parquet file
    file.write_bytes(bytes(raw))


def _wrong_hash(folder):
    _descriptor(folder, lambda d: _resource(d, "actors").update(hash="sha256:" + "0" * 64))


def _wrong_count(folder):
    _descriptor(folder, lambda d: _resource(d, "actors").update(rows=13))


def _altered_schema(folder):
    _descriptor(
        folder,
        lambda d: _resource(d, "actors")["schema"]["fields"][1]["constraints"].pop("required"),
    )


def _no_resources(folder):
    _descriptor(folder, lambda d: d.update(resources=[]))


def _resource_lost(folder):
    _descriptor(folder, lambda d: d["resources"].pop())


def _resource_twice(folder):
    _descriptor(folder, lambda d: d["resources"].append(copy.deepcopy(d["resources"][0])))


def _other_path(folder):
    _descriptor(folder, lambda d: _resource(d, "actors").update(path="claims.parquet"))


def _refused_descriptor(folder):
    _descriptor(folder, lambda d: d.update(contributors=7))


def _broken_reference(folder):
    """Break a foreign key and renew the file's hashes, so that only the keys can tell."""
    file = folder / "actors.parquet"
    with pq.ParquetFile(file) as parquet:
        rows = parquet.read().to_pylist()
    next(row for row in rows if row["actor_id"] == "bo-lind")["parent_id"] = "southland"
    pq.write_table(raw_table("actors", rows), file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    content = content_hash(raw_table("actors", rows))
    _descriptor(
        folder,
        lambda d: _resource(d, "actors").update(hash=f"sha256:{digest}", contentHash=content),
    )


BROKEN = {
    "no-resources": (_no_resources, {("package-tables", None)}),
    "resource-lost": (_resource_lost, {("package-tables", None)}),
    "resource-twice": (_resource_twice, {("package-tables", None)}),
    "missing-file": (
        _missing_file,
        {("file-missing", "disputes"), ("file-unreadable", "disputes")},
    ),
    "other-path": (_other_path, {("file-missing", "actors")}),
    "wrong-hash": (_wrong_hash, {("file-hash", "actors")}),
    "flipped-byte": (_flipped_byte, {("file-hash", "actors"), ("file-unreadable", "actors")}),
    "wrong-count": (_wrong_count, {("row-count", "actors")}),
    "altered-schema": (_altered_schema, {("package-schema", "actors")}),
    "broken-reference": (_broken_reference, set()),
    "refused-descriptor": (_refused_descriptor, {("frictionless", None)}),
}


def test_sound_package_holds(sound):
    """A package as it was built breaks no rule of tables or packages."""
    report = validate(sound)
    assert not report.problems
    assert not report.skipped


def test_withheld_package_holds(tmp_path):
    """The edition without text is a sound package too."""
    report = validate(built(tmp_path, withhold_text=True))
    assert not report.problems
    assert len(report.skipped) == sum(rule.needs_text for rule in RULES.values())


@pytest.mark.parametrize("name", BROKEN)
def test_broken_package(folder, name):
    """A package broken in one way breaks the rule of packages that is about it, at its table."""
    harm, expected = BROKEN[name]
    harm(folder)
    problems = validate(folder).problems
    assert {(p.rule, p.table) for p in problems if p.rule in stage("package")} == expected
    lost = [("bo-lind", "parent_id", "southland")] if harm is _broken_reference else []
    assert [(p.key, p.column, p.value) for p in problems if p.rule == "foreign-key"] == lost


def test_every_package_rule_is_broken_by_some_case():
    """Every rule over packages but the one of contents has a case that breaks it."""
    assert {rule for _, expected in BROKEN.values() for rule, _ in expected} == stage(
        "package"
    ).keys() - {"content-hash"}
