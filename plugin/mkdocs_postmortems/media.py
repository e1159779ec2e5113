"""Which files of a site are ours to publish or to keep back: pictures, attachments, old names."""

from __future__ import annotations

import os
from pathlib import Path

from . import links
from .build import Checked
from .discovery import Candidate


def linked(checked: Checked) -> list[Candidate]:
    """The media files that the selected postmortems link to, sorted by path."""
    available = {candidate.shown: candidate for candidate in checked.found.media}
    if not available:
        return []
    wanted: set[str] = set()
    for postmortem in checked.catalog.postmortems:
        wanted.update(path for _, path in links.targets(postmortem, postmortem.body))
    return [available[path] for path in sorted(wanted & available.keys())]


class Roots:
    """The folders of the postmortems, against which the files of a site are held.

    Attributes:
        pages: The postmortems that keep their place below the documentation folder.
    """

    def __init__(self, checked: Checked, project: Path, docs_dir: Path) -> None:
        shown = checked.catalog.postmortems
        self.pages = {p.published_at for p in shown if p.published_at is not None}
        self._public = checked.context.settings.audience == "public"
        self._roots = tuple(os.path.realpath(project / root) for root in checked.found.roots)
        self._media = {os.path.realpath(candidate.path) for candidate in linked(checked)}
        self._candidates = {
            candidate.path.relative_to(docs_dir).as_posix()
            for candidate in checked.found.candidates
            if candidate.path.is_relative_to(docs_dir)
        }

    def withholds(self, uri: str, path: str) -> bool:
        """Whether the site generator must not publish a file: it is a postmortem not to be seen.

        A public site also does without all else below a root, but for media that are linked to.
        Links are followed, so that another name for the folder does not publish it.

        Args:
            uri: The file's path below the documentation folder.
            path: Where it lies on disk.
        """
        if uri in self.pages:
            return False
        if not self._public:
            return uri in self._candidates
        real = os.path.realpath(path)
        return real not in self._media and any(
            name == root or name.startswith(root.rstrip(os.sep) + os.sep)
            for root in self._roots
            for name in (real, os.path.abspath(path))
        )


def left_out(checked: Checked) -> list[str]:
    """The files that the audience does not see, sorted."""
    shown = {p.path for p in checked.catalog.postmortems}
    return [c.shown for c in checked.found.candidates if c.shown not in shown]


def left_out_lines(checked: Checked) -> list[str]:
    """What the log of a public build says of the files that the site does not hold."""
    paths = left_out(checked)
    many = "1 postmortem is" if len(paths) == 1 else f"{len(paths)} postmortems are"
    closing = f"{many} left out: a public site holds only those marked TLP:CLEAR."
    return [*(f"left out: {path}" for path in paths), *([closing] if paths else [])]
