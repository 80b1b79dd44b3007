"""The set-up behind `make build` and `make test`, tried with stand-ins for Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = (
    "cat",
    "chmod",
    "cksum",
    "cp",
    "date",
    "dirname",
    "grep",
    "head",
    "mkdir",
    "mv",
    "rm",
    "sh",
    "tail",
    "tr",
)

# Answers as a Python of the version in its name would: it proves itself, makes environments that
# hold a copy of itself, and installs by writing down that it was asked to.
STAND_IN = """#!/bin/sh
case "$*" in
*ensurepip*) case "$*" in *"'' not in"* | *"'{version}' not in"*) exit 0 ;; *) exit 1 ;; esac ;;
"--version") echo "Python {version}.0" ;;
*base_prefix*) echo "{version} here" ;;
"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip install "*) echo "$@" >>"{log}"; test ! -e "{log}.fail" ;;
*version_info*) echo "{version}.0" ;;
esac
"""
# What a version manager leaves on PATH for a Python that is not the chosen one.
SHIM = "#!/bin/sh\necho 'python: command not found' >&2\nexit 127\n"
BARE = '#!/bin/sh\ncase "$*" in *ensurepip*) exit 1 ;; *print*) echo 3.12.4 ;; esac\n'
OLD = '#!/bin/sh\ncase "$*" in *ensurepip*) exit 1 ;; *print*) echo 3.9.2 ;; *) exit 1 ;; esac\n'


class Checkout:
    """A checkout in a folder with spaces in its name, on a machine with the Pythons of a test."""

    def __init__(self, folder: Path) -> None:
        """Lay out the checkout, and a PATH with the system's tools and no Python."""
        self.root = folder / "a b c" / "clone"
        self.bin = folder / "bin"
        self.log = folder / "installed"
        self.bin.mkdir()
        shutil.copytree(ROOT / ".ci", self.root / ".ci")
        for name in ("pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.root / name)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or pytest.skip(f"no {tool} here"))

    def python(self, name: str, script: str) -> Path:
        """Put a stand-in on PATH."""
        path = self.bin / name
        path.write_text(script)
        path.chmod(0o755)
        return path

    def working(self, name: str, version: str) -> Path:
        """Put a stand-in for a working Python on PATH."""
        return self.python(name, STAND_IN.format(version=version, log=self.log))

    def setup(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the set-up."""
        environment = {"PATH": str(self.bin), "HOME": str(self.root.parent), **variables}
        return subprocess.run(
            ["/bin/sh", ".ci/setup", *arguments],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    @property
    def installs(self) -> int:
        """How often something was installed."""
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Return a new checkout."""
    if os.name != "posix" or not (ROOT / ".ci/setup").is_file():
        pytest.skip("the set-up is a POSIX shell script of the checkout")
    return Checkout(tmp_path)


def test_newest_python_that_works_is_chosen(checkout: Checkout) -> None:
    """A shim for a Python that is not there is passed over, and so is one without venv."""
    checkout.python("python3.13", SHIM)
    checkout.python("python3.12", BARE)
    checkout.working("python3.11", "3.11")
    done = checkout.setup("build")
    assert done.returncode == 0, done.stderr
    assert "Python 3.11.0" in done.stdout


def test_nothing_that_works_is_said_precisely(checkout: Checkout) -> None:
    """Where no Python will do, each candidate is named with what it lacks, and how to get one."""
    checkout.python("python3.13", SHIM)
    checkout.python("python3.12", BARE)
    checkout.python("python3", OLD)
    done = checkout.setup("build")
    assert done.returncode == 2
    assert "python3.13: " in done.stderr
    assert "does not run" in done.stderr
    assert (
        "python3.12: is Python 3.12.4, but without its venv module "
        "(Debian and Ubuntu: apt-get install python3.12-venv)" in done.stderr
    )
    assert "python3.11: not found" in done.stderr
    assert "python3: is Python 3.9.2, too old" in done.stderr
    assert not (checkout.root / ".venv").exists()


def test_version_managers_folder_is_searched(checkout: Checkout) -> None:
    """A Python that lies in pyenv's folder is found where PATH has only its shim."""
    checkout.python("python3.12", SHIM)
    folder = checkout.root.parent / ".pyenv/versions/3.12.1/bin"
    folder.mkdir(parents=True)
    shutil.copy(checkout.working("python", "3.12"), folder / "python")
    assert checkout.setup("--find", "3.12").stdout.strip() == str(folder / "python")
    assert checkout.setup("--find", "3.13").returncode == 1


def test_named_python_is_used_or_refused(checkout: Checkout) -> None:
    """The Python that the user names is used, and one that does not work is refused at once."""
    checkout.working("python3.13", "3.13")
    elsewhere = checkout.working("elsewhere", "3.12")
    refused = checkout.setup("build", PYTHON="/no/such/python")
    assert refused.returncode == 2
    assert "/no/such/python: not found" in refused.stderr
    assert not (checkout.root / ".venv").exists()
    assert "Python 3.12.0" in checkout.setup("build", PYTHON=str(elsewhere)).stdout
    assert checkout.setup("build").stdout == "", "what was set up with a named Python is kept"
    assert "Python 3.13.0" in checkout.setup("build", PYTHON="python3.13").stdout


def test_second_run_installs_nothing(checkout: Checkout) -> None:
    """The second run is silent, and building after testing needs nothing more."""
    checkout.working("python3.12", "3.12")
    checkout.setup("dev")
    again = checkout.setup("dev")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert checkout.setup("build").stdout == ""
    assert checkout.installs == 1


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_changed_requirements_are_installed(checkout: Checkout, name: str) -> None:
    """Where what is asked for or pinned has changed, it is installed into the same environment."""
    checkout.working("python3.12", "3.12")
    checkout.setup("build")
    with (checkout.root / name).open("a") as file:
        file.write("# changed\n")
    done = checkout.setup("build")
    assert "installing" in done.stdout
    assert "setting up" not in done.stdout
    assert checkout.installs == 2


def test_more_extras_are_added(checkout: Checkout) -> None:
    """Testing after building adds what the tests need."""
    checkout.working("python3.12", "3.12")
    checkout.setup("build")
    done = checkout.setup("dev")
    assert "installing nkdata [dev]" in done.stdout
    assert "setting up" not in done.stdout


def test_killed_set_up_is_not_taken_as_ready(checkout: Checkout) -> None:
    """An environment without the mark that is written last is made anew."""
    checkout.working("python3.12", "3.12")
    failed = Path(f"{checkout.log}.fail")
    failed.touch()
    done = checkout.setup("build")
    assert done.returncode == 2
    assert "setup.log" in done.stderr
    failed.unlink()
    done = checkout.setup("build")
    assert done.returncode == 0
    assert "setting up" in done.stdout


def test_moved_checkout_is_set_up_again(checkout: Checkout) -> None:
    """A moved checkout gets a new environment, for an editable install points at its old place."""
    checkout.working("python3.12", "3.12")
    checkout.setup("build")
    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))
    assert "setting up" in checkout.setup("build").stdout


def test_environment_of_somebody_else_is_left_alone(checkout: Checkout) -> None:
    """A .venv that this set-up did not make is neither used nor removed."""
    checkout.working("python3.12", "3.12")
    theirs = checkout.root / ".venv/pyvenv.cfg"
    theirs.parent.mkdir()
    theirs.touch()
    done = checkout.setup("build")
    assert done.returncode == 2
    assert "make VENV=" in done.stderr
    assert theirs.exists()
