"""The MkDocs plugin: a shell that turns pages and artifacts into MkDocs files. Only importer of it.

Order of events: `on_config` reads the settings, `on_files` checks everything and adds the files (so
that the catalog is complete before any page is rendered), `on_nav` links the pages,
`on_page_read_source` hands out Markdown with placeholders, `on_page_markdown` sets safe metadata,
`on_page_content` sanitises and puts the generated blocks in.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from . import (
    build,
    configuration,
    discovery,
    edit_links,
    histories,
    media,
    parallel,
    sitebuild,
    verdicts,
)
from .clock import today
from .diagnostics import Level
from .errors import PostmortemsError
from .model import Postmortem
from .paths import Site, heading_ids
from .printer import visible
from .rendering import pages as rendering
from .rendering.sanitise import TooManyTagsError
from .settings import Settings, from_mapping
from .spool import Spool
from .views import Page

log = logging.getLogger("mkdocs.plugins.postmortems")

_LOG_LEVELS = {Level.ERROR: logging.ERROR, Level.WARNING: logging.WARNING, Level.INFO: logging.INFO}
_SHOWN = (InclusionLevel.UNDEFINED, InclusionLevel.INCLUDED)
_NAV_WARNING = 200
"""More postmortems than this in the navigation make every page of the site large and slow."""

_CURRENT = ("", "problems")
"""The generated pages that a dirty live preview makes anew at each change: the ways to the rest."""


class PluginOptions(Config):
    """The plugin's block of `mkdocs.yml`. Defaults and checks are those of `Settings`."""

    path = options.Optional(options.Type((str, list)))
    url = options.Optional(options.Type(str))
    default_profile = options.Optional(options.Type(str))
    timezone = options.Optional(options.Type(str))
    audience = options.Optional(options.Type(str))
    nav = options.Optional(options.Type(bool))
    nav_title = options.Optional(options.Type(str))
    fail_on = options.Optional(options.Type(str))
    rules = options.Optional(options.Type(dict))
    extra_keys = options.Optional(options.Type((str, list)))
    severity_scale = options.Optional(options.Type(dict))
    id_pattern = options.Optional(options.Type(str))
    profiles = options.Optional(options.Type((str, list)))
    registry = options.Optional(options.Type(str))
    action_state = options.Optional(options.Type(str))
    terms = options.Optional(options.Type(dict))
    edit_uri = options.Optional(options.Type(str))
    full_text = options.Optional(options.Type((str, bool)))
    search_bodies = options.Optional(options.Type((str, bool)))
    git_history = options.Optional(options.Type((bool, str)))
    holidays = options.Optional(options.Type(list))
    policies = options.Optional(options.Type(dict))
    exports = options.Optional(options.Type((str, list)))
    limits = options.Optional(options.Type(dict))


class _Lasting(File):
    """A generated file that a dirty build leaves as it is, where it exists."""

    lasting = False

    def is_modified(self) -> bool:
        """Whether a dirty build makes it."""
        return not self.lasting or not Path(self.abs_dest_path).exists()


class _Made(_Lasting):
    """A file that is made when the site is written: thousands of them need no memory until then."""

    def __init__(self, path: str, config: MkDocsConfig, make: Callable[[], bytes]) -> None:
        super().__init__(
            path, None, config.site_dir, config.use_directory_urls,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )  # fmt: skip
        self.content_bytes = b""
        self._make = make

    def copy_file(self, dirty: bool = False) -> None:
        """Make the file and write it."""
        if dirty and not self.is_modified():
            return
        self.content_bytes = self._make()
        super().copy_file(dirty)
        self.content_bytes = b""


