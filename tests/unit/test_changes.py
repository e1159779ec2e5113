"""What became of action items between two commits, on a real repository."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from mkdocs_postmortems import git
from tests.support import document, project
from tests.unit.cli_support import Run

BEFORE = """action_items:
  - {id: A1, title: Late soon, due: 2026-05-01}
  - {id: A2, title: To be done, due: 2026-06-01}
  - {id: A3, title: Moved, due: 2026-06-01}
  - {id: A4, title: Removed, due: 2026-06-01}
  - {id: A5, title: Late before, due: 2026-03-20}
  - {id: A6, title: Done too early, status: done}
"""
AFTER = """action_items:
  - {id: A1, title: Late soon, due: 2026-05-01}
  - {id: A2, title: To be done, due: 2026-06-01, status: done}
  - {id: A3, title: Moved, due: 2027-06-01}
  - {id: A5, title: Late before, due: 2026-03-20}
  - {id: A6, title: Done too early, status: in_progress}
  - {id: A7, title: New, due: 2027-01-01}
"""


def commit(folder: Path, day: str) -> None:
    environment = dict(os.environ)
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{who}_NAME": "x", f"GIT_{who}_EMAIL": "x@mail.example"}
        environment[f"GIT_{who}_DATE"] = f"{day}T12:00:00Z"
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "State")):
        subprocess.run(("git", "-C", str(folder), *words), check=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path, run: Run) -> Run:
    project(tmp_path, {"INC-1.md": document(BEFORE)})
    commit(tmp_path, "2026-04-10")
    project(tmp_path, {"INC-1.md": document(AFTER)})
    return run


WANTED = [
    ("newly overdue", "INC-1/A1", None),
    ("opened", "INC-1/A7", None),
    ("due moved", "INC-1/A3", "2026-06-01"),
    ("closed", "INC-1/A2", "open"),
    ("reopened", "INC-1/A6", "done"),
    ("removed", "INC-1/A4", None),
]


@pytest.mark.parametrize("since", ["HEAD", "2026-04-11"])
def test_since_a_commit_or_a_day(since: str, repository: Run) -> None:
    code, out, _ = repository(
        "actions", "--since", since, "--as-of", "2026-11-21", "--format", "json"
    )
    rows = json.loads(out)
    assert code == 0
    assert [(r["change"], r["action"], r["before"]) for r in rows] == WANTED


def test_before_the_first_commit_everything_is_new(repository: Run) -> None:
    _, out, _ = repository("actions", "--since", "2026-01-01", "--as-of", "2026-11-21")
    assert "newly overdue INC-1/A5 2026-03-20" in out
    assert "changes from 2026-01-01 to 2026-11-21" in out.splitlines()[-1]


def test_without_a_former_state_the_dates_in_the_files_count(tmp_path: Path, run: Run) -> None:
    rows = """action_items:
  - {id: A1, title: Done long ago, opened_on: 2026-03-14, status: done, done_on: 2026-04-01}
  - {id: A2, title: Done since, opened_on: 2026-03-14, status: done, done_on: 2026-06-01}
  - {id: A3, title: Late before, opened_on: 2026-03-14, due: 2026-04-01}
  - {id: A4, title: Late since, opened_on: 2026-03-14, due: 2026-06-01}
  - {id: A5, title: Opened since, opened_on: 2026-06-01}
"""
    project(tmp_path, {"INC-1.md": document(rows)})
    _, out, _ = run("actions", "--since", "2026-05-01", "--as-of", "2026-11-21")
    *lines, closing = out.splitlines()
    assert [line.split("INC-1/")[0].strip() + line.split("INC-1/")[1][:2] for line in lines] == [
        "newly overdueA4", "openedA5", "closedA2",
    ]  # fmt: skip
    assert "3 changes from 2026-05-01" in closing
    assert "git has no commit before that day" in closing


def test_a_day_that_has_not_come(repository: Run) -> None:
    code, _, err = repository("actions", "--since", "2026-12-01", "--as-of", "2026-11-21")
    assert code == 2
    assert "2026-12-01 lies after 2026-11-21" in err


def test_what_is_withheld_by_now_is_not_told(repository: Run, tmp_path: Path) -> None:
    clear, red = (document(f"{BEFORE}tlp: {word}\n") for word in ("CLEAR", "RED"))
    project(tmp_path, {"INC-1.md": clear, "INC-2.md": clear})
    (tmp_path / "postmortems.yml").write_text("audience: public\n")
    commit(tmp_path, "2026-04-12")
    project(tmp_path, {"INC-2.md": red})
    _, out, _ = repository("actions", "--since", "HEAD", "--as-of", "2026-04-13")
    assert out == "0 changes from 2026-04-12 to 2026-04-13\n"
    project(tmp_path, {"INC-1.md": document("tlp: CLEAR\n")})
    _, out, _ = repository("actions", "--since", "HEAD", "--as-of", "2026-04-13")
    assert "removed INC-1/A4" in out
    assert "INC-2" not in out


def test_a_commit_outside_the_calendar(repository: Run, tmp_path: Path) -> None:
    def run(*words: str, given: str = "") -> str:
        done = subprocess.run(
            ("git", "-C", str(tmp_path), *words), input=given, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        return done.stdout.strip()

    tree, parent = run("rev-parse", "HEAD^{tree}"), run("rev-parse", "HEAD")
    who = "x <x@mail.example> 999999999999999 +0000"
    text = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nFar\n"
    hash_ = run("hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=text)
    assert repository("actions", "--since", hash_)[0] == 0
    run("reset", "-q", "--soft", hash_)
    project(tmp_path, {"INC-1.md": document(BEFORE)})
    found = git.history(tmp_path, ("postmortems",))
    assert found is not None
    assert len(found["postmortems/INC-1.md"]) == 1


def test_a_table_says_where_a_date_was(repository: Run) -> None:
    out = repository("actions", "--since", "HEAD", "--as-of", "2026-11-21")[1]
    assert "INC-1/A3 2026-06-01 -> 2027-06-01" in out
    assert out.splitlines()[-1] == "6 changes from 2026-04-10 to 2026-11-21"


@pytest.mark.parametrize("since", ["nowhere", "--output=x", "HEAD:postmortems", "2026-02-30"])
def test_what_names_no_commit(since: str, repository: Run) -> None:
    code, _, err = repository("actions", f"--since={since}")
    assert code == 2
    assert "is neither a day (YYYY-MM-DD) nor a commit" in err


def test_without_a_repository(tmp_path: Path) -> None:
    assert git.files(tmp_path) == []
    assert git.commit(tmp_path, "HEAD") is None


def test_names_of_any_form_are_read_back(tmp_path: Path) -> None:
    names = {'INC-1 ä "quoted".md': b"one\n", "deep/INC-2.md": b"\xff\x00", "INC-3.md": b""}
    project(tmp_path, dict(names))
    commit(tmp_path, "2026-04-10")
    at = git.commit(tmp_path, "HEAD")
    assert at is not None
    found = dict(git.blobs(tmp_path, at, ("postmortems",)))
    assert found == {f"postmortems/{name}": content for name, content in names.items()}
