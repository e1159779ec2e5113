"""Sole owner of nh3: the HTML that Markdown made of an author's text, cut to what is allowed."""

from __future__ import annotations

import re

import nh3

from ..markup import ALLOWED_SCHEMES, ALLOWED_TAGS, allowed_address, taken_class

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
_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED_TAGS),
    clean_content_tags={"script", "style", "iframe", "object", "template", "noscript"},
    attributes=_ATTRIBUTES,
    tag_attribute_values={"input": {"type": {"checkbox"}}},
    filter_style_properties={"text-align"},
    url_schemes=set(ALLOWED_SCHEMES),
    link_rel="noopener",
    strip_comments=True,
)
# What the cleaner writes: no raw `<` in text, and values without a raw quotation mark.
_WITH_ATTRIBUTES = re.compile(r'<([a-zA-Z][a-zA-Z0-9-]*)(?: [^\s="<>]+="[^"]*")+')
_OURS = re.compile(r' (id|name|for|class)="([^"]*)"')
_ADDRESS = re.compile(r' (?:href|src|cite)="([^"]*)"')
_ANCHOR = re.compile(r"t-\d+(?:-\d+)*|action-[a-z]+-\d+", re.I)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DRAWN = '<pre class="mermaid"><code>'
"""What a fenced block becomes where the site draws diagrams."""
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]")
"""What a file may not hold; a reference to it (`&#2;`) is read by now. An address with a character
taken out could become another one, so it is replaced instead."""
_MAX_DEPTH_TAGS = 20_000


class TooManyTagsError(ValueError):
    """More tags than a document can hold; the cleaner takes quadratic time on them."""


def clean(html: str, reserved: frozenset[str] = frozenset()) -> tuple[str, tuple[str, ...]]:
    """The allowed part of an HTML text, and the names of elements that were taken out of it.

    Ids of the theme's (`__…`) and of our generated blocks (`reserved`, and whatever has the form of
    their anchors) are taken from the author's elements, so that nothing can pose as a row of a
    table; so are the classes of the theme's and of our own.

    Raises:
        TooManyTagsError: Over 20,000 tags.
    """
    before = _TAG.findall(html)
    if len(before) > _MAX_DEPTH_TAGS:
        raise TooManyTagsError(f"{len(before)} tags")
    cleaned = _UNPRINTABLE.sub("\ufffd", _CLEANER.clean(html))
    cleaned = _WITH_ATTRIBUTES.sub(lambda match: _tag(match, reserved), cleaned)
    lost = tuple(sorted({name.lower() for name in before} - ALLOWED_TAGS))
    return cleaned, lost


def _tag(match: re.Match[str], reserved: frozenset[str]) -> str:
    """A tag without the ids and classes that are somebody else's; values are left as they are."""
    tag = match[0]
    if "@" in tag:
        tag = _ADDRESS.sub(_led, tag)
    heading = match[1].lower() in _HEADINGS
    drawn = match.string.startswith(_DRAWN, match.start())
    return _OURS.sub(lambda found: _kept(found, reserved, heading=heading, drawn=drawn), tag)


def _led(found: re.Match[str]) -> str:
    """An address as it stands, or nothing where it holds a password."""
    return found[0] if allowed_address(found[1]) else ""


def _kept(found: re.Match[str], reserved: frozenset[str], *, heading: bool, drawn: bool) -> str:
    """An attribute as it stands, or what is left of it. Headings get their ids from their words."""
    name, value = found[1], found[2]
    if name == "class":
        if "md-" not in value and "pm-" not in value and "mermaid" not in value:
            return found[0]
        words = (word for word in value.split() if drawn or not taken_class(word))
        return f' class="{kept}"' if (kept := " ".join(words)) else ""
    taken = value.startswith(("__", "pm-")) or value in reserved
    return "" if taken or (not heading and _ANCHOR.fullmatch(value)) else found[0]
