"""The body of a postmortem as sections of its profile and passages that hold a field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from . import labels, markdown_text
from .markdown_text import Structure
from .model import Passage, Section
from .profiles import Profile
from .specs import SectionSpec

_EVENT = re.compile(
    r"^[ \t]*[-*+][ \t]+(\d\d:\d\d(?::\d\d)?)(?:[ \t]*[-–—:][ \t]+|[ \t]+)(\S.*)$", re.M
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body as read.

    Attributes:
        h1: The first heading of level 1 and its line, if there is one.
        structure: What the scan found.
        events: Timeline bullets (time, event, line) of a section made for them.
    """

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    h1: tuple[str, int] | None
    structure: Structure
    events: tuple[tuple[str, str, int], ...]


def read(text: str, first_line: int, profile: Profile | None) -> Body:
    """Cut a body at its headings and find the fields that it holds.

    Args:
        text: The body.
        first_line: The line of the file on which it begins.
        profile: The template that names the sections; None for a file without structure.
    """
    structure = markdown_text.scan(text)
    cuts = [(0, "", 0, 1, 0)] + [
        (h.level, h.text, h.end, h.line, h.start) for h in structure.headings
    ]
    sections: list[Section] = []
    h1: tuple[str, int] | None = None
    by_heading = profile.by_heading if profile else {}
    for index, (level, title, start, line, begin) in enumerate(cuts):
        end = cuts[index + 1][4] if index + 1 < len(cuts) else len(text)
        content = markdown_text.without_spans(text, structure.comments, start, end)
        cut, shown = _trimmed(content)
        if level == 0 and not shown:
            continue
        if level == 1 and h1 is None:
            h1 = (_bare(title, profile), line + first_line - 1)
        key = by_heading.get(markdown_text.heading_key(title)) if level else None
        below = line + text.count("\n", begin, start) + content.count("\n", 0, cut)
        sections.append(
            Section(
                title, level, key, line + first_line - 1, first_line=below + first_line - 1,
                **_place(text, start + cut, shown),
            )
        )  # fmt: skip
    passages = _passages(sections, profile) if profile else ()
    return Body(tuple(sections), passages, h1, structure, _events(sections, profile))


class _Place(TypedDict):
    source: str
    begin: int
    end: int


def _place(whole: str, begin: int, text: str) -> _Place:
    """Where a text stands in a longer one; in itself if it is not there, as comments were cut."""
    if whole.startswith(text, begin):
        return _Place(source=whole, begin=begin, end=begin + len(text))
    return _Place(source=text, begin=0, end=len(text))


def _bare(title: str, profile: Profile | None) -> str:
    """A document's title without the template's words before it: `Post-mortem: Title`."""
    before, colon, rest = title.partition(":")
    is_words = profile and before.strip().casefold() == profile.page_title.casefold()
    return rest.strip() if colon and is_words and rest.strip() else title


def _walk(
    sections: Iterable[Section], profile: Profile
) -> Iterator[tuple[Section, SectionSpec, str | None]]:
    """The sections of the template in order, each with the field of its unlabelled text.

    Text below a sub-heading belongs to the section above it.
    """
    current: SectionSpec | None = None
    current_level = 0
    for section in sections:
        if section.key is not None:
            current, current_level = profile.section(section.key), section.level
            spec_path = current.written if current else None
        elif current is not None and section.level > current_level:
            spec_path = _label_path(current, markdown_text.heading_key(section.title))
        else:
            current, spec_path = None, None
        if current is not None:
            yield section, current, spec_path


def _passages(sections: list[Section], profile: Profile) -> tuple[Passage, ...]:
    return tuple(
        passage
        for section, spec, spec_path in _walk(sections, profile)
        for passage in _split(section, spec, spec_path)
    )


