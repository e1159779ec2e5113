"""Where on a postmortem's page something stands: the address of the heading above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..markdown_text import plain
from ..model import Postmortem
from ..paths import Site
from ..profiles import Profile
from ..rows import parsed
from ..specs import SectionSpec
from . import outline

_REST = "Further details"
"""The heading over what a template has no place for."""


def fragment(
    site: Site, postmortem: Postmortem, profile: Profile, path: str, line: int | None,
    values: Mapping[str, Any],
) -> str:  # fmt: skip
    """The id of the heading above a field, as the site generator makes it; empty if it has none.

    Args:
        path: Of the field.
        line: The line of the file on which it is written; None for front matter.
        values: Of the row meant, where the template shows a list in several places.
    """
    heading = _below(postmortem, profile, path, values) if line is None else _at(postmortem, line)
    return site.heading_id(plain(heading)) if heading else ""


def _at(postmortem: Postmortem, line: int) -> str:
    """The heading above a line of the file."""
    above = [s for s in postmortem.sections if s.line <= line]
    found = above[-1] if above else None
    return "" if found is None or outline.is_title(postmortem, found) else found.title


def _below(postmortem: Postmortem, profile: Profile, path: str, values: Mapping[str, Any]) -> str:
    """The heading below which a page shows a field of the front matter."""
    spec = _spec(profile, path, values)
    if spec is None:
        return _REST
    written = next((s.title for s in postmortem.sections if s.key == spec.key), None)
    return written or spec.heading


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
