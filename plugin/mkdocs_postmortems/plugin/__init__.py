"""The MkDocs plugin: a shell that turns pages and artifacts into MkDocs files. Only this folder
imports MkDocs.

Order of events: `on_config` reads the settings, `on_files` checks everything and adds the files (so
that the catalog is complete before any page is rendered), `on_nav` links the pages and lets other
processes begin with them, `on_page_read_source` hands out Markdown with placeholders,
`on_page_markdown` sets safe metadata, `on_page_content` sanitises and puts the generated blocks in,
`on_post_build` waits for the files of data.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from .. import build, configuration, discovery, edit_links, histories, sitebuild, verdicts
from ..clock import today
from ..diagnostics import Level
from ..errors import PostmortemsError
from ..paths import Site, heading_ids
from ..printer import visible
from ..rendering.pages import Finished
from ..rendering.sanitise import TooManyTagsError
from ..settings import Settings, from_mapping
from ..spool import Spool
from . import late, navigation, ready
from .additions import Additions
from .making import Making
from .options import PluginOptions
from .ready import Ready

log = logging.getLogger("mkdocs.plugins.postmortems")

_LOG_LEVELS = {Level.ERROR: logging.ERROR, Level.WARNING: logging.WARNING, Level.INFO: logging.INFO}

_RARELY = (50_000, 10, 10)
"""Thresholds of the garbage collector while a site is built: pages live until the end."""


class PostmortemsPlugin(BasePlugin[PluginOptions]):
    """Adds the postmortems, and the pages about them, to a site."""

    def __init__(self) -> None:
        self._serving = self._quick = False
        self._earlier = build.Earlier()
        self._settings = Settings()
        self._project = Path()
        self._threshold = gc.get_threshold()
        self._added: Additions | None = None
        self._making: Making | None = None
        self._ready: dict[str, Ready] = {}
        self._late: frozenset[str] = frozenset()
        self._forgets = False
        self._finished = Spool()
        self._whole: str | None = None
        self._indexed: str | None = None
        self._history: histories.History | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a live preview, in which findings do not stop the server."""
        self._serving = command == "serve"
        self._quick = self._serving and dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the settings; load our styles and scripts on every page; watch the folders."""
        self._project = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        raw = {key: value for key, value in self.config.items() if value is not None}
        try:
            self._settings = self._read_settings(raw)
            paths = discovery.watched(self._project, self._settings.path, self._settings.beside)
            watched = list(map(str, paths))
        except PostmortemsError as error:
            raise PluginError(f"postmortems: {visible(str(error))}") from None
        base = f"{self._settings.url}/assets"
        for name in sitebuild.ASSETS:
            more: list[Any] = config.extra_css if name[-4:] == ".css" else config.extra_javascript
            more.append(f"{base}/{name}")
        config.watch += [path for path in watched if path not in config.watch]
        return config

    def _read_settings(self, raw: dict[str, Any]) -> Settings:
        if raw or not (self._project / "postmortems.yml").is_file():
            configuration.refuse_both(self._project, bool(raw))
            return from_mapping(raw, "plugins: postmortems")
        return configuration.load(self._project, self._project / "postmortems.yml").settings

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Check every postmortem, then add the pages, pictures and artifacts.

        Raises:
            PluginError: A finding fails the build, or a page would stand where another one does.
        """
        docs_dir = Path(config.docs_dir).resolve()
        try:
            checked = build.check(
                self._project, self._settings, today(), docs_dir, forks=not self._serving,
                earlier=self._earlier if self._serving else None,
            )  # fmt: skip
            if self._history is None:  # the live preview reads it once, not at each change
                self._history = histories.load(self._project, self._settings, checked.found.roots)
        except PostmortemsError as error:
            raise PluginError(f"postmortems: {visible(str(error))}") from None
        self._report(checked, strict=bool(config.strict))
        if not self._serving:
            gc.set_threshold(*_RARELY)
        repository = edit_links.Repository(
            self._project, docs_dir, config.repo_url, config.edit_uri, config.edit_uri_template
        )
        edit_url = edit_links.maker(repository, self._settings.edit_uri)
        several = len(checked.found.roots) > 1
        ids = heading_ids(config.mdx_configs.get("toc"))
        site = Site(self._settings.url, config.use_directory_urls, edit_url, several, ids)
        address = f"{config.site_url.rstrip('/')}/" if config.site_url else ""
        made = sitebuild.collect(
            checked, site, address, preview=self._serving, history=self._history
        )
        self._ready, self._finished = {}, Spool()
        self._added = Additions(files, config, made, self._project, self._serving, self._quick)
        self._added.add()
        return files

    def _report(self, checked: build.Checked, *, strict: bool) -> None:
        """Log all diagnostics, each at its level, before the first failure.

        MkDocs counts warnings for `--strict` only if its verbosity prints them, so the plugin
        fails the build itself.
        """
        verdict = verdicts.judge(checked, strict=strict, indexes=not self._serving)
        for level, sentence in verdict.lines:
            log.log(_LOG_LEVELS[level], sentence)
        if verdict.refusal and not self._serving:
            raise PluginError(verdict.refusal)

    def _link_pages(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Put the section into the navigation, and give every page its parent and neighbours."""
        added, made = self._all(), self._built()
        hubs = {made.site.source(name): title for name, title in made.hubs}
        navigation.place(
            nav, files, {uri: title for uri, title in hubs.items() if uri in added.pages},
            list(added.pages), list(added.postmortems),
            self._settings.nav_title if self._settings.nav else None,
        )  # fmt: skip
        return nav

    @event_priority(-100)
    def _begin(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Let other processes begin with the pages, now that all plugins have added theirs."""
        added = self._all()
        self._late = late.choose(added, nav, config, self)
        self._forgets = late.forgettable(config)
        # The live preview runs threads, beside which a process must not be forked.
        self._making = Making(added, config, files, self._late, forks=not self._serving)
        return nav

    on_nav = CombinedEvent(_link_pages, _begin)

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str | None:
        """Markdown with placeholders for our pages; None leaves a page of the user's alone."""
        uri = page.file.src_uri
        if self._making is None or not self._is_ours(page):
            return None
        if uri in self._late:
            ready.skip(page)
            return ""
        self._ready[uri] = made = self._making.page(uri)
        return ready.source(made)

    def _is_ours(self, page: MkDocsPage) -> bool:
        added, uri = self._all(), page.file.src_uri
        return uri in added.postmortems or uri in added.pages

    def _describe(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        uri = page.file.src_uri
        if uri in self._ready:
            ready.describe(page, self._ready[uri].draft.meta)
        elif uri in self._late and uri in self._all().postmortems:
            ready.describe(page, self._maker().metadata(uri))
        return markdown

    @event_priority(-100)
    def _spare(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Nothing is left to render where it has been done, unless a plugin changed the text."""
        uri = page.file.src_uri
        made = self._ready.get(uri)
        if made is not None:
            if made.rendered is not None and markdown != made.rendered.source:
                made = self._ready[uri] = Ready(self._maker().draft(uri, made.draft.nonce))
            ready.use(page, made, self._maker().converter)
        return markdown

    on_page_markdown = CombinedEvent(_describe, _spare)

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Sanitise what Markdown made of the author's text, then put the generated blocks in."""
        uri = page.file.src_uri
        made = self._ready.pop(uri, None)
        if made is None:
            return html
        again = partial(self._maker().draft, uri, made.draft.nonce)
        finished = self._told(uri, lambda: ready.finished(made, html, again))
        self._finished.put(uri, finished.html)
        return self._searched(uri, finished)

    def _told(self, uri: str, finish: Callable[[], Finished]) -> Finished:
        """The whole page, with a word in the log on what was taken out of it."""
        try:
            finished = finish()
        except (TooManyTagsError, RecursionError):
            what = "the body makes more elements than a page can hold; move generated text to files"
            raise PluginError(f"{visible(uri)}: {what}") from None
        if finished.lost:
            names = ", ".join(f"<{name}>" for name in finished.lost)
            log.info("%s: removed from the page: %s", visible(uri), visible(names))
        return finished

    def _searched(self, uri: str, finished: Finished) -> str:
        return self._built().texts.searched(self._all().postmortems.get(uri), finished.searched)

    @event_priority(100)
    def _complete(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Make a page that comes late."""
        uri = page.file.src_uri
        if uri in self._late:
            made, converter = self._maker().page(uri), self._maker().converter
            finished = self._told(uri, lambda: ready.complete(page, made, converter))
            page.content, self._whole = self._searched(uri, finished), finished.html
        return context

    @event_priority(-100)
    def _show(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the theme the whole page, after the search has read the part that it indexes."""
        whole = self._whole or self._finished.pop(page.file.src_uri)
        if whole is not None:
            self._indexed, page.content, self._whole = page.content, whole, None
        return context

    on_page_context = CombinedEvent(_complete, _show)

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Name the feed in the head of our pages, where feed readers look for it."""
        if not self._is_ours(page):
            return output
        if self._forgets:
            ready.forget(page)
        else:
            page.content = self._indexed
        return output.replace("</head>", self._built().head(page.file.dest_uri) + "</head>", 1)

    @event_priority(100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """See that the exports are there; index the bodies; collect garbage as before."""
        self._maker().write()
        self._close()
        if failure := self._built().texts.write(Path(config.site_dir)):
            raise PluginError(f"postmortems: {visible(failure)}")

    def on_build_error(self, *, error: Exception) -> None:
        """End as a build that succeeds does."""
        self._close()

    def _close(self) -> None:
        """Let go of temporary files and processes; collect garbage as before."""
        gc.unfreeze()
        gc.set_threshold(*self._threshold)
        self._finished.close()
        if self._making is not None:
            self._making.close()

    def _all(self) -> Additions:
        assert self._added is not None, "on_files runs before every other event"
        return self._added

    def _maker(self) -> Making:
        assert self._making is not None, "on_nav runs before every event of a page"
        return self._making

    def _built(self) -> sitebuild.SiteBuild:
        return self._all().build
