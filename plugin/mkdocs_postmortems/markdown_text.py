"""Sole scanner of Markdown structure: headings, comments, code, labels. It never renders.

One pass over the lines finds what matters; fenced code and comments are stepped over, so that a `#`
inside them is no heading. Line numbers are those of the text given, from 1.

Bodies are not trusted: no pattern looks further than a fixed number of characters past what begins
it, so that time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .backticks import inline_code
from .portable import portable

__all__ = [
    "Heading", "Label", "Structure", "blank_spans", "first_paragraph", "heading_key", "html_tags",
    "inline_code", "labels", "links", "plain", "scan", "shorten", "without_spans",
]  # fmt: skip

_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_LABEL = re.compile(r"^(?:[ \t]*[-*+][ \t]+)?\*\*([^*\n]{1,60}?):?\*\*:?[ \t]*", re.M)
_LABEL_ONLY = re.compile(r"\s*-?\s*|\s*\*\*[^*\n]{1,80}\*\*:?\s*")
_NUMBERING = re.compile(r"^(?:step\s+\d+|\d+(?:\.\d+)*)\s*[.)—–:-]*\s+", re.I)
_TARGET = r"(<[^<>\n]{0,2000}>|[^\s()]*)"
_LINK = re.compile(r"\]\(\s*" + _TARGET)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]{0,2000})>")
_DEFINITION = re.compile(
    r"^[ \t>]{0,20}\[(?!\^)[^\[\]]{1,300}\]:[ \t]*(?:\n[ \t>]*)?" + _TARGET, re.M
)
_LINK_TEXT = re.compile(r"!?\[([^\[\]]{0,300})\]\((?:[^()]{1,2000}+|\([^()]{0,300}\)){0,20}\)")
_TAG = re.compile(
    r"(?<!\]\()</?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>]|$)((?:[^<>\"']|\"[^\"]*\"|'[^']*'){0,2000})>?"
)

# What is compared with the names of sections, or shown in one line, is short; the rest is cut off
# before it is looked at.
_HEADING_CHARACTERS = 300
_PLAIN_CHARACTERS = 4000


@portable
@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 to 6, its text, its line, and the offsets of its line and what follows."""

    level: int
    text: str
    line: int
    start: int
    end: int


@portable
@dataclass(frozen=True, slots=True)
class Structure:
    """What one scan of a body finds.

    Attributes:
        headings: In order.
        comments: Spans (start, end) of HTML comments outside code.
        code: Spans of fenced code, fences included.
        open_fence: Line of a fence that is never closed, if there is one.
        open_comment: Line of a comment that is never closed, if there is one.
    """

    headings: tuple[Heading, ...]
    comments: tuple[tuple[int, int], ...]
    code: tuple[tuple[int, int], ...]
    open_fence: int | None = None
    open_comment: int | None = None


def scan(text: str) -> Structure:
    """Find the structure of a Markdown text, line by line."""
    headings: list[Heading] = []
    comments: list[tuple[int, int]] = []
    code: list[tuple[int, int]] = []
    fence: tuple[str, int, int] | None = None  # marks, offset, line of the open one
    comment: tuple[int, int] | None = None  # offset, line of the open one
    has_comments = "<!--" in text
    offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        start, offset = offset, offset + len(line) + 1
        first = line[:1]
        if comment is not None:
            comment = _comment(line, start, number, comment, comments)
        elif fence is not None:
            if _closes(line, fence[0]):
                code.append((fence[1], offset - 1))
                fence = None
        elif first in "#`~ " and first and (marks := _FENCE.match(line)):
            fence = (marks[1], start, number)
        elif first in "# " and first and (found := _HEADING.match(line)):
            title = _title(line[found.end() :])
            headings.append(Heading(len(found[1]), title, number, start, offset - 1))
        elif first in "=-" and first and _UNDERLINE.fullmatch(line):
            underlined = _underlined(text, start, number, headings, (*code[-1:], *comments[-1:]))
            if underlined is not None:
                title, begin = underlined
                level = 1 if first == "=" else 2
                headings.append(Heading(level, title, number - 1, begin, offset - 1))
        elif has_comments and "<!--" in line:
            comment = _comment(line, start, number, None, comments)
    if fence is not None:
        code.append((fence[1], len(text)))
    if comment is not None:
        comments.append((comment[0], len(text)))
    return Structure(
        tuple(headings), tuple(comments), tuple(code),
        fence[2] if fence else None, comment[1] if comment else None,
    )  # fmt: skip


def _underlined(
    text: str, start: int, number: int, headings: list[Heading],
    spans: tuple[tuple[int, int], ...],
) -> tuple[str, int] | None:  # fmt: skip
    """The text above an underline and its offset, if it is a paragraph of one line."""
    begin = text.rfind("\n", 0, max(start - 1, 0)) + 1
    line = text[begin : max(start - 1, 0)]
    title = line.strip()
    above = text[text.rfind("\n", 0, max(begin - 1, 0)) + 1 : max(begin - 1, 0)]
    last = headings[-1].line if headings else 0
    in_span = any(end >= begin - 1 for _, end in spans)
    if not title.strip("=-") or line.startswith(("    ", "\t", "|", "<")) or last == number - 1:
        return None
    follows = last == number - 2 or (last == number - 3 and _UNDERLINE.fullmatch(above))
    return None if in_span or (above.strip() and not follows) else (title, begin)


