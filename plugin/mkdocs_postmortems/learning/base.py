"""What a topic is, and an entry of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ..model import Postmortem

LONGEST = 500
"""A longer text is cut at a word; all of it stands on the page of the incident."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that an incident taught.

    Attributes:
        text: In plain words of one line, the author's or ours.
        path: The field that says so.
        line: The line of the file that says so; None for front matter.
        values: What tells rows of one list apart, such as the category of a lesson.
        category: Sorts the entries of a topic; empty where it has no categories.
        state: Whether something has been done about it, or was sent; empty where that is no
            question.
        more: Further words with their labels.
    """

    text: str
    path: str
    line: int | None = None
    values: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    category: str = ""
    state: str = ""
    more: tuple[tuple[str, str], ...] = ()


Source = Callable[[Postmortem, str], Iterator[Entry]]
"""From a postmortem and the path of a field that it holds to entries."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What one page gathers.

    Attributes:
        name: Names it in addresses (`learning/<name>/`).
        one: What an entry is, in the singular; `many` in the plural.
        sources: How each field is read.
        category: The title of the entries' categories; empty where they have none.
        state: The title of their states; empty where they have none.
        about: What the page is for, in a sentence.
        write: How such a thing is written, for a page that has none: in the front matter.
        asked: A field whose answer means that somebody looked, and how that is said.
    """

    name: str
    title: str
    one: str
    many: str
    sources: Mapping[str, Source]
    about: str
    write: str
    category: str = ""
    state: str = ""
    asked: tuple[str, str] | None = None
