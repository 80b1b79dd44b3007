"""The GitHub Action, the pre-commit hooks and the pytest plugin, each run as its host runs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from samples import broken, built, copy_of_mini

from nkdata.cli import GROUPS
from nkdata.reports import FAIL_ON

yaml = pytest.importorskip("yaml")
pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parents[1]
ACTION, HOOKS, WORKFLOW = (
    ROOT / "action.yml",
    ROOT / ".pre-commit-hooks.yaml",
    ROOT / ".github" / "workflows" / "ci.yml",
)
if not ACTION.is_file():
    pytest.skip("needs a checkout, with what is plugged in", allow_module_level=True)
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


def read(file):
    """Return a YAML file."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """Return a folder with a sound package and one with a broken one, neither to be changed."""
    sound, bad = tmp_path_factory.mktemp("sound"), tmp_path_factory.mktemp("bad")
    built(sound)
    broken(bad)
    return {"sound": sound, "bad": bad}


# -- the Action


class Run:
    """A run of the Action's steps as the runner runs them: a bash for each, with its variables."""

    def __init__(self, where: Path, scratch: Path, **inputs: str) -> None:
        """Run the steps in a folder until one fails."""
        action = read(ACTION)
        assert inputs.keys() <= action["inputs"].keys()
        self.summary = scratch / "summary.md"
        self.known = {
            f"inputs.{name}": inputs.get(name, told["default"])
            for name, told in action["inputs"].items()
        }
        self.known["github.action_path"] = str(ROOT)
        self.out, self.status = "", 0
        for step in action["runs"]["steps"]:
            if self.status == 0:
                self._step(step, where, scratch)
        self.outputs = {
            name: self._filled(told["value"]) for name, told in action["outputs"].items()
        }

    def _filled(self, text: str) -> str:
        return EXPRESSION.sub(lambda found: self.known.get(found[1], ""), text)

    def _step(self, step: dict, where: Path, scratch: Path) -> None:
        told = scratch / f"{step['id']}.outputs"
        told.touch()
        runner = {
            "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(where),
            "GITHUB_OUTPUT": str(told), "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(scratch), "PATH": PATH,
        }  # fmt: skip
        own = {name: self._filled(str(value)) for name, value in step["env"].items()}
        assert step["shell"] == "bash"
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(
            command,
            cwd=where,
            env={**os.environ, **runner, **own},
            capture_output=True,
            text=True,
            check=False,
        )
        self.out += done.stdout + done.stderr
        self.status = done.returncode
        for line in told.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self.known[f"steps.{step['id']}.outputs.{name}"] = value


def test_action_on_sound_data(packages, tmp_path):
    """On sound data the Action passes, and its outputs are the status and the report."""
    run = Run(packages["sound"], tmp_path, version="installed", path="data")
    assert (run.status, run.outputs["status"]) == (0, "0"), run.out
    assert json.loads(Path(run.outputs["report"]).read_text(encoding="utf-8"))["ok"]
    assert "### nkdata: passed, 0 errors, 0 warnings" in run.summary.read_text(encoding="utf-8")
    assert "\n::" not in run.out


def test_action_on_broken_data(packages, tmp_path):
    """On broken data it fails, annotates the lines, sums up, and writes the further reports."""
    asked = f"junit={tmp_path}/out/nkdata.xml\nsarif={tmp_path}/out/nkdata.sarif\n"
    run = Run(packages["bad"], tmp_path, version="installed", path="data\n", format=asked)
    assert (run.status, run.outputs["status"]) == (1, "1")
    assert run.out.count("\n::error file=seeds/articles/a_harbour.txt,line=") == 2
    assert run.summary.read_text(encoding="utf-8").count("<td>error</td>") == 2
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"nkdata.xml", "nkdata.sarif"}
    assert (
        json.loads(Path(run.outputs["report"]).read_text(encoding="utf-8"))["counts"]["error"] == 2
    )


def test_action_that_only_reports(packages, tmp_path):
    """With fail-on never broken data is reported and the step passes."""
    run = Run(
        packages["bad"], tmp_path, **{"version": "installed", "path": "data", "fail-on": "never"}
    )
    assert (run.status, run.outputs["status"]) == (0, "0")
    assert "::error file=" in run.out


def test_action_cannot_run(packages, tmp_path):
    """What is no package exits with 2, and what is written as an input is never a command."""
    run = Run(
        packages["sound"],
        tmp_path,
        version="installed",
        path='"; touch taken; echo "$(touch taken)\n--rules',
    )
    assert (run.status, run.outputs["status"]) == (2, "2")
    assert not list(packages["sound"].rglob("taken"))


def test_action_without_nkdata(packages, tmp_path, monkeypatch):
    """Where an installed nkdata is asked for and there is none, the Action says so."""
    monkeypatch.setitem(globals(), "PATH", "/usr/bin:/bin")
    run = Run(packages["sound"], tmp_path, version="installed")
    assert run.status == 2
    assert "::error title=nkdata::nkdata is not on PATH" in run.out


@pytest.mark.heavy
def test_action_installs_itself(packages, tmp_path):
    """Without a version the Action installs its own checkout into an environment of its own."""
    run = Run(packages["sound"], tmp_path, path="data", python=sys.executable)
    assert run.status == 0, run.out
    assert run.known["steps.install.outputs.command"].startswith(str(tmp_path))


