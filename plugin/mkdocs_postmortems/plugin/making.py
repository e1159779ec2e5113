"""How the pages and the exports of one build are made: here, and in other processes."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from ..ahead import Ahead
from ..rendering import pages as rendering
from . import ready
from .additions import Additions
from .converter import Converter
from .ready import Ready


class Making:
    """Makes what a build adds, best in the order of `Additions.order`."""

    def __init__(
        self,
        added: Additions,
        config: MkDocsConfig,
        files: Files,
        late: frozenset[str],
        *,
        forks: bool,
    ) -> None:
        """Let other processes begin.

        Args:
            late: The pages that are not needed before the template of one is filled.
            forks: There may be other processes.
        """
        self._added = added
        self._late = late
        self.converter = Converter(config, files)
        self._ahead: Ahead[str, Ready | bytes] = Ahead(
            self._make, added.order(late), further=self._make_ahead, together=added.together,
            enabled=forks,
        )  # fmt: skip

    def page(self, uri: str) -> Ready:
        """A page of ours, as far as it could be finished."""
        made = self._ahead.get(uri)
        assert isinstance(made, Ready), "only exports are bytes"
        return made

    def export(self, uri: str) -> bytes:
        """A file of data."""
        made = self._ahead.get(uri)
        assert isinstance(made, bytes), "only pages are something else"
        return made

    def draft(self, uri: str, nonce: str | None = None) -> rendering.Draft:
        """A page of ours, laid out; a nonce gives it the placeholders of a former draft."""
        added = self._added
        if uri in added.postmortems:
            page = added.build.postmortem(added.postmortems[uri])
        else:
            page = added.pages[uri]()
        return rendering.draft(page, nonce=nonce)

    def close(self) -> None:
        """Let go of temporary files and processes."""
        self._ahead.close()

    def _make(self, uri: str) -> Ready | bytes:
        """A page of ours, ready but for its Markdown, or an export."""
        make = self._added.exports.get(uri)
        return make() if make is not None else Ready(self.draft(uri))

    def _make_ahead(self, uri: str) -> Ready | bytes:
        """The same with its Markdown rendered, where that is possible in another process."""
        made = self._make(uri)
        file = self.converter.files.get_file_from_path(uri)
        if isinstance(made, bytes) or file is None or file.page is None:
            return made
        return ready.ahead(made.draft, file.page, self.converter, late=uri in self._late)