class PostmortemsPlugin(BasePlugin[PluginOptions]):
    """Adds the postmortems, and the pages about them, to a site."""

    def __init__(self) -> None:
        self._serving = self._quick = False
        self._earlier = build.Earlier()
        self._settings = Settings()
        self._project = Path()
        self._build: sitebuild.SiteBuild | None = None
        self._postmortems: dict[str, Postmortem] = {}
        self._pages: dict[str, Callable[[], Page]] = {}
        self._taken: dict[str, str] = {}
        self._exports: dict[str, Callable[[], bytes]] = {}
        self._ahead: parallel.Ahead[str, rendering.Draft | bytes] | None = None
        self._drafts: dict[str, rendering.Draft] = {}
        self._finished = Spool()
        self._searched: str | None = None
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
            # The catalog lives to the end of the build; the garbage collector need not walk it.
            gc.freeze()
        repository = edit_links.Repository(
            self._project, docs_dir, config.repo_url, config.edit_uri, config.edit_uri_template
        )
        edit_url = edit_links.maker(repository, self._settings.edit_uri)
        several = len(checked.found.roots) > 1
        ids = heading_ids(config.mdx_configs.get("toc"))
        site = Site(self._settings.url, config.use_directory_urls, edit_url, several, ids)
        address = f"{config.site_url.rstrip('/')}/" if config.site_url else ""
        self._build = sitebuild.collect(
            checked, site, address, preview=self._serving, history=self._history
        )
        self._postmortems, self._pages, self._exports = {}, {}, {}
        self._drafts, self._finished = {}, Spool()
        self._taken = {file.dest_uri.casefold(): file.src_uri for file in files}
        self._take_over(files, checked, docs_dir)
        self._add_postmortems(files, config, docs_dir)
        self._add_pages(files, config)
        self._add_media(files, config)
        mine = self._postmortems.keys() | self._pages.keys()
        order = [f.src_uri for f in files.documentation_pages() if f.src_uri in mine]
        # The live preview runs threads, beside which a process must not be forked.
        self._ahead = parallel.Ahead(
            self._make, [*order, *self._exports], enabled=not self._serving
        )
        return files

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Index the bodies; give the catalog back to the garbage collector."""
        gc.unfreeze()
        self._finished.close()
        if failure := self._built().texts.write(Path(config.site_dir)):
            raise PluginError(f"postmortems: {visible(failure)}")

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

    def _take_over(self, files: Files, checked: build.Checked, docs_dir: Path) -> None:
        """Postmortems inside the documentation folder keep their files and addresses.

        Those that the audience may not see, and those that cannot be read, are taken out; a public
        site loses everything else in these folders too, but for media that its pages link to.
        """
        roots = media.Roots(checked, self._project, docs_dir)
        for file in list(files):
            if file.abs_src_path and roots.withholds(file.src_uri, file.abs_src_path):
                files.remove(file)
            elif file.src_uri in roots.pages and file.inclusion in _SHOWN:
                file.inclusion = InclusionLevel.NOT_IN_NAV

    def _add_postmortems(self, files: Files, config: MkDocsConfig, docs_dir: Path) -> None:
        site_build = self._built()
        for postmortem in site_build.checked.catalog.postmortems:
            if postmortem.published_at is not None:
                self._postmortems[postmortem.published_at] = postmortem
                continue
            file = File(
                postmortem.path,
                str(self._project),
                config.site_dir,
                config.use_directory_urls,
                dest_uri=site_build.site.postmortem(postmortem),
                inclusion=InclusionLevel.NOT_IN_NAV,
            )
            file.edit_uri = edit_links.relative(self._project / postmortem.path, docs_dir)
            if self._append(files, file, postmortem.path):
                self._postmortems[file.src_uri] = postmortem

    def _add_pages(self, files: Files, config: MkDocsConfig) -> None:
        site_build = self._built()
        for name, make in site_build.pages.items():
            uri, hidden = site_build.site.source(name), InclusionLevel.NOT_IN_NAV
            file = _Lasting.generated(config, uri, content="", inclusion=hidden)
            assert isinstance(file, _Lasting), "made by its own class"
            file.lasting = self._quick and name not in _CURRENT
            if self._append(files, file, f"the page {name or 'index'} of this plugin"):
                self._pages[file.src_uri] = make
        for path, content in site_build.artifacts.items():
            file = File.generated(
                config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV
            )
            self._append(files, file, f"the file {path} of this plugin")
        for artifact in site_build.exports:
            made = _Made(artifact.path, config, partial(self._export, artifact.path))
            made.lasting = self._quick
            if self._append(files, made, f"the file {artifact.path} of this plugin"):
                self._exports[artifact.path] = artifact.make

    def _add_media(self, files: Files, config: MkDocsConfig) -> None:
        """Pictures and attachments that a published postmortem links to."""
        site_build = self._built()
        docs_dir = Path(config.docs_dir).resolve()
        for candidate in media.linked(site_build.checked):
            if candidate.path.is_relative_to(docs_dir):
                continue  # it is published where it lies
            file = File(
                candidate.shown,
                str(self._project),
                config.site_dir,
                config.use_directory_urls,
                dest_uri=site_build.site.media(candidate.shown, candidate.root),
                inclusion=InclusionLevel.NOT_IN_NAV,
            )
            self._append(files, file, candidate.shown)

    def _append(self, files: Files, file: File, what: str) -> bool:
        """Add a file, unless something stands at its place: that is an error, not a replacement.

        The live preview goes on without the file.
        """
        other = self._taken.get(file.dest_uri.casefold())
        if other is not None or files.get_file_from_path(file.src_uri) is not None:
            message = (
                f"postmortems: {visible(what)} and {visible(other or file.src_uri)} would both be "
                f"the page {visible(file.dest_uri)}. Rename one, or set another `url:`."
            )
            if self._serving:
                log.error(message)
                return False
            raise PluginError(message)
        self._taken[file.dest_uri.casefold()] = file.src_uri
        files.append(file)
        return True

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Put the section into the navigation, and give every page its parent and neighbours."""
        site_build = self._built()
        in_nav = {page.file.src_uri for page in nav.pages}
        listed = sum(uri in in_nav for uri in self._postmortems)
        if listed > _NAV_WARNING:
            log.warning(
                "postmortems: the navigation lists %d postmortems, which adds all their links to "
                "every page. Take them out of `nav:`; the index links to all of them.",
                listed,
            )
        sources = [(title, site_build.site.source(name)) for name, title in site_build.hubs]
        hubs = [(title, _page(files, uri)) for title, uri in sources if uri in self._pages]
        section = self._section(nav, hubs, in_nav)
        parent = (hubs[0][1].parent if hubs else None) or section
        index = hubs[0][1] if hubs else None
        for uri in (*self._pages, *self._postmortems):
            file = files.get_file_from_path(uri)
            page = file.page if file is not None else None
            if page is not None and page is not index and page.parent is None:
                page.parent = parent
        return nav

    def _section(
        self, nav: Navigation, hubs: list[tuple[str, MkDocsPage]], in_nav: set[str]
    ) -> Section | None:
        """Our own section at the end, unless the site's navigation names one of its pages."""
        if (
            not self._settings.nav
            or not hubs
            or any(page.file.src_uri in in_nav for _, page in hubs)
        ):
            return None
        for title, page in hubs:
            page.title = title
        section = Section(self._settings.nav_title, [page for _, page in hubs])
        section.parent = None
        for before, after in zip(hubs, hubs[1:], strict=False):
            before[1].next_page, after[1].previous_page = after[1], before[1]
        for _, page in hubs:
            page.parent = section
        nav.items.append(section)
        nav.pages.extend(page for _, page in hubs)
        return section

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str | None:
        """Markdown with placeholders for our pages; None leaves a page of the user's alone."""
        uri = page.file.src_uri
        if self._ahead is None or (uri not in self._postmortems and uri not in self._pages):
            return None
        draft = self._ahead.get(uri)
        assert isinstance(draft, rendering.Draft), "only exports are bytes"
        self._drafts[uri] = draft
        return draft.markdown

    def _export(self, path: str) -> bytes:
        """The bytes of a file made of the catalog."""
        assert self._ahead is not None, "on_files runs before files are written"
        made = self._ahead.get(path)
        assert isinstance(made, bytes), "only pages are drafts"
        return made

    def _make(self, src_uri: str) -> rendering.Draft | bytes:
        """A page of ours, ready but for its Markdown, or an export."""
        if src_uri in self._exports:
            return self._exports[src_uri]()
        if src_uri in self._postmortems:
            return rendering.draft(self._built().postmortem(self._postmortems[src_uri]))
        return rendering.draft(self._pages[src_uri]())

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Set the metadata ourselves: nothing of the author's front matter reaches the theme."""
        draft = self._drafts.get(page.file.src_uri)
        if draft is not None:
            page.meta = dict(draft.meta)
            page.title = str(draft.meta["title"])
        return markdown

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Sanitise what Markdown made of the author's text, then put the generated blocks in."""
        draft = self._drafts.pop(page.file.src_uri, None)
        if draft is None:
            return html
        try:
            finished = rendering.finish(html, draft.blocks)
        except (TooManyTagsError, RecursionError):
            what = "the body makes more elements than a page can hold; move generated text to files"
            raise PluginError(f"{visible(page.file.src_uri)}: {what}") from None
        if finished.lost:
            names = ", ".join(f"<{name}>" for name in finished.lost)
            log.info("%s: removed from the page: %s", visible(page.file.src_uri), visible(names))
        self._finished.put(page.file.src_uri, finished.html)
        postmortem = self._postmortems.get(page.file.src_uri)
        return self._built().texts.searched(postmortem, finished.searched)

    @event_priority(-100)
    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the theme the whole page, after the search has read the part that it indexes."""
        whole = self._finished.pop(page.file.src_uri)
        if whole is not None:
            self._searched, page.content = page.content, whole
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Name the feed in the head of our pages, where feed readers look for it."""
        if page.file.src_uri not in self._postmortems and page.file.src_uri not in self._pages:
            return output
        # MkDocs keeps pages to the end; what is written by now need not stay in memory.
        page.content = self._searched
        return output.replace("</head>", self._built().head(page.file.dest_uri) + "</head>", 1)

    def _built(self) -> sitebuild.SiteBuild:
        assert self._build is not None, "on_files runs before every other event"
        return self._build


def _page(files: Files, src_uri: str) -> MkDocsPage:
    """The page that MkDocs made for a file of ours."""
    file = files.get_file_from_path(src_uri)
    assert file is not None and file.page is not None
    return file.page
