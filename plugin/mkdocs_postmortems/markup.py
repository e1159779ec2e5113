"""What HTML a body may hold: the allow list that the sanitiser applies and the rules explain."""

from __future__ import annotations

import html
import re

from .markdown_text import html_tags

ALLOWED_TAGS = frozenset(
    """a abbr b blockquote br caption center cite code col colgroup dd del details dfn div
    dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark math
    nav ol p path pre q s samp section small span strong sub summary sup svg table tbody
    td tfoot th thead time tr u ul var wbr""".split()
)
"""Elements that Markdown and the extensions of the theme produce, and no others."""

_SWALLOWING = frozenset(
    """a blockquote center details div dl figcaption figure h1 h2 h3 h4 h5 h6 li math nav ol p pre
    section summary table tbody td tfoot th thead tr ul""".split()
)
"""Elements that go on to the end of the page where they are not closed."""
_MAY_SWALLOW = re.compile(rf"<(?:{'|'.join(sorted(_SWALLOWING))})[\s/>]", re.I)

ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})

_CREDENTIALS = re.compile(r"(?:https?:)?[/\\]{2}[^/?#\\]*@", re.I)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")


def allowed_address(address: str) -> bool:
    """Whether a link may lead there: a web or mail address, or a relative one, without a password.

    Entities and white space are taken out first, as browsers do (`java&#10;script:`).
    """
    clean = _SPACE.sub("", html.unescape(address))
    if "@" in clean and _CREDENTIALS.match(clean):
        return False
    match = _SCHEME.match(clean)
    return match is None or match[1].lower() in ALLOWED_SCHEMES


def taken_class(word: str) -> bool:
    """Whether a class is the theme's or ours: it would make an author's element pose as another.

    Buttons are what the theme's manual shows authors.
    """
    if word.startswith("md-button"):
        return False
    return word == "mermaid" or word.startswith(("md-", "pm-"))


def may_swallow(text: str) -> bool:
    """Whether a text begins any element that would go on where it is not closed."""
    return "<" in text and _MAY_SWALLOW.search(text) is not None


def unclosed(text: str) -> list[tuple[int, str]]:
    """Elements of a text without code that swallow what follows it: (offset, name), outer first."""
    if not may_swallow(text):
        return []
    opened: list[tuple[int, str]] = []
    for offset, name, attributes in html_tags(text):
        if name not in _SWALLOWING:
            continue
        ending = text.startswith("</", offset)
        end = offset + (2 if ending else 1) + len(name) + len(attributes)
        if not text.startswith(">", end):
            continue
        if not ending:
            opened.append((offset, name))
        elif any(name == outer for _, outer in opened[-_DEEP:]):
            while opened.pop()[1] != name:
                pass
    return opened


_DEEP = 100
"""How far out an end tag looks for its beginning, so that time grows no faster than the text."""