def test_action_is_well_made():
    """The Action and workflow are valid, no script has an expression, inputs are explained."""
    if not (Path(sys.executable).parent / "check-jsonschema").is_file():
        pytest.skip("needs check-jsonschema, of the extra dev")
    for schema, file in (("github-actions", ACTION), ("github-workflows", WORKFLOW)):
        command = [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            f"vendor.{schema}",
            str(file),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    action = read(ACTION)
    assert not any(EXPRESSION.search(step["run"]) for step in action["runs"]["steps"])
    assert all(
        told["description"].endswith(".")
        for told in [*action["inputs"].values(), *action["outputs"].values()]
    )
    assert all(name in action["inputs"]["fail-on"]["description"] for name in FAIL_ON)


def test_our_workflow_uses_our_action():
    """The project's own workflow uses the Action, with inputs and outputs that it has."""
    action = read(ACTION)
    steps = read(WORKFLOW)["jobs"]["gate"]["steps"]
    (ours,) = (step for step in steps if step.get("uses") == "./")
    assert ours["with"].keys() <= action["inputs"].keys()
    used = re.findall(rf"steps\.{ours['id']}\.outputs\.(\w+)", WORKFLOW.read_text(encoding="utf-8"))
    assert set(used) == action["outputs"].keys()


# -- pre-commit


def precommit(folder, *arguments):
    """Run pre-commit in a folder that is a repository with everything added."""
    git = shutil.which("git") or pytest.skip("needs git")
    for command in (["init", "-q", "."], ["add", "-A"]):
        subprocess.run([git, *command], cwd=folder, check=True)
    command = [sys.executable, "-m", "pre_commit", *arguments, "--all-files", "--color=never"]
    environment = {
        **os.environ,
        "PATH": PATH,
        "PRE_COMMIT_HOME": str(folder / ".git" / "hooks-home"),
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def with_hooks(folder):
    """Configure our hooks with the nkdata at hand: pre-commit would fetch one over the network."""
    local = [
        {key: value for key, value in hook.items() if key != "additional_dependencies"}
        | {"language": "system"}
        for hook in read(HOOKS)
    ]
    text = yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]})
    (folder / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")


def test_hooks_are_verbs():
    """Every hook is named after a verb, is valid to pre-commit, and installs an extra."""
    clientlib = pytest.importorskip("pre_commit.clientlib")
    hooks = clientlib.load_manifest(str(HOOKS))
    verbs = {verb.name for group in GROUPS.values() for verb in group}
    extras = re.findall(
        r"^([a-z]+) = \[", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert [hook["id"] for hook in hooks] == ["nkdata-check", "nkdata-validate"]
    for hook in hooks:
        assert hook["entry"] == hook["name"] == f"nkdata {hook['id'].removeprefix('nkdata-')}"
        assert hook["entry"].split()[1] in verbs
        assert hook["additional_dependencies"][0][2:-1] in extras


def test_hooks_on_sound_and_broken_files(tmp_path):
    """Both hooks pass on sound data; a fault in the curation fails one, a spoilt file the other."""
    pytest.importorskip("pre_commit")
    seeds = copy_of_mini(tmp_path)
    data = built(tmp_path)
    with_hooks(tmp_path)
    status, said = precommit(tmp_path, "run")
    assert (status, said.count("Passed")) == (0, 2), said
    file = seeds / "actors.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("type: group", "type: groop"), encoding="utf-8"
    )
    (data / "claims.parquet").write_bytes((data / "claims.parquet").read_bytes()[:-10])
    status, said = precommit(tmp_path, "run")
    assert (status, said.count("Failed")) == (1, 2), said
    assert re.search(r"seeds/actors\.yaml:\d+:\d+: error\[unknown-code\]", said)
    assert "error[file-unreadable]" in said


@pytest.mark.heavy
def test_hook_installs_itself(tmp_path):
    """Installed by pre-commit from our repository, the hook finds what it needs and passes."""
    pytest.importorskip("pre_commit")
    built(tmp_path)
    status, said = precommit(tmp_path, "try-repo", str(ROOT), "nkdata-validate")
    assert status == 0, said


# -- pytest

ASKS = """
def test_tables(nkdata_report):
    assert nkdata_report.ok, str(nkdata_report)
    print(sum(nkdata_report.rows.values()), "rows")
"""


def test_fixture_on_the_configured_package(pytester, packages):
    """The fixture checks the package that the configuration names, from the root of the project."""
    pytester.makepyfile(ASKS)
    (pytester.path / "tables").symlink_to(packages["sound"] / "data")
    pytester.makeini("[pytest]\nnkdata_data = tables\n")
    result = pytester.runpytest("-rP")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["126 rows"])


def test_fixture_on_the_package_of_the_command_line(pytester, packages):
    """The command line goes before the configuration, and a failing test shows the report."""
    pytester.makepyfile(ASKS)
    pytester.makeini("[pytest]\nnkdata_data = nowhere\n")
    result = pytester.runpytest(f"--nkdata-data={packages['bad'] / 'data'}")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*error[[]quote-is-span[]]*"])


def test_fixture_without_a_package(pytester):
    """A package that is not there is an error of the test that says so."""
    pytester.makepyfile(ASKS)
    result = pytester.runpytest("--nkdata-data=nowhere")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*BrokenPackageError*nowhere*"])


def test_plugin_slows_no_start():
    """Before a test asks for the report, the plugin imports no library but pytest."""
    code = """import sys, pytest
before = set(sys.modules)
import nkdata.pytest_plugin
print(*set(sys.modules) - before)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"nkdata", "nkdata.pytest_plugin"}
