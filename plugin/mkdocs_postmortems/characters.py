"""Characters that no document may hold: sheets, feeds and calendars misread or refuse them."""

from __future__ import annotations

import re

# Control characters other than tab and line feed, halves of pairs, and what is no character.
_UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Text whose line ends are line feeds, without the characters above."""
    return _UNUSABLE.sub("", _LINE_ENDS.sub("\n", text))
