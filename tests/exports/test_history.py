"""`postmortems export` tells of the changes in version control, as the site does."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems import git
from tests.conftest import RunCli
from tests.support import document, project
from tests.unit.test_histories import commit, run

NAME = "INC-20260313-001"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project with one commit."""
    where = project(tmp_path / "repository", {f"{NAME}.md": document()})
    run(where, "init", "--quiet", "--initial-branch=main")
    commit(where, "Draft | <b>first</b>", "2026-03-14")
    return where


@pytest.mark.parametrize(
    ("name", "file", "words"),
    [
        ("pages", f"incidents/{NAME}/index.md", "Changes in version control: 1 change</summary>"),
        ("markdown", f"{NAME}.md", "1. 2026-03-14 Draft \\| &lt;b\\>first"),
    ],
)
def test_pages_have_their_history(
    name: str, file: str, words: str, repository: Path, run_cli: RunCli
) -> None:
    written = repository / "export" / name / file
    assert run_cli("export", name, cwd=repository).code == 0
    assert words in written.read_text("utf-8")
    (repository / "postmortems.yml").write_text("git_history: false\n")
    assert run_cli("export", name, cwd=repository).code == 0
    assert words not in written.read_text("utf-8")


def test_git_is_asked_once_and_only_where_a_page_tells_of_it(
    repository: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    history = git.history

    def counted(where: Path, folders: tuple[str, ...]) -> object:
        asked.append(where)
        return history(where, folders)

    monkeypatch.setattr(git, "history", counted)
    for name, times in (("markdown", 1), ("pages", 1), ("json", 0), ("csv", 0)):
        asked.clear()
        assert run_cli("export", name, cwd=repository).code == 0
        assert len(asked) == times, name


def test_a_history_that_is_asked_for_and_missing(tmp_path: Path, run_cli: RunCli) -> None:
    where = project(tmp_path / "bare", {f"{NAME}.md": document()})
    (where / "postmortems.yml").write_text("git_history: true\n")
    answer = run_cli("export", "pages", cwd=where)
    assert answer.code == 2
    assert "git_history: true needs the whole history" in answer.err
    assert not (where / "export").exists()
