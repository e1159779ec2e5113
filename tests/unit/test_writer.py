"""Writing: the whole file or nothing, and never over something else."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdocs_postmortems import writer
from mkdocs_postmortems.errors import WriteRefusedError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() or path.is_symlink())


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_what_is_written_is_read(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a" / "INC-1.md"
    path.unlink(missing_ok=True)
    writer.create(path, content)
    assert path.read_bytes() == content.encode()
    assert names(tmp_path) == ["INC-1.md"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling link"])
def test_nothing_is_overwritten(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "INC-1.md"
    outside = tmp_path / "outside.txt"
    if kind == "file":
        path.write_text("mine")
    elif kind == "folder":
        path.mkdir()
    else:
        if kind == "link":
            outside.write_text("mine")
        path.symlink_to(outside)
    before = names(tmp_path)
    with pytest.raises(WriteRefusedError):
        writer.create(path, "new")
    assert names(tmp_path) == before
    assert not outside.exists() or outside.read_text() == "mine"
    assert kind != "file" or path.read_text() == "mine"


STEPS: list[tuple[Any, str]] = [
    (os, "link"), (os, "fsync"), (os, "fchmod"), (os, "fdopen"), (tempfile, "mkstemp"),
    (Path, "mkdir"),
]  # fmt: skip


@pytest.mark.parametrize(("owner", "step"), STEPS, ids=[step for _, step in STEPS])
def test_a_failing_disk_leaves_nothing(
    owner: Any, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(owner, step, fail)
    with pytest.raises(WriteRefusedError, match="No space left"):
        writer.create(tmp_path / "INC-1.md", "text")
    assert names(tmp_path) == [] or step == "fsync"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), UnicodeEncodeError("u", "a", 0, 1, "x")])
def test_an_interruption_leaves_nothing(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(type(error)):
        writer.create(tmp_path / "INC-1.md", "text")
    assert names(tmp_path) == []


def test_text_that_no_file_can_hold(tmp_path: Path) -> None:
    with pytest.raises((WriteRefusedError, UnicodeEncodeError)):
        writer.create(tmp_path / "INC-1.md", "a\ud800b")
    assert names(tmp_path) == []


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "2026").write_text("mine")
    with pytest.raises(WriteRefusedError):
        writer.create(tmp_path / "2026" / "INC-1.md", "text")
    assert (tmp_path / "2026").read_text() == "mine"


def test_a_folder_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "postmortems" / "2026").symlink_to(elsewhere)
    with pytest.raises(WriteRefusedError, match="symbolic link"):
        writer.create(tmp_path / "postmortems" / "2026" / "INC-1.md", "text")
    assert names(elsewhere) == []


def test_a_refusal_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "INC-1.md"
    path.write_text("mine")
    call: Callable[[], None] = lambda: writer.create(path, "new")  # noqa: E731
    with pytest.raises(WriteRefusedError) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2
