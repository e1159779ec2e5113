"""`new`: a file with the next free id, of twenty callers too, and never outside the project."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_postmortems import cli, profiles
from tests.conftest import BUILD_SECONDS
from tests.support import document, project
from tests.unit.cli_support import Run

NEW = {
    "condensed": ("High", "INC-0001"),
    "executive": ("P1", "INCIDENT-2026-03-13-001"),
    "learning": ("High", "INC-0001"),
    "safety": ("SEV1", "INC_001"),
    "security": ("P2", "INC-20260313-001"),
    "service": ("SEV-2", "INC-20260313-001"),
}


def test_every_profile_is_tried() -> None:
    assert set(profiles.builtin()) == set(NEW)


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
    taken = "1" if "2026" in first else "3"
    assert f"{first[:-1]}{taken}.md" in run(*words)[1]


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


@pytest.mark.parametrize(
    "path", ["../outside", "linked", "linked/below", "'../out*'", "2026/../.."]
)
def test_new_writes_only_into_the_project(path: str, run: Run, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside").mkdir()
    (inside / "linked").symlink_to(tmp_path / "outside")
    os.chdir(inside)
    (inside / "postmortems.yml").write_text(f"path: {path}\n")
    code, _, err = run("new", "A", "--severity", "SEV-2", "--started", "2026-03-13")
    assert code == 2
    assert "outside the project" in err
    assert sorted(p.name for p in tmp_path.rglob("*")) == [
        "inside", "linked", "outside", "postmortems.yml",
    ]  # fmt: skip


def test_new_writes_where_check_looks(run: Run, tmp_path: Path) -> None:
    (tmp_path / "postmortems.yml").write_text('path: "teams/*/postmortems"\n')
    words = ("new", "A", "--severity", "SEV-2", "--started", "2026-03-13")
    code, _, err = run(*words)
    assert code == 2
    assert 'nothing matches the path "teams/*/postmortems"' in err
    assert not (tmp_path / "teams").exists()
    (tmp_path / "teams" / "a").mkdir(parents=True)
    (tmp_path / "teams" / "a" / "postmortems").write_text("a file")
    code, _, err = run(*words)
    assert code == 2
    assert "matches no folder" in err
    (tmp_path / "teams" / "b" / "postmortems").mkdir(parents=True)
    assert "teams/b/postmortems/2026/INC-20260313-001.md" in run(*words)[1]
    (tmp_path / "teams" / "a" / "postmortems").unlink()
    assert "1 postmortem checked" in run("check")[1]


def test_new_writes_through_no_link(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "postmortems" / "2026").symlink_to(tmp_path / "elsewhere")
    code, _, err = run("new", "A", "--severity", "SEV-2", "--started", "2026-03-13")
    assert code == 2
    assert err.startswith("postmortems: ")
    assert list((tmp_path / "elsewhere").iterdir()) == []


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
    said = [call.communicate(timeout=BUILD_SECONDS) for call in calls]
    assert [call.returncode for call in calls] == [0, 0, 0, 0], said
    files = sorted(p.name for p in (tmp_path / "postmortems" / "2026").iterdir())
    assert files == [f"INC-20260313-{n:03d}.md" for n in range(1, 21)]
    wrote = [line for out, _ in said for line in out.splitlines() if line.startswith("Wrote")]
    assert len(set(wrote)) == 20


def test_a_bare_day_is_a_day_of_the_zone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "postmortems.yml").write_text("timezone: Europe/Copenhagen\n")
    words = ("--severity", "SEV-3", "--started", "2026-01-01")
    code, out, _ = run("new", "Search was slow", *words)
    assert (code, out.splitlines()[0]) == (0, "Wrote postmortems/2026/INC-20260101-001.md")


def test_labels_in_another_case(run: Run, tmp_path: Path) -> None:
    words = ("--severity", "p1", "--profile", "Security", "--started", "2026-03-13")
    assert run("new", "A job removed records", *words)[0] == 0
    (file,) = tmp_path.rglob("INC*.md")
    assert 'profile: security\ntitle: "A job removed records"\nseverity: P1\n' in file.read_text()


def test_a_title_in_bytes_of_another_encoding(run: Run) -> None:
    words = ("--severity", "SEV-3", "--started", "2026-03-13")
    code, _, err = run("new", "\udcc3\udcbcbung", *words)
    assert code == 2
    assert "LC_ALL=C.UTF-8" in err


def test_a_file_where_the_folder_of_the_year_should_be(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {"2026": ""})
    words = ("--severity", "SEV-3", "--started", "2026-03-13")
    code, _, err = run("new", "Search was slow", *words)
    assert code == 2
    assert "could not be written: Not a directory" in err
