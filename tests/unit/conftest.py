"""What the tests of the commands share: one call as a user makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems import cli
from tests.unit.cli_support import Run


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
