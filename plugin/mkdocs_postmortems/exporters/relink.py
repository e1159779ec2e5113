"""Links of an author's text to files of the repository, made to lead to where these files go."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote, unquote

from .. import markdown_text
from ..model import Postmortem
from ..views import Page, Prose

Address = Callable[[str], str | None]
"""The new address of a file, by its path relative to the project; None where it has none."""


def addresses(targets: Mapping[str, str], link: Callable[[str], str]) -> Address:
    """Addresses of files by where they go.

    Args:
        targets: Where files go, by their paths relative to the project.
        link: The link to such a place.
    """

    def address(path: str) -> str | None:
        return link(targets[path]) if path in targets else None

    return address


def page(postmortem: Postmortem, whole: Page, address: Address) -> Page:
    """A page of a postmortem with the links of its text changed."""
    parts = [
        prose(postmortem, part, address) if isinstance(part, Prose) else part
        for part in whole.parts
    ]
    return replace(whole, parts=tuple(parts))


def prose(postmortem: Postmortem, part: Prose, address: Address) -> Prose:
    """A text with its links changed; code and other links stay as they are."""
    text, marks = part.markdown, part.marks
    for start, end, target in sorted(_changes(postmortem, text, address), reverse=True):
        text = text[:start] + target + text[end:]
        longer = len(target) - (end - start)
        marks = tuple((at + longer if at >= end else at, words) for at, words in marks)
    return replace(part, markdown=text, marks=marks)


def _changes(postmortem: Postmortem, text: str, address: Address) -> set[tuple[int, int, str]]:
    """The links to change: where the target stands, and the new one."""
    if "](" not in text and "]:" not in text:
        return set()
    words = markdown_text.blank_spans(text, markdown_text.scan(text).code)
    words = markdown_text.blank_spans(words, markdown_text.inline_code(words))
    folder = posixpath.dirname(postmortem.path)
    found: set[tuple[int, int, str]] = set()
    for offset, target in markdown_text.links(words):
        path, mark, fragment = target.partition("#")
        if not path or ":" in path.split("/")[0] or path.startswith("/"):
            continue
        link = address(posixpath.normpath(posixpath.join(folder, unquote(path))))
        if link is not None:
            start = words.index(target, offset)
            found.add((start, start + len(target), link + mark + quote(unquote(fragment))))
    return found
