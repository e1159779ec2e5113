"""What incidents taught: an overview, and a page for each topic of `learning.TOPICS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import Any

from .. import learning
from ..charts.population import REVIEWED
from ..learning import Entry, Topic
from ..markdown_text import shorten
from ..model import Postmortem
from .base import LIST_ROWS, Block, Page, View, hubs, numbered, page_links, reference
from .headings import Headings

_NEWEST = 3
_TEASER = 200
Found = tuple[Postmortem, tuple[Entry, ...]]


class _Shelf:
    """A topic with what there is of it. It is read once, when a page asks for the first time.

    Attributes:
        chunks: The postmortems of each page, by their paths. A postmortem is not cut, and as
            nothing is read for it, a page may be shorter than it could be.
    """

    def __init__(self, topic: Topic, live: Sequence[Postmortem], most: Sequence[int]) -> None:
        """Lay out the pages.

        Args:
            live: The postmortems that count, newest first.
            most: How many entries each of them has at most.
        """
        self.topic = topic
        self._live = live
        chunks: list[set[str]] = [set()]
        room = LIST_ROWS
        for postmortem, size in zip(live, most, strict=True):
            if size > room and chunks[-1]:
                chunks.append(set())
                room = LIST_ROWS
            if size:
                chunks[-1].add(postmortem.path)
                room -= size
        self.chunks = chunks

    @property
    def name(self) -> str:
        """The name of its first page below the section."""
        return f"learning/{self.topic.name}"

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """The postmortems that have something to say, newest first."""
        chosen = set().union(*self.chunks)
        read = ((p, learning.entries(p, self.topic)) for p in self._live if p.path in chosen)
        return tuple((p, entries) for p, entries in read if entries)

    @cached_property
    def count(self) -> int:
        """How many entries there are."""
        return sum(len(entries) for _, entries in self.found)

    def coverage(self) -> dict[str, Any]:
        """How many of those in review or final have something to say, and how many were asked."""
        reviewed = [p for p in self._live if p.status in REVIEWED]
        asked = self.topic.asked
        return {
            "covered": sum(p.status in REVIEWED for p, _ in self.found),
            "reviewed": len(reviewed),
            "asked": sum(p.value(asked[0]) is not None for p in reviewed) if asked else None,
            "asked_words": asked[1] if asked else "",
        }


def makers(view: View) -> dict[str, Callable[[], Page]]:
    """The overview, and the pages of each topic, by name."""
    live = [p for p in view.catalog.structured if not p.retired]
    most = [learning.bounds(p) for p in live]
    shelves = [_Shelf(t, live, [m.get(t.name, 0) for m in most]) for t in learning.TOPICS]
    pages: dict[str, Callable[[], Page]] = {"learning": partial(_overview, view, shelves)}
    for shelf in shelves:
        for number in range(1, len(shelf.chunks) + 1):
            pages[numbered(shelf.name, number)] = partial(_topic, view, shelf, number)
    return pages


def _overview(view: View, shelves: Sequence[_Shelf]) -> Page:
    origin = view.site.page("learning")
    topics = [
        {
            **_words(shelf.topic, shelf.count),
            "href": view.site.href(origin, view.site.page(shelf.name)),
            "coverage": shelf.coverage(),
            "newest": [_newest(view, origin, found) for found in shelf.found[:_NEWEST]],
        }
        for shelf in shelves
    ]
    data = {"hubs": hubs(view, origin, "learning"), "topics": topics}
    return Page("Learning", "What incidents taught, from all postmortems.",
                (Block("learning/overview", data),), hide=("toc",))  # fmt: skip


def _words(topic: Topic, count: int) -> dict[str, Any]:
    return {
        "title": topic.title,
        "count": count,
        "what": topic.one if count == 1 else topic.many,
        "many": topic.many,
        "about": topic.about,
        "write": topic.write,
    }


def _newest(view: View, origin: str, found: Found) -> dict[str, Any]:
    """The first entry of a postmortem."""
    postmortem, entries = found
    first = _entry(view, origin, postmortem, entries[0], Headings(view, postmortem))
    text = shorten(first["text"], _TEASER)
    return {**first, "text": text, "incident": reference(view, origin, postmortem)}


def _topic(view: View, shelf: _Shelf, number: int) -> Page:
    topic = shelf.topic
    origin = view.site.page(numbered(shelf.name, number))
    chosen = [found for found in shelf.found if found[0].path in shelf.chunks[number - 1]]
    data = {
        **_words(topic, shelf.count),
        "coverage": shelf.coverage(),
        "index_href": view.site.href(origin, view.site.page("")),
        "learning_href": view.site.href(origin, view.site.page("learning")),
        "category": topic.category,
        "state": topic.state,
        "shown": sum(len(entries) for _, entries in chosen),
        "groups": [_group(view, origin, found) for found in chosen],
        "filters": list(_filters(topic, chosen)),
        "pages": page_links(view, origin, shelf.name, number, len(shelf.chunks)),
    }
    title = topic.title if number == 1 else f"{topic.title}, page {number}"
    return Page(title, topic.about, (Block("learning/topic", data),), hide=("toc",))


def _group(view: View, origin: str, found: Found) -> dict[str, Any]:
    """The rows of a postmortem, with what they have in common."""
    postmortem, entries = found
    headings = Headings(view, postmortem)
    return {
        "incident": reference(view, origin, postmortem),
        "services": [service.name for service in postmortem.services],
        "year": _year(postmortem),
        "rows": [_entry(view, origin, postmortem, entry, headings) for entry in entries],
    }


def _entry(
    view: View, origin: str, postmortem: Postmortem, entry: Entry, headings: Headings
) -> dict[str, Any]:
    """An entry, with the address of the section of the incident that says so."""
    place = headings.fragment(entry.path, entry.line, entry.values)
    return {
        "text": entry.text,
        "category": entry.category,
        "state": entry.state,
        "more": entry.more,
        "href": view.site.href(origin, view.site.postmortem(postmortem), place),
    }


def _year(postmortem: Postmortem) -> str | None:
    return f"{postmortem.day.year:04d}" if postmortem.day else None


def _filters(topic: Topic, chosen: Sequence[Found]) -> Iterable[dict[str, Any]]:
    """The filters above the table, with their choices; one choice alone is none."""
    shown = [p for p, _ in chosen]
    entries = [entry for _, found in chosen for entry in found]
    ranks = sorted({(p.rank, p.severity.name) for p in shown if p.severity})
    found = {
        "category": (topic.category, _sorted(e.category for e in entries)),
        "state": (topic.state, _sorted(e.state for e in entries)),
        "service": ("Service", _sorted(s.name for p in shown for s in p.services)),
        "year": ("Year", _sorted(_year(p) for p in shown)[::-1]),
        "severity": ("Severity", [name[:1].upper() + name[1:] for _, name in ranks]),
    }
    for key, (title, options) in found.items():
        if len(options) > 1:
            yield {"key": key, "title": title, "options": options}


def _sorted(names: Iterable[str | None]) -> list[str]:
    return sorted({name for name in names if name}, key=lambda name: (name.casefold(), name))
