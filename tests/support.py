"""What the tests of the checking half share: a project in a folder, and one call to check it.

Nothing here reads the clock: every check is as of `AS_OF`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from mkdocs_postmortems import build, cli
from mkdocs_postmortems.build import Checked
from mkdocs_postmortems.diagnostics import Diagnostic, Level
from mkdocs_postmortems.settings import Settings

# A busy machine is no fault of the code: what must be fast is measured by `growth`.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

TESTS = Path(__file__).parent
AS_OF = date(2026, 11, 21)
NAME = "INC-20260313-001.md"

SUMMARY = "## Executive summary\n\nCard payments failed until the configuration was rolled back.\n"
HEAD = (
    'title: "Checkout returned errors for 82 minutes"\n'
    "severity: SEV-2\n"
    "status: in_review\n"
    "started_at: 2026-03-13 22:41\n"
)

_LINE = re.compile(r"[^\x00-\x1f]+?:\d+:\d+: (error|warning|info) PM\d{3}: \S.*")
_CLOSING = re.compile(
    r"\d+ postmortems? checked: .*|\d+ files? (not structured|ignored).*|What a code means: .*"
)


def document(extra: str = "", body: str = SUMMARY, head: str = HEAD) -> str:
    """A postmortem in review that has no finding, with more front matter and another body."""
    return f"---\n{head}{extra}---\n{body}"


def project(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A project folder with these files below `postmortems/`."""
    root = folder / "postmortems"
    root.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def check(folder: Path, options: Settings | None = None) -> Checked:
    """Check a project with the default settings, as of `AS_OF`."""
    return build.check(folder, options or Settings(), AS_OF)


def check_text(
    folder: Path, content: str | bytes, name: str = NAME, options: Settings | None = None
) -> tuple[Diagnostic, ...]:
    """What is said about one file."""
    return check(project(folder, {name: content}), options).diagnostics


def places(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[int, str]]:
    """The line and code of each finding, sorted."""
    return sorted((d.position.line, d.code) for d in diagnostics)


def errors(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    """The codes of the errors, sorted."""
    return sorted(d.code for d in diagnostics if d.level is Level.ERROR)


def run_check(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of `postmortems check` in a folder."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")
    return cli.run(["check", *words])


def finding_lines(out: str, files: int) -> list[str]:
    """The findings of a text report, after its form has been checked."""
    lines = out.splitlines()
    findings = [line for line in lines if _LINE.fullmatch(line)]
    rest = [line for line in lines if not _LINE.fullmatch(line)]
    assert rest, "the number of files is always printed"
    assert all(_CLOSING.fullmatch(line) for line in rest), rest
    assert rest[0].startswith(f"{files} postmortem")
    return findings


def growth(make: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times longer work takes on four times the input: 4 is linear, 16 quadratic.

    The best of several runs counts, so that a busy machine does not matter.
    """

    def best(work: Callable[[], object]) -> float:
        times: list[float] = []
        for _ in range(4):
            began = time.process_time()
            work()
            times.append(time.process_time() - began)
        return min(times)

    # A floor of half a millisecond keeps what is fast anyway from being judged by noise.
    return best(make(4 * size)) / max(best(make(size)), 0.0005)
