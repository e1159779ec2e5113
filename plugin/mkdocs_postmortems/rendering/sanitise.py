"""Sole owner of nh3: the HTML that Markdown made of an author's text, cut to what is allowed."""

from __future__ import annotations

import re

import nh3

from ..markup import ALLOWED_SCHEMES, ALLOWED_TAGS

_GLOBAL = {"class", "id", "title", "lang", "dir", "role", "aria-label", "aria-hidden"}
_ATTRIBUTES = {
    "*": _GLOBAL,
    "a": {"href", "name", "target"},
    "abbr": set(),
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime", "cite"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"checked", "disabled"},
    "ins": {"datetime", "cite"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "path": {"d", "fill-rule", "clip-rule"},
    "svg": {"viewBox", "viewbox", "xmlns", "width", "height"},
    "td": {"colspan", "rowspan", "style", "align"},
    "th": {"colspan", "rowspan", "scope", "style", "align"},
    "time": {"datetime"},
}
_VALUES = {"input": {"type": {"checkbox"}}}
_ID = re.compile(r'(\s)(?:id|name|for)="([^"]*)"')
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
_MAX_DEPTH_TAGS = 20_000


class TooManyTagsError(ValueError):
    """More tags than a document can hold; the cleaner takes quadratic time on them."""


def clean(html: str, reserved: frozenset[str] = frozenset()) -> tuple[str, tuple[str, ...]]:
    """The allowed part of an HTML text, and the names of elements that were taken out of it.

    Ids of the theme's (`__…`) and of our generated blocks (`reserved`) are taken from the author's
    elements, so that no heading can pose as a row of a table.

    Raises:
        TooManyTagsError: Over 20,000 tags.
    """
    before = _TAG.findall(html)
    if len(before) > _MAX_DEPTH_TAGS:
        raise TooManyTagsError(f"{len(before)} tags")
    cleaned = nh3.clean(
        html,
        tags=set(ALLOWED_TAGS),
        clean_content_tags={"script", "style", "iframe", "object", "template", "noscript"},
        attributes=_ATTRIBUTES,
        tag_attribute_values=_VALUES,
        filter_style_properties={"text-align"},
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel="noopener",
        strip_comments=True,
    )
    cleaned = _ID.sub(lambda match: _kept(match, reserved), cleaned)
    lost = tuple(sorted({name.lower() for name in before} - ALLOWED_TAGS))
    return cleaned, lost


def _kept(match: re.Match[str], reserved: frozenset[str]) -> str:
    """An author's id as it stands, or nothing where it is somebody else's."""
    taken = match[2].startswith(("__", "pm-")) or match[2] in reserved
    return match[1] if taken else match[0]
