"""Sole user of git: which files stand on local branches, and what files held at a commit.

Nothing here is needed to read or publish postmortems: without git, or outside a repository, the
answers are empty.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

_SECONDS = 30
_MOST_BRANCHES = 50
_HASH = 40


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its hash, and the day in UTC on which it was made."""

    hash: str
    day: date


def files(project: Path) -> list[str]:
    """The Markdown files on local branches, as paths; empty without git or a repository.

    Ids are taken there too: two people who begin on two branches would take the same number.
    """
    names: list[str] = []
    references = ("for-each-ref", "--sort=-committerdate", "--format=%(refname)", "refs/heads")
    for reference in _lines(project, *references)[:_MOST_BRANCHES]:
        listing = ("-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", reference)
        listed = _lines(project, *listing)
        names += [name for name in listed if name.endswith(".md")]
    return names


def commit(project: Path, name: str) -> Commit | None:
    """The commit that a branch, tag or hash names; None where there is none."""
    if name.startswith("-"):
        return None
    return _commit(project, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")


def commit_before(project: Path, day: date) -> Commit | None:
    """The last commit of the current branch before a day begins (UTC); None where there is none."""
    return _commit(project, "rev-list", "-1", f"--before={day.isoformat()}T00:00:00+00:00", "HEAD")


def _commit(project: Path, *arguments: str) -> Commit | None:
    found = _lines(project, *arguments)
    if len(found) != 1 or len(found[0]) < _HASH:
        return None
    shown = _lines(project, "show", "--no-patch", "--format=%ct", found[0])
    if not shown or not shown[-1].isdigit():
        return None
    return Commit(found[0], datetime.fromtimestamp(int(shown[-1]), UTC).date())


def blobs(project: Path, at: Commit, folders: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The regular Markdown files below folders at a commit: path relative to the project, bytes."""
    listing = _run(project, "ls-tree", "-r", "-z", at.hash, "--", *folders) or b""
    entries: list[tuple[str, str]] = []
    for line in listing.split(b"\0"):
        about, _, name = line.partition(b"\t")
        fields = about.decode("ascii", "replace").split()
        path = name.decode("utf-8", "replace")
        if len(fields) == 3 and fields[0].startswith("100") and path.endswith(".md"):
            entries.append((path, fields[2]))
    asked = "".join(f"{blob}\n" for _, blob in entries).encode()
    answer = _run(project, "cat-file", "--batch", given=asked) or b""
    offset = 0
    for path, _ in entries:
        end = answer.find(b"\n", offset)
        header = answer[offset:end].split()
        if end < 0 or len(header) != 3:
            return
        size = int(header[2])
        yield path, answer[end + 1 : end + 1 + size]
        offset = end + 1 + size + 1


def _lines(project: Path, *arguments: str) -> list[str]:
    """The lines that git answers; none where it fails or takes too long."""
    answer = _run(project, *arguments)
    return [] if answer is None else answer.decode("utf-8", "replace").splitlines()


def _run(project: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program, no shell
            ("git", "-C", str(project), *arguments),  # noqa: S607  # git is where PATH says
            input=given, capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
