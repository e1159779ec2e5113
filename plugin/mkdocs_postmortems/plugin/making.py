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
        self._ahead: Ahead[str, Ready | None] = Ahead(
            self._make, added.order(late), further=self._make_ahead, together=added.together,
            enabled=forks,
        )  # fmt: skip

    def page(self, uri: str) -> Ready:
        """A page of ours, as far as it could be finished."""
        made = self._ahead.get(uri)
        assert made is not None, "only of exports nothing is left"
        return made

    def write(self) -> None:
        """See that the files of data are there."""
        for uri, later in self._added.exports.items():
            if later.due:
                self._ahead.get(uri)

    def draft(self, uri: str, nonce: str | None = None) -> rendering.Draft:
        """A page of ours, laid out; a nonce gives it the placeholders of a former draft."""
        added = self._added
        if uri in added.postmortems:
            page = added.build.postmortem(added.postmortems[uri])
        else:
            page = added.pages[uri]()
        return rendering.draft(page, nonce=nonce)

    def metadata(self, uri: str) -> dict[str, object]:
        """What may be asked of a postmortem's page before the page is made."""
        postmortem = self._added.postmortems[uri]
        return rendering.metadata(self._added.build.about(postmortem))

    def close(self) -> None:
        """Let go of temporary files and processes."""
        self._ahead.close()

    def _make(self, uri: str) -> Ready | None:
        """A page of ours, ready but for its Markdown; of an export, which is written, nothing."""
        later = self._added.exports.get(uri)
        if later is None:
            return Ready(self.draft(uri))
        later.write()
        return None

    def _make_ahead(self, uri: str) -> Ready | None:
        """The same with its Markdown rendered, where that is possible in another process."""
        made = self._make(uri)
        file = self.converter.files.get_file_from_path(uri)
        if made is None or file is None or file.page is None:
            return made
        return ready.ahead(made.draft, file.page, self.converter, late=uri in self._late)
