"""The commands as a user calls them: what they print, where, and how they end."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_postmortems import __version__, cli, profiles, rules
from tests.support import NAME, SUMMARY, TESTS, document, project

Run = Callable[..., tuple[int, str, str]]
FINAL = (TESTS / "rules/PM205/clean-final-1.md").read_text("utf-8")
BROKEN = document("severty: x\n")
WARNED = document(body=f"# Another title\n\n{SUMMARY}")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    # 2026-11-21, a day after all fixtures.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")

    def call(*words: str) -> tuple[int, str, str]:
        code = cli.run(list(words))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return call


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
    code, out, _ = run("check")
    assert code == 1
    assert out.startswith("0 postmortems checked")
    assert run("check", "--allow-empty")[0] == 0


def test_a_folder_without_postmortems_names_what_it_ignored(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {"README.md": "# Here", "_template.md": "x", "a.markdown": "x"})
    code, out, _ = run("check")
    assert code == 1
    assert "3 files ignored: postmortems/README.md" in out


@pytest.mark.xfail(strict=True, reason="a sentence follows the document")
def test_an_empty_folder_as_json(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {})
    assert json.loads(run("check", "--format", "json")[1])["summary"]["files"] == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("chek",), "check"),
        (("check", "--strikt"), "--strict"),
        (("check", "--format", "xml"), "github"),
        (("check", "nothing.md"), "no file or folder nothing.md"),
        (("check", "/"), "outside the project"),
        (("-f", "nothing.yml", "check"), "no configuration file"),
        (("explain", "PM2O1"), 'Did you mean "PM2'),
        (("explain", "what"), "lists all"),
        (("list", "--severity-at-least", "hihg"), 'Did you mean "high"?'),
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


@pytest.mark.xfail(strict=True, reason="the help is printed as one line with <U+000A> in it")
def test_without_a_command_the_help_is_shown(run: Run) -> None:
    code, out, err = run()
    assert code in (0, 2)
    assert "<U+000A>" not in out + err
    assert "Usage:" in out + err


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


@pytest.mark.xfail(strict=True, reason="click ends the process itself", raises=SystemExit)
def test_a_reader_that_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", _Closed())
    assert cli.run(["explain"]) == 0


@pytest.mark.parametrize("epoch", ["soon", "99999999999999999999", ""])
def test_source_date_epoch(
    epoch: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, {NAME: document()})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    code, _, err = run("check")
    assert code == (2 if epoch else 0)
    assert ("SOURCE_DATE_EPOCH must be seconds" in err) is bool(epoch)


# --- check: what is reported ---------------------------------------------------------------------


def test_formats(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {NAME: BROKEN})
    line = f"postmortems/{NAME}:6:1: error PM101: unknown key in the front matter; "
    assert run("check")[1].startswith(line)
    github = run("check", "--format", "github")[1].splitlines()
    start = f"::error file=postmortems/{NAME},line=6,col=1,title=PM101::unknown key"
    assert github[0].startswith(start)
    assert github[1].startswith(line)
    data = json.loads(run("check", "--format", "json")[1])
    assert data["version"] == 1
    assert data["summary"] == {
        "files": 1, "unstructured": 0, "ignored": [], "errors": 1, "warnings": 0, "infos": 0,
    }  # fmt: skip
    assert data["diagnostics"] == [
        {
            "path": f"postmortems/{NAME}", "line": 6, "column": 1, "code": "PM101",
            "level": "error", "message": "unknown key in the front matter", "found": '"severty"',
            "allowed": [], "nearest": "severity", "fix": "",
        }
    ]  # fmt: skip


RELATED = {
    "2025/INC-1.md": document().replace("2026-03-13", "2025-03-13"),
    "2026/INC-2.md": document("related: [{id: INC-1, relation: recurrence_of}]\n"),
    "2026/INC-3.md": BROKEN.replace("Checkout", "Search"),
}


@pytest.mark.parametrize(
    ("path", "files", "code"),
    [
        ("postmortems/2026/INC-2.md", 1, 0),
        ("postmortems/2026", 2, 1),
        ("postmortems/2026/", 2, 1),
        ("postmortems", 3, 1),
        ("./postmortems/2025", 1, 0),
    ],
)
def test_paths_narrow_what_is_reported(
    path: str, files: int, code: int, run: Run, tmp_path: Path
) -> None:
    """Relations to what is not named are still looked up."""
    project(tmp_path, {**RELATED})
    result, out, _ = run("check", path)
    assert result == code
    assert f"{files} postmortem" in out
    assert "PM302" not in out


@pytest.mark.parametrize("root", ["./postmortems", "post*", "postmortems/*"])
@pytest.mark.xfail(strict=True, reason="only a plain name is recognised as the root of a path")
def test_paths_below_a_root_in_another_form(root: str, run: Run, tmp_path: Path) -> None:
    project(tmp_path, {**RELATED})
    (tmp_path / "postmortems.yml").write_text(f'path: "{root}"\n')
    assert "PM302" not in run("check", "postmortems/2026/INC-2.md")[1]


@pytest.mark.xfail(strict=True, reason="every name that begins with two dots is taken for outside")
def test_a_folder_whose_name_begins_with_dots(run: Run, tmp_path: Path) -> None:
    (tmp_path / "..old").mkdir()
    (tmp_path / "..old" / NAME).write_text(document())
    assert run("check", "..old")[0] == 0


def test_paths_outside_the_roots_are_read_instead(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {NAME: BROKEN})
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "INC-9.md").write_text(document())
    code, out, _ = run("check", "drafts")
    assert (code, out.splitlines()[0]) == (
        0,
        "1 postmortem checked: 0 errors, 0 warnings, 0 notes.",
    )


def test_several_roots(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {NAME: document()})
    (tmp_path / "teams" / "a").mkdir(parents=True)
    (tmp_path / "teams" / "a" / "INC-9.md").write_text(document().replace("Checkout", "Search"))
    (tmp_path / "postmortems.yml").write_text("path: [postmortems, 'teams/*', postmortems/.]\n")
    code, out, _ = run("check")
    assert (code, out.split(":")[0]) == (0, "2 postmortems checked")


def test_todo(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {NAME: document().replace("in_review", "draft"), "OUT-2.md": FINAL})
    code, out, _ = run("check", "--todo", f"postmortems/{NAME}")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == f"postmortems/{NAME}: {len(lines) - 1} left before final"
    assert any(line.startswith("  - `services`: Write `services: …`") for line in lines)
    assert "OUT-2" not in out
    assert run("check", "--todo", "postmortems/OUT-2.md")[1] == "Nothing is left before final.\n"


@pytest.mark.xfail(strict=True, reason="--todo passes over files that cannot be read")
def test_todo_does_not_say_that_a_broken_file_is_finished(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {NAME: "---\ntitle: a: b\n---\n"})
    assert "Nothing is left" not in run("check", "--todo")[1]


# --- explain, list -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", rules.entries())
def test_explain(code: str, run: Run) -> None:
    exit_code, out, _ = run("explain", code.lower())
    entry = rules.entries()[code]
    assert exit_code == 0
    assert out.splitlines()[0].startswith(f"{code} {entry.rule.name} ({entry.rule.level.value}")
    assert "## How to fix" in out
    assert "<U+" not in out


def test_explain_lists_all(run: Run) -> None:
    lines = run("explain")[1].splitlines()
    assert [line.split()[0] for line in lines] == list(rules.entries())


@pytest.fixture
def listed(tmp_path: Path, run: Run) -> Run:
    project(
        tmp_path,
        {
            "INC-1.md": FINAL.replace("SEV-2", "SEV-4").replace("2026-03-13", "2025-03-13", 1),
            "INC-2.md": document("services: [search]\ntags: [dns]\n").replace("Checkout", "Search"),
            "old-3.md": "# Old one\n",
            "bad-4.md": "---\ntitle: a: b\n---\n",
        },
    )
    return run


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), ["INC-2", "INC-1", "old-3"]),
        (("checkout",), ["INC-1"]),
        (("DNS",), ["INC-2"]),
        (("rolled", "provider"), ["INC-1"]),
        (("--service", "search"), ["INC-2"]),
        (("--status", "final"), ["INC-1"]),
        (("--severity-at-least", "high"), ["INC-2"]),
        (("--severity-at-least", "low"), ["INC-2", "INC-1"]),
        (("nowhere",), []),
    ],
)
def test_list(words: tuple[str, ...], ids: list[str], listed: Run) -> None:
    code, out, _ = listed("list", *words)
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines[: len(ids)]] == ids
    assert lines[len(ids)] == f"{len(ids)} of 3 postmortems"
    assert lines[-1] == "1 more could not be read: postmortems check"
    rows = json.loads(listed("list", "--format", "json", *words)[1])
    assert [row["id"] for row in rows] == ids


# --- new -----------------------------------------------------------------------------------------

NEW = {"service": ("SEV-2", "INC-20260313-001"), "condensed": ("High", "INC-0001")}


def test_every_profile_is_tried() -> None:
    assert set(profiles.builtin()) >= set(NEW)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("profile", profiles.builtin())
def test_a_scaffold_passes_as_draft_and_fails_as_final(
    profile: str, full: bool, run: Run, tmp_path: Path
) -> None:
    severity = profiles.builtin()[profile].scale[0].label
    words = ["new", 'A "title": with marks', "--profile", profile, "--severity", severity]
    words += ["--started", "2026-03-13 22:41", *(["--full"] if full else [])]
    code, out, _ = run(*words)
    assert code == 0
    path = tmp_path / out.splitlines()[0].removeprefix("Wrote ")
    assert path.parent == tmp_path / "postmortems" / "2026"
    text = path.read_text("utf-8")
    code, out, _ = run("check", "--strict")
    assert (code, [line for line in out.splitlines() if "error" in line or "warning" in line]) == (
        0, ["1 postmortem checked: 0 errors, 0 warnings, 1 note."],
    )  # fmt: skip
    path.write_text(text.replace("status: draft", "status: final"), "utf-8")
    assert run("check")[0] == 1
    front = text.split("---\n")[1]
    assert full or front.count("\n") <= 30


@pytest.mark.parametrize("profile", NEW)
def test_ids_are_numbered(profile: str, run: Run, tmp_path: Path) -> None:
    severity, first = NEW[profile]
    words = ("new", "A", "--profile", profile, "--severity", severity, "--started", "2026-03-13")
    assert f"{first}.md" in run(*words)[1]
    assert f"{first[:-1]}2.md" in run(*words)[1]
    (tmp_path / "postmortems" / "2026" / f"{first}.md").unlink()
    taken = "1" if profile == "service" else "3"
    assert f"{first[:-1]}{taken}.md" in run(*words)[1]


@pytest.mark.xfail(strict=True, reason="only file names are looked at")
def test_a_number_that_a_file_states_is_taken(run: Run, tmp_path: Path) -> None:
    text = document("id: INC-20260313-001\naliases: [INC-20260313-002]\n")
    project(tmp_path, {"checkout-outage-1.md": text})
    out = run("new", "A", "--severity", "SEV-2", "--started", "2026-03-13 22:41")[1]
    assert "INC-20260313-003.md" in out


def test_an_id_of_ones_own(run: Run) -> None:
    words = ("new", "A", "--severity", "SEV-2", "--started", "2026-03-13")
    assert "postmortems/2026/OUT-7.md" in run(*words, "--id", "OUT-7")[1]
    assert run(*words, "--id", "out-7")[0] == 2
    for bad in ("../OUT-8", "OUT", "a b 1", "", "OUT-1\n"):
        code, _, err = run(*words, "--id", bad)
        assert code == 2
        assert "is no id" in err


def test_the_date_of_the_id_is_that_of_the_start_in_utc(run: Run, tmp_path: Path) -> None:
    (tmp_path / "postmortems.yml").write_text("timezone: Europe/Copenhagen\n")
    words = ("new", "A", "--severity", "SEV-2", "--started", "2026-01-01 00:30")
    assert "postmortems/2025/INC-20251231-001.md" in run(*words)[1]
    assert run("check", "--strict")[0] == 0


def test_new_asks_for_nothing_without_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    for words in ((), ("A",), ("A", "--severity", "SEV-2")):
        code, _, err = run("new", *words)
        assert code == 2
        assert "no terminal to ask on" in err


@pytest.mark.xfail(strict=True, reason="the folder of `new` may lie anywhere")
def test_new_writes_only_into_the_project(run: Run, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    os.chdir(inside)
    (inside / "postmortems.yml").write_text("path: ../outside\n")
    assert run("new", "A", "--severity", "SEV-2", "--started", "2026-03-13")[0] == 2


def test_twenty_at_once_get_twenty_ids(tmp_path: Path) -> None:
    """Twenty calls of the same command at the same time: all succeed, no two share a file."""
    code = (
        "from mkdocs_postmortems import cli\n"
        "codes = [cli.run(['new', f'Title {n}', '--severity', 'SEV-2', '--started',"
        " '2026-03-13 22:41']) for n in range(5)]\n"
        "raise SystemExit(max(codes))\n"
    )
    plugin = str(Path(cli.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": plugin}
    calls = [
        subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environment,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]  # fmt: skip
    said = [call.communicate(timeout=60) for call in calls]
    assert [call.returncode for call in calls] == [0, 0, 0, 0], said
    files = sorted(p.name for p in (tmp_path / "postmortems" / "2026").iterdir())
    assert files == [f"INC-20260313-{n:03d}.md" for n in range(1, 21)]
    wrote = [line for out, _ in said for line in out.splitlines() if line.startswith("Wrote")]
    assert len(set(wrote)) == 20


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
    assert "both mkdocs.yml and postmortems.yml" in err
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
        ("path: ../up\n", "there is no folder"),
        ("path: '*.nothing'\n", "nothing matches"),
        ("path: '/a*'\n", "not a usable pattern"),
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
