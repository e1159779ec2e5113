"""Where the links of a body lead inside the project. Nothing here looks at a disk."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from . import markdown_text
from .model import Postmortem

_ADDRESS = re.compile(r"(?:^|\s)(?:href|src)\s*=\s*[\"']?([^\"'\s>]+)", re.I)


def targets(postmortem: Postmortem, text: str) -> Iterator[tuple[int, str]]:
    """The links of a text in Markdown, as offsets and paths relative to the project.

    Addresses with a scheme or a host, and places on the same page, are no such links. A path
    outside the project begins with `../` or `/`.

    Args:
        text: The body of the postmortem, or as much of it as counts; offsets are those in it.
    """
    for offset, target in markdown_text.links(text):
        path = _inside(postmortem, target)
        if path is not None:
            # An inline link is given by the offset of its `](`.
            yield offset + 2 * text.startswith("](", offset), path


def raw_targets(postmortem: Postmortem, text: str) -> Iterator[tuple[int, str]]:
    """The same for links and pictures in HTML, which are published as they are written."""
    for offset, _, attributes in markdown_text.html_tags(text):
        for match in _ADDRESS.finditer(attributes):
            path = _inside(postmortem, match[1])
            if path is not None:
                yield offset, path


def _inside(postmortem: Postmortem, target: str) -> str | None:
    if ":" in target.partition("/")[0] or target.startswith("//"):
        return None
    path = unquote(target.partition("#")[0].partition("?")[0])
    if not path:
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(postmortem.path), path))
