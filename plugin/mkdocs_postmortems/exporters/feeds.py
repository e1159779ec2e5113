"""Atom feeds: all postmortems, those of each severity, those of each service.

Written with the standard library: a feed is a dozen elements, and libraries that write feeds are
no longer kept. Dates come from the postmortems, never from the clock, and ids do not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from ..characters import clean
from ..facets import Group
from ..model import Postmortem
from ..times import format_duration, parse_date, stamp
from .base import ATOM, INDEX, SEVERITY, Artifact, Export

NEWEST = 50
"""How many entries a feed holds."""

_NAMESPACE = "http://www.w3.org/2005/Atom"
_TAG_YEAR = "2026"
"""In a tag (RFC 4151) stands a date; what matters is that it never changes."""


Entries = dict[tuple[str, int], tuple[str, bytes]]
"""When a postmortem was updated, and its entry, by its path and the depth of the feed.

Entries are the same in every feed of one depth, so each is written once.
"""


def build(export: Export) -> Iterator[Artifact]:
    """The feeds. Files without a date are in none: they are not news."""
    entries: Entries = {}

    def feed(
        name: str, title: str, postmortems: Sequence[Postmortem], label: str = "", page: str = ""
    ) -> Artifact:
        path = export.path(f"feeds/{name}.xml")
        dated = [p for p in postmortems if p.day]
        make = partial(_feed, export, path, title, dated[:NEWEST], entries)
        return Artifact(path, ATOM, make, f"{title} (feed)", label, (page,) if label else ())

    every = export.terms.apply("Postmortems")
    yield feed("all", every, export.shown.postmortems, "Feed", INDEX)
    for group in export.groups.groups.get("severity", ()):
        title = f"{every} of severity {group.label.lower()}"
        yield feed(address(group), title, group.postmortems, f"Feed: {group.label}", SEVERITY)
    for group in export.groups.groups.get("service", ()):
        yield feed(address(group), f"{every} of {group.label}", group.postmortems)


def address(group: Group) -> str:
    """The name of a group's feed below `feeds/`, as that of its page below `by/`."""
    return f"{group.facet.key}/{group.slug}"


def _feed(
    export: Export, path: str, title: str, chosen: Sequence[Postmortem], entries: Entries
) -> bytes:
    """A feed. Without the site's address its links are relative to it."""
    shown: list[tuple[str, bytes]] = []
    for postmortem in chosen:
        key = (postmortem.path, path.count("/"))
        if key not in entries:
            updated = _updated(postmortem)
            entry = _entry(export, path, postmortem, updated)
            entries[key] = updated, ET.tostring(entry, encoding="utf-8")
        shown.append(entries[key])
    feed = ET.Element("feed", xmlns=_NAMESPACE)
    add(feed, "id", _id(export, path))
    add(feed, "title", title)
    # A feed without entries has never changed.
    add(feed, "updated", max((updated for updated, _ in shown), default="1970-01-01T00:00:00Z"))
    add(ET.SubElement(feed, "author"), "name", export.terms.apply("Incident postmortems"))
    add(feed, "generator", "mkdocs-postmortems")
    if export.site_url:
        ET.SubElement(feed, "link", rel="self", type=ATOM, href=export.link(path, path))
    index = export.link(path, export.site.page(""))
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=index)
    head = ET.tostring(feed, encoding="utf-8", xml_declaration=True).removesuffix(b"</feed>")
    return b"\n".join((head, *(entry for _, entry in shown), b"</feed>\n"))


def _entry(export: Export, path: str, postmortem: Postmortem, updated: str) -> ET.Element:
    entry = ET.Element("entry")
    add(entry, "id", _id(export, export.path(postmortem.id)))
    add(entry, "title", _title(postmortem))
    add(entry, "updated", updated)
    add(entry, "published", _published(postmortem))
    page = export.page(path, postmortem)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=page)
    if postmortem.severity:
        ET.SubElement(entry, "category", term=postmortem.severity.name, label="severity")
    for label, names in (
        ("service", [s.name for s in postmortem.services]),
        ("tag", postmortem.tags),
    ):
        for name in names:
            ET.SubElement(entry, "category", term=clean(name), label=label)
    add(entry, "summary", _summary(postmortem))
    return entry


def add(parent: ET.Element, name: str, text: str) -> None:
    """Add an element that holds a text."""
    ET.SubElement(parent, name).text = clean(text)


def _title(postmortem: Postmortem) -> str:
    title = f"{postmortem.id}: {postmortem.title}"
    return f"{title} ({postmortem.severity.label})" if postmortem.severity else title


def _summary(postmortem: Postmortem) -> str:
    """Plain text: what happened, and the facts that decide whether to read on."""
    mitigate = postmortem.metrics["ttm"].seconds
    facts = [
        f"Started {_published(postmortem)[:10]}.",
        f"Mitigated after {format_duration(mitigate)}." if mitigate is not None else "",
        "Kind: near miss." if postmortem.kind == "near_miss" else "",
        f"Status: {postmortem.status.replace('_', ' ')}." if postmortem.structured else "",
    ]
    return "\n".join(filter(None, (postmortem.summary, " ".join(filter(None, facts)))))


def _published(postmortem: Postmortem) -> str:
    """The start of the incident: the one date that all entries have. They are sorted by it."""
    day = postmortem.day
    assert day is not None, "only those with a date are in feeds"
    return stamp(postmortem.started) if postmortem.started else f"{day.isoformat()}T00:00:00Z"


def _updated(postmortem: Postmortem) -> str:
    """The latest day or time that the content itself says something happened to it."""
    found = [_published(postmortem)]
    found += [stamp(at.utc) for at in postmortem.milestones.values()]
    history = postmortem.value("document_history")
    stated = [postmortem.value("updated_on"), postmortem.value("review.meeting.held_on")]
    for row in history if isinstance(history, list) else ():
        stated.append(row.get("date") if isinstance(row, dict) else None)
    for value in stated:
        day = parse_date(value) if isinstance(value, str) else None
        if day is not None:
            found.append(f"{day.isoformat()}T00:00:00Z")
    return max(found)


def _id(export: Export, path: str) -> str:
    """An id that does not change: a tag of the site's host, else a URN."""
    parts = urlsplit(export.site_url)
    if not parts.hostname:
        return f"urn:mkdocs-postmortems:{quote(path.replace('/', ':'), safe=':')}"
    return f"tag:{parts.hostname},{_TAG_YEAR}:{quote(parts.path + path)}"
