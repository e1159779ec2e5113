"""Reading a built site as a browser and a crawler would: links, anchors, active content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

MINIMAL = """---
title: "Checkout returned errors for 82 minutes"
severity: SEV-2
status: draft
started_at: 2026-03-13 22:41
---
## Executive summary
A configuration rollout emptied the provider list; card payments failed until it was rolled back.
"""
"""A postmortem with no more than a draft needs."""

_LINKING = {"a": "href", "link": "href", "script": "src", "img": "src"}
_ACTIVE = {"script", "iframe", "object", "embed", "form", "base", "meta", "style"}


@dataclass
class Document:
    """What a page holds."""

    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    active: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)


_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "wbr", "source",
         "rect", "circle", "line", "use", "polyline", "polygon"}  # fmt: skip


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        document = self.document
        if names.get("id"):
            document.ids.append(str(names["id"]))
        if tag in _LINKING and names.get(_LINKING[tag]) is not None:
            document.links.append(str(names[_LINKING[tag]]))
        if tag in _ACTIVE:
            document.active.append(tag)
        document.active += [f"{tag} {name}" for name in names if name.startswith("on")]
        document.active += [
            f"{tag} {name}={value}"
            for name, value in attrs
            if value and value.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))
        ]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.document.unbalanced.append(tag)
            if tag in self.open:
                while self.open.pop() != tag:
                    pass
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.document.text.append(data)


def words(html: str) -> str:
    """What a reader sees of it, in one line."""
    return " ".join("".join(parse(html).text).split())


def parse(html: str) -> Document:
    """The links, ids, active elements and text of an HTML text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.document


def article(html: str) -> str:
    """The part of a Material page that a postmortem fills."""
    start = html.index("<article")
    return html[start : html.index("</article>", start)]


def pages(site: Path) -> Iterator[tuple[str, Document]]:
    """Every page of a site by its path."""
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), parse(file.read_text("utf-8"))


def broken_links(site: Path, base: str, only: Sequence[str] = ()) -> list[str]:
    """Links of a site that lead to no file, or to no element of a page.

    Args:
        base: The path under which the site is served, such as `/sub/path/`.
        only: The pages whose links are followed; all of the site if empty.
    """

    @cache
    def document(path: str) -> Document:
        return parse((site / path).read_text("utf-8"))

    broken: list[str] = []
    for path in only or [p.relative_to(site).as_posix() for p in sorted(site.rglob("*.html"))]:
        if path == "404.html":
            continue
        for link in document(path).links:
            problem = _problem(site, document, f"{base}{path}", link, base)
            if problem:
                broken.append(f"{path}: {link}: {problem}")
    return broken


def _problem(
    site: Path, document: Callable[[str], Document], origin: str, link: str, base: str
) -> str | None:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    target = urlsplit(urljoin(origin, link))
    if not target.path.startswith(base):
        return "leaves the site"
    path = unquote(target.path.removeprefix(base))
    if path == "" or path.endswith("/"):
        path += "index.html"
    if not (site / path).is_file():
        return "no such file"
    anchor = unquote(target.fragment)
    if anchor and path.endswith(".html") and anchor not in document(path).ids:
        return "no such anchor"
    return None
