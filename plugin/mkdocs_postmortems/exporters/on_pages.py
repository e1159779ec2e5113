"""What pages say of the files made of their data: a line at their end, and feeds in their head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from ..rendering.environment import render
from ..views import Block, Page
from ..views.base import Part
from .base import ATOM, Artifact, Export


def linked(export: Export, artifacts: Sequence[Artifact], name: str, page: Page) -> Page:
    """A generated page with links to the files made of its data: at its charts, and at its end.

    Args:
        name: The page, by its name below the section.
    """
    origin = export.site.page(name)
    files = {
        a.chart: _link(export, origin, a, a.label) for a in artifacts if a.chart and name in a.pages
    }
    parts = tuple(_with_files(part, files) for part in page.parts) if files else page.parts
    end = _line(export, artifacts, name)
    return replace(page, parts=(*parts, end) if end else parts)


def _with_files(part: Part, files: Mapping[str, dict[str, str]]) -> Part:
    if not isinstance(part, Block) or "charts" not in part.data:
        return part
    return replace(part, data={**part.data, "files": files})


def _line(export: Export, artifacts: Sequence[Artifact], name: str) -> Block | None:
    """The links that a generated page ends with; None where it has none."""
    origin = export.site.page(name)
    page = name.partition("/page/")[0]
    own = export.path(f"feeds/{page.removeprefix('by/')}.xml") if page.startswith("by/") else ""
    chosen = [(a, a.label) for a in artifacts if page in a.pages and not a.chart]
    chosen += [(a, "Feed") for a in artifacts if a.path == own]
    links = [_link(export, origin, artifact, label) for artifact, label in chosen]
    return Block("parts/data", {"links": links}) if links else None


def feeds(artifacts: Sequence[Artifact]) -> Mapping[str, Artifact]:
    """The feeds by their paths in the site; that of all postmortems is the first one."""
    return MappingProxyType({a.path: a for a in artifacts if a.media_type == ATOM})


def head(export: Export, found: Mapping[str, Artifact], origin: str) -> str:
    """What the head of a page needs so that programs find the feeds: of all, and its own."""
    if not found:
        return ""
    everything = next(iter(found.values()))
    title = export.terms.apply("Postmortems")
    elements = _element(everything.media_type, title, export.site.href(origin, everything.path))
    below = export.path("by/")
    if origin.startswith(below):
        name = origin.removeprefix(below).removesuffix("/index.html").partition("/page/")[0]
        own = found.get(export.path(f"feeds/{name}.xml"))
        if own is not None:
            about = own.title.removesuffix(" (feed)")
            elements += _element(own.media_type, about, export.site.href(origin, own.path))
    return elements


@cache
def _element(media_type: str, title: str, href: str) -> str:
    """The same for all pages of one folder, which are nearly all there are."""
    return str(render("parts/feed.html.jinja", type=media_type, title=title, href=href))


def _link(export: Export, origin: str, artifact: Artifact, label: str) -> dict[str, str]:
    return {
        "label": label,
        "title": artifact.title,
        "type": artifact.media_type,
        "href": export.site.href(origin, artifact.path),
    }
