"""Files that are none, lie deep, have strange names or clash: a finding in one line, no trace."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import NAME, TESTS, check, document, finding_lines, project, run_check

Make = Callable[[Path], None]

# --- things that are no files --------------------------------------------------------------------


def _outside(folder: Path) -> None:
    (folder / "secret.txt").write_text("password")
    (folder / "postmortems/INC-1.md").symlink_to(folder / "secret.txt")


def _loop(folder: Path) -> None:
    (folder / "postmortems/INC-1.md").symlink_to("INC-2.md")
    (folder / "postmortems/INC-2.md").symlink_to("INC-1.md")


def _linked_folder(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/INC-1.md").write_text(document())
    (folder / "postmortems/linked").symlink_to(folder / "elsewhere")


def _folder_loop(folder: Path) -> None:
    (folder / "postmortems/again").symlink_to(".")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "postmortems/INC-1.md")


def _dangling(folder: Path) -> None:
    (folder / "postmortems/INC-1.md").symlink_to("nothing")


THINGS: dict[str, tuple[Make, int, int]] = {
    "a link out of the repository": (_outside, 2, 1),
    "a loop of links": (_loop, 3, 2),
    "a link to a folder": (_linked_folder, 1, 1),
    "a folder in itself": (_folder_loop, 1, 1),
    "a pipe": (_pipe, 2, 1),
    "a link to nothing": (_dangling, 2, 1),
}


@pytest.mark.parametrize("name", THINGS)
def test_only_plain_files_are_opened(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make, files, findings = THINGS[name]
    project(tmp_path, {NAME: document()})
    make(tmp_path)
    assert run_check(tmp_path, monkeypatch) == 1
    out = capsys.readouterr().out
    found = finding_lines(out, files=files)
    assert len(found) == findings
    assert all(": error PM008: " in line for line in found)
    assert "password" not in out


def test_a_root_that_leads_out_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside").mkdir()
    (inside / "postmortems").symlink_to(tmp_path / "outside")
    assert run_check(inside, monkeypatch) == 2
    assert "lies outside the project folder" in capsys.readouterr().err


def test_folders_a_thousand_deep(tmp_path: Path) -> None:
    project(tmp_path, {NAME: document()})
    # Folder by folder: what makes and removes whole trees is recursive too.
    made: list[str] = []
    path = str(tmp_path / "postmortems")
    for _ in range(1_200):
        path += "/a"
        os.mkdir(path)
        made.append(path)
    Path(path, "INC-2.md").write_text("# Deep\n")
    try:
        found = check(tmp_path)
        assert found.summary.files == 2
        assert found.found.candidates[-1].shown.endswith("/a/a/INC-2.md")
    finally:
        os.unlink(f"{path}/INC-2.md")
        for folder in reversed(made):
            os.rmdir(folder)


def test_the_walk_goes_from_a_to_z(tmp_path: Path) -> None:
    project(
        tmp_path, {"a/INC-1.md": "", "a/b/INC-2.md": "", "b/_x.md": "", "a.md": "", "c.png": ""}
    )
    for name in ("a/b/linked", "a/linked", "linked"):
        (tmp_path / "postmortems" / name).symlink_to(tmp_path)
    found = check(tmp_path).found
    assert [c.shown.removeprefix("postmortems/") for c in found.candidates] == [
        "a.md", "a/INC-1.md", "a/b/INC-2.md",
    ]  # fmt: skip
    assert [f.source.removeprefix("postmortems/") for f in found.findings] == [
        "a/b/linked", "a/linked", "linked",
    ]  # fmt: skip
    assert found.ignored == ("postmortems/b/_x.md",)


STRANGE = [b"INC-1\nerror.md", b"INC-1\xff.md", b"INC-1 \xe2\x80\xae.md", b"INC-1::error::.md",
           b"INC-1 'a' \"b\" $(id).md", b"inc-1%0A.md"]  # fmt: skip


@pytest.mark.parametrize("format_", ["text", "github", "json"])
def test_strange_file_names(
    format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    root = project(tmp_path, {}) / "postmortems"
    for name in STRANGE:
        path = os.path.join(os.fsencode(root), name)
        with open(path, "wb") as file:
            file.write(b"---\ntitle: Checkout: 500s\n---\n")
    assert run_check(tmp_path, monkeypatch, "--format", format_) == 1
    out = capsys.readouterr().out
    assert out.isprintable() or "\u202e" not in out
    if format_ == "json":
        assert len(json.loads(out)["diagnostics"]) == len(STRANGE)
    elif format_ == "text":
        assert len(finding_lines(out, files=len(STRANGE))) == len(STRANGE)
    else:
        commands = [line for line in out.splitlines() if line.startswith("::")]
        assert len(commands) == len(STRANGE)


# --- several files -------------------------------------------------------------------------------


def test_ids_that_differ_by_case(tmp_path: Path) -> None:
    other = document("id: inc-20260313-001\n").replace("Checkout", "Search")
    found = check(project(tmp_path, {NAME: document(), "other-2.md": other})).diagnostics
    assert [(d.path, d.code, d.position.line) for d in found] == [
        ("postmortems/other-2.md", "PM301", 6)
    ]


def test_ten_breakages_are_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = TESTS / "bad_input" / "ten"
    project(tmp_path, {path.name: path.read_bytes() for path in folder.glob("*.md")})
    assert run_check(tmp_path, monkeypatch) == 1
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    found = finding_lines(out, files=7)
    codes: list[str] = []
    for wanted in (folder / "expected.txt").read_text("utf-8").splitlines():
        place, level, code, words = wanted.split(" ", 3)
        start = f"postmortems/{place} {level} {code}: "
        fitting = [line for line in found if line.startswith(start)]
        assert len(fitting) == 1, start
        assert words in fitting[0]
        codes.append(code)
    assert len(set(codes)) == 10


def test_ten_breakages_give_ten_findings(tmp_path: Path) -> None:
    folder = TESTS / "bad_input" / "ten"
    project(tmp_path, {path.name: path.read_bytes() for path in folder.glob("*.md")})
    assert len(check(tmp_path).diagnostics) == 10


def test_a_folder_of_empty_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, {f"INC-{i}.md": "" for i in range(20)})
    assert run_check(tmp_path, monkeypatch) == 0
    assert "20 files not structured yet" in capsys.readouterr().out
