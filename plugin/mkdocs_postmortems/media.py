"""Which pictures and attachments are published: those that a published postmortem links to."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from . import markdown_text
from .build import Checked
from .discovery import Candidate


def linked(checked: Checked) -> list[Candidate]:
    """The media files that the selected postmortems link to, sorted by path."""
    available = {candidate.shown: candidate for candidate in checked.found.media}
    if not available:
        return []
    wanted: set[str] = set()
    for postmortem in checked.catalog.postmortems:
        folder = posixpath.dirname(postmortem.path)
        for _, target in markdown_text.links(postmortem.body):
            path = unquote(target.split("#")[0].split("?")[0])
            wanted.add(posixpath.normpath(posixpath.join(folder, path)))
    return [available[path] for path in sorted(wanted & available.keys())]
