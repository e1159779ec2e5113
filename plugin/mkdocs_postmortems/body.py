"""The body of a postmortem as sections of its profile and passages that hold a field."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import markdown_text
from .markdown_text import Structure
from .model import Passage, Section
from .profiles import Profile, SectionSpec

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
    for index, (level, title, start, line, _) in enumerate(cuts):
        end = cuts[index + 1][4] if index + 1 < len(cuts) else len(text)
        content = markdown_text.without_spans(text, structure.comments, start, end).strip()
        if level == 0 and not content:
            continue
        if level == 1 and h1 is None:
            h1 = (title, line + first_line - 1)
        key = by_heading.get(markdown_text.heading_key(title)) if level else None
        sections.append(Section(title, level, key, line + first_line - 1, content))
    passages = _passages(sections, profile) if profile else ()
    return Body(tuple(sections), passages, h1, structure, _events(sections, profile))


def _passages(sections: list[Section], profile: Profile) -> tuple[Passage, ...]:
    """Walk the sections in order; text below a sub-heading belongs to the section above it."""
    found: dict[str, Passage] = {}
    current: SectionSpec | None = None
    current_level = 0
    for section in sections:
        if section.key is not None:
            current, current_level = profile.section(section.key), section.level
            spec_path = current.prose if current else None
        elif current is not None and section.level > current_level:
            spec_path = _label_path(current, markdown_text.heading_key(section.title))
        else:
            current, spec_path = None, None
        if current is None:
            continue
        for path, text, line in _split(section, current, spec_path):
            if text.strip(" -*+\t\n") and path not in found:
                found[path] = Passage(path, text, line)
    return tuple(found.values())


def _label_path(spec: SectionSpec, key: str) -> str | None:
    field = next((f for f in spec.fields if key in f.keys), None)
    return field.place if field else spec.prose


def _split(section: Section, spec: SectionSpec, path: str | None) -> list[tuple[str, str, int]]:
    """A section's text cut at its bold labels: (path, text, line)."""
    pieces: list[tuple[str, str, int]] = []
    start = 0
    lines = _Lines(section)
    line, current = lines.at(0), path
    by_key = {key: f.place for f in spec.fields if f.prose for key in f.keys}
    for label in markdown_text.labels(section.text) if by_key else ():
        target = by_key.get(label.key)
        if target is None:
            continue
        if current is not None:
            pieces.append((current, section.text[start : label.start].strip(), line))
        current, start, line = target, label.end, lines.at(label.start)
    if current is not None:
        pieces.append((current, section.text[start:].strip(), line))
    return pieces


class _Lines:
    """The lines of places in a section's text, in order: exact where no comment stands above."""

    def __init__(self, section: Section) -> None:
        self._text = section.text
        self._offset = 0
        self._line = section.line + 1 + (1 if section.level else 0)

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
