"""What several commands share: the configuration of this run."""

from __future__ import annotations

import dataclasses
import glob
import os
import re
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from .. import configuration, discovery
from ..build import Checked
from ..build import check as check_project
from ..clock import today
from ..configuration import Configuration
from ..diagnostics import Level
from ..errors import UsageError
from ..model import Postmortem
from ..printer import Printer
from ..problems import nearest

_GLOB = re.compile(r"[*?\[]")


def configure(file: Path | None) -> Configuration:
    """The configuration of the folder in which the command was called.

    Raises:
        UsageError: The configuration cannot be used, or names a folder outside the project.
    """
    found = configuration.load(Path.cwd(), file)
    for pattern in found.settings.path:
        # What is named need not exist yet: `new` makes it. Links are followed to where they lead.
        start = os.path.realpath(found.project / _GLOB.split(pattern, maxsplit=1)[0])
        if not Path(start).is_relative_to(os.path.realpath(found.project)):
            raise UsageError(f'path "{pattern}" lies outside the project folder.')
    return found


def suggestion(word: str, allowed: Sequence[str]) -> str:
    """What could have been meant by a word that is none of those allowed, or all of them."""
    near = nearest(word, tuple(dict.fromkeys(allowed)))
    return f' Did you mean "{near}"?' if near else f" Allowed: {', '.join(allowed)}."


def checked(
    found: Configuration,
    as_of: str | None,
    paths: tuple[str, ...] = (),
    *,
    only_findings: bool = False,
) -> Checked:
    """Read and check what the configuration names, or only the files and folders `paths`.

    Paths inside the configured folders narrow what is *reported*: everything is read, so that
    relations between postmortems are judged. Other paths are read instead of the configured ones.

    Raises:
        UsageError: A path does not exist or lies outside the project.
    """
    day = today(as_of)
    check_with = partial(
        check_project,
        found.project,
        as_of=day,
        docs_dir=found.docs_dir,
        only_findings=only_findings,
    )
    if not paths:
        return check_with(found.settings)
    shown = shown_paths(found, paths)
    roots = _roots(found)
    if roots and all(covers(roots, path) for path in shown):
        return narrow(check_with(found.settings), shown)
    # They exist as they are written, so no mark in them is a pattern.
    named = tuple(glob.escape(path) for path in shown)
    return check_with(dataclasses.replace(found.settings, path=named))


def shown_paths(found: Configuration, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Paths given by a user as every message shows them: relative to the project, with `/`.

    Raises:
        UsageError: A path does not exist or lies outside the project.
    """
    return tuple(_relative(path, found.project) for path in paths)


def _roots(found: Configuration) -> tuple[str, ...]:
    """The configured folders by their names, whatever form they are configured in."""
    try:
        starts = [s for p in found.settings.path for s in discovery.expand(found.project, p)]
    except UsageError:
        return ()  # a configured folder is missing, which does not matter to files named here
    return tuple(Path(os.path.relpath(start, found.project)).as_posix() for start in starts)


def say_unread(result: Checked, *, document: bool) -> None:
    """Say how many files could not be read, so that nobody takes the rest for the whole.

    Args:
        document: Whether the output is for another program; then this is no part of it.
    """
    unread = result.summary.files - len(result.everything.postmortems)
    if unread:
        printer = Printer(sys.stderr) if document else Printer()
        printer.line(f"{unread} more could not be read: postmortems check")


def started(postmortem: Postmortem) -> str | None:
    """The start in UTC; only its day where no time of day is written."""
    start = postmortem.milestones.get("started")
    if start is None:
        return None
    return start.day.isoformat() if start.date_only else start.utc.isoformat()


def narrow(result: Checked, paths: tuple[str, ...]) -> Checked:
    """The result with only the findings and counts of some files and folders."""

    def kept(path: str) -> bool:
        return covers(paths, path)

    diagnostics = tuple(d for d in result.diagnostics if kept(d.path))
    summary = dataclasses.replace(
        result.summary,
        files=sum(kept(c.shown) for c in result.found.candidates),
        ignored=tuple(path for path in result.summary.ignored if kept(path)),
        unstructured=sum(kept(p.path) for p in result.everything.postmortems if not p.structured),
        counts={level: sum(d.level is level for d in diagnostics) for level in Level},
    )
    return dataclasses.replace(result, diagnostics=diagnostics, summary=summary)


def covers(paths: tuple[str, ...], path: str) -> bool:
    """Whether a file is, or lies below, one of the paths; all files where there are none."""
    return not paths or any(_below(path, wanted) for wanted in paths)


def _relative(path: str, project: Path) -> str:
    relative = Path(os.path.relpath(path, project)).as_posix()
    if relative == ".." or relative.startswith("../"):
        raise UsageError(f"{path} lies outside the project folder {project}.")
    if not Path(path).exists():
        raise UsageError(f"there is no file or folder {path}.")
    return relative


def _below(path: str, root: str) -> bool:
    root = root.rstrip("/")
    return root == "." or path == root or path.startswith(f"{root}/")