def _title(rest: str) -> str:
    """The text of a heading from what follows its marks, without the marks that may close it."""
    rest = rest.strip(" \t")
    if rest.endswith("#"):
        inner = rest.rstrip("#")
        if not inner or inner[-1] in " \t":
            rest = inner
    return rest.strip()


def _closes(line: str, marks: str) -> bool:
    stripped = line.strip(" \t")
    indent = len(line) - len(line.lstrip(" "))
    return len(stripped) >= len(marks) and indent <= 3 and not stripped.strip(marks[0])


def _comment(
    line: str, start: int, number: int, opened: tuple[int, int] | None,
    comments: list[tuple[int, int]],
) -> tuple[int, int] | None:  # fmt: skip
    """Collect the comments that end on a line; returns the one still open at its end."""
    position = 0
    # A comment's mark in backticks is text about comments. Inside a comment backticks are nothing.
    shown = line if opened or "`" not in line else blank_spans(line, inline_code(line))
    while True:
        if opened is None:
            found = shown.find("<!--", position)
            if found < 0:
                return None
            opened, position = (start + found, number), found + 4
        end = line.find("-->", position)
        if end < 0:
            return opened
        comments.append((opened[0], start + end + 3))
        opened, position = None, end + 3


def without_spans(text: str, spans: tuple[tuple[int, int], ...], start: int, end: int) -> str:
    """The piece of a text from `start` to `end`, without the parts of it that `spans` name.

    Their line breaks stay, so that every line keeps its number. The spans are in order and do not
    overlap, so that a search leads to the first that matters.
    """
    if not spans:
        return text[start:end]
    pieces: list[str] = []
    index = bisect_left(spans, (start, start))
    if index and spans[index - 1][1] > start:
        index -= 1
    while index < len(spans) and spans[index][0] < end:
        left, right = spans[index]
        pieces.append(text[start : max(start, left)])
        pieces.append("\n" * text.count("\n", max(start, left), min(right, end)))
        start = min(right, end)
        index += 1
    pieces.append(text[start:end])
    return "".join(pieces)


def blank_spans(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The text with the spans blanked out, so that every offset and line stays where it is."""
    if not spans:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        pieces.append(text[at:start])
        pieces.append("\n".join(" " * len(line) for line in text[start:end].split("\n")))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """A heading's text as compared: without case, numbering, emoji, end marks and markup.

    >>> heading_key("STEP 3 — Root Cause Analysis:")
    'root cause analysis'
    """
    text = text[:_HEADING_CHARACTERS]
    plain = re.sub(r"\{[#:.][^}]*\}\s*$", "", text).replace("*", "").replace("`", "")
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("So", "Sk", "Mn", "Cf"))
    plain = _NUMBERING.sub("", plain.strip())
    return " ".join(plain.strip(" .:;?!—–-").casefold().split()).replace("’", "'")


@dataclass(frozen=True, slots=True)
class Label:
    """A bold label that opens a paragraph or list item: `**Immediate fix:** text`.

    Attributes:
        start: Offset of its line.
        end: Offset of the text that follows it.
    """

    key: str
    start: int
    end: int


def labels(text: str) -> Iterator[Label]:
    """The bold labels of a text that open a line."""
    if "**" not in text:
        return
    for match in _LABEL.finditer(text):
        yield Label(heading_key(match[1]), match.start(), match.end())


def links(text: str) -> Iterator[tuple[int, str]]:
    """Inline links and images as (offset of the `](`, target), then `<https:…>`, then definitions.

    Definitions are given by the offsets of their lines.
    """
    for match in _LINK.finditer(text):
        yield match.start(), match[1].strip("<>")
    if "<" in text and ":" in text:
        for match in _AUTOLINK.finditer(text):
            yield match.start(), match[1]
    if "]:" in text:
        for match in _DEFINITION.finditer(text):
            yield match.start(), match[1].strip("<>")


def html_tags(text: str) -> Iterator[tuple[int, str, str]]:
    """Raw HTML tags as (offset, lower-case name, the text of the attributes)."""
    if "<" not in text:
        return
    for match in _TAG.finditer(text):
        yield match.start(), match[1].lower(), match[2]


def first_paragraph(text: str, limit: int = 300) -> str:
    """The first paragraph as plain text of at most `limit` characters, cut at a word."""
    for block in re.split(r"\n\s*\n", text.strip()):
        marks = ("#", "```", "~~~", "|", "<", "- ", "* ", "![")
        if not block.startswith(marks) and not _LABEL_ONLY.fullmatch(block):
            return shorten(plain(block), limit)
    return ""


def plain(text: str) -> str:
    """Inline Markdown reduced to its words: links to their text, no emphasis or code marks.

    It is meant for titles and paragraphs: only the first 4,000 characters are looked at.
    """
    text = text[:_PLAIN_CHARACTERS]
    if "](" in text:
        # Twice, because a picture may be the text of a link.
        text = _LINK_TEXT.sub(r"\1", _LINK_TEXT.sub(r"\1", text))
    text = re.sub(r"(\*\*|__|`|~~)", "", text)
    return " ".join(text.replace("\\", "").split())


def shorten(text: str, limit: int) -> str:
    """A text cut at a word, with an ellipsis, so that it has at most `limit` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0] or text[: limit - 1]
    return f"{cut.rstrip(' ,;:.')}…"
