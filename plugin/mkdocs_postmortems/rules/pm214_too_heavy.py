"""Markdown that takes too long to render.

## What it does
Counts what makes Markdown slow or deep: opening brackets, `<`, headings, lists and quotations in
each other, very long lines, and lines, table cells and emphasis outside code blocks. Ordinary
documents are far below these limits.

## Why it matters
The Markdown renderer takes quadratic time on some inputs: twenty kilobytes of `[` take forty
seconds. One file must not be able to stop everybody's build.

## Example
A paragraph with more than 1,000 `[`, or a line of more than `limits.body_line_characters`.

## How to fix
Put generated output and logs in code blocks or in files beside the postmortem, and link to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Level, Position
from ..markdown_text import blank_spans
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule(
    "PM214", "too-heavy", Level.ERROR, draft=Level.ERROR, suppressible=False, unstructured=True
)

_BRACKETS, _ANGLES, _DECLARATIONS, _DEPTH, _FOOTNOTES = 1_000, 2_000, 10, 20, 200
_PIECES = 15_000
_FEW = 20_000
"""A body of fewer characters cannot hold too many pieces."""

_NESTING = " \t>-+*.)0123456789"
_STARTS = frozenset(_NESTING)
_MARK = re.compile(r"(?:[-+*]|\d[.)])(?=[ \t])")
_LINE_ACROSS = re.compile(r" {0,3}(?:(?:- {0,2})+|(?:\* {0,2})+)$")


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Count in the whole body first; look for the place only where a count is too high."""
    body = postmortem.body
    limits = context.settings.limits
    brackets, angles, declarations, footnotes = body.count("["), body.count("<"), 0, 0
    # What begins with one of the two is only counted where there are enough of them.
    if angles > _DECLARATIONS:
        declarations = body.count("<!") + body.count("<?") - body.count("<!--")
    if brackets > _FOOTNOTES:
        footnotes = body.count("[^")
    counts = (
        (brackets, _BRACKETS, "opening brackets"),
        (angles, _ANGLES, "`<` marks"),
        (declarations, _DECLARATIONS, "`<!` or `<?` marks"),
        (footnotes, _FOOTNOTES, "footnote marks"),
        (_headings(postmortem, limits.headings), limits.headings, "headings"),
        (_depth(postmortem), _DEPTH, "lists or quotations in each other on one line"),
        (_pieces(postmortem), _PIECES, "lines, table cells and emphasised words"),
    )  # fmt: skip
    for count, cap, what in counts:
        if count > cap:
            yield finding(
                RULE, postmortem, Position(postmortem.body_line),
                f"the body has too many {what}", found=str(count), allowed=(f"at most {cap}",),
                fix="Move generated text to a file beside the postmortem and link to it.",
            )  # fmt: skip
    if len(body) > limits.body_line_characters:
        yield from _long_lines(postmortem, limits.body_line_characters)


def _headings(postmortem: Postmortem, cap: int) -> int:
    """Sections, and where there are lines enough for it headings inside lists and quotations."""
    count = len(postmortem.sections)
    if count <= cap < postmortem.body.count("\n"):
        count += sum(map(_heads, _without_fences(postmortem).split("\n")))
    return count


def _heads(line: str) -> bool:
    """Whether a line inside a list or quotation makes a heading."""
    if line[:1] not in _STARTS:
        return False
    rest = line.lstrip(_NESTING)
    return rest[:1] == "#" or (not rest.strip("= \t") and line.rstrip()[-1:] in ("=", "-"))


def _depth(postmortem: Postmortem) -> int:
    """The most list marks, quotation marks and steps of four blanks that begin one line."""
    deepest = _deepest(postmortem.body)
    # Logs and data are often deep; code is only looked for where something would be found.
    return _deepest(_without_fences(postmortem)) if deepest > _DEPTH else deepest


def _deepest(text: str) -> int:
    deepest = 0
    for line in [s for s in text.split("\n") if len(s) > _DEPTH and s[0] in _STARTS]:
        head = line[: len(line) - len(line.lstrip(_NESTING))]
        if len(head) > _DEPTH and not _LINE_ACROSS.match(line):
            blanks = head[: len(head) - len(head.lstrip())].expandtabs(4)
            marks = head.count(">") + len(_MARK.findall(head))
            deepest = max(deepest, marks + len(blanks) // 4)
    return deepest


def _pieces(postmortem: Postmortem) -> int:
    """About how many elements the body becomes: cleaning them takes quadratic time."""
    if len(postmortem.body) < _FEW or _weight(postmortem.body) <= _PIECES:
        return 0
    return _weight(_without_fences(postmortem))


def _weight(text: str) -> int:
    pairs = text.count("*") + text.count("_") + text.count("`") + text.count("~")
    return text.count("\n") + text.count("|") + pairs // 2


def _without_fences(postmortem: Postmortem) -> str:
    structure = postmortem.structure
    spans = (*structure.comments, *structure.code)
    return re.sub(r"\n[ \n]+\n", "\n\n", blank_spans(postmortem.body, spans))


def _long_lines(postmortem: Postmortem, cap: int) -> Iterator[Finding]:
    for index, line in enumerate(postmortem.body.split("\n")):
        if len(line) > cap:
            yield finding(
                RULE, postmortem, Position(postmortem.body_line + index),
                "a line is longer than body_line_characters", found=f"{len(line)} characters",
                allowed=(f"at most {cap}",), fix="Break the line, or move it to a file of its own.",
            )  # fmt: skip
