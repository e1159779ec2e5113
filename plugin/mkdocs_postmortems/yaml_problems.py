"""What is said about YAML that cannot be read, with the corrected line where it is known."""

from __future__ import annotations

import re

from . import open_quotes
from .diagnostics import Position
from .open_quotes import OpenQuote

_QUOTED_CHARACTERS = 80
# Longer lines are not shown corrected: nobody would type them again from a message.
_LINE_CHARACTERS = 200

_PAIR = re.compile(r"""(\s*(?:- +)?[A-Za-z_][\w-]*: +)([^\s"'\[{|>#&*].*?|[*&][^\s].*?)\s*""")
_ITEM = re.compile(r"""(\s*(?:- +)+)([^\s"'\[{|>#].*?)\s*""")
_FLOW = re.compile(r"""(\s*(?:- +)?[A-Za-z_][\w-]*: +\[)([^\[\]{}"']+)\]\s*""")


_FLOW_PAIR = re.compile(r"""([{,]\s*[A-Za-z_][\w-]*: +)([@`%!][^,{}\[\]"']*)""")


class YamlProblem(Exception):
    """Front matter that cannot be read.

    Attributes:
        code: The rule it breaks.
        position: In the file, lines and columns from 1.
        message: What is wrong.
        found: The offending text, if there is one.
        fix: What to do.
    """

    def __init__(
        self, code: str, position: Position, message: str, found: str | None = None, fix: str = ""
    ) -> None:
        super().__init__(message)
        self.code, self.position, self.message = code, position, message
        self.found, self.fix = found, fix


def short(found: str | None) -> str | None:
    """What a finding quotes, cut to a length that fits a line."""
    if found is None or len(found) <= _QUOTED_CHARACTERS:
        return found
    return f"{found[: _QUOTED_CHARACTERS - 1]}…"


def explain(reason: str, text: str, first_line: int, index: int, column: int) -> YamlProblem:
    """The YAML reader's complaint in the author's words.

    Args:
        reason: The complaint itself, for what is not recognised.
        text: The front matter.
        first_line: The line of the file on which it begins.
        index: Where the reader stopped: the line of the text, from 0.
        column: The character of that line, from 0.
    """
    lines = text.split("\n")
    line = lines[index].rstrip("\r") if index < len(lines) else ""
    number = index + first_line
    quote = open_quotes.find(lines, index)
    if quote is not None:
        return _never_closed(lines[quote.index], quote, first_line)
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or ("\t" in line and "\\t" in reason):
        words = " ".join(line.split())
        fits = len(words) <= _LINE_CHARACTERS
        return YamlProblem(
            "PM004", Position(number, line.index("\t") + 1),
            "a tab stands where YAML wants spaces",
            fix=f"Write `{words}`, indented with spaces." if fits else "Indent it with spaces.",
        )  # fmt: skip
    mended = _mended(line) if len(line) <= _LINE_CHARACTERS else None
    if mended is not None:
        return YamlProblem(
            "PM004", Position(number, line.index(mended[1]) + 1), "this value must be quoted",
            short(mended[1]), f"Write `{mended[0]}`.",
        )  # fmt: skip
    return YamlProblem(
        "PM004", Position(number, column + 1), f"broken YAML: {reason}", line.strip()[:60] or None,
        "Check quotes, brackets and the indentation of this line and the one before it.",
    )  # fmt: skip


def _never_closed(line: str, quote: OpenQuote, first_line: int) -> YamlProblem:
    """A quote that its line does not close, and the closed line where that is sure."""
    text = line.rstrip()
    in_braces = re.search(r"[\[{]", line[: quote.column])
    sure = not in_braces and len(text) <= _LINE_CHARACTERS and len(text) > quote.column + 1
    return YamlProblem(
        "PM004", Position(quote.index + first_line, quote.column + 1),
        "a quote is opened here and not closed on its line", short(text[quote.column :]),
        f"Write `{text.strip()}{quote.mark}`." if sure else "Close it on the same line.",
    )  # fmt: skip


def _mended(line: str) -> tuple[str, str] | None:
    """A line with its value quoted, when quoting is likely to mend it, and that value.

    Lines are `key: value`, `- value`, `key: [value, value]` and `{key: @value}`.
    """
    match = _FLOW.fullmatch(line)
    if match is not None:
        items = [item.strip() for item in match[2].split(",")]
        bad = [item for item in items if _starts_badly(item)]
        quoted = ", ".join(_quoted(item) if item in bad else item for item in items)
        return (f"{match[1].strip()}{quoted}]", bad[0]) if bad else None
    found = _FLOW_PAIR.search(line)
    if found is not None:
        mended = _FLOW_PAIR.sub(lambda m: f"{m[1]}{_quoted(m[2].rstrip())}", line)
        return mended.strip(), found[2].rstrip()
    match = _PAIR.fullmatch(line)
    if match is not None:
        key, value = match.groups()
        wrong = _starts_badly(value) or ": " in value or value.endswith(":")
    else:
        match = _ITEM.fullmatch(line)
        if match is None:
            return None
        key, value = match.groups()
        wrong = _starts_badly(value)
    return (f"{key.strip()} {_quoted(value)}", value) if wrong else None


def _starts_badly(value: str) -> bool:
    """Whether YAML takes the first character of a plain value for a mark of its own."""
    return value.startswith((*"@`%!,]}*&", "- ", "? "))


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
