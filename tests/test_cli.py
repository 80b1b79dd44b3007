"""The command line: what each verb prints, where it prints it, and with which status it exits."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from samples import MINI, built, copy_of_mini

import nkdata
from nkdata.cli import GROUPS, main
from nkdata.schema import TABLES, columns

PAGE = MINI / "articles" / "a_harbour.txt"
VERBS = [verb.name for group in GROUPS.values() for verb in group]
PROMISED = {"ls", "describe", "show", "parse", "validate", "verify", "diff", "explain"} | {
    "new",
    "check",
    "build",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Return the mini package, built once and not to be changed."""
    return built(tmp_path_factory.mktemp("cli"))


def _run(*arguments, **options):
    """Run the command as a user does, in another process."""
    environment = {**os.environ, "PYTHONPATH": str(Path(nkdata.__file__).resolve().parents[1])}
    command = [sys.executable, "-m", "nkdata", *map(str, arguments)]
    return subprocess.run(
        command, env=environment, capture_output=True, check=False, timeout=120, **options
    )


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs the command here: status, output, errors."""

    def command(*arguments, piped=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
        status = main(list(map(str, arguments)))
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return command


def test_verbs_that_people_rely_on():
    """Every verb that was ever documented is there, and no name stands twice."""
    assert set(VERBS) >= PROMISED
    assert len(VERBS) == len(set(VERBS))


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_screen(arguments):
    """Without a verb, as with --help, one screen says what nkdata is and lists the verbs."""
    done = _run(*arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
    listed = [line.split()[0] for line in lines if re.match(r"  [a-z]+ +\w", line)]
    assert listed == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_every_verb(verb, capsys):
    """Every verb has help that ends with the meaning of the exit statuses."""
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    assert (
        capsys.readouterr().out.split("\n\n")[-1]
        == "exit status: 0 fine, 1 problems in the data, 2 could not run\n"
    )


def test_version(capsys):
    """The version is that of the package."""
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"nkdata {nkdata.__version__}\n"


@pytest.mark.parametrize("arguments", [["bild"], ["describe"], ["parse"], ["build", "--fast"]])
def test_wrong_usage_exits_with_2(arguments, capsys):
    """A command that cannot be understood exits with 2 and says so on standard error."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("usage: nkdata")


def test_build_and_check_and_validate(tmp_path, capsys):
    """A build prints rows a table and where the files are; a check and a validation of it pass."""
    out = tmp_path / "data"
    assert main(["build", "--seeds", str(MINI), "--out", str(out)]) == 0
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert [line.split()[0] for line in lines[: len(TABLES)]] == list(TABLES)
    assert lines[len(TABLES)] == f"{out} written"
    assert printed.err == ""
    assert main(["build", "--seeds", str(MINI), "--out", str(out), "--check"]) == 0
    assert f"{out} is current" in capsys.readouterr().out
    assert main(["validate", str(out)]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out


def test_problems_exit_with_1(package, tmp_path, capsys):
    """Problems go to standard error, the totals to standard output, and the status is 1."""
    seeds = copy_of_mini(tmp_path)
    file = seeds / "actors.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("type: group", "type: groop"), encoding="utf-8"
    )
    assert main(["build", "--seeds", str(seeds), "--out", str(tmp_path / "data")]) == 1
    printed = capsys.readouterr()
    assert "error[unknown-code]" in printed.err
    assert printed.err.splitlines()[-1].endswith("^^^^^")
    assert printed.out.startswith("1 error, 0 warnings\n")
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in package.iterdir():
        (copy / name.name).write_bytes(name.read_bytes())
    (copy / "claims.parquet").unlink()
    assert main(["build", "--seeds", str(MINI), "--out", str(copy), "--check"]) == 1
    assert main(["validate", str(copy)]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--seeds", "none"],
        ["validate", "none"],
        ["check", "none.yaml"],
        ["new", "none.txt"],
        ["diff", "none", "none"],
        ["diff", ".", "."],
        ["show", "none.yaml"],
        ["show", "none"],
        ["check", "--seeds", "none"],
        ["describe", "claim"],
        ["explain", "value-ordre"],
        ["parse", "none.txt"],
        ["parse", "."],
    ],
)
def test_what_cannot_run_exits_with_2(arguments, tmp_path, monkeypatch, capsys):
    """What cannot be run exits with 2 and one line on standard error, without a traceback."""
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("nkdata: ")
    assert printed.err.count("\n") == 1


