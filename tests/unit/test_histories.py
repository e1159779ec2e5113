"""The history of postmortems in a real repository: what counts, what is asked, what pages show."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from mkdocs_postmortems import git, histories, sitebuild
from mkdocs_postmortems.errors import UsageError
from mkdocs_postmortems.histories import History
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.rendering import pages
from mkdocs_postmortems.settings import Settings, from_mapping
from tests.support import check, document, project

PATH = "postmortems/INC-1.md"
ROOTS = ("postmortems",)


def run(folder: Path, *words: str, day: str = "2026-03-14", author: str = "Dana Okafor") -> None:
    when = f"{day}T12:00:00 +0000"
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when,
        "GIT_AUTHOR_NAME": author, "GIT_AUTHOR_EMAIL": "dana@example.org",
        "GIT_COMMITTER_NAME": author, "GIT_COMMITTER_EMAIL": "dana@example.org",
    }  # fmt: skip
    command = ("git", "-C", str(folder), *words)
    subprocess.run(command, check=True, env=environment, capture_output=True)


def commit(folder: Path, message: str, day: str, author: str = "Dana Okafor") -> None:
    run(folder, "add", "--all")
    run(folder, "commit", "--quiet", "--message", message, day=day, author=author)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Three commits: two files, a change of one of them, and a file beside them."""
    where = tmp_path / "repository"
    project(where, {"INC-1.md": document("tlp: CLEAR\n"), "Ö 2.md": document()})
    run(where, "init", "--quiet", "--initial-branch=main")
    commit(where, "Draft", "2026-03-14")
    project(where, {"INC-1.md": document("tlp: CLEAR\ntags: [network]\n")})
    commit(where, "<b>Network</b>\u202e & more", "2026-11-02", author="Kim <Lund>")
    (where / "notes.md").write_text("x")
    commit(where, "Something else", "2026-11-03")
    return where


def test_one_answer_for_all_files(repository: Path) -> None:
    found = git.history(repository, ROOTS)
    assert found is not None
    assert sorted(found) == [PATH, "postmortems/Ö 2.md"]
    newest, first = found[PATH]
    assert (newest.day, newest.author) == (date(2026, 11, 2), "Kim Lund")
    assert (first.day, first.subject) == (date(2026, 3, 14), "Draft")
    assert len(newest.hash) == 40


def test_what_is_not_committed_does_not_count(repository: Path) -> None:
    before = git.history(repository, ROOTS)
    project(repository, {"INC-1.md": document(), "INC-3.md": document()})
    assert git.history(repository, ROOTS) == before


def test_a_moved_file_keeps_its_history(repository: Path) -> None:
    (repository / "postmortems/2026").mkdir()
    run(repository, "mv", PATH, "postmortems/2026/INC-1.md")
    commit(repository, "By year", "2026-11-04")
    project(repository, {"INC-1.md": document("tags: [another]\n")})
    commit(repository, "A new one in its place", "2026-11-05")
    found = git.history(repository, ROOTS) or {}
    moved = [change.subject.split()[0] for change in found["postmortems/2026/INC-1.md"]]
    assert moved == ["By", "<b>Network</b>\u202e", "Draft"]
    assert [change.subject for change in found[PATH]] == ["A new one in its place"]


def test_merges_are_no_changes(repository: Path) -> None:
    run(repository, "switch", "--quiet", "--create", "branch", "HEAD~1")
    project(repository, {"INC-1.md": document("tags: [branch]\n")})
    commit(repository, "On a branch", "2026-11-04")
    run(repository, "switch", "--quiet", "main")
    run(repository, "merge", "--quiet", "--no-ff", "branch", "-m", "Merge", day="2026-11-05")
    found = git.history(repository, ROOTS) or {}
    assert [change.subject for change in found[PATH]][0::2] == ["On a branch", "Draft"]


def test_a_project_below_the_top_of_its_repository(repository: Path) -> None:
    assert sorted(git.history(repository / "postmortems", (".",)) or {}) == ["INC-1.md", "Ö 2.md"]


def test_a_pattern_is_no_pattern_to_git(repository: Path) -> None:
    assert git.history(repository, ("postmortems/*.md",)) == {}


def shallow(repository: Path) -> Path:
    clone = repository.parent / "clone"
    url = f"file://{repository}"
    run(repository, "clone", "--quiet", "--depth", "1", url, str(clone))
    return clone


def test_without_the_whole_history(repository: Path, tmp_path: Path) -> None:
    clone = shallow(repository)
    assert histories.load(clone, Settings(), ROOTS) == History(shallow=True)
    assert histories.load(tmp_path, Settings(), ROOTS) == History()
    assert histories.load(repository, Settings(git_history="false"), ROOTS) == History()
    for where, found in ((clone, "the clone is shallow"), (tmp_path, "git answers with none")):
        with pytest.raises(UsageError, match=f"{found}. Fetch all"):
            histories.load(where, Settings(git_history="true"), ROOTS)


@pytest.mark.parametrize(
    ("value", "read"), [(True, "true"), (False, "false"), ("auto", "auto"), ("True", "true")]
)
def test_the_setting(value: object, read: str) -> None:
    assert from_mapping({"git_history": value}, "x").git_history == read


def test_a_setting_that_is_none() -> None:
    with pytest.raises(UsageError, match="x: git_history must be auto, true or false, found 'on'"):
        from_mapping({"git_history": "on"}, "x")


def page(where: Path, settings: Settings = Settings(), changed: int = 0) -> str:  # noqa: B008  # frozen
    """The page of the first postmortem, with its changes repeated some times."""
    checked = check(where, settings)
    history = histories.load(where, settings, ROOTS)
    if changed:
        many = history.changes[PATH] * changed
        history = History({PATH: many})
    postmortem = next(p for p in checked.catalog.postmortems if p.id == "INC-1")
    site = sitebuild.collect(checked, Site("incidents"), history=history)
    draft = pages.draft(site.postmortem(postmortem))
    return "".join(block.html for block in draft.blocks.values())


def test_the_page(repository: Path) -> None:
    html = page(repository)
    assert '<time datetime="2026-11-02">2026-11-02</time> <span class="pm-soft">(2 changes)' in html
    assert "<summary>Changes in version control: 2 changes</summary>" in html
    assert "&lt;b&gt;Network&lt;/b&gt;&lt;U+202E&gt; &amp; more" in html
    assert "Kim Lund, <code>" in html


def test_a_long_history_is_cut(repository: Path) -> None:
    html = page(repository, changed=11)
    assert html.count("<code>") == 20
    assert "2 earlier changes are not listed." in html
    assert "(22 changes)" in html


def test_a_public_page_names_nobody(repository: Path) -> None:
    html = page(repository, Settings(audience="public"))
    assert "(2 changes)" in html
    assert "Kim" not in html
    assert "Network&lt;" not in html


def test_a_shallow_clone_is_said(repository: Path) -> None:
    clone = shallow(repository)
    assert "the site was built from a shallow clone" in page(clone)
    assert "shallow" not in page(clone, Settings(audience="public"))
    assert "shallow" not in page(clone, Settings(git_history="false"))
    assert "Last changed" not in page(clone)
