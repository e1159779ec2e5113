"""The one way out: every text for a terminal, a log or an annotation goes through here.

An author controls what findings quote. Escape sequences, line breaks and characters that reorder
text are made visible, and no line can begin a workflow command (`::`, `##[`) unless it is ours.
"""

from __future__ import annotations

import re
import sys
from typing import TextIO

_UNSAFE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """One line of text that shows what it holds: control and invisible characters as U+XXXX."""
    text = _UNSAFE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
    text = text.replace("##[", "## [")
    # A runner strips blanks before it looks for a command, so a blank in front would not do.
    if text.lstrip().startswith("::"):
        text = text.replace(":", "<U+003A>", 1)
    return text


def annotation_value(text: str) -> str:
    """The message of a GitHub workflow command, which escapes percent signs."""
    return visible(text).strip().replace("%", "%25")


def annotation_property(text: str) -> str:
    """A property of a GitHub workflow command, in which `:` and `,` separate."""
    return annotation_value(text).replace(":", "%3A").replace(",", "%2C")


class Printer:
    """Writes lines to a stream. Nothing else in the package prints.

    Attributes:
        stream: Where lines go; standard output by default.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stdout

    def line(self, text: str = "") -> None:
        """One line of ordinary output."""
        self._write(visible(text))

    def command(self, text: str) -> None:
        """A workflow command of ours, whose parts `annotation_*` have escaped."""
        self._write(text)

    def document(self, text: str) -> None:
        """A machine-readable document, escaped by its own format, in which no line is a command.

        In JSON a bracket behind two `#` stands in a text, where it may be written as a reference.
        """
        self._write(text.replace("##[", "##\\u005b"))

    def _write(self, text: str) -> None:
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        self.stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
