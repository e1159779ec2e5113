"""Whole days as the lines of a calendar file (RFC 5545). Sole owner of icalendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ..characters import clean

_NO_ENTRY = (
    b"BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
"""A calendar needs a component (RFC 5545, 3.6), and one that is subscribed to must not vanish."""
_FOLDED = 75
"""A line of so many bytes, the line break not counted, is folded."""
_DAY, _NEXT = date(1900, 1, 1), date(1900, 1, 2)
_END, _EVENT_END, _TASK_END = b"END:VCALENDAR\r\n", b"END:VEVENT\r\n", b"END:VTODO\r\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole day of a calendar.

    Attributes:
        uid: Stable: made of ids, never of titles or dates.
        stamped: The day since which it is so, as far as the content says.
        priority: 1 to 9; 0 for none.
        started: For a task that is worked on.
        owner: Whose calendar shows it too, in small letters.
    """

    uid: str
    day: date
    summary: str
    description: str
    url: str
    stamped: date
    categories: tuple[str, ...]
    priority: int = 0
    started: bool = False
    owner: str | None = None


def wrapped(name: str, entries: Iterable[bytes]) -> bytes:
    """A calendar of entries that are lines already."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//mkdocs-postmortems//EN")
    calendar.add("version", "2.0")
    head: bytes = calendar.to_ical()
    line = " ".join(clean(name).split())
    names = (_line("NAME", line), _line("X-WR-CALNAME", line))
    components = [*entries] or [_NO_ENTRY]
    return b"".join((head.removesuffix(_END), *names, *components, _END))


def lines(entry: Entry) -> bytes:
    """Everything but the dates.

    Written line by line: the library's components take four times as long, and a large archive has
    thousands of entries.
    """
    found = [
        _line("UID", entry.uid),
        b"DTSTAMP" + _dated(entry.stamped) + b"T000000Z\r\n",
        _line("SUMMARY", " ".join(clean(entry.summary).split())),
        _line("DESCRIPTION", clean(entry.description)),
    ]
    if entry.url:
        found.append(_line("URL", entry.url, escape=False))
    if entry.categories:
        labels = ",".join(_escaped(label) for label in entry.categories)
        found.append(_line("CATEGORIES", labels, escape=False))
    return b"".join(found)


def _line(name: str, value: str, *, escape: bool = True) -> bytes:
    """A property, folded by the library; addresses and lists of texts are no text to escape."""
    from icalendar.parser import Contentline

    line = f"{name}:{_escaped(value) if escape else value}"
    if len(line) < _FOLDED and line.isascii():
        return f"{line}\r\n".encode()
    folded: bytes = Contentline(line).to_ical()
    return folded + b"\r\n"


def _escaped(text: str) -> str:
    """A text as RFC 5545 escapes it.

    Not by the library, which reads `\\N` in a text as a line break: `C:\\New` would lose its path.
    """
    escaped = clean(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def event(entry: Entry, shared: bytes) -> bytes:
    """An event of a whole day that does not block it."""
    end = entry.day + timedelta(days=1)
    head = _event_head().replace(_dated(_DAY), _dated(entry.day))
    return head.replace(_dated(_NEXT), _dated(end)) + shared + _EVENT_END


def task(entry: Entry, shared: bytes) -> bytes:
    """A task with its due date."""
    head = _task_head(entry.priority, started=entry.started)
    return head.replace(_dated(_DAY), _dated(entry.day)) + shared + _TASK_END


def _dated(day: date) -> bytes:
    return b":" + day.isoformat().replace("-", "").encode()


# The library writes these once, for days in whose place those of the entries are put.


@cache
def _event_head() -> bytes:
    from icalendar import Event

    component = Event()
    component.add("dtstart", _DAY)
    component.add("dtend", _NEXT)
    component.add("transp", "TRANSPARENT")
    content: bytes = component.to_ical()
    return content.removesuffix(_EVENT_END)


@cache
def _task_head(priority: int, *, started: bool) -> bytes:
    from icalendar import Todo

    component = Todo()
    component.add("due", _DAY)
    component.add("status", "IN-PROCESS" if started else "NEEDS-ACTION")
    if priority:
        component.add("priority", priority)
    content: bytes = component.to_ical()
    return content.removesuffix(_TASK_END)
