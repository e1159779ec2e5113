"""`postmortems new`: ids that nobody else has taken, and questions on a terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import profiles, scaffold
from mkdocs_postmortems.times import Instant
from tests.conftest import BUILD_SECONDS, RunCli

ARGUMENTS = ("new", "Checkout broke", "--severity", "SEV-2", "--started", "2026-03-13 22:41")


def git(folder: Path, *arguments: str) -> None:
    """Run git with an author of its own."""
    author = ("-c", "user.name=T", "-c", "user.email=t@a.example", "-c", "init.defaultBranch=main")
    subprocess.run(("git", *author, *arguments), cwd=folder, check=True, capture_output=True)


def test_an_id_on_another_branch_is_taken(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "postmortems").mkdir()
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "begin")
    git(tmp_path, "checkout", "-q", "-b", "night")
    assert run_cli(*ARGUMENTS).code == 0
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    git(tmp_path, "checkout", "-q", "main")
    assert not list(tmp_path.rglob("*.md"))
    assert "INC-20260313-002" in run_cli(*ARGUMENTS).out


def test_an_id_written_in_a_front_matter_is_taken(run_cli: RunCli, tmp_path: Path) -> None:
    file = tmp_path / "postmortems" / "outage-1.md"
    file.parent.mkdir()
    file.write_text("---\ntitle: T\nid: INC-20260313-001\naliases: [INC-20260313-002]\n---\nx\n")
    assert "INC-20260313-003" in run_cli(*ARGUMENTS).out


@pytest.mark.parametrize("name", sorted(profiles.builtin()))
def test_the_full_scaffold_passes_as_a_draft(name: str, run_cli: RunCli, tmp_path: Path) -> None:
    severity = profiles.builtin()[name].scale[0].label
    made = run_cli("new", "T", "--profile", name, "--full", "--severity", severity,
                   "--started", "2026-03-13 22:41")  # fmt: skip
    assert made.code == 0, made.err
    checked = run_cli("check", "--strict")
    assert checked.code == 0, checked.out
    (file,) = tmp_path.rglob("*.md")
    assert run_short(run_cli, name, severity, tmp_path) <= 30
    text = file.read_text("utf-8")
    for spec in profiles.builtin()[name].sections:
        for field in spec.fields:
            assert field.path.rsplit(".", 1)[-1] in text or field.label in text, field.path


def run_short(run_cli: RunCli, name: str, severity: str, folder: Path) -> int:
    """Lines of front matter of the ordinary scaffold."""
    before = set(folder.rglob("*.md"))
    run_cli("new", "S", "--profile", name, "--severity", severity, "--started", "2026-03-12 22:41")
    (file,) = set(folder.rglob("*.md")) - before
    return file.read_text("utf-8").split("\n---\n")[0].count("\n")


def test_it_asks_on_a_terminal(tmp_path: Path) -> None:
    main, other = pty.openpty()
    command = [sys.executable, "-P", "-m", "mkdocs_postmortems.cli", "new"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdin=other, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    os.close(other)
    # Wrong answers are asked again; nothing that was said before them is lost.
    os.write(main, b"Checkout broke\nsev2\nSEV-2\nthree hours ago\n2026-03-13 22:41\n")
    output, _ = process.communicate(timeout=BUILD_SECONDS)
    os.close(main)
    assert process.returncode == 0, output
    assert output.count(b"Severity (SEV-1, SEV-2, SEV-3, SEV-4)") == 2
    assert b'Did you mean "SEV-2"?' in output
    assert b"is no time that exists" in output
    assert (tmp_path / "postmortems/2026/INC-20260313-001.md").is_file()


def test_it_does_not_ask_without_a_terminal(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    result = run_cli("new", "T")
    assert result.code == 2
    assert "--severity is missing" in result.err


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--severity", "SEV2", 'Did you mean "SEV-2"?'),
        ("--started", "2026-02-30 10:00", "is no time that exists"),
        ("--started", "2999-01-01 10:00", "is no time that exists"),
        ("--profile", "servce", 'Did you mean "service"?'),
        ("--id", "../x1", "is no id"),
    ],
)
def test_wrong_options_say_what_is_right(
    option: str, value: str, words: str, run_cli: RunCli, tmp_path: Path
) -> None:
    result = run_cli(*ARGUMENTS, option, value)
    assert result.code == 2
    assert words in result.err
    assert not list(tmp_path.rglob("*.md"))


@pytest.mark.parametrize("name", sorted(profiles.builtin()))
def test_the_prompts_of_a_scaffold_are_valid(name: str, run_cli: RunCli, tmp_path: Path) -> None:
    severity = profiles.builtin()[name].scale[0].label
    run_cli("new", "T", "--profile", name, "--severity", severity, "--started", "2026-03-13 22:41")
    (file,) = tmp_path.rglob("*.md")
    front, _, body = file.read_text("utf-8").partition("\n---\n")
    lines = [re.sub(r"^# (?=[a-z]| +-| +[a-z_]+:)", "", line) for line in front.split("\n")]
    file.write_text("\n".join(lines) + "\n---\n" + body, "utf-8")
    assert sum(line.startswith("#") for line in lines) == 1
    checked = run_cli("check")
    assert checked.code == 0, checked.out


@pytest.mark.parametrize("name", sorted(profiles.builtin()))
def test_a_filled_scaffold_passes_as_final(name: str, run_cli: RunCli, tmp_path: Path) -> None:
    """What `unknown` and a sentence under each heading can fill; nothing else is asked for."""
    profile = profiles.builtin()[name]
    record = {"title": "T", "profile": name, "severity": profile.scale[0].label, "status": "final",
              "started_at": "2026-03-13 22:41", "mitigated_at": "2026-03-13 23:12",
              "resolved_at": "2026-03-14 00:03"}  # fmt: skip
    timeline = [{"at": "2026-03-13 22:41", "event": "It begins"}]
    actions = [{"title": "Do it", "owner": "team", "priority": "P2", "due": "2026-04-01"}]
    tree: dict[str, Any] = {**record, "timeline": timeline, "action_items": actions}
    for path in profile.required["final"].at(1).fields:
        *groups, last = path.split(".")
        node = tree
        for key in groups:
            node = node.setdefault(key, {})
        node.setdefault(last, "2026-04-01" if last.endswith("_on") else "unknown")
    tree["incident_status"] = "resolved"
    asked = {"contributing_factors": ["A factor"], "document_history": None}
    tree.update({key: value for key, value in asked.items() if key in tree})
    headings = [(spec.level, spec.heading) for spec in profile.sections if spec.heading]
    body = "\n".join(f"{'#' * level} {heading}\n\nSaid.\n" for level, heading in headings)
    front = "\n".join(f"{key}: {json.dumps(value)}" for key, value in tree.items())
    folder = tmp_path / "postmortems"
    folder.mkdir()
    (folder / "A-1.md").write_text(f"---\n{front}\n---\n{body}", "utf-8")
    checked = run_cli("check", "--as-of", "2026-11-21")
    assert checked.code == 0, checked.out


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ((), "REG_INC_001_001"),
        (("--id", "SAFE-2026-7"), "REG_SAFE_2026_7_001"),
    ],
)
def test_a_regression_test_is_named_after_its_own_incident(
    more: tuple[str, ...], expected: str, run_cli: RunCli, tmp_path: Path
) -> None:
    """The prompt, filled in as it stands, breaks no rule about the names of tests."""
    made = run_cli("new", "T", "--profile", "safety", "--severity", "SEV1", "--started",
                   "2026-03-13 22:41", *more)  # fmt: skip
    assert made.code == 0, made.err
    (file,) = tmp_path.rglob("*.md")
    text = file.read_text("utf-8")
    assert f"{{id: {expected}, " in text
    assert "{test_id}" not in text
    for old, new in (("# regression", "regression"), ("#   promoted", "  promoted"),
                     ("status: draft", "status: in_review")):  # fmt: skip
        text = text.replace(old, new)
    for written, wrong in ((text, False), (text.replace(expected, "REG_INC_014_001"), True)):
        file.write_text(written, "utf-8")
        assert ("PM225" in run_cli("check").out) == wrong


def test_an_organisation_names_tests_in_its_own_form() -> None:
    safety = profiles.builtin()["safety"]
    policies = tuple(replace(p, form="T-{id}-NNN") for p in safety.policies if p.form)
    draft = scaffold.Draft("T", "SEV1", Instant("2026-03-13", datetime(2026, 3, 13, tzinfo=UTC)),
                           "UTC", "service")  # fmt: skip
    for own, expected in ((policies, "T-INC_7-001"), ((), "REG_INC_7_001")):
        written = scaffold.text(replace(safety, policies=own), draft, "INC-7", full=False)
        assert f"{{id: {expected}, " in written