def test_check_says_where(tmp_path, monkeypatch, capsys):
    """A check shows each fault with its place and names the rules that could not run."""
    seeds = copy_of_mini(tmp_path)
    monkeypatch.chdir(tmp_path)
    file = seeds / "articles" / "a_harbour.yaml"
    assert main(["check", "seeds/articles/a_harbour.yaml"]) == 0
    assert capsys.readouterr().err == ""
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "evidentiality: own_act", "evidentiality: own_deed"
        ),
        encoding="utf-8",
    )
    assert main(["check", "seeds/articles/a_harbour.yaml"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(
        "seeds/articles/a_harbour.yaml:89:20: error[unknown-code]: "
        "evidentiality has no code 'own_deed'"
    )
    assert printed.out.startswith(
        "1 error, 0 warnings\nnot checked, until what is faulty is mended: "
    )
    assert main(["check", "seeds/articles/b_coast.yaml"]) == 0


def test_diff(package, tmp_path, capsys):
    """A comparison prints what changed, and fails if the version does not say so."""
    assert main(["diff", str(package), str(package)]) == 0
    assert "\nNo change since " in capsys.readouterr().out
    other = Path(shutil.copytree(package, tmp_path / "other"))
    descriptor = json.loads((other / "datapackage.json").read_text(encoding="utf-8"))
    (other / "datapackage.json").write_text(
        json.dumps(descriptor | {"title": "Other"}), encoding="utf-8"
    )
    assert (
        main(
            [
                "diff",
                str(package),
                str(other),
                "--changelog",
                str(tmp_path / "log.md"),
                "--changes",
                str(tmp_path / "c.json"),
            ]
        )
        == 1
    )
    printed = capsys.readouterr()
    assert "  patch: package title reworded" in printed.out
    assert printed.err.startswith("error[version-too-small]: ")
    assert "## [Unreleased]" in (tmp_path / "log.md").read_text(encoding="utf-8")
    assert main(["diff", str(package), str(other), "--format", "json"]) == 1
    assert capsys.readouterr().out == (tmp_path / "c.json").read_text(encoding="utf-8")
    assert (
        main(["diff", str(package), str(other), "--all", "--ledger", str(tmp_path / "c.json")]) == 1
    )


def test_ls(capsys):
    """The list of tables has a line a table with its rows and its description."""
    assert main(["ls"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(TABLES)
    assert all(int(line.split()[1]) >= 0 and line.endswith(".") for line in lines)


@pytest.mark.parametrize("table", TABLES)
def test_describe(table, capsys):
    """The description of a table names every column."""
    assert main(["describe", table]) == 0
    printed = capsys.readouterr().out
    assert all(f"\n{name}  (" in printed for name in columns(table))


def test_describe_names_the_nearest(capsys):
    """An unknown table names the nearest one."""
    assert main(["describe", "qestions"]) == 2
    assert "did you mean 'questions'" in capsys.readouterr().err


def test_parse_shows_each_line_with_its_label(capsys):
    """A page is shown a segment a line: line number, label, words."""
    assert main(["parse", str(PAGE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["1", "title"], ["2", "site_name"], ["3", "byline"], ["4", "page_date"], ["6", "body"],
        ["8", "body"], ["10", "body"], ["12", "body"], ["14", "comment_form"],
    ]  # fmt: skip
    assert lines[0].endswith("Ferry carrying envoys reaches Northport")


def test_parse_says_why(capsys):
    """With --why the rule that gave each label is shown."""
    assert main(["parse", "--why", str(PAGE)]) == 0
    assert "comment-form" in capsys.readouterr().out.splitlines()[-1]


def test_parse_shows_what_the_page_states(capsys):
    """With --facts the bibliographic facts come first, each with its line and its words."""
    assert main(["parse", "--facts", str(PAGE)]) == 0
    first, *rest = capsys.readouterr().out.split("\n\n")[0].splitlines()
    assert first.startswith("title ")
    assert any(line.startswith("published ") for line in rest)
    assert all("line " in line for line in rest)


HTML = (
    "<html lang=ko><head><title>Ferry \x1b[31m</title><meta name=date content=2025-08-30>"
    "<meta name=pubdate content=2025-08-31></head>"
    "<body><p>A ferry carrying envoys reached Northport on Tuesday. It had left the day before, "
    "two officials said.</p></body></html>"
)


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.txt", "-"])
def test_parse_of_html(name, tmp_path, run):
    """HTML is known by its suffix or --html, and what its markup states comes first."""
    pytest.importorskip("trafilatura")
    raw = HTML.encode("utf-16")
    (tmp_path / "page").with_name(name if name != "-" else "none").write_bytes(raw)
    option = [] if "h" in name.lower() else ["--html"]
    page = name if name == "-" else tmp_path / name
    status, printed, said = run("parse", *option, page, piped=raw)
    assert (status, said) == (0, "")
    lines = [re.split(r" {2,}", line.strip()) for line in printed.splitlines()]
    assert lines[:4] == [
        ["-", "title", "Ferry [31m"],
        ["-", "published", "2025-08-30"],
        ["-", "also published", "2025-08-31"],
        ["-", "language", "ko"],
    ]
    assert [line[:2] for line in lines[4:]] == [["1", "body"]]


def test_parse_of_html_says_where(tmp_path, capsys):
    """With --why each statement of the markup is shown with its place."""
    pytest.importorskip("trafilatura")
    page = tmp_path / "page.html"
    page.write_text(HTML)
    assert main(["parse", "--why", str(page)]) == 0
    shown = [re.split(r" {2,}", line.strip()) for line in capsys.readouterr().out.splitlines()]
    assert shown[1:3] == [
        ["-", "published", "meta date", "2025-08-30"],
        ["-", "also published", "meta pubdate", "2025-08-31"],
    ]


def test_parse_of_html_as_text(tmp_path, capsys):
    """With --no-html the markup itself is shown, whatever the suffix."""
    page = tmp_path / "page.html"
    page.write_text(HTML)
    assert main(["parse", "--no-html", str(page)]) == 0
    assert "<html lang=ko>" in capsys.readouterr().out


def test_parse_reads_standard_input(run):
    """A page may come from standard input, CRLF and all."""
    piped = _run("parse", "-", input=PAGE.read_bytes().replace(b"\n", b"\r\n"))
    status, printed, _ = run("parse", PAGE)
    assert (piped.returncode, piped.stdout.decode(), piped.stderr) == (status, printed, b"")


@pytest.mark.parametrize("source", ["stdin", "file"])
def test_parse_of_bad_bytes(source, tmp_path, run):
    """Bytes that are not UTF-8 exit with 2 and name the byte and its place."""
    raw = "café".encode("latin-1")
    (tmp_path / "page.txt").write_bytes(raw)
    page = "-" if source == "stdin" else tmp_path / "page.txt"
    status, _, said = run("parse", page, piped=raw)
    assert status == 2
    assert "byte 0xe9 at offset 3 is not UTF-8" in said


def test_parse_of_a_page_without_an_article(run):
    """A page without an article is shown, and standard error says that none was found."""
    assert run("parse", "-") == (0, "", "no article was found in this page\n")


def test_parse_escapes_control_characters(run):
    """No page can steer the terminal: control characters and direction marks are shown escaped."""
    page = "A \x1b[31mred\x1b[0m title \u202eevil\x07\n".encode()
    status, shown, _ = run("parse", "-", piped=page)
    assert status == 0
    assert "\x1b" not in shown
    assert "\\x1b[31mred" in shown
    assert "\\u202eevil\\x07" in shown


def test_output_in_ascii(tmp_path):
    """On a terminal that knows only ASCII nothing crashes."""
    page = tmp_path / "page.txt"
    page.write_text("김정은 “met” Кора Даль\n", encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(nkdata.__file__).resolve().parents[1]),
        "PYTHONIOENCODING": "ascii",
        "LC_ALL": "C",
    }
    done = subprocess.run(
        [sys.executable, "-m", "nkdata", "parse", str(page)],
        env=environment,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0


def test_closed_pipe():
    """A reader that goes away, as `| head` does, ends the command without a word."""
    environment = {**os.environ, "PYTHONPATH": str(Path(nkdata.__file__).resolve().parents[1])}
    command = [sys.executable, "-m", "nkdata", "parse", "-"]
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()
        process.stdin.write(b"A line of a long page that goes on and on.\n\n" * 5_000)
        process.stdin.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == b""


def test_interrupt_is_no_traceback(monkeypatch, capsys):
    """Ctrl-C ends a command with the shell's own status and a word, and no traceback."""

    def interrupted(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("nkdata.quality.validate", interrupted)
    assert main(["validate"]) == 130
    assert capsys.readouterr().err == "nkdata: interrupted\n"
