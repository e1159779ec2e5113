"""`check`: what it reports about which files, and what is left before final."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import NAME, document, project
from tests.unit.cli_support import BROKEN, FINAL, Run


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


@pytest.mark.parametrize(
    "root", ["./postmortems", "post*", "postmortems/*", "postmortems/../post*/"]
)
def test_paths_below_a_root_in_another_form(root: str, run: Run, tmp_path: Path) -> None:
    project(tmp_path, {**RELATED})
    (tmp_path / "postmortems.yml").write_text(f'path: "{root}"\n')
    assert "PM302" not in run("check", "postmortems/2026/INC-2.md")[1]


def test_a_folder_whose_name_begins_with_dots(run: Run, tmp_path: Path) -> None:
    (tmp_path / "..old").mkdir()
    (tmp_path / "..old" / NAME).write_text(document())
    assert run("check", "..old")[0] == 0
    assert run("check", "..")[0] == 2
    assert run("check", "../")[0] == 2


def test_a_path_is_no_pattern(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {"a[1].md": document(), "[b]/INC-2.md": document()})
    assert run("check", "postmortems/[b]")[1].startswith("1 postmortem checked")
    (tmp_path / "postmortems").rename(tmp_path / "drafts")
    assert run("check", "drafts/a[1].md")[1].startswith("1 postmortem checked")


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
    left = len(lines) - 1
    assert lines[0] == f"postmortems/{NAME}: {left} left before final"
    assert any(line.startswith("  - `services`: Write `services: …`") for line in lines)
    assert "OUT-2" not in out
    nothing = "Nothing is left before final in 1 postmortem.\n"
    assert run("check", "--todo", "postmortems/OUT-2.md")[1] == nothing
    assert (
        run("check", "--todo")[1].splitlines()[-1] == f"{left} left before final in 2 postmortems."
    )


def test_todo_lists_what_a_final_one_lacks(run: Run, tmp_path: Path) -> None:
    text = FINAL.replace("## Root cause", "## Root couse")
    assert text != FINAL
    project(
        tmp_path,
        {NAME: text, "OUT-2.md": FINAL, "OUT-3.md": document().replace("in_review", "withdrawn")},
    )
    lines = run("check", "--todo")[1].splitlines()
    line = 1 + text.splitlines().index("## Root couse")
    hint = f"Line {line} has `Root couse`: if that is meant, correct it."
    assert lines == [
        f"postmortems/{NAME}: 1 missing, with status final",
        f"  - the section `Root cause`: Add `## Root cause` with what you know. {hint}",
        "1 left before final in 3 postmortems.",
    ]
    assert f"{NAME}:{line}:1: error PM205: the section `Root cause`" in run("check")[1]


@pytest.mark.parametrize("path", ["./postmortems/INC-1.md", "postmortems/../postmortems/INC-1.md"])
def test_todo_takes_paths_in_any_form(path: str, run: Run, tmp_path: Path) -> None:
    project(tmp_path, {"INC-1.md": document(), "INC-2.md": document()})
    for named in (path, str(tmp_path / path)):
        out = run("check", "--todo", named)[1]
        assert out.startswith("postmortems/INC-1.md: ")
        assert "INC-2" not in out


def test_todo_does_not_say_that_a_broken_file_is_finished(run: Run, tmp_path: Path) -> None:
    project(tmp_path, {NAME: "---\ntitle: a: b\n---\n"})
    assert run("check", "--todo")[1] == "1 could not be read: postmortems check\n"
    project(tmp_path, {"OUT-2.md": FINAL})
    assert run("check", "--todo")[1].splitlines() == [
        "Nothing is left before final in 1 postmortem.",
        "1 more could not be read: postmortems check",
    ]
    assert "could not be read" not in run("check", "--todo", "postmortems/OUT-2.md")[1]