def data_labels(sections: Iterable[Section], profile: Profile) -> Iterator[tuple[str, str, int]]:
    """Labels with text after them whose field is only read from the front matter.

    Each is the field's path, the template's words for it and the line.
    """
    for section, spec, _ in _walk(sections, profile):
        lines = _Lines(section)
        for piece in labels.known(section.text, spec):
            if not piece.field.prose and section.text[piece.begin : piece.end].strip(" -*+\t\n"):
                yield piece.field.path, piece.field.label, lines.at(piece.start)


def _label_path(spec: SectionSpec, key: str) -> str | None:
    field = next((f for f in spec.fields if key in f.keys), None)
    return field.place if field else spec.written


def _split(section: Section, spec: SectionSpec, path: str | None) -> tuple[Passage, ...]:
    """A section's text cut at its labels.

    Text after a label of a field of the front matter is left out; what follows goes on as before.
    """
    known = labels.known(section.text, spec)
    if not known:
        if path is None or not section.text.strip(" -*+\t\n"):
            return ()
        begin, end = section.begin, section.end
        return (Passage(path, section.source, section.first_line, begin, end),)
    pieces = _Pieces(section)
    start = 0
    current = path
    for piece in known:
        pieces.add(current, start, piece.start)
        if not piece.closed:
            current, start = piece.field.place, piece.begin
            continue
        if piece.field.prose:
            pieces.add(piece.field.place, piece.begin, piece.end)
        current, start = path, piece.end
    pieces.add(current, start, len(section.text))
    return pieces.passages()


class _Pieces:
    """The passages of a section: pieces of one field are joined, each line where it stands."""

    def __init__(self, section: Section) -> None:
        self._section = section
        self._text = section.text
        self._lines = _Lines(section)
        self._parts: dict[str, tuple[int, int, list[str]]] = {}
        self._last: dict[str, int] = {}

    def add(self, path: str | None, start: int, end: int) -> None:
        """Give a piece of the section's text to a field."""
        cut, text = _trimmed(self._text[start:end])
        if path is None or not text.strip(" -*+\t\n"):
            return
        line = self._lines.at(start + cut)
        parts = self._parts.setdefault(path, (line, start + cut, []))[2]
        if parts:
            parts.append("\n" * max(line - self._last[path], 2))
        parts.append(text)
        self._last[path] = line + text.count("\n")

    def passages(self) -> tuple[Passage, ...]:
        """What has been given, in order."""
        section = self._section
        return tuple(
            Passage(path, line=line, **_place(section.source, section.begin + cut, "".join(parts)))
            for path, (line, cut, parts) in self._parts.items()
        )


def _trimmed(text: str) -> tuple[int, str]:
    """A text without its outer blank lines, and how many characters were cut off before it.

    The indentation of its first line stays: it says how the lines below it are nested.
    """
    stripped = text.strip()
    if not stripped:
        return 0, ""
    begun = text.index(stripped[0])
    cut = text.rfind("\n", 0, begun) + 1
    return cut, text[cut:begun] + stripped if cut < begun else stripped


class _Lines:
    """The lines of places in a section's text, in order."""

    def __init__(self, section: Section) -> None:
        self._text = section.text
        self._offset = 0
        self._line = section.first_line

    def at(self, offset: int) -> int:
        # Counted on from the place before: from the top each time would be quadratic.
        self._line += self._text.count("\n", self._offset, offset)
        self._offset = offset
        return self._line


def _events(sections: list[Section], profile: Profile | None) -> tuple[tuple[str, str, int], ...]:
    """`- HH:MM - Event` bullets of the sections that a profile marks as made of events."""
    if profile is None:
        return ()
    event_keys = {spec.key for spec in profile.sections if spec.events}
    found: list[tuple[str, str, int]] = []
    for section in sections:
        if section.key in event_keys and section.key is not None:
            lines = _Lines(section)
            for match in _EVENT.finditer(section.text):
                found.append((match[1], match[2].strip(), lines.at(match.start())))
    return tuple(found)


def only_events(text: str) -> bool:
    """Whether a section's text is nothing but timeline bullets."""
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and all(_EVENT.match(line) for line in lines)
