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


def judge(checked: Checked, *, strict: bool, indexes: bool = False) -> Verdict:
    """All diagnostics, before the first failure.

    MkDocs counts warnings for `--strict` only if its verbosity prints them, so the plugin fails the
    build itself. Information never stops a build, whatever `check` is told to do with it.

    Args:
        indexes: A site is built, for which the bodies are indexed.
    """
    settings = checked.context.settings
    public = settings.audience == "public"
    lines = tuple(_lines(checked, public, indexes))
    lowest = "error" if settings.fail_on == "error" and not strict else "warning"
    if not checked.fails(lowest):
        missing = full_text.refusal(settings) if indexes else None
        return Verdict(lines, missing and f"postmortems: {missing}")
    return Verdict(lines, f"postmortems: {_stopping(checked, lowest)}")


def _stopping(checked: Checked, lowest: str) -> str:
    """What stops the build, counted; with the way to go on."""
    counts = checked.summary.counts
    levels = [
        level for level in (Level.ERROR, Level.WARNING) if level.weight >= Level(lowest).weight
    ]
    found = [(counts[level], level.value) for level in levels if counts[level]]
    said = " and ".join(count(number, name) for number, name in found)
    one = sum(number for number, _ in found) == 1
    return (
        f"{said} {'stops' if one else 'stop'} the build. Fix {'it' if one else 'them'}, or see "
        "`postmortems explain CODE`."
    )


def _lines(checked: Checked, public: bool, indexes: bool) -> Iterator[tuple[Level, str]]:
    for diagnostic in checked.diagnostics:
        yield diagnostic.level, visible(line(diagnostic))
    for sentence in closing(checked.summary)[:3]:
        yield Level.INFO, sentence
    for sentence in full_text.notes(checked.context.settings) if indexes else ():
        yield Level.INFO, sentence
    if public:
        for left_out in media.left_out_lines(checked):
            yield Level.INFO, visible(left_out)
