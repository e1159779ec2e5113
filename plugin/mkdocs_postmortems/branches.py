"""Which files stand on the local branches of a git repository: ids are taken there too."""

from __future__ import annotations

import subprocess
from pathlib import Path

_SECONDS = 5
_MOST_BRANCHES = 50


def files(project: Path) -> list[str]:
    """The Markdown files on local branches, as paths; empty without git or a repository."""
    names: list[str] = []
    references = ("for-each-ref", "--sort=-committerdate", "--format=%(refname)", "refs/heads")
    for reference in _git(project, *references)[:_MOST_BRANCHES]:
        listing = ("-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", reference)
        listed = _git(project, *listing)
        names += [name for name in listed if name.endswith(".md")]
    return names


def _git(project: Path, *arguments: str) -> list[str]:
    """The lines that git answers; none where it fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program, no shell
            ("git", "-C", str(project), *arguments),  # noqa: S607  # git is where PATH says
            stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return []
    if done.returncode != 0:
        return []
    return done.stdout.decode("utf-8", "replace").splitlines()
