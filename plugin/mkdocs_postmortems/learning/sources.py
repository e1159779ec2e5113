"""How each field is read as entries, from the front matter and from the body."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from .. import rows
from ..fields import columns
from ..markdown_text import first_paragraph, plain, shorten
from ..model import Postmortem
from ..rows import Row
from ..rows.wording import said
from ..times import UNKNOWN
from .base import Entry, Source

_EXCERPT = 320
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+", re.M)

Named = Callable[[Row], str]
"""From a row to words of it."""


def listed(
    *more: str, category: Named | None = None, state: Named | None = None, text: Named | None = None
) -> Source:
    """The rows of a list.

    Args:
        more: Further columns, shown with their titles.
        text: What a row says; without it, its main column.
    """

    def read(postmortem: Postmortem, path: str) -> Iterator[Entry]:
        titles = columns(path)[0]
        for row in rows.read(postmortem, path):
            yield Entry(
                text(row) if text else row.text, path, row.line, row.values,
                category(row) if category else "", state(row) if state else "",
                tuple((titles[key], words) for key in more if (words := _column(row, key))),
            )  # fmt: skip

    return read


def lessons(postmortem: Postmortem, path: str) -> Iterator[Entry]:
    """The rows of the lessons; where there are none, the beginning of what is told instead."""
    found = tuple(_LESSONS(postmortem, path))
    yield from found
    for passage in () if found else postmortem.passages:
        base, chosen = rows.parsed(passage.path)
        if base == path and (words := _excerpt(passage.text, _EXCERPT)):
            category = _spoken(chosen.get("category", "general"))
            yield Entry(words, path, passage.line, chosen, category)


def told(category: str = "", longest: int = _EXCERPT) -> Source:
    """A text: the field in the front matter, else the beginning of its passage."""

    def read(postmortem: Postmortem, path: str) -> Iterator[Entry]:
        value = postmortem.value(path)
        if isinstance(value, str) and value != UNKNOWN:
            yield Entry(shorten(plain(value), longest), path, category=category)
        for passage in postmortem.passages if value is None else ():
            if passage.path == path and (words := _excerpt(passage.text, longest)):
                yield Entry(words, path, passage.line, category=category)
                return

    return read


def _excerpt(text: str, longest: int) -> str:
    """The first paragraph of a text, else its items in a line; empty for a placeholder."""
    found = "" if _ITEM.match(text) else first_paragraph(text, longest)
    if not found:
        items = (plain(item) for item in _ITEM.split(text))
        found = shorten("; ".join(item.rstrip(".;") for item in items if item), longest)
    return found if found and said(found) else ""


def judged(sentences: Mapping[object, str]) -> Source:
    """A judgement in the front matter, where it asks for something to be changed."""

    def read(postmortem: Postmortem, path: str) -> Iterator[Entry]:
        value = postmortem.value(path)
        for answer, sentence in sentences.items():
            if value is answer or (isinstance(answer, str) and value == answer):
                yield Entry(sentence, path, category="Alert failed")

    return read


def counted(postmortem: Postmortem, path: str) -> Iterator[Entry]:
    """How many messages a log holds, and through which channels they went."""
    found = rows.read(postmortem, path)
    if found:
        channels = dict.fromkeys(filter(None, (row.plain("channel") for row in found)))
        more = (("Channels", ", ".join(channels)),) if channels else ()
        text = f"{len(found)} message{'' if len(found) == 1 else 's'} in the communication log"
        yield Entry(text, path, found[0].line, category="Log", more=more)


_SPOKEN = MappingProxyType(
    {
        "e2e": "End to end", "in_app_banner": "In-app banner", "social": "Social media",
        "follow_up": "Follow-up",
    }
)  # fmt: skip


def _spoken(value: object) -> str:
    """A choice as people read it: `threat_landscape` becomes "Threat landscape"."""
    text = str(value).replace("_", " ")
    return _SPOKEN.get(str(value)) or text[:1].upper() + text[1:]


def _column(row: Row, key: str) -> str:
    value = row.values.get(key)
    return _spoken(value) if value is not None and key == "type" else row.plain(key)


def choice(key: str, absent: str = "Not said") -> Named:
    """A choice of a row in words; `other` is shown by its own."""

    def name(row: Row) -> str:
        own = row.plain(f"{key}_other")
        return own or _spoken(row.values.get(key) or absent)

    return name


def fixed(words: str) -> Named:
    """The same words for every row."""
    return lambda row: words


def done(yes: str, no: str) -> Named:
    """Whether a row is done, in words."""
    words = {True: yes, False: no, UNKNOWN: "Not known"}
    return lambda row: words.get(row.values.get("done"), "Not said")


_LESSONS = listed("application", category=choice("category", "general"))

_DECISIONS = MappingProxyType(
    {
        "new": "New runbook needed", "update": "Existing runbook to update",
        "none": "No runbook changes needed",
    }
)  # fmt: skip


def decision(row: Row) -> str:
    """What was decided about a runbook, and about which."""
    words = _DECISIONS.get(str(row.values.get("decision")), "")
    target = row.plain("target")
    return f"{words}: {target}" if words and target else words or target


def runbook_state(row: Row) -> str:
    """A decision does not say whether it has been carried out."""
    return "Nothing to do" if row.values.get("decision") == "none" else "Not said"


def document(row: Row) -> str:
    """The name of a document."""
    return row.plain("name") or "A document"


def test(row: Row) -> str:
    """What a test checks or why it missed, else its id."""
    return row.text or row.plain("id")


def notice(row: Row) -> str:
    """What customers were told."""
    return row.text or "No words are recorded."
