"""The author's sections, gathered under the sections of the profile, in the template's order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ..body import only_events
from ..markdown_text import blank_spans, heading_key, inline_code, scan
from ..markup import unclosed
from ..model import Postmortem, Section
from ..profiles import Profile
from ..specs import SectionSpec
from . import blanks
from .base import Heading, Part, Prose


@dataclass(slots=True)
class Chunk:
    """A section of the author's with its sub-sections; `key` is the profile's section."""

    key: str | None
    level: int
    sections: list[Section] = field(default_factory=list)


_ATTRIBUTES = re.compile(r"\{:?[^{}]{0,300}\}$")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of ours behind the last row of a list that the author wrote, such as "Root cause".

    Attributes:
        line: The line of the file on which the row ends.
        column: The offset in the line behind the text of its cell; None for the line's end.
    """

    words: str
    line: int
    column: int | None

    def within(self, section: Section) -> tuple[tuple[int, str], ...]:
        """The mark as an offset in a section's text; none where it is not there, or said already.

        Attributes of the row, at the end of its line, stay the last thing in it.
        """
        lines = section.text.split("\n")
        number = self.line - section.first_line
        if not 0 <= number < len(lines) or self.words.casefold() in lines[number].casefold():
            return ()
        line = lines[number] if self.column is None else lines[number][: self.column]
        line = _ATTRIBUTES.sub("", line.rstrip()).rstrip()
        return ((sum(len(above) + 1 for above in lines[:number]) + len(line), self.words),)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of the page: a section of the profile (or None), and what the author wrote.

    Attributes:
        level: The level of the heading of a section of the author's own.
    """

    spec: SectionSpec | None
    chunks: tuple[Chunk, ...]
    level: int = 2


def slots(postmortem: Postmortem, profile: Profile) -> list[Slot]:
    """All places in the order of the page.

    Sections of the profile come in its order; a section of the author's own stays behind the one
    after which it was written, and behind its sub-sections where it stands beside those above.
    """
    own_first: list[Slot] = []
    by_key: dict[str, list[Chunk]] = {}
    followers: dict[str, list[Slot]] = {}
    last: Chunk | None = None
    for chunk in chunks(postmortem):
        if chunk.key is not None:
            by_key.setdefault(chunk.key, []).append(chunk)
            last = chunk
        elif last is None:
            own_first.append(Slot(None, (chunk,)))
        else:
            behind, level = _place(profile, last, chunk)
            followers.setdefault(behind, []).append(Slot(None, (chunk,), level))
    result = own_first
    for spec in profile.sections:
        result.append(Slot(spec, tuple(by_key.get(spec.key, ()))))
        result += followers.get(spec.key, ())
    return result


def _place(profile: Profile, last: Chunk, own: Chunk) -> tuple[str, int]:
    """Behind which section of the profile one of the author's own stands, and at which level.

    Args:
        last: The section of the profile after which it was written.
    """
    index = next(i for i, spec in enumerate(profile.sections) if spec.key == last.key)
    level = max(profile.sections[index].level + own.level - last.level, 2)
    following = profile.sections[index + 1 :]
    for spec in following:
        if spec.level <= level:
            break
        index += 1
    return profile.sections[index].key, level


def chunks(postmortem: Postmortem) -> list[Chunk]:
    """The author's sections as they stand, each with its sub-sections."""
    found: list[Chunk] = []
    for section in postmortem.sections:
        if is_title(postmortem, section):
            if section.text:
                found.append(Chunk(None, 1, [_untitled(section)]))
        elif section.key is None and found and section.level > found[-1].level >= 2:
            found[-1].sections.append(section)
        else:
            found.append(Chunk(section.key, max(section.level, 1), [section]))
    return found


def is_title(postmortem: Postmortem, section: Section) -> bool:
    """Whether a heading is the document's own title, which the page shows already."""
    if section.level != 1:
        return False
    if heading_key(section.title) == heading_key(postmortem.title):
        return True
    if postmortem.h1 is None or postmortem.h1[1] != section.line:
        return False
    first = postmortem.h1[0]  # without the template's words before it
    return "title" not in postmortem.record or heading_key(first) == heading_key(postmortem.title)


def _untitled(section: Section) -> Section:
    """The text below the document's own title, without it."""
    return replace(section, title="", level=0, key=None)


def prose(
    chunk: Chunk, level: int, spec: SectionSpec | None = None, mark: Mark | None = None
) -> list[Part]:
    """A chunk's headings and texts, with its own heading at the level given.

    Args:
        spec: The profile's section that it fills, whose labels need no place while nothing
            follows them.
        mark: Words of ours that stand in it.
    """
    parts: list[Part] = []
    for index, section in enumerate(chunk.sections):
        if section.title:
            depth = level if index == 0 else level + max(section.level - chunk.level, 1)
            parts.append(Heading(min(depth, 6), section.title, section.line))
        if replaced(section, chunk):
            continue
        marks = mark.within(section) if mark else ()
        # Places of marks count in the text as it was written.
        text = blanks.filled(section.text, spec) if spec and not marks else section.text
        if text.strip():
            parts.append(Prose(closed(text), marks))
    return parts


def replaced(section: Section, chunk: Chunk) -> bool:
    """Whether the generated timeline says all that the section's bullets say."""
    return chunk.key == "timeline" and only_events(section.text)


def closed(text: str) -> str:
    """A text whose last code fence and raw HTML are closed: they cannot swallow what follows."""
    if "```" not in text and "~~~" not in text and "<" not in text:
        return text
    structure = scan(text)
    if "<" in text:
        words = blank_spans(text, structure.code)
        ends = [f"</{name}>" for _, name in unclosed(blank_spans(words, inline_code(words)))]
        if ends and structure.open_fence is None:
            return f"{text}\n\n{''.join(reversed(ends))}"
    if structure.open_fence is None:
        return text
    fence = text.split("\n")[structure.open_fence - 1].strip()
    marks = fence[: len(fence) - len(fence.lstrip(fence[0]))]
    return closed(f"{text}\n{marks}")
