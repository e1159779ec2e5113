"""What HTML a body may hold: the allow list that the sanitiser applies and the rules explain."""

from __future__ import annotations

import html
import re

ALLOWED_TAGS = frozenset(
    """a abbr b blockquote br caption center cite code col colgroup dd del details dfn div
    dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark math
    nav ol p path pre q s samp section small span strong sub summary sup svg table tbody
    td tfoot th thead time tr u ul var wbr""".split()
)
"""Elements that Markdown and the extensions of the theme produce, and no others."""

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
