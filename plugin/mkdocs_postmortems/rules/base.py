"""What every rule is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..diagnostics import FieldPath, Finding, Level, Position
from ..model import Postmortem
from ..profiles import Profile
from ..settings import Settings


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule is called and how much it weighs.

    Attributes:
        code: `PM` and three digits; never used again for something else.
        name: Completes the sentence "a postmortem may not have …", in kebab case.
        level: For documents in review and final ones.
        draft: For drafts, which are judged on what no later edit can excuse; None means one level
            below `level`.
        suppressible: Whether `suppress:` in a file can silence it.
    """

    code: str
    name: str
    level: Level
    draft: Level | None = None
    suppressible: bool = True

    @property
    def draft_level(self) -> Level:
        """The level for a draft."""
        if self.draft is not None:
            return self.draft
        return Level.WARNING if self.level is Level.ERROR else Level.INFO


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may know besides the postmortems.

    Attributes:
        as_of: "Today" in UTC, as the shell read it once.
    """

    settings: Settings
    profiles: Mapping[str, Profile]
    as_of: date


def finding(
    rule: Rule,
    postmortem: Postmortem,
    where: FieldPath | Position,
    message: str,
    *,
    found: str | None = None,
    allowed: tuple[str, ...] = (),
    nearest: str | None = None,
    fix: str = "",
    level: Level | None = None,
) -> Finding:
    """A finding of a rule about a postmortem."""
    return Finding(postmortem.path, rule.code, where, message, found, allowed, nearest, fix, level)


def place(postmortem: Postmortem, offset: int) -> Position:
    """The position in the file of an offset in the body."""
    before = postmortem.body[:offset]
    return Position(postmortem.body_line + before.count("\n"), len(before) - before.rfind("\n"))
