"""`actions set`: what follows from a new status, and what would leave a file that fails a check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import document, project
from tests.unit.cli_support import Run

DAY = ("--as-of", "2026-11-21")
DONE = "{id: AI-1, title: T, status: done, evidence: x, done_on: 2026-05-01}"


def item(tmp_path: Path, row: str) -> Path:
    project(tmp_path, {"INC-1.md": document(f"action_items:\n  - {row}\n")})
    return tmp_path / "postmortems/INC-1.md"


@pytest.mark.parametrize("status", ["open", "in_progress"])
def test_what_is_reopened_has_no_day_of_completion(status: str, tmp_path: Path, run: Run) -> None:
    file = item(tmp_path, DONE)
    code, out, _ = run("actions", "set", "INC-1/AI-1", "--status", status, *DAY)
    assert code == 0
    assert f"AI-1 now has status {status}, done_on removed" in out
    assert f"{{id: AI-1, title: T, status: {status}, evidence: x}}" in file.read_text("utf-8")
    assert run("check", *DAY)[0] == 0


@pytest.mark.parametrize(
    ("row", "words", "message"),
    [
        (DONE, ("--done-on", "2026-11-22"), "lies after 2026-11-21"),
        ("{id: AI-1, title: T}", ("--done-on", "2026-05-01"), "belongs to --status done"),
        (DONE, ("--status", "open", "--done-on", "2026-05-01"), "belongs to --status done"),
        (f"{DONE}\n  - {{id: ai-1, title: U}}", ("--owner", "x"), 'has 2 action items "AI-1"'),
    ],
)
def test_what_a_check_would_refuse_is_not_written(
    row: str, words: tuple[str, ...], message: str, tmp_path: Path, run: Run
) -> None:
    file = item(tmp_path, row)
    before = file.read_bytes()
    code, _, err = run("actions", "set", "INC-1/AI-1", *words, *DAY)
    assert code == 2
    assert message in err
    assert file.read_bytes() == before


def test_two_postmortems_with_one_id(tmp_path: Path, run: Run) -> None:
    text = document("id: INC-1\naction_items:\n  - {id: AI-1, title: T}\n")
    project(tmp_path, {"INC-1.md": text, "INC-2.md": text})
    code, _, err = run("actions", "set", "INC-1/AI-1", "--owner", "x", *DAY)
    assert code == 2
    assert 'several postmortems have the id "INC-1"' in err
