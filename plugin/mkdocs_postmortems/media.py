"""Which files of a site are ours to publish or to keep back: pictures, attachments, old names."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from . import audience, markdown_text
from .build import Checked
from .discovery import Candidate
from .model import Postmortem

_PAGES = frozenset({"", ".html", ".md"})


def linked(checked: Checked) -> list[Candidate]:
    """The media files that the selected postmortems link to, sorted by path."""
    available = {candidate.shown: candidate for candidate in checked.found.media}
    if not available:
        return []
    wanted: set[str] = set()
    for postmortem in checked.catalog.postmortems:
        wanted.update(path for _, path in _targets(postmortem, postmortem.body))
    return [available[path] for path in sorted(wanted & available.keys())]


def _targets(postmortem: Postmortem, text: str) -> Iterator[tuple[int, str]]:
    """Where links within the site lead, as paths relative to the project, with their offsets."""
    folder = posixpath.dirname(postmortem.path)
    for offset, target in markdown_text.links(text):
        if ":" in target.split("/")[0] or target.startswith("//"):
            continue
        path = unquote(target.split("#")[0].split("?")[0])
        yield offset, posixpath.normpath(posixpath.join(folder, path))


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


def forbidden_links(checked: Checked) -> list[str]:
    """A sentence for each link in a published body to a file that is left out."""
    hidden = set(left_out(checked))
    if not hidden:
        return []
    names = audience.identifiers(
        p for p in checked.everything.postmortems if p.path in hidden
    ).difference(checked.catalog.by_id)
    found: list[str] = []
    for postmortem in checked.catalog.postmortems:
        text = markdown_text.blank_spans(postmortem.body, postmortem.structure.code)
        text = markdown_text.blank_spans(text, markdown_text.inline_code(text))
        for offset, path in _targets(postmortem, text):
            stem, suffix = posixpath.splitext(posixpath.basename(path))
            if path in hidden or (suffix in _PAGES and stem.casefold() in names):
                line = postmortem.body_line + text.count("\n", 0, offset)
                found.append(
                    f"{postmortem.path}:{line}: a link leads to a postmortem that is not public. "
                    "Take the link out, or write it as `related:`, which names nothing."
                )
    return found
