"""Sole user of git: files on local branches, what files held at a commit, what changed them.

Nothing here is needed to read or publish postmortems: without git, or outside a repository, the
answers are empty.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

_SECONDS = 30
_SECONDS_OF_HISTORY = 600
"""The more, as a history cut by the clock would make two builds differ: 30,000 commits take 7."""
_MOST_BRANCHES = 50
_HASH = 40
_LATEST = 253_402_300_799
"""The last second of the year 9999."""
_LOG = (
    "--literal-pathspecs", "-c", "i18n.logOutputEncoding=UTF-8", "log", "-z", "--relative",
    "--date-order", "--no-merges", "--no-color", "--no-show-signature", "--no-ext-diff",
    # Only files that moved as they are: that takes no look into any file.
    "-M100%", "--name-status", "--format=%x01%H%x00%ct%x00%aN%x00%s",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its hash, and the day in UTC on which it was made."""

    hash: str
    day: date


@dataclass(frozen=True, slots=True)
class Change:
    """A commit that changed a file: its hash, its day in UTC, its author and its first line."""

    hash: str
    day: date
    author: str
    subject: str


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
    return Commit(found[0], _day(shown[-1]))


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


def is_shallow(project: Path) -> bool:
    """Whether only the newest part of the history was fetched."""
    return _lines(project, "rev-parse", "--is-shallow-repository") == ["true"]


def history(
    project: Path, folders: tuple[str, ...]
) -> dict[str, tuple[Change, ...]] | None:  # fmt: skip
    """The commits that changed each file below folders, newest first; None without any history.

    One call for all files. A file that was moved keeps its history, unless the same commit changed
    it. Merges are left out: what they bring was changed by other commits.
    """
    answer = _run(project, *_LOG, "--", *folders, seconds=_SECONDS_OF_HISTORY)
    if answer is None:
        return None
    found: dict[str, list[Change]] = {}
    later: dict[str, str] = {}  # the path of today for those of former commits
    tokens = iter(answer.decode("utf-8", "surrogateescape").split("\0"))
    change: Change | None = None
    for token in tokens:
        word = token.lstrip("\n")
        if word.startswith("\x01"):
            when = _day(next(tokens))
            change = Change(word[1:], when, _text(next(tokens)), _text(next(tokens)))
        elif word and change is not None:
            path = new = next(tokens)
            if word[0] in "RC":
                new = next(tokens)
            current = later.get(new, new)
            found.setdefault(current, []).append(change)
            if word[0] == "R":
                later[path] = current
            if word[0] in "AR":
                later.pop(new, None)  # an older file of that name is another one
    return {path: tuple(changes) for path, changes in found.items()}


def _day(seconds: str) -> date:
    """The day of a commit in UTC. Anybody can write any number into one: the last day for more."""
    return datetime.fromtimestamp(max(0, min(int(seconds), _LATEST)), UTC).date()


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _lines(project: Path, *arguments: str) -> list[str]:
    """The lines that git answers; none where it fails or takes too long."""
    answer = _run(project, *arguments)
    return [] if answer is None else answer.decode("utf-8", "replace").splitlines()


def _run(
    project: Path, *arguments: str, given: bytes = b"", seconds: int = _SECONDS
) -> bytes | None:  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program, no shell
            ("git", "-C", str(project), *arguments),  # noqa: S607  # git is where PATH says
            input=given, capture_output=True, timeout=seconds, check=False,
            # What a partial clone lacks is not fetched: nothing here needs a network.
            env={**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
