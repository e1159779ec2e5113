"""One finding a line: `path:line:column: level CODE: what is wrong`, then the numbers."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Level, Summary
from ..printer import Printer, visible


def report(diagnostics: tuple[Diagnostic, ...], summary: Summary, printer: Printer) -> None:
    """Print the findings and the summary."""
    for diagnostic in diagnostics:
        printer.line(line(diagnostic))
    for sentence in closing(summary):
        printer.line(sentence)


def line(diagnostic: Diagnostic) -> str:
    """A finding in one line."""
    position = diagnostic.position
    place = f"{visible(diagnostic.path)}:{position.line}:{position.column}"
    return f"{place}: {diagnostic.level.value} {diagnostic.code}: {visible(diagnostic.sentence())}"


def closing(summary: Summary) -> list[str]:
    """What was checked, what was passed over, and how many findings there are."""
    files = count(summary.files, "postmortem")
    counts = summary.counts
    found = ", ".join(
        count(counts.get(level, 0), word)
        for level, word in zip(Level, ("error", "warning", "note"), strict=True)
    )
    lines = [summary.terms.apply(f"{files} checked: {found}.")]
    if summary.unstructured:
        lines.append(f"{count(summary.unstructured, 'file')} not structured yet (no front matter).")
    if summary.ignored:
        shown = ", ".join(summary.ignored[:5]) + (" …" if len(summary.ignored) > 5 else "")
        lines.append(f"{count(len(summary.ignored), 'file')} ignored: {shown}")
    if counts.get(Level.ERROR) or counts.get(Level.WARNING):
        lines.append("What a code means: postmortems explain CODE")
    return lines


def count(number: int, word: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
