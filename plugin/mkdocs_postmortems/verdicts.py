"""What the log of a build says about a check, and whether the build goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import full_text, media
from .build import Checked
from .diagnostics import Level
from .printer import visible
from .reporters.text import closing, count, line


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to log, and why the build stops, if it does.

    Attributes:
        lines: Each with its level, in order, safe for a terminal.
        refusal: One sentence; None when the build goes on.
    """

    lines: tuple[tuple[Level, str], ...]
    refusal: str | None


def judge(checked: Checked, *, strict: bool, preview: bool) -> Verdict:
    """All diagnostics, before the first failure.

    MkDocs counts warnings for `--strict` only if its verbosity prints them, so the plugin fails the
    build itself. Information never stops a build, whatever `check` is told to do with it.
    """
    settings = checked.context.settings
    public = settings.audience == "public"
    lines = tuple(_lines(checked, public, preview))
    lowest = "error" if settings.fail_on == "error" and not strict else "warning"
    if not checked.fails(lowest):
        return Verdict(lines, None)
    counts = checked.summary.counts
    return Verdict(
        lines,
        f"postmortems: {count(counts[Level.ERROR], 'error')} and "
        f"{count(counts[Level.WARNING], 'warning')} stop the build. Fix them, or see "
        "`postmortems explain CODE`.",
    )


def _lines(checked: Checked, public: bool, preview: bool) -> Iterator[tuple[Level, str]]:
    for diagnostic in checked.diagnostics:
        yield diagnostic.level, visible(line(diagnostic))
    for sentence in closing(checked.summary)[:3]:
        yield Level.INFO, sentence
    for sentence in full_text.notes(checked.context.settings, preview=preview):
        yield Level.INFO, sentence
    if public:
        for left_out in media.left_out_lines(checked):
            yield Level.INFO, visible(left_out)
