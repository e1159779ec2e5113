"""Pages of ours on their way through MkDocs, and what another process has done of them already.

MkDocs turns Markdown into HTML one page after the other. A forked process does that ahead for pages
that nobody else has a part in; where another plugin changes the Markdown or the HTML of a page, or
something is to be logged, the page goes its usual way in this process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import meta

from ..rendering.pages import Draft, Finished, finish


@dataclass(frozen=True, slots=True)
class Rendered:
    """What MkDocs makes of the Markdown of a page.

    Attributes:
        source: The Markdown, as MkDocs hands it to plugins.
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
        draft: Without its blocks where the rest is there.
    """

    draft: Draft
    rendered: Rendered | None = None
    finished: Finished | None = None


class _Said(Exception):
    """Something was to be logged."""


def ahead(draft: Draft, page: Page, config: MkDocsConfig, files: Files) -> Ready:
    """A page as finished as it can be, made by a process whose log nobody reads.

    Markdown extensions that are objects may keep state from page to page, so these render here.
    """
    if not all(isinstance(name, str) for name in config.markdown_extensions):
        return Ready(draft)
    config._current_page = page
    try:
        with _silence() as said:
            page.markdown, _ = meta.get_data(draft.markdown)
            describe(page, draft)
            page.render(config, files)
            whole = finish(page.content or "", draft.blocks)
    except Exception:  # noqa: BLE001  # it is raised again, with its message, where the page is needed
        return Ready(draft)
    finally:
        config._current_page = None
    if said:
        return Ready(draft)
    linked = getattr(page, "links_to_anchors", None)
    links = None if linked is None else {file.src_uri: names for file, names in linked.items()}
    source = page.markdown or ""
    rendered = Rendered(source, page.content or "", page.toc, page.present_anchor_ids, links)
    page.markdown = page.content = None
    # Still with a blank line at its beginning, and only once in memory.
    return Ready(replace(draft, markdown=f"\n{source}", blocks={}), rendered, whole)


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


def put_back(page: Page, ready: Ready, config: MkDocsConfig, files: Files) -> None:
    """Do what `Page.render` does, with what another process has made."""
    assert ready.rendered is not None, "asked only where it is there"
    del page.render  # once, and without keeping all this until the build ends
    _fill(page, ready.rendered, files)


def _fill(page: Page, rendered: Rendered, files: Files) -> None:
    page.content, page.toc = rendered.html, rendered.toc
    page.present_anchor_ids = rendered.anchors
    if rendered.links is not None:
        found = {files.get_file_from_path(uri): names for uri, names in rendered.links.items()}
        page.links_to_anchors = {file: names for file, names in found.items() if file is not None}


def describe(page: Page, draft: Draft) -> None:
    """Set the metadata ourselves: nothing of the author's front matter reaches the theme.

    The page is called by its title there, unless the navigation of the site names it otherwise.
    """
    page.meta = dict(draft.meta)


def complete(page: Page, ready: Ready, config: MkDocsConfig, files: Files) -> str:
    """Do all that MkDocs does with a page before its template is filled; its HTML without blocks.

    For pages of which no other plugin hears until then.
    """
    if ready.rendered is not None:
        page.markdown = ready.rendered.source
        _fill(page, ready.rendered, files)
    else:
        page.markdown, _ = meta.get_data(ready.draft.markdown)
        page.render(config, files)
    describe(page, ready.draft)
    return page.content or ""


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
