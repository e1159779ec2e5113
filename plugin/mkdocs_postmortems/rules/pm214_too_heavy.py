"""Markdown that takes too long to render.

## What it does
Counts what makes Markdown slow in one block: opening brackets, `<`, headings, deep lists, very long
lines. Ordinary documents are far below these limits.

## Why it matters
The Markdown renderer takes quadratic time on some inputs: twenty kilobytes of `[` take forty
seconds. One file must not be able to stop everybody's build.

## Example
A paragraph with more than 1,000 `[`, or a line of more than `limits.body_line_characters`.

## How to fix
Put generated output and logs in code blocks or in files beside the postmortem, and link to them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level, Position
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM214", "too-heavy", Level.ERROR, draft=Level.ERROR, suppressible=False)

_BRACKETS, _ANGLES, _DECLARATIONS, _LIST_DEPTH, _FOOTNOTES, _QUOTES = 1_000, 2_000, 10, 20, 200, 50


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
        (len(postmortem.sections), limits.headings, "headings"),
        (_deepest(body), _LIST_DEPTH, "levels of indentation or quotation"),
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


def _deepest(body: str) -> int:
    """The deepest indentation in steps of four, or row of `>`; cheap for ordinary bodies."""
    if " " * (4 * _LIST_DEPTH) not in body and ">" * 10 not in body and "> > > > >" not in body:
        return 0
    deepest = 0
    fenced = False
    for line in body.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced:
            continue
        head = line[: len(line) - len(line.lstrip(" >\t"))]
        indent = len(head.replace(">", "")) // 4 if line.strip() else 0
        deepest = max(deepest, head.count(">"), indent)
    return deepest


def _long_lines(postmortem: Postmortem, cap: int) -> Iterator[Finding]:
    for index, line in enumerate(postmortem.body.split("\n")):
        if len(line) > cap:
            yield finding(
                RULE, postmortem, Position(postmortem.body_line + index),
                "a line is longer than body_line_characters", found=f"{len(line)} characters",
                allowed=(f"at most {cap}",), fix="Break the line, or move it to a file of its own.",
            )  # fmt: skip
