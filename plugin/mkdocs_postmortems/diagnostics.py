"""What a check says: levels, places, findings. Values only; printing is the reporters' work.

A rule yields a `Finding`, which points at a field (a path into the front matter) or at a line of
the file. `locate` turns it into a `Diagnostic` with line and column, which is what users see.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from .terms import Terms

FieldPath = tuple[str | int, ...]
"""A way into the front matter: `("action_items", 0, "owner")`."""


class Level(enum.Enum):
    """How much a finding weighs. Errors fail every build, warnings strict ones, infos none."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def weight(self) -> int:
        """Larger is worse."""
        return {"error": 3, "warning": 2, "info": 1}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file, both counted from 1. The column counts characters, not bytes."""

    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about one postmortem, before its position is known.

    Attributes:
        source: Path of the file, as shown to users.
        code: The rule's code, such as `PM201`.
        where: A field of the front matter, or a position in the file.
        message: What is wrong, without the value that was found.
        found: The offending value as written, if there is one.
        allowed: What could stand there; empty when that cannot be listed.
        nearest: The allowed value that looks most like the one found.
        fix: What to do, as an imperative sentence.
        level: Overrides the rule's own level (drafts are judged more mildly).
    """

    source: str
    code: str
    where: FieldPath | Position
    message: str
    found: str | None = None
    allowed: tuple[str, ...] = ()
    nearest: str | None = None
    fix: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its place and final level; sorts by path, position, code."""

    path: str
    position: Position
    code: str
    level: Level
    message: str
    found: str | None = None
    allowed: tuple[str, ...] = ()
    nearest: str | None = None
    fix: str = ""

    @property
    def sort_key(self) -> tuple[str, Position, str, str]:
        """The order in which findings are shown, with the message as the last tie-break."""
        return (self.path, self.position, self.code, self.message)

    def sentence(self) -> str:
        """Everything but the place, the level and the code, in one line."""
        parts = [self.message]
        if self.found is not None:
            parts.append(f"found {self.found}")
        if self.allowed:
            parts.append(f"allowed: {', '.join(self.allowed)}")
        text = "; ".join(parts)
        if self.nearest is not None:
            text += f'; did you mean "{self.nearest}"?'
        elif self.fix and not text.endswith((".", "?", "!")):
            text += "."
        return f"{text} {self.fix}".strip()


@dataclass(frozen=True, slots=True)
class Summary:
    """How a check ended: the numbers printed after its findings, in the organisation's words."""

    files: int
    ignored: tuple[str, ...] = ()
    unstructured: int = 0
    counts: dict[Level, int] = field(default_factory=dict)
    terms: Terms = Terms()


def worst(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> Level | None:
    """The heaviest level among the diagnostics; None where there are none."""
    return max((d.level for d in diagnostics), key=lambda level: level.weight, default=None)
