"""The files that the plugin adds to a site: postmortems, generated pages, media and exports."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from .. import edit_links, media
from ..build import Checked
from ..model import Postmortem
from ..printer import visible
from ..sitebuild import SiteBuild
from ..views import Page

log = logging.getLogger("mkdocs.plugins.postmortems")

_SHOWN = (InclusionLevel.UNDEFINED, InclusionLevel.INCLUDED)
_CURRENT = ("", "problems")
"""The generated pages that a dirty live preview makes anew at each change: the ways to the rest."""


class _Lasting(File):
    """A generated file that a dirty build leaves as it is, where it exists."""

    lasting = False

    def is_modified(self) -> bool:
        """Whether a dirty build makes it."""
        return not self.lasting or not Path(self.abs_dest_path).exists()


class Later(_Lasting):
    """A file of data, which whoever makes it writes at once: while MkDocs makes pages.

    Attributes:
        due: It is to be written.
    """

    due = False

    def __init__(self, path: str, config: MkDocsConfig, make: Callable[[], bytes]) -> None:
        super().__init__(
            path, None, config.site_dir, config.use_directory_urls,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )  # fmt: skip
        self.content_bytes = b""
        self._make = make

    def copy_file(self, dirty: bool = False) -> None:
        """Note that it is to be written."""
        self.due = not dirty or self.is_modified()

    def write(self) -> None:
        """Make and write it, without keeping its bytes."""
        self.content_bytes = self._make()
        super().copy_file()
        self.content_bytes = b""


@dataclass(slots=True)
class Additions:
    """What one build adds.

    Attributes:
        postmortems: Those with a page, by the source of the page.
        pages: Makers of the generated pages, by the same.
        exports: Files of data, by their path in the site, the explorer's among them.
    """

    files: Files
    config: MkDocsConfig
    build: SiteBuild
    project: Path
    serving: bool
    quick: bool
    postmortems: dict[str, Postmortem] = field(default_factory=dict)
    pages: dict[str, Callable[[], Page]] = field(default_factory=dict)
    exports: dict[str, Later] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)

    def add(self) -> None:
        """Add everything.

        Raises:
            PluginError: A page would stand where another one does.
        """
        docs_dir = Path(self.config.docs_dir).resolve()
        self._taken = {file.dest_uri.casefold(): file.src_uri for file in self.files}
        self._take_over(self.build.checked, docs_dir)
        self._add_postmortems(docs_dir)
        self._add_pages()
        self._add_media(docs_dir)

    def order(self, late: frozenset[str]) -> list[str]:
        """What is to be made, in the order in which it is needed.

        Args:
            late: The pages that are not needed before the template of one is filled.
        """
        mine = self.postmortems.keys() | self.pages.keys()
        sources = [f.src_uri for f in self.files.documentation_pages() if f.src_uri in mine]
        exports = dict.fromkeys(
            file.src_uri for file in self.files
            if isinstance(file, Later) and file.inclusion.is_included()
        )  # fmt: skip
        keys: list[str] = []
        for uri in sorted(sources, key=late.__contains__):
            document = self._document(uri)
            keys += (uri, document) if document in exports else (uri,)
        return list(dict.fromkeys((*keys, *exports)))

    def together(self, uri: str) -> str | None:
        """What a file has in common with its neighbours; None for one that shares no work."""
        if uri in self.postmortems:
            return self._document(uri)
        section, *below = uri.removeprefix(f"{self.build.site.url}/").split("/")
        if section == "api":
            return uri
        return f"by/{below[0]}" if section == "by" else section

    def _document(self, uri: str) -> str | None:
        """The file of data that says what the page of a postmortem does; None of other pages."""
        postmortem = self.postmortems.get(uri)
        return self.build.document(postmortem) if postmortem else None

    def _take_over(self, checked: Checked, docs_dir: Path) -> None:
        """Postmortems inside the documentation folder keep their files and addresses.

        Those that the audience may not see, and those that cannot be read, are taken out; a public
        site loses everything else in these folders too, but for media that its pages link to.
        """
        roots = media.Roots(checked, self.project, docs_dir)
        for file in list(self.files):
            if file.abs_src_path and roots.withholds(file.src_uri, file.abs_src_path):
                self.files.remove(file)
            elif file.src_uri in roots.pages and file.inclusion in _SHOWN:
                file.inclusion = InclusionLevel.NOT_IN_NAV

    def _add_postmortems(self, docs_dir: Path) -> None:
        for postmortem in self.build.checked.catalog.postmortems:
            if postmortem.published_at is not None:
                self.postmortems[postmortem.published_at] = postmortem
                continue
            file = self._copied(postmortem.path, self.build.site.postmortem(postmortem))
            file.edit_uri = edit_links.relative(self.project / postmortem.path, docs_dir)
            if self._append(file, postmortem.path):
                self.postmortems[file.src_uri] = postmortem

    def _add_pages(self) -> None:
        hidden = InclusionLevel.NOT_IN_NAV
        for name, make in self.build.pages.items():
            uri = self.build.site.source(name)
            file = _Lasting.generated(self.config, uri, content="", inclusion=hidden)
            assert isinstance(file, _Lasting), "made by its own class"
            file.lasting = self.quick and name not in _CURRENT
            if self._append(file, f"the page {name or 'index'} of this plugin"):
                self.pages[file.src_uri] = make
        for path, content in self.build.artifacts.items():
            static = File.generated(self.config, path, content=content, inclusion=hidden)
            self._append(static, f"the file {path} of this plugin")
        exports = {artifact.path: artifact.make for artifact in self.build.exports}
        for path, make_bytes in {**self.build.scripts, **exports}.items():
            later = Later(path, self.config, make_bytes)
            later.lasting = self.quick
            if self._append(later, f"the file {path} of this plugin"):
                self.exports[path] = later

    def _add_media(self, docs_dir: Path) -> None:
        """Pictures and attachments that a published postmortem links to."""
        for candidate in media.linked(self.build.checked):
            if candidate.path.is_relative_to(docs_dir):
                continue  # it is published where it lies
            place = self.build.site.media(candidate.shown, candidate.root)
            self._append(self._copied(candidate.shown, place), candidate.shown)

    def _copied(self, path: str, dest_uri: str) -> File:
        """A file of the project, published at an address of ours."""
        return File(
            path, str(self.project), self.config.site_dir, self.config.use_directory_urls,
            dest_uri=dest_uri, inclusion=InclusionLevel.NOT_IN_NAV,
        )  # fmt: skip

    def _append(self, file: File, what: str) -> bool:
        """Add a file, unless something stands at its place: that is an error, not a replacement.

        The live preview goes on without the file.
        """
        other = self._taken.get(file.dest_uri.casefold())
        if other is not None or self.files.get_file_from_path(file.src_uri) is not None:
            message = (
                f"postmortems: {visible(what)} and {visible(other or file.src_uri)} would both be "
                f"the page {visible(file.dest_uri)}. Rename one, or set another `url:`."
            )
            if self.serving:
                log.error(message)
                return False
            raise PluginError(message)
        self._taken[file.dest_uri.casefold()] = file.src_uri
        self.files.append(file)
        return True
