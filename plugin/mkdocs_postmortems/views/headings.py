"""Where on a postmortem's page something stands: the address of the heading above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any

from ..markdown_text import plain
from ..model import Postmortem
from ..profiles import Profile
from ..rows import parsed
from ..specs import SectionSpec
from . import further, nested, outline
from . import postmortem as postmortem_view
from .base import Heading, Prose, View


class Headings:
    """The headings of a postmortem's page and their ids, as the site generator makes them."""

    def __init__(self, view: View, postmortem: Postmortem) -> None:
        """Nothing is read before a heading is asked for."""
        self._view = view
        self._postmortem = postmortem
        self._profile = view.profiles[postmortem.profile]

    def fragment(self, path: str, line: int | None, values: Mapping[str, Any]) -> str:
        """The id of the heading above a field; empty if it has none.

        Args:
            path: Of the field.
            line: The line of the file on which it is written; None for front matter.
            values: Of the row meant, where the template shows a list in several places.
        """
        title, place = self._below(path, values) if line is None else self._at(line)
        if not title:
            return ""
        own = self._id(title)
        return own if own and own not in self._shared else self._ids.get(place, own)

    def _id(self, title: str) -> str:
        """The id of a heading, if no other one has it."""
        return _heading_id(self._view.site.heading_id, title)

    @property
    def _shared(self) -> frozenset[str]:
        """The ids that several headings of the page may have, if equal words gave equal ids.

        There are hardly any; many pages ask for them.
        """
        known, path = self._view.shared_ids, self._postmortem.path
        if path not in known:
            known[path] = frozenset(id_ for id_, times in self._times().items() if times > 1)
        return known[path]

    def _times(self) -> Counter[str]:
        postmortem = self._postmortem
        written = [s for s in postmortem.sections if not outline.is_title(postmortem, s)]
        keys = {section.key for section in written}
        ours = [spec.heading for spec in self._profile.sections if spec.key not in keys]
        inner = (title for section in postmortem.sections for title in nested.titles(section.text))
        titles = (*(section.title for section in written), *ours, further.TITLE, *inner)
        return Counter(self._id(title) for title in titles if title)

    @cached_property
    def _ids(self) -> dict[int | str | None, str]:
        """The id of each heading in the order of the page, by its place: each is given out once.

        The page is laid out for it, which only pages with equal headings need.
        """
        origin = self._view.site.postmortem(self._postmortem)
        taken: set[str] = set()
        found: dict[int | str | None, str] = {}
        for part in postmortem_view.sections(self._view, self._postmortem, origin):
            if isinstance(part, Heading):
                found.setdefault(part.place, _unique(self._id(part.markdown), taken))
            elif isinstance(part, Prose):
                for title in nested.titles(part.markdown):
                    _unique(self._id(title), taken)
        return found

    def _at(self, line: int) -> tuple[str, int]:
        """The heading above a line of the file, and its place."""
        above = [s for s in self._postmortem.sections if s.line <= line]
        if not above or outline.is_title(self._postmortem, above[-1]):
            return "", 0
        return above[-1].title, above[-1].line

    def _below(self, path: str, values: Mapping[str, Any]) -> tuple[str, int | str]:
        """The heading below which a page shows a field of the front matter, and its place."""
        spec = _spec(self._profile, path, values)
        if spec is None:
            return further.TITLE, further.TITLE
        written = next((s for s in self._postmortem.sections if s.key == spec.key), None)
        return (written.title, written.line) if written else (spec.heading, spec.key)


def _unique(wanted: str, taken: set[str]) -> str:
    """The id that is given out, numbered if it is taken: `notes`, `notes_1`, `notes_2`."""
    while not wanted or wanted in taken:
        stem, mark, number = wanted.rpartition("_")
        counted = bool(mark) and number.isascii() and number.isdigit()
        wanted = f"{stem}_{int(number) + 1}" if counted else f"{wanted}_1"
    taken.add(wanted)
    return wanted


@lru_cache(maxsize=8192)
def _heading_id(make: Callable[[str], str], title: str) -> str:
    """Most headings are those of a template, and stand on page after page."""
    return make(plain(title))


def _spec(profile: Profile, path: str, values: Mapping[str, Any]) -> SectionSpec | None:
    """The section of a template that shows a field, and of a list the row with these values."""
    rest: SectionSpec | None = None
    for spec in profile.sections:
        for field in spec.fields:
            if field.path != path:
                continue
            if field.item is None:
                rest = rest or spec
            elif all(values.get(key) == value for key, value in field.item.items()):
                return spec
    if rest is not None:
        return rest
    for spec in profile.sections:
        base, wanted = parsed(spec.written or "")
        if base == path and all(values.get(key) == value for key, value in wanted.items()):
            return spec
    return None
