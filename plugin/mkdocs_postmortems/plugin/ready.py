"""Pages of ours on their way through MkDocs, and what another process has done of them already.

MkDocs turns Markdown into HTML one page after the other. A forked process does that ahead for pages
that nobody else has a part in; where another plugin changes the Markdown or the HTML of a page, or
something is to be logged, the page goes its usual way in this process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import meta

from ..rendering.pages import Draft, Finished, finish
from .converter import Converter


@dataclass(frozen=True, slots=True)
class Rendered:
    """What MkDocs makes of the Markdown of a page.

    Attributes:
        source: The Markdown, as MkDocs hands it to plugins.
        html: Empty where nobody will see it before the whole page.
        anchors: The ids in it.
        links: Anchors of other pages that it links to, by the source path of those.
    """

    source: str
    html: str
    toc: TableOfContents
    anchors: set[str] | None
    links: dict[str, dict[str, str]] | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A page: laid out, and perhaps finished.

    Attributes:
        draft: Without its Markdown and its blocks where the rest is there.
    """

    draft: Draft
    rendered: Rendered | None = None
    finished: Finished | None = None


class _Said(Exception):
    """Something was to be logged."""


def ahead(draft: Draft, page: Page, converter: Converter, *, late: bool) -> Ready:
    """A page as finished as it can be, made by a process whose log nobody reads.

    Markdown extensions that are objects may keep state from page to page, so these render here.

    Args:
        late: Nobody else sees the page before it is whole.
    """
    config = converter.config
    if not all(isinstance(name, str) for name in config.markdown_extensions):
        return Ready(draft)
    config._current_page = page
    try:
        with _silence() as said:
            whole = _render(page, draft, converter)
    except Exception:  # noqa: BLE001  # it is raised again, with its message, where the page is needed
        return Ready(draft)
    finally:
        config._current_page = None
    if said:
        return Ready(draft)
    linked = getattr(page, "links_to_anchors", None)
    links = None if linked is None else {file.src_uri: names for file, names in linked.items()}
    html = "" if late else page.content or ""
    rendered = Rendered(page.markdown or "", html, page.toc, page.present_anchor_ids, links)
    page.markdown = page.content = None
    return Ready(replace(draft, markdown="", blocks={}), rendered, whole)


def _render(page: Page, draft: Draft, converter: Converter) -> Finished:
    page.markdown, _ = meta.get_data(draft.markdown)
    describe(page, draft.meta)
    converter.render(page)
    return finish(page.content or "", draft.blocks)


@contextmanager
def _silence() -> Iterator[list[str]]:
    """Log nothing, and end what wants to; yields what was said in spite of that."""
    said: list[str] = []
    factory = logging.getLogRecordFactory()

    def refuse(*args: Any, **_: Any) -> logging.LogRecord:
        said.append(str(args[:1]))
        raise _Said

    logging.setLogRecordFactory(refuse)
    try:
        yield said
    finally:
        logging.setLogRecordFactory(factory)


def source(ready: Ready) -> str:
    """What MkDocs is told that the file of a page holds: with a blank line before all metadata."""
    return ready.draft.markdown or f"\n{ready.rendered.source if ready.rendered else ''}"


def describe(page: Page, metadata: Mapping[str, object]) -> None:
    """Set the metadata ourselves: nothing of the author's front matter reaches the theme.

    The page is called by its title there, unless the navigation of the site names it otherwise.
    """
    page.meta = dict(metadata)


def skip(page: Page) -> None:
    """Leave a page that comes late out of what MkDocs does with Markdown."""

    def render(*_: object) -> None:
        del page.render
        page.content, page.toc = "", TableOfContents([])

    vars(page)["render"] = render


def use(page: Page, ready: Ready, converter: Converter) -> None:
    """Give a page what has been made of it, or make it here, when MkDocs renders it."""

    def render(*_: object) -> None:
        del page.render  # once, and without keeping all this until the build ends
        if ready.rendered is None:
            converter.render(page)
        else:
            fill(page, ready.rendered, converter.files)

    vars(page)["render"] = render


def fill(page: Page, rendered: Rendered, files: Files) -> None:
    """Do what `Page.render` does, with what another process has made."""
    page.content, page.toc = rendered.html, rendered.toc
    page.present_anchor_ids = rendered.anchors
    if rendered.links is not None:
        found = {files.get_file_from_path(uri): names for uri, names in rendered.links.items()}
        page.links_to_anchors = {file: names for file, names in found.items() if file is not None}


def complete(page: Page, ready: Ready, converter: Converter) -> Finished:
    """Do all that MkDocs does with a page before its template is filled.

    For pages of which no other plugin hears until then.

    Raises:
        TooManyTagsError: More elements than a page can hold.
    """
    if ready.rendered is None or ready.finished is None:
        return _render(page, ready.draft, converter)
    page.markdown = ready.rendered.source
    describe(page, ready.draft.meta)
    fill(page, ready.rendered, converter.files)
    return ready.finished


def finished(ready: Ready, html: str, again: Callable[[], Draft]) -> Finished:
    """The page whose Markdown has become this HTML.

    Args:
        again: Makes the draft with the same placeholders once more, for a page that was finished
            elsewhere and whose HTML another plugin has changed since.

    Raises:
        TooManyTagsError: More elements than a page can hold.
    """
    if ready.finished is not None and ready.rendered is not None and html == ready.rendered.html:
        return ready.finished
    draft = again() if ready.finished is not None else ready.draft
    return finish(html, draft.blocks)


def forget(page: Page) -> None:
    """Let go of what a page held before it was written; MkDocs keeps pages to the end."""
    page.markdown = page.content = ""
    page.toc = TableOfContents([])
