"""The body of a postmortem as sections of its profile and passages that hold a field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import markdown_text
from .markdown_text import Label, Structure
from .model import Passage, Section
from .profiles import FieldSpec, Profile, SectionSpec

_EVENT = re.compile(
    r"^[ \t]*[-*+][ \t]+(\d\d:\d\d(?::\d\d)?)(?:[ \t]*[-–—:][ \t]+|[ \t]+)(\S.*)$", re.M
)
_PLAIN_LABEL = re.compile(r"^[ \t]*[-*+][ \t]+([^\s*:`\[\d][^*:`\n]{1,60}):(?=[ \t]|$)[ \t]*", re.M)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


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
            h1 = (_bare(title, profile), line + first_line - 1)
        key = by_heading.get(markdown_text.heading_key(title)) if level else None
        sections.append(Section(title, level, key, line + first_line - 1, content))
    passages = _passages(sections, profile) if profile else ()
    return Body(tuple(sections), passages, h1, structure, _events(sections, profile))


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
            spec_path = current.prose if current else None
        elif current is not None and section.level > current_level:
            spec_path = _label_path(current, markdown_text.heading_key(section.title))
        else:
            current, spec_path = None, None
        if current is not None:
            yield section, current, spec_path


def _passages(sections: list[Section], profile: Profile) -> tuple[Passage, ...]:
    found: dict[str, Passage] = {}
    for section, spec, spec_path in _walk(sections, profile):
        for path, text, line in _split(section, spec, spec_path):
            if text.strip(" -*+\t\n") and path not in found:
                found[path] = Passage(path, text, line)
    return tuple(found.values())


def data_labels(sections: Iterable[Section], profile: Profile) -> Iterator[tuple[str, str, int]]:
    """Labels with text after them whose field is only read from the front matter.

    Each is the field's path, the template's words for it and the line.
    """
    for section, spec, _ in _walk(sections, profile):
        lines = _Lines(section)
        for label, field, end in _labelled(section.text, spec):
            if not field.prose and section.text[label.end : end].strip(" -*+\t\n"):
                yield field.path, field.label, lines.at(label.start)


def _labelled(text: str, spec: SectionSpec) -> list[tuple[Label, FieldSpec, int]]:
    """The labels of a section that its template knows, each with the end of its text.

    The text of a field of the front matter ends with its paragraph or list.
    """
    by_key = {key: field for field in spec.fields for key in field.keys}
    if not by_key or ":" not in text:
        return []
    known = [(label, by_key[label.key]) for label in labels(text) if label.key in by_key]
    if not known:
        return []
    ends = [*(label.start for label, _ in known[1:]), len(text)]
    return [
        (label, field, end if field.prose else _paragraph_end(text, label.end, end))
        for (label, field), end in zip(known, ends, strict=True)
    ]


def _paragraph_end(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    blank = _BLANK_LINE.search(text, start, end)
    return blank.start() if blank else end


def labels(text: str) -> Iterator[Label]:
    """Bold labels that open a line (`**Label:** text`), and plain ones of list items."""
    found = list(markdown_text.labels(text))
    if "- " in text or "* " in text or "+ " in text:
        bold = {label.start for label in found}
        for match in _PLAIN_LABEL.finditer(text):
            if match.start() not in bold:
                key = markdown_text.heading_key(match[1])
                found.append(Label(key, match.start(), match.end()))
        found.sort(key=lambda label: label.start)
    yield from found


def _label_path(spec: SectionSpec, key: str) -> str | None:
    field = next((f for f in spec.fields if key in f.keys), None)
    return field.place if field else spec.prose


def _split(section: Section, spec: SectionSpec, path: str | None) -> list[tuple[str, str, int]]:
    """A section's text cut at its labels: (path, text, line).

    Text after a label of a field of the front matter is left out; what follows goes on as before.
    """
    pieces: dict[str, tuple[list[str], int]] = {}
    start = 0
    lines = _Lines(section)
    line, current = lines.at(0), path
    for label, field, end in _labelled(section.text, spec):
        _add(pieces, current, section.text[start : label.start], line)
        if field.prose:
            current, start, line = field.place, label.end, lines.at(label.start)
        else:
            current, start = path, end
    _add(pieces, current, section.text[start:], line)
    return [(path, "\n\n".join(texts), line) for path, (texts, line) in pieces.items()]


def _add(pieces: dict[str, tuple[list[str], int]], path: str | None, text: str, line: int) -> None:
    text = text.strip()
    if path is not None and text.strip(" -*+\t\n"):
        pieces.setdefault(path, ([], line))[0].append(text)


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
