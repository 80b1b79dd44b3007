"""Packages read from folders, archives and revisions, and what is no package."""

from __future__ import annotations

import shutil
import subprocess
import zipfile

import pytest
from samples import built

from nkdata.errors import BrokenPackageError, NkdataError
from nkdata.packages.sources import source


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A data package built from the mini seeds."""
    return built(tmp_path_factory.mktemp("built"))


def git(folder, *arguments):
    """Run git in a folder as somebody who has a name."""
    who = ["-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    subprocess.run(
        ["git", *who, *arguments],  # noqa: S607  # the git of the machine
        cwd=folder,
        check=True,
        capture_output=True,
    )  # the git of the machine


def zipped(folder, file, under=""):
    """Return a zip of a folder's files, each under a name."""
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"{under}{path.name}")
    return file


@pytest.fixture(scope="module")
def repository(package, tmp_path_factory):
    """A repository with a package in data/ and in other/place, and a ledger beside the first."""
    top = tmp_path_factory.mktemp("repository")
    shutil.copytree(package, top / "data")
    shutil.copytree(package, top / "other" / "place")
    (top / "seeds").mkdir()
    (top / "seeds" / "ids.txt").write_text("claims x retired 1.0.0\n")
    git(top, "init", "-q", "-b", "trunk")
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "first")
    return top


def same(found, package):
    """Tell whether a source gives a package's files, byte for byte."""
    return all(found.read(path.name) == path.read_bytes() for path in package.iterdir())


def test_folder(package):
    """A folder gives its files."""
    assert same(source(package), package)
    assert source(package).ledger is None


@pytest.mark.parametrize("under", ["", "top/", "nkdata/_data/", "a/b/c/"])
def test_archive(package, tmp_path, under):
    """A zip or wheel gives the package that lies in it, wherever it lies."""
    assert same(source(zipped(package, tmp_path / "x.whl", under)), package)


def test_wheel_has_one_place(package, tmp_path):
    """Of several packages in an archive a wheel's own counts, then the one that lies highest."""
    file = zipped(package, tmp_path / "x.whl", "nkdata/_data/")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("tests/datapackage.json", "{}")
    assert same(source(file), package)
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a/datapackage.json", "{}")
        archive.writestr("b/datapackage.json", "{}")
    with pytest.raises(BrokenPackageError, match="holds 2 packages: a, b"):
        source(tmp_path / "two.zip")


@pytest.mark.parametrize(
    "name", ["HEAD", "trunk", "HEAD:data", "trunk:other/place", "HEAD:./data/"]
)
def test_revision(repository, package, monkeypatch, name):
    """A git revision gives the files of a folder in it, whichever folder one stands in."""
    monkeypatch.chdir(repository / "seeds")
    found = source(name)
    assert same(found, package)
    assert (found.ledger == "claims x retired 1.0.0\n") == ("data" in name or ":" not in name)


def test_revision_leaves_the_working_tree(repository, monkeypatch):
    """What lies uncommitted in the working tree is neither read nor touched."""
    monkeypatch.chdir(repository)
    changed = repository / "data" / "README.md"
    kept = changed.read_bytes()
    changed.write_text("mine")
    assert source("HEAD").read("README.md") == kept
    assert changed.read_text() == "mine"
    changed.write_bytes(kept)


def test_what_lies_on_the_disk_counts_first(repository, monkeypatch):
    """A folder that is named like a revision is the folder."""
    monkeypatch.chdir(repository)
    (repository / "trunk").mkdir()
    with pytest.raises(BrokenPackageError, match=r"no datapackage\.json"):
        source("trunk")
    (repository / "trunk").rmdir()


@pytest.mark.parametrize("member", ["../evil", "a/../../evil", "/evil", "..\\evil", "c:/evil"])
def test_member_that_climbs_out(package, tmp_path, member):
    """An archive with a member that climbs out of it is refused, though nothing is unpacked."""
    file = zipped(package, tmp_path / "x.zip")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(member, "evil")
    with pytest.raises(BrokenPackageError, match="climbs out of the archive"):
        source(file)


def test_archive_that_would_fill_the_disk(package, tmp_path, monkeypatch):
    """An archive that says it unpacks to more than a disk may hold is refused before it is read."""
    file = zipped(package, tmp_path / "x.zip")
    with zipfile.ZipFile(file) as archive:
        size = sum(member.file_size for member in archive.infolist())
    monkeypatch.setattr("nkdata.packages.archives._MOST", size)
    assert source(file)
    monkeypatch.setattr("nkdata.packages.archives._MOST", size - 1)
    with pytest.raises(BrokenPackageError, match="unpacks to more than"):
        source(file)


def test_no_package(tmp_path, package):
    """What holds no package says so, with its name and where one would be."""
    (tmp_path / "text").write_text("no zip")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme", "")
    shutil.copytree(package, tmp_path / "checkout" / "data")
    cases = {
        ".": r"no datapackage\.json",
        "text": "neither a folder nor a zip",
        "empty.zip": r"holds no datapackage\.json",
        "checkout": "there is one in .*checkout/data",
    }
    for name, said in cases.items():
        with pytest.raises(BrokenPackageError, match=said):
            source(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no-such-revision", "no git revision 'no-such-revision' here"),
        ("-x", "no revision can have that name"),
        (":data", "no revision can have that name"),
        ("HEAD:../data", "climbs out of the repository"),
        ("HEAD:/data", "climbs out of the repository"),
        ("a\0b", "no git revision"),
    ],
)
def test_no_revision(repository, monkeypatch, name, said):
    """What is neither on the disk nor a revision says what git said."""
    monkeypatch.chdir(repository)
    with pytest.raises(NkdataError, match=said):
        source(name)


def test_no_repository_and_no_git(tmp_path, monkeypatch):
    """Outside a repository, and without git, a revision is an error and no traceback."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NkdataError, match="not a git repository"):
        source("HEAD")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NkdataError, match="git cannot be run"):
        source("HEAD")


def test_file_that_is_not_there(repository, package, tmp_path, monkeypatch):
    """A file that the place lacks is an error that names both."""
    monkeypatch.chdir(repository)
    for where in (package, zipped(package, tmp_path / "x.zip"), "HEAD"):
        with pytest.raises(BrokenPackageError, match=r"none\.parquet"):
            source(where).read("none.parquet")


def test_broken_archive(package, tmp_path):
    """An archive with damaged bytes, or with a password, is an error that names the member."""
    file = zipped(package, tmp_path / "x.zip")
    raw = bytearray(file.read_bytes())
    at = raw.find((package / "claims.parquet").read_bytes()[:64])
    raw[at + 8] ^= 0xFF
    file.write_bytes(raw)
    with pytest.raises(BrokenPackageError, match=r"claims\.parquet cannot be read"):
        source(file).read("claims.parquet")
    file.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(BrokenPackageError, match="neither a folder nor a zip"):
        source(file)


def test_ledger_that_is_no_text(repository, tmp_path):
    """A ledger beside a package that is not UTF-8 is an error."""
    shutil.copytree(repository, tmp_path / "copy")
    (tmp_path / "copy" / "seeds" / "ids.txt").write_bytes(b"\xff")
    with pytest.raises(BrokenPackageError, match="not UTF-8"):
        source(tmp_path / "copy" / "data")
