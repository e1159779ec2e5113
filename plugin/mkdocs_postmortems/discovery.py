"""Which files are postmortems: a walk over the configured folders that follows no link.

Everything that is passed over is named, so that no file is skipped in silence.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .diagnostics import Finding, Position
from .errors import UsageError

_GLOB = frozenset("*?[")
_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
"""What a site generator takes for a page; of these only `.md` files are postmortems."""
_MEDIA = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".txt", ".csv", ".pdf", ".log"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to read.

    Attributes:
        path: On disk.
        shown: Relative to the project, with `/`: its name in every message.
        root: The configured folder that holds it, relative to the project.
    """

    path: Path
    shown: str
    root: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a walk found.

    Attributes:
        candidates: Sorted by shown path, each file once.
        media: Files that may be published beside the postmortems, in the same order.
        ignored: Shown paths of Markdown files that are not postmortems.
        findings: Links and other things that are not read.
        roots: The folders walked, relative to the project.
    """

    candidates: tuple[Candidate, ...]
    media: tuple[Candidate, ...]
    ignored: tuple[str, ...]
    findings: tuple[Finding, ...]
    roots: tuple[str, ...]


def find(project: Path, patterns: tuple[str, ...]) -> Found:
    """Walk the folders that the patterns name.

    Args:
        project: The folder that holds the configuration.
        patterns: Folders, files or globs, relative to the project.

    Raises:
        UsageError: A folder does not exist or lies outside the project.
    """
    walk = _Walk(project)
    roots: list[str] = []
    for pattern in patterns:
        for start in expand(project, pattern):
            shown = PurePosixPath(os.path.relpath(start, project)).as_posix()
            roots.append(shown)
            if start.is_dir():
                walk.folder(start, shown, shown)
            else:
                walk.file(start, shown, PurePosixPath(shown).parent.as_posix())
    return walk.result(tuple(dict.fromkeys(roots)))


def is_pattern(path: str) -> bool:
    """Whether a configured path has wildcards."""
    return not _GLOB.isdisjoint(path)


def expand(project: Path, pattern: str) -> list[Path]:
    """The folders and files that a configured path names, in order.

    Raises:
        UsageError: Nothing of that name exists, or it lies outside the project.
    """
    if not is_pattern(pattern):
        start = Path(os.path.normpath(project / pattern))
        if not os.path.exists(start):
            raise UsageError(
                f'there is no folder "{pattern}" in {project.name or project}. Make it with '
                f"`postmortems new`, or set `path:` to where your postmortems are."
            )
        matches = [start]
    else:
        try:
            matches = sorted(project.glob(pattern))
        except (ValueError, NotImplementedError) as error:
            raise UsageError(f'path "{pattern}" is not a usable pattern: {error}.') from None
        if not matches:
            raise UsageError(
                f'nothing matches the path "{pattern}" in {project.name or project}. Make a folder '
                "that it matches, or correct `path:`."
            )
    for match in matches:
        if not Path(os.path.realpath(match)).is_relative_to(os.path.realpath(project)):
            raise UsageError(f'path "{pattern}" lies outside the project folder.')
    return matches


def watched(project: Path, patterns: tuple[str, ...], beside: tuple[str, ...] = ()) -> list[Path]:
    """What a live preview watches: the roots, and where a further folder may come to match.

    Args:
        beside: Further files and globs, of which those count that exist.

    Raises:
        UsageError: As `expand`.
    """
    paths = [path for pattern in patterns for path in expand(project, pattern)]
    for pattern in (*patterns, *beside):
        if pattern in beside and not is_pattern(pattern) and (project / pattern).is_file():
            paths.append(project / pattern)
        parts = PurePosixPath(pattern).parts
        static = list(itertools.takewhile(_GLOB.isdisjoint, parts))
        parent = Path(os.path.normpath(project.joinpath(*static)))
        # Not the whole project: tools write into it all the time.
        if is_pattern(pattern) and parent != project:
            paths.append(parent)
    return list(dict.fromkeys(paths))


class _Walk:
    """Collects files; one walk over all the roots, so that each file counts once."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.candidates: dict[str, Candidate] = {}
        self.media: dict[str, Candidate] = {}
        self.ignored: list[str] = []
        self.findings: list[Finding] = []

    def folder(self, folder: Path, shown: str, root: str) -> None:
        # A stack instead of recursion: folders can lie deeper than Python can call.
        open_folders = [(shown, self.entries(folder, shown))]
        while open_folders:
            above, entries = open_folders[-1]
            entry = next(entries, None)
            if entry is None:
                open_folders.pop()
                continue
            if entry.name.startswith("."):
                continue
            path = f"{above}/{entry.name}" if above != "." else entry.name
            if entry.is_dir(follow_symlinks=False):
                open_folders.append((path, self.entries(entry.path, path)))
            elif entry.is_symlink() and Path(entry.path).is_dir():
                self.refuse(path, "a symbolic link to a folder is not followed")
            else:
                self.file(Path(entry.path), path, root)

    def entries(self, folder: Path | str, shown: str) -> Iterator[os.DirEntry[str]]:
        try:
            return iter(sorted(os.scandir(folder), key=lambda entry: entry.name))
        except OSError as error:
            self.refuse(shown, f"the folder cannot be read: {error.strerror}")
            return iter(())

    def file(self, path: Path, shown: str, root: str) -> None:
        suffix = path.suffix.lower()
        candidate = Candidate(path, shown, root)
        if suffix in _MARKDOWN:
            if path.name.lower() == "readme.md" or path.name.startswith("_") or suffix != ".md":
                self.ignored.append(shown)
            else:
                self.candidates.setdefault(shown, candidate)
        elif suffix in _MEDIA and path.is_file() and not path.is_symlink():
            self.media.setdefault(shown, candidate)

    def refuse(self, shown: str, message: str) -> None:
        self.findings.append(
            Finding(shown, "PM008", Position(1), message, fix="Put the files themselves here.")
        )

    def result(self, roots: tuple[str, ...]) -> Found:
        def ordered(files: dict[str, Candidate]) -> Iterator[Candidate]:
            return (files[key] for key in sorted(files))

        return Found(
            tuple(ordered(self.candidates)),
            tuple(ordered(self.media)),
            tuple(sorted(self.ignored)),
            tuple(self.findings),
            roots,
        )
