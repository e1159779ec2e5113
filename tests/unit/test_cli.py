"""The command line as a user calls it: how it ends, and what it refuses."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_postmortems import __version__, cli
from tests.conftest import BUILD_SECONDS
from tests.support import NAME, document, project
from tests.unit.cli_support import BROKEN, WARNED, Run

# --- exit codes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (document(), (), 0),
        (BROKEN, (), 1),
        (WARNED, (), 0),
        (WARNED, ("--strict",), 1),
        (document().replace("in_review", "draft"), ("--strict",), 0),
        (BROKEN, ("--todo",), 0),
        (document(), ("--as-of", "2026-01-01"), 0),
        (document(), ("--as-of", "tomorrow"), 2),
    ],
)
def test_exit_codes_of_check(
    text: str, words: tuple[str, ...], code: int, run: Run, tmp_path: Path
) -> None:
    project(tmp_path, {NAME: text})
    assert run("check", *words)[0] == code


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_fail_on(fail_on: str, code: int, run: Run, tmp_path: Path) -> None:
    project(tmp_path, {NAME: WARNED})
    (tmp_path / "postmortems.yml").write_text(f"fail_on: {fail_on}\n")
    assert run("check")[0] == code


def test_a_missing_folder(run: Run) -> None:
    code, out, err = run("check")
    assert (code, out) == (2, "")
    assert err.startswith('postmortems: there is no folder "postmortems"')


def test_an_empty_folder(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {})
    code, out, err = run("check")
    assert code == 1
    assert out == "0 postmortems checked: 0 errors, 0 warnings, 0 notes.\n"
    assert err.startswith("Nothing was checked: there is no postmortem in postmortems. `postmort")
    assert run("check", "--allow-empty")[0] == 0
    assert run("check", "--todo")[::2] == (1, err)


def test_a_folder_without_postmortems_names_what_it_ignored(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {"README.md": "# Here", "_template.md": "x", "a.markdown": "x"})
    project(tmp_path, {"b.mkd": "x", "c.mkdn": "x", "d.mdown": "x"})
    code, out, _ = run("check")
    assert code == 1
    assert "6 files ignored: postmortems/README.md" in out


def test_an_empty_folder_as_json(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {})
    assert json.loads(run("check", "--format", "json")[1])["summary"]["files"] == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("chek",), "check"),
        (("init",), "Commands: actions, check, explain,"),
        (("actions", "list"), "Commands: set."),
        (("check", "--nothing"), "See `postmortems check --help`."),
        (("check", "--strikt"), "--strict"),
        (("check", "--format", "xml"), "github"),
        (("check", "nothing.md"), "no file or folder nothing.md"),
        (("check", "/"), "outside the project"),
        (("-f", "nothing.yml", "check"), "no configuration file"),
        (("explain", "PM2O1"), 'Did you mean "PM2'),
        (("explain", "what"), "lists all"),
        (("export",), "Missing argument 'FORMAT'. Choose from: json, csv,"),
        (("new", "A title", "--severity", "SEV2", "--started", "2026-03-13"), '"SEV-2"'),
        (("new", "A title", "--profile", "servce"), 'Did you mean "service"?'),
        (("new", "A title", "--severity", "SEV-2", "--started", "soon"), "no time that exists"),
        (("new", "A title", "--severity", "SEV-2", "--started", "2027-01-01"), "future"),
        (("new", "a\nb", "--severity", "SEV-2", "--started", "2026-03-13"), "one line"),
        (("new", " ", "--severity", "SEV-2", "--started", "2026-03-13"), "one line"),
    ],
)
def test_wrong_calls(words: tuple[str, ...], hint: str, run: Run) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert hint in err
    assert err.startswith("postmortems: ")
    assert err.count("\n") == 1


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (2, "")
    assert out.startswith("Usage: postmortems ")
    assert out == run("--help")[1]


def test_help_and_version(run: Run) -> None:
    assert run("--help")[0] == 0
    assert run("--version")[:2] == (0, f"postmortems, version {__version__}\n")
    for command in ("check", "explain", "list", "new"):
        assert run(command, "--help")[0] == 0


def test_an_internal_error(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a\n::error::b")

    monkeypatch.setattr("mkdocs_postmortems.commands.common.check_project", fail)
    code, out, err = run("check")
    assert (code, out) == (3, "")
    assert "internal error: RuntimeError: a<U+000A>::error::b" in err
    with pytest.raises(RuntimeError):
        cli.run(["--debug", "check"])


def test_a_fault_of_the_system_is_no_fault_of_the_program(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mkdocs_postmortems.commands.common.check_project", fail)
    code, out, err = run("check")
    assert (code, out) == (2, "")
    assert err == "postmortems: the output: No space left on device.\n"


def test_an_interruption(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mkdocs_postmortems.commands.common.check_project", stop)
    code, _, err = run("check")
    assert code == 130
    assert err.rstrip().endswith("Stopped.")


class _Closed(io.StringIO):
    """A pipe whose reader has left."""

    encoding = "utf-8"

    def write(self, _: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.parametrize("words", ["explain", "explain PM001", "--help", "--version", ""])
def test_a_reader_that_leaves(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", _Closed())
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert cli.run(words.split()) == 0


@pytest.mark.parametrize("words", ["explain", "explain PM001", "--help"])
def test_a_reader_that_left_before(words: str) -> None:
    """In a process of its own, where the interpreter writes what is left when it ends."""
    reader, writer = os.pipe()
    os.close(reader)
    plugin = str(Path(cli.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-P", "-m", "mkdocs_postmortems.cli", *words.split()],
        env={**os.environ, "PYTHONPATH": plugin}, stdout=writer, stderr=subprocess.PIPE,
        timeout=BUILD_SECONDS, check=False,
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("epoch", ["soon", "99999999999999999999", ""])
def test_source_date_epoch(
    epoch: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, {NAME: document()})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    code, _, err = run("check")
    assert code == (2 if epoch else 0)
    assert ("SOURCE_DATE_EPOCH must be seconds" in err) is bool(epoch)


# --- configuration -------------------------------------------------------------------------------

SITE = "plugins:\n  - postmortems:\n      path: {path}\n"


def test_one_configuration_two_doors(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {})
    (tmp_path / "pm").mkdir()
    (tmp_path / "pm" / NAME).write_text(document())
    site, own = tmp_path / "mkdocs.yml", tmp_path / "postmortems.yml"
    site.write_text(SITE.format(path="pm"))
    assert run("check")[0] == 0
    own.write_text("path: pm\n")
    code, _, err = run("check")
    assert code == 2
    assert "both the plugin's block in mkdocs.yml and postmortems.yml" in err
    site.unlink()
    assert run("check")[0] == 0
    own.write_text("pth: pm\n")
    code, _, err = run("check")
    assert code == 2
    assert 'unknown setting "pth". Did you mean "path"?' in err


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("rules: {PM999: error}\n", "there is no rule"),
        ("default_profile: servce\n", 'Did you mean "service"?'),
        ("path: '/etc'\n", "outside the project"),
        ("path: ../up\n", "outside the project"),
        ("path: up\n", "there is no folder"),
        ("path: '*.nothing'\n", "nothing matches"),
        ("path: '/a*'\n", "outside the project"),
        ("path: 'a**b'\n", "not a usable pattern"),
        ("path: '**/../..'\n", "outside the project"),
    ],
)
def test_configurations_that_cannot_be_used(
    content: str, hint: str, run: Run, tmp_path: Path
) -> None:
    project(tmp_path, {NAME: document()})
    (tmp_path / "postmortems.yml").write_text(content)
    code, out, err = run("check")
    assert (code, out) == (2, "")
    assert hint in err
    assert err.count("\n") == 1
